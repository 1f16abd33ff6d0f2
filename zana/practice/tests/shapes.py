"""Checks an answer against a schema file: as much of JSON Schema as those files use. An unknown word is a mistake."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

KINDS: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
}  # fmt: skip


@cache
def read_shapes(name: str) -> dict[str, Any]:
    return dict(json.loads((Path(__file__).parent / "schema" / f"{name}.json").read_text()))


def faults_of(value: Any, shape: dict[str, Any], shapes: dict[str, Any], where: str = "$") -> list[str]:
    """Everything that does not fit, each with its place."""
    if "$ref" in shape:
        return faults_of(value, shapes["$defs"][shape["$ref"].rsplit("/", 1)[1]], shapes, where)
    kind = shape.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (kind in ("integer", "number") and isinstance(value, bool))):
        return [f"{where}: {value!r} is not of type {kind}"]
    found = []
    for word, wanted in shape.items():
        found += [f"{where}: {fault}" for fault in CHECKS[word](value, wanted, shape)]
    if isinstance(value, dict):
        found += _faults_inside(value, shape, shapes, where)
    if isinstance(value, list) and "items" in shape:
        for place, one in enumerate(value):
            found += faults_of(one, shape["items"], shapes, f"{where}[{place}]")
    return found


def _faults_inside(value: dict[str, Any], shape: dict[str, Any], shapes: dict[str, Any], where: str) -> list[str]:
    known, more = shape.get("properties", {}), shape.get("additionalProperties", True)
    found = []
    for name, inner in value.items():
        if name in known:
            found += faults_of(inner, known[name], shapes, f"{where}.{name}")
        elif isinstance(more, dict):
            found += faults_of(inner, more, shapes, f"{where}.{name}")
        elif more is False:
            found.append(f"{where}: {name} is not known")
    return found


def _told(wrong: bool, words: str) -> list[str]:
    return [words] if wrong else []


CHECKS: dict[str, Any] = {
    "type": lambda value, wanted, shape: [],
    "format": lambda value, wanted, shape: _told("://" not in value, f"{value!r} is no address"),
    "enum": lambda value, wanted, shape: _told(value not in wanted, f"{value!r} is none of {wanted}"),
    "pattern": lambda value, wanted, shape: _told(not re.search(wanted, value), f"{value!r} is not like {wanted}"),
    "maxLength": lambda value, wanted, shape: _told(len(value) > wanted, f"{value!r} is too long"),
    "minimum": lambda value, wanted, shape: _told(value < wanted, f"{value} is too small"),
    "maximum": lambda value, wanted, shape: _told(value > wanted, f"{value} is too large"),
    "minItems": lambda value, wanted, shape: _told(len(value) < wanted, "has too few items"),
    "maxItems": lambda value, wanted, shape: _told(len(value) > wanted, "has too many items"),
    "required": lambda value, wanted, shape: [f"{name} is missing" for name in wanted if name not in value],
    "properties": lambda value, wanted, shape: [],
    "additionalProperties": lambda value, wanted, shape: [],
    "items": lambda value, wanted, shape: [],
}
