"""Telling programs what happened: who wants to know, what waits to be told, what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zana.kernel import clock
from zana.practice.models import Actor, Application, Hook, Interest, Item, Message, Ring, World
from zana.practice.rules.hooks import MOST_AT_ONCE, TOPICS, wait_after

SUBJECTS = {Actor.PAGE: "page", Actor.INSTAGRAM: "instagram", Actor.X_ACCOUNT: "x"}
# Longer than a call may take: who died while sending is followed by another after this.
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Happening:
    """`what` is a key of `rules.hooks.TOPICS`; `facts` hold what may have changed by the time it is told."""

    what: str
    verb: str
    actor: Actor | None = None
    item: Item | None = None
    message: Message | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def subscribe(
    *, application: Application, subject: str, callback_url: str, fields: list[str], verify_token: str = ""
) -> Hook:
    """Call this address from now on; it replaces an earlier one of the same subject."""
    hook, _ = Hook.objects.update_or_create(
        application=application, subject=subject,
        defaults={
            "callback_url": callback_url, "fields": fields, "verify_token": verify_token, "active": True,
            "created_at": clock.now(),
        },
    )  # fmt: skip
    return hook


def unsubscribe(*, application: Application, subject: str = "") -> int:
    """Without a subject all of them; what waits is dropped."""
    hooks = application.hooks.filter(subject=subject) if subject else application.hooks.all()
    removed, _ = hooks.delete()
    return removed


def follow(*, application: Application, account: Actor, fields: list[str]) -> Interest:
    """Tell this program about that account; the list replaces an earlier one."""
    with transaction.atomic(using="practice"):
        interest, _ = Interest.objects.update_or_create(
            application=application, account=account, defaults={"fields": fields}
        )
        World.objects.filter(pk=account.world_id).update(has_hooks=True)
    return interest


def unfollow(*, application: Application, account: Actor) -> bool:
    removed, _ = Interest.objects.filter(application=application, account=account).delete()
    return removed > 0


def announce(account: Actor, *happenings: Happening) -> int:
    """Put these into the post of every program that follows the account; costs nothing in a world without hooks."""
    if not happenings or not account.world.has_hooks or account.kind not in SUBJECTS:
        return 0
    rings = [
        _ring(hook, account, one)
        for hook, wanted in _followers_of(account)
        for one in happenings
        if TOPICS[hook.subject].get(one.what) in wanted
    ]
    return len(Ring.objects.bulk_create(rings))


def claim_rings(*, world: World | None = None) -> list[list[Ring]]:
    """What is due, taken for one lease, in heaps of one call each: same program, in the order it happened."""
    now = clock.now()
    due = Ring.objects.filter(state=Ring.WAITING, due_at__lte=now, hook__active=True)
    due = due.filter(world=world) if world is not None else due
    heaps: dict[int, list[Ring]] = {}
    for ring in due.select_related("hook__application", "world", "account", "actor", "item", "message")[:MOST_AT_ONCE]:
        taken = Ring.objects.filter(pk=ring.pk, state=Ring.WAITING, due_at=ring.due_at)
        if taken.update(due_at=now + LEASE, attempts=ring.attempts + 1):
            ring.attempts += 1
            heaps.setdefault(ring.hook_id, []).append(ring)
    return list(heaps.values())


def settle_rings(*, rings: Iterable[Ring], taken: bool) -> None:
    """The program answered 200, or not: then it is tried again less and less often."""
    with transaction.atomic(using="practice"):
        for ring in rings:
            wait = wait_after(ring.attempts)
            ring.due_at = None if taken or wait is None else clock.now() + wait
            ring.state = Ring.SENT if taken else Ring.WAITING if wait is not None else Ring.GIVEN_UP
            ring.save(update_fields=["state", "due_at"])


def _followers_of(account: Actor) -> list[tuple[Hook, set[str]]]:
    """The hooks that hear of this account, each with the fields both the hook and the interest name."""
    interests = dict(Interest.objects.filter(account=account).values_list("application", "fields"))
    hooks = Hook.objects.filter(application__in=interests, subject=SUBJECTS[account.kind], active=True)
    return [(hook, set(hook.fields) & set(interests[hook.application_id])) for hook in hooks]


def _ring(hook: Hook, account: Actor, one: Happening) -> Ring:
    return Ring(
        hook=hook, world_id=account.world_id, account=account, happening=one.what, verb=one.verb, actor=one.actor,
        item=one.item, message=one.message, facts=one.facts, happened_at=one.at or account.world.now(),
        due_at=clock.now(),
    )  # fmt: skip
