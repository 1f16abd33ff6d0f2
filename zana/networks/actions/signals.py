"""What a network tells us is noted down, once, for each account it concerns. Nothing of it goes into a log."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from zana.kernel import clock
from zana.networks.actions.tokens import client_of, open_client
from zana.networks.errors import NetworkError
from zana.networks.models import Account, Signal
from zana.networks.models.accounts import LEFT
from zana.networks.port import Event, Hook, Network, Tokens
from zana.networks.queries import app_of

WINDOW = timedelta(hours=36)  # so long do networks repeat what they could not deliver
AHEAD = timedelta(minutes=10)  # their clocks are not ours
KIND, KEY = 60, 200


@dataclass(frozen=True)
class Tally:
    """`unknown`: about accounts that are not connected here."""

    stored: int = 0
    known: int = 0
    unknown: int = 0


def record_signals(*, network: Network, practice: bool, events: Sequence[Event]) -> Tally:
    """Stores what is new. `events` are verified: whoever calls has checked the signature.

    Each account gets its own, in whichever organisation it stands; accounts nobody connected are counted and dropped.
    """
    with transaction.atomic():
        accounts = _find_accounts(network, practice, {event.account for event in events})
        wanted: dict[tuple[int, str], Signal] = {}
        for event in events:
            for account in accounts[event.account]:
                signal = _make_signal(account, event)
                wanted.setdefault((account.pk, signal.key), signal)
        fresh = _leave_out_known(wanted)
        Signal.objects.across_organisations().bulk_create(fresh, ignore_conflicts=True)
    unknown = sum(not accounts[event.account] for event in events)
    told = sum(len(accounts[event.account]) for event in events)
    return Tally(len(fresh), told - len(fresh), unknown)


def forget_signals() -> int:
    """What was told long ago has been answered or never will be; people's words are not kept beyond that."""
    oldest = clock.now() - timedelta(days=settings.ZANA_SIGNAL_DAYS)
    return Signal.objects.forget_before(oldest)


def start_hearing(account: Account) -> bool:
    """Asks the network to tell us. False where it cannot reach us, or has no way to."""
    network, app = account.description, app_of(account.description, practice=account.is_practice)
    if network.hears is None or app is None or not _is_reachable(practice=account.is_practice):
        return False
    hook = hook_of(network, practice=account.is_practice)
    network.hears.subscribe(open_client(account), app, account.remote_id, hook)
    return True


def stop_hearing(account: Account, tokens: Tokens) -> None:
    """With the keys that are about to be thrown away; the network's no changes nothing."""
    network, app = account.description, app_of(account.description, practice=account.is_practice)
    if network.hears is None or app is None:
        return
    try:
        network.hears.unsubscribe(client_of(account, tokens.access), app, account.remote_id)
    except NetworkError:
        return


def hook_of(network: Network, *, practice: bool) -> Hook:
    """Rehearsal has an address of its own, so that its secret, which everybody may know, opens nothing real."""
    name = "networks:rehearsal_hook" if practice else "networks:hook"
    house = settings.ZANA_MEDIA_URL if practice else settings.ZANA_BASE_URL  # where a rehearsal reaches us
    return Hook(house + reverse(name, args=[network.entry]), verify_token(network, practice=practice))


def verify_token(network: Network, *, practice: bool) -> str:
    """Drawn from the house's key, so that nobody has to think one up."""
    return salted_hmac("networks.hooks", f"{network.entry} {practice}", algorithm="sha256").hexdigest()[:40]


def hook_secret(network: Network, *, practice: bool) -> str:
    """What signs the bodies; "" where the house has none, and then nothing is believed."""
    if network.hears is None:
        return ""
    if practice:
        return settings.ZANA_PRACTICE_APP_SECRET if settings.ZANA_PRACTICE_URL else ""
    return str(getattr(settings, network.hears.signed_with, ""))


def _is_reachable(*, practice: bool) -> bool:
    return practice or urlsplit(settings.ZANA_BASE_URL).scheme == "https"


def _find_accounts(network: Network, practice: bool, remote_ids: Iterable[str]) -> defaultdict[str, list[Account]]:
    here = Account.objects.across_organisations().filter(
        network=network.key, remote_id__in=[one for one in remote_ids if one], by_hand=False
    )
    found: defaultdict[str, list[Account]] = defaultdict(list)
    for account in here.exclude(state=LEFT).select_related("organisation"):
        if account.is_practice == practice:
            found[account.remote_id].append(account)
    return found


def _make_signal(account: Account, event: Event) -> Signal:
    now = clock.now()
    at = _moment(event.at, now)
    return Signal(
        organisation=account.organisation,
        account=account,
        network=account.network,
        kind=event.kind[:KIND],
        key=_key(event),
        occurred_at=at,
        received_at=now,
        late=now - at > WINDOW,
        raw=event.raw,
    )


def _moment(at: datetime | None, now: datetime) -> datetime:
    """What says it comes from the future happened now."""
    return now if at is None or at > now + AHEAD else at


def _key(event: Event) -> str:
    """Of two events with the same name from the network but another kind, neither hides the other."""
    if event.remote_id and len(event.kind) + len(event.remote_id) < KEY:
        return f"{event.kind[:KIND]}:{event.remote_id}"
    return hashlib.sha256(event.raw.encode()).hexdigest()


def _leave_out_known(wanted: dict[tuple[int, str], Signal]) -> list[Signal]:
    accounts, keys = {pk for pk, _ in wanted}, {key for _, key in wanted}
    rows = Signal.objects.across_organisations().filter(account_id__in=accounts, key__in=keys)
    known = set(rows.order_by().values_list("account_id", "key"))
    return [signal for place, signal in wanted.items() if place not in known]
