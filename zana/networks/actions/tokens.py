"""Opening the door to a network for one account, and noticing that the key no longer fits."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.networks.client import HttpClient
from zana.networks.errors import CannotDo, Reconnect, TryLater
from zana.networks.models import Account, Token
from zana.networks.models.accounts import CONNECTED, RECONNECT
from zana.networks.port import Tokens
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
        token = _renew(account, token)
    client = client_of(account, token.access)
    client.renew = lambda: _replace(account, token.access)
    return client


def client_of(account: Account, token: str = "") -> HttpClient:
    website = website_of(account.description, practice=account.is_practice)
    return HttpClient(account.description, account.address, website, token)


def mark_reconnect(account: Account, why: Saying) -> None:
    """The account waits for a person; she is told once. Everything else about it stays."""
    with transaction.atomic():
        connected = Account.objects.of(account.organisation).filter(pk=account.pk, state=CONNECTED)
        if connected.update(state=RECONNECT, trouble=why.as_json()) != 1:
            return
        account.state, account.trouble = RECONNECT, why.as_json()
        log.record(None, "account.locked_out", organisation=account.organisation, thing=f"account:{account.ref}")
        link = reverse("networks:account", args=[account.organisation.ref, account.ref])
        people = notices.people_with(account.organisation, "communicator", "director")
        words = say("{account} has to be connected again.", account=account.name)
        notices.tell(people, words, organisation=account.organisation, link=link)


def keep_tokens(account: Account, tokens: Tokens) -> None:
    """Inside the caller's transaction."""
    Token.objects.of(account.organisation).update_or_create(
        account=account,
        defaults={
            "access": tokens.access,
            "refresh": tokens.refresh,
            "expires_at": tokens.expires_at,
            "scopes": list(tokens.scopes),
            "renewing_until": None,
        },
    )


def _replace(account: Account, refused: str) -> str | None:
    """Another token for one that was refused before its time; None where there is none to be had."""
    token = Token.objects.of(account.organisation).get(account=account)
    if token.access == refused and token.refresh:
        token = _renew(account, token)
    return token.access if token.access != refused else None


def _renew(account: Account, token: Token) -> Token:
    """A refresh token is good once: one process asks, and what it gets is stored before anything else is done."""
    network, app = account.description, app_of(account.description, practice=account.is_practice)
    if network.keeps is None or app is None:
        return token
    now = clock.now()
    ours = Token.objects.of(account.organisation).filter(pk=token.pk, version=token.version)
    free = ours.filter(Q(renewing_until=None) | Q(renewing_until__lt=now))
    if free.update(renewing_until=now + RENEWAL_TAKES) != 1:
        raise TryLater(now + timedelta(seconds=5))
    fresh = network.keeps.renew(client_of(account), app, token.values)
    if fresh is None:
        ours.update(renewing_until=None)
        return token
    with transaction.atomic():
        keep_tokens(account, fresh)
        ours.update(version=F("version") + 1)
    return Token.objects.of(account.organisation).get(pk=token.pk)
