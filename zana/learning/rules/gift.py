"""Questions in GIFT, the plain text that Moodle and others give and take. One right answer of several, or true/false.

// a remark
::Title:: Which network forgets after a day? {
    =a story
    ~a post #it stays
    ####Stories are gone after 24 hours.
}
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from zana.kernel.words import Saying, say
from zana.learning.rules.own_items import Faulty, OwnItem, check_item

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TITLE = re.compile(r"\s*::.*?(?<!\\)::", re.DOTALL)
_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_ANSWERS = re.compile(r"(?<!\\)\{(.*?)(?<!\\)\}", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_MARK = re.compile(r"(?<!\\)([=~])")
_WEIGHT = re.compile(r"\s*%-?[\d.,]+%")
_TRUTH = {"t": True, "true": True, "f": False, "false": False}
_SPECIAL = re.compile(r"([\\~=#{}:])")


def read_gift(text: str, truths: tuple[str, str]) -> tuple[list[OwnItem], list[Faulty]]:
    """The questions, and what cannot be taken, by line. `truths` are the words for true and false."""
    items, faults = [], []
    for line, block in _split(text):
        item = _read(block, truths)
        wrong = item if isinstance(item, Saying) else check_item(item)
        if wrong:
            faults.append(Faulty(line, wrong))
        if isinstance(item, OwnItem):
            items.append(item)
    return items, faults


def write_gift(items: Sequence[OwnItem], titles: Sequence[str]) -> str:
    return "\n\n".join(_write(item, title) for item, title in zip(items, titles, strict=True)) + "\n"


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Questions stand apart by an empty line outside braces; remarks and categories are left out."""
    lines: list[str] = []
    begins, depth = 0, 0
    for number, line in enumerate([*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""], 1):
        if not line.strip() and (depth == 0 or number > begins + 40) and lines:
            yield begins, "\n".join(lines)
            lines, depth = [], 0
        elif line.strip() and not (depth == 0 and line.lstrip().startswith(("//", "$CATEGORY:"))):
            begins = begins if lines else number
            lines.append(line)
            depth += len(re.findall(r"(?<!\\)\{", line)) - len(re.findall(r"(?<!\\)\}", line))
    if lines:
        yield begins, "\n".join(lines)


def _read(block: str, truths: tuple[str, str]) -> OwnItem | Saying:
    block = _FORM.sub("", _TITLE.sub("", block, count=1), count=1)
    found = _ANSWERS.search(block)
    if found is None:
        return say("There are no answers in { }.")
    before, after = _plain(block[: found.start()]), _plain(block[found.end() :])
    question = f"{before} ___ {after}" if after else before  # a word is missing in the middle
    inside, _, explanation = found[1].partition("####")
    inside = inside.strip()
    truth = _TRUTH.get(inside.partition("#")[0].strip().casefold())
    if truth is not None:
        return OwnItem(question, truths, 0 if truth else 1, _plain(explanation))
    if not inside or inside.startswith("#"):
        return say("Only questions with answers to choose from can be taken; this one wants a text or a number.")
    return _choose(question, inside, explanation)


def _choose(question: str, inside: str, explanation: str) -> OwnItem | Saying:
    parts = _MARK.split(inside)
    pairs = list(zip(parts[1::2], parts[2::2], strict=True))
    if any(_WEIGHT.match(words) for _, words in pairs):
        return say("Answers that are partly right cannot be taken. Choose one.")
    if any("->" in words for _, words in pairs):
        return say("Pairs cannot be taken; make a question of each.")
    rights = [place for place, (mark, _) in enumerate(pairs) if mark == "="]
    if len(rights) != 1 or len(pairs) < 2:
        return say("One answer begins with “=” and the others with “~”.")
    told = [re.split(r"(?<!\\)#", words, maxsplit=1) for _, words in pairs]
    why = _plain(explanation) or (_plain(told[rights[0]][1]) if len(told[rights[0]]) > 1 else "")
    return OwnItem(question, tuple(_plain(one[0]) for one in told), rights[0], why)


def _plain(text: str) -> str:
    """Without escapes, tags and needless room."""
    words = _ESCAPED.sub(lambda sign: "\n" if sign[1] == "n" else sign[1], text)
    return " ".join(html.unescape(_TAG.sub(" ", words)).split())


def _write(item: OwnItem, title: str) -> str:
    answers = [f"\t{'=' if at == item.right else '~'}{_guard(words)}" for at, words in enumerate(item.options)]
    why = [f"\t####{_guard(item.explanation)}"] if item.explanation else []
    return "\n".join([f"::{_guard(title)}::[plain]{_guard(item.question)} {{", *answers, *why, "}"])


def _guard(text: str) -> str:
    """Nothing of the text is taken for a mark, an entity or a tag when it is read again."""
    safe = text.translate({ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("%"): "&percnt;"})
    return _SPECIAL.sub(r"\\\1", safe)
