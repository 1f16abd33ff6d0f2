"""Small decisions about accounts, links, keys and profiles, without a database."""

from __future__ import annotations

import ipaddress
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from urllib.parse import urlsplit

from zana.kernel.words import Saying, say
from zana.networks.port import Network, Price

FIRST_WARNING, LAST_WARNING = 14, 3
NEARLY = Decimal("0.8")
INSIDE = (".local", ".internal", ".lan", ".home.arpa", ".localhost", ".test", ".invalid")


def make_challenge(verifier: str) -> str:
    """PKCE S256 of RFC 7636."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def find_fault_in_link(network: Network, link: str) -> Saying | None:
    """Why this is not the address of something on that network; None when it is."""
    parts = urlsplit(link.strip())
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not host:
        return say("Paste the whole address. It begins with https://")
    if not any(host == own or host.endswith(f".{own}") for own in network.hosts):
        return say("This address is not on {network}.", network=network.label)
    return None


def read_server(typed: str) -> str:
    """Scheme, name and port of what a person typed as a server; what is after them does not count."""
    typed = typed.strip()
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    return f"{parts.scheme}://{parts.netloc}".lower()


# --- keys


def days_before(end: datetime, now: datetime) -> int:
    """Begun days until then; 0 when it is over."""
    return max(0, -((now - end) // timedelta(days=1)))


def days_to_warn(end: datetime | None, now: datetime) -> int | None:
    """Which of the two warnings is due, if any."""
    if end is None:
        return None
    left = days_before(end, now)
    return next((stage for stage in (LAST_WARNING, FIRST_WARNING) if left <= stage), None)


# What a permission opens, in the words of who gives it; the keys are those of `Network.needs`.
ABILITIES: Mapping[str, Saying] = {
    "publishes": say("publishing"),
    "photo": say("pictures and videos"),
    "listens": say("reading comments"),
    "replies": say("answering comments"),
    "message": say("reading and writing messages"),
    "moderates": say("hiding and deleting comments"),
    "mute": say("muting people"),
    "measures": say("reading numbers"),
    "guards": say("reading the settings"),
}


def say_missing(network: Network, granted: Iterable[str]) -> Saying | None:
    """What keys that may do `granted` do not open; None when they open everything."""
    shut = [ABILITIES[what] for what in network.find_missing(tuple(granted)) if what in ABILITIES]
    if not shut:
        return None
    return say(
        "You said no to {what} on {network}. Everything else works. Connect it again if you want that too.",
        what=join_sayings(shut),
        network=network.label,
    )


def join_sayings(sayings: Sequence[Saying]) -> Saying:
    """One, two, three."""
    joined = sayings[0]
    for more in sayings[1:]:
        joined = say("{first}, {next}", first=joined, next=more)
    return joined


# --- an address others can reach


def find_fault_in_media_address(address: str) -> Saying | None:
    """Why a network outside cannot fetch pictures from there, as far as the address itself says."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if not host:
        return say("No address is set at which networks could fetch our pictures.")
    if _is_inside(host):
        return say("{address} is an address inside a house: networks cannot come in there.", address=host)
    if parts.scheme != "https":
        return say("The address of our pictures is not https: networks do not fetch from there.")
    return None


def _is_inside(host: str) -> bool:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith(INSIDE)
    return not found.is_global


# --- money


def is_nearly_spent(spent: Decimal, ceiling: Decimal) -> bool:
    return spent >= ceiling * NEARLY


def guess_month(price: Price, texts: Iterable[str], months: int) -> tuple[int, Decimal]:
    """(posts in a month, dollars they would cost), at the rhythm of these texts, written in so many months."""
    costs = [price.of(text) for text in texts]
    each = Decimal(months)
    posts = (Decimal(len(costs)) / each).quantize(Decimal(1), ROUND_HALF_UP)
    return int(posts), (sum(costs, Decimal(0)) / each).quantize(Decimal("0.01"), ROUND_HALF_UP)


def write_dollars(amount: Decimal) -> str:
    """ "$0.015", "$4.20": two places, three where the third says something."""
    return f"${amount:.3f}" if amount != amount.quantize(Decimal("0.01")) else f"${amount:.2f}"


# --- before and after


@dataclass(frozen=True)
class Look:
    """A profile on one day. None = nobody said. Pictures are known by their SHA-256."""

    name: str
    bio: str | None = None
    link: str | None = None
    picture: str | None = None
    cover: str | None = None


PARTS: Mapping[str, tuple[Saying, Saying, Saying]] = {
    "name": (say("The name is another one."), say("There is a name now."), say("The name is gone.")),
    "bio": (
        say("The words about you are new."),
        say("There are words about you now."),
        say("The words about you are gone."),
    ),
    "link": (say("The link leads somewhere else."), say("There is a link now."), say("The link is gone.")),
    "picture": (
        say("The profile picture is another one."),
        say("There is a profile picture now."),
        say("The profile picture is gone."),
    ),
    "cover": (
        say("The cover picture is another one."),
        say("There is a cover picture now."),
        say("The cover picture is gone."),
    ),
}


def compare_looks(before: Look, after: Look) -> dict[str, Saying]:
    """What changed, in words, by part. What nobody said on one of the days is no change."""
    found = {}
    for part, (other, came, went) in PARTS.items():
        old, new = getattr(before, part), getattr(after, part)
        if old is None or new is None or old == new:
            continue
        found[part] = came if not old else went if not new else other
    return found
