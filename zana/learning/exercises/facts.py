"""What a participant did in the practice network, as graders see it: plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass

FACEBOOK, INSTAGRAM, X = "facebook", "instagram", "x"
NETWORKS = (FACEBOOK, INSTAGRAM, X)
PROFILE_PARTS = 8
_TAG = re.compile(r"(?<![\w#&/])#(\w{3,50})")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\+?\d[\d /-]{6,}\d")


@dataclass(frozen=True, slots=True)
class Post:
    """`form` is text, link, picture, album, video or story. `described`: every picture has its words; `captioned`:
    words stand beside what is shown.

    `tags` are its hashtags without the sign, folded.
    """

    form: str
    described: bool = True
    tags: frozenset[str] = frozenset()
    has_link: bool = False
    captioned: bool = True


@dataclass(frozen=True, slots=True)
class Planned:
    """A post that waits for its moment: so many days from today, at that hour."""

    form: str
    days_ahead: int
    hour: int


@dataclass(frozen=True, slots=True)
class Account:
    """One account she works for. `people` = who works for it, `owners` = of them with full control.

    `hateful`: (all that came, of them hidden or removed); `questions`: (all, answered); `fakes`: (all, shut out).
    """

    network: str
    name: str
    handle: str = ""
    about: str = ""
    website: str = ""
    category: str = ""
    has_picture: bool = False
    has_cover: bool = False
    people: int = 1
    owners: int = 1
    words: int = 0
    posts: tuple[Post, ...] = ()
    planned: tuple[Planned, ...] = ()
    hateful: tuple[int, int] = (0, 0)
    questions: tuple[int, int] = (0, 0)
    fakes: tuple[int, int] = (0, 0)

    @property
    def tells_contact(self) -> bool:
        return _CONTACT.search(self.about) is not None


@dataclass(frozen=True, slots=True)
class Done:
    """Everything of one participant."""

    accounts: tuple[Account, ...] = ()
    two_step: str = ""  # app, key, sms
    codes_left: int = 0
    archives: int = 0


def read_tags(text: str) -> frozenset[str]:
    return frozenset(tag.casefold() for tag in _TAG.findall(text) if not tag.isdecimal())
