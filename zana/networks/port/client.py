"""How an adapter calls its network."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from zana.networks.errors import NetworkError

Files = Mapping[str, tuple[str, bytes, str]]


class Client(Protocol):
    """Calls one network for one account (or for none yet); raises only the five errors.

    Paths begin with a slash and continue the account's API base. The verbs differ in what an unclear outcome means:
    `read`, `prepare`, `upload` and `change` may simply be done again (TryLater), `write` may not (OutcomeUnknown).
    Answers are decoded JSON. `website` is where people see in a browser what this client sees by API.
    """

    @property
    def website(self) -> str: ...

    def at(self, base: str) -> "Client":
        """The same at another address of the network: some keep the keys apart from the rest."""

    def read(self, path: str, **params: str) -> Any: ...

    def glance(self, path: str, **params: str) -> Any:
        """A read of something that may be gone or not ours: None where `read` raises Refused or CannotDo."""

    def prepare(
        self,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        json: object | None = None,
        files: Files | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """A POST that nobody sees and that may happen twice: an unpublished picture, a token. `body` is sent raw."""

    def upload(
        self,
        address: str,
        parts: Iterable[bytes],
        *,
        size: int,
        headers: Mapping[str, str] | None = None,
        scheme: str = "Bearer",
    ) -> Any:
        """Raw bytes to a whole address which the network gave us for it, the token shown by `scheme`. `parts` is read
        once, so the caller opens the file anew for another try."""

    def change(
        self,
        method: str,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        json: object | None = None,
    ) -> Any:
        """POST, PUT or DELETE of a state that is the same after the second time: hide, mute, delete."""

    def write(self, path: str, *, form: Mapping[str, str] | None = None, json: object | None = None) -> Any:
        """A write that people see: never twice."""


@dataclass(frozen=True)
class Reply:
    """An answer that is not a plain yes, for the network's `judge`. `body` is decoded JSON or None."""

    status: int
    headers: Mapping[str, str]
    body: Any


# What a "no" means in the five errors, or None where the status alone says it. Given the time now.
Judge = Callable[[Reply, datetime], NetworkError | None]
