"""What was learnt as xAPI statements, version 1.0.3: who (a pseudonym), did what, about which thing, on which day.

They leave this house, so they say less than it knows: no organisation, no score, no attempt that failed, no hour, and a
name only of who said yes. An individual day has no address of its own, or it would tell who belongs together.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

ATTENDED = "http://adlnet.gov/expapi/verbs/attended"
EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
PASSED = "http://adlnet.gov/expapi/verbs/passed"
_WORDS = {
    ATTENDED: {"en": "attended", "sq": "mori pjesë", "sr-Latn": "prisustvovala"},
    EXPERIENCED: {"en": "read", "sq": "lexoi", "sr-Latn": "pročitala"},
    COMPLETED: {"en": "completed", "sq": "përfundoi", "sr-Latn": "završila"},
    PASSED: {"en": "passed", "sq": "kaloi", "sr-Latn": "položila"},
}
MEETING = "http://adlnet.gov/expapi/activities/meeting"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
COURSE = "http://adlnet.gov/expapi/activities/course"
_NAMES = {"en": "en", "sq": "sq", "sr": "sr-Latn"}  # as languages are written in an address


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing somebody did. `key` is the same at every export; `path` names the thing below this house."""

    key: str
    actor: str
    name: str  # empty without her consent
    verb: str
    kind: str
    path: str
    title: Mapping[str, str]
    day: date
    minutes: int | None = None
    done: bool | None = None


def as_statement(deed: Deed, *, house: str, programme: str, programme_title: str) -> dict[str, Any]:
    """The identifier is drawn from the deed, so that a second export replaces the first instead of doubling it."""
    account = {"homePage": house, "name": deed.actor}
    actor = {"objectType": "Agent", "account": account} | ({"name": deed.name} if deed.name else {})
    result: dict[str, Any] = {}
    if deed.minutes is not None:
        result["duration"] = f"PT{deed.minutes}M"
    if deed.done is not None:
        result["completion"] = deed.done
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{house}/xapi/{programme}/{deed.actor}/{deed.key}")),
        "version": "1.0.3",
        "actor": actor,
        "verb": {"id": deed.verb, "display": _WORDS[deed.verb]},
        "object": _activity(f"{house}/xapi/{deed.path}", deed.kind, deed.title),
        **({"result": result} if result else {}),
        "context": {
            "platform": "Zana",
            "contextActivities": {
                "grouping": [_activity(f"{house}/xapi/programmes/{programme}", COURSE, {"en": programme_title})]
            },
        },
        "timestamp": f"{deed.day.isoformat()}T00:00:00Z",
    }


def _activity(address: str, kind: str, title: Mapping[str, str]) -> dict[str, Any]:
    named = {_NAMES[language]: words for language, words in title.items()}
    return {"objectType": "Activity", "id": address, "definition": {"type": kind, "name": named}}
