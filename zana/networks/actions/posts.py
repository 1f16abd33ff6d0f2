"""Sending, looking and noting down. Sending and looking call the network and store nothing: intent and result are
two transactions of the caller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.refs import new_ref
from zana.kernel.words import say
from zana.networks.actions.budgets import count_spend, is_counted
from zana.networks.actions.grants import ensure_allowed
from zana.networks.actions.tokens import mark_reconnect, open_client
from zana.networks.errors import CannotDo, NetworkError, Reconnect, Refused
from zana.networks.models import Account, RemotePost
from zana.networks.port import CannotTell, Found, Post, Promise, Published, Publishes, Sent, Sighting
from zana.networks.queries import show_to_people


def send_post(*, account: Account, post: Post, promise: Promise | None = None, paid: str = "") -> Published:
    """Publishes for everybody to see. Raises the five errors; after OutcomeUnknown call `look_for_post` first.

    `promise` stores what the network named beforehand and carries what it named for the very same post before.
    `paid`: the key under which its price was counted; where the network takes money and nobody counted, it is counted
    here, so that nothing is sent beside the meter.
    """
    _ensure_paid(account, post, paid)
    ensure_allowed(account, "publishes", *(("photo",) if post.pictures or post.video else ()))
    with noticing(account):
        return _publishes(account).publish(open_client(account), account.remote_id, post, promise or Promise())


def look_for_post(
    *, account: Account, post: Post, since: datetime, known: frozenset[str] | None = None, promise: str = ""
) -> Sighting:
    """Whether what was sent at `since` stands there.

    `known` posts are not taken for it; without `known`, none that we have noted. The outbox names those of its other
    deliveries: a reading or an import may have noted the very post it looks for.
    An absence may be believed `account.description.settle_seconds` after the unclear answer, not before.
    """
    sent = Sent(post, since, _noted(account) if known is None else known, promise)
    with noticing(account):
        try:
            sighting = _publishes(account).look_for(open_client(account), account.remote_id, sent)
        except CannotDo as no:
            return CannotTell(no.saying)
    if isinstance(sighting, Found):
        return Found(replace(sighting.published, url=show_to_people(sighting.published.url)))
    return sighting


def find_address(*, account: Account, remote_id: str) -> str:
    """Where people see the post, or "" when the network does not say just now. Never raises a network's error."""
    try:
        return show_to_people(_publishes(account).find_address(open_client(account), remote_id))
    except NetworkError:
        return ""


def record_remote_post(
    *,
    account: Account,
    remote_id: str | None = None,
    url: str = "",
    text: str = "",
    published_at: datetime | None = None,
    seen_via: str = "api",
) -> RemotePost:
    """Notes a post that stands out there; asked again with the same id or link it returns the same row."""
    posts = RemotePost.objects.of(account.organisation)
    with transaction.atomic():
        Account.objects.of(account.organisation).select_for_update().get(pk=account.pk)
        here = posts.filter(account=account)
        known = here.filter(remote_id=remote_id).first() if remote_id else None
        if known is None and url:
            same_link = here.filter(url=url)
            known = (same_link.filter(remote_id=None) if remote_id else same_link).first()
        if known is None:
            return posts.create(
                account=account,
                remote_id=remote_id or None,
                url=url,
                text=text,
                published_at=published_at or clock.now(),
                seen_via=seen_via,
            )
        known.remote_id = known.remote_id or remote_id or None
        known.url, known.text = known.url or url, known.text or text
        known.save()
        return known


def _ensure_paid(account: Account, post: Post, key: str) -> None:
    if account.description.price is None or is_counted(account, key):
        return
    try:
        count_spend(account=account, text=post.text, key=key or f"send:{new_ref()}")
    except Refusal as no:
        raise Refused(no.saying) from None


def _noted(account: Account) -> frozenset[str]:
    noted = RemotePost.objects.of(account.organisation).filter(account=account, remote_id__isnull=False)
    return frozenset(str(remote) for remote in noted.values_list("remote_id", flat=True))


def _publishes(account: Account) -> Publishes:
    publishes = account.description.publishes
    if publishes is None:
        raise CannotDo(say("On {network} we publish by hand.", network=account.description.label))
    return publishes


@contextmanager
def noticing(account: Account) -> Iterator[None]:
    """Whoever finds the door shut says so at once, so that nobody waits in front of it unknowing."""
    try:
        yield
    except Reconnect as shut:
        mark_reconnect(account, shut.saying)
        raise
