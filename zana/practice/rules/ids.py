"""Ids in the shapes of the real networks; what is random comes in from outside."""

from datetime import UTC, datetime

X_EPOCH_MS = 1_288_834_974_657
SNOWFLAKE_RANDOM = 1 << 22
DIGITS = 10**15


def graph_id(first: int, chance: int) -> str:
    """A number of 16 digits or more; `chance` is below DIGITS."""
    return f"{first}{chance:015d}"


def snowflake_moment(number: int) -> datetime:
    """When such a number was drawn."""
    return datetime.fromtimestamp(((number >> 22) + X_EPOCH_MS) / 1000, UTC)


def snowflake(moment: datetime, chance: int) -> str:
    """A number of 19 digits that grows with time; `chance` is below SNOWFLAKE_RANDOM."""
    return str(((int(moment.timestamp() * 1000) - X_EPOCH_MS) << 22) | chance)


def instagram_id(chance: int) -> str:
    """A number of 17 digits; `chance` is below DIGITS."""
    return f"180{chance % 10**14:014d}"


def instagram_account_id(chance: int) -> str:
    return f"17841{chance % 10**12:012d}"


def is_instagram_id(remote_id: str) -> bool:
    """Told by its shape, so that a call is known to be Instagram's before anything is looked up."""
    return len(remote_id) == 17 and remote_id.isdecimal() and remote_id.startswith(("178", "179", "180"))


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def write_shortcode(remote_id: str) -> str:
    """The number as it stands in the address of an Instagram post."""
    number, code = int(remote_id), ""
    while number:
        number, place = divmod(number, 64)
        code = LETTERS[place] + code
    return code


def read_shortcode(code: str) -> str:
    """The number again; empty if this is no such code."""
    if not code or len(code) > 20 or any(letter not in LETTERS for letter in code):
        return ""
    number = 0
    for letter in code:
        number = number * 64 + LETTERS.index(letter)
    return str(number)
