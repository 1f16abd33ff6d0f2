"""Habits the linters cannot see: names, excuses, blind excepts, who asks for the time."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import HOUSE, REPOSITORY, name, parsed, python_files
from zana.people.labels import HERS_ALONE, VERBS

BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "handler",
    "handlers",
    "engine",
    "common",
    "misc",
}
INLINE_REASONS = ("# slow import", "# optional dependency", "# app ready")
BLIND_EDGES = {
    "zana/site/command.py", "zana/kernel/work.py", "zana/kernel/worker.py", "zana/networks/webhooks.py",
    "zana/practice/dialects/deliveries.py",
}  # fmt: skip


def test_no_file_has_a_name_that_says_nothing():
    named = [name(path) for path in python_files(tests=True) if {path.stem, path.parent.name} & BANNED]

    assert named == []


@pytest.mark.slow
def test_what_stands_in_an_organisations_log_has_words():
    """A director reads it; what is somebody's alone she does not."""
    bare = set()
    for path in python_files():
        for call in ast.walk(parsed(path)):
            if not isinstance(call, ast.Call) or "organisation" not in {one.arg for one in call.keywords}:
                continue
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            verb = call.args[1] if called == "record" and len(call.args) > 1 else None
            said = verb.value if isinstance(verb, ast.Constant) else None
            if isinstance(said, str) and said not in VERBS and not said.startswith(HERS_ALONE):
                bare.add(f"{name(path)}: {said}")

    assert sorted(bare) == []


@pytest.mark.slow
def test_imports_inside_functions_have_a_reason():
    bare = []
    for path in python_files():
        lines = path.read_text().splitlines()
        for function in ast.walk(parsed(path)):
            if isinstance(function, ast.FunctionDef):
                bare += [
                    f"{name(path)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                    and not any(reason in lines[node.lineno - 1] for reason in INLINE_REASONS)
                ]

    assert bare == []


@pytest.mark.slow
def test_blind_excepts_stand_only_at_the_edges():
    blind = {
        name(path)
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)  # tidies up and lets it rise
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    }

    assert blind - BLIND_EDGES == set()


def test_only_the_clock_asks_for_the_time():
    asks = re.compile(r"timezone\.now\(|datetime\.now\(|datetime\.utcnow\(|date\.today\(")
    found = [
        name(path) for path in python_files() if path != HOUSE / "kernel/clock.py" and asks.search(path.read_text())
    ]

    assert found == []


def test_ignored_findings_carry_their_reason():
    bare = re.compile(r"# (type: ignore\[[^\]]+\]|noqa: \w+(, ?\w+)*)\s*$")
    found = [
        f"{name(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if bare.search(line)
    ]

    assert found == []


def test_the_house_holds_only_rooms():
    inside = {path.name for path in HOUSE.iterdir() if path.name != "__pycache__"}
    rooms = {path.name for path in HOUSE.iterdir() if (path / "apps.py").exists()}

    assert inside - rooms == {"__init__.py"}


def test_kernel_stays_small():
    lines = sum(len(p.read_text().splitlines()) for p in python_files() if "kernel" in p.relative_to(HOUSE).parts[:1])

    assert lines <= 2500, "the kernel holds what two rooms share and no word of the trade; move something out"


def test_no_path_of_a_machine_and_no_index_in_tracked_files():
    banned = re.compile(
        "|".join(["/" + "work/", "/" + "root/", "--" + "index-url", "--" + "find-links", "pypi" + r"\.org"])
    )
    folders = ["zana", "tests", "docs", "scripts", "requirements", ".ci"]
    found = [
        name(path)
        for folder in folders
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file()
        and path.suffix not in {".pyc", ".mo", ".png"}
        and banned.search(path.read_text(errors="replace"))
    ]

    assert found == []
