"""Once a day: do our keys still open what they should, when do they end, and does the network still tell us?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.networks.actions.signals import start_hearing
from zana.networks.actions.tokens import client_of, mark_reconnect, open_client, renew_token, tell_keepers
from zana.networks.errors import NetworkError, Reconnect
from zana.networks.models import Account, Forgetting, Token, Upkeep
from zana.networks.models.accounts import CONNECTED
from zana.networks.port import Grant
from zana.networks.queries import app_of
from zana.networks.rules import FIRST_WARNING, days_before, days_to_warn, say_missing
from zana.people import log


def look_after(account: Account) -> None:
    """Calls the network, so not inside a transaction. Raises TryLater, Reconnect and what else the network says."""
    try:
        token = _renew_in_time(account)
        grant = _ask_grant(account, token)
    except Reconnect as shut:
        mark_reconnect(account, shut.saying)
        raise
    ends = _note_end(account, token, grant)
    _say_trouble(account, ends, say_missing(account.description, _note_scopes(account, token, grant)))
    _hear(account)
    Upkeep.objects.of(account.organisation).filter(account=account).update(looked_at=clock.now())


def order_upkeep(account: Account) -> None:
    """After connecting, inside the caller's transaction: look soon, and what was warned of before is over.

    With the first account of the house begins the daily forgetting.
    """
    facts = {"next_attempt_at": clock.now(), "failures": 0, "warned_days": None, "hears_since": None}
    Upkeep.objects.of(account.organisation).update_or_create(account=account, defaults=facts)
    Forgetting.objects.get_or_create(pk=1, defaults={"next_attempt_at": clock.now()})


def stop_upkeep(account: Account) -> None:
    Upkeep.objects.of(account.organisation).filter(account=account).update(next_attempt_at=None, hears_since=None)


def _renew_in_time(account: Account) -> Token:
    """What has a refresh token is renewed by opening it; what may be exchanged for another, long before its end."""
    open_client(account)
    token = Token.objects.of(account.organisation).get(account=account)
    ends = None if token.refresh else token.expires_at
    if ends is not None and days_before(ends, clock.now()) <= FIRST_WARNING:
        token = renew_token(account, token)
    return token


def _ask_grant(account: Account, token: Token) -> Grant | None:
    """None where the network says nothing about keys; then a look at the profile shows that they open something."""
    network, app = account.description, app_of(account.description, practice=account.is_practice)
    if network.keeps is None or app is None:
        return None
    grant = network.keeps.see_grant(client_of(account), app, token.values, account.remote_id)
    if grant is None:
        network.keeps.see_profile(open_client(account), account.remote_id)
    elif not grant.valid:
        raise Reconnect(grant.why)
    return grant


def _note_scopes(account: Account, token: Token, grant: Grant | None) -> list[str]:
    """What the keys may do by now, kept so that nothing is begun which they do not open."""
    if grant is None:
        return list(token.scopes)
    mine = Token.objects.of(account.organisation).filter(pk=token.pk, version=token.version)
    mine.update(scopes=list(grant.scopes))
    return list(grant.scopes)


def _note_end(account: Account, token: Token, grant: Grant | None) -> datetime | None:
    """When it ends for good: the end of what renews itself is not one."""
    if token.refresh:
        return None
    if grant is not None and grant.expires_at is not None and grant.expires_at != token.expires_at:
        mine = Token.objects.of(account.organisation).filter(pk=token.pk, version=token.version)
        mine.update(expires_at=grant.expires_at)
        return grant.expires_at
    return token.expires_at


@transaction.atomic
def _say_trouble(account: Account, ends: datetime | None, narrowed: Saying | None) -> None:
    """On the account's page, and once to those who can do something about it."""
    row = Upkeep.objects.of(account.organisation).select_for_update().filter(account=account).first()
    stage = days_to_warn(ends, clock.now())
    words = narrowed or (_say_end(account, ends) if ends and stage else None)
    kept = words.as_json() if words else None
    connected = Account.objects.of(account.organisation).select_for_update().filter(pk=account.pk, state=CONNECTED)
    before = connected.values_list("trouble", flat=True).first()
    if connected.update(trouble=kept) != 1:
        return
    account.trouble = kept
    if narrowed is not None and before != kept:
        log.record(None, "account.narrowed", organisation=account.organisation, thing=f"account:{account.ref}")
        tell_keepers(account, narrowed)
    if row is None or row.warned_days == stage:
        return
    Upkeep.objects.of(account.organisation).filter(pk=row.pk).update(warned_days=stage)
    if stage is not None and ends is not None and narrowed is None:
        tell_keepers(account, _say_end(account, ends))


def _say_end(account: Account, ends: datetime) -> Saying:
    day = ends.astimezone(clock.HOUSE_ZONE).strftime("%d.%m.%Y")
    return say(
        "What you allowed on {network} for {account} ends on {day}. Connect it again before: it takes two minutes.",
        network=account.description.label,
        account=account.name,
        day=day,
    )


def _hear(account: Account) -> None:
    """Asked for once after connecting; a network that says no is asked again the next day, and is read in rounds."""
    row = Upkeep.objects.of(account.organisation).filter(account=account, hears_since=None)
    if not row.exists():
        return
    try:
        heard = start_hearing(account)
    except NetworkError:
        return
    if heard:
        row.update(hears_since=clock.now())
