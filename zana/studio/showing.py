"""How the gate's answer stands on a page: what it says, what to do next, and the text with its places covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zana.kernel.words import Saying, say
from zana.studio.models import Variant
from zana.studio.rules.gate import PASS, SECOND_PERSON, STOP, WARN, Reason, Verdict
from zana.studio.rules.places import Found

AROUND = 60  # signs of the sentence shown beside a covered place

# verdict -> (kind of the note, one word, heading, what comes next)
ANSWERS: Mapping[str, tuple[str, Saying, Saying, Saying]] = {
    PASS: (
        "ok",
        say("ready"),
        say("The gate found nothing"),
        say("A person still reads it before it goes out."),
    ),
    WARN: (
        "warn",
        say("look again"),
        say("Look at this once more"),
        say("It can go out like this. Decide with what you know."),
    ),
    SECOND_PERSON: (
        "ask",
        say("needs a second person"),
        say("Somebody else must say yes"),
        say("Change it, or ask for approval: another person than the writer decides."),
    ),
    STOP: (
        "stop",
        say("stopped"),
        say("This does not go out yet"),
        say("Nobody can pass this, not even the director. Change what is named here, save, and it is checked again."),
    ),
}
PLACE_HEADING = say("This does not go out: it tells where a confidential place is")
PLACE_NEXT = say(
    "Nobody passes this stop, not even the director. Say instead: we tell you the place on the phone. "
    "Only those who keep the list of places can change it."
)

# What the list of checks shows, in order: (steps of the gate, title, words when all is well)
CHECKS: Sequence[tuple[frozenset[str], Saying, Saying]] = (
    (frozenset({"place", "map"}), say("Confidential place"), say("none is named")),
    (frozenset({"person", "jigsaw"}), say("People"), say("nothing found that points at somebody")),
    (frozenset({"metadata", "look"}), say("Pictures"), say("place and time taken off, looked at")),
    (frozenset({"alt_text"}), say("Descriptions"), say("every picture has one")),
    (frozenset({"empty", "length", "pictures", "marks", "shape"}), say("Length and number"), say("fits the network")),
    (frozenset({"terms"}), say("Words"), say("none that blames or hides")),
)


@dataclass(frozen=True, slots=True)
class Check:
    kind: str
    title: Saying
    words: Saying


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict ready for the page. An excerpt is pieces of text; None stands where a place is covered."""

    kind: str
    word: Saying
    heading: Saying
    next_step: Saying
    reasons: tuple[Saying, ...]
    excerpts: tuple[tuple[str | None, ...], ...]
    checks: tuple[Check, ...]


def show_verdict(verdict: Verdict, variant: Variant) -> Answer:
    kind, word, heading, next_step = ANSWERS[verdict.verdict]
    places = [reason for reason in verdict.reasons if reason.step == "place"]
    if places:
        heading, next_step = PLACE_HEADING, PLACE_NEXT
    return Answer(
        kind,
        word,
        heading,
        next_step,
        tuple(reason.words for reason in verdict.reasons),
        tuple(cut_out(variant.text, span, reason.covers) for reason in places for span in reason.covers[:1]
              if reason.where == "text"),
        tuple(_sum_up(steps, title, good, verdict.reasons) for steps, title, good in CHECKS),
    )  # fmt: skip


def _sum_up(steps: frozenset[str], title: Saying, good: Saying, reasons: Sequence[Reason]) -> Check:
    mine = [reason for reason in reasons if reason.step in steps]
    if not mine:
        return Check("ok", title, good)
    worst = next((r for verdict in (STOP, SECOND_PERSON, WARN) for r in mine if r.verdict == verdict), mine[0])
    return Check(ANSWERS[worst.verdict][0], title, worst.words)


def cut_out(text: str, around: Found, covers: Sequence[Found]) -> tuple[str | None, ...]:
    """The neighbourhood of one place, all places in it covered."""
    start = max(text.rfind("\n", 0, around.start) + 1, around.start - AROUND)
    end = text.find("\n", around.end)
    end = min(len(text) if end < 0 else end, around.end + AROUND)
    inside = [span for span in covers if start <= span.start and span.end <= end]
    parts = cover(text[start:end], [Found(span.start - start, span.end - start) for span in inside])
    before = "…" if start and text[start - 1] != "\n" else ""
    after = "…" if end < len(text) and text[end] != "\n" else ""
    return (before, *parts, after)


def cover(text: str, covers: Sequence[Found]) -> tuple[str | None, ...]:
    parts: list[str | None] = []
    at = 0
    for span in covers:
        parts += [text[at : span.start], None]
        at = span.end
    return (*parts, text[at:])


def preview(verdict: Verdict, variant: Variant) -> tuple[str | None, ...]:
    """The text as it will stand out there; what is stopped does not show."""
    covers = [span for r in verdict.reasons if r.step == "place" and r.where == "text" for span in r.covers]
    parts = cover(variant.text, covers)
    link = variant.wording.removeprefix(variant.text.strip())
    return (*parts, link)
