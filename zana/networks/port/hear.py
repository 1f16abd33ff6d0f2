"""Being told by the network what happens, instead of asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from zana.networks.port.access import App
from zana.networks.port.client import Client


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
    """`signed_with`: the setting with the secret that signs what the network sends."""

    @property
    def signed_with(self) -> str: ...

    def answer_handshake(self, query: Mapping[str, str], secret: str, verify_token: str) -> str | None:
        """What to answer when the network asks whether the address is ours; None: this was not the network."""

    def is_genuine(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """Whether the network signed exactly these bytes. `headers` have lower-case names."""

    def read_events(self, sent: Any) -> Sequence[Event]:
        """From the decoded body. What is of no known shape is left out."""

    def subscribe(self, client: Client, app: App, remote_id: str, hook: Hook) -> None: ...

    def unsubscribe(self, client: Client, app: App, remote_id: str) -> None: ...
