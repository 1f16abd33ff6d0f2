"""What an archive tells of somebody, before it has a network's shape."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Visit:
    """A place where she is signed in; `ended_at` is None while she still is."""

    device: str
    agent: str
    place: str
    address: str
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class App:
    name: str
    since: datetime
    may: tuple[str, ...]  # read, write, messages


@dataclass(frozen=True)
class Photo:
    name: str
    content: bytes
    alt_text: str = ""


@dataclass(frozen=True)
class Post:
    id: str
    text: str
    at: datetime
    link: str = ""
    photos: tuple[Photo, ...] = ()
    likes: int = 0
    shares: int = 0
    answers_to: str = ""


@dataclass(frozen=True)
class Line:
    """One private message; `mine` = the account wrote it."""

    guest: str
    guest_id: str
    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class Portrait:
    name: str
    handle: str
    id: str
    made_at: datetime
    joined_at: datetime
    about: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    two_step: str = ""  # app, key or sms; "" = off
    two_step_since: datetime | None = None
    visits: tuple[Visit, ...] = ()
    apps: tuple[App, ...] = ()
    words: tuple[tuple[str, datetime], ...] = ()
    comments_from: str = "everyone"
    blocked: tuple[tuple[str, str], ...] = ()  # name or handle, id
    followers: tuple[tuple[str, str], ...] = ()
    pages: tuple[tuple[str, datetime], ...] = ()
    payments: tuple[tuple[datetime, int], ...] = ()  # euros
    posts: tuple[Post, ...] = ()
    lines: tuple[Line, ...] = ()
    # (kind of `rules.traces`, when)
    traces: tuple[tuple[str, datetime], ...] = field(default=())

    @property
    def open_visits(self) -> tuple[Visit, ...]:
        return tuple(visit for visit in self.visits if visit.ended_at is None)

    @property
    def passwords_changed(self) -> tuple[datetime, ...]:
        return tuple(at for kind, at in self.traces if kind == "password_changed")
