"""After the day: who waits for a call, which review comes, what was agreed, which level is proven."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Value

from zana.audits.controls import catalogue
from zana.audits.models import Finding
from zana.audits.queries import read_standings
from zana.audits.rules.settling import Standing
from zana.kernel import clock
from zana.learning.curriculum.levels import ladders
from zana.learning.models import CapacityLevel, Contact, Review, Task
from zana.learning.models.coaching import MESSAGE
from zana.learning.models.tasks import OPEN
from zana.learning.queries.wording import title_of_control, title_of_topic, title_of_unit
from zana.learning.rules.coaching import Climb, count_climb, needs_call, prove_level
from zana.learning.rules.facts import Level
from zana.people.models import Organisation
from zana.ui.words import language

R = TypeVar("R", Review, Contact)
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
    before: int | None = None  # what was agreed the time before, where it has changed
    changed_on: date | None = None

    @property
    def direction(self) -> str:
        """up, down, or empty where nothing has changed."""
        if self.before is None or self.level is None or self.before == self.level:
            return ""
        return "up" if self.level > self.before else "down"


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
    return _sort_late(_read_dated([organisation])[organisation.pk], talked_on)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A unit left for the job or an open finding, `name` being its control."""

    organisation: int
    is_unit: bool
    name: str
    due_on: date

    @property
    def title(self) -> str:
        return title_of_unit(self.name) if self.is_unit else title_of_control(self.name)


def _read_dated(organisations: Iterable[Organisation]) -> Mapping[int, list[_Dated]]:
    places = [organisation.pk for organisation in organisations]
    tasks = Task.objects.across_organisations().filter(organisation__in=places, state=OPEN).exclude(due_on=None)
    findings = Finding.objects.across_organisations().filter(organisation__in=places, state=Finding.OPEN)
    rows = tasks.order_by().values_list("organisation_id", Value(1), "unit", "due_on")
    rows = rows.union(findings.order_by().values_list("organisation_id", Value(0), "control", "due_on"), all=True)
    found: defaultdict[int, list[_Dated]] = defaultdict(list)
    for place, is_unit, name, due_on in rows:
        if is_unit or name in catalogue():
            found[place].append(_Dated(place, bool(is_unit), name, due_on))
    return found


def _sort_late(dated: Iterable[_Dated], talked_on: date | None) -> list[Late]:
    today = clock.today()
    late = [Late(one.title, one.due_on) for one in dated if needs_call(one.due_on, today, talked_on)]
    return sorted(late, key=lambda one: (one.due_on, one.title))


def list_contacts(organisation: Organisation) -> list[Contact]:
    return list(Contact.objects.of(organisation).select_related("logged_by", "review"))


def list_reviews(organisation: Organisation) -> list[Review]:
    return list(Review.objects.of(organisation).select_related("contact"))


def list_levels(organisation: Organisation) -> list[TopicLevel]:
    standings = read_standings(organisation)
    agreed: defaultdict[str, list[CapacityLevel]] = defaultdict(list)
    for row in CapacityLevel.objects.of(organisation):
        agreed[row.topic].append(row)  # the newest comes last
    return [_tell_level(topic, standings, agreed[topic]) for topic in ladders()]


def _tell_level(topic: str, standings: Mapping[str, Standing], rows: Sequence[CapacityLevel]) -> TopicLevel:
    agreed = rows[-1] if rows else None
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
        before=rows[-2].level if len(rows) > 1 else None,
        changed_on=clock.day_of(agreed.set_at) if agreed else None,
    )


def read_levels(organisation: Organisation) -> dict[str, Level]:
    """For the rule of the day: only where the organisation has said where it wants to be."""
    levels = list_levels(organisation)
    known = [(one.topic, one.level, one.target) for one in levels]
    return {topic: Level(now, target) for topic, now, target in known if now is not None and target is not None}


def list_climbs(organisations: Sequence[Organisation]) -> list[tuple[str, Climb]]:
    """Title of a topic and how the organisations moved in it; topics nobody agreed on are left out."""
    rows = CapacityLevel.objects.across_organisations().filter(organisation__in=organisations)
    found: dict[str, dict[int, list[int]]] = {topic: {} for topic in ladders()}
    for topic, place, level in rows.order_by("set_at", "pk").values_list("topic", "organisation", "level"):
        found.get(topic, {}).setdefault(place, []).append(level)
    climbs = ((topic, count_climb(list(levels.values()))) for topic, levels in found.items())
    return [(title_of_topic(topic), climb) for topic, climb in climbs if climb is not None]


def list_waiting(organisations: Sequence[Organisation]) -> list[Waiting]:
    """Those that wait for something of their trainer, the latest first."""
    reviews = Review.objects.across_organisations().filter(organisation__in=organisations, contact=None)
    contacts = Contact.objects.across_organisations().filter(organisation__in=organisations)
    dated, by_reviews, by_contacts = _read_dated(organisations), _by_place(reviews), _by_place(contacts)
    lines = []
    for organisation in organisations:
        noted = by_contacts.get(organisation.pk, [])
        late = _sort_late(dated[organisation.pk], max((o.held_on for o in noted if o.kind != MESSAGE), default=None))
        review = next(iter(by_reviews.get(organisation.pk, [])), None)
        step = next((one for one in noted if one.next_step), None)
        if late or review or step:
            is_over = review is not None and review.due_on < clock.today()
            lines.append(Waiting(organisation, tuple(late), review, is_over, step))
    return sorted(lines, key=lambda one: (not one.late, not one.is_over, _when(one), one.organisation.name))


def _when(one: Waiting) -> date:
    dates = [one.review.due_on if one.review else None, one.step.next_on if one.step else None]
    return min((day for day in dates if day is not None), default=date.max)


def _by_place(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(row)
    return found
