"""Weighted length of a post on X: 280 units, a link 23, an emoji 2, most scripts 1.

Ranges after the configuration of twitter-text v3.
"""

import re
import unicodedata

MOST = 280
LINK_WEIGHT = 23
LIGHT = ((0x0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

ENDINGS = "com|org|net|info|edu|gov|int|eu|io|me|tv|app|dev|al|rs|mk|ba|hr|si|xk|de|ch|at|it|fr|uk|us|example"
LINK = re.compile(rf"https?://[^\s<>\"]+|(?<![\w@.])(?:[\w-]+\.)+(?:{ENDINGS})\b(?:/[^\s<>\"]*)?", re.IGNORECASE)
PICTOGRAPH = (
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\u00a9\u00ae\u203c\u2049\u2122\u2139]"
)
EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|{PICTOGRAPH}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?(?:\u200d{PICTOGRAPH}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?)*"
)
ALWAYS_PICTURE = re.compile("[\U0001f000-\U0001faff]|\ufe0f|\u20e3")


def weigh(text: str) -> int:
    """Units of 280 that `text` takes."""
    text = unicodedata.normalize("NFC", text)
    links = LINK.findall(text)
    rest = LINK.sub("", text)
    pictures = [found for found in EMOJI.findall(rest) if ALWAYS_PICTURE.search(found)]
    for found in pictures:
        rest = rest.replace(found, "", 1)
    return len(links) * LINK_WEIGHT + len(pictures) * 2 + sum(_weigh_sign(sign) for sign in rest)


def find_links(text: str) -> list[str]:
    return LINK.findall(text)


def _weigh_sign(sign: str) -> int:
    return 1 if any(low <= ord(sign) <= high for low, high in LIGHT) else 2
