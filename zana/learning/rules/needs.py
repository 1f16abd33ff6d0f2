"""What somebody may need to take part. Short on purpose: what is not here, she writes in her own words."""

from __future__ import annotations

from zana.kernel.words import Saying, say

NEEDS: dict[str, Saying] = {
    "step_free": say("No steps to the room"),
    "hearing": say("To hear well: a seat in front, or writing"),
    "seeing": say("To see well: large print, or files before"),
    "interpreter": say("An interpreter"),
    "child": say("A child comes with me"),
    "food": say("Something particular to eat"),
    "quiet": say("A quiet room for a break"),
    "ride": say("Help to get there and back"),
}
