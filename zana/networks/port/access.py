"""From "may we?" to keys: the app we are, the places somebody may speak for, and what was really allowed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from zana.kernel.words import Saying
from zana.networks.port.client import Client


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
class Tokens:
    """`expires_at` None = no end known. `scopes` are those granted, not those asked for. Never logged, stored only
    sealed."""

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
    code_base: str = ""  # where codes become keys, if that is neither


@dataclass(frozen=True)
class Place:
    """One page or profile the person who consented may speak for, with the tokens to do so."""

    profile: Profile
    tokens: Tokens


@dataclass(frozen=True)
class Grant:
    """What a token is worth now, as the network itself says. `personal`: it speaks for the person who consented and
    not for the place, so it is never kept as the place's; `expires_at` None = no end known."""

    valid: bool
    scopes: tuple[str, ...] = ()
    personal: bool = False
    expires_at: datetime | None = None
    why: Saying | None = None


class Keeps(Protocol):
    """What it takes to keep a connection, however it was made."""

    def renew(self, client: Client, app: App, tokens: Tokens) -> Tokens | None:
        """Fresh tokens, or None where the network needs none. A refresh token is good for one use."""

    def see_grant(self, client: Client, app: App, tokens: Tokens, remote_id: str) -> Grant | None:
        """What these tokens may still do for that account, or None where the network cannot be asked. The client
        carries no token."""

    def see_profile(self, client: Client, remote_id: str) -> Profile: ...

    def let_go(self, client: Client, app: App, tokens: Tokens) -> None:
        """Gives the permission back to the network."""


class Connects(Keeps, Protocol):
    """By a trip to the network's consent page."""

    def consent_address(self, app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
        """Where the person's browser goes to say yes. `challenge` is PKCE S256."""

    def exchange(self, client: Client, app: App, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
        """The code for tokens as long-lived as the network gives."""

    def list_places(self, client: Client, app: App, tokens: Tokens) -> Sequence[Place]:
        """What the person who consented may speak for; the client carries her tokens, which are `tokens`. A token that
        is not the place's own is never given as such."""


class SignsIn(Keeps, Protocol):
    """By a form, where the network has no consent page that a house like this can use: the server is typed too."""

    def sign_in(self, client: Client, *, name: str, password: str) -> Place:
        """A password made for programs, used once for tokens and kept nowhere."""
