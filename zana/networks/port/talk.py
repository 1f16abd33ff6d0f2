"""What people say to an account, and what it can say and do in turn. The texts are as they stand out there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from zana.networks.port.client import Client
from zana.networks.port.posts import Sighting

PUBLIC, PRIVATE, MESSAGE = "public", "private", "message"
WAYS = (PUBLIC, PRIVATE, MESSAGE)

HIDE, UNHIDE, DELETE = "hide", "unhide", "delete"
BLOCK, UNBLOCK, MUTE, UNMUTE = "block", "unblock", "mute", "unmute"
ACTS = (HIDE, UNHIDE, DELETE, BLOCK, UNBLOCK, MUTE, UNMUTE)
ON_PEOPLE = frozenset({BLOCK, UNBLOCK, MUTE, UNMUTE})


@dataclass(frozen=True)
class Author:
    """All empty where the network withholds who it was."""

    remote_id: str = ""
    name: str = ""
    handle: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment or an answer under one of our posts, or a mention elsewhere (then `post` is what mentions us, and
    `remote_id` the same unless a comment does). `parent` is the comment it answers. `ours`: the account wrote it."""

    remote_id: str
    text: str
    at: datetime
    author: Author
    post: str
    parent: str = ""
    hidden: bool = False
    ours: bool = False
    url: str = ""
    can_reply_privately: bool | None = None


@dataclass(frozen=True)
class Message:
    """One message of a private talk. `person` is who talks with the account, `author` who wrote this one."""

    remote_id: str
    text: str
    at: datetime
    author: Author
    thread: str
    person: Author
    ours: bool = False
    attachments: int = 0


class Listens(Protocol):
    """Oldest first; what is older than `since` may be left out. Where a permission is missing: CannotDo."""

    def list_comments(self, client: Client, remote_id: str, since: datetime, posts: Sequence[str]) -> Sequence[Comment]:
        """Under our posts, our own comments among them. `posts` are those we know, newest first, for a network that has
        to be asked post by post."""

    def list_mentions(self, client: Client, remote_id: str, since: datetime) -> Sequence[Comment]: ...

    def list_messages(self, client: Client, remote_id: str, since: datetime) -> Sequence[Message]: ...


@dataclass(frozen=True)
class Answer:
    """`way` is one of WAYS. Public: under `comment`, or under `post` itself when there is none; `parent` is the comment
    which `comment` answers, where talks are two deep. Private: once, to who wrote `comment`. Message: to `person`."""

    way: str
    text: str = field(repr=False)
    post: str = ""
    comment: str = ""
    parent: str = ""
    person: str = ""
    thread: str = ""


@dataclass(frozen=True)
class Answered:
    """What we tried to say and since when. `known` are ids of ours that stood there before."""

    answer: Answer
    since: datetime
    known: frozenset[str] = frozenset()


class Replies(Protocol):
    def reply(self, client: Client, remote_id: str, answer: Answer) -> str:
        """The id of what now stands there, by one `write` that is the last call."""

    def look_for_reply(self, client: Client, remote_id: str, answered: Answered) -> Sighting:
        """After an unclear outcome: our own words in that place."""


# (client, the account's id, the comment's id or for ON_PEOPLE the person's). The same again changes nothing, so an
# unclear outcome is TryLater; what is already so, or already gone, is no error.
Act = Callable[[Client, str, str], None]
Moderates = Mapping[str, Act]
