"""Judgements that more than one network's archive allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from zana.audits.archives.cleaning import day, shown
from zana.audits.archives.plain import flatten_labels
from zana.audits.archives.reading import ControlReading, Table, at_most, not_there, texts_in
from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying, say

IDLE = timedelta(days=90)
LOOKED_BACK = timedelta(days=90)
COPY_FRESH, COPY_OLD = timedelta(days=180), timedelta(days=365)

_ON, _OFF = {"enabled", "on", "true"}, {"disabled", "off", "false"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One session, login or device: what, in which corner of the internet or country, when last."""

    what: Saying
    where: str
    at: datetime | None


def judge_idle(control: str, visits: list[Visit], generated_at: datetime, *, complete: bool) -> ControlReading:
    """0 unused for 90 days passes, 1 to 3 is partial, more fails; without all lists nobody can say 0."""
    idle = [visit for visit in visits if visit.at and generated_at - visit.at > IDLE]
    undated = sum(visit.at is None for visit in visits)
    facts = [
        say("{what}, last used {day}", what=visit.what, day=day(visit.at))
        for visit in sorted(idle, key=lambda visit: visit.at or generated_at)
        if visit.at
    ]
    if undated:
        facts.append(say("without a date of last use: {count}", count=undated))
    why = say("Unused for 90 days: {idle} of {all} sessions and devices.", idle=len(idle), all=len(visits))
    if not idle and (undated or not complete):
        why = say("None seen that was unused for 90 days, but not every list is there. Look together.")
        return ControlReading(control, "unknown", why, at_most(facts))
    result: Result = "pass" if not idle else "partial" if len(idle) <= 3 else "fail"
    return ControlReading(control, result, why, at_most(facts))


def judge_visits(control: str, visits: list[Visit], none: Saying, asks: Saying) -> ControlReading:
    """Nobody there passes; otherwise only the owner can say who they are, group by group."""
    if not visits:
        return ControlReading(control, "pass", none)
    facts = at_most(describe_visits(visits))
    why = say("Groups of logins: {count}. Only the owner can say whether each is known.", count=len(facts))
    return ControlReading(control, "unknown", why, facts, asks, "pass", "fail")


def describe_visits(visits: list[Visit]) -> list[Saying]:
    """One fact per program, device and place, the newest first. Places are numbered, never named by address."""
    places = {where: number for number, where in enumerate(dict.fromkeys(v.where for v in visits), 1)}
    groups: dict[tuple[Saying, str], list[Visit]] = {}
    for visit in visits:
        groups.setdefault((visit.what, visit.where), []).append(visit)
    newest_first = sorted(groups.items(), key=lambda group: max(_times(group[1]), default=0.0), reverse=True)
    return [_describe_group(what, places[where], group) for (what, where), group in newest_first]


def _times(visits: Iterable[Visit]) -> list[float]:
    return [visit.at.timestamp() for visit in visits if visit.at]


def _describe_group(what: Saying, place: int, visits: list[Visit]) -> Saying:
    days = sorted(day(visit.at) for visit in visits if visit.at)
    if not days:
        return say("{what}, place {place}: {count} ×, without a date", what=what, place=place, count=len(visits))
    if days[0] == days[-1]:
        return say("{what}, place {place}: {count} ×, {day}", what=what, place=place, count=len(visits), day=days[0])
    return say(
        "{what}, place {place}: {count} ×, {first} to {last}",
        what=what,
        place=place,
        count=len(visits),
        first=days[0],
        last=days[-1],
    )


def judge_linked(linked: Table, facts: list[Saying]) -> ControlReading:
    """What hangs together the archive lists; in whose portfolio it stands only the network shows."""
    if not linked:
        return replace(not_there("SEC-02", linked), about="account")
    why = say("The archive lists what is linked; in whose hands the accounts are, look at together in Business Suite.")
    none = [say("No other account is linked.")]
    return ControlReading("SEC-02", "unknown", why, at_most(facts or none), about="account")


def judge_comments(control: str, table: Table, allowed: str) -> ControlReading:
    """From whom comments are allowed, in the words of the archive: they speak her language, so they settle nothing."""
    if not table:
        return replace(not_there(control, table), about="account")
    facts = (say("Comments are allowed from: {who}", who=allowed),) if allowed else ()
    why = say("The archive tells one setting of several. Look at the others together.")
    return ControlReading(control, "unknown", why, facts, about="account")


def judge_login_emails(domains: list[str], waiting: int = 0) -> ControlReading:
    facts = describe_domains(domains)
    if waiting:
        facts.append(say("addresses waiting to be confirmed: {count}", count=waiting))
    if not facts:
        return ControlReading("SEC-05", "unknown", say("No login e-mail is listed. Look together."))
    asks = say("Does every one of these addresses belong to the organisation today, and is it read every month?")
    why = say("The archive lists the addresses; whose they are only the owner knows.")
    return ControlReading("SEC-05", "unknown", why, tuple(facts), asks, "pass", "fail")


def describe_domains(domains: list[str]) -> list[Saying]:
    return [say("{count} × e-mail at {domain}", count=n, domain=shown(name)) for name, n in Counter(domains).items()]


def judge_recovery(domains: list[str], endings: list[str]) -> ControlReading:
    facts = describe_domains(domains) + [say("phone ending in {digits}", digits=digits) for digits in endings]
    if not facts:
        return ControlReading("SEC-14", "unknown", say("No recovery address or phone is listed. Look together."))
    asks = say("Are all of these in the hands of people who work with you today, and do two people know them?")
    why = say("The archive lists what can recover the account; in whose hands it is only the owner knows.")
    return ControlReading("SEC-14", "unknown", why, at_most(facts), asks, "pass", "fail")


def judge_password(changes: list[datetime]) -> ControlReading:
    since_then = say("Is it so that since then nobody with access has left and nothing has happened?")
    ever = say("Is it so that nobody with access has ever left and nothing has happened?")
    asks = since_then if changes else ever
    why = say("Whether somebody has left since the last change only the owner knows.")
    fact = say("The password was last changed on {day}.", day=day(max(changes))) if changes else NO_CHANGE
    return ControlReading("SEC-13", "unknown", why, (fact,), asks, "pass", "fail")


NO_CHANGE = say("No change of the password is on record.")


def judge_copy(generated_at: datetime, now: datetime, *, is_partial: bool = False) -> ControlReading:
    age = now - generated_at
    good: Result = "pass" if age <= COPY_FRESH else "partial" if age <= COPY_OLD else "fail"
    facts = [say("This archive was made on {day}.", day=day(generated_at))]
    if is_partial:
        facts.append(say("It is only a part of the whole archive."))
    asks = say("Does the organisation keep a full copy from then, encrypted, in a place of its own?")
    why = say("An archive was made; whether a full copy is kept safely only the owner knows.")
    return ControlReading("SEC-46", "unknown", why, tuple(facts), asks, good, "fail")


def two_factor_state(documents: list[Any]) -> Literal["on", "off", "unclear"]:
    """From `label_values` entries. Only the language-neutral names and a known vocabulary count as a sign."""
    states: set[str] = set()
    for entry in _label_values(documents):
        name = entry.get("ent_field_name")
        if name == "State":
            state = str(entry.get("value", "")).strip().lower()
            states.add("on" if state in _ON else "off" if state in _OFF else "unclear")
        elif name == "EnabledTime" and isinstance(entry.get("timestamp_value"), int) and entry["timestamp_value"] > 0:
            states.add("since")
    if "off" in states:
        return "off" if states == {"off"} else "unclear"
    return "on" if states & {"on", "since"} else "unclear"


def _label_values(documents: list[Any]) -> Iterable[dict[str, Any]]:
    for document in documents:
        for part in document if isinstance(document, list) else [document]:
            yield from flatten_labels(part.get("label_values")) if isinstance(part, dict) else ()


def texts_of(table: Table) -> list[str]:
    return [text for row in table.rows for text in texts_in(dict(row))]
