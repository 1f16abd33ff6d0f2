"""The individual day, composed from what is known of one organisation by one exact, printed rule.

Values are whole numbers, so the same facts give the same day on every machine. A fact that is absent counts 0 and
is said. Field source: the programme's learning framework, "needs to one-day plan".
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zana.kernel.words import Saying, say
from zana.learning.rules import reasons
from zana.learning.rules.day import Slot, lay_out
from zana.learning.rules.facts import CRITICAL, Facts, Lesson
from zana.learning.rules.reasons import MASTERED_AT
from zana.learning.rules.search import CONTENT_MINUTES, Candidate, Choice, choose_best

RULE_VERSION = "1"
NEED_AT_MOST = 12
_WEIGHT = {5: 8, 4: 4, 3: 2, 2: 1, 1: 1}  # severity -> critical, high, medium, low


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit of the day, with why it is there, the top reason first."""

    unit: str
    minutes: int
    kind: str
    value: int
    is_locked: bool
    reasons: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`standing`: "later" waits for the job or a second half-day, "known" needs no lesson, "out" the rest.

    `reason` is why it is not in the day; `calls`, of what waits, why it is worth doing all the same.
    """

    unit: str
    value: int
    standing: str
    reason: Saying
    calls: Saying | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The composed day. `queue` is what goes on on the job, `second_half` what a second half-day must hold."""

    units: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    slots: tuple[Slot, ...]
    queue: tuple[str, ...]
    second_half: tuple[str, ...]
    notes: tuple[Saying, ...]
    minutes: int
    practice_minutes: int
    is_exact: bool
    inputs_hash: str
    rule_version: str = RULE_VERSION

    @property
    def is_overfull(self) -> bool:
        return bool(self.second_half)

    def as_json(self) -> dict[str, Any]:
        """To be kept: sayings stay sayings, so that everybody reads them in her own language later."""
        return {
            "minutes": self.minutes,
            "practice_minutes": self.practice_minutes,
            "units": [
                {
                    "id": one.unit,
                    "minutes": one.minutes,
                    "kind": one.kind,
                    "value": one.value,
                    "locked": one.is_locked,
                    "reasons": [reason.as_json() for reason in one.reasons],
                }
                for one in self.units
            ],
            "left_out": [
                {
                    "id": one.unit,
                    "value": one.value,
                    "standing": one.standing,
                    "reason": one.reason.as_json(),
                    "calls": one.calls.as_json() if one.calls else None,
                }
                for one in self.left_out
            ],
            "slots": [
                {"starts_at": slot.starts_at, "minutes": slot.minutes, "kind": slot.kind, "unit": slot.unit}
                for slot in self.slots
            ],
            "queue": list(self.queue),
            "second_half": list(self.second_half),
            "notes": [note.as_json() for note in self.notes],
            "exact": self.is_exact,
        }


def compose(facts: Facts) -> Day:
    """The best day for these facts; the same facts always give the same day."""
    table = _Table(facts)
    choice = table.choose()
    inside = {table.open_lessons[place].id for place in choice.chosen}
    chosen = [
        Chosen(
            unit=lesson.id,
            minutes=lesson.minutes,
            kind="practice" if lesson.is_practice else "theory",
            value=table.value[lesson.id],
            is_locked=lesson.id in table.locked,
            reasons=reasons.say_why_in(lesson, facts, inside, table.mastered),
        )
        for lesson in facts.lessons
        if lesson.id in inside
    ]
    left_out = table.leave_out(inside)
    slots, ordering_notes = lay_out([lesson for lesson in facts.lessons if lesson.id in inside], table.locked)
    order = {slot.unit: place for place, slot in enumerate(slots) if slot.unit}
    return Day(
        units=tuple(sorted(chosen, key=lambda one: order[one.unit])),
        left_out=tuple(left_out),
        slots=tuple(slots),
        queue=tuple(table.list_queue(inside)),
        second_half=tuple(unit for unit in table.second_half if unit not in inside),
        notes=(*table.notes, *reasons.say_given_up(choice.given_up, choice.is_exact), *ordering_notes),
        minutes=sum(one.minutes for one in chosen),
        practice_minutes=sum(one.minutes for one in chosen if one.kind == "practice"),
        is_exact=choice.is_exact,
        inputs_hash=hash_facts(facts),
    )


def value_of(lesson: Lesson, facts: Facts) -> int:
    """round(10 * applies * fresh * (need + 3 * gap + 2 * wish)); a half goes to the even neighbour."""
    if not facts.has_network(lesson.network):
        return 0
    level = facts.levels.get(lesson.topic)
    gap = max(0, level.target - level.now) if level else 0
    fresh = Fraction(3, 10) if facts.quiz.get(lesson.topic, 0) >= MASTERED_AT else Fraction(1)
    return round(10 * fresh * (need_of(lesson, facts) + 3 * gap + 2 * (lesson.topic in facts.wishes)))


def need_of(lesson: Lesson, facts: Facts) -> Fraction:
    """What the findings that this unit closes weigh together, at most 12."""
    weights = [
        _weigh(finding.severity, finding.is_partial, finding.is_own_word) for finding in facts.findings_of(lesson)
    ]
    return min(Fraction(NEED_AT_MOST), sum(weights, Fraction(0)))


def _weigh(severity: int, is_partial: bool, is_own_word: bool) -> Fraction:
    seen = Fraction(7, 10) if is_own_word else Fraction(1)
    return _WEIGHT[severity] * seen / (2 if is_partial else 1)


def is_locked(lesson: Lesson, facts: Facts) -> bool:
    """It closes a critical security finding, so it stays in the day whatever it displaces."""
    return any(f.severity == CRITICAL and f.is_security for f in facts.findings_of(lesson))


def hash_facts(facts: Facts) -> str:
    """Fingerprint of everything the rule looked at, and of the rule."""
    canonical = json.dumps([RULE_VERSION, facts.as_plain()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class _Table:
    """What the rule knows of every unit before it searches."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.notes: list[Saying] = list(reasons.say_absent(facts))
        self.lesson = {lesson.id: lesson for lesson in facts.lessons}
        self.value = {lesson.id: value_of(lesson, facts) for lesson in facts.lessons}
        self.mastered = {lesson.id for lesson in facts.lessons if _is_mastered(lesson, facts)}
        possible = [lesson for lesson in facts.lessons if self._is_taught(lesson)]
        self.locked = {lesson.id for lesson in possible if is_locked(lesson, facts)}
        self.second_half: list[str] = []
        self.fixed = self._fix()
        self.open_lessons = self._keep_possible(possible)

    def choose(self) -> Choice:
        place = {lesson.id: position for position, lesson in enumerate(self.open_lessons)}
        candidates = [
            Candidate(
                minutes=lesson.minutes,
                value=self.value[lesson.id],
                topic=lesson.topic,
                network=lesson.network,
                is_practice=lesson.is_practice,
                is_practical_work=lesson.is_practical_work,
                needs=tuple(place[need] for need in self._unmet(lesson)),
                is_fixed=lesson.id in self.fixed,
            )
            for lesson in self.open_lessons
        ]
        networks = self.facts.networks or frozenset()
        return choose_best(candidates, only_network=next(iter(networks)) if len(networks) == 1 else "")

    def leave_out(self, inside: set[str]) -> list[LeftOut]:
        places = {unit: number for number, unit in enumerate(self.list_queue(inside), 1)}
        open_ids = {lesson.id for lesson in self.open_lessons}
        return [
            LeftOut(
                lesson.id,
                self.value[lesson.id] if lesson.id in open_ids else 0,
                self._stand(lesson.id, places),
                reasons.say_why_out(
                    lesson,
                    self.facts,
                    is_mastered=lesson.id in self.mastered,
                    is_for_second_half=lesson.id in self.second_half,
                    place_in_queue=places.get(lesson.id),
                    missing=next((need for need in self._unmet(lesson) if need not in open_ids), None),
                ),
                self._say_calls(lesson, inside) if self._stand(lesson.id, places) == "later" else None,
            )
            for lesson in self.facts.lessons
            if lesson.id not in inside
        ]

    def _say_calls(self, lesson: Lesson, inside: set[str]) -> Saying:
        return reasons.say_why_in(lesson, self.facts, inside, self.mastered)[0]

    def _stand(self, unit: str, places: Mapping[str, int]) -> str:
        if unit in places or unit in self.second_half:
            return "later"
        return "known" if unit in self.mastered else "out"

    def list_queue(self, inside: set[str]) -> list[str]:
        """What the day had no room for although it is worth something, most valuable first."""
        waiting = [
            lesson.id
            for lesson in self.open_lessons
            if lesson.id not in inside and self.value[lesson.id] > 0 and lesson.id not in self.second_half
        ]
        return sorted(waiting, key=lambda unit: -self.value[unit])

    def _is_taught(self, lesson: Lesson) -> bool:
        """Joint lessons come into the day only where the organisation missed them, or the trainer wants them."""
        return not lesson.is_joint or lesson.id in self.facts.missed or lesson.id in self.facts.pins

    def _unmet(self, lesson: Lesson) -> list[str]:
        """Prerequisites that must be in the day with it. A joint lesson still to come will be met there."""
        return [
            need
            for need in lesson.prerequisites
            if need not in self.mastered and need in self.lesson and self._is_taught(self.lesson[need])
        ]

    def _close(self, unit: str) -> set[str]:
        closed: set[str] = set()
        waiting = [unit]
        while waiting:
            current = waiting.pop()
            if current not in closed:
                closed.add(current)
                waiting += self._unmet(self.lesson[current])
        return closed

    def _fix(self) -> set[str]:
        """Locked units, then pinned ones, each with what it needs, as long as the minutes last."""
        fixed: set[str] = set()
        worst_first = sorted(
            self.locked, key=lambda unit: (-need_of(self.lesson[unit], self.facts), list(self.lesson).index(unit))
        )
        for unit in worst_first:
            if not self._add_fixed(fixed, unit):
                self.second_half.append(unit)
        if self.second_half:
            self.notes.append(say("overfull: what must stay does not fit into one day; plan a second half-day"))
        for unit in sorted(self.facts.pins, key=lambda unit: (-self.value[unit], list(self.lesson).index(unit))):
            if not self._add_fixed(fixed, unit):
                self.notes.append(say("{unit} was added by the trainer and does not fit any more", unit=unit))
        return fixed

    def _add_fixed(self, fixed: set[str], unit: str) -> bool:
        wider = fixed | self._close(unit)
        if sum(self.lesson[one].minutes for one in wider) > CONTENT_MINUTES:
            return False
        for overruled in sorted(wider - fixed):
            if overruled in self.facts.bans:
                self.notes.append(say("{unit} stays although it was taken out: the day needs it", unit=overruled))
        fixed |= wider
        return True

    def _keep_possible(self, possible: Sequence[Lesson]) -> list[Lesson]:
        """Candidates in framework order: not banned, of a network they use, and so is all they need."""
        kept: dict[str, Lesson] = {}
        for lesson in possible:
            welcome = lesson.id not in self.facts.bans and self.facts.has_network(lesson.network)
            if lesson.id in self.fixed or (welcome and all(need in kept for need in self._unmet(lesson))):
                kept[lesson.id] = lesson
        return list(kept.values())


def _is_mastered(lesson: Lesson, facts: Facts) -> bool:
    """Attended together, known in the quiz, or everything it teaches was looked at and is in place."""
    in_place = bool(lesson.closes) and all(control in facts.in_place for control in lesson.closes)
    return lesson.id in facts.attended or facts.quiz.get(lesson.topic, 0) >= MASTERED_AT or in_place
