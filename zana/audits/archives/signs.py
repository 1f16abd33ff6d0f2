"""Hints in an archive that somebody tries to get in, or has. They open a conversation; they settle nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from zana.audits.archives.cleaning import day
from zana.kernel.words import Saying, say

LATELY = timedelta(days=30)
STORM = 5  # asked-for resets within `LATELY` that are more than forgetfulness

Kind = Literal[
    "reset_storm",
    "failed_logins",
    "email_changed",
    "phone_changed",
    "name_changed",
    "contact_changed",
    "two_factor_off",
    "new_country",
    "recovered",
    "status_changed",
]


@dataclass(frozen=True, slots=True)
class Sign:
    """One hint. `at` is when it last happened, None where the archive does not say; `facts` are its details."""

    kind: Kind
    words: Saying
    at: datetime | None = None
    facts: tuple[Saying, ...] = ()

    def english(self) -> str:
        return self.words.english()


_CHANGED: dict[Kind, Callable[[date], Saying]] = {
    "email_changed": lambda on: say("The login e-mail was changed on {day}.", day=on),
    "phone_changed": lambda on: say("The phone number of the account was changed on {day}.", day=on),
    "name_changed": lambda on: say("The name of the account was changed on {day}.", day=on),
    "contact_changed": lambda on: say("An address or phone of the account lost its rank on {day}.", day=on),
    "status_changed": lambda on: say("The account was switched off, on, or shown differently on {day}.", day=on),
    "two_factor_off": lambda on: say("Two-step login was touched on {day} and is off now.", day=on),
}


def describe_changes(changes: Iterable[tuple[Kind, datetime]], now: datetime) -> list[Sign]:
    """One sign a kind for what was changed lately, dated by the last time, with the other days as facts."""
    recent: dict[Kind, set[datetime]] = {}
    for kind, at in changes:
        if now - at <= LATELY:
            recent.setdefault(kind, set()).add(at)
    return [_describe_change(kind, sorted(times, reverse=True)) for kind, times in sorted(recent.items())]


def _describe_change(kind: Kind, newest_first: list[datetime]) -> Sign:
    last = day(newest_first[0])
    others = sorted({day(at) for at in newest_first} - {last}, reverse=True)
    facts = tuple(say("also on {day}", day=each) for each in others[:10])
    return Sign(kind, _CHANGED[kind](last), newest_first[0], facts)


def describe_tries(asked: list[datetime], failed: list[datetime]) -> list[Sign]:
    """From the times within `LATELY` at which a new password was asked for, and at which a login failed a check."""
    signs = []
    if len(asked) >= STORM:
        words = say("A new password was asked for {count} times within 30 days.", count=len(asked))
        signs.append(Sign("reset_storm", words, max(asked), _first_and_last(asked)))
    if failed:
        words = say("Logins that failed a check within 30 days: {count}.", count=len(failed))
        signs.append(Sign("failed_logins", words, max(failed), _first_and_last(failed)))
    return signs


def _first_and_last(times: list[datetime]) -> tuple[Saying, ...]:
    return (say("from {first} to {last}", first=day(min(times)), last=day(max(times))),)


def find_new_countries(seen: list[tuple[str, datetime]], changes: list[datetime], now: datetime) -> list[Sign]:
    """Countries first met after a change of the last days, where the archive also tells of the time before it."""
    recent = [at for at in changes if now - at <= LATELY]
    if not recent:
        return []
    changed = min(recent)
    first: dict[str, datetime] = {}
    for country, at in seen:
        first[country] = min(at, first.get(country, at))
    new = sorted((at, country) for country, at in first.items() if at >= changed)
    if not new or len(new) == len(first):
        return []
    facts = tuple(say("{country}, first on {day}", country=country, day=day(at)) for at, country in new[:10])
    words = say("Since a change on {day} the account was used from a country it was never used from.", day=day(changed))
    return [Sign("new_country", words, new[-1][0], facts)]
