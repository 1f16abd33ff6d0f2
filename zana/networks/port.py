"""What a network is and can do, in plain values: no Django here and none in an adapter.

A network is one `Network` description plus a small module for each capability it has. The Protocols below
are what such a module must offer; `None` in the description means the network cannot do it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from zana.kernel.words import Saying
from zana.networks.errors import NetworkError


@dataclass(frozen=True)
class Picture:
    """Cleaned bytes as they may leave the house."""

    name: str
    content: bytes = field(repr=False)
    media_type: str
    alt: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Post:
    text: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Published:
    """How a post is known out there. Without `url` the network has to be asked for it: `Publishes.find_address`."""

    remote_id: str
    url: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Sent:
    """What we tried to send and since when, to recognise it. `known` are posts that stood there before."""

    post: Post
    since: datetime
    known: frozenset[str] = frozenset()


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


@dataclass(frozen=True)
class Profile:
    """An account as everybody sees it. `None` = the network does not say."""

    remote_id: str
    handle: str
    name: str
    bio: str | None = None
    link: str | None = None
    picture_url: str | None = None
    cover_url: str | None = None
    url: str = ""


@dataclass(frozen=True)
class Measurement:
    """One number. `metric` is an id of the metrics shelf; `post` a remote id, or "" for the whole account.

    Without `period_end` it is the state at the time of asking.
    """

    metric: str
    value: int
    post: str = ""
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True)
class Tokens:
    """`expires_at` None = no end known. Never logged, stored only sealed."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class App:
    """How this house is known to the network: our keys and the addresses we use it at."""

    client_id: str
    client_secret: str = field(repr=False)
    api_base: str
    dialog_base: str


@dataclass(frozen=True)
class Place:
    """One page or profile the person who consented may speak for, with the tokens to do so."""

    profile: Profile
    tokens: Tokens


class Client(Protocol):
    """Calls one network for one account (or for none yet); raises only the five errors.

    Paths begin with a slash and continue the account's API base. The three verbs differ in what an unclear
    outcome means: `read` and `prepare` may simply be done again (TryLater), `write` may not (OutcomeUnknown).
    Answers are decoded JSON. `website` is where people see in a browser what this client sees by API.
    """

    @property
    def website(self) -> str: ...

    def read(self, path: str, **params: str) -> Any: ...

    def glance(self, path: str, **params: str) -> Any:
        """A read of something that may be gone or not ours: None where `read` raises Refused or CannotDo."""

    def prepare(
        self,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        json: object | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """A write that nobody sees and that may happen twice: an unpublished picture, a token."""

    def write(self, path: str, *, form: Mapping[str, str] | None = None, json: object | None = None) -> Any:
        """A write that people see: never twice."""


class Connects(Protocol):
    def consent_address(self, app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
        """Where the person's browser goes to say yes. `challenge` is PKCE S256."""

    def exchange(self, client: Client, app: App, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
        """The code for tokens as long-lived as the network gives."""

    def list_places(self, client: Client, tokens: Tokens) -> Sequence[Place]:
        """What the person who consented may speak for; the client carries her tokens, which are `tokens`."""

    def renew(self, client: Client, app: App, tokens: Tokens) -> Tokens | None:
        """Fresh tokens, or None where the network needs none. A refresh token is good for one use."""

    def see_profile(self, client: Client, remote_id: str) -> Profile: ...

    def let_go(self, client: Client, app: App, tokens: Tokens) -> None:
        """Gives the permission back to the network."""


class Publishes(Protocol):
    def publish(self, client: Client, remote_id: str, post: Post) -> Published:
        """`remote_id` is the account's. The one `write` is the last call: nothing after it may fail."""

    def find_address(self, client: Client, post: str) -> str:
        """Where people see the post in their browser."""

    def look_for(self, client: Client, remote_id: str, sent: Sent) -> Sighting:
        """After an unclear outcome: does it stand there?"""


class Listens(Protocol):
    def list_comments(self, client: Client, remote_id: str, since: datetime) -> Sequence[Any]: ...


class Replies(Protocol):
    def reply(self, client: Client, to: str, text: str) -> str: ...


class Moderates(Protocol):
    def hide(self, client: Client, comment: str) -> None: ...


class Measures(Protocol):
    def measure(self, client: Client, remote_id: str, posts: Sequence[str]) -> Sequence[Measurement]:
        """The account's numbers and those of these posts. What the network does not say is left out, never 0."""


class Guards(Protocol):
    def list_safety_facts(self, client: Client, remote_id: str) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Keys:
    """What the network says our keys still open. Without `expires_at` they have no end it tells."""

    scopes: tuple[str, ...]
    expires_at: datetime | None = None


class Inspects(Protocol):
    def inspect(self, client: Client, app: App, tokens: Tokens) -> Keys:
        """Asks about our own keys. Raises Reconnect when they open nothing any more."""


@dataclass(frozen=True)
class Hook:
    """Where the network may tell us what happens, and the word by which it knows that the address is ours."""

    address: str
    verify_token: str = field(repr=False)


@dataclass(frozen=True)
class Event:
    """One thing that happened to one account. `raw` is its part of what the network sent: people's words, perhaps.

    `remote_id` is the network's own name for the event, or "".
    """

    account: str
    kind: str
    raw: str = field(repr=False)
    remote_id: str = ""
    at: datetime | None = None


class Hears(Protocol):
    """Being told by the network, instead of asking. `secret_setting`: the setting whose secret signs what it sends."""

    @property
    def secret_setting(self) -> str: ...

    def answer_handshake(self, query: Mapping[str, str], secret: str, verify_token: str) -> str | None:
        """What to answer when the network asks whether the address is ours; None: this was not the network."""

    def is_genuine(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """Whether the network signed exactly these bytes. `headers` have lower-case names."""

    def read_events(self, sent: Any) -> Sequence[Event]:
        """From the decoded body. What is of no known shape is left out."""

    def subscribe(self, client: Client, app: App, remote_id: str, hook: Hook) -> None: ...

    def unsubscribe(self, client: Client, app: App, remote_id: str) -> None: ...


CAPABILITIES = ("connects", "publishes", "listens", "replies", "moderates", "measures", "guards")


@dataclass(frozen=True)
class Reply:
    """An answer that is not a plain yes, for the network's `judge`. `body` is decoded JSON or None."""

    status: int
    headers: Mapping[str, str]
    body: Any


# What a "no" means in the five errors, or None where the status alone says it. Given the time now.
Judge = Callable[[Reply, datetime], NetworkError | None]


@dataclass(frozen=True)
class Limits:
    """Told to the writer early; the network stays the judge. 0 = none known or not offered."""

    text: int
    pictures: int
    picture_bytes: int
    picture_types: tuple[str, ...]
    alt: int
    count: Callable[[str], int] = len
    min_pictures: int = 0


@dataclass(frozen=True)
class Price:
    """US dollars for one post by API. `count_links` counts as the network does."""

    post: str
    with_link: str
    count_links: Callable[[str], int]

    def of(self, text: str) -> Decimal:
        return Decimal(self.with_link if self.count_links(text) else self.post)


@dataclass(frozen=True)
class Network:
    """`key` is what the account row carries. `settle_seconds`: how long after an unclear answer a post that
    is not there may be believed absent. `hosts` are where its addresses lead, `key_settings` the settings with our
    id and secret there."""

    key: str
    label: str
    website: str
    api_base: str
    dialog_base: str
    practice_path: str
    hosts: tuple[str, ...]
    limits: Limits
    key_settings: tuple[str, str] | None = None
    metrics: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("text", "photo")
    settle_seconds: int = 10
    price: Price | None = None
    note: Saying | None = None
    judge: Judge | None = None
    connects: Connects | None = None
    publishes: Publishes | None = None
    listens: Listens | None = None
    replies: Replies | None = None
    moderates: Moderates | None = None
    measures: Measures | None = None
    guards: Guards | None = None
    inspects: Inspects | None = None
    hears: Hears | None = None

    def can(self, capability: str) -> bool:
        return getattr(self, capability) is not None
