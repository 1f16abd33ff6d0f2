"""Why something is likelier here than elsewhere: read anew each time, so that no rank outlives its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from zana.audits.flows import flows
from zana.audits.models import Compensation, Exposure, Finding, Incident, Precaution
from zana.audits.queries.standings import keep_known, read_standings
from zana.audits.rules.risk import Circumstances, priority
from zana.audits.rules.safety_first import Setting
from zana.audits.rules.settling import Standing
from zana.kernel import clock
from zana.people.models import Enrolment, Organisation, SafePlace

HERE, ELSEWHERE = timedelta(days=365), timedelta(days=90)


def read_circumstances(
    organisation: Organisation,
    standings: Mapping[str, Standing],
    controls: Iterable[str],
    exposure: Exposure | None,
) -> dict[str, Circumstances]:
    """By control, with the same number of queries however many there are."""
    here, elsewhere = _kinds(organisation)
    stand_ins = {row.control: row for row in compensations(organisation)}
    found = {}
    for control in controls:
        stand_in = stand_ins.get(control)
        holds = stand_in is not None and standings[stand_in.instead].result == "pass"
        found[control] = Circumstances(
            incidents=here[control],
            cohort=elsewhere[control],
            exposed=exposure.sealed_reason if exposure else "",
            exposed_until=exposure.until if exposure else None,
            compensated=stand_in.sealed_reason if stand_in and holds else "",
            compensated_by=stand_in.instead if stand_in and holds else "",
        )
    return found


def rank_open_findings(organisation: Organisation) -> list[tuple[Finding, float]]:
    """Open findings with their priority, for whoever puts them in order elsewhere. Evidence is read only where
    something stands in for a check."""
    stands_in = Compensation.objects.of(organisation).filter(ended_at=None, control=OuterRef("control"))
    still_open = Finding.objects.of(organisation).filter(state=Finding.OPEN)
    findings = keep_known(
        still_open.annotate(is_exposed=Exists(_exposures(organisation)), is_stood_in=Exists(stands_in))
    )
    if not findings:
        return []
    here, elsewhere = _kinds(organisation)
    any_stands_in = any(finding.is_stood_in for finding in findings)
    replaced = {row.control: row.instead for row in compensations(organisation)} if any_stands_in else {}
    standings = read_standings(organisation) if replaced else {}
    ranked: list[tuple[Finding, float]] = []
    for finding in findings:
        instead = replaced.get(finding.control)
        likely = Circumstances(
            incidents=here[finding.control],
            cohort=elsewhere[finding.control],
            exposed="yes" if finding.is_exposed else "",
            compensated="yes" if instead and standings[instead].result == "pass" else "",
        )
        ranked.append((finding, priority(finding.severity, finding.about.minutes, likely)))
    return ranked


def _kinds(organisation: Organisation) -> tuple[Counter[str], Counter[str]]:
    """How often each control was concerned: here within a year, and elsewhere in the same programmes within a quarter.

    Here a suspicion counts too: nobody has said yet that it is none. Of others how many, never whose.
    """
    programmes = Enrolment.live.filter(organisation=organisation).values("programme")
    others = Enrolment.live.filter(programme__in=programmes).exclude(organisation=organisation).values("organisation")
    ours = Q(organisation=organisation, noticed_at__gte=clock.now() - HERE) & ~Q(state=Incident.ASIDE)
    theirs = Q(
        organisation__in=others,
        noticed_at__gte=clock.now() - ELSEWHERE,
        state__in=(Incident.OPEN, Incident.CLOSED),
    )
    rows = Incident.objects.across_organisations().filter(ours | theirs).order_by()
    here, elsewhere = Counter[str](), Counter[str]()
    for whose, kind in rows.values_list("organisation_id", "kind"):
        (here if whose == organisation.pk else elsewhere)[kind] += 1
    return _by_control(here), _by_control(elsewhere)


def _by_control(kinds: Counter[str]) -> Counter[str]:
    """How often each control was concerned."""
    concerned: Counter[str] = Counter()
    for kind, count in kinds.items():
        for control in flows()[kind].controls:
            concerned[control] += count
    return concerned


def current_exposure(organisation: Organisation) -> Exposure | None:
    return _exposures(organisation).first()


def _exposures(organisation: Organisation) -> QuerySet[Exposure]:
    return Exposure.objects.of(organisation).filter(ended_at=None, until__gte=clock.today())


def compensations(organisation: Organisation) -> list[Compensation]:
    return list(Compensation.objects.of(organisation).filter(ended_at=None).select_related("by"))


def read_setting(organisation: Organisation) -> Setting:
    """A shelter is one by what it is, by a confidential place it hides, or by what was said in the audit."""
    said = Precaution.objects.of(organisation).first()
    shelter = organisation.kind == "shelter" or bool(said and said.has_shelter)
    return Setting(
        has_shelter=shelter or SafePlace.objects.of(organisation).exists(),
        staff_at_risk=bool(said and said.staff_at_risk),
    )
