"""OAuth 1.0a and a program's own key: handshakes that end in an access token with a secret."""

import secrets

from django.db import transaction

from zana.kernel import clock
from zana.practice.actions.access import AccessRefused, Consent, give_consent, issue_token
from zana.practice.actions.numbers import new_code
from zana.practice.models import Actor, Application, Bearer, Handshake, Token

REQUEST_SECONDS = 900
KIND = "x_oauth1"


def begin_handshake(*, application: Application, callback: str) -> Handshake:
    """A request token. An empty `callback` means that the person carries a number over by hand."""
    return Handshake.objects.create(
        application=application, request_token=new_code()[:27], request_secret=new_code()[:32], callback=callback,
        created_at=clock.now(),
    )  # fmt: skip


def approve_handshake(*, handshake: Handshake, person: Actor, account: Actor, scopes: tuple[str, ...]) -> Handshake:
    """The person says yes for one account. Raises AccessRefused for a request that is answered or too old."""
    with transaction.atomic(using="practice"):
        fresh = Handshake.objects.select_for_update().filter(pk=handshake.pk, token=None).first()
        if fresh is None or not is_open(fresh):
            raise AccessRefused("closed")
        consent = Consent(actors=(account,), scopes=scopes, redirect_uri=fresh.callback or "oob")
        grant = give_consent(
            application=fresh.application, dialect="x1", person=person, consent=consent, code_seconds=REQUEST_SECONDS
        )
        fresh.token = issue_token(
            grant=grant, kind=KIND, actor=account, seconds=None, value=f"{account.remote_id}-{new_code()[:40]}"
        )
        fresh.verifier = new_code()[:32] if fresh.callback else f"{secrets.randbelow(10**7):07d}"
        fresh.save(update_fields=["token", "verifier"])
    return fresh


def complete_handshake(*, handshake: Handshake, verifier: str) -> Handshake:
    """The program comes back with the verifier; once. Raises AccessRefused."""
    if handshake.token is None or not secrets.compare_digest(handshake.verifier.encode(), verifier.encode()):
        raise AccessRefused("verifier")
    if not is_open(handshake):
        raise AccessRefused("closed")
    handshake.token_secret = new_code()[:45]
    done = Handshake.objects.filter(pk=handshake.pk, used_at=None)
    if not done.update(used_at=clock.now(), token_secret=handshake.token_secret):
        raise AccessRefused("used")
    return handshake


def is_open(handshake: Handshake) -> bool:
    return (clock.now() - handshake.created_at).total_seconds() <= REQUEST_SECONDS


def hand_over(*, application: Application, person: Actor, account: Actor, scopes: tuple[str, ...]) -> Handshake:
    """The whole handshake at once: for tests and for setting a stage."""
    with transaction.atomic(using="practice"):
        begun = begin_handshake(application=application, callback="")
        approved = approve_handshake(handshake=begun, person=person, account=account, scopes=scopes)
        return complete_handshake(handshake=approved, verifier=approved.verifier)


def program_key(*, application: Application) -> Bearer:
    """The program's own bearer token: the same one until it is invalidated."""
    kept, _ = Bearer.objects.get_or_create(
        application=application, defaults={"value": f"AAAAAAAAAAAAAAAAAAAAA{new_code()}", "issued_at": clock.now()}
    )
    return kept


def end_program_key(*, application: Application, value: str) -> bool:
    removed, _ = Bearer.objects.filter(application=application, value=value).delete()
    return removed > 0


def end_signed_token(*, token: Token) -> None:
    """The program gives its own access token back."""
    Token.objects.filter(pk=token.pk, dead_subcode=0).update(dead_subcode=467)
