"""The two ways a part of the house says no to a person. Anything else that is raised is a bug and rises."""

from __future__ import annotations

from zana.kernel.words import Saying


class Refusal(Exception):
    """A "no" of the domain with words for the person who asked. Nothing was stored.

    `first` is the page on which what is missing can be done: whoever only wanted to look is taken there.
    """

    def __init__(self, saying: Saying, *, first: str = "") -> None:
        super().__init__(saying.english())
        self.saying, self.first = saying, first


class Forbidden(Exception):
    """The person's role does not allow it. Raised by actions, so no page can forget to ask."""
