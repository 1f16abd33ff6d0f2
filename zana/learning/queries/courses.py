"""The curriculum as a reader sees it."""

from dataclasses import dataclass
from datetime import date

from zana.learning import curriculum
from zana.learning.models import Plan
from zana.learning.models.plans import CONFIRMED
from zana.learning.queries.reading import read_by
from zana.learning.queries.wording import title_of_control, title_of_topic, title_of_unit
from zana.people.models import Organisation, Person
from zana.ui.words import language


@dataclass(frozen=True, slots=True)
class UnitLine:
    id: str
    title: str
    minutes: int
    kind: str
    is_in_day: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class TopicPart:
    id: str
    title: str
    is_joint: bool
    minutes: int
    units: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class UnitPage:
    id: str
    title: str
    topic: str
    minutes: int
    kind: str
    objectives: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]
    opens: tuple[tuple[str, str], ...]
    closes: tuple[str, ...]
    valid_until: date | None


def list_topics(organisation: Organisation, person: Person) -> list[TopicPart]:
    """All topics in framework order, with what stands in the organisation's own day and what she has read."""
    plan = Plan.objects.of(organisation).filter(state=CONFIRMED).first()
    in_day = set(plan.units) if plan else set()
    known = read_by(person, organisation)
    parts = []
    for topic in curriculum.topics().values():
        lines = tuple(
            UnitLine(unit.id, title_of_unit(unit.id), unit.minutes, unit.kind, unit.id in in_day, unit.id in known)
            for unit in curriculum.units().values()
            if unit.topic == topic.id
        )
        minutes = sum(line.minutes for line in lines)
        parts.append(TopicPart(topic.id, title_of_topic(topic.id), topic.setting == "joint", minutes, lines))
    return parts


def describe_unit(unit_id: str) -> UnitPage | None:
    unit = curriculum.units().get(unit_id)
    if unit is None:
        return None
    opens = [other.id for other in curriculum.units().values() if unit_id in other.prerequisites]
    return UnitPage(
        id=unit.id,
        title=title_of_unit(unit.id),
        topic=title_of_topic(unit.topic),
        minutes=unit.minutes,
        kind=unit.kind,
        objectives=unit.objectives.get(language(), unit.objectives["en"]),
        needs=tuple((need, title_of_unit(need)) for need in unit.prerequisites),
        opens=tuple((other, title_of_unit(other)) for other in opens),
        closes=tuple(title_of_control(control) for control in unit.closes),
        valid_until=unit.valid_until,
    )
