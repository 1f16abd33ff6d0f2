"""What a rehearsal proves: a drill with its share of people who passed, or the minutes of a lock-down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from zana.audits.rules.verdicts import Verdict, by_share
from zana.kernel.words import Saying, say
from zana.people.release import MINIMUM_PEOPLE, Cell, Hidden, Rule, release_one, release_share

LASTS = timedelta(days=180)
INSIDE = Rule(people=MINIMUM_PEOPLE, organisations=1)  # told inside one organisation
FEW = say("Rehearsed in a drill. Results of so few people are told without a count")
CONTROLS = {"D1": "SEC-34", "D3": "SEC-51", "D4": "CTL-19", "D7": "CTL-17"}


@dataclass(frozen=True, slots=True)
class DrillResult:
    """One drill of one organisation, without names. `of`: key holders there are, `passed`: of those, who passed.

    `minutes` to the end of the task and `people` who did it together count for the lock-down (D4) alone.
    """

    drill: str
    done_at: datetime
    of: int
    passed: int
    minutes: int | None = None
    people: int = 0


def judge_drill(done: DrillResult, now: datetime, *, has_path: bool = False) -> Verdict | None:
    """`has_path`: a written path was shown (D7). None for a drill that proves nothing here, or is too long ago."""
    if now - done.done_at > LASTS or done.of <= 0:
        return None
    if done.drill == "D1":
        return _judge_phishing(done)
    if done.drill == "D4":
        return _judge_lockdown(done)
    if done.drill == "D7":
        return _judge_disclosure(done, has_path)
    if done.drill == "D3":
        why = say("The plan for a taken account was rehearsed. Whether it is written down, somebody has to look.")
        return Verdict("SEC-51", "unknown", why, (_passed(done),))
    return None


def _judge_phishing(done: DrillResult) -> Verdict:
    result = by_share(done.passed / done.of, passes=0.8, partly=0.6)
    whys = {
        "pass": say("Nearly everybody with a key recognised the false message."),
        "partial": say("Most people with a key recognised the false message, not enough yet."),
        "fail": say("Too few people with a key have recognised the false message so far."),
    }
    return Verdict("SEC-34", result, whys[result], (_passed(done),))


def _judge_lockdown(done: DrillResult) -> Verdict | None:
    if done.minutes is None:
        return None
    facts = (_locked(done),)
    if done.minutes <= 15 and done.people >= 2:
        return Verdict("CTL-19", "pass", say("Two of you can lock down in a quarter of an hour."), facts)
    if done.minutes <= 30 and done.people >= 1:
        return Verdict("CTL-19", "partial", say("Lock-down works, but slowly or by one person alone."), facts)
    return Verdict("CTL-19", "fail", say("Lock-down took longer than half an hour."), facts)


def _judge_disclosure(done: DrillResult, has_path: bool) -> Verdict:
    """A drill shows what people do; the path has to be written as well."""
    if not has_path:
        why = say("The drill is done. Show the written path too: without it this stays open.")
        return Verdict("CTL-17", "unknown", why, (_passed(done),))
    if done.passed / done.of >= 0.8:
        return Verdict(
            "CTL-17", "pass", say("The path is written, and nearly everybody can walk it."), (_passed(done),)
        )
    return Verdict(
        "CTL-17", "partial", say("The path is written; not enough people can walk it yet."), (_passed(done),)
    )


def _passed(done: DrillResult) -> Saying:
    """With a count only where neither side of it is so small that it would point at somebody."""
    if isinstance(release_share(_people(done.passed), _people(done.of - done.passed), INSIDE), Hidden):
        return FEW
    return say("{passed} of {of} people with a key passed", passed=done.passed, of=done.of)


def _locked(done: DrillResult) -> Saying:
    if isinstance(release_one(_people(done.people), INSIDE), Hidden):
        return FEW
    return say("Locked down in {minutes} minutes by {people} people", minutes=done.minutes or 0, people=done.people)


def _people(count: int) -> Cell:
    return Cell(count, frozenset({"here"}))
