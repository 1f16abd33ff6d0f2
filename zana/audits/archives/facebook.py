"""The archive of a person who manages a Page: a Page has no login of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from zana.audits.archives.cleaning import day, describe_agent, domains_in, phone_endings, place_of, shown
from zana.audits.archives.judging import (
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
from zana.audits.archives.reading import ControlReading, Files, Row, Sheet, Table, at_most, not_there, texts_in
from zana.kernel.words import Saying, say

NETWORK = "facebook"

TWO_FACTOR = ("two-factor_authentication.json",)
RECORDS = ("record_details.json", "administrative_records.json")
SESSIONS = ("where_you*logged_in.json",)
DEVICES = ("authorized_logins.json", "recognized_devices.json")
ACTIVITY = ("account_activity.json",)
CONTACTS = ("email_address_verifications.json", "contact_verifications.json")
APPS = ("apps_and_websites.json", "connected_apps_and_websites.json")
PAGES = ("your_pages.json", "your_pages_and_profiles.json")
PROFILE = ("profile_information.json",)
PAYMENTS = ("payment_history.json",)

ALLOW = (*TWO_FACTOR, *RECORDS, *SESSIONS, *DEVICES, *ACTIVITY, *CONTACTS, *APPS, *PAGES, *PROFILE, *PAYMENTS)
# Names that no other network's archive has.
SIGNS = (
    *RECORDS,
    *SESSIONS,
    *DEVICES,
    *ACTIVITY,
    *CONTACTS,
    *APPS,
    *PAGES,
    *PAYMENTS,
    *PROFILE,
    f"security_and_login_information/{TWO_FACTOR[0]}",
)
ROOTS = ("facebook", "your_facebook_activity", "your_activity_across_facebook")

# Words seen in exports in English. Where none of them occurs the export speaks another language: unknown, not "none".
_WORDS = {
    "password change",
    "email change",
    "email added",
    "email removed",
    "add phone number",
    "remove phone number",
    "name change",
    "username",
    "two-factor authentication",
    "checkpoint completed",
    "security question and response changed",
    "checkpoint: login-approvals enforcement",
    "checkpoint: login-notifications enforcement",
    "credit card action",
    "login",
    "logout",
    "log out",
    "session updated",
    "web session terminated",
    "mobile session terminated",
    "api session terminated",
    "requested password reset",
    "login checks failed",
    "contact point demoted",
}

_YEAR = timedelta(days=365)
_STORM = 5  # asked-for resets in 30 days that are more than forgetfulness


def read_files(files: Files, now: datetime) -> Sheet:
    """Take out of each file only what the judgements need, one file at a time."""
    records = _keep(files.table("admin_records", *RECORDS), ("event", "session"))
    activity = _keep(files.table("account_activity", *ACTIVITY), ("action", "timestamp", "country"))
    changes = _password_changes(files, records, activity)
    signs = _signs(files, activity, now)
    password = _password(changes, records, activity)
    two_factor = _two_factor(files.documents(*TWO_FACTOR), records, files.table("pages", *PAGES))
    del records, activity
    sessions, visits = _visits(files, files.table("active_sessions", *SESSIONS))
    devices, remembered = _visits(files, files.table("recognized_devices", *DEVICES))
    apps, known = _known_apps(files, files.table("installed_apps", *APPS))
    payments = _payments(files, files.documents(*PAYMENTS))
    emails = _profile_emails(files.documents(*PROFILE))
    contacts = texts_of(files.table("contact_verifications", *CONTACTS))
    recovery = judge_recovery(domains_in(contacts + emails[0] if emails else contacts), phone_endings(contacts))

    def judge(generated_at: datetime) -> list[ControlReading]:
        return [
            _login_emails(emails),
            two_factor,
            password,
            recovery,
            _sessions(sessions, visits),
            _idle(sessions, devices, visits + remembered, generated_at),
            _apps(apps, known),
            _judge_payments(payments, generated_at),
            judge_copy(generated_at, now),
        ]

    return Sheet(judge, signs)


def _keep(table: Table, names: tuple[str, ...]) -> Table:
    """Forget every column but these: the long lists hold addresses in each row."""
    return Table(table.state, tuple({name: row.get(name) for name in names} for row in table.rows))


def _visits(files: Files, table: Table) -> tuple[Table, list[Visit]]:
    return table.emptied(), [_visit(files, row) for row in table.rows]


def _visit(files: Files, row: Row) -> Visit:
    country = shown(str(row.get("location") or "").rsplit(",", 1)[-1])
    agent = describe_agent(row.get("user_agent"), row.get("device"), row.get("name"), row.get("app"))
    what = say("{what} in {country}", what=agent, country=country) if country else agent
    files.at(row.get("created_timestamp"))
    return Visit(what, place_of(row.get("ip_address")) or country, files.at(row.get("updated_timestamp")))


def _password_changes(files: Files, *tables: Table) -> list[datetime]:
    changes = []
    for table in tables:
        for row in table.rows:
            session = row.get("session")
            at = files.at(session.get("created_timestamp") if isinstance(session, dict) else row.get("timestamp"))
            words = str(row.get("event") or row.get("action") or "").casefold()
            if at and words == "password change":
                changes.append(at)
    return changes


def _password(changes: list[datetime], records: Table, activity: Table) -> ControlReading:
    tables = [table for table in (records, activity) if table]
    rows = [row for table in tables for row in table.rows]
    if not tables:
        return not_there("SEC-13", records)
    if rows and not any(str(row.get("event") or row.get("action")).casefold() in _WORDS for row in rows):
        return not_there("SEC-13", Table("strange"))
    return judge_password(changes)


def _two_factor(documents: list[Any] | None, records: Table, pages: Table) -> ControlReading:
    state = two_factor_state(documents) if documents else "unclear"
    facts = [say("Pages managed by this person: {count}", count=len(pages.rows))] if pages else []
    if pages and not pages.rows:
        why = say("This person manages no Page. Ask for the archive of each person who does.")
        return ControlReading("SEC-06", "unknown", why, tuple(facts))
    if state == "on":
        asks = say("Does everybody else who manages the Page have two-step login on as well?")
        why = say("Two-step login is on for this person. Everybody else who manages the Page shows her own.")
        return ControlReading("SEC-06", "pass", why, tuple(facts), asks, "pass", "fail")
    if state == "off":
        return ControlReading("SEC-06", "fail", say("Two-step login is off for this person."), tuple(facts))
    if any("two-factor" in str(row.get("event")).casefold() for row in records.rows):
        facts.append(say("Two-step login was switched on once; whether it still is, the archive does not say."))
    why = say("The archive does not say clearly whether two-step login is on. Look together.")
    return ControlReading("SEC-06", "unknown", why, tuple(facts))


def _profile_emails(documents: list[Any] | None) -> tuple[list[str], int] | None:
    """Login addresses and how many wait to be confirmed; None if the file does not say."""
    for document in documents or []:
        for name, profile in document.items() if isinstance(document, dict) else ():
            emails = profile.get("emails") if name.startswith("profile") and isinstance(profile, dict) else None
            if isinstance(emails, dict):
                waiting = emails.get("pending_emails")
                return texts_in(emails.get("emails")), len(waiting) if isinstance(waiting, list) else 0
    return None


def _login_emails(emails: tuple[list[str], int] | None) -> ControlReading:
    if emails is None:
        return not_there("SEC-05", Table("missing"))
    return judge_login_emails(domains_in(emails[0]), emails[1])


def _sessions(sessions: Table, visits: list[Visit]) -> ControlReading:
    if not sessions:
        return not_there("SEC-18", sessions)
    none = say("The archive lists no place where the account is logged in.")
    return judge_visits("SEC-18", visits, none, say("Do you recognise every one of these logins?"))


def _idle(sessions: Table, devices: Table, visits: list[Visit], generated_at: datetime) -> ControlReading:
    if not sessions and not devices:
        return not_there("SEC-19", sessions)
    return judge_idle("SEC-19", visits, generated_at, complete=bool(sessions and devices))


def _known_apps(files: Files, apps: Table) -> tuple[Table, list[tuple[str, datetime | None]]]:
    """Active apps; strange where the state of one is written in words we do not know."""
    active = []
    for row in apps.rows:
        category = str(row.get("category", "")).casefold()
        if category not in {"active", "inactive", "removed", "expired"}:
            return Table("strange"), []
        if category == "active":
            active.append((shown(row.get("name")), files.at(row.get("added_timestamp"))))
    return apps.emptied(), active


def _apps(apps: Table, active: list[tuple[str, datetime | None]]) -> ControlReading:
    if not apps:
        return not_there("SEC-23", apps)
    if not active:
        return ControlReading("SEC-23", "pass", say("No app has access."))
    facts = at_most(describe_apps(active))
    why = say("Apps with access: {count}. Only the owner knows which are needed.", count=len(active))
    asks = say("Do you know every one of these, and have you used each in the last half year?")
    return ControlReading("SEC-23", "unknown", why, facts, asks, "pass", "fail")


def describe_apps(apps: Iterable[tuple[str, datetime | None]]) -> list[Saying]:
    return [
        say("{name}, since {day}", name=name, day=day(at)) if at else say("{thing}", thing=name)
        for name, at in sorted(apps, key=lambda app: app[0].casefold())
    ]


def _payments(files: Files, documents: list[Any] | None) -> list[datetime | None] | None:
    """The days of all payments; None where the file is missing or strange."""
    for document in documents or []:
        for name, value in document.items() if isinstance(document, dict) else ():
            rows = value.get("payments") if name.startswith("payments") and isinstance(value, dict) else value
            if name.startswith("payments") and isinstance(rows, list):
                return [files.at(row.get("created_timestamp")) if isinstance(row, dict) else None for row in rows]
    return None


def _judge_payments(payments: list[datetime | None] | None, generated_at: datetime) -> ControlReading:
    if payments is None:
        return not_there("SEC-45", Table("missing"))
    recent = [at for at in payments if at is None or generated_at - at <= _YEAR]
    if not recent:
        return ControlReading("SEC-45", "pass", say("No payment in the last year."))
    days = sorted({day(at) for at in recent if at})
    facts = at_most([say("a payment on {day}", day=each) for each in days])
    why = say("Payments in the last year: {count}. Only the owner can explain them.", count=len(recent))
    asks = say("Can you explain every one of these payments?")
    return ControlReading("SEC-45", "unknown", why, facts, asks, "pass", "fail")


def _signs(files: Files, activity: Table, now: datetime) -> tuple[Saying, ...]:
    """Hints that somebody tries to get in. They open a conversation, they settle nothing."""
    asked = failed = 0
    for row in activity.rows:
        at = files.at(row.get("timestamp"))
        if at and now - at <= timedelta(days=30):
            words = str(row.get("action", "")).casefold()
            asked += words == "requested password reset"
            failed += words == "login checks failed"
    signs = []
    if asked >= _STORM:
        signs.append(say("A new password was asked for {count} times within 30 days.", count=asked))
    if failed:
        signs.append(say("Logins that failed a check within 30 days: {count}.", count=failed))
    return tuple(signs)
