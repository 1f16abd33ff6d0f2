"""Shelves: folders of TOML files that grow without code. The file's name is the item's id.

A dataclass says the form. A file that does not fit fails when the shelf is loaded, with its path, so that
it fails at start and in CI and never in front of a person.
"""

import dataclasses
import tomllib
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar, Union

T = TypeVar("T")


class ShelfError(Exception):
    """A file on a shelf does not fit its form. The message starts with the file's path."""


def load_shelf(folder: Path | str, schema: type[T], **given: object) -> dict[str, T]:
    """Every `*.toml` in `folder` as `schema`, ordered by id. `given` fills what the place decides.

    A field named `id` takes the file's name. `ValueError` from `__post_init__` counts as a bad file.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ShelfError(f"{folder}: no such shelf")
    paths = sorted(folder.glob("*.toml"), key=lambda path: path.stem)
    return {path.stem: _read_item(path, schema, given) for path in paths}


def _read_item(path: Path, schema: type[T], given: Mapping[str, object]) -> T:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ShelfError(f"{path}: {wrong}") from wrong
    from_outside = dict(given)
    if any(field.name == "id" for field in dataclasses.fields(schema)):  # type: ignore[arg-type]  # a dataclass
        from_outside["id"] = path.stem
    twice = sorted(from_outside.keys() & written.keys())
    try:
        if twice:
            raise ValueError(f"{', '.join(twice)} is given by the place of the file and must not be written")
        return _fit_dataclass(written, schema, from_outside, "")
    except (ValueError, TypeError) as wrong:
        raise ShelfError(f"{path}: {wrong}") from wrong


def _fit_dataclass(written: Mapping[str, object], schema: type[T], ready: Mapping[str, object], at: str) -> T:
    hints = typing.get_type_hints(schema)
    fields = {field.name: field for field in dataclasses.fields(schema) if field.init}  # type: ignore[arg-type]  # a schema of any dataclass; its field names are checked above
    unknown = sorted(written.keys() - fields.keys())
    if unknown:
        raise ValueError(f"unknown key {at}{unknown[0]}")
    values = dict(ready)
    for name, field in fields.items():
        if name in written:
            values[name] = _fit(written[name], hints[name], f"{at}{name}")
        elif name not in values and _is_required(field):
            raise ValueError(f"{at}{name} is missing")
    return schema(**values)


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _fit(value: object, hint: Any, at: str) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or hint is object:
        return value
    if origin is Literal:
        return _fit_literal(value, inner, at)
    if origin in (Union, types.UnionType):
        return _fit_union(value, inner, at)
    if origin in (tuple, list, frozenset, set):
        return _fit_many(value, origin, inner, at)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise ValueError(f"{at} must be a table")
        return {key: _fit(item, inner[1], f"{at}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        return _fit_dataclass(value, typing.cast("type[Any]", hint), {}, f"{at}.")
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:  # exact, so that true is never taken for 1
        raise ValueError(f"{at} must be {getattr(hint, '__name__', hint)}, not {value!r}")
    return value


def _fit_literal(value: object, allowed: tuple[object, ...], at: str) -> object:
    if value not in allowed:
        raise ValueError(f"{at} must be one of {', '.join(map(str, allowed))}, not {value!r}")
    return value


def _fit_union(value: object, choices: tuple[Any, ...], at: str) -> Any:
    reasons = []
    for choice in choices:
        if choice is type(None):
            continue
        try:
            return _fit(value, choice, at)
        except ValueError as wrong:
            reasons.append(str(wrong))
    raise ValueError(" or ".join(reasons))


def _fit_many(value: object, kind: Any, inner: tuple[Any, ...], at: str) -> Any:
    if not isinstance(value, list):
        raise ValueError(f"{at} must be a list")
    if kind is tuple and Ellipsis not in inner:
        if len(value) != len(inner):
            raise ValueError(f"{at} must have {len(inner)} parts")
        return tuple(_fit(item, hint, f"{at}[{n}]") for n, (item, hint) in enumerate(zip(value, inner, strict=True)))
    return kind(_fit(item, inner[0], f"{at}[{n}]") for n, item in enumerate(value))
