"""What other rooms' pages show of publishing: the box under a piece, and the lines on the page of today."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zana.people.models import Organisation, Person
from zana.people.roles import may
from zana.publishing import queries, rules
from zana.studio.models import Piece


def show_box(request: HttpRequest, **context: object) -> SafeString | None:
    """Slot `piece.after`, given `piece`: approval, time, and where each variant stands."""
    piece = context.get("piece")
    if not isinstance(piece, Piece) or not isinstance(request.user, Person):
        return None
    lines = queries.lines_of(piece)
    if not lines:
        return None
    org = piece.organisation
    person = request.user
    approval = queries.last_approval(piece)
    facts = {
        "org": org,
        "piece": piece,
        "lines": lines,
        "approval": approval,
        "asked": approval is not None and approval.state == rules.ASKED and piece.state == "asked",
        "returned": approval is not None and approval.state == rules.RETURNED,
        "can_schedule": any(line.approved and line.delivery is None for line in lines),
        "may_write": may(person, "pieces.write", org),
        "may_decide": may(person, "pieces.approve", org),
        "may_publish": may(person, "deliveries.publish", org),
    }
    return render_to_string("publishing/_box.html", facts, request)


def show_today(request: HttpRequest, **context: object) -> SafeString | None:
    """Slot `today`, given `organisation`: what waits for her decision or her eyes."""
    org = context.get("organisation")
    if not isinstance(org, Organisation) or not isinstance(request.user, Person):
        return None
    person = request.user
    facts = {
        "org": org,
        "approvals": queries.waiting_approvals(org) if may(person, "pieces.approve", org) else [],
        "asks": queries.asking_deliveries(org) if may(person, "deliveries.publish", org) else [],
    }
    if not facts["approvals"] and not facts["asks"]:
        return None
    return render_to_string("publishing/_today.html", facts, request)
