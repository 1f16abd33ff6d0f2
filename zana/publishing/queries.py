from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.people.models import Organisation
from zana.publishing import rules
from zana.publishing.content import fingerprint_of, variants_of
from zana.publishing.models import Approval, Delivery
from zana.studio import gate
from zana.studio.models import Piece, Variant
from zana.studio.rules.gate import Verdict
from zana.studio.rules.pieces import ASKED


@dataclass(frozen=True)
class Line:
    """One variant of a piece with everything that decides whether it may go out."""

    variant: Variant
    approved: bool
    delivery: Delivery | None


def open_approval(piece: Piece) -> Approval | None:
    return _approvals(piece).filter(state=rules.ASKED).first()


def last_approval(piece: Piece) -> Approval | None:
    return _approvals(piece).exclude(state=rules.REPLACED).first()


def approval_of(variant: Variant, decided: list[Approval] | None = None) -> Approval | None:
    """The newest decision about the variant, if it is a yes to exactly what stands there now.

    `decided` saves a query where many variants of a piece are asked about.
    """
    newest = next(
        (one for one in (decided_about(variant.piece) if decided is None else decided) if str(variant.pk) in one.seen),
        None,
    )
    if newest is None or newest.state != rules.APPROVED:
        return None
    return newest if newest.seen[str(variant.pk)] == fingerprint_of(variant) else None


def decided_about(piece: Piece) -> list[Approval]:
    return list(_approvals(piece).filter(state__in=(rules.APPROVED, rules.RETURNED)))


def why_hold(variant: Variant) -> Saying | None:
    """Why the variant may not go out as it is: asked when it is scheduled, and again in the moment of sending."""
    approval = approval_of(variant)
    if approval is None:
        return say("This text, as it stands now, has not been approved. Ask for approval, then choose the time again.")
    verdict = gate.check(variant)
    if verdict.stops:
        return why_stopped(verdict)
    if rules.needs_other_person(verdict.verdict, variant.piece.author_id, approval.decided_by_id or 0):
        return say("A second person has to approve this one: somebody other than its author.")
    return None


def why_stopped(verdict: Verdict) -> Saying:
    worst = next(reason for reason in verdict.reasons if reason.verdict == verdict.verdict)
    return say("The safety check stopped it. {why}", why=worst.words)


def lines_of(piece: Piece) -> list[Line]:
    variants = list(variants_of(piece.organisation).filter(piece=piece))
    found = deliveries_of(piece.organisation).filter(variant__in=variants).exclude(state__in=rules.OVER)
    by_variant = {delivery.variant_id: delivery for delivery in found}
    decided = decided_about(piece)
    return [Line(one, approval_of(one, decided) is not None, by_variant.get(one.pk)) for one in variants]


def deliveries_of(organisation: Organisation) -> QuerySet[Delivery]:
    return Delivery.objects.of(organisation).select_related(
        "variant__piece", "account", "remote_post", "scheduled_by", "organisation"
    )


def approvals_of(organisation: Organisation) -> QuerySet[Approval]:
    return Approval.objects.of(organisation).select_related("piece", "asked_by", "decided_by", "organisation")


def waiting_approvals(organisation: Organisation) -> list[Approval]:
    return list(approvals_of(organisation).filter(state=rules.ASKED, piece__state=ASKED)[:20])


def asking_deliveries(organisation: Organisation) -> list[Delivery]:
    """Those a person has to do something about; one to be posted by hand only once its time has come."""
    now = clock.now()
    due_by_hand = Q(state=rules.BY_HAND, due_at__lte=now)
    return list(deliveries_of(organisation).filter(Q(state__in=(rules.PLEASE_CHECK, rules.FAILED)) | due_by_hand)[:20])


def outbox_of(organisation: Organisation) -> dict[str, list[Delivery]]:
    """What needs a person first, then what goes by itself, then the last of what is over."""
    rows = deliveries_of(organisation)
    asks = rows.filter(state__in=(rules.PLEASE_CHECK, rules.FAILED, rules.BY_HAND))
    moving = rows.filter(state__in=(rules.DUE, rules.SENDING, rules.UNCONFIRMED, rules.WAITING))
    over = rows.filter(state__in=(rules.SENT, rules.CANCELLED)).order_by("-due_at", "-pk")
    return {"asks": list(asks[:100]), "moving": list(moving[:100]), "over": list(over[:30])}


def known_elsewhere(delivery: Delivery) -> frozenset[str]:
    """Posts of this account that are other deliveries of ours: never mistaken for this one."""
    others = Delivery.objects.of(delivery.organisation).filter(account_id=delivery.account_id).exclude(pk=delivery.pk)
    found: Iterable[str | None] = others.filter(remote_post__isnull=False).values_list(
        "remote_post__remote_id", flat=True
    )
    return frozenset(one for one in found if one)


def is_too_late(delivery: Delivery) -> bool:
    return clock.now() - delivery.due_at > rules.TOO_LATE


def _approvals(piece: Piece) -> QuerySet[Approval]:
    return approvals_of(piece.organisation).filter(piece=piece)
