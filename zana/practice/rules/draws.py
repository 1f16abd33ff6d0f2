"""Seeded chance: the same seed and the same key always give the same number."""

import math
from hashlib import blake2b
from statistics import NormalDist

NORMAL = NormalDist()


def draw(seed: int, *key: object) -> float:
    """A number in the open interval (0, 1) that depends on seed and key alone."""
    text = "|".join([str(seed), *(str(part) for part in key)])
    number = int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big") >> 3
    return (number + 0.5) / 2**53


def draw_factor(seed: int, spread: float, *key: object) -> float:
    """A log-normal factor with median 1; `spread` is the standard deviation of its logarithm."""
    return math.exp(NORMAL.inv_cdf(draw(seed, *key)) * spread)


def draw_count(seed: int, expected: float, *key: object) -> int:
    """A whole number whose mean is `expected`: the fraction is decided by one draw."""
    whole = math.floor(expected)
    return whole + (1 if draw(seed, *key) < expected - whole else 0)


def draw_choice(seed: int, size: int, *key: object) -> int:
    """An index below `size`."""
    return min(int(draw(seed, *key) * size), size - 1)
