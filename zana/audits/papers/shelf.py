"""The papers and their texts: one file per paper and language, in `texts/<language>/`.

A text is lines: `# ` a heading, `- ` a point, `1. ` a step, `[] ` a box to tick, `_ Label: value` a line to fill in,
several of them in one line are several boxes, `@name` a list from a register, anything else a paragraph. `{duty}` is
filled with who does it; where nobody does, and where a line ends with its colon, there is room to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zana.kernel.shelf import load_shelf
from zana.kernel.words import Saying, fill, say

TEXTS = Path(__file__).parent / "texts"
TEMPLATE = Path(__file__).parent / "paper.typ"
BLANK = "_" * 28
_PLACE = re.compile(r"\{(\w+)\}")
_STEP = re.compile(r"\d+\. ")
_MARKS = {"# ": "heading", "- ": "bullet"}


@dataclass(frozen=True, slots=True)
class Paper:
    code: str
    title: Saying
    why: Saying
    is_agreed: bool = True  # a form for one case is not agreed on


PAPERS: dict[str, Paper] = {
    paper.code: paper
    for paper in (
        Paper(
            "crisis", say("Crisis protocol"), say("Who decides, who speaks, and a first statement within two hours.")
        ),
        Paper(
            "incident", say("Incident plan"), say("The first hour when an account is taken over or a phone is gone.")
        ),
        Paper(
            "harassment",
            say("Plan when somebody of us is attacked"),
            say("Who stands by her, and what she is free of."),
        ),
        Paper("referral", say("Referral path"), say("What to do when a woman tells us of violence online.")),
        Paper(
            "comments", say("Comment rules"), say("To publish and to pin, so that hiding a comment starts no quarrel.")
        ),
        Paper("leaver", say("Leaver form"), say("Everything somebody gives back within 24 hours."), is_agreed=False),
        Paper(
            "consent", say("Image rights and consent"), say("For everybody who is shown or quoted."), is_agreed=False
        ),
    )
}


@dataclass(frozen=True)
class Text:
    title: str
    lead: str
    body: str

    @property
    def places(self) -> list[str]:
        """What is filled in, in the order it stands on the paper."""
        return list(dict.fromkeys(_PLACE.findall(f"{self.lead}\n{self.body}")))

    @property
    def lists(self) -> list[str]:
        return re.findall(r"^@(\w+)$", self.body, re.MULTILINE)


@cache
def read_texts(language: str) -> dict[str, Text]:
    return load_shelf(TEXTS / language, Text)


Drawn = dict[str, str]


def draw_text(text: Text, values: dict[str, str], lists: dict[str, list[str]]) -> list[Drawn]:
    """The blocks of a paper; an empty value leaves a line to write on."""
    filled = {name: values.get(name) or BLANK for name in text.places}
    blocks = [{"kind": "lead", "text": fill(text.lead, filled)}]
    number = 0
    for line in (line.strip() for line in text.body.splitlines() if line.strip()):
        number = number + 1 if _STEP.match(line) else 0
        if line.startswith("@"):
            blocks += [{"kind": "bullet", "text": one} for one in lists[line[1:]]]
        elif line.startswith("[] "):
            blocks += [{"kind": "tick", "text": fill(one.strip(), filled)} for one in line.split("[]")[1:]]
        else:
            blocks.append(_draw_line(line, filled, number))
    return blocks


def _draw_line(line: str, filled: dict[str, str], number: int) -> Drawn:
    if number:
        return {"kind": "step", "mark": str(number), "text": fill(_STEP.sub("", line, count=1), filled)}
    if line.startswith("_ "):
        label, _colon, value = line[2:].rpartition(":")
        written = fill(value.strip(), filled)
        return {"kind": "line", "text": label.strip(), "value": "" if written == BLANK else written}
    mark = next((mark for mark in _MARKS if line.startswith(mark)), "")
    return {"kind": _MARKS.get(mark, "text"), "text": fill(line.removeprefix(mark), filled)}
