"""How Bluesky counts: what a reader sees as one sign is one, of however many code points it is made."""

import unicodedata

MOST_BYTES, BYTES_FOR_EACH = 3_000, 10
JOINER = "\u200d"
FLAG_LETTERS = range(0x1F1E6, 0x1F200)
SKIN_TONES = range(0x1F3FB, 0x1F400)
TAGS = range(0xE0020, 0xE0080)
EXTENDING = {"Mn", "Me", "Mc"}
JAMO = (range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200))  # leads, vowels, tails
SYLLABLES = range(0xAC00, 0xD7A4)


def weigh(text: str) -> int:
    """Graphemes; more only where they are so heavy that the bytes run out first."""
    signs, weight = count_graphemes(text), len(text.encode())
    return signs if weight <= MOST_BYTES else max(signs, -(-weight // BYTES_FOR_EACH))


def count_graphemes(text: str) -> int:
    """The rules of Unicode for extended grapheme clusters, as far as living scripts and emoji need them."""
    count, before, flags = 0, "", 0
    for sign in text:
        count += not (before and _continues(before, sign, flags))
        flags = flags + 1 if ord(sign) in FLAG_LETTERS else 0
        before = sign
    return count


def _continues(before: str, sign: str, flags: int) -> bool:
    """Whether `sign` belongs to what stands before it; `flags` are the flag letters in a row until there."""
    if before in "\r\n" or sign in "\r\n":
        return before + sign == "\r\n"
    point = ord(sign)
    if sign == JOINER or unicodedata.category(sign) in EXTENDING or point in SKIN_TONES or point in TAGS:
        return True
    if before == JOINER:
        return _is_picture(sign)
    return (flags % 2 == 1 and point in FLAG_LETTERS) or _builds_syllable(ord(before), point)


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) == "So"


def _builds_syllable(before: int, point: int) -> bool:
    """Korean written letter by letter."""
    leads, vowels, tails = JAMO
    if point in leads:
        return before in leads
    if point in vowels:
        return before in leads or before in vowels or (before in SYLLABLES and (before - SYLLABLES.start) % 28 == 0)
    return point in tails and (before in vowels or before in tails or before in SYLLABLES)
