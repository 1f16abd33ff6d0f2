"""What people do about publishing. What the worker does stands in `outbox.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.urls import reverse

from zana.kernel import clock, once
from zana.kernel.errors import Refusal
from zana.kernel.queue import wake
from zana.kernel.words import say
from zana.networks.actions import record_remote_post, return_spend
from zana.people import roles
from zana.people.log import record
from zana.people.models import Person
from zana.people.notices import people_with, tell
from zana.people.roles import require
from zana.publishing import queries, rules
from zana.publishing.content import fingerprint_of, see_now, variants_of
from zana.publishing.models import Approval, Delivery
from zana.studio import gate
from zana.studio.actions import move_piece
from zana.studio.models import Piece, Variant
from zana.studio.rules.pieces import APPROVED, ASKED, RETURNED

LANE = "deliveries"
QUICKER = say("Somebody, or the outbox, was quicker. Look at how it stands now.")
STALE = say("This piece was changed while you were reading. Read it again, then decide.")


@transaction.atomic
def ask_approval(*, by: Person, piece: Piece) -> Approval:
    """The directors are told. Asked again, the new question takes the place of the old one."""
    organisation = piece.organisation
    require(by, "pieces.write", organisation)
    piece = _lock(piece)
    seen = see_now(piece)
    if not seen:
        raise Refusal(say("There is nothing to approve yet. Write the text for at least one account first."))
    if piece.state == APPROVED:
        raise Refusal(say("It is approved already. Choose when it goes out."))
    for variant in variants_of(organisation).filter(piece=piece):
        verdict = gate.check(variant)
        if verdict.stops:  # nobody could approve it, so nobody is asked
            raise Refusal(queries.why_stopped(verdict))
    Approval.objects.of(organisation).filter(piece=piece, state=rules.ASKED).update(state=rules.REPLACED)
    approval = Approval.objects.of(organisation).create(piece=piece, seen=seen, asked_by=by)
    if piece.state == ASKED:
        record(by, "piece.asked", organisation=organisation, thing=piece.ref)
    else:
        move_piece(by=by, piece=piece, to=ASKED)
    directors = [one for one in people_with(organisation, roles.DIRECTOR) if one != by]
    link = reverse("publishing:approval", args=[organisation.ref, piece.ref])
    words = say("{name} asks you to read “{title}” before it goes out.", name=by.name, title=piece.title)
    tell(directors, words, organisation=organisation, link=link)
    return approval


@transaction.atomic
def approve(*, by: Person, approval: Approval) -> Approval:
    """Approves what the question showed. If anything is another by now, that is not what she read."""
    approval, piece = _take_open(by, approval)
    if approval.seen != see_now(piece):
        raise Refusal(STALE)
    for variant in variants_of(piece.organisation).filter(piece=piece):
        verdict = gate.check(variant)
        if verdict.stops:
            raise Refusal(queries.why_stopped(verdict))
        if rules.needs_other_person(verdict.verdict, piece.author_id, by.pk):
            raise Refusal(say("A second person has to approve this one: somebody other than its author."))
    return _decide(by, approval, piece, rules.APPROVED)


@transaction.atomic
def return_with_words(*, by: Person, approval: Approval, note: str) -> Approval:
    approval, piece = _take_open(by, approval)
    if not note.strip():
        raise Refusal(say("Write what should change, so that she knows."))
    return _decide(by, approval, piece, rules.RETURNED, note.strip())


@transaction.atomic
def schedule(
    *,
    by: Person,
    piece: Piece,
    variants: Sequence[Variant],
    due_at: datetime,
    by_hand: bool = False,
    once_key: str = "",
) -> list[Delivery]:
    """One delivery per variant; a form sent twice makes none the second time. `due_at` is aware.

    Raises Refusal when one of them may not go out: then none is scheduled.
    """
    organisation = piece.organisation
    require(by, "deliveries.publish", organisation)
    if once_key and not once.spend(f"schedule:{once_key}"):
        return list(queries.deliveries_of(organisation).filter(variant__in=variants).exclude(state__in=rules.OVER))
    if not variants:
        raise Refusal(say("Choose at least one account."))
    # An account without an API goes by hand whatever was chosen for the others: she cannot know the difference.
    ways = [(variant, by_hand or variant.account.by_hand) for variant in variants]
    for variant, hand in ways:
        _refuse_unready(variant, hand)
    try:
        with transaction.atomic():
            made = [_make_delivery(by, variant, due_at, hand) for variant, hand in ways]
    except IntegrityError:
        raise Refusal(say("One of these is already on its way or out. Nothing was scheduled twice.")) from None
    wake(LANE)
    return made


def was_scheduled(once_key: str) -> bool:
    return bool(once_key) and once.is_spent(f"schedule:{once_key}")


@transaction.atomic
def cancel(*, by: Person, delivery: Delivery) -> Delivery:
    require(by, "deliveries.publish", delivery.organisation)
    if not delivery.can_stop or not delivery.move(rules.CANCELLED, kept_saying=None):
        raise Refusal(QUICKER)
    record(by, "delivery.cancelled", organisation=delivery.organisation, thing=f"delivery:{delivery.ref}")
    return delivery


@transaction.atomic
def send_again(*, by: Person, delivery: Delivery) -> Delivery:
    """A failed one, now. It passes the approval and the gate again like any other."""
    require(by, "deliveries.publish", delivery.organisation)
    held = queries.why_hold(delivery.variant)
    if held is not None:
        raise Refusal(held)
    now = clock.now()
    facts = {"due_at": now, "attempts": 0, "kept_saying": None, "fingerprint": fingerprint_of(delivery.variant)}
    if delivery.state != rules.FAILED or not delivery.move(rules.DUE, next_attempt_at=now, **facts):
        raise Refusal(QUICKER)
    record(by, "delivery.again", organisation=delivery.organisation, thing=f"delivery:{delivery.ref}")
    wake(LANE)
    return delivery


@transaction.atomic
def take_in_hand(*, by: Person, delivery: Delivery) -> Delivery:
    """The outbox lets go of it; she posts it with her own phone."""
    require(by, "deliveries.publish", delivery.organisation)
    held = queries.why_hold(delivery.variant)
    if held is not None:
        raise Refusal(held)
    if not delivery.can_take_in_hand or not delivery.move(rules.BY_HAND, kept_saying=None):
        raise Refusal(QUICKER)
    record(by, "delivery.in_hand", organisation=delivery.organisation, thing=f"delivery:{delivery.ref}")
    return delivery


@transaction.atomic
def publish_by_hand(*, by: Person, delivery: Delivery, link: str) -> Delivery:
    """She has posted it and pastes the link; from now on it is a post like any other."""
    require(by, "deliveries.publish", delivery.organisation)
    if delivery.state != rules.BY_HAND:
        raise Refusal(QUICKER)
    return _stands_there(by, delivery, link, "delivery.sent_by_hand")


@transaction.atomic
def resolve_please_check(*, by: Person, delivery: Delivery, link: str | None) -> Delivery:
    """She looked. With a link: it is there. Without: it is not, and goes out again now."""
    require(by, "deliveries.publish", delivery.organisation)
    if delivery.state != rules.PLEASE_CHECK:
        raise Refusal(QUICKER)
    if link is not None:
        return _stands_there(by, delivery, link, "delivery.seen_there")
    for sending in delivery.sendings.filter(outcome=""):
        return_spend(organisation=delivery.organisation, key=sending.spend_key)
    delivery.sendings.filter(outcome="").update(outcome="absent", ended_at=clock.now())
    now = clock.now()
    if not delivery.move(rules.DUE, next_attempt_at=now, due_at=now, attempts=0, kept_saying=None):
        raise Refusal(QUICKER)
    record(by, "delivery.not_there", organisation=delivery.organisation, thing=f"delivery:{delivery.ref}")
    wake(LANE)
    return delivery


def _stands_there(by: Person, delivery: Delivery, link: str, verb: str) -> Delivery:
    post = record_remote_post(
        account=delivery.account,
        url=_read_link(link),
        text=delivery.variant.wording,
        published_at=clock.now(),
        seen_via="hand",
    )
    if not delivery.move(rules.SENT, remote_post=post, kept_saying=None):
        raise Refusal(QUICKER)
    record(by, verb, organisation=delivery.organisation, thing=f"delivery:{delivery.ref}")
    return delivery


def _read_link(link: str) -> str:
    parts = urlsplit(link.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or len(link) > 500:
        raise Refusal(say("That is not a link. Copy it from the post itself: Share, then Copy link."))
    return link.strip()


def _lock(piece: Piece) -> Piece:
    """The row as it is now, ours until the end of the transaction: no edit slips in between reading and deciding."""
    return Piece.objects.of(piece.organisation).select_for_update().get(pk=piece.pk)


def _take_open(by: Person, approval: Approval) -> tuple[Approval, Piece]:
    require(by, "pieces.approve", approval.organisation)
    piece = _lock(approval.piece)
    taken = Approval.objects.of(approval.organisation).get(pk=approval.pk)
    if taken.state != rules.ASKED:
        raise Refusal(QUICKER)
    if piece.state != ASKED:
        raise Refusal(STALE)
    return taken, piece


def _decide(by: Person, approval: Approval, piece: Piece, state: str, note: str = "") -> Approval:
    approval.graph.check(approval.state, state)
    approval.state, approval.note, approval.decided_by, approval.decided_at = state, note, by, clock.now()
    approval.save()
    move_piece(by=by, piece=piece, to=APPROVED if state == rules.APPROVED else RETURNED)
    organisation = approval.organisation
    words = (
        say("{name} approved “{title}”. Choose when it goes out.", name=by.name, title=piece.title)
        if state == rules.APPROVED
        else say("{name} sent “{title}” back with words for you.", name=by.name, title=piece.title)
    )
    if approval.asked_by_id != by.pk:
        link = reverse("publishing:approval", args=[organisation.ref, piece.ref])
        tell(approval.asked_by, words, organisation=organisation, link=link)
    return approval


def _refuse_unready(variant: Variant, by_hand: bool) -> None:
    held = queries.why_hold(variant)
    if held is not None:
        raise Refusal(held)
    if not by_hand and not variant.account.is_open:
        raise Refusal(say("“{account}” is not connected. Connect it, or post by hand.", account=variant.account.name))


def _make_delivery(by: Person, variant: Variant, due_at: datetime, by_hand: bool) -> Delivery:
    delivery = Delivery.objects.of(variant.organisation).create(
        variant=variant,
        account=variant.account,
        due_at=due_at,
        next_attempt_at=None if by_hand else due_at,
        state=rules.BY_HAND if by_hand else rules.DUE,
        fingerprint=fingerprint_of(variant),
        scheduled_by=by,
    )
    record(
        by, "delivery.scheduled", organisation=variant.organisation, thing=f"delivery:{delivery.ref}", by_hand=by_hand
    )
    return delivery
