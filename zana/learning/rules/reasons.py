"""Why a unit is in the day, or not: one sentence each. Ids stay ids; the edge gives them their titles.

Parameters named `unit`, `topic`, `network`, `control` and `day` are looked up where the words are shown.
"""

from collections.abc import Iterable

from zana.kernel.words import Saying, say
from zana.learning.rules.facts import Facts, Lesson, Seen

MASTERED_AT = 80  # per cent in the quiz before the day
_WEIGHT_ORDER = {"api": 0, "export": 0, "file": 0, "public": 1, "observe": 2, "drill": 3, "doc": 4, "attest": 5}


def say_why_in(lesson: Lesson, facts: Facts, inside: set[str], mastered: set[str]) -> tuple[Saying, ...]:
    """Everything that speaks for it, the strongest first; never empty."""
    return tuple(
        [
            *(_say_finding(finding) for finding in _worst_first(facts.findings_of(lesson))),
            *_say_wish(lesson, facts),
            *_say_gap(lesson, facts),
            *_say_pin(lesson, facts),
            *_say_needed(lesson, facts, inside, mastered),
        ]
        or [
            say("practical work belongs to every day")
            if lesson.is_practical_work
            else say("practice, so that at least two fifths of the day are doing")
        ]
    )


def say_why_out(
    lesson: Lesson,
    facts: Facts,
    *,
    is_mastered: bool,
    is_for_second_half: bool,
    place_in_queue: int | None,
    missing: str | None,
) -> Saying:
    """The one reason that decided."""
    if lesson.is_joint and lesson.id not in facts.missed:
        return _say_joint(lesson, facts)
    if is_for_second_half:
        return say("no time: it must stay and comes in a second half-day")
    if lesson.id in facts.bans:
        return say("taken out by the trainer: {reason}", reason=facts.bans[lesson.id])
    if not facts.has_network(lesson.network):
        return say("does not use {network} and does not want it", network=lesson.network)
    if missing is not None:
        return say("needs {unit}, which is not in the day", unit=missing)
    if place_in_queue is not None:
        return say("no time: number {place} on the list for work on the job", place=place_in_queue)
    if is_mastered and facts.quiz.get(lesson.topic, 0) >= MASTERED_AT:
        # No exact figure: who reads the plan must not learn how one person answered.
        return say("already known: at least {score} % right in the quiz", score=MASTERED_AT)
    if is_mastered:
        return say("already in place: everything it teaches was looked at")
    return say("nothing calls for it: no finding, no gap, no wish")


def say_absent(facts: Facts) -> Iterable[Saying]:
    """A fact nobody has given counts 0, and is said so that it is not taken for a good one."""
    if not facts.findings and not facts.in_place:
        yield say("no audit yet: findings count as 0")
    if not facts.quiz:
        yield say("no quiz yet: nothing counts as known")
    if not facts.levels:
        yield say("no levels agreed yet: gaps count as 0")
    if not facts.wishes:
        yield say("no wishes told yet: they count as 0")
    if facts.networks is None:
        yield say("no networks known yet: none is left out for that")
    if any(lesson.is_joint and lesson.id not in facts.attended | facts.missed for lesson in facts.lessons):
        yield say("the joint training is still to come: what it teaches is taken as known")


def say_given_up(given_up: frozenset[str], is_exact: bool) -> Iterable[Saying]:
    """Which rule of the day could not be kept, and whether the best day is proven."""
    if "practice" in given_up:
        yield say("less than two fifths of this day are practice: what must stay leaves no other way")
    if "practical" in given_up:
        yield say("no practical work fits into this day")
    if "network" in given_up:
        yield say("more than two hours of this day are about one network: what must stay leaves no other way")
    if not is_exact:
        yield say("a good day, not proven to be the best one: the search was cut short")


def _worst_first(findings: Iterable[Seen]) -> list[Seen]:
    return sorted(findings, key=lambda f: (-f.severity, f.is_partial, _WEIGHT_ORDER.get(f.way, 9), f.control))


def _say_finding(finding: Seen) -> Saying:
    seen = _say_seen(finding)
    if finding.is_partial:
        return say("{control}: partly in place. {seen}", control=finding.control, seen=seen)
    return say("{control}: not in place. {seen}", control=finding.control, seen=seen)


def _say_seen(finding: Seen) -> Saying:
    if finding.seen_on is None:
        return say("Not dated.")
    day = finding.seen_on.isoformat()
    if finding.way == "attest":
        return say("Told by you on {day}, not looked at.", day=day)
    if finding.way == "doc":
        return say("Shown by you in a document on {day}.", day=day)
    if finding.way == "drill":
        return say("Seen in a drill on {day}.", day=day)
    if finding.way == "observe":
        return say("Seen together on {day}.", day=day)
    return say("Checked by the platform on {day}.", day=day)


def _say_wish(lesson: Lesson, facts: Facts) -> list[Saying]:
    return [say("your wish: {topic}", topic=lesson.topic)] if lesson.topic in facts.wishes else []


def _say_gap(lesson: Lesson, facts: Facts) -> list[Saying]:
    level = facts.levels.get(lesson.topic)
    if level is None or level.target <= level.now:
        return []
    return [say("{topic}: level {now}, and you want {target}", topic=lesson.topic, now=level.now, target=level.target)]


def _say_pin(lesson: Lesson, facts: Facts) -> list[Saying]:
    if lesson.id not in facts.pins:
        return []
    return [say("added by the trainer: {reason}", reason=facts.pins[lesson.id])]


def _say_needed(lesson: Lesson, facts: Facts, inside: set[str], mastered: set[str]) -> list[Saying]:
    if lesson.id in mastered:
        return []
    return [
        say("{unit} builds on it", unit=other.id)
        for other in facts.lessons
        if other.id in inside and lesson.id in other.prerequisites
    ]


def _say_joint(lesson: Lesson, facts: Facts) -> Saying:
    if lesson.id in facts.attended:
        return say("done in the joint training")
    return say("comes in the joint training")
