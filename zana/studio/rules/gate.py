"""The safety gate on plain values: may this go out? The words never repeat what must not be read.

Steps after the publication gate in the handbook: metadata (P1), look (P2, faces), numbers and plates (P4), place (P5),
person and jigsaw (P6), words (P9). docs/safety-gate.md says which of the thirteen a machine does not see.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zana.kernel.words import Saying, say
from zana.networks.port import Network
from zana.studio.rules import persons
from zana.studio.rules.pieces import put_link
from zana.studio.rules.places import Found, find_places
from zana.studio.rules.terms import find_terms

PASS, WARN, SECOND_PERSON, STOP = "pass", "warn", "second_person", "stop"
ORDER = (PASS, WARN, SECOND_PERSON, STOP)
HASHTAG = re.compile(r"(?<!\w)#\w*[^\W\d]\w*")
NAME = re.compile(r"(?<![\w@.])@\w")
JIGSAW = 3  # kinds of detail that together can name a person


@dataclass(frozen=True, slots=True)
class PictureFacts:
    alt: str = ""
    name: str = ""
    sha256: str = ""
    metadata: tuple[str, ...] = ()  # what the file still tells beside its pixels
    is_whole: bool = True  # the file is there and is the one that was cleaned
    refused: Saying | None = None  # why the file is no picture we take
    needs_look: bool = False
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the network takes; 0 is no limit. Without a network nothing is known and nothing is said."""

    label: str
    text: int = 0
    pictures: int = 0
    min_pictures: int = 0
    alt: int = 0
    ratio: tuple[float, float] = (0, 0)
    hashtags: int = 0
    mentions: int = 0
    count: Callable[[str], int] = len


def make_bounds(network: Network) -> Bounds:
    limits = network.limits
    return Bounds(
        network.label,
        text=limits.text,
        pictures=limits.pictures,
        min_pictures=limits.min_pictures,
        alt=limits.alt,
        ratio=limits.ratio,
        hashtags=limits.hashtags,
        mentions=limits.mentions,
        count=limits.count,
    )


@dataclass(frozen=True, slots=True)
class Facts:
    text: str
    title: str = ""
    link: str = ""
    account: str = ""
    pictures: tuple[PictureFacts, ...] = ()
    bounds: Bounds | None = None
    places: tuple[str, ...] = field(default=(), repr=False)

    @property
    def wording(self) -> str:
        return put_link(self.text, self.link)


@dataclass(frozen=True, slots=True)
class Reason:
    step: str
    verdict: str
    words: Saying
    where: str = ""  # title, text, link, alt 1 ..., name 1 ...
    covers: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`fingerprint` is of exactly what was looked at: anything else has not been checked."""

    verdict: str
    reasons: tuple[Reason, ...]
    fingerprint: str

    @property
    def stops(self) -> bool:
        return self.verdict == STOP


def check_facts(facts: Facts) -> Verdict:
    reasons = tuple(reason for step in STEPS for reason in step(facts))
    worst = max((reason.verdict for reason in reasons), key=ORDER.index, default=PASS)
    return Verdict(worst, reasons, make_fingerprint(facts))


def make_fingerprint(facts: Facts) -> str:
    pictures = [[picture.sha256 or picture.name, picture.alt] for picture in facts.pictures]
    exact = json.dumps([facts.title, facts.text, facts.link, facts.account, pictures], ensure_ascii=False)
    return hashlib.sha256(exact.encode()).hexdigest()


def check_empty(facts: Facts) -> Iterator[Reason]:
    if not facts.wording and not facts.pictures:
        yield Reason("empty", STOP, say("There is nothing to say yet. Write a text or add a picture."), "text")


def check_bounds(facts: Facts) -> Iterator[Reason]:
    bounds = facts.bounds
    if bounds is None:
        return
    length, pictures = bounds.count(facts.wording), len(facts.pictures)
    if bounds.text and length > bounds.text:
        over = length - bounds.text
        words = say(
            "The text is too long for {network} by {over}: it counts {length}, {most} fit. Shorten it.",
            network=bounds.label,
            over=over,
            length=length,
            most=bounds.text,
        )
        yield Reason("length", STOP, words, "text")
    if bounds.pictures and pictures > bounds.pictures:
        words = say("{network} takes {most} pictures. Take some out.", network=bounds.label, most=bounds.pictures)
        yield Reason("pictures", STOP, words)
    if pictures < bounds.min_pictures:
        yield Reason("pictures", STOP, say("{network} needs a picture. Add one.", network=bounds.label))


def check_marks(facts: Facts) -> Iterator[Reason]:
    """Hashtags and names, where the network counts them."""
    bounds = facts.bounds
    if bounds is None:
        return
    if bounds.hashtags and len(HASHTAG.findall(facts.wording)) > bounds.hashtags:
        words = say("{network} takes {most} hashtags. Take some out.", network=bounds.label, most=bounds.hashtags)
        yield Reason("marks", STOP, words, "text")
    if bounds.mentions and len(NAME.findall(facts.wording)) > bounds.mentions:
        words = say("{network} takes {most} names with @. Take some out.", network=bounds.label, most=bounds.mentions)
        yield Reason("marks", STOP, words, "text")


def check_shape(facts: Facts) -> Iterator[Reason]:
    """Told, because it will look different; size and kind are fitted without a word."""
    bounds = facts.bounds
    if bounds is None or not bounds.ratio[1]:
        return
    tallest, widest = bounds.ratio
    for number, picture in enumerate(facts.pictures, 1):
        if picture.height and not tallest - 0.005 <= picture.width / picture.height <= widest + 0.005:
            words = say(
                "{network} shows no picture of this shape. Picture {number} gets a border in the colour of its edge; "
                "nothing is cut off.",
                network=bounds.label,
                number=number,
            )
            yield Reason("shape", PASS, words, f"picture {number}")


def check_metadata(facts: Facts) -> Iterator[Reason]:
    for number, picture in enumerate(facts.pictures, 1):
        if picture.refused is not None:
            yield Reason("metadata", STOP, picture.refused, f"picture {number}")
        elif not picture.is_whole:
            words = say(
                "The file of picture {number} is missing or was changed. Take it out and add it again.", number=number
            )
            yield Reason("metadata", STOP, words, f"picture {number}")
        elif picture.metadata:
            words = say(
                "Picture {number} still tells more than it shows (where, when or with what it was taken). "
                "Clean it first.",
                number=number,
            )
            yield Reason("metadata", STOP, words, f"picture {number}")


def check_alt_text(facts: Facts) -> Iterator[Reason]:
    most = facts.bounds.alt if facts.bounds else 0
    for number, picture in enumerate(facts.pictures, 1):
        if not picture.alt.strip():
            words = say("Picture {number} has no description for those who cannot see it. Write one.", number=number)
            yield Reason("alt_text", STOP, words, f"alt {number}")
        elif most and len(picture.alt) > most:
            words = say("The description of picture {number} is too long: {most} signs fit.", number=number, most=most)
            yield Reason("alt_text", STOP, words, f"alt {number}")


def check_places(facts: Facts) -> Iterator[Reason]:
    for where, text in _fields(facts):
        found = find_places(text, facts.places)
        if found:
            yield Reason("place", STOP, _say_place(where, text, found[0]), where, tuple(found))


def check_maps(facts: Facts) -> Iterator[Reason]:
    if any(persons.has_map(text) for _, text in _fields(facts)):
        words = say("A map link or coordinates show an exact place. Somebody else must see that it may be known.")
        yield Reason("map", SECOND_PERSON, words)


def check_persons(facts: Facts) -> Iterator[Reason]:
    text = "\n".join(text for _, text in _fields(facts))
    if persons.has_personal_id(text):
        words = say("This looks like a personal number. Take it out, or let somebody else say that it may stand.")
        yield Reason("person", SECOND_PERSON, words)
    if persons.has_address(text):
        words = say("This looks like an address. Is it public? Somebody else must say yes before it goes out.")
        yield Reason("person", SECOND_PERSON, words)
    if persons.has_private_number(text):
        yield Reason("person", WARN, say("This looks like a mobile number. Is it meant for everybody?"))
    if persons.has_private_mail(text):
        yield Reason("person", WARN, say("This looks like a private e-mail address. Is it meant for everybody?"))
    if persons.has_plate(text):
        yield Reason("person", WARN, say("This looks like a number plate. Take it out if it is somebody's."))


def check_jigsaw(facts: Facts) -> Iterator[Reason]:
    details = persons.find_details("\n".join(text for _, text in _fields(facts)))
    if len(details) >= JIGSAW:
        words = say(
            "Small details add up ({count} kinds: age, place, work, family and the like). Could a cousin recognise "
            "her? Leave some out, or let somebody else decide.",
            count=len(details),
        )
        yield Reason("jigsaw", SECOND_PERSON, words)


def check_look(facts: Facts) -> Iterator[Reason]:
    for number, picture in enumerate(facts.pictures, 1):
        if picture.needs_look:
            words = say(
                "Nobody has looked at picture {number} yet: faces, children, plates, signs, what is mirrored. "
                "Look at it large, then confirm.",
                number=number,
            )
            yield Reason("look", WARN, words, f"picture {number}")


def check_terms(facts: Facts) -> Iterator[Reason]:
    for words in find_terms("\n".join(text for _, text in _fields(facts))):
        yield Reason("terms", WARN, words, "text")


STEPS: tuple[Callable[[Facts], Iterator[Reason]], ...] = (
    check_empty,
    check_bounds,
    check_marks,
    check_shape,
    check_metadata,
    check_alt_text,
    check_places,
    check_maps,
    check_persons,
    check_jigsaw,
    check_look,
    check_terms,
)


def _fields(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "title", facts.title
    yield "text", facts.text
    yield "link", facts.link
    for number, picture in enumerate(facts.pictures, 1):
        yield f"alt {number}", picture.alt
        yield f"name {number}", picture.name


def _say_place(where: str, text: str, found: Found) -> Saying:
    kind, _, number = where.partition(" ")
    if kind == "text":
        paragraph = text[: found.start].strip().count("\n\n") + 1
        return say("Paragraph {number} of the text names a confidential place. Take it out.", number=paragraph)
    if kind == "alt":
        return say("The description of picture {number} names a confidential place. Take it out.", number=number)
    if kind == "name":
        return say("The file name of picture {number} names a confidential place. Rename the file.", number=number)
    if kind == "link":
        return say("The link names a confidential place. Take it out.")
    return say("The title names a confidential place. Take it out.")
