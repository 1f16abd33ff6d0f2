"""What stands for a face where nobody has chosen a picture: two letters on a colour that is always the same."""

from hashlib import blake2b

# The same six stand in `prova.css` as `.c0` to `.c5`, for faces that are drawn in the page itself.
COLOURS = ("#0d5a58", "#5b2a6f", "#7a4800", "#1d4e7c", "#1b6640", "#7d2a4b")


def pick_colour(name: str) -> int:
    """Which of the colours is this name's."""
    return blake2b(name.encode(), digest_size=2).digest()[0] % len(COLOURS)


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"
