"""What other rooms' pages show of publishing: the box under a piece."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zana.people.models import Person
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
