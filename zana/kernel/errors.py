"""The two ways a part of the house says no to a person. Anything else that is raised is a bug and rises."""

from __future__ import annotations

from zana.kernel.words import Saying


class Refusal(Exception):
    """A "no" of the domain with words for the person who asked. Nothing was stored."""

    def __init__(self, saying: Saying) -> None:
        super().__init__(saying.english())
        self.saying = saying


class Forbidden(Exception):
    """The person's role does not allow it. Raised by actions, so no page can forget to ask."""
