"""What publishing keeps about one person. That somebody agreed stays as a decision; what she wrote beside it goes."""

from __future__ import annotations

from zana.people.keeping import Keeping
from zana.publishing.models import Approval, Delivery, Sending

KEEPINGS = {
    "approvals": Keeping(
        Approval,
        told={"asked_by": ("state", "asked_at"), "decided_by": ("state", "decided_at", "note")},
        emptied={"note": ("decided_by",)},
        untouched={"seen": "prints of what was read"},
    ),
    "deliveries": Keeping(
        Delivery,
        told={"scheduled_by": ("state", "due_at")},
        searched=("kept_saying",),
    ),
    "sendings": Keeping(
        Sending,
        untouched={"text": "what went out in the organisation's name", "promise": "a number of the network"},
    ),
}
