"""Numbers read off the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from zana.networks.port.client import Client


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


class Measures(Protocol):
    def measure(self, client: Client, remote_id: str, posts: Sequence[str]) -> Sequence[Measurement]:
        """The account's numbers and those of these posts. What the network does not say is left out, never 0."""
