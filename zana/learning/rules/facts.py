"""What the day is composed from: plain values, read from the rooms by queries."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

CRITICAL = 5  # of the severities 1 to 5
OWN_WORD = frozenset({"doc", "attest"})  # said or shown by the organisation, not looked at by us


@dataclass(frozen=True, slots=True)
class Lesson:
    """A unit as the rule sees it. Prerequisites stand before the lesson in `Facts.lessons`."""

    id: str
    topic: str
    minutes: int
    is_practice: bool
    network: str = ""
    prerequisites: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    is_joint: bool = False
    is_practical_work: bool = False
    is_before_lunch: bool = False
    has_codes_by_phone: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """An open finding. `way` is how it is known (api, export, public, observe, file, drill, doc, attest)."""

    control: str
    severity: int
    is_partial: bool
    is_security: bool
    way: str
    seen_on: date | None = None

    @property
    def is_own_word(self) -> bool:
        return self.way in OWN_WORD


@dataclass(frozen=True, slots=True)
class Level:
    """Where an organisation stands in a topic, 0 to 4, and where it wants to be."""

    now: int
    target: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`lessons` in framework order. `in_place`: controls that were looked at and hold (or do not apply).

    `networks` in use or wanted, None where nobody knows yet. `attended` and `missed` are joint lessons; one in
    neither is still to come. `pins` and `bans` are the trainer's, with her reason.
    """

    lessons: tuple[Lesson, ...]
    findings: tuple[Seen, ...] = ()
    in_place: frozenset[str] = frozenset()
    levels: Mapping[str, Level] = field(default_factory=dict)
    quiz: Mapping[str, int] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    networks: frozenset[str] | None = None
    attended: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    pins: Mapping[str, str] = field(default_factory=dict)
    bans: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.wishes) > 3:
            raise ValueError("an organisation has three wishes")

    def has_network(self, network: str) -> bool:
        return not network or self.networks is None or network in self.networks

    def findings_of(self, lesson: Lesson) -> list[Seen]:
        return [finding for finding in self.findings if finding.control in lesson.closes]

    def as_plain(self) -> dict[str, Any]:
        """For the fingerprint: sorted, and with nothing that does not matter to the rule."""
        return {
            "lessons": [asdict(lesson) for lesson in self.lessons],
            "findings": sorted((_plain(finding) for finding in self.findings), key=json.dumps),
            "in_place": sorted(self.in_place),
            "levels": {topic: [level.now, level.target] for topic, level in self.levels.items()},
            "quiz": dict(self.quiz),
            "wishes": sorted(self.wishes),
            "networks": None if self.networks is None else sorted(self.networks),
            "attended": sorted(self.attended),
            "missed": sorted(self.missed),
            "pins": dict(self.pins),
            "bans": dict(self.bans),
        }


def _plain(finding: Seen) -> dict[str, Any]:
    return {**asdict(finding), "seen_on": finding.seen_on and finding.seen_on.isoformat()}
