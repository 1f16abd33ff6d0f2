"""All organisations of a programme at once: how far, how urgent, how old. Never what is weak in which of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, Value
from django.db.models.functions import TruncDate

from zana.audits.controls import Domain, catalogue
from zana.audits.models import Audit, Evidence, Finding, Incident
from zana.audits.queries.standings import PIECE, as_piece, score_domains, settle_all
from zana.audits.rules.moving import LookAgain, when_again
from zana.audits.rules.names import fold
from zana.audits.rules.scoring import DomainScore
from zana.audits.rules.settling import Piece
from zana.kernel import clock
from zana.people.models import Organisation, Programme
from zana.people.queries import enrolled


@dataclass(frozen=True)
class Settled:
    """What the evidence of one organisation comes to. `stale` counts answers that have grown too old to count."""

    scores: dict[Domain, DomainScore]
    stale: int
    looked_at: datetime | None

    @property
    def act_now(self) -> bool:
        return any(score.kind == "act_now" for score in self.scores.values())


@dataclass(frozen=True)
class CohortLine:
    """What the programme lead sees of one organisation: no list of weaknesses, only where help is due."""

    coverage: dict[Domain, float]
    act_now: bool
    overdue: int
    open: int
    stale: int
    looked_at: datetime | None
    again: LookAgain
    incidents: int = 0  # only how many: what it is stays between the organisation and its auditor
    look_again: int = 0  # re-checks that stand open


Mark = tuple[object, ...]
# What was settled last, by the organisation's ref, with the mark of the evidence and of the hour it was settled from:
# evidence is only ever added to, so an unchanged mark means unchanged rows, and age is counted in days.
_settled: dict[str, tuple[Mark, Settled]] = {}
_MOST_KEPT = 1_000
_INCIDENT = "incident"


def read_cohort(organisations: list[Organisation]) -> dict[int, CohortLine]:
    """By organisation number, with the same number of queries however many there are."""
    settled = _settle(organisations)
    standing = _read_standing(organisations)
    last = _last_audits(organisations)
    today = clock.today()
    lines = {}
    for organisation in organisations:
        seen, now = settled[organisation.pk], standing[organisation.pk]
        due = now[Finding.OPEN]
        lines[organisation.pk] = CohortLine(
            coverage={domain: score.coverage for domain, score in seen.scores.items()},
            act_now=seen.act_now,
            overdue=sum(day < today for day in due),
            open=len(due),
            stale=seen.stale,
            looked_at=seen.looked_at,
            again=when_again(*last.get(organisation.pk, (None, None)), ZoneInfo(organisation.zone)),
            incidents=len(now[_INCIDENT]),
            look_again=len(now[Finding.RECHECK]),
        )
    return lines


def _read_standing(organisations: list[Organisation]) -> dict[int, dict[str, list[date]]]:
    """Organisation -> what stands open, re-checks and incidents, each by its day: in one question."""
    findings = Finding.objects.across_organisations().filter(
        organisation__in=organisations, state__in=(Finding.OPEN, Finding.RECHECK)
    )
    incidents = Incident.objects.across_organisations().filter(
        organisation__in=organisations, state__in=Incident.STANDING
    )
    rows = findings.order_by().values_list("organisation_id", "state", "due_on")
    noticed = incidents.order_by().values_list("organisation_id", Value(_INCIDENT), TruncDate("noticed_at"))
    found: dict[int, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for number, state, day in rows.union(noticed, all=True):
        found[number][state].append(day)
    return found


def read_scores_of(organisations: list[Organisation]) -> dict[int, dict[Domain, DomainScore]]:
    """For sums over a programme. What leaves the team of it goes through `people.release`."""
    return {number: settled.scores for number, settled in _settle(organisations).items()}


def _last_audits(organisations: list[Organisation]) -> dict[int, tuple[datetime | None, datetime | None]]:
    """When each was looked at last, and when at everything. An audit that goes on counts from its beginning."""
    found: dict[int, tuple[datetime | None, datetime | None]] = {}
    rows = Audit.objects.across_organisations().filter(organisation__in=organisations)
    for number, scope, started, closed in rows.values_list("organisation_id", "scope", "started_at", "closed_at"):
        at = closed or started
        last_any, last_full = found.get(number, (None, None))
        found[number] = (_later(last_any, at), _later(last_full, at) if scope == "full" else last_full)
    return found


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def _settle(organisations: list[Organisation]) -> dict[int, Settled]:
    """Only evidence of organisations where something changed is read."""
    marks = _read_marks(organisations)
    changed = [o for o in organisations if _settled.get(o.ref, (None,))[0] != marks[o.pk]]
    pieces: dict[int, dict[str, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    rows = Evidence.objects.across_organisations().filter(organisation__in=[o.pk for o in changed])
    for number, control, *piece in rows.values_list("organisation_id", *PIECE).order_by():
        pieces[number][control].append(as_piece(*piece))
    if len(_settled) > _MOST_KEPT:
        _settled.clear()
    for organisation in changed:
        _settled[organisation.ref] = (marks[organisation.pk], _settle_one(pieces[organisation.pk]))
    return {o.pk: _settled[o.ref][1] for o in organisations}


def _read_marks(organisations: list[Organisation]) -> dict[int, Mark]:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    rows = Evidence.objects.across_organisations().filter(organisation__in=organisations).order_by()
    marked = rows.values("organisation_id").annotate(
        newest=Max("pk"), noted=Max("noted_at"), many=Count("pk"), confirmed=Count("pk", filter=~Q(confirmed_by=None))
    )
    found: dict[int, Mark] = {
        row["organisation_id"]: (row["newest"], row["noted"], row["many"], row["confirmed"], hour) for row in marked
    }
    return {o.pk: found.get(o.pk, (hour,)) for o in organisations}


def _settle_one(pieces: dict[str, list[Piece]]) -> Settled:
    standings = settle_all(pieces, clock.now())
    known = catalogue()
    seen = [piece.observed_at for control, given in pieces.items() if control in known for piece in given]
    return Settled(
        scores=score_domains(standings),
        stale=sum(standing.stale for standing in standings.values()),
        looked_at=max(seen, default=None),
    )


@dataclass(frozen=True)
class CohortRow:
    """One organisation on the page, as the lead reads it."""

    organisation: Organisation
    percents: list[int]  # answered, by domain
    looked_on: date | None
    again_overdue: bool
    line: CohortLine

    @property
    def was_looked_at(self) -> bool:
        return self.looked_on is not None


def list_cohort(programme: Programme) -> list[CohortRow]:
    """In the order of their names, as a reader of Albanian and Serbian expects it: Ç beside C, Š beside S."""
    organisations = sorted(enrolled(programme), key=lambda organisation: fold(organisation.name))
    lines, today = read_cohort(organisations), clock.today()
    return [
        CohortRow(
            organisation=organisation,
            percents=[round(100 * share) for share in line.coverage.values()],
            looked_on=clock.day_of(line.looked_at, ZoneInfo(organisation.zone)) if line.looked_at else None,
            again_overdue=any(day is not None and day < today for day in (line.again.grave, line.again.all)),
            line=line,
        )
        for organisation in organisations
        for line in (lines[organisation.pk],)
    ]
