"""Whom a question reaches, how far it is, when somebody is reminded, and how long people wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from zana.kernel.states import Graph
from zana.kernel.words import Saying, say

DRAFT, ACCOUNT, FINDING, INCIDENT, ANYTHING = "draft", "account", "finding", "incident", "anything"
ASKED, ANSWERED, SETTLED = "asked", "answered", "settled"
REQUEST = Graph(
    "help request",
    ASKED,
    {ASKED: [ANSWERED, SETTLED], ANSWERED: [ASKED, SETTLED], SETTLED: []},
    final={SETTLED},
)

# state -> (kind of the chip, words)
STATE_WORDS: Mapping[str, tuple[str, Saying]] = {
    ASKED: ("wait", say("waits for an answer")),
    ANSWERED: ("ask", say("answered")),
    SETTLED: ("ok", say("settled")),
}
ABOUT_WORDS: Mapping[str, Saying] = {
    DRAFT: say("A draft"),
    ACCOUNT: say("An account"),
    FINDING: say("Something the audit found"),
    INCIDENT: say("Something is wrong"),
    ANYTHING: say("A question"),
}

# Reminders after the question came in; an incident does not wait two days.
REMIND_AFTER = (timedelta(days=2), timedelta(days=4), timedelta(days=7))
REMIND_SOON = (timedelta(hours=2), timedelta(hours=12), timedelta(days=1))
TELL_LEAD_FROM = 2  # the second reminder also reaches the lead

_TOPICS = {"facebook": "F2", "instagram": "F3", "x": "F4"}
_DOMAINS = {"security": "F5", "control": "F6", "visibility": "J2"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trainer as the rule sees her. `waiting`: questions that wait for her already."""

    number: int
    languages: frozenset[str]
    specialities: frozenset[str] = frozenset()
    waiting: int = 0


def find_topic(about: str, network: str = "", domain: str = "") -> str:
    """The topic of the curriculum a question belongs to; "" when it cannot be told."""
    if about == INCIDENT:
        return "F5"
    if about == FINDING:
        return _DOMAINS.get(domain, "")
    return _TOPICS.get(network, "")


def choose_trainer(
    candidates: Iterable[Candidate], *, of_her_day: Sequence[int], language: str, topic: str = ""
) -> int | None:
    """A trainer of her day; else who speaks her language, knows the topic, has least waiting. None: there is nobody."""
    able = {one.number: one for one in candidates}
    hers = [able[number] for number in of_her_day if number in able]
    if hers:
        return next((one.number for one in hers if topic in one.specialities), hers[0].number)
    speaking = [one for one in able.values() if language in one.languages] or list(able.values())
    ranked = sorted(speaking, key=lambda one: (topic not in one.specialities, one.waiting, one.number))
    return ranked[0].number if ranked else None


def plan_reminder(about: str, told: int) -> timedelta | None:
    """How long after the question somebody is reminded for the next time; None after the last."""
    steps = REMIND_SOON if about == INCIDENT else REMIND_AFTER
    return steps[told] if told < len(steps) else None


def find_median(pauses: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(pause.total_seconds() for pause in pauses)) if pauses else None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time as people say it: hours, from two days on days. None of both: less than an hour."""

    hours: int = 0
    days: int = 0


def say_pause(length: timedelta) -> Pause:
    hours = max(0, int(length.total_seconds() // 3600))
    return Pause(days=hours // 24) if hours >= 48 else Pause(hours=hours)
