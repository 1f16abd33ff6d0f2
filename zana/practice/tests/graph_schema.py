"""Holding answers of the Graph dialect against what the documentation says they look like."""

import re
import tomllib
from pathlib import Path
from typing import Any

SCHEMA: dict[str, dict[str, str]] = {
    kind: fields
    for file in sorted((Path(__file__).parent / "schema").glob("*.toml"))
    for kind, fields in tomllib.loads(file.read_text()).items()
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000")
SIMPLE: dict[str, Any] = {
    "id": lambda value: isinstance(value, str) and re.fullmatch(r"[\w-]+", value),
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
    "time": lambda value: isinstance(value, str) and TIME.fullmatch(value),
    "address": lambda value: isinstance(value, str) and value.startswith(("http://", "https://")),
    "object": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "any": lambda value: True,
}


def faults_of(value: Any, kind: str, where: str = "") -> list[str]:
    """Where `value` is not what the schema says; empty = all is well."""
    kind = kind.removesuffix("?")
    if kind in SIMPLE:
        return [] if SIMPLE[kind](value) else [f"{where}: {value!r} is no {kind}"]
    if kind.startswith("many "):
        return faults_of_each(value, kind.removeprefix("many "), where)
    if kind.startswith("list of "):
        return faults_of_list(value, kind.removeprefix("list of "), where)
    if not isinstance(value, dict):
        return [f"{where}: {value!r} is no {kind}"]
    table = SCHEMA[kind]
    missing = [f"{where}.{name} is missing" for name in table if not table[name].endswith("?") and name not in value]
    unknown = [f"{where}.{name} is not in {kind}" for name in value if name not in table]
    known = [(name, part) for name, part in value.items() if name in table]
    return (
        missing + unknown + [fault for name, part in known for fault in faults_of(part, table[name], f"{where}.{name}")]
    )


def faults_of_each(values: Any, kind: str, where: str = "") -> list[str]:
    if not isinstance(values, list):
        return [f"{where}: {values!r} is no list"]
    return [fault for at, value in enumerate(values) for fault in faults_of(value, kind, f"{where}[{at}]")]


def faults_of_list(body: Any, kind: str, where: str = "") -> list[str]:
    """The envelope of a list with its rows."""
    if not isinstance(body, dict) or not set(body) <= {"data", "paging", "summary"}:
        return [f"{where}: {body!r} is no list"]
    faults = faults_of_each(body.get("data"), kind, f"{where}.data")
    if "paging" in body:
        faults += faults_of(body["paging"], "Paging", f"{where}.paging")
    return faults + (faults_of(body["summary"], "Summary", f"{where}.summary") if "summary" in body else [])


def faults_of_error(body: Any) -> list[str]:
    return faults_of(body.get("error"), "Error", "error") + ([] if set(body) == {"error"} else ["more than an error"])
