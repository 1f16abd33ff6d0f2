"""What was in place and has grown too old to count becomes a task: look again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import transaction

from zana.audits.controls import catalogue
from zana.audits.models import Finding
from zana.audits.queries import read_standings
from zana.audits.rules.risk import due_on
from zana.kernel import clock
from zana.people import log
from zana.people.models import Organisation
from zana.people.turns import take_turn


@transaction.atomic
def open_rechecks(*, organisation: Organisation) -> list[Finding]:
    """By the house itself. A control with a standing finding has its task already and gets no second one."""
    take_turn(organisation)
    now, zone = clock.now(), ZoneInfo(organisation.zone)
    rows = Finding.objects.of(organisation)
    standing = set(rows.exclude(state=Finding.CLOSED).values_list("control", flat=True))
    owners = _last_owners(organisation)
    opened = []
    for control, found in read_standings(organisation, now).items():
        if not found.stale or found.piece is None or control in standing:
            continue
        severity = catalogue()[control].severity
        owner, deputy = owners.get(control, (None, None))
        finding = rows.create(
            control=control,
            severity=severity,
            result="unknown",
            state=Finding.RECHECK,
            owner_id=owner,
            deputy_id=deputy,
            opened_at=now,
            due_on=due_on(severity, now, zone),
            opened_with_id=found.piece.number,
        )
        opened.append(finding)
    if opened:
        log.record(None, "rechecks.opened", organisation=organisation, count=len(opened))
    return opened


def _last_owners(organisation: Organisation) -> dict[str, tuple[int | None, int | None]]:
    """Who had each control last, if she still works here."""
    live = set(organisation.memberships.filter(ended_at=None).values_list("person_id", flat=True))
    rows = Finding.objects.of(organisation).order_by("opened_at", "pk").values_list("control", "owner_id", "deputy_id")
    return {
        control: (owner if owner in live else None, deputy if deputy in live else None)
        for control, owner, deputy in rows
    }
