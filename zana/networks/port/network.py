"""The description of one network: data, and a module for each thing it can do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from zana.kernel.words import Saying
from zana.networks.port.access import Connects, Keeps, SignsIn
from zana.networks.port.client import Judge
from zana.networks.port.guard import Guards
from zana.networks.port.hear import Hears
from zana.networks.port.limits import Limits, Price
from zana.networks.port.measure import Measures
from zana.networks.port.posts import Publishes
from zana.networks.port.talk import Listens, Moderates, Replies

CAPABILITIES = ("connects", "publishes", "listens", "replies", "moderates", "measures", "guards")


@dataclass(frozen=True)
class Network:
    """`key` is what the account row carries. `settle_seconds`: how long after an unclear answer a post that
    is not there may be believed absent. `hosts` are where its addresses lead, `key_settings` the settings with our
    id and secret there. `needs`: {capability or way of it: permissions without which it is shut}; `kinds` of post,
    `ways` of replying. `needs_address`: pictures are fetched by the network from `Picture.address`. `upload_hosts` are
    where `Client.upload` may go beside the API itself. A network has `connects` or `signs_in`, or is by hand only;
    without `practice_path` it cannot be rehearsed; `practice_website` is where people see the rehearsal, if not there.

    `door`: this describes another way into the network of that `key`, with other addresses, keys and permissions, and
    `doorway` says to people which one."""

    key: str
    label: str
    website: str
    api_base: str
    dialog_base: str
    practice_path: str
    hosts: tuple[str, ...]
    limits: Limits
    door: str = ""
    doorway: Saying | None = None
    code_base: str = ""
    practice_website: str = ""
    key_settings: tuple[str, str] | None = None
    metrics: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ("text", "link", "photo", "photos")
    ways: tuple[str, ...] = ()
    needs_address: bool = False
    upload_hosts: tuple[str, ...] = ()
    settle_seconds: int = 10
    price: Price | None = None
    note: Saying | None = None
    judge: Judge | None = None
    connects: Connects | None = None
    signs_in: SignsIn | None = None
    publishes: Publishes | None = None
    listens: Listens | None = None
    replies: Replies | None = None
    moderates: Moderates | None = None
    measures: Measures | None = None
    guards: Guards | None = None
    hears: Hears | None = None

    @property
    def entry(self) -> str:
        """What a way of connecting is asked for by."""
        return self.door or self.key

    def is_at(self, address: str) -> bool:
        """Do the accounts that are called there come through this door?"""
        own = urlsplit(self.api_base).hostname == urlsplit(address).hostname
        return own or (bool(self.practice_path) and address.endswith(self.practice_path))

    @property
    def keeps(self) -> Keeps | None:
        return self.connects or self.signs_in

    def can(self, capability: str) -> bool:
        return getattr(self, "keeps" if capability == "connects" else capability) is not None

    def find_missing(self, granted: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """{what is shut: permissions it lacks} for an account whose keys may do `granted`."""
        lacking = {
            what: tuple(scope for scope in scopes if scope not in granted) for what, scopes in self.needs.items()
        }
        return {what: scopes for what, scopes in lacking.items() if scopes}
