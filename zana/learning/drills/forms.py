"""The form of a drill's file. Whatever does not fit is a ValueError when the file is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Texts = Mapping[str, str]
Dimension = Literal["safety", "evidence", "communication", "log"]

LANGUAGES = ("en", "sq", "sr")
DIMENSIONS: tuple[Dimension, ...] = ("safety", "evidence", "communication", "log")
# Channels that stand in the practice network (-> what it plays), and those that only the sheet shows.
PLAYED = {
    "own_post": "own_post",
    "foreign_post": "foreign_post",
    "story": "story",
    "comment": "comment",
    "dm": "message",
    "dms": "messages",
    "role": "role",
    "demoted": "demoted",
    "ad": "ad",
    "session": "session",
    "copy": "copy",
}
Channel = Literal[
    "own_post", "foreign_post", "story", "comment", "dm", "dms", "role", "demoted", "ad", "session", "copy",
    "email", "phone", "team", "director", "fact",
]  # fmt: skip
VOICED = frozenset({"phone", "director"})
# What practice can see her do: to something that an inject brought, or at all.
ABOUT_AN_INJECT = frozenset(
    {"reported", "kept", "hid", "removed", "answered", "wrote", "lost", "blocked", "shared", "followed", "gave",
     "forwarded", "undid", "named",
     "wrote_each", "wrote_other", "deleted", "described", "wiped"}
)  # fmt: skip
AT_ALL = frozenset(
    {
        "support",
        "posted",
        "spoke",
        "password",
        "sessions",
        "two_step",
        "words",
        "doors",
        "contacts",
        "apps",
        "boosted",
        "looked",
        "roles_kept",
        "recovery",
    }
)


def check_texts(texts: Texts, what: str) -> None:
    if not isinstance(texts, Mapping) or set(texts) != set(LANGUAGES):
        raise ValueError(f"{what} wants exactly {', '.join(LANGUAGES)}")
    if empty := [language for language in LANGUAGES if not texts[language].strip()]:
        raise ValueError(f"{what} says nothing in {empty[0]}")


@dataclass(frozen=True, slots=True)
class Watch:
    """`sign` is `<verb>` or `<verb>:<inject>`. `says`: her words must contain this, in any language."""

    sign: str
    says: str = ""

    def __post_init__(self) -> None:
        if (self.verb not in ABOUT_AN_INJECT) if self.inject else (self.verb not in AT_ALL):
            raise ValueError(f"practice cannot see {self.sign}")
        re.compile(self.says)

    @property
    def verb(self) -> str:
        return self.sign.partition(":")[0]

    @property
    def inject(self) -> str:
        return self.sign.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Act:
    """Something right to do. `within` so many minutes of the inject that asks for it; `after` other acts.

    `seen`: how practice shows it, any of these, or all of them where they belong `together`. `spoken`: on the telephone
    or in the room, where her trainer listens and marks it. What is neither is written: it stands on her sheet, and
    counts with the words she would send.
    """

    id: str
    dimension: Dimension
    within: int = 5
    after: tuple[str, ...] = ()
    seen: tuple[Watch, ...] = ()
    together: bool = False
    spoken: bool = False

    def __post_init__(self) -> None:
        if self.spoken and self.seen:
            raise ValueError(f"{self.id} is either seen or spoken")

    @property
    def is_on_sheet(self) -> bool:
        return not self.seen and not self.spoken


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong turn: reversible, or a red line that ends the drill. It is none where `unless` was done before.

    `told`: it stands on her sheet among what can be done. `spoken`: her trainer hears it.
    """

    id: str
    red: bool = False
    unless: str = ""
    seen: tuple[Watch, ...] = ()
    told: bool = True
    spoken: bool = False
    together: Literal[False] = False

    @property
    def is_on_sheet(self) -> bool:
        return self.told and not self.spoken


@dataclass(frozen=True, slots=True)
class Bonus:
    """Specific points for `act`: `within` minutes of its inject (0 = whenever), `before` another, and `never` that."""

    points: int
    act: str
    title: Texts
    within: int = 0
    before: str = ""
    never: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One of many private messages that come together; `urgent`: she waits for help, the others can wait."""

    sender: str
    en: str
    sq: str
    sr: str
    urgent: bool = False

    @property
    def texts(self) -> Texts:
        return {"en": self.en, "sq": self.sq, "sr": self.sr}


@dataclass(frozen=True, slots=True)
class Inject:
    """Something that happens `t` minutes after the start. All it `expects` done, what it `unlocks` comes at once.

    `link`: a trap, unless it is `genuine`: then the network's own way to undo a change is behind it.
    `picture`: one that the practice network draws; it comes without a description. `spread`: so many times as many
    people as usual have seen the post already. `letters`: what comes privately, each from somebody else; the inject's
    own words then only stand on her sheet.
    """

    id: str
    t: int
    channel: Channel
    sender: str | Texts
    texts: Texts
    expects: tuple[str, ...]
    unlocks: tuple[str, ...] = ()
    attachment: Texts = field(default_factory=dict)
    link: str = ""
    genuine: bool = False
    voices: int = 1
    picture: str = ""
    spread: int = 0
    letters: tuple[Letter, ...] = ()

    def __post_init__(self) -> None:
        if self.letters and (self.channel != "dms" or not any(one.urgent for one in self.letters)):
            raise ValueError(f"letters of {self.id} come as dms, and one of them is urgent")

    @property
    def cue_keys(self) -> list[str]:
        """Under which names it stands in the practice network: its own, or one for each letter."""
        return [f"{self.id}.{number}" for number in range(len(self.letters))] if self.letters else [self.id]

    @property
    def is_played(self) -> bool:
        return self.channel in PLAYED

    @property
    def is_voiced(self) -> bool:
        """The trainer says it, as whoever is on the telephone or in the room."""
        return self.channel in VOICED

    def sender_in(self, language: str) -> str:
        return self.sender if isinstance(self.sender, str) else self.sender[language]


@dataclass(frozen=True, slots=True)
class Drill:
    """`unit` is the lesson it belongs to. `warning` stands where somebody may not want to see this today.

    `lock_down`: acts that together are the lock-down whose minutes the audit asks for.
    """

    id: str
    minutes: int
    unit: str
    title: Texts
    scene: Texts
    debrief: Mapping[str, tuple[str, ...]]
    acts: tuple[Act, ...]
    wrongs: tuple[Wrong, ...]
    injects: tuple[Inject, ...]
    bonuses: tuple[Bonus, ...] = ()
    warning: Texts = field(default_factory=dict)
    lock_down: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if fault := next(self._faults(), None):
            raise ValueError(fault)

    @property
    def number(self) -> int:
        return int(self.id.removeprefix("d"))

    @property
    def code(self) -> str:
        return self.id.upper()

    @property
    def moves(self) -> tuple[Act | Wrong, ...]:
        """Everything that can be recognised, right and wrong."""
        return (*self.acts, *self.wrongs)

    @property
    def words(self) -> str:
        """Everything it says and everybody it names, in every language."""
        senders = [one.sender for one in self.injects if isinstance(one.sender, str)]
        senders += [letter.sender for one in self.injects for letter in one.letters]
        asked = [question for questions in self.debrief.values() for question in questions]
        return "\n".join([*senders, *asked, *(text for texts, _ in self._texts() for text in texts.values())])

    @property
    def act_ids(self) -> list[str]:
        return [act.id for act in self.acts]

    @property
    def wrong_ids(self) -> list[str]:
        return [wrong.id for wrong in self.wrongs]

    def inject(self, name: str) -> Inject:
        return next(one for one in self.injects if one.id == name)

    def asks(self, act: str) -> list[Inject]:
        """The injects that expect this act."""
        return [one for one in self.injects if act in one.expects]

    def _faults(self) -> Iterator[str]:
        for named, what in self._texts():
            try:
                check_texts(named, what)
            except ValueError as wrong:
                yield str(wrong)
        yield from self._counts()
        names = {one.id for one in self.injects}
        known = {*self.act_ids, *self.wrong_ids}
        yield from _unknown("inject", {name for one in self.injects for name in one.unlocks}, names)
        yield from _unknown("inject", {watch.inject for watch in self._watches() if watch.inject}, names)
        yield from _unknown("act", {name for one in self.injects for name in one.expects}, self.act_ids)
        yield from _unknown("act", {name for act in self.acts for name in act.after}, self.act_ids)
        yield from _unknown("act", {*self.lock_down, *(wrong.unless for wrong in self.wrongs)}, self.act_ids)
        yield from _unknown("act", {name for one in self.bonuses for name in (one.act, one.before, one.never)}, known)
        yield from (f"nothing asks for {act}" for act in self.act_ids if not self.asks(act))

    def _counts(self) -> Iterator[str]:
        for what, all_of_them in (
            ("act or wrong", [*self.act_ids, *self.wrong_ids]), ("inject", [one.id for one in self.injects]),
        ):  # fmt: skip
            if len(all_of_them) != len(set(all_of_them)):
                yield f"an {what} stands there twice"
        if missing := [one for one in DIMENSIONS if not any(act.dimension == one for act in self.acts)]:
            yield f"no act for {missing[0]}"
        if not any(act.after for act in self.acts):
            yield "there is no right order"
        if not any(wrong.red for wrong in self.wrongs):
            yield "there is no red line"
        times = [one.t for one in self.injects]
        if times != sorted(times) or not times or times[0] != 0 or times[-1] >= self.minutes:
            yield "injects begin at 0, follow each other and end before the drill does"
        if {*self.debrief} != {*LANGUAGES} or len({len(some) for some in self.debrief.values()}) != 1:
            yield f"debrief wants as many questions in each of {', '.join(LANGUAGES)}"

    def _texts(self) -> Iterator[tuple[Texts, str]]:
        yield from ((self.title, "title"), (self.scene, "scene"))
        if self.warning:
            yield self.warning, "warning"
        for one in self.injects:
            yield one.texts, f"inject {one.id}"
            if one.attachment:
                yield one.attachment, f"attachment of {one.id}"
            if not isinstance(one.sender, str):
                yield one.sender, f"sender of {one.id}"
            yield from ((letter.texts, f"letter of {letter.sender}") for letter in one.letters)
        yield from ((bonus.title, f"bonus {bonus.act}") for bonus in self.bonuses)

    def _watches(self) -> Iterator[Watch]:
        for one in self.moves:
            yield from one.seen


def _unknown(what: str, named: Collection[str], known: Collection[str]) -> Iterator[str]:
    yield from (f"there is no {what} {name}" for name in sorted(named) if name and name not in known)
