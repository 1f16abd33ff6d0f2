"""What a register shows about a control, by the catalogue's own thresholds. Never more than the register knows.

An empty register says nothing: the list may lie in a drawer, and only a person can see that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying, say

QUARTER, HALF_YEAR, YEAR = timedelta(days=90), timedelta(days=180), timedelta(days=365)
DAY_LONG, WEEK = timedelta(hours=24), timedelta(days=7)
HELPLINE_DAYS = 90
_FULL_CONTROL = range(2, 5)
_STILL_BEARABLE = 6
_READERS = 2
_ASKS_TOO_MUCH = frozenset(["violence", "address", "children"])
_NOT_NEEDED = frozenset(["birth", "document", "work"])
_FRESH_ENTRY, _OLD_ENTRY = 30, 90
_LAST_LEAVERS = 3
_KNOWERS = _PLACES = 2
_FOLDER = frozenset(["certificate", "representative", "list", "mails"])


@dataclass(frozen=True, slots=True)
class Judged:
    control: str
    result: Result
    why: Saying


# --- accounts


@dataclass(frozen=True, slots=True)
class AccountLine:
    """`full`: who holds full control, by ref; `recovery`: a place of recovery data is noted for it."""

    is_complete: bool
    recovery: bool
    on_network: bool
    full: tuple[str, ...] = ()


def judge_accounts(
    lines: Sequence[AccountLine], missing: int, reviewed: datetime | None, now: datetime
) -> list[Judged]:
    """`missing`: accounts that are connected here and not on the list."""
    if not lines:
        return []
    fresh = reviewed is not None and now - reviewed <= QUARTER
    return [_judge_list(missing, fresh), _judge_holders(lines, fresh)]


def _judge_list(missing: int, fresh: bool) -> Judged:
    if missing >= 2:
        return Judged(
            "SEC-01", "fail", say("{count} accounts that are connected here are not on the list.", count=missing)
        )
    if missing == 1:
        return Judged("SEC-01", "partial", say("One account that is connected here is not on the list."))
    if not fresh:
        return Judged("SEC-01", "partial", say("The list was not looked through in the last 90 days."))
    return Judged(
        "SEC-01", "pass", say("The list was looked through in the last 90 days and names every account connected here.")
    )


def _judge_holders(lines: Sequence[AccountLine], fresh: bool) -> Judged:
    open_lines = sum(not (line.is_complete and line.recovery) for line in lines)
    if open_lines:
        why = say(
            "{count} accounts lack an owner, a deputy, an entry in the vault or a place of recovery data.",
            count=open_lines,
        )
        return Judged("CTL-20", "partial", why)
    if not fresh:
        return Judged("CTL-20", "partial", say("The list was not looked through in the last 90 days."))
    return Judged(
        "CTL-20",
        "pass",
        say("Every account has an owner, a deputy, an entry in the vault and a place of recovery data."),
    )


# --- rights


def judge_full_control(lines: Sequence[AccountLine], current: Collection[str], fresh: bool) -> list[Judged]:
    """The worst account decides; where nobody compared the rights lately, nothing is said."""
    asked = [line for line in lines if line.on_network]
    if not asked or not fresh or not any(line.full for line in asked):
        return []
    worst_first: tuple[Result, ...] = ("fail", "partial", "unknown", "pass")
    found = [_judge_account(line, current) for line in asked]
    return [min(found, key=lambda judged: worst_first.index(judged.result))]


def _judge_account(line: AccountLine, current: Collection[str]) -> Judged:
    count = len(line.full)
    if any(person not in current for person in line.full):
        return Judged("SEC-03", "fail", say("Somebody who no longer works here has full control of an account."))
    if count == 1 and line.recovery:
        return Judged(
            "SEC-03",
            "unknown",
            say("One person has full control; whether the way back in was tested, the list does not know."),
        )
    if count in _FULL_CONTROL:
        return Judged(
            "SEC-03",
            "pass",
            say("Two to four people have full control of every account, all of them on the staff list."),
        )
    if 4 < count <= _STILL_BEARABLE:
        return Judged("SEC-03", "partial", say("{count} people have full control of one account.", count=count))
    return Judged("SEC-03", "fail", say("An account has {count} people with full control.", count=count))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Signed by two; `networks_too`: compared with what the networks themselves show."""

    signed_at: datetime
    networks_too: bool
    settings_too: bool
    differing: int


def judge_comparison(done: Comparison | None, is_used: bool, now: datetime) -> list[Judged]:
    if done is None:
        never = say("The list of rights was never compared with the staff list.")
        return [Judged("SEC-30", "fail", never)] if is_used else []
    age = now - done.signed_at
    found = [_judge_age("SEC-30", age)]
    if done.settings_too:
        found.append(_judge_age("CTL-31", age))
    if done.networks_too:
        found.append(_judge_rights(done.differing, age))
    return found


def _judge_age(control: str, age: timedelta) -> Judged:
    days = age.days
    if age <= QUARTER:
        return Judged(control, "pass", say("Compared and signed {days} days ago.", days=days))
    return Judged(
        control, "partial" if age <= HALF_YEAR else "fail", say("Compared and signed {days} days ago.", days=days)
    )


def _judge_rights(differing: int, age: timedelta) -> Judged:
    if differing >= 2:
        return Judged("CTL-01", "fail", say("{count} rights differed when they were compared.", count=differing))
    if differing == 1 or age > HALF_YEAR:
        return Judged("CTL-01", "partial", say("One right differed when they were compared, or that is long ago."))
    return Judged("CTL-01", "pass", say("The list was compared with the networks and nothing differed."))


# --- people who left


@dataclass(frozen=True, slots=True)
class Left:
    left_at: datetime
    done_at: datetime | None  # the last step; None while something is open


def measure(left: Left, now: datetime) -> timedelta:
    """From the moment she left to the last step; while one is open, to now."""
    return (left.done_at or now) - left.left_at


def judge_leavers(people: Iterable[Left], now: datetime) -> list[Judged]:
    """The last three. A list that is open and still within its 24 hours says nothing yet."""
    newest = sorted(people, key=lambda left: left.left_at, reverse=True)
    counted = [measure(left, now) for left in newest if left.done_at or now - left.left_at > DAY_LONG][:_LAST_LEAVERS]
    if not counted:
        return []
    slowest = max(counted)
    hours = int(slowest.total_seconds() // 3600)
    why = say("The slowest of the last {count} leaver lists took {hours} hours.", count=len(counted), hours=hours)
    return [Judged("SEC-31", "pass" if slowest <= DAY_LONG else "partial" if slowest <= WEEK else "fail", why)]


# --- forms


@dataclass(frozen=True, slots=True)
class FormLine:
    readers: int
    asks: frozenset[str]
    notice: bool
    empty: bool
    oldest: date | None


def judge_forms(lines: Sequence[FormLine], reviewed: datetime | None, now: datetime) -> list[Judged]:
    """Only a list that somebody looked through lately speaks about forms that are not on it."""
    if not lines or reviewed is None or now - reviewed > QUARTER:
        return []
    return [_judge_readers(lines), _judge_questions(lines), _judge_entries(lines, reviewed.date())]


def _judge_readers(lines: Sequence[FormLine]) -> Judged:
    most = max(line.readers for line in lines)
    if most > _READERS or any(line.readers == 0 for line in lines):
        return Judged("CTL-22", "fail", say("A form is read by more than two people, or nobody knows by whom."))
    return Judged("CTL-22", "pass", say("Every form on the list is read by at most two named people."))


def _judge_questions(lines: Sequence[FormLine]) -> Judged:
    if any(line.asks & _ASKS_TOO_MUCH for line in lines):
        return Judged("CTL-23", "fail", say("A form asks about violence, her home or children."))
    not_needed = max(len(line.asks & _NOT_NEEDED) for line in lines)
    if not_needed:
        return Judged("CTL-23", "partial", say("A form asks for more than is needed to call back."))
    if not all(line.notice for line in lines):
        return Judged("CTL-23", "partial", say("A form links no privacy notice in its language."))
    return Judged("CTL-23", "pass", say("No form asks more than is needed, and each links a privacy notice."))


def _judge_entries(lines: Sequence[FormLine], on: date) -> Judged:
    holding = [line for line in lines if not line.empty]
    if any(line.oldest is None for line in holding):
        return Judged("CTL-24", "fail", say("Nobody knows how old the oldest entry of a form is."))
    oldest = max(((on - line.oldest).days for line in holding if line.oldest), default=0)
    result: Result = "pass" if oldest <= _FRESH_ENTRY else "partial" if oldest <= _OLD_ENTRY else "fail"
    return Judged("CTL-24", result, say("The oldest entry was {days} days old at the last look.", days=max(oldest, 0)))


# --- the way back in


@dataclass(frozen=True, slots=True)
class RecoveryLine:
    what: str
    accounts: frozenset[str]
    where: str
    knows: tuple[str, ...]
    made_on: date | None = None


def judge_recovery(
    lines: Sequence[RecoveryLine], accounts: Collection[str], current: Collection[str], today: date
) -> list[Judged]:
    """Of `accounts`, by ref. What is not on the list may lie somewhere all the same: that alone is no fail."""
    back = [line for line in lines if line.what in ("mail", "phone")]
    codes = [line for line in lines if line.what == "codes"]
    if not accounts:
        return []
    return [
        *(_judge_data(back, accounts, current) if back else ()),
        *(_judge_codes(codes, accounts, today) if codes else ()),
    ]


def _judge_data(back: Sequence[RecoveryLine], accounts: Collection[str], current: Collection[str]) -> Iterable[Judged]:
    if any(person not in current for line in back for person in line.knows):
        yield Judged("SEC-14", "fail", say("Recovery data are in the hands of somebody who no longer works here."))
        return
    bare = set(accounts).difference(*(line.accounts for line in back))
    if bare:
        yield Judged(
            "SEC-14", "partial", say("For {count} accounts no recovery data are on the list.", count=len(bare))
        )
    elif min(len(line.knows) for line in back) < _KNOWERS:
        yield Judged("SEC-14", "partial", say("Some recovery data are known to one person only."))
    else:
        yield Judged("SEC-14", "pass", say("By your list, two people who work here know the recovery data."))


def _judge_codes(codes: Sequence[RecoveryLine], accounts: Collection[str], today: date) -> Iterable[Judged]:
    fresh = [line for line in codes if line.made_on and today - line.made_on <= YEAR]
    places = {account: {line.where.casefold() for line in fresh if account in line.accounts} for account in accounts}
    if all(len(where) >= _PLACES for where in places.values()):
        yield Judged("SEC-15", "pass", say("By your list, codes of every account lie in two places."))
    else:
        why = say("Codes of some accounts lie in one place, are older than a year, or have no date.")
        yield Judged("SEC-15", "partial", why)


def judge_kit(papers: Collection[str]) -> list[Judged]:
    """Against a copy of us: links to report, the folder that proves who we are, a statement. The folder alone says
    nothing of a kit."""
    parts = sum((bool(_FOLDER.intersection(papers)), "reports" in papers, "statement" in papers))
    if not {"reports", "statement"}.intersection(papers):
        return []
    result: Result = "pass" if parts == 3 else "partial"
    return [Judged("SEC-41", result, say("{count} of 3 parts of the kit are on the list.", count=parts))]


# --- tools, folder, papers


def judge_tools(holders: Sequence[tuple[str, bool, int]], fresh: bool) -> list[Judged]:
    """Of each tool: in whose name, whether two-step login is on, how many users are named."""
    if not holders or not fresh:
        return []
    if any(holder != "organisation" for holder, _two_step, _users in holders):
        return [Judged("SEC-26", "fail", say("A tool is in the name of one person or of an agency."))]
    if not all(two_step and users for _holder, two_step, users in holders):
        return [Judged("SEC-26", "partial", say("A tool has no two-step login, or its users are not named."))]
    return [Judged("SEC-26", "pass", say("Every tool is the organisation's, has two-step login and named users."))]


def judge_folder(papers: Iterable[tuple[str, date]], today: date) -> list[Judged]:
    kinds = {paper: dated for paper, dated in papers if paper in _FOLDER}
    if not kinds:
        return []
    fresh = sum(today - dated <= YEAR for dated in kinds.values())
    result: Result = "pass" if fresh == 4 else "partial" if fresh >= 2 else "fail"
    return [
        Judged(
            "SEC-17", result, say("{count} of 4 papers lie in the folder and are not older than a year.", count=fresh)
        )
    ]


PaperControl = Literal["CTL-18", "SEC-51", "SEC-53"]
# Which duties a paper must name to count, beside what stands in every copy of it.
PAPER_DUTIES: dict[str, tuple[PaperControl, tuple[str, ...]]] = {
    "crisis": ("CTL-18", ("decides", "deputy", "speaks")),
    "incident": ("SEC-51", ("decides", "posts", "lawyer")),
    "harassment": ("SEC-53", ("supports",)),
}


def judge_paper(paper: str, named: Collection[str], agreed: datetime | None, now: datetime) -> list[Judged]:
    """A paper counts from the day it was agreed; printing it proves nothing."""
    if paper not in PAPER_DUTIES or agreed is None:
        return []
    control, wanted = PAPER_DUTIES[paper]
    missing = sum(duty not in named for duty in wanted)
    if missing:
        why = say("The paper is agreed, but {count} duties on it have no name.", count=missing)
        return [Judged(control, "fail" if control == "CTL-18" and missing == len(wanted) else "partial", why)]
    if now - agreed > YEAR:
        return [Judged(control, "partial", say("The paper was agreed more than a year ago."))]
    return [Judged(control, "pass", say("The paper is agreed, names everybody and is not older than a year."))]


# --- rights against staff


@dataclass(frozen=True, slots=True)
class Held:
    """Something a person holds: `what` in words, until when (None: without end)."""

    person: str
    what: Saying
    is_access: bool = True
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """`is_access`: somebody can get in who should not; the others are gaps."""

    why: Saying
    is_access: bool


def compare(
    held: Iterable[Held], names: dict[str, str], current: Collection[str], today: date, unlisted: Iterable[str] = ()
) -> list[Difference]:
    """What differs between what people hold and who works here.

    `unlisted`: names of those who sign in here and stand on no staff list.
    """
    found = []
    for one in held:
        name = names.get(one.person, "")
        if one.person not in current:
            found.append(
                Difference(say("{name} has left and still stands for: {what}", name=name, what=one.what), one.is_access)
            )
        elif one.until is not None and one.until < today:
            found.append(
                Difference(say("{name}: the time has run out for: {what}", name=name, what=one.what), one.is_access)
            )
    strangers = Counter(unlisted)
    found += [
        Difference(say("{name} signs in here and is not on the staff list.", name=name), True) for name in strangers
    ]
    return sorted(found, key=lambda difference: not difference.is_access)
