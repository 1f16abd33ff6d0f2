"""What the import linter cannot see: keys, accessors and templates that would reach up."""

from __future__ import annotations

import inspect
import re
from typing import Any

from django.apps import apps
from django.db import models

from tests.architecture.tree import FLOORS, HOUSE, floor, name, python_files, room_of, templates

OURS = set(FLOORS) | {"networks"}
MODEL_FIELDS = 15


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m._meta.app_label in OURS]


def crossing_keys() -> list[models.ForeignKey[Any, Any]]:
    return [
        field
        for model in our_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label in OURS
        and field.related_model._meta.app_label != model._meta.app_label
    ]


def test_keys_point_down():
    up = [str(k) for k in crossing_keys() if floor(k.related_model._meta.app_label) >= floor(k.model._meta.app_label)]

    assert up == []


def test_keys_that_cross_rooms_leave_no_accessor_and_protect():
    assert [str(k) for k in crossing_keys() if not k.remote_field.hidden] == []
    assert [str(k) for k in crossing_keys() if k.remote_field.on_delete is not models.PROTECT] == []


def is_excused(model: type[models.Model]) -> bool:
    """`# size: <reason>` on the line that begins the class."""
    return any("# size:" in line for line in inspect.getsource(model).splitlines() if line.startswith("class "))


def test_models_have_few_fields():
    counted = {m: len(m._meta.local_concrete_fields) - 1 for m in our_models()}
    crowded = {m.__name__: n for m, n in counted.items() if n > MODEL_FIELDS and not is_excused(m)}

    assert crowded == {}


def test_no_model_is_fetched_by_name():
    by_name = [name(p) for p in python_files() if "get_model(" in p.read_text()]

    assert by_name == []


def test_owned_rows_are_not_fetched_around_their_manager():
    """`get_object_or_404(Model)` and `_base_manager` would walk past the refusing manager.

    Only the row machine may: it claims the due rows of all organisations and knows none of them.
    """
    around = re.compile(
        r"_base_manager|_default_manager|get_object_or_404\(\s*[A-Z]\w+\s*,|get_list_or_404\(\s*[A-Z]\w+\s*,"
    )
    found = [
        f"{name(path)}: {match[0]}"
        for path in python_files()
        if path != HOUSE / "kernel" / "work.py"
        for match in around.finditer(path.read_text())
        if not re.search(r"\((Person|Organisation|Programme|Invitation|Notice)\s*,", match[0])
    ]

    assert found == []


def test_templates_use_only_rooms_below():
    up = []
    for path in templates():
        used = re.findall(r"{%\s*(?:include|extends)\s+[\"'](\w+)/", path.read_text())
        addresses = re.findall(r"{%\s*url\s+[\"'](\w+):", path.read_text())
        rooms = [room for room in used + addresses if room in OURS and room != room_of(path)]
        up += [f"{name(path)}: {room}" for room in rooms if floor(room) >= floor(room_of(path))]

    assert up == []


def test_templates_carry_no_script_and_no_style():
    inline = re.compile(
        r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=[\"']|javascript:|https?://[^\s\"']+\.(?:js|css)"
    )
    found = [f"{name(path)}: {match[0]}" for path in templates() for match in inline.finditer(path.read_text())]

    assert found == []


def test_templates_leave_the_form_of_a_date_to_the_language():
    """Serbian writes a dot and bends the month: 28. novembra, never 28 novembar."""
    spelt = re.compile(r"date:\"[^\"]*j\.? [FE][^\"]*\"")
    found = [f"{name(path)}: {match[0]}" for path in templates() for match in spelt.finditer(path.read_text())]

    assert found == []


def test_every_room_is_known():
    assert {path.parent.name for path in HOUSE.glob("*/apps.py")} == OURS
