"""What an API can say about how safe an account is: facts with a date, for whoever judges them.

Two-step sign-in, sign-ins and recovery addresses are read by no API of the networks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol

from zana.networks.port.client import Client


@dataclass(frozen=True)
class Role:
    """Somebody who may act for the account."""

    remote_id: str
    name: str
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class SafetyFacts:
    """None = the network does not say, which is neither yes nor no. `declined` are permissions asked for and refused,
    `webhooks` what the network sends us, `own_tasks` what whoever connected may do."""

    published: bool | None = None
    verified: bool | None = None
    protected: bool | None = None
    roles: tuple[Role, ...] | None = None
    own_tasks: tuple[str, ...] | None = None
    moderation_words: tuple[str, ...] | None = None
    settings: tuple[tuple[str, str], ...] | None = None
    blocked: int | None = None
    granted: tuple[str, ...] | None = None
    declined: tuple[str, ...] | None = None
    token_expires_at: datetime | None = None
    webhooks: tuple[str, ...] | None = None
    messages_open: bool | None = None
    category: str | None = None  # as the network words it
    owner_business: str | None = None  # the portfolio that owns the account, by its name
    phone: str | None = None  # that everybody sees; empty where there is none, and so with the next
    emails: tuple[str, ...] | None = None
    answers_within: str | None = None  # what the page promises who writes to it, as the network words it
    pinned: bool | None = None

    def known(self) -> Mapping[str, Any]:
        """Only what the network said, by name."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in told.items() if value is not None}


class Guards(Protocol):
    def see_safety(self, client: Client, remote_id: str) -> SafetyFacts: ...
