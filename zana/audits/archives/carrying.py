"""A reading as plain data and back, for the time until she has said whose it is. Without its `whose`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.archives.signs import Sign
from zana.kernel.words import Saying


def dump_reading(reading: ArchiveReading) -> dict[str, Any]:
    return {
        "network": reading.network,
        "generated_at": reading.generated_at.isoformat() if reading.generated_at else None,
        "files_read": list(reading.files_read),
        "files_listed": reading.files_listed,
        "controls": [_dump_control(control) for control in reading.controls],
        "signs": [dump_sign(sign) for sign in reading.signs],
        "of": reading.of,
    }


def load_reading(kept: dict[str, Any]) -> ArchiveReading:
    return ArchiveReading(
        network=kept["network"],
        generated_at=_load_time(kept["generated_at"]),
        files_read=tuple(kept["files_read"]),
        files_listed=kept["files_listed"],
        controls=tuple(map(_load_control, kept["controls"])),
        signs=tuple(map(load_sign, kept["signs"])),
        of=kept["of"],
    )


def dump_sign(sign: Sign) -> dict[str, Any]:
    return {
        "kind": sign.kind,
        "words": sign.words.as_json(),
        "at": sign.at.isoformat() if sign.at else None,
        "facts": [fact.as_json() for fact in sign.facts],
    }


def load_sign(kept: dict[str, Any]) -> Sign:
    facts = tuple(map(Saying.from_json, kept["facts"]))
    return Sign(kept["kind"], Saying.from_json(kept["words"]), _load_time(kept["at"]), facts)


def _dump_control(reading: ControlReading) -> dict[str, Any]:
    return {
        "control": reading.control,
        "result": reading.result,
        "why": reading.why.as_json(),
        "facts": [fact.as_json() for fact in reading.facts],
        "asks": reading.asks.as_json() if reading.asks else None,
        "if_yes": reading.if_yes,
        "if_no": reading.if_no,
        "way": reading.way,
        "about": reading.about,
    }


def _load_control(kept: dict[str, Any]) -> ControlReading:
    return ControlReading(
        **kept
        | {
            "why": Saying.from_json(kept["why"]),
            "facts": tuple(map(Saying.from_json, kept["facts"])),
            "asks": Saying.from_json(kept["asks"]) if kept["asks"] else None,
        }
    )


def _load_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
