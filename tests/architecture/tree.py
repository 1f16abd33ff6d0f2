"""What the architecture tests look at: the files of the house and the order of its floors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
HOUSE = REPOSITORY / "zana"
FLOORS = [
    "kernel",
    "ui",
    "people",
    "practice",
    "networks",
    "studio",
    "publishing",
    "audits",
    "learning",
    "impact",
    "api",
    "site",
]


def floor(room: str) -> int:
    """Practice and networks stand side by side; neither may use the other."""
    return FLOORS.index("practice" if room == "networks" else room)


def python_files(*, tests: bool = False) -> Iterator[Path]:
    for path in sorted(HOUSE.rglob("*.py")):
        if "migrations" not in path.parts and (tests or "tests" not in path.parts):
            yield path


def templates() -> Iterator[Path]:
    yield from sorted(HOUSE.rglob("templates/**/*.html"))


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


def name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())
