"""The control catalogue: one file per control in `catalogue/<domain>/<ID>.toml`, read once per process.

`catalogue/version.toml` numbers the wording of the rules: change a rule and a test asks for the next number, so
that a changed rule never looks like an improvement.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from zana.audits.rules.freshness import Kind, Way, window_days
from zana.kernel.shelf import load_shelf

Domain = Literal["security", "control", "visibility"]
Network = Literal["organisation", "facebook", "instagram", "x"]
Language = Literal["en", "sq", "sr"]

DOMAINS: tuple[Domain, ...] = get_args(Domain)
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUE = Path(__file__).parent / "catalogue"

# What a machine can see by itself; the others need a person.
MACHINE_WAYS: frozenset[Way] = frozenset({"api", "export", "public", "file", "drill"})
# An auditor may always look together with the owner or note what somebody says, where the freshness table allows it.
HAND_WAYS: tuple[Way, ...] = ("observe", "doc", "drill", "public", "attest")


@dataclass(frozen=True)
class EvidenceWay:
    way: Way
    source: str = ""


@dataclass(frozen=True)
class Texts:
    """What one language says, to a person. `how` is how to look; `partly` is empty where there is no halfway."""

    title: str
    why: str
    how: str
    passes: str
    fails: str
    remedy: str
    partly: str = ""


@dataclass(frozen=True)
class Control:
    id: str
    domain: Domain
    severity: Literal[1, 2, 3, 4, 5]
    minutes: int
    topic: Literal["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10"]
    kind: Kind
    networks: tuple[Network, ...]
    evidence: tuple[EvidenceWay, ...]
    texts: dict[Language, Texts]

    def __post_init__(self) -> None:
        if missing := [language for language in LANGUAGES if language not in self.texts]:
            raise ValueError(f"texts.{missing[0]} is missing")
        if len({bool(texts.partly) for texts in self.texts.values()}) > 1:
            raise ValueError("partly is said in one language and not in another")
        if not any(window_days(way.way, self.kind) for way in self.evidence):
            raise ValueError(f"no way of evidence stays fresh for {self.kind}")

    @property
    def machine_ways(self) -> tuple[EvidenceWay, ...]:
        return tuple(way for way in self.evidence if way.way in MACHINE_WAYS)

    @property
    def hand_ways(self) -> tuple[Way, ...]:
        """How an auditor may answer it: the listed ways, and always by looking together or by what is said."""
        listed = {way.way for way in self.evidence} | {"observe", "attest"}
        return tuple(way for way in HAND_WAYS if way in listed and window_days(way, self.kind))

    @property
    def rule_text(self) -> str:
        english = self.texts["en"]
        return f"pass: {english.passes} | partial: {english.partly or '-'} | fail: {english.fails}"

    def words(self, language: str) -> Texts:
        """In this language, or in English where the house speaks none of it."""
        return next((texts for code, texts in self.texts.items() if code == language), self.texts["en"])


@dataclass(frozen=True)
class CatalogueVersion:
    number: int
    digest: str


@cache
def catalogue() -> dict[str, Control]:
    """All controls by id, domain after domain."""
    found: dict[str, Control] = {}
    for domain in DOMAINS:
        found |= load_shelf(CATALOGUE / domain, Control, domain=domain)
    return found


@cache
def catalogue_version() -> CatalogueVersion:
    return load_shelf(CATALOGUE, CatalogueVersion)["version"]


def digest_rules(controls: dict[str, Control]) -> str:
    """A fingerprint of everything that decides a result or its weight."""
    lines = (f"{c.id}|{c.severity}|{c.kind}|{','.join(c.networks)}|{c.rule_text}" for c in controls.values())
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
