"""How X counts: 280 is a weight, not a number of letters."""

import re
import unicodedata

LINK_WEIGHT = 23
WIDE = 2
LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

LINK = re.compile(
    r"https?://[^\s<>\"]+"
    r"|(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|info|edu|gov|int|eu|al|rs|mk|me|ba|hr|si|de|at|ch|fr|it|uk|us|io|co|app|ngo|ong|news)"
    r"(?![\w-])(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_DRESS = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # flags
    "|[0-9#*]\ufe0f?\u20e3"  # keycaps
    f"|{_PICTURE}{_DRESS}(?:\u200d{_PICTURE}{_DRESS})*"
)


def weigh(text: str) -> int:
    """After NFC: a link 23, an emoji of any make 2, most letters of Europe and the Near East 1, others 2."""
    text = unicodedata.normalize("NFC", text)
    text, links = LINK.subn("", text)
    text, pictures = EMOJI.subn("", text)
    return links * LINK_WEIGHT + pictures * WIDE + sum(_weigh_letter(ord(letter)) for letter in text)


def count_links(text: str) -> int:
    """What X makes a link of, and takes more money for."""
    return len(LINK.findall(unicodedata.normalize("NFC", text)))


def _weigh_letter(point: int) -> int:
    return 1 if any(low <= point <= high for low, high in LIGHT) else WIDE
