"""Instagram translates its keys, so nothing here reads a key of `string_map_data`: values are known by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from zana.audits.archives.cleaning import (
    day,
    describe_agent,
    domains_in,
    looks_like_agent,
    phone_endings,
    place_of,
    shown,
)
from zana.audits.archives.judging import (
    LOOKED_BACK,
    Visit,
    judge_copy,
    judge_idle,
    judge_login_emails,
    judge_password,
    judge_recovery,
    judge_visits,
    texts_of,
    two_factor_state,
)
from zana.audits.archives.reading import ControlReading, Files, Row, Sheet, Table, at_most, not_there
from zana.audits.rules.scoring import Result
from zana.kernel.words import say

NETWORK = "instagram"

TWO_FACTOR = ("two-factor_authentication.json",)
LOGINS = ("login_activity.json",)
NEWER_LOGINS = ("profile_activity.json",)
PASSWORDS = ("password_change_activity.json",)
DEVICES = ("devices.json",)
PERSONAL = ("personal_information.json",)
APPS = ("active_apps.json",)
WORDS = ("filtered_keywords_for_comments_and_messages.json",)

ALLOW = (*TWO_FACTOR, *LOGINS, *NEWER_LOGINS, *PASSWORDS, *DEVICES, *PERSONAL, *APPS, *WORDS)
# Names that no other network's archive has.
SIGNS = (*LOGINS, *NEWER_LOGINS, *PASSWORDS, *DEVICES, *PERSONAL, *APPS, *WORDS, f"device_information/{TWO_FACTOR[0]}")
ROOTS = ("instagram", "your_instagram_activity", "login_and_profile_creation", "login_and_account_creation")

ENOUGH_WORDS = 30
_GROWTH = re.compile(r"follower|unfollow|auto\s?-?like|get\s?likes|likes4|like4|growth|boost", re.IGNORECASE)


def read_files(files: Files, now: datetime) -> Sheet:
    """Take out of each file only what the judgements need, one file at a time."""
    logins, visits = _visits(files, _find_logins(files))
    devices, machines = _visits(files, files.table("devices_devices", *DEVICES))
    passwords = files.table("account_history_password_change_history", *PASSWORDS)
    changes = [at for row in passwords.rows if (at := _newest(files, row))]
    personal = files.table("profile_user", *PERSONAL)
    texts = texts_of(personal)
    apps = files.table("apps_and_websites_active_apps", *APPS)
    named = [(shown(row.get("title")), _newest(files, row)) for row in apps.rows]
    words = files.table("settings_filtered_keywords", *WORDS)
    count, changed_at = _count_words(files, words)
    two_factor = _two_factor(files.documents(*TWO_FACTOR))
    passwords, personal, apps, words = (each.emptied() for each in (passwords, personal, apps, words))

    def judge(generated_at: datetime) -> list[ControlReading]:
        return [
            judge_login_emails(domains_in(texts)) if personal else not_there("SEC-05", personal),
            two_factor,
            judge_password(changes) if passwords else not_there("SEC-13", passwords),
            judge_recovery(domains_in(texts), phone_endings(texts)) if personal else not_there("SEC-14", personal),
            judge_idle("SEC-19", machines, generated_at, complete=True) if devices else not_there("SEC-19", devices),
            _logins(logins, visits, generated_at),
            _apps(apps, named),
            judge_copy(generated_at, now),
            _words(words, count, changed_at),
        ]

    return Sheet(judge)


def _find_logins(files: Files) -> Table:
    table = files.table("account_history_login_history", *LOGINS)
    return table if table.state != "missing" else files.table("", *NEWER_LOGINS)


def _visits(files: Files, table: Table) -> tuple[Table, list[Visit]]:
    return table.emptied(), [_visit(files, row) for row in table.rows]


def _values(row: Row) -> Iterator[dict[str, Any]]:
    """The `{href, value, timestamp}` entries of a row, whatever their keys are called in the person's language."""
    for holder in ("string_map_data", "string_list_data", "label_values"):
        inside = row.get(holder)
        entries = inside.values() if isinstance(inside, dict) else inside if isinstance(inside, list) else ()
        yield from (entry for entry in entries if isinstance(entry, dict))


def _newest(files: Files, row: Row) -> datetime | None:
    stamps = [row.get("timestamp"), *(e.get("timestamp") or e.get("timestamp_value") for e in _values(row))]
    return max(filter(None, map(files.at, stamps)), default=None) or files.at(row.get("title"))


def _visit(files: Files, row: Row) -> Visit:
    values = [entry["value"] for entry in _values(row) if isinstance(entry.get("value"), str)]
    agent = next(filter(looks_like_agent, values), "")
    where = next(filter(None, map(place_of, values)), "")
    return Visit(describe_agent(agent), where, _newest(files, row))


def _two_factor(documents: list[Any] | None) -> ControlReading:
    """Off is unmistakable. On does not say whether by app or by SMS, so nobody may call it a pass from here."""
    state = two_factor_state(documents) if documents else "unclear"
    if state == "off":
        return ControlReading("SEC-07", "fail", say("Two-step login is off."))
    why = say("Look together in the app: is it on, and by authenticator app rather than SMS?")
    facts = (say("The archive says two-step login is on, not by which way."),) if state == "on" else ()
    return ControlReading("SEC-07", "unknown", why, facts)


def _logins(logins: Table, visits: list[Visit], generated_at: datetime) -> ControlReading:
    if not logins:
        return not_there("SEC-20", logins)
    recent = [visit for visit in visits if visit.at is None or generated_at - visit.at <= LOOKED_BACK]
    none = say("The archive lists no login in the last 90 days.")
    asks = say("Do you recognise every one of these logins of the last 90 days?")
    return judge_visits("SEC-20", recent, none, asks)


def _apps(apps: Table, named: list[tuple[str, datetime | None]]) -> ControlReading:
    if not apps:
        return not_there("SEC-24", apps)
    if not named:
        return ControlReading("SEC-24", "pass", say("No app has access."))
    facts = at_most(
        [say("{name}, since {day}", name=n, day=day(at)) if at else say("{thing}", thing=n) for n, at in sorted(named)]
    )
    growth = [name for name, _ in named if _GROWTH.search(name)]
    if growth:
        why = say("{name} is by its name an app that promises followers or likes.", name=growth[0])
        return ControlReading("SEC-24", "fail", why, facts)
    asks = say("Do you know every one of these, and do you still use it?")
    why = say("Apps with access: {count}. Only the owner knows which are needed.", count=len(named))
    return ControlReading("SEC-24", "unknown", why, facts, asks, "pass", "fail")


def _count_words(files: Files, words: Table) -> tuple[int, datetime | None]:
    entries = [entry for row in words.rows for entry in _values(row) if entry.get("value")]
    times = [at for entry in entries if (at := files.at(entry.get("timestamp")))]
    return len(entries), max(times, default=None)


def _words(words: Table, count: int, changed_at: datetime | None) -> ControlReading:
    if not words:
        return not_there("CTL-09", words)
    facts = (say("The list was last changed on {day}.", day=day(changed_at)),) if changed_at else ()
    result: Result = "pass" if count >= ENOUGH_WORDS else "partial" if count else "fail"
    why = say("Own hidden words: {count}; 30 make a working list.", count=count)
    return ControlReading("CTL-09", result, why, facts)
