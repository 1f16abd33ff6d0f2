"""Open findings of an organisation as the rule of the day sees them."""

from zoneinfo import ZoneInfo

from zana.audits.models import Finding
from zana.audits.queries import open_findings, read_standings
from zana.audits.rules.settling import Standing
from zana.kernel import clock
from zana.learning.queries.wording import Details
from zana.learning.rules.facts import Seen
from zana.people.models import Organisation
from zana.ui.words import words

_OPEN, _IN_PLACE = ("fail", "partial"), ("pass", "na")


def read_findings(organisation: Organisation) -> tuple[tuple[Seen, ...], frozenset[str]]:
    """(open findings, controls that were looked at and hold or do not apply).

    A finding that was accepted as it is asks for no lesson. What grew too old is neither open nor in place.
    """
    standings = read_standings(organisation)
    zone = ZoneInfo(organisation.zone)
    findings = tuple(_see(finding, standings[finding.control], zone) for finding in open_findings(organisation))
    in_place = {control for control, standing in standings.items() if standing.result in _IN_PLACE}
    return findings, frozenset(in_place - {finding.control for finding in findings})


def _see(finding: Finding, standing: Standing, zone: ZoneInfo) -> Seen:
    """By the evidence that counts now; by the one that opened it where nothing does."""
    now = standing.piece if standing.result in _OPEN else None
    evidence = now or finding.opened_with.piece
    return Seen(
        control=finding.control,
        severity=finding.severity,
        is_partial=(standing.result if now else finding.result) == "partial",
        is_security=finding.about.domain == "security",
        way=evidence.way,
        seen_on=clock.day_of(evidence.observed_at, zone),
    )


def read_details(organisation: Organisation) -> Details:
    """What was seen when each open finding was found, for the reasons of the day. Only for who may see findings."""
    zone = ZoneInfo(organisation.zone)
    details = {}
    for finding in open_findings(organisation, with_words=True):
        evidence = finding.opened_with
        kept = evidence.seen
        detail = words(kept["why"]) if kept["why"] else kept["note"]
        day = clock.day_of(evidence.observed_at, zone).isoformat()
        if detail:
            details[finding.control, day] = detail if detail.endswith((".", "!", "?")) else f"{detail}."
    return details
