"""A question that waits too long reminds somebody, by the worker."""

from __future__ import annotations

from django.db import transaction

from zana.kernel.work import Lane, Lease
from zana.learning.actions.helping import LANE, remind
from zana.learning.models import HelpReminder, HelpRequest
from zana.learning.rules.helping import ASKED, plan_reminder


def run_reminder(lease: Lease) -> None:
    """One question: told if it still waits, and looked at again until it was said often enough."""
    with transaction.atomic():
        reminder: HelpReminder = lease.row()
        rows = HelpRequest.objects.of(reminder.organisation).select_for_update(of=("self",))
        request = rows.get(pk=reminder.request_id)  # held, so that nobody answers or asks again meanwhile
        reminder.refresh_from_db(fields=["told"])
        told = reminder.told + bool(remind(request, reminder.told))
        pause = plan_reminder(request.about, told) if request.state == ASKED else None
        at = request.waits_since + pause if pause is not None else None
        lease.settle("due", next_attempt_at=at, told=told)


lane = Lane(name=LANE, model=HelpReminder, run=run_reminder, owner="organisation")
