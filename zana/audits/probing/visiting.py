"""A visit to somebody's website: few requests, little to carry, soon over, and never inside our own walls."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from zana.audits.probing.measuring import read_size
from zana.audits.rules.visits import Knock, Trouble
from zana.audits.rules.webpages import PageFacts, choose_pages, decode, host_of, join, read_page
from zana.kernel import http

MOST_REQUESTS = 10
MOST_BYTES = 1_000_000
MOST_HOPS = 3
SECONDS = 8.0
ALL_SECONDS = 40.0
HEAD_BYTES = 65_536  # of a picture: where its size stands
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass
class Fetched:
    knock: Knock
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def page(self) -> PageFacts:
        text = decode(self.body, self.headers.get("content-type", ""))
        return read_page(text, self.knock.ended or self.knock.address)


@dataclass
class Visitor:
    """Counts what it asks for; what is over the measure is not asked."""

    left: int = MOST_REQUESTS
    until: float = field(default_factory=lambda: time.monotonic() + ALL_SECONDS)
    known: dict[str, Fetched] = field(default_factory=dict)

    def fetch(self, address: str, *, most: int = MOST_BYTES) -> Fetched | None:
        """The address with its redirects, one request each; None when the measure is full."""
        if address not in self.known:
            fetched = self._walk(address, most)
            if fetched is None:
                return None
            self.known[address] = fetched
        return self.known[address]

    def _walk(self, address: str, most: int) -> Fetched | None:
        here = address
        for _ in range(MOST_HOPS + 1):
            seconds = min(SECONDS, self.until - time.monotonic())
            if self.left <= 0 or seconds <= 0:
                return None
            self.left -= 1
            got = _ask(here, most, seconds)
            if isinstance(got, Fetched):
                return Fetched(_answered(address, here, got), got.body, got.headers)
            onward = join(here, got)
            if onward is None or (is_ours(onward) and not is_ours(here)):
                return Fetched(Knock(address, here, trouble="walled"))
            here = onward
        return Fetched(Knock(address, here, trouble="loops"))


def _answered(asked: str, ended: str, got: Fetched) -> Knock:
    return Knock(asked, ended, got.knock.status, got.knock.trouble, got.knock.until)


def agent() -> str:
    """Who we are, for the website's owner: a program that says so, and where to ask."""
    return f"ZanaLook/1.0 (+{settings.ZANA_BASE_URL}; looks once a week, no robot that collects)"


def _ask(address: str, most: int, seconds: float) -> Fetched | str:
    """One answer, or where it sends us on."""
    body = bytearray()

    def keep(piece: bytes) -> None:
        body.extend(piece[: most - len(body)])

    headers = {"User-Agent": agent(), "Accept": "text/html,application/xhtml+xml,image/*;q=0.5"}
    try:
        answer = http.call("GET", address, headers=headers, timeout=seconds, max_bytes=most, into=keep)
    except http.AnswerTooLarge:
        return Fetched(Knock(address, address, 200 if body else 0, "" if body else "unread"), bytes(body))
    except http.CallFailed as failed:
        return Fetched(Knock(address, address, trouble=_name(failed)), bytes(body))
    if answer.status in _REDIRECTS and "location" in answer.headers:
        return answer.headers["location"]
    return Fetched(Knock(address, address, answer.status, until=answer.trusted_until), bytes(body), answer.headers)


def _name(failed: http.CallFailed) -> Trouble:
    if isinstance(failed, http.Untrusted):
        return "untrusted"
    if isinstance(failed, http.ForbiddenAddress):
        return "walled"
    return "silent" if isinstance(failed, http.Unreachable) else "unread"


@dataclass(frozen=True)
class Visited:
    """`pages`: home first, then up to five others that opened. `doors`: {where a profile links: how it answered}"""

    home: Knock | None
    pages: tuple[PageFacts, ...] = ()
    image: tuple[int, int] | None = None
    doors: Mapping[str, Knock] = field(default_factory=dict)


def visit(site: str, links: list[str]) -> Visited:
    """The website and where the profiles link to. Calls out: not inside a transaction."""
    visitor = Visitor()
    home = visitor.fetch(secure(site)) if site else None
    doors = {}
    for link in links:
        same = home is not None and host_of(link) == host_of(site) and _is_home(link)
        got = home if same else visitor.fetch(secure(link))
        if got is not None:
            doors[link] = got.knock
    if home is None or not home.knock.is_open:
        return Visited(home.knock if home else None, doors=doors)
    page = home.page
    image = _measure_image(visitor, page)
    pages = [page, *(got.page for got in map(visitor.fetch, choose_pages(page)) if got and got.knock.is_open)]
    return Visited(home.knock, tuple(pages), image, doors)


def secure(address: str) -> str:
    """As a careful browser would ask: by https, unless it is one of our own addresses without it."""
    full = address if "//" in address else f"https://{address}"
    if full.startswith("http://") and not is_ours(full):
        return f"https://{full.removeprefix('http://')}"
    return full


def is_ours(address: str) -> bool:
    """Part of this house. `kernel.http` would go there, and a stranger's website must not send us."""
    ours = [url for url in (settings.ZANA_PRACTICE_URL, settings.ZANA_MEDIA_URL) if url]
    try:
        return any(http.origin_of(address) == http.origin_of(url) for url in ours)
    except http.ForbiddenAddress:
        return False


def _is_home(address: str) -> bool:
    return "/" not in address.partition("//")[2].rstrip("/")


def _measure_image(visitor: Visitor, page: PageFacts) -> tuple[int, int] | None:
    address = join(page.address, page.meta.get("og:image", "")) if page.meta.get("og:image") else None
    got = visitor.fetch(address, most=HEAD_BYTES) if address else None
    return read_size(got.body) if got and got.knock.is_open else None
