from __future__ import annotations

from zana.audits.models import Finding
from zana.audits.queries.standings import keep_known
from zana.audits.rules.risk import missed_dates
from zana.kernel import clock
from zana.people.models import Organisation


def rechecks(organisation: Organisation) -> list[Finding]:
    """What should be looked at again, the earliest due first."""
    rows = Finding.objects.of(organisation).filter(state=Finding.RECHECK)
    return keep_known(rows.select_related("owner", "deputy"))


def missed_twice(organisation: Organisation) -> list[Finding]:
    """Tasks whose date went by twice: a reason for a call by her mentor, never for a red mark."""
    today = clock.today()
    rows = Finding.objects.of(organisation).filter(state__in=(Finding.OPEN, Finding.RECHECK), due_on__lt=today)
    late = keep_known(rows.select_related("owner"))
    return [row for row in late if missed_dates(row.severity, row.due_on, today) >= 2]
