"""Weighted length of a post on X: 280 units, a link 23, an emoji 2, most scripts 1.

Ranges after the configuration of twitter-text v3.
"""

import re
import unicodedata
from collections.abc import Iterable

MOST = 280
MOST_WITH_PREMIUM = 25_000
LINK_WEIGHT = 23
EMOJI_WEIGHT = 2
LIGHT = ((0x0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

ENDINGS = (
    "com|org|net|info|edu|gov|int|mil|biz|name|eu|io|me|tv|app|dev|al|rs|mk|ba|hr|si|xk|de|ch|at|it|fr|uk|us|gr|bg|ro"
    "|hu|tr|nl|be|es|pt|pl|se|no|fi|dk|ie|ca|au|co|ngo|ong|foundation|blog|news|online|site|shop|link|page|media|social"
    "|example"
)
HOST = r"(?:[\w](?:[\w-]*[\w])?\.)+"
TAIL = r"(?::\d+)?(?:/(?:\([^\s<>\"()]*\)|[^\s<>\"()])*)?(?:\?[^\s<>\"]*)?(?:#[^\s<>\"]*)?"
LINK = re.compile(
    rf"https?://(?:{HOST}[^\W\d_]{{2,}}){TAIL}|(?<![\w@./$#-]){HOST}(?:{ENDINGS})\b(?![@\w-]){TAIL}", re.IGNORECASE
)
# What stands after a link belongs to the sentence.
PUNCTUATION = ".,:;!?'\"…»”)]}"

SKIN = "[\U0001f3fb-\U0001f3ff]"
PICTOGRAPH = (
    "[\U0001f000-\U0001f1e5\U0001f200-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\u00a9\u00ae\u203c\u2049\u2122\u2139]"
)
ONE = f"{PICTOGRAPH}(?:\ufe0f|{SKIN})?"
EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    "|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    f"|{ONE}(?:\u200d{ONE})*"
)
ALWAYS_PICTURE = re.compile("[\U0001f000-\U0001faff]|\ufe0f|\u20e3")
LEADING_NAMES = re.compile(r"\s*@(\w{1,15})(?=\s|$)")


def weigh(text: str, *, answered: Iterable[str] = ()) -> int:
    """Units of 280 that `text` takes. The names in `answered` are free where an answer begins with them."""
    text = without_greeting(unicodedata.normalize("NFC", text), answered)
    units = place = 0
    for start, end in find_places(text):
        units += _weigh_words(text[place:start]) + LINK_WEIGHT
        place = end
    return units + _weigh_words(text[place:])


def find_links(text: str) -> list[str]:
    return [text[start:end] for start, end in find_places(text)]


def find_places(text: str) -> list[tuple[int, int]]:
    """Where the links stand."""
    return [(found.start(), found.start() + len(_trimmed(found.group()))) for found in LINK.finditer(text)]


def without_greeting(text: str, answered: Iterable[str]) -> str:
    names = {name.lower() for name in answered}
    found = LEADING_NAMES.match(text)
    while names and found and found[1].lower() in names:
        text = text[found.end() :].lstrip()
        found = LEADING_NAMES.match(text)
    return text


def _trimmed(link: str) -> str:
    while link[-1] in PUNCTUATION and not (link[-1] == ")" and link.count("(") >= link.count(")")):
        link = link[:-1]
    return link


def _weigh_words(text: str) -> int:
    if text.isascii() and "\u20e3" not in text:
        return len(text)
    units = place = 0
    for found in EMOJI.finditer(text):
        if not ALWAYS_PICTURE.search(found.group()):
            continue
        units += _weigh_signs(text[place : found.start()]) + EMOJI_WEIGHT
        place = found.end()
    return units + _weigh_signs(text[place:])


def _weigh_signs(text: str) -> int:
    return sum(1 if any(low <= ord(sign) <= high for low, high in LIGHT) else 2 for sign in text)
