"""Opening the door to a network for one account, and noticing that the key no longer fits."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.networks.client import HttpClient
from zana.networks.errors import CannotDo, NetworkError, Reconnect, TryLater
from zana.networks.models import Account, Token
from zana.networks.models.accounts import CONNECTED, RECONNECT
from zana.networks.port import App, Keeps, Tokens
from zana.networks.queries import app_of, website_of
from zana.people import log, notices

RENEW_BEFORE = timedelta(minutes=5)
RENEWAL_TAKES = timedelta(minutes=2)


def open_client(account: Account) -> HttpClient:
    """A client with a token that will last for the next minutes. Not inside a transaction: it may have to call.

    Raises Reconnect, TryLater, CannotDo.
    """
    if account.by_hand:
        raise CannotDo(say("This account is used by hand."))
    token = Token.objects.of(account.organisation).filter(account=account).first()
    if account.state != CONNECTED or token is None:
        raise Reconnect
    if token.expires_at is not None and token.expires_at < clock.now() + RENEW_BEFORE:
        token = renew_token(account, token)
    client = client_of(account, token.access)
    client.renew = lambda: _replace(account, token.access)
    return client


def client_of(account: Account, token: str = "") -> HttpClient:
    website = website_of(account.description, practice=account.is_practice)
    return HttpClient(account.description, account.address, website, token)


def mark_reconnect(account: Account, why: Saying) -> None:
    """The account waits for a person; she is told once. Everything else about it stays, its keys too."""
    with transaction.atomic():
        connected = Account.objects.of(account.organisation).filter(pk=account.pk, state=CONNECTED)
        if connected.update(state=RECONNECT, trouble=why.as_json()) != 1:
            return
        account.state, account.trouble = RECONNECT, why.as_json()
        log.record(None, "account.locked_out", organisation=account.organisation, thing=f"account:{account.ref}")
        tell_keepers(account, say("{account} has to be connected again.", account=account.name))


def tell_keepers(account: Account, words: Saying) -> None:
    """Those who can connect it again."""
    link = reverse("networks:account", args=[account.organisation.ref, account.ref])
    people = notices.people_with(account.organisation, "communicator", "director")
    notices.tell(people, words, organisation=account.organisation, link=link)


def keep_tokens(account: Account, tokens: Tokens) -> None:
    """Keys a person has just consented to: they win over whatever a renewal on its way may still bring.

    Inside the caller's transaction.
    """
    made = Token.objects.of(account.organisation).get_or_create(account=account, defaults=_as_fields(tokens))[1]
    if not made:
        mine = Token.objects.of(account.organisation).filter(account=account)
        mine.update(**_as_fields(tokens), version=F("version") + 1)


def renew_token(account: Account, token: Token) -> Token:
    """A refresh token is good once: one process asks, and what it gets is stored before anything else is done.

    Returns the token there is afterwards; the same where the network gives none. Raises Reconnect, TryLater.
    A process that dies between the answer and the store leaves the claim to run out; the next one asks with the used
    refresh token, hears no, and a person connects again: the network gave the new one to nobody else.
    """
    network, app = account.description, app_of(account.description, practice=account.is_practice)
    if network.keeps is None or app is None:
        return token
    claim = clock.now() + RENEWAL_TAKES
    if not _claim_renewal(account, token, claim):
        newest = _newest(account, token)
        if newest.version != token.version:
            return newest
        raise TryLater(clock.now() + timedelta(seconds=5))
    try:
        fresh = _ask_anew(account, network.keeps, app, token)
    except NetworkError as no:
        _let_claim_go(account, token, claim)
        newest = _newest(account, token)
        if isinstance(no, Reconnect) and newest.version != token.version:
            return newest  # another process, or a person, was quicker: theirs is good
        raise
    if fresh is None:
        _let_claim_go(account, token, claim)
    else:
        _store_renewed(account, token, fresh)
    return _newest(account, token)


def _ask_anew(account: Account, keeps: Keeps, app: App, token: Token) -> Tokens | None:
    try:
        return keeps.renew(client_of(account), app, token.values)
    except (Reconnect, TryLater):
        raise
    except NetworkError as no:  # whatever else it says, our keys are kept and nothing has changed
        raise TryLater(clock.now() + timedelta(minutes=5), no.saying) from None


def _claim_renewal(account: Account, token: Token, until: datetime) -> bool:
    now = clock.now()
    ours = Token.objects.of(account.organisation).filter(pk=token.pk, version=token.version)
    free = ours.filter(Q(renewing_until=None) | Q(renewing_until__lt=now))
    return free.update(renewing_until=until) == 1


def _let_claim_go(account: Account, token: Token, claim: datetime) -> None:
    ours = Token.objects.of(account.organisation).filter(pk=token.pk, version=token.version, renewing_until=claim)
    ours.update(renewing_until=None)


def _store_renewed(account: Account, token: Token, fresh: Tokens) -> None:
    """One statement: the new keys stand there whole, or the old ones do."""
    ours = Token.objects.of(account.organisation).filter(pk=token.pk, version=token.version)
    ours.update(**_as_fields(fresh), version=F("version") + 1)


def _newest(account: Account, token: Token) -> Token:
    newest = Token.objects.of(account.organisation).filter(pk=token.pk).first()
    if newest is None:  # disconnected meanwhile
        raise Reconnect
    return newest


def _as_fields(tokens: Tokens) -> dict[str, object]:
    return {
        "access": tokens.access,
        "refresh": tokens.refresh,
        "expires_at": tokens.expires_at,
        "scopes": list(tokens.scopes),
        "renewing_until": None,
    }


def _replace(account: Account, refused: str) -> str | None:
    """Another token for one that was refused before its time; None where there is none to be had."""
    token = Token.objects.of(account.organisation).get(account=account)
    if token.access == refused and token.refresh:
        token = renew_token(account, token)
    return token.access if token.access != refused else None
