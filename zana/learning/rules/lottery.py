"""In which order organisations get their own day, by lot: so that nobody is favoured and the effect can be told.

Who draws the order by hand lets the fast ones book first, and then growth looks like an effect. Anybody can repeat a
draw: inside a stratum people stand in the order of SHA-256 of "<seed>:<name>".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zana.kernel.words import Saying, say

SMALLEST = 4  # a stratum below it says nothing of its own
UNKNOWN = 0  # nobody has counted: not the lowest third


@dataclass(frozen=True, slots=True)
class Entrant:
    """`name` goes into the draw and never changes; `followers` None: nobody knows."""

    name: str
    region: str
    followers: int | None


@dataclass(frozen=True, slots=True)
class Stratum:
    """Organisations that are alike: thirds by followers (1 the fewest, 0 unknown), regions, and who is in it."""

    thirds: tuple[int, ...]
    regions: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`order` is everybody, first day first; `notes` what people should know about this draw."""

    strata: tuple[Stratum, ...]
    order: tuple[str, ...]
    notes: tuple[Saying, ...]


def draw(entrants: Sequence[Entrant], seed: str) -> Drawn:
    """Each stratum in a random order of its own, the strata spread evenly over the whole time."""
    strata = stratify(entrants)
    places: dict[str, tuple[Fraction, str]] = {}
    for stratum in strata:
        start = Fraction(_chance(seed, "|".join(stratum.members)), 2**256)
        for number, name in enumerate(sorted(stratum.members, key=lambda one: _chance(seed, one))):
            places[name] = ((number + start) / len(stratum.members), name)
    return Drawn(tuple(strata), tuple(sorted(places, key=places.__getitem__)), tuple(_note(strata, entrants)))


def stratify(entrants: Sequence[Entrant]) -> list[Stratum]:
    """Followers' third by region; what is smaller than four joins what is most like it, until nothing is."""
    thirds = split_thirds({one.name: one.followers for one in entrants})
    cells: dict[tuple[int, str], list[str]] = {}
    for one in entrants:
        cells.setdefault((thirds[one.name], one.region.strip().casefold()), []).append(one.name)
    strata = [Stratum((third,), (region,), tuple(sorted(names))) for (third, region), names in sorted(cells.items())]
    while len(strata) > 1 and min(map(_size, strata)) < SMALLEST:
        strata = _join_smallest(strata)
    return sorted(strata, key=lambda one: (one.thirds, one.regions))


def split_thirds(followers: Mapping[str, int | None]) -> dict[str, int]:
    """1, 2, 3 by rank; equal numbers stand in the same third. Unknown is a group of its own."""
    known = sorted(number for number in followers.values() if number is not None)
    return {
        name: UNKNOWN if number is None else 1 + 3 * known.index(number) // len(known)
        for name, number in followers.items()
    }


def arrange(order: Sequence[str], moves: Mapping[str, int]) -> list[str]:
    """The drawn order with exceptions: who was moved stands at the place she was given, everybody else closes up."""
    arranged = [name for name in order if name not in moves]
    for name, place in sorted(moves.items(), key=lambda move: (move[1], list(order).index(move[0]))):
        arranged.insert(place - 1, name)
    return arranged


def _join_smallest(strata: list[Stratum]) -> list[Stratum]:
    small = min(strata, key=lambda one: (_size(one), one.thirds, one.regions))
    others = [one for one in strata if one is not small]
    near = min(others, key=lambda one: (_distance(small, one), _size(one), one.thirds, one.regions))
    joined = Stratum(
        thirds=tuple(sorted({*small.thirds, *near.thirds})),
        regions=tuple(sorted({*small.regions, *near.regions})),
        members=tuple(sorted({*small.members, *near.members})),
    )
    return [*(one for one in others if one is not near), joined]


def _distance(one: Stratum, other: Stratum) -> tuple[bool, bool, int]:
    """The same third first, because followers foretell growth best; then the same region; then the next third."""
    apart = min(abs(a - b) for a in one.thirds for b in other.thirds)
    return not set(one.thirds) & set(other.thirds), not set(one.regions) & set(other.regions), apart


def _size(stratum: Stratum) -> int:
    return len(stratum.members)


def _chance(seed: str, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{name}".encode()).digest())


def _note(strata: Sequence[Stratum], entrants: Sequence[Entrant]) -> list[Saying]:
    notes = []
    if len(entrants) == 1:
        notes.append(say("There is one organisation only, so nothing was left to chance."))
    elif len(strata) == 1 and _size(strata[0]) < SMALLEST:
        notes.append(say("There are fewer than four organisations: they were drawn as one group."))
    unknown = sum(one.followers is None for one in entrants)
    if unknown == len(entrants) > 1:
        notes.append(say("Nobody has counted followers yet, so the groups are made by region alone."))
    elif unknown and len(entrants) > 1:
        notes.append(say("For {number} of them nobody has counted followers yet.", number=unknown))
    return notes
