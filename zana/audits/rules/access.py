"""Who may do what on an account, as the network itself lists it. What it does not list gives no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zana.audits.rules.names import is_same_person
from zana.audits.rules.verdicts import Verdict
from zana.kernel.words import Saying, say

FULL = frozenset({"MANAGE", "FULL_CONTROL"})
POSTING = frozenset({"CREATE_CONTENT", "PROFILE_PLUS_CREATE_CONTENT"})
BUYING = frozenset({"ADVERTISE", "PROFILE_PLUS_ADVERTISE"})
OWN_WORDS = 30
FITTING_CATEGORIES = frozenset(
    {
        *("nonprofit", "nonprofit organization", "non-profit organization", "charity organization"),
        *("non-governmental organization (ngo)", "community organization", "social service"),
    }
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody the network lists, and what she may do there."""

    name: str
    tasks: frozenset[str]

    @property
    def is_full(self) -> bool:
        return bool(self.tasks & FULL)


def judge_roles(holders: Sequence[Holder], members: Sequence[str]) -> list[Verdict]:
    """All that a list of roles says. An empty list means that we may not see it, never that nobody is there."""
    if not holders:
        return []
    return [
        _judge_full_control(holders, members),
        _judge_lowest(holders),
        _judge_buyers(holders),
        *_compare_with_members(holders, members),
    ]


def strangers(holders: Sequence[Holder], members: Sequence[str]) -> list[str]:
    """Names the organisation's list of people does not know."""
    return [holder.name for holder in holders if not any(is_same_person(holder.name, name) for name in members)]


def _judge_full_control(holders: Sequence[Holder], members: Sequence[str]) -> Verdict:
    """SEC-03. Whether somebody is still with the organisation is known only for names on the list of people."""
    full = [holder for holder in holders if holder.is_full]
    count = len(full)
    facts = (say("People with full control: {count}", count=count),)
    if count == 0 or count > 6:
        return Verdict("SEC-03", "fail", say("Full control is in the hands of nobody, or of more than six."), facts)
    if count == 1:
        why = say("One person alone has full control. Without a tested way back this counts as missing.")
        return Verdict("SEC-03", "partial", why, facts)
    if count > 4:
        return Verdict("SEC-03", "partial", say("Five or six people have full control; two to four are enough."), facts)
    unknown = strangers(full, members)
    if unknown:
        why = say("The number is right. Not everybody with full control is on your list of people: look together.")
        return Verdict("SEC-03", "unknown", why, (*facts, *_name(unknown)))
    return Verdict("SEC-03", "pass", say("Two to four people with full control, all on your list of people."), facts)


def _judge_lowest(holders: Sequence[Holder]) -> Verdict:
    """SEC-27."""
    full, everybody = sum(holder.is_full for holder in holders), len(holders)
    most = 2 if everybody <= 3 else everybody // 2
    facts = (say("{full} of {everybody} people have full control", full=full, everybody=everybody),)
    if full <= most:
        return Verdict("SEC-27", "pass", say("No more people than needed have full control."), facts)
    if full == most + 1:
        return Verdict("SEC-27", "partial", say("One person more than needed has full control."), facts)
    return Verdict("SEC-27", "fail", say("Several people have full control without need."), facts)


def _judge_buyers(holders: Sequence[Holder]) -> Verdict:
    """SEC-44."""
    count = sum(bool(holder.tasks & BUYING) for holder in holders)
    facts = (say("People who may buy ads: {count}", count=count),)
    if count <= 2:
        return Verdict("SEC-44", "pass", say("Two people at most can spend money on ads."), facts)
    if count == 3:
        return Verdict("SEC-44", "partial", say("Three people can spend money on ads."), facts)
    return Verdict("SEC-44", "fail", say("Many people can spend money on ads."), facts)


def _compare_with_members(holders: Sequence[Holder], members: Sequence[str]) -> list[Verdict]:
    """Hints only: a name that is spelled differently is no former colleague."""
    unknown = strangers(holders, members)
    posting = [holder for holder in holders if holder.tasks & POSTING]
    facts = (say("The network lists {count} people.", count=len(holders)), *_name(unknown))
    if unknown:
        why = say("Some names are not on your list of people. Go through them together: are they still with you?")
    else:
        why = say("Every name is on your list of people. Whether each still works with you, only you can say.")
    may_post = say("People who may post: {count}", count=len(posting))
    outside = strangers(posting, members)
    return [
        Verdict("SEC-30", "unknown", why, facts),
        Verdict("SEC-32", "unknown", why, facts),
        Verdict(
            "CTL-01",
            "unknown",
            say("Compare your list of who may post with what the network allows."),
            (may_post, *_name(outside)),
        ),
    ]


def _name(unknown: Sequence[str]) -> tuple[Saying, ...]:
    return tuple(say("Not on your list of people: {name}", name=name or "?") for name in unknown)


def judge_words(count: int) -> Verdict:
    """CTL-08. When the list was last read through, the network does not say."""
    facts = (say("Blocked words on the list: {count}", count=count),)
    if count >= OWN_WORDS:
        return Verdict("CTL-08", "pass", say("The list of blocked words is long enough to be your own."), facts)
    if count:
        return Verdict(
            "CTL-08", "partial", say("There is a list of blocked words; thirty are a good beginning."), facts
        )
    return Verdict("CTL-08", "fail", say("No word is blocked."), facts)


def judge_messages(open_to_all: bool) -> Verdict:
    """CTL-15: the setting is known, the decision behind it is not."""
    now = say("Now everybody may write to you.") if open_to_all else say("Now only people you follow may write to you.")
    return Verdict("CTL-15", "unknown", say("Is this what you decided? Write the decision down."), (now,))


def judge_verified(verified: bool) -> Verdict:
    """VIS-36: without a badge it may still be decided."""
    if verified:
        return Verdict("VIS-36", "pass", say("The network has verified this account."))
    return Verdict("VIS-36", "unknown", say("Not verified. If that was decided, note the reason."))


def judge_owner(portfolio: str) -> Verdict:
    """SEC-02: whose portfolio it is, a name alone does not prove; nor does it speak of the other networks."""
    why = say("The network names the portfolio that owns this account. Is it the organisation's own?")
    return Verdict("SEC-02", "unknown", why, (say("Owned by: {name}", name=portfolio),))


def judge_category(category: str) -> Verdict:
    """VIS-13. Categories come in the language of whoever connected: what we cannot read is shown, not judged."""
    facts = (say("Category: {name}", name=category),)
    if category.strip().casefold() in FITTING_CATEGORIES:
        return Verdict("VIS-13", "pass", say("The category says what you are."), facts)
    return Verdict("VIS-13", "unknown", say("Does this category say what you are?"), facts)


def judge_contact(phone: str, emails: int) -> Verdict:
    """VIS-09. A number without its country reaches nobody from abroad."""
    facts = (say("Telephone: {name}", name=phone or "–"), say("E-mail addresses: {count}", count=emails))
    if phone.strip().startswith(("+", "00")) and emails:
        return Verdict("VIS-09", "pass", say("Telephone and e-mail stand on the page."), facts)
    if phone and emails:
        return Verdict("VIS-09", "partial", say("The telephone number has no country code."), facts)
    if phone or emails:
        return Verdict("VIS-09", "partial", say("One of telephone and e-mail is missing on the page."), facts)
    return Verdict("VIS-09", "fail", say("Neither telephone nor e-mail stands on the page."), facts)


def judge_promise(words: str) -> Verdict:
    """VIS-21: what the page promises is not yet what it does."""
    return Verdict(
        "VIS-21",
        "unknown",
        say("The page tells people how soon you answer. Is it so?"),
        (say("The network words it: {name}", name=words),),
    )


def judge_pinned(pinned: bool) -> Verdict:
    """VIS-30: that one is there is known, not whether it still helps."""
    if pinned:
        return Verdict("VIS-30", "unknown", say("A post is pinned. Is it from this half year, and does it help?"))
    return Verdict("VIS-30", "fail", say("No post is pinned."))


def judge_address(handle: str, url: str) -> Verdict | None:
    """VIS-06: a page whose address is only a number. None where neither is told."""
    last = url.rstrip("/").rsplit("/", 1)[-1]
    if handle and not handle.isdigit():
        return Verdict("VIS-06", "pass", say("The page has a short address."), (say("@{handle}", handle=handle),))
    if last.isdigit() or "profile.php" in url:
        return Verdict("VIS-06", "fail", say("The address of the page is only a number."))
    return None
