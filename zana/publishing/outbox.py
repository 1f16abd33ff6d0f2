"""One delivery, once: ask the gate again, store the intent, call the network, store what came of it.

Two transactions with the call between them. When the answer is unclear, nothing is sent again before we have looked
on the network; when looking does not tell either, a person is asked. A POST is never repeated blindly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.kernel.work import Lease, LeaseLost
from zana.networks.actions import (
    count_spend,
    find_address,
    look_for_post,
    record_remote_post,
    return_spend,
    send_post,
)
from zana.networks.errors import CannotDo, NetworkError, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.models import RemotePost
from zana.networks.port import CannotTell, Found, NotFound, Post, Promise, Published, Sighting
from zana.people import roles
from zana.people.log import record
from zana.people.models import Person
from zana.people.notices import people_with, tell
from zana.publishing import queries, rules
from zana.publishing.content import fingerprint_of, post_of
from zana.publishing.models import Delivery, Sending
from zana.studio.media_links import take_back

UNCLEAR = say("The network did not say clearly whether the post is out.")


def deliver(lease: Lease) -> None:
    """What a worker does with one row."""
    delivery = find(lease.pk)
    if lease.step.works == rules.SENDING:
        _send(lease, delivery)
    else:
        _look(lease, delivery)


def find(pk: int) -> Delivery:
    rows = Delivery.objects.across_organisations().select_related(
        "variant__piece", "variant__account", "variant__organisation", "account", "organisation", "scheduled_by"
    )
    # read once: what is compared with the approval is what goes out
    return rows.prefetch_related("variant__pictures__asset").get(pk=pk)


# --- sending


def _send(lease: Lease, delivery: Delivery) -> None:
    obstacle = _find_obstacle(delivery)
    if obstacle is not None:
        _hold(lease, delivery, obstacle)
        return
    post = post_of(delivery.variant)
    try:
        sending = store_intent(lease, delivery, post)
    except Refusal as no:  # the month's money is spent
        _hold(lease, delivery, Obstacle(rules.FAILED, no.saying))
        return
    promise = _promise_of(delivery, sending)
    try:
        published = send_post(account=delivery.account, post=post, promise=promise, paid=sending.spend_key)
    except OutcomeUnknown as unclear:
        _store_unclear(lease, delivery, sending, unclear.saying)
    except TryLater as later:
        _store_later(lease, delivery, sending, later)
    except Reconnect as no:
        _store_no(lease, delivery, sending, Obstacle(rules.WAITING, no.saying))
    except (Refused, CannotDo) as no:
        _store_no(lease, delivery, sending, Obstacle(rules.FAILED, no.saying))
    else:
        _store_sent(lease, delivery, sending, published)
        _take_links_back(post)
        _note_address(delivery, published)


def _take_links_back(post: Post) -> None:
    """The network has its copies: nobody else needs to fetch the pictures from us."""
    for picture in post.pictures:
        if picture.address:
            take_back(picture.address)


@dataclass(frozen=True)
class Obstacle:
    """Why it does not go out now, and where it stands meanwhile: waiting (we try again) or failed (a person does)."""

    state: str
    saying: Saying


def _find_obstacle(delivery: Delivery) -> Obstacle | None:
    if delivery.account.state == "reconnect":
        return Obstacle(rules.WAITING, say("The account has to be connected again. The post waits until then."))
    if not delivery.account.is_open:
        return Obstacle(rules.FAILED, say("The account is no longer connected."))
    if queries.is_too_late(delivery):
        return Obstacle(rules.FAILED, say("It waited for more than a day. Look whether it still fits, then send it."))
    held = queries.why_hold(delivery.variant)
    return Obstacle(rules.FAILED, held) if held else None


@transaction.atomic
def _hold(lease: Lease, delivery: Delivery, obstacle: Obstacle) -> None:
    again = clock.now() + rules.RECONNECT_AFTER if obstacle.state == rules.WAITING else None
    told_before = delivery.kept_saying == obstacle.saying.as_json()
    lease.settle(obstacle.state, next_attempt_at=again, attempts=0, kept_saying=obstacle.saying.as_json())
    if not told_before:
        _tell(delivery, say("“{title}” did not go out. {why}", title=_title(delivery), why=obstacle.saying))
        record(None, f"delivery.{obstacle.state}", organisation=delivery.organisation, thing=_thing(delivery))


@transaction.atomic
def store_intent(lease: Lease, delivery: Delivery, post: Post) -> Sending:
    """What the network named for the very same post before, is used again: it shows nothing twice."""
    if not lease.extend():
        raise LeaseLost(f"delivery {delivery.pk}")
    sendings, mark = Sending.objects.of(delivery.organisation), fingerprint_of(delivery.variant)
    Delivery.objects.of(delivery.organisation).filter(pk=delivery.pk).update(fingerprint=mark)
    earlier = sendings.filter(delivery=delivery, fingerprint=mark).last()
    sending = sendings.create(
        delivery=delivery,
        text=post.text,
        kind=post.kind,
        fingerprint=mark,
        promise=earlier.promise if earlier and earlier.outcome != Sending.REFUSED else "",
        asked_at=clock.now(),
    )
    count_spend(account=delivery.account, text=post.text, key=sending.spend_key)
    return sending


def _promise_of(delivery: Delivery, sending: Sending) -> Promise:
    def store(value: str) -> None:
        Sending.objects.of(delivery.organisation).filter(pk=sending.pk).update(promise=value)

    return Promise(sending.promise, store)


def _store_unclear(lease: Lease, delivery: Delivery, sending: Sending, saying: Saying) -> None:
    """The request may be out. Nothing else happens to the row before somebody has looked."""
    with transaction.atomic():
        _end(sending, "")
        lease.settle(rules.UNCONFIRMED, next_attempt_at=clock.now(), attempts=0, kept_saying=saying.as_json())
        record(None, "delivery.unconfirmed", organisation=delivery.organisation, thing=_thing(delivery))


def _store_later(lease: Lease, delivery: Delivery, sending: Sending, later: TryLater) -> None:
    """Nothing happened out there. The other posts of this account wait too: it is the same door."""
    tries = delivery.attempts
    if rules.is_given_up(tries):
        words = say("We tried {tries} times. {why}", tries=tries, why=later.saying)
        _store_no(lease, delivery, sending, Obstacle(rules.FAILED, words))
        return
    again = rules.next_try(clock.now(), tries, later.at)
    with transaction.atomic():
        _end(sending, Sending.LATER)
        lease.settle(rules.WAITING, next_attempt_at=again, kept_saying=later.saying.as_json())
        waiting = Delivery.objects.of(delivery.organisation).filter(
            account=delivery.account, state__in=(rules.DUE, rules.WAITING), next_attempt_at__lt=later.at
        )
        waiting.update(next_attempt_at=later.at)
        if tries == 1 and not later.expected:
            _tell(delivery, say("“{title}” did not go out at once. {why}", title=_title(delivery), why=later.saying))


def _store_no(lease: Lease, delivery: Delivery, sending: Sending, obstacle: Obstacle) -> None:
    with transaction.atomic():
        _end(sending, Sending.REFUSED)
        _hold(lease, delivery, obstacle)


def _store_sent(lease: Lease, delivery: Delivery, sending: Sending, published: Published) -> None:
    """The truth is stored even when the row was taken for lost meanwhile."""
    try:
        with transaction.atomic():
            facts = _sent_facts(delivery, sending, published)
            lease.settle(rules.SENT, **facts)
    except LeaseLost:
        with transaction.atomic():
            delivery.refresh_from_db(fields=["state"])
            if not delivery.move(rules.SENT, **_sent_facts(delivery, sending, published)):
                raise


def _sent_facts(delivery: Delivery, sending: Sending, published: Published) -> dict[str, Any]:
    post = record_remote_post(
        account=delivery.account,
        remote_id=published.remote_id,
        url=published.url,
        text=sending.text,
        published_at=published.at or clock.now(),
        seen_via="api",
    )
    _end(sending, Sending.SENT)
    record(None, "delivery.sent", organisation=delivery.organisation, thing=_thing(delivery))
    return {"remote_post": post, "kept_saying": None}


def _note_address(delivery: Delivery, published: Published) -> None:
    """Where people see it, if the network says. The post is stored already: nothing depends on this call."""
    address = find_address(account=delivery.account, remote_id=published.remote_id)
    posts = RemotePost.objects.of(delivery.organisation).filter(account=delivery.account, remote_id=published.remote_id)
    if address:
        posts.update(url=address)


# --- looking


def _look(lease: Lease, delivery: Delivery) -> None:
    """The row is unconfirmed: a request may be out, or the worker died before it sent one."""
    sendings = list(delivery.sendings.all())
    if not sendings or sendings[-1].outcome:
        lease.settle(rules.DUE, next_attempt_at=clock.now(), kept_saying=None)
        return
    sending = sendings[-1]
    if sending.ended_at is None:  # its worker died: we notice only now
        _end(sending, "")
    doubtful = [one for one in sendings if one.outcome in ("", Sending.ABSENT)]
    sight, why = _look_out(delivery, doubtful)
    looked = rules.Looked(
        sight=_SIGHTS[type(sight)],
        sends=len(doubtful),
        looks=delivery.attempts,
        unclear_since=sending.ended_at or clock.now(),
        settle_seconds=delivery.account.description.settle_seconds,
    )
    then = rules.after_look(looked, clock.now())
    if isinstance(sight, Found):
        _store_sent(lease, delivery, sending, sight.published)
    else:
        _store_look(lease, delivery, sending, then, why)


_SIGHTS: dict[type, str] = {Found: "found", NotFound: "absent", CannotTell: "unclear", type(None): "later"}


def _look_out(delivery: Delivery, doubtful: Sequence[Sending]) -> tuple[Sighting | None, Saying]:
    """None when we could not look just now. Each promise is looked after: the post may stand there by any of them."""
    since, known = doubtful[0].asked_at, queries.known_elsewhere(delivery)
    sight: Sighting = NotFound()
    for sending in {one.promise: one for one in reversed(doubtful)}.values():
        post = Post(sending.text, kind=sending.kind)
        try:
            seen = look_for_post(account=delivery.account, post=post, since=since, known=known, promise=sending.promise)
        except (TryLater, Reconnect) as later:
            return None, later.saying
        except NetworkError as no:
            seen = CannotTell(no.saying)
        if isinstance(seen, Found):
            return seen, UNCLEAR
        sight = sight if isinstance(sight, CannotTell) else seen
    return sight, sight.why if isinstance(sight, CannotTell) else UNCLEAR


@transaction.atomic
def _store_look(lease: Lease, delivery: Delivery, sending: Sending, then: rules.Next, why: Saying) -> None:
    title = _title(delivery)
    if then.state == rules.UNCONFIRMED:
        lease.settle(rules.UNCONFIRMED, next_attempt_at=then.at)
    elif then.state == rules.DUE:
        _end(sending, Sending.ABSENT)
        lease.settle(rules.DUE, next_attempt_at=then.at, attempts=0, kept_saying=None)
        _tell(delivery, say("“{title}” did not arrive the first time. We looked, and send it again.", title=title))
    else:
        lease.settle(rules.PLEASE_CHECK, attempts=0, kept_saying=why.as_json())
        _tell(delivery, say("Please check whether “{title}” is out. We could not tell.", title=title))
        record(None, "delivery.please_check", organisation=delivery.organisation, thing=_thing(delivery))


# --- small things


def _end(sending: Sending, outcome: str) -> None:
    sending.outcome, sending.ended_at = outcome, clock.now()
    sending.save(update_fields=["outcome", "ended_at"])
    if outcome in Sending.NOTHING_OUT:
        return_spend(organisation=sending.organisation, key=sending.spend_key)


def _tell(delivery: Delivery, saying: Saying) -> None:
    """Whoever chose the time, if she is still there, and the directors."""
    organisation = delivery.organisation
    told: list[Person] = list(people_with(organisation, roles.DIRECTOR))
    if roles.may(delivery.scheduled_by, "deliveries.publish", organisation):
        told.insert(0, delivery.scheduled_by)
    link = reverse("publishing:delivery", args=[organisation.ref, delivery.ref])
    tell(told, saying, organisation=organisation, link=link)


def _title(delivery: Delivery) -> str:
    return f"{delivery.variant.piece.title} · {delivery.account.name}"


def _thing(delivery: Delivery) -> str:
    return f"delivery:{delivery.ref}"
