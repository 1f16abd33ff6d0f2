"""The control catalogue: one file per control in `catalogue/<domain>/<ID>.toml`, read once per process.

`catalogue/version.toml` numbers the wording of the rules: change a rule and a test asks for the next number, so
that a changed rule never looks like an improvement.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
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
    """What one language says. English says all of it; elsewhere the rule may still be owed.

    `partly` is empty where a control knows no halfway.
    """

    title: str
    why: str
    remedy: str
    passes: str = ""
    partly: str = ""
    fails: str = ""


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
        if "en" not in self.texts:
            raise ValueError("texts.en is missing")
        if not (self.texts["en"].passes and self.texts["en"].fails):
            raise ValueError("texts.en must say when it passes and when it fails")
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
        """In this language; a text that is still owed in it stands in English."""
        said = {name: text for name, text in self._say(language).items() if text}
        return replace(self.texts["en"], **said)

    def list_owed(self, language: str) -> list[str]:
        """Names of the texts that stand in English for a reader of this language."""
        said = self._say(language)
        return [name for name, text in asdict(self.texts["en"]).items() if text and not said.get(name)]

    def _say(self, language: str) -> dict[str, str]:
        return next((asdict(texts) for code, texts in self.texts.items() if code == language), {})


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


def find_owed_texts() -> list[tuple[str, str, str]]:
    """(id, name, language) of every text that still stands in English only. The list may only grow shorter."""
    return [(c.id, name, code) for c in catalogue().values() for code in LANGUAGES for name in c.list_owed(code)]
