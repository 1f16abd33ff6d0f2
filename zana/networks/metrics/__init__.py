"""What a number means: one file for each metric, its id the file's name. A reading names one of these."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from zana.kernel.shelf import load_shelf


@dataclass(frozen=True)
class Words:
    name: str
    meaning: str


@dataclass(frozen=True)
class Origin:
    """Where a network keeps the number and since when it means this; over its API or in a file people download."""

    network: str
    field: str
    valid_from: date
    valid_to: date | None = None
    via: Literal["api", "export"] = "api"


@dataclass(frozen=True)
class Break:
    """A day on which the network began to count differently: no line is drawn across it."""

    network: str
    on: date
    en: str
    sq: str
    sr: str


@dataclass(frozen=True)
class Metric:
    """`state` is a number at a moment, `period` a number within days, `total` all of a post so far."""

    id: str
    unit: Literal["people", "times"]
    about: Literal["account", "post"]
    kind: Literal["state", "period", "total"]
    en: Words
    sq: Words
    sr: Words
    origins: tuple[Origin, ...] = ()
    breaks: tuple[Break, ...] = ()

    def in_words(self, language: str) -> Words:
        return {"sq": self.sq, "sr": self.sr}.get(language, self.en)

    def breaks_of(self, network: str) -> list[date]:
        return [pause.on for pause in self.breaks if pause.network == network]


METRICS: dict[str, Metric] = load_shelf(Path(__file__).parent, Metric)
