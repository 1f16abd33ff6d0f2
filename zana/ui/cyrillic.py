"""Serbian in the Cyrillic script, made from the Latin one at the edge: a sentence, or a whole page in one pass.

What is not Serbian stays as it stands: addresses, @names, #tags, codes, words with a letter or a digit Serbian does not
have, names in `latin_names.txt`, and on a page whatever says it is in a language of its own (`lang`, `translate="no"`).
Django-free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

LETTERS = str.maketrans(
    "abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ", "абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ"
)
PAIRS = {"lj": "љ", "Lj": "Љ", "LJ": "Љ", "nj": "њ", "Nj": "Њ", "NJ": "Њ", "dž": "џ", "Dž": "Џ", "DŽ": "Џ"}
PAIR = re.compile("|".join(PAIRS))
# Where a prefix ends between the two: in-jekcija, nad-živeti.
APART = re.compile(
    r"(?:(?<=\bi)n(?=jek[ct])|(?<=\bko)n(?=j(?:ug|unk|ekt))|(?<=\bva)n(?=jezi)|(?<=\bta)n(?=jug)"
    r"|(?<=\bna)d(?=ž(?:iv|nj))|(?<=\bpre)d(?=živ)|(?<=\bpo)d(?=žanr)|(?<=\bo)d(?=ž(?:iv|al|eti)))",
    re.IGNORECASE,
)
SERBIAN = re.compile(r"[abcčćdđefghijklmnoprsštuvzž]+", re.IGNORECASE)
TOKEN = re.compile(
    r"&\#?\w+;"  # an entity
    r"|[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.\w+)+"  # addresses
    r"|[@\#][\w.]*\w"
    r"|\w+(?:\.\w*[^\W\d]\w*)+(?:/\S*)?"  # drita.example/kontakt, izvestaj.pdf
    r"|[^\W\d_]+-\d[\w.-]*|\w*[\d_]\w*"  # SEC-05, F1.2, ZANA_HOME
    r"|[^\W\d_]+",
    re.IGNORECASE,
)
NAMES_FILE = Path(__file__).with_name("latin_names.txt")
SUFFIX = 3  # Instagramom, Facebooku


@cache
def _names() -> frozenset[str]:
    return frozenset(NAMES_FILE.read_text(encoding="utf-8").split())


def _is_foreign(word: str) -> bool:
    if SERBIAN.fullmatch(word) is None:
        return True
    return any(word[: len(word) - cut] in _names() for cut in range(SUFFIX + 1))


@lru_cache(maxsize=8192)
def _word(word: str) -> str:
    if _is_foreign(word):
        return word
    apart = APART.sub(lambda letter: letter[0].translate(LETTERS), word)
    return PAIR.sub(lambda pair: PAIRS.get(pair[0], pair[0]), apart).translate(LETTERS)


def to_cyrillic(text: str) -> str:
    """A sentence. Entities (`&nbsp;`) stay entities."""
    return TOKEN.sub(lambda token: _word(token[0]), text)


# --- pages

MARKUP = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|textarea|code|pre|kbd|samp)\b.*?</(?P=raw)\s*>"
    r"|<(?P<tag>/?[a-z][\w:-]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)
# The second line is what a style or a script puts on the page: labels of cells on a phone, sentences kept ready.
READ_ALOUD = re.compile(
    r"(?<=\s)(alt|title|placeholder|aria-label|aria-description"
    r"|data-(?:l|words|words-large|done|waiting|signed-out|sign-in|next|will-read|too-large))"
    r"=(\"[^\"]*\"|'[^']*')"
)
BLANK = re.compile(r"(\{\w+\})")  # where the script puts a number
OWN_LANGUAGE = re.compile(r"\s(?:lang=|translate=[\"']?no)", re.IGNORECASE)
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"}
WHOLE = re.compile(r"(<html\b[^>]*\slang=[\"']?)sr-Latn", re.IGNORECASE)


def to_cyrillic_page(page: str) -> str:
    """A page or a fragment of one, in Serbian Latin: the words people read and those read aloud to them."""
    return "".join(_pieces(WHOLE.sub(r"\1sr-Cyrl", page)))


def _pieces(page: str) -> Iterator[str]:
    read, guarded = 0, _Guarded()
    for markup in MARKUP.finditer(page):
        text = page[read : markup.start()]
        yield to_cyrillic(text) if text and not guarded.depth else text
        read = markup.end()
        guarded.pass_by(markup)
        yield markup[0] if guarded.depth or markup["tag"] is None else _speak(markup[0])
    yield to_cyrillic(page[read:])


def _speak(tag: str) -> str:
    if "=" not in tag or OWN_LANGUAGE.search(tag):
        return tag
    return READ_ALOUD.sub(lambda found: f"{found[1]}={_say_around_blanks(found[2])}", tag)


def _say_around_blanks(text: str) -> str:
    return "".join(part if BLANK.fullmatch(part) else to_cyrillic(part) for part in BLANK.split(text))


class _Guarded:
    """How deep we are inside an element that has a language of its own: counted by elements of the same name."""

    def __init__(self) -> None:
        self.name, self.depth = "", 0

    def pass_by(self, markup: re.Match[str]) -> None:
        tag = (markup["tag"] or "").lower()
        if self.depth:
            self.depth += (tag == self.name) - (tag == f"/{self.name}")
        elif tag and tag != "html" and tag not in EMPTY and OWN_LANGUAGE.search(markup[0]):
            self.name, self.depth = tag, 1
