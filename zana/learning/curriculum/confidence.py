"""What people dare to do: five sentences for each group of topics, answered from 1 (not at all) to 5 (fully).

Asked before and after, once more in hindsight, and twelve weeks later: who learns a field sees how little she knew. The
sentences are our own and no validated scale; no report may call them one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zana.kernel.shelf import ShelfError
from zana.learning import curriculum

WRITTEN = Path(__file__).parent / "confidence.toml"
SENTENCES = 5
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Group:
    """`sentences` holds, in each language, the same five in the same order."""

    id: str
    topics: tuple[str, ...]
    sentences: Mapping[str, tuple[str, ...]]


@cache
def groups() -> dict[str, Group]:
    """Every group by id. Raises ShelfError unless each topic has its place in exactly one."""
    written = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))
    found = {name: _read_group(name, table) for name, table in written.items()}
    placed = [topic for group in found.values() for topic in group.topics]
    if sorted(placed) != sorted(curriculum.topics()):
        raise ShelfError(f"{WRITTEN}: every topic stands in exactly one group")
    return found


def group_of(topic: str) -> Group:
    return next(group for group in groups().values() if topic in group.topics)


def _read_group(name: str, table: Mapping[str, list[str]]) -> Group:
    sentences = {language: tuple(table[language]) for language in curriculum.LANGUAGES}
    short = [language for language, said in sentences.items() if len(set(said)) != SENTENCES]
    if short:
        raise ShelfError(f"{WRITTEN}: {name}: not {SENTENCES} different sentences in {short[0]}")
    return Group(name, tuple(table["topics"]), sentences)
