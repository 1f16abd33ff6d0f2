"""What a web page says of itself, and what that counts for. Pages come from strangers: nothing of them is believed."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from zana.audits.rules.verdicts import Verdict
from zana.kernel.words import say

MOST_LETTERS = 250_000  # the head and the footer of an ordinary page stand well within
MOST_PIECES = 30_000  # tags and texts between them
MOST_LINKS = 500
LONGEST = 300
CARD = (1200, 630)
# Encodings a page may name. Others are codecs for something else, or a trick.
CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "latin1", "koi8-r"})
CHARSETS |= {f"iso-8859-{part}" for part in (1, 2, 5, 15, 16)}
CHARSETS |= {f"{name}{page}" for name in ("windows-", "cp") for page in (1250, 1251, 1252)}


@dataclass(frozen=True, slots=True)
class PageFacts:
    """`meta`: {property or name: content} of og:, twitter: and description, the first of each. `links`: absolute."""

    address: str
    title: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.title, self.in_title = address, "", False
        self.meta: dict[str, str] = {}
        self.links: dict[str, None] = {}
        self.pieces = self.asked = 0

    def _count(self) -> None:
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise _Enough

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count()
        told = {name: value or "" for name, value in attrs}
        if tag == "title":
            self.in_title = not self.title
        elif tag == "meta":
            self._note_meta(told)
        elif tag == "a" and self.asked < MOST_LINKS:
            self.asked += 1
            self._note_link(told.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        self._count()
        if self.in_title:
            self.title = (self.title + data)[:LONGEST]

    def _note_meta(self, told: Mapping[str, str]) -> None:
        name = (told.get("property") or told.get("name") or "").strip().casefold()
        if name == "description" or name.startswith(("og:", "twitter:")):
            self.meta.setdefault(name[:60], told.get("content", "").strip()[: 4 * LONGEST])

    def _note_link(self, target: str) -> None:
        if (address := join(self.address, target)) is not None:
            self.links[address] = None


class _Enough(Exception):
    pass


def read_page(html: str, address: str) -> PageFacts:
    """Never raises, whatever it is given."""
    reader = _Reader(address)
    # The standard parser gives up on some nonsense in its own ways; what it had read until then counts.
    with contextlib.suppress(_Enough, AssertionError, ValueError):
        reader.feed(html[:MOST_LETTERS])
    return PageFacts(address, " ".join(reader.title.split()), reader.meta, tuple(reader.links))


def decode(body: bytes, content_type: str) -> str:
    """By what the header or the page says, where that is an encoding of letters; else as UTF-8, with holes."""
    named = _named_charset(content_type) or _named_charset(body[:2048].decode("ascii", "replace"))
    return body.decode(named if named in CHARSETS else "utf-8", "replace")


def _named_charset(text: str) -> str:
    rest = text.casefold().partition("charset=")[2].lstrip("\"' ")
    return "".join(letter for letter in rest[:20] if letter.isalnum() or letter == "-") if rest[:1].isalnum() else ""


def join(base: str, target: str) -> str | None:
    """An absolute address without its fragment; None for what is none."""
    try:
        address = urljoin(base, target.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return parts._replace(fragment="").geturl()[:1000]


def host_of(address: str) -> str:
    """Host and port, without www, as people see the place; empty for what is no address."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        return (parts.netloc.rpartition("@")[2]).casefold().removeprefix("www.").removesuffix(":443")
    except ValueError:
        return ""


def choose_pages(home: PageFacts, most: int = 5) -> list[str]:
    """Up to five other pages of the same host, in the order they are linked; no files."""
    chosen: list[str] = []
    for address in home.links:
        parts = urlsplit(address)
        file = parts.path.rpartition("/")[2].rpartition(".")
        is_page = not file[1] or file[2].casefold() in ("html", "htm", "php", "aspx")
        if host_of(address) == host_of(home.address) and is_page and _path(address) != _path(home.address):
            chosen.append(address)
    unique = {_path(address): address for address in reversed(chosen)}
    return [address for address in chosen if unique.get(_path(address)) == address][:most]


def _path(address: str) -> str:
    return urlsplit(address).path.rstrip("/")


def judge_cards(pages: Sequence[PageFacts], image: tuple[int, int] | None) -> Verdict | None:
    """VIS-32. `pages`: home first; `image`: the size of its og:image, None where it could not be measured."""
    if not pages:
        return None
    whole = sum(_has_card(page) for page in pages)
    facts = [say("{whole} of {count} pages have title, text, picture and card", whole=whole, count=len(pages))]
    if image is not None:
        facts.append(say("The picture of the home page is {width} × {height}", width=image[0], height=image[1]))
    home = pages[0].meta
    wide = image is not None and image[0] >= CARD[0] and image[1] >= CARD[1]
    if whole == len(pages) and wide:
        return Verdict("VIS-32", "pass", say("Links to your website show title, text and picture."), tuple(facts))
    if home.get("og:title") and home.get("og:image"):
        if whole == len(pages) and image is None:
            why = say("Everything is set, but the picture could not be measured.")
            return Verdict("VIS-32", "unknown", why, tuple(facts))
        return Verdict("VIS-32", "partial", say("Title and picture are set, not everything else."), tuple(facts))
    return Verdict("VIS-32", "fail", say("Links to your website look bare."), tuple(facts))


def _has_card(page: PageFacts) -> bool:
    return all(page.meta.get(name) for name in ("og:title", "og:description", "og:image", "twitter:card"))


@dataclass(frozen=True, slots=True)
class Profile:
    """One of the organisation's profiles. `link`: what it links to, None where the network does not say."""

    network: str
    url: str
    link: str | None


def judge_links(links: Collection[str], site: str, profiles: Sequence[Profile]) -> Verdict | None:
    """VIS-33. `links`: found on the website, `site`: its address."""
    asked = [profile for profile in profiles if profile.url and profile.link is not None]
    if not asked:
        return None
    there = {_place(link) for link in links}
    out = [profile.network for profile in asked if _place(profile.url) in there]
    back = [profile.network for profile in asked if host_of(profile.link or "") == host_of(site)]
    facts = (
        say("The website links to {count} of {of} profiles", count=len(out), of=len(asked)),
        say("{count} of {of} profiles link to the website", count=len(back), of=len(asked)),
    )
    if len(out) == len(back) == len(asked):
        return Verdict("VIS-33", "pass", say("Website and profiles link to each other."), facts)
    if out or back:
        return Verdict("VIS-33", "partial", say("Some links between website and profiles are missing."), facts)
    return Verdict("VIS-33", "fail", say("Website and profiles do not link to each other."), facts)


def _place(address: str) -> str:
    """A profile's address as it is compared: no scheme, no www or m., no ending slash or query."""
    parts = urlsplit(address)
    host = host_of(address).removeprefix("m.").replace("twitter.com", "x.com")
    return f"{host}{parts.path.rstrip('/').casefold()}"
