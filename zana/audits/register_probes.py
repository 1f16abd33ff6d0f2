"""The registers as probes: each says of a control what stands on it, on the day it was last looked through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from zana.audits.models import Review
from zana.audits.probes import Probed, register
from zana.audits.queries.registers import Book, judge_leavings, judge_register, looked_as, named_duties, open_book
from zana.audits.rules.freshness import Way
from zana.audits.rules.registers import PAPER_DUTIES, Judged, judge_paper
from zana.kernel import clock
from zana.people.models import Organisation

# Which controls each register may speak of, for `docs/probes.md`.
CONTROLS = {
    "accounts": ("SEC-01", "CTL-20"),
    "rights": ("SEC-03", "SEC-30", "CTL-01", "CTL-31"),
    "forms": ("CTL-22", "CTL-23", "CTL-24"),
    "tools": ("SEC-26",),
    "proof": ("SEC-17", "SEC-41"),
    "recovery": ("SEC-14", "SEC-15"),
}


class RegisterProbe:
    """What one register shows. A document was shown: nobody looked behind it."""

    way: Way = "doc"
    source = "register"

    def __init__(self, code: str) -> None:
        self.code, self.name, self.controls = code, f"register-{code}", CONTROLS[code]

    def look(self, organisation: Organisation) -> Iterable[Probed]:
        book = open_book(organisation)
        at = self._seen_at(book)
        return [_probed(judged, at) for judged in judge_register(book, self.code)]

    def _seen_at(self, book: Book) -> datetime:
        """When somebody last vouched for it; where nobody ever did, what is missing is seen now."""
        return book.reviewed(looked_as(self.code)) or clock.now()


class RecoveryProbe(RegisterProbe):
    """Where codes lie and who knows a number, only people can say: the list is their word, and weighs as much."""

    way: Way = "attest"


class LeaverProbe:
    name, way = "register-leavers", "doc"
    source, controls = "register", ("SEC-31",)

    def look(self, organisation: Organisation) -> Iterable[Probed]:
        return [_probed(judged, clock.now()) for judged in judge_leavings(organisation)]


class PaperProbe:
    name, way = "register-papers", "doc"
    source, controls = "register", tuple(control for control, _ in PAPER_DUTIES.values())

    def look(self, organisation: Organisation) -> Iterable[Probed]:
        book = open_book(organisation)
        named, now = named_duties(book), clock.now()
        for paper in PAPER_DUTIES:
            agreed = book.reviewed(f"{Review.PAPER}{paper}")
            for judged in judge_paper(paper, named, agreed, now):
                yield _probed(judged, agreed or now)


def _probed(judged: Judged, at: datetime) -> Probed:
    return Probed(judged.control, judged.result, judged.why, at)


PROBES = (
    *(RegisterProbe(code) for code in CONTROLS if code != "recovery"),
    RecoveryProbe("recovery"),
    LeaverProbe(),
    PaperProbe(),
)


def plug_in() -> None:
    for probe in PROBES:
        register(probe)  # type: ignore[arg-type]  # `way` of a class is a plain word to the checker
