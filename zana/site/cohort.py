"""All organisations of a programme at a glance, from what audits, learning and networks know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zana.audits.queries.cohort import read_cohort
from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.learning.queries.own_days import Led, read_dates
from zana.people.labels import LANGUAGES
from zana.people.models import Organisation, Programme
from zana.people.queries import enrolled


@dataclass(frozen=True)
class Line:
    """One organisation. `stage` counts from 1 to 4; `coverage` is the share of its checks that was answered."""

    organisation: Organisation
    stage: int
    stage_words: Saying
    coverage: float | None
    act_now: bool
    overdue: int
    incidents: int
    look_again: int
    day_on: date | None

    @property
    def needs_somebody(self) -> bool:
        """A flag on her line, never a place further up: a list of the weakest is a target list."""
        return self.act_now or self.overdue > 0 or self.incidents > 0

    @property
    def language(self) -> str:
        return LANGUAGES.get(self.organisation.language, self.organisation.language)

    @property
    def coverage_percent(self) -> int | None:
        return None if self.coverage is None else round(100 * self.coverage)


STAGES = (say("Not looked at yet"), say("Audit"), say("Day to come"), say("On the job"))


def describe_cohort(programme: Programme, led: Iterable[Led]) -> list[Line]:
    """By name, with the same number of queries for one organisation and for a hundred."""
    organisations = list(enrolled(programme))
    looked = read_cohort(organisations)
    days = read_dates(led)
    today = clock.today()
    lines = []
    for organisation in organisations:
        seen, day_on = looked[organisation.pk], days.get(organisation.pk)
        coverage = sum(seen.coverage.values()) / len(seen.coverage) if any(seen.coverage.values()) else None
        stage = 4 if day_on and day_on < today else 3 if day_on else 2 if coverage is not None else 1
        lines.append(
            Line(
                organisation=organisation,
                stage=stage,
                stage_words=STAGES[stage - 1],
                coverage=coverage,
                act_now=seen.act_now,
                overdue=seen.overdue,
                incidents=seen.incidents,
                look_again=seen.look_again,
                day_on=day_on,
            )
        )
    return lines
