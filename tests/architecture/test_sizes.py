"""DESIGN 2: sizes. An excuse is `# size: <reason>` on the line that begins the thing."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import name, parsed, python_files, templates

pytestmark = pytest.mark.slow

FUNCTION, FUNCTION_P95, FILE, FILE_P95, METHODS, TEMPLATE, TEMPLATE_P95 = 80, 45, 600, 400, 12, 300, 190


def functions():
    for path in python_files():
        lines = path.read_text().splitlines()
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{name(path)}:{node.lineno} {node.name}", length, "# size:" in lines[node.lineno - 1]


def p95(lengths: list[int]) -> int:
    return sorted(lengths)[int(len(lengths) * 0.95)]


def test_functions_are_short():
    found = list(functions())

    assert [where for where, length, excused in found if length > FUNCTION and not excused] == []
    assert p95([length for _, length, _ in found]) <= FUNCTION_P95


def test_files_are_short():
    lengths = {name(path): len(path.read_text().splitlines()) for path in python_files(tests=True)}

    assert [f"{path} {length}" for path, length in lengths.items() if length > FILE] == []
    assert p95(list(lengths.values())) <= FILE_P95


def test_classes_have_few_public_methods():
    crowded = [
        f"{name(path)} {node.name}"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        and sum(isinstance(m, ast.FunctionDef) and not m.name.startswith("_") for m in node.body) > METHODS
    ]

    assert crowded == []


def test_templates_are_short():
    lengths = {name(path): len(path.read_text().splitlines()) for path in templates()}

    assert [f"{path} {length}" for path, length in lengths.items() if length > TEMPLATE] == []
    assert p95(list(lengths.values()) or [0]) <= TEMPLATE_P95
