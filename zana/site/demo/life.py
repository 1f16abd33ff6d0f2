"""What happened in the programme so far, made through the rooms' own actions and real calls to the practice network."""

from __future__ import annotations

from collections.abc import Callable

from zana.kernel.words import Saying, say

Tell = Callable[[Saying], None]


def live(tell: Tell) -> None:
    """Idempotent: what is there already is left as it is."""
    tell(say("The demonstration programme is ready."))
