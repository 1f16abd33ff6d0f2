"""Programs, consent, codes and tokens. Each dialect decides how long things live and how they look."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from zana.kernel import clock
from zana.practice.actions.numbers import new_code
from zana.practice.models import Actor, Application, Grant, Token


class AccessRefused(Exception):
    """The code or token is not good. The message says why, in the words of the protocol."""


@dataclass(frozen=True)
class Consent:
    """What a person agreed to on the consent page."""

    actors: tuple[Actor, ...]
    scopes: tuple[str, ...]
    redirect_uri: str
    declined: tuple[str, ...] = ()
    challenge: str = ""
    challenge_method: str = ""


def register_application(
    *, name: str, client_id: str = "", client_secret: str = "", redirect_uris: list[str] | None = None
) -> Application:
    """A program that may ask for access, in both dialects; asked again with the same id it is updated.

    `redirect_uris` must match exactly; an empty list allows none, `["*"]` any (for tests).
    """
    application, _ = Application.objects.update_or_create(
        client_id=client_id or new_code()[:24],
        defaults={"name": name, "client_secret": client_secret or new_code(), "redirect_uris": redirect_uris or []},
    )
    return application


def give_consent(
    *, application: Application, dialect: str, person: Actor, consent: Consent, code_seconds: int
) -> Grant:
    """A person says yes: a code that is good once."""
    with transaction.atomic(using="practice"):
        grant = Grant.objects.create(
            application=application, dialect=dialect, person=person, scopes=list(consent.scopes),
            declined=list(consent.declined), code=new_code(), redirect_uri=consent.redirect_uri,
            code_expires_at=clock.now() + timedelta(seconds=code_seconds),
            challenge=consent.challenge, challenge_method=consent.challenge_method,
        )  # fmt: skip
        grant.actors.set(consent.actors)
    return grant


def use_code(*, code: str, application: Application, redirect_uri: str, dialect: str) -> Grant:
    """Spend a code. Raises AccessRefused; a second use also ends what the first one gave."""
    grant = Grant.objects.filter(code=code, application=application, dialect=dialect).first()
    if grant is None:
        raise AccessRefused("unknown")
    if grant.redirect_uri != redirect_uri:
        raise AccessRefused("redirect")
    if grant.code_expires_at < clock.now():
        raise AccessRefused("expired")
    if not Grant.objects.filter(pk=grant.pk, used_at=None).update(used_at=clock.now()):
        raise AccessRefused("used")
    return grant


def issue_token(*, grant: Grant, kind: str, actor: Actor, seconds: float | None, value: str = "") -> Token:
    """`seconds` is how long it lives; None = until somebody ends it."""
    now = grant.person.world.now()
    expires = None if seconds is None else now + timedelta(seconds=seconds)
    return Token.objects.create(
        value=value or new_code(), kind=kind, grant=grant, actor=actor, issued_at=now, expires_at=expires
    )


def page_token(*, user_token: Token, page: Actor) -> Token:
    """The token of a page that a person manages: one per grant, lasting if the user token was a long one."""
    lasting = user_token.expires_at is None or (user_token.expires_at - user_token.issued_at).days >= 1
    kept = Token.objects.filter(grant=user_token.grant, kind=Token.PAGE, actor=page, dead_subcode=0)
    found = kept.filter(expires_at=None).first() if lasting else kept.exclude(expires_at=None).first()
    if found is not None:
        return found
    expires = None if lasting else user_token.expires_at
    return Token.objects.create(
        value=new_code("EAAP"), kind=Token.PAGE, grant=user_token.grant, actor=page,
        issued_at=page.world.now(), expires_at=expires,
    )  # fmt: skip


def spend_refresh_token(*, value: str, application: Application) -> Token:
    """A refresh token is good once. Raises AccessRefused."""
    token = Token.objects.filter(value=value, kind=Token.X_REFRESH, grant__application=application).first()
    if token is None or token.dead_subcode:
        raise AccessRefused("unknown")
    if token.expires_at is not None and token.expires_at < token.actor.world.now():
        raise AccessRefused("expired")
    if not Token.objects.filter(pk=token.pk, spent_at=None).update(spent_at=clock.now()):
        raise AccessRefused("used")
    return token


def end_tokens(*, grant: Grant, subcode: int) -> None:
    """The person took the access back: every token of this grant is dead."""
    with transaction.atomic(using="practice"):
        Grant.objects.filter(pk=grant.pk).update(revoked_at=clock.now())
        Token.objects.filter(grant=grant, dead_subcode=0).update(dead_subcode=subcode)


def drop_scope(*, grant: Grant, scope: str) -> bool:
    """The person took one permission back; False = it was not given."""
    if scope not in grant.scopes:
        return False
    grant.scopes = [kept for kept in grant.scopes if kept != scope]
    grant.declined = [*grant.declined, scope]
    grant.save(update_fields=["scopes", "declined"])
    return True
