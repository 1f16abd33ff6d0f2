"""A post on its way out, and how it is recognised when nobody knows whether it arrived."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

from zana.kernel.words import Saying
from zana.networks.port.client import Client

TEXT, LINK, PHOTO, PHOTOS, VIDEO, REEL, STORY = "text", "link", "photo", "photos", "video", "reel", "story"
KINDS = (TEXT, LINK, PHOTO, PHOTOS, VIDEO, REEL, STORY)


@dataclass(frozen=True)
class Picture:
    """Cleaned bytes as they may leave the house. `address` is where the network can fetch exactly these bytes: public,
    signed and soon over; filled only for a network with `needs_address`."""

    name: str
    content: bytes = field(repr=False)
    media_type: str
    alt: str
    width: int = 0
    height: int = 0
    address: str = field(default="", repr=False)


@dataclass(frozen=True)
class Video:
    """Too large for memory: `open` gives a fresh stream each time, read by whoever opened it, closed by her too."""

    name: str
    media_type: str
    size: int
    open: Callable[[], BinaryIO] = field(repr=False)
    seconds: float = 0
    width: int = 0
    height: int = 0
    alt: str = ""
    address: str = field(default="", repr=False)


@dataclass(frozen=True)
class Post:
    """`text` is the whole wording; `link` repeats the address in it that should get a preview. Without `kind` it is
    what its parts make it; a reel and a story are asked for. `language` is a tag such as sq, for a network that sorts
    posts by it."""

    text: str
    pictures: tuple[Picture, ...] = ()
    video: Video | None = None
    link: str = ""
    kind: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        if not self.kind:
            object.__setattr__(self, "kind", self._tell_kind())

    def _tell_kind(self) -> str:
        if self.video is not None:
            return VIDEO
        if self.pictures:
            return PHOTO if len(self.pictures) == 1 else PHOTOS
        return LINK if self.link else TEXT


@dataclass(frozen=True)
class Published:
    """How a post is known out there. Without `url` the network has to be asked for it: `Publishes.find_address`."""

    remote_id: str
    url: str = ""
    at: datetime | None = None


@dataclass
class Promise:
    """What the network named before anybody could see it: the id of a container, a video, unseen pictures.

    An adapter calls `keep` before its one `write`; the caller stores it at once, in a transaction of its own, and gives
    it back when it looks (`Sent.promise`) or tries the very same post again (`value`).
    """

    value: str = ""
    store: Callable[[str], None] = field(default=lambda value: None, repr=False)

    def keep(self, value: str) -> None:
        if value != self.value:
            self.store(value)
            self.value = value


@dataclass(frozen=True)
class Sent:
    """What we tried to send and since when, to recognise it. `known` are posts that stood there before."""

    post: Post
    since: datetime
    known: frozenset[str] = frozenset()
    promise: str = ""


@dataclass(frozen=True)
class Found:
    published: Published


@dataclass(frozen=True)
class NotFound:
    """Read in full back to `Sent.since`: it is not there."""


@dataclass(frozen=True)
class CannotTell:
    """Only a person can tell; the words say why."""

    why: Saying


Sighting = Found | NotFound | CannotTell


class Publishes(Protocol):
    def publish(self, client: Client, remote_id: str, post: Post, promise: Promise) -> Published:
        """`remote_id` is the account's. The one `write` is the last call: nothing after it may fail."""

    def find_address(self, client: Client, post: str) -> str:
        """Where people see the post in their browser."""

    def look_for(self, client: Client, remote_id: str, sent: Sent) -> Sighting:
        """After an unclear outcome: does it stand there?"""
