"""Reads of the registers: lines in words, what is due, what differs from the staff list, what they show."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from zana.audits.models import Leaving, RegisterLine, Review, Worker
from zana.audits.rules import registers as rules
from zana.audits.rules.shapes import NETWORK_KINDS, REGISTERS, Field, Register
from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.networks.models import Account
from zana.people.models import Membership, Organisation
from zana.ui.words import words

STAFF_DAYS = 90


@dataclass
class Book:
    """Everything an organisation's registers say, read once."""

    organisation: Organisation
    lines: dict[str, list[RegisterLine]]
    staff: list[Worker]
    reviews: dict[str, Review]
    names: dict[str, str] = field(default_factory=dict)  # of workers and of account lines, by ref

    def __post_init__(self) -> None:
        self.names |= {worker.ref: worker.name for worker in self.staff}
        self.names |= {line.ref: str(line.said.get("name", "")) for line in self.lines.get("accounts", ())}

    @property
    def current(self) -> set[str]:
        today = clock.today()
        return {worker.ref for worker in self.staff if worker.is_here(today)}

    def said(self, register: str) -> list[dict[str, Any]]:
        return [line.said for line in self.lines.get(register, ())]

    def reviewed(self, register: str) -> datetime | None:
        review = self.reviews.get(register)
        return review.at if review else None


def open_book(organisation: Organisation) -> Book:
    lines: dict[str, list[RegisterLine]] = defaultdict(list)
    for line in RegisterLine.objects.of(organisation):
        lines[line.register].append(line)
    return Book(organisation, lines, list(list_staff(organisation)), last_reviews(organisation))


def list_staff(organisation: Organisation) -> Iterable[Worker]:
    return Worker.objects.of(organisation).select_related("person")


def list_reviews(organisation: Organisation) -> list[Review]:
    """The oldest first."""
    return list(Review.objects.of(organisation).select_related("by", "second_by").order_by("at", "pk"))


def last_reviews(organisation: Organisation) -> dict[str, Review]:
    return pick_last(list_reviews(organisation))


def pick_last(reviews: Iterable[Review]) -> dict[str, Review]:
    """The newest of each register; of comparisons the newest that two people signed, else the newest."""
    newest: dict[str, Review] = {}
    for review in reviews:
        known = newest.get(review.register)
        if known is not None and known.second_by_id and review.register == Review.COMPARE and not review.second_by_id:
            continue
        newest[review.register] = review
    return newest


def waiting_comparison(reviews: Iterable[Review]) -> Review | None:
    """Signed once, and the second signature is still missing; older than two weeks it counts no more."""
    compared = [review for review in reviews if review.register == Review.COMPARE]
    newest = compared[-1] if compared else None
    fresh = newest is not None and newest.at > clock.now() - timedelta(days=14)
    return newest if newest and newest.second_by_id is None and fresh else None


# --- lines in words


@dataclass(frozen=True)
class Row:
    ref: str
    heading: str
    facts: list[tuple[Saying, str]]
    small: str = ""


def describe_lines(book: Book, register: Register) -> list[Row]:
    rows = [_describe(book, register, line) for line in book.lines.get(register.code, ())]
    return sorted(rows, key=lambda row: row.heading.casefold())


def _describe(book: Book, register: Register, line: RegisterLine) -> Row:
    said = line.said
    shown = [(f.label, show_value(book, f, said.get(f.key))) for f in register.fields if f.key != register.named_by]
    heading = show_value(book, register.field(register.named_by), said.get(register.named_by))
    return Row(line.ref, heading, [(label, value) for label, value in shown if value])


def show_value(book: Book, asked: Field, value: Any) -> str:
    if value in (None, "", [], False):
        return ""
    if asked.kind == "tick":
        return words(say("yes"))
    if asked.kind in ("choice", "choices"):
        labels = dict(asked.choices)
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(words(labels[one]) for one in chosen if one in labels)
    if asked.kind in ("person", "people", "account", "accounts"):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(book.names.get(one, "") or words(say("somebody taken off the list")) for one in chosen)
    if asked.kind == "date":
        return words(date.fromisoformat(value))
    return str(value)


# --- what is due


@dataclass(frozen=True)
class Shelf:
    """A register on the page of all registers."""

    register: Register
    count: int
    review: Review | None
    state: str  # empty, never, due, fresh
    due_on: date | None


def list_shelves(
    lines: Mapping[str, tuple[int, datetime | None]], allowed: Iterable[str], read: Iterable[Review]
) -> list[Shelf]:
    """`lines` as `count_standing` counts them; `read` are the reviews as `list_reviews` gives them."""
    reviews = pick_last(read)
    return [_shelve(REGISTERS[code], lines.get(code, (0, None)), reviews.get(looked_as(code))) for code in allowed]


def looked_as(register: str) -> str:
    """The list of rights is looked through by comparing it with the staff list."""
    return Review.COMPARE if register == "rights" else register


def _shelve(register: Register, lines: tuple[int, datetime | None], review: Review | None) -> Shelf:
    count, first = lines
    since = review.at if review else first
    if since is None or not count:
        return Shelf(register, count, review, "empty", None)
    due_on = clock.today() + (since + timedelta(days=register.days) - clock.now())
    state = "due" if due_on <= clock.today() else "fresh" if review else "never"
    return Shelf(register, count, review, state, due_on)


def running_leavings(organisation: Organisation) -> list[Leaving]:
    return list(Leaving.objects.of(organisation).filter(done_at=None).select_related("worker"))


def missing_accounts(book: Book) -> list[Account]:
    """Real accounts that are connected here and stand on no line."""
    listed = {line.account for line in book.lines.get("accounts", ())}
    links = {str(said.get("link", "")).rstrip("/").lower() for said in book.said("accounts")}
    rows = Account.objects.of(book.organisation).exclude(state="left")
    real = [account for account in rows if not account.is_practice]
    return [a for a in real if a.pk not in listed and (not a.url or a.url.rstrip("/").lower() not in links)]


# --- rights against staff


def compare_book(book: Book) -> list[rules.Difference]:
    """What differs between what people hold and who works here."""
    today = clock.today()
    signing_in = Membership.live.filter(organisation=book.organisation).select_related("person")
    known = {worker.person_id for worker in book.staff if worker.is_here(today)}
    unlisted = [member.person.name for member in signing_in if member.person_id not in known]
    return rules.compare(list_held(book), book.names, book.current, today, unlisted)


def list_held(book: Book) -> list[rules.Held]:
    """Everything that stands on anybody's name, with words for it."""
    held: list[rules.Held] = []
    rights = dict(REGISTERS["rights"].field("right").choices)
    for said in book.said("rights"):
        account = book.names.get(said.get("account", ""), "")
        what = say("{account}: {right}", account=account, right=rights[said["right"]])
        held.append(rules.Held(said["person"], what, until=_day(said.get("until"))))
    for register, key, is_access in _ELSEWHERE:
        shape = REGISTERS[register]
        for said in book.said(register):
            chosen = said.get(key) or []
            title = say("{thing}", thing=show_value(book, shape.field(shape.named_by), said.get(shape.named_by)))
            what = say("{register}, {line}", register=shape.title, line=title)
            people = chosen if isinstance(chosen, list) else [chosen]
            held += [rules.Held(person, what, is_access) for person in people]
    return held


_ELSEWHERE = (
    ("tools", "users", True),
    ("forms", "readers", True),
    ("recovery", "knows", True),
    ("accounts", "owner", False),
    ("accounts", "deputy", False),
    ("tools", "owner", False),
    ("forms", "owner", False),
    ("duties", "person", False),
)


def fingerprint(book: Book, differences: list[rules.Difference]) -> str:
    """Of what is signed: who works here, who holds what, and what differs."""
    text = json.dumps(
        [
            sorted(book.current),
            sorted((one.person, one.what.english(), str(one.until)) for one in list_held(book)),
            [difference.why.english() for difference in differences],
        ],
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _day(kept: Any) -> date | None:
    return date.fromisoformat(kept) if kept else None


# --- what the registers show


def judge_register(book: Book, register: str) -> list[rules.Judged]:
    now, reviewed = clock.now(), book.reviewed(register)
    fresh = reviewed is not None and now - reviewed <= rules.QUARTER
    if register == "accounts":
        return rules.judge_accounts(account_lines(book), len(missing_accounts(book)), reviewed, now)
    if register == "rights":
        done = read_comparison(book)
        lately = done is not None and now - done.signed_at <= rules.QUARTER
        found = rules.judge_full_control(account_lines(book), book.current, lately)
        return found + rules.judge_comparison(done, bool(book.lines.get("rights") and book.staff), now)
    if register == "forms":
        return rules.judge_forms([_form_line(said) for said in book.said("forms")], reviewed, now)
    if register == "tools":
        tools = [(s["holder"], bool(s.get("two_step")), len(s.get("users") or [])) for s in book.said("tools")]
        return rules.judge_tools(tools, fresh)
    if register == "recovery":
        accounts = {line.ref for line in book.lines.get("accounts", ()) if line.said.get("kind") in NETWORK_KINDS}
        kept = [_recovery_line(said) for said in book.said("recovery")]
        return rules.judge_recovery(kept, accounts, book.current, clock.today()) if fresh else []
    if register == "proof":
        papers = sorted((s["dated"], s["paper"]) for s in book.said("proof"))
        folder = rules.judge_folder([(paper, date.fromisoformat(dated)) for dated, paper in papers], clock.today())
        return folder + rules.judge_kit({paper for _, paper in papers})
    return []


def account_lines(book: Book) -> list[rules.AccountLine]:
    full: dict[str, list[str]] = defaultdict(list)
    for said in book.said("rights"):
        if said["right"] == "full":
            full[said["account"]].append(said["person"])
    covered = {ref for said in book.said("recovery") for ref in said.get("accounts") or []}
    return [
        rules.AccountLine(
            is_complete=all(line.said.get(key) for key in ("owner", "deputy", "vault")),
            recovery=line.ref in covered,
            on_network=line.said.get("kind") in NETWORK_KINDS,
            full=tuple(sorted(set(full[line.ref]))),
        )
        for line in book.lines.get("accounts", ())
    ]


def read_comparison(book: Book) -> rules.Comparison | None:
    """The last one that two people signed."""
    done = book.reviews.get(Review.COMPARE)
    if done is None or done.second_by_id is None:
        return None
    return rules.Comparison(done.at, done.networks_too, done.settings_too, done.differing)


def _form_line(said: dict[str, Any]) -> rules.FormLine:
    return rules.FormLine(
        readers=len(said.get("readers") or []),
        asks=frozenset(said.get("asks") or []),
        notice=bool(said.get("notice")),
        empty=bool(said.get("empty")),
        oldest=_day(said.get("oldest")),
    )


def _recovery_line(said: dict[str, Any]) -> rules.RecoveryLine:
    return rules.RecoveryLine(
        what=said["what"],
        accounts=frozenset(said.get("accounts") or []),
        where=str(said.get("where", "")),
        knows=tuple(said.get("knows") or []),
        made_on=_day(said.get("made_on")),
    )


def judge_leavings(organisation: Organisation) -> list[rules.Judged]:
    rows = Leaving.objects.of(organisation).values_list("left_at", "done_at")
    return rules.judge_leavers([rules.Left(left_at, done_at) for left_at, done_at in rows], clock.now())


def named_duties(book: Book) -> set[str]:
    """Duties somebody who still works here, or somebody from outside, is named for."""
    current = book.current
    return {s["duty"] for s in book.said("duties") if s.get("outside") or s.get("person") in current}
