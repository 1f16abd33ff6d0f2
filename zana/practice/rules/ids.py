"""Ids in the shapes of the real networks; what is random comes in from outside."""

from datetime import datetime

X_EPOCH_MS = 1_288_834_974_657
SNOWFLAKE_RANDOM = 1 << 22
DIGITS = 10**15


def graph_id(first: int, chance: int) -> str:
    """A number of 16 digits or more; `chance` is below DIGITS."""
    return f"{first}{chance:015d}"


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
