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
