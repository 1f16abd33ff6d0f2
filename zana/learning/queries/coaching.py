"""After the day: who waits for a call, which review comes, what was agreed, which level is proven."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from zana.audits.models import Finding
from zana.audits.queries import open_findings, read_standings
from zana.audits.rules.settling import Standing
from zana.kernel import clock
from zana.learning.curriculum.levels import ladders
from zana.learning.models import CapacityLevel, Contact, Review, Task
from zana.learning.models.coaching import MESSAGE
from zana.learning.models.tasks import OPEN
from zana.learning.queries.wording import title_of_control, title_of_topic, title_of_unit
from zana.learning.rules.coaching import needs_call, prove_level
from zana.learning.rules.facts import Level
from zana.people.models import Enrolment, Organisation, Programme
from zana.ui.words import language

R = TypeVar("R", Task, Review, Contact, Finding)
WANTED = 3  # what the form proposes


@dataclass(frozen=True, slots=True)
class Late:
    """Something whose date was missed twice: a reason to call."""

    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class TopicLevel:
    """`level` is what counts: proven exactly by the platform, else agreed with the trainer, else unknown."""

    topic: str
    title: str
    level: int | None
    anchor: str
    target: int | None  # None until it was agreed
    is_checked: bool
    at_least: int  # what the platform has proven, if not more
    note: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An organisation on the trainer's list: what is late twice, the review that comes, the next step agreed."""

    organisation: Organisation
    late: tuple[Late, ...]
    review: Review | None
    is_over: bool
    step: Contact | None


def list_late(organisation: Organisation) -> list[Late]:
    """Missed twice and not talked about since: a mentor calls."""
    contacts = Contact.objects.of(organisation).exclude(kind=MESSAGE)
    talked_on = max((contact.held_on for contact in contacts), default=None)
    tasks = Task.objects.of(organisation).filter(state=OPEN).exclude(due_on=None)
    return _sort_late(list(tasks), open_findings(organisation), talked_on)


def _sort_late(tasks: list[Task], findings: list[Finding], talked_on: date | None) -> list[Late]:
    today = clock.today()
    dated = [(title_of_control(finding.control), finding.due_on) for finding in findings]
    dated += [(title_of_unit(task.unit), task.due_on) for task in tasks if task.due_on is not None]
    late = [Late(title, due_on) for title, due_on in dated if needs_call(due_on, today, talked_on)]
    return sorted(late, key=lambda one: (one.due_on, one.title))


def list_contacts(organisation: Organisation) -> list[Contact]:
    return list(Contact.objects.of(organisation).select_related("logged_by", "review"))


def list_reviews(organisation: Organisation) -> list[Review]:
    return list(Review.objects.of(organisation).select_related("contact"))


def list_levels(organisation: Organisation) -> list[TopicLevel]:
    standings = read_standings(organisation)
    agreed = {row.topic: row for row in CapacityLevel.objects.of(organisation)}  # the newest comes last
    return [_tell_level(topic, standings, agreed.get(topic)) for topic in ladders()]


def _tell_level(topic: str, standings: Mapping[str, Standing], agreed: CapacityLevel | None) -> TopicLevel:
    ladder = ladders()[topic]
    proven = prove_level(ladder.checked, {control: standing.result for control, standing in standings.items()})
    said = None if agreed is None else max(agreed.level, proven.level)
    level = proven.level if proven.is_exact else said
    return TopicLevel(
        topic=topic,
        title=title_of_topic(topic),
        level=level,
        anchor="" if level is None else ladder.anchors[language()][level],
        target=agreed.target if agreed else None,
        is_checked=proven.is_exact,
        at_least=proven.level,
        note=agreed.note if agreed and not proven.is_exact else "",
    )


def read_levels(organisation: Organisation) -> dict[str, Level]:
    """For the rule of the day: only where the organisation has said where it wants to be."""
    levels = list_levels(organisation)
    known = [(one.topic, one.level, one.target) for one in levels]
    return {topic: Level(now, target) for topic, now, target in known if now is not None and target is not None}


def list_waiting(programme: Programme) -> list[Waiting]:
    """Every organisation of the programme that waits for something of its trainer, the latest first."""
    live = Enrolment.live.filter(programme=programme).select_related("organisation")
    organisations = {enrolment.organisation_id: enrolment.organisation for enrolment in live}
    tasks = Task.objects.across_organisations().filter(organisation__in=organisations, state=OPEN)
    reviews = Review.objects.across_organisations().filter(organisation__in=organisations, contact=None)
    contacts = Contact.objects.across_organisations().filter(organisation__in=organisations)
    findings = Finding.objects.across_organisations().filter(organisation__in=organisations, state=Finding.OPEN)
    by_tasks, by_reviews, by_contacts = _by_place(tasks), _by_place(reviews), _by_place(contacts)
    by_findings = _by_place(findings)
    lines = []
    for number, organisation in organisations.items():
        talked = [one.held_on for one in by_contacts.get(number, []) if one.kind != MESSAGE]
        late = _sort_late(by_tasks.get(number, []), by_findings.get(number, []), max(talked, default=None))
        review = next(iter(by_reviews.get(number, [])), None)
        step = next((one for one in by_contacts.get(number, []) if one.next_step), None)
        if late or review or step:
            is_over = review is not None and review.due_on < clock.today()
            lines.append(Waiting(organisation, tuple(late), review, is_over, step))
    return sorted(lines, key=lambda one: (not one.late, not one.is_over, _when(one), one.organisation.name))


def count_calls(programme: Programme) -> int:
    """Organisations that missed two dates and were not talked with since."""
    live = Enrolment.live.filter(programme=programme).values("organisation")
    tasks = Task.objects.across_organisations().filter(organisation__in=live, state=OPEN).exclude(due_on=None)
    findings = Finding.objects.across_organisations().filter(organisation__in=live, state=Finding.OPEN)
    names = ("organisation", "due_on")
    contacts = Contact.objects.across_organisations().filter(organisation__in=live).exclude(kind=MESSAGE)
    talked = dict(contacts.order_by("held_on").values_list("organisation", "held_on"))
    dates = tasks.order_by().values_list(*names).union(findings.order_by().values_list(*names))
    return len({place for place, due_on in dates if needs_call(due_on, clock.today(), talked.get(place))})


def _when(one: Waiting) -> date:
    dates = [one.review.due_on if one.review else None, one.step.next_on if one.step else None]
    return min((day for day in dates if day is not None), default=date.max)


def _by_place(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(row)
    return found
