"""The order of the day and its times, in minutes from its start."""

from collections.abc import Sequence
from dataclasses import dataclass

from zana.kernel.words import Saying, say
from zana.learning.rules.facts import Lesson

STARTS_AT = 9 * 60
OPENING, BREAK, LUNCH, CLOSING = 15, 15, 60, 35
THEORY_AT_MOST = 75
BLOCK = 75  # content between two rests
_STEPS_AT_MOST = 20_000
_RESTS = ("break", "lunch", "break")


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the day: a unit, or `kind` opening, break, lunch, closing. `starts_at` in minutes of the day."""

    starts_at: int
    minutes: int
    kind: str
    unit: str = ""


def lay_out(lessons: Sequence[Lesson], locked: set[str]) -> tuple[list[Slot], list[Saying]]:
    """The lessons of one day in their order, with rests; and what of the order could not be kept.

    Prerequisites first, then: security before lunch, never more than 75 minutes of theory without practice,
    work that waits for codes right after a rest, framework order otherwise.
    """
    order = _Order(tuple(lessons), frozenset(locked))
    steps = order.find(THEORY_AT_MOST)
    notes = []
    if steps is None:
        steps = order.find(None) or []
        notes.append(say("more than 75 minutes of theory stand together: there is not enough practice to part them"))
    return _put_times(steps), notes


def _put_times(steps: Sequence[Lesson | str]) -> list[Slot]:
    slots = [Slot(STARTS_AT, OPENING, "opening")]
    for step in [*steps, "closing"]:
        at = slots[-1].starts_at + slots[-1].minutes
        if isinstance(step, Lesson):
            slots.append(Slot(at, step.minutes, "practice" if step.is_practice else "theory", step.id))
        else:
            slots.append(Slot(at, {"break": BREAK, "lunch": LUNCH, "closing": CLOSING}[step], step))
    return slots


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far the day is: content since the last rest, rests taken, theory since the last practice."""

    since_rest: int = 0
    rests: int = 0
    theory: int = 0

    def after(self, lesson: Lesson) -> "_Standing":
        theory = 0 if lesson.is_practice else self.theory + lesson.minutes
        return _Standing(self.since_rest + lesson.minutes, self.rests, theory)

    def rested(self) -> "_Standing":
        return _Standing(0, self.rests + 1, self.theory)

    def needs_rest_before(self, lesson: Lesson) -> bool:
        """A rest is nearer to its time now than after the next lesson."""
        over = self.since_rest + lesson.minutes - BLOCK
        return self.rests < len(_RESTS) and self.since_rest > 0 and over > BLOCK - self.since_rest


class _Order:
    def __init__(self, lessons: tuple[Lesson, ...], locked: frozenset[str]) -> None:
        self.lessons, self.locked = lessons, locked
        self.inside = {lesson.id for lesson in lessons}
        self.steps = 0

    def find(self, theory_at_most: int | None) -> list[Lesson | str] | None:
        """The first order in preference that keeps what must be kept; None where there is none."""
        self.steps = 0
        return self._go_on((), self.lessons, _Standing(), theory_at_most)

    def _go_on(
        self,
        placed: tuple[Lesson | str, ...],
        waiting: tuple[Lesson, ...],
        standing: _Standing,
        theory_at_most: int | None,
    ) -> list[Lesson | str] | None:
        self.steps += 1
        if not waiting:
            return list(placed)
        if self.steps > _STEPS_AT_MOST:
            return None
        for rest, lesson in self._prefer(waiting, standing):
            now = standing.rested() if rest else standing
            if theory_at_most is not None and now.after(lesson).theory > theory_at_most:
                continue
            rests = (_RESTS[standing.rests],) if rest else ()
            others = tuple(other for other in waiting if other is not lesson)
            found = self._go_on((*placed, *rests, lesson), others, now.after(lesson), theory_at_most)
            if found is not None:
                return found
        return None

    def _prefer(self, waiting: tuple[Lesson, ...], standing: _Standing) -> list[tuple[bool, Lesson]]:
        """Lessons that may come next, best first, each with whether a rest comes before it."""
        missing = {lesson.id for lesson in waiting}
        ready = [one for one in waiting if not missing & set(one.prerequisites)]
        ranked = sorted(ready, key=lambda one: self._rank(one, waiting, standing.rests, is_rested=False))
        if standing.needs_rest_before(ranked[0]):
            ranked = sorted(ready, key=lambda one: self._rank(one, waiting, standing.rests, is_rested=True))
            return [(True, lesson) for lesson in ranked]
        return [(standing.needs_rest_before(lesson), lesson) for lesson in ranked]

    def _rank(
        self, lesson: Lesson, waiting: tuple[Lesson, ...], rests: int, *, is_rested: bool
    ) -> tuple[bool, bool, bool, int]:
        waits_for_rest = lesson.has_codes_by_phone and rests == 0 and not is_rested
        is_out_of_place = lesson.has_codes_by_phone != is_rested
        return waits_for_rest, not self._is_early(lesson, waiting), is_out_of_place, self.lessons.index(lesson)

    def _is_early(self, lesson: Lesson, waiting: tuple[Lesson, ...]) -> bool:
        """Security and what must stay, and whatever they build on."""
        early = {one.id for one in waiting if one.is_before_lunch or one.id in self.locked}
        for other in reversed(waiting):
            if other.id in early:
                early.update(other.prerequisites)
        return lesson.id in early
