"""Why something is likelier here than elsewhere: read anew each time, so that no rank outlives its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from zana.audits.flows import flows
from zana.audits.models import Compensation, Exposure, Incident, Precaution
from zana.audits.queries.standings import read_standings
from zana.audits.rules.risk import Circumstances
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
    here = _by_control(_kinds_here(organisation))
    elsewhere = _by_control(_kinds_elsewhere(organisation))
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


def weigh_findings(organisation: Organisation, controls: Iterable[str]) -> dict[str, Circumstances]:
    """For whoever puts findings in order elsewhere: evidence is read only where something stands in for a check."""
    standings = read_standings(organisation) if compensations(organisation) else {}
    return read_circumstances(organisation, standings, controls, current_exposure(organisation))


def _kinds_here(organisation: Organisation) -> Counter[str]:
    """A suspicion counts too: nobody has said yet that it is none."""
    rows = Incident.objects.of(organisation).filter(noticed_at__gte=clock.now() - HERE)
    return Counter(rows.exclude(state=Incident.ASIDE).order_by().values_list("kind", flat=True))


def _kinds_elsewhere(organisation: Organisation) -> Counter[str]:
    """Of others in the same programmes: how many, never whose."""
    programmes = Enrolment.live.filter(organisation=organisation).values("programme")
    others = Enrolment.live.filter(programme__in=programmes).exclude(organisation=organisation).values("organisation")
    rows = Incident.objects.across_organisations().filter(
        organisation__in=others,
        noticed_at__gte=clock.now() - ELSEWHERE,
        state__in=(Incident.OPEN, Incident.CLOSED),
    )
    return Counter(rows.order_by().values_list("kind", flat=True))


def _by_control(kinds: Counter[str]) -> Counter[str]:
    """How often each control was concerned."""
    concerned: Counter[str] = Counter()
    for kind, count in kinds.items():
        for control in flows()[kind].controls:
            concerned[control] += count
    return concerned


def current_exposure(organisation: Organisation) -> Exposure | None:
    return Exposure.objects.of(organisation).filter(ended_at=None, until__gte=clock.today()).first()


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
