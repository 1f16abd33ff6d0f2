"""Several archives at once: one answer a control, the worse of what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.rules.freshness import STRENGTHS
from zana.audits.rules.settling import WORST_FIRST


@dataclass(frozen=True, slots=True)
class Merged:
    """The reading that counts for a control, and all readings with the archive each comes from."""

    reading: ControlReading
    archive: ArchiveReading
    all: tuple[tuple[ArchiveReading, ControlReading], ...]

    @property
    def observed_at(self) -> datetime | None:
        return self.archive.generated_at

    @property
    def strength(self) -> float:
        return STRENGTHS[self.reading.way]


def merge(archives: Iterable[ArchiveReading]) -> list[Merged]:
    """By control. One archive with an open door makes the answer, whatever the others say."""
    by_control: dict[str, list[tuple[ArchiveReading, ControlReading]]] = {}
    for archive in archives:
        for reading in archive.controls:
            by_control.setdefault(reading.control, []).append((archive, reading))
    merged = []
    for _, pairs in sorted(by_control.items()):
        archive, reading = min(pairs, key=lambda pair: WORST_FIRST.index(pair[1].result))
        merged.append(Merged(reading, archive, tuple(pairs)))
    return merged
