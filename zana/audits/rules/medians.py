"""A median that tells of a group and not of anybody in it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from zana.kernel.words import Saying, say

LEAST = 8  # organisations; with fewer a number in the middle is somebody's
STEP = 5


def release_median(values: Sequence[float]) -> int | Saying:
    """To the nearest five, so that it is no organisation's own figure; words where there are too few."""
    if len(values) < LEAST:
        return say("Not shown: a median needs at least {least} organisations.", least=LEAST)
    return STEP * round(median(values) / STEP)
