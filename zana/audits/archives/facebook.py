"""The archive of a person who manages a Page: a Page has no login of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from zana.audits.archives.cleaning import day, describe_agent, domains_in, phone_endings, place_of, repair, shown
from zana.audits.archives.judging import (
    LOOKED_BACK,
    Visit,
    judge_copy,
    judge_idle,
    judge_linked,
    judge_login_emails,
    judge_password,
    judge_recovery,
    judge_visits,
    texts_of,
    two_factor_state,
)
from zana.audits.archives.plain import make_plain, make_plain_row
from zana.audits.archives.posts import Post, is_cut, judge_posts, points_elsewhere, shape_of
from zana.audits.archives.reading import ControlReading, Files, Row, Sheet, Table, at_most, not_there, texts_in
from zana.audits.archives.signs import (
    LATELY,
    Kind,
    Sign,
    describe_changes,
    describe_tries,
    find_new_countries,
)
from zana.audits.archives.whose import Whose
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
RHYTHM = ("logins_and_logouts.json",)
PHONES = ("mobile_devices.json",)
OWN_APPS = ("your_apps.json",)
LINKED = ("accounts_center.json",)
ADMINS = ("pages/admin_activity.json",)
# Nobody has shown us the shape of these: only that they are there, and how many rows they hold.
RECOVERED = ("your_recent_account_recovery_successes.json", "account_recoveries_without_password_changes.json")
# What a Page posted stands in the Page's own export; what a person posted is not read.
POSTS = ("profile_posts_*.json",)

ALLOW = (
    *TWO_FACTOR,
    *RECORDS,
    *SESSIONS,
    *DEVICES,
    *ACTIVITY,
    *CONTACTS,
    *APPS,
    *PAGES,
    *PROFILE,
    *PAYMENTS,
    *RHYTHM,
    *PHONES,
    *OWN_APPS,
    *LINKED,
    *ADMINS,
    *RECOVERED,
    *POSTS,
)
OPTIONAL = POSTS
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
    *RHYTHM,
    *OWN_APPS,
    *LINKED,
    *RECOVERED,
    *POSTS,
    f"security_and_login_information/{TWO_FACTOR[0]}",
)
ROOTS = ("facebook", "your_facebook_activity", "your_activity_across_facebook", "this_profile's_activity")

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
    "attempted to add paypal",
}
_CHANGES: dict[str, Kind] = {
    "email change": "email_changed",
    "email added": "email_changed",
    "email removed": "email_changed",
    "add phone number": "phone_changed",
    "remove phone number": "phone_changed",
    "name change": "name_changed",
    "username": "name_changed",
    "contact point demoted": "contact_changed",
}
_ALERTS = "checkpoint: login-notifications enforcement"
_MONEY = {"credit card action", "credit card/coupon action", "attempted to add paypal"}
_STATES = {"active", "inactive", "removed", "expired"}

_YEAR = timedelta(days=365)


def read_files(files: Files, now: datetime) -> Sheet:
    """Take out of each file only what the judgements need, one file at a time."""
    posted, posts = _posts(files)
    pages = make_plain(files.table("pages", *PAGES))
    profile = files.documents(*PROFILE)
    whose = Whose(_full_name(profile))
    if posted.state != "missing" and pages.state == "missing" and not files.has(*RECORDS, *SESSIONS, *ACTIVITY):
        return Sheet(lambda generated: judge_posts(NETWORK, posts, generated), whose=whose)
    return _read_person(files, now, pages, profile, whose, posts if posted else None)


def _read_person(
    files: Files, now: datetime, pages: Table, profile: list[Any] | None, whose: Whose, posts: list[Post] | None
) -> Sheet:
    emails, linked = _profile_emails(profile), files.table("accounts_center", *LINKED)
    linked_facts = _linked(files, linked)
    records = _read_log(files, "admin_records", RECORDS, ("event", "session"))
    activity = _read_log(files, "account_activity", ACTIVITY, ("action", "timestamp", "country"))
    happened = list(_happened(files, records, activity))
    two_factor = _two_factor(documents := files.documents(*TWO_FACTOR), records, pages)
    countries = [(shown(row.get("country")), at) for row in activity.rows if (at := files.at(row.get("timestamp")))]
    is_off = bool(documents) and two_factor_state(documents or []) == "off"
    password = _password([at for word, at in happened if word == "password change"], records, activity)
    records, activity = records.emptied(), activity.emptied()
    around = _describe_rhythm(files, countries, now)
    sessions, visits = _visits(files, "active_sessions", SESSIONS)
    devices, remembered = _visits(files, "recognized_devices", DEVICES)
    phones = _phones(files)
    own_apps, admins = files.count_rows(*OWN_APPS), files.count_rows(*(name.rsplit("/", 1)[-1] for name in ADMINS))
    apps, known = _known_apps(files, make_plain(files.table("installed_apps", *APPS), _STATES))
    payments = _payments(files, files.documents(*PAYMENTS))
    contacts = texts_of(files.table("contact_verifications", *CONTACTS))
    recovery = judge_recovery(domains_in(contacts + emails[0] if emails else contacts), phone_endings(contacts))
    signs = (*_signs(happened, countries, now, is_off=is_off), *_recovered(files))

    def judge(generated_at: datetime) -> list[ControlReading]:
        return [
            *([judge_linked(linked.emptied(), linked_facts)] if linked.state != "missing" else []),
            _login_emails(emails),
            two_factor,
            password,
            recovery,
            _add(_sessions(sessions, visits), around),
            _idle(sessions, devices, visits + remembered, generated_at),
            *_judge_alerts(happened),
            _add(_apps(apps, known), _count(say("apps of her own making: {count}", count=own_apps or 0), own_apps)),
            _judge_pages(files, pages, admins),
            _add(_judge_payments(payments, generated_at), _money(happened, generated_at)),
            judge_copy(generated_at, now),
            *_judge_phones(phones),
            *(judge_posts(NETWORK, posts, generated_at) if posts is not None else ()),
        ]

    return Sheet(judge, signs, whose=whose, of="person")


def _add(reading: ControlReading, facts: Iterable[Saying]) -> ControlReading:
    return replace(reading, facts=(*reading.facts, *facts))


def _count(fact: Saying, count: int | None) -> tuple[Saying, ...]:
    return (fact,) if count else ()


def _read_log(files: Files, key: str, names: tuple[str, ...], columns: tuple[str, ...]) -> Table:
    """Only these columns: the long lists hold addresses in each row."""

    def keep(row: Row) -> Row:
        plain = make_plain_row(row, _WORDS)
        kept = {column: plain.get(column) for column in columns}
        if isinstance(session := kept.get("session"), dict):
            kept["session"] = {"created_timestamp": session.get("created_timestamp")}
        return kept

    return files.slim_table(key, keep, *names)


def _visits(files: Files, key: str, names: tuple[str, ...]) -> tuple[Table, list[Visit]]:
    visits: list[Visit] = []

    def keep(row: Row) -> Row:
        visits.append(_visit(files, make_plain_row(row)))
        return _NOTHING

    table = files.slim_table(key, keep, *names)
    return table.emptied(), visits if table else []


_NOTHING: Row = {}


def _visit(files: Files, row: Row) -> Visit:
    country = shown(str(row.get("location") or "").rsplit(",", 1)[-1])
    agent = describe_agent(row.get("user_agent"), row.get("device"), row.get("name"), row.get("app"))
    what = say("{what} in {country}", what=agent, country=country) if country else agent
    files.at(row.get("created_timestamp"))
    return Visit(what, place_of(row.get("ip_address")) or country, files.at(row.get("updated_timestamp")))


def _happened(files: Files, *tables: Table) -> Iterator[tuple[str, datetime]]:
    """What the two logs tell of, in lower case, with its time."""
    for table in tables:
        for row in table.rows:
            session = row.get("session")
            at = files.at(session.get("created_timestamp") if isinstance(session, dict) else row.get("timestamp"))
            if at:
                yield str(row.get("event") or row.get("action") or "").casefold(), at


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
        if category not in _STATES:
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


def _signs(
    happened: list[tuple[str, datetime]], countries: list[tuple[str, datetime]], now: datetime, *, is_off: bool
) -> tuple[Sign, ...]:
    recent = [(word, at) for word, at in happened if now - at <= LATELY]
    asked = [at for word, at in recent if word == "requested password reset"]
    failed = [at for word, at in recent if word == "login checks failed"]
    changed = [(kind, at) for word, at in recent if (kind := _CHANGES.get(word))]
    touched = [at for word, at in recent if word == "two-factor authentication"]
    if is_off:
        changed += [("two_factor_off", at) for at in touched]
    moved = [at for word, at in recent if word in _CHANGES or word == "password change"] + touched
    named = [(country, at) for country, at in countries if country]
    return (*describe_tries(asked, failed), *describe_changes(changed, now), *find_new_countries(named, moved, now))


def _recovered(files: Files) -> list[Sign]:
    count = sum(files.count_rows(name) or 0 for name in RECOVERED)
    words = say("The archive tells of accounts won back with a reset: {count}, without saying when.", count=count)
    return [Sign("recovered", words)] if count else []


def _full_name(documents: list[Any] | None) -> str:
    for document in documents or []:
        for name, profile in document.items() if isinstance(document, dict) else ():
            about = profile.get("name") if name.startswith("profile") and isinstance(profile, dict) else None
            if isinstance(about, dict) and isinstance(about.get("full_name"), str):
                return repair(about["full_name"])
    return ""


def _linked(files: Files, linked: Table) -> list[Saying]:
    """Which services hang on this person's accounts, without the names she has there."""
    facts = []
    for row in linked.rows:
        at, service = files.at(row.get("linked_time")), shown(row.get("service_name"))
        facts.append(say("{name}, since {day}", name=service, day=day(at)) if at else say("{thing}", thing=service))
    return facts


def _describe_rhythm(files: Files, countries: list[tuple[str, datetime]], now: datetime) -> list[Saying]:
    """How often somebody came and went lately, and from which countries: she knows whether that was she."""
    recent = Counter(country for country, at in countries if country and now - at <= LOOKED_BACK)
    facts = [
        say("activity from {country}: {count} ×", country=country, count=n) for country, n in recent.most_common(8)
    ]
    table = make_plain(files.table("account_accesses", *RHYTHM), _WORDS)
    times = [at for row in table.rows if (at := files.at(row.get("timestamp"))) and now - at <= LOOKED_BACK]
    if times:
        facts.append(say("came or went: {count} × in 90 days, last {day}", count=len(times), day=day(max(times))))
    return facts


def _phones(files: Files) -> list[tuple[str, datetime | None]] | None:
    """System and last day of each phone the app was on; every other column could tell who she is."""
    table = files.table("devices", *PHONES)
    return [(shown(row.get("os")), files.at(row.get("update_time"))) for row in table.rows] if table else None


def _judge_phones(phones: list[tuple[str, datetime | None]] | None) -> list[ControlReading]:
    if phones is None:
        return []
    facts = [
        say("{name}, last seen {day}", name=name, day=day(at)) if at else say("{thing}", thing=name)
        for name, at in phones
    ]
    why = say("The archive names the systems of the phones; whether they lock and update, look at together.")
    return [ControlReading("SEC-48", "unknown", why, at_most(facts))]


def _judge_alerts(happened: list[tuple[str, datetime]]) -> list[ControlReading]:
    times = [at for word, at in happened if word == _ALERTS]
    if not times:
        return []
    facts = (say("Login alerts were switched on or off last on {day}.", day=day(max(times))),)
    return [ControlReading("SEC-22", "unknown", say("Whether they still are the archive does not say."), facts)]


def _judge_pages(files: Files, pages: Table, admins: int | None) -> ControlReading:
    """The Pages she may act for, against the people who work here: a list for her to say yes or no to."""
    if not pages:
        return not_there("SEC-32", pages)
    if not pages.rows:
        why = say("This person manages no Page. Ask for the archive of each person who does.")
        return ControlReading("SEC-32", "unknown", why)
    facts = describe_apps([(shown(row.get("name")), files.at(row.get("timestamp"))) for row in pages.rows])
    why = say(
        "Pages this person may act for: {count}. Who of all who may still works with you only you know.",
        count=len(facts),
    )
    asks = say("Does everybody who may act for these Pages, this person too, work with you today?")
    logged = _count(say("rows in the log of the Page's admins: {count}", count=admins or 0), admins)
    return ControlReading("SEC-32", "unknown", why, (*at_most(facts), *logged), asks, "pass", "fail")


def _money(happened: list[tuple[str, datetime]], generated_at: datetime) -> list[Saying]:
    days = sorted({day(at) for word, at in happened if word in _MONEY and generated_at - at <= _YEAR})
    return [say("a card or PayPal was touched on {day}", day=each) for each in days[-10:]]


def _posts(files: Files) -> tuple[Table, list[Post]]:
    stream = files.stream(*POSTS)
    posts = [post for row in stream if (post := _post(files, row))]
    return stream.table, posts


def _post(files: Files, row: Row) -> Post | None:
    at = files.at(row.get("timestamp"))
    if at is None:
        return None
    boxes = [box for part in _dicts(row.get("attachments")) for box in _dicts(part.get("data"))]
    media = [str(box["media"].get("uri", "")).lower() for box in boxes if isinstance(box.get("media"), dict)]
    links = [
        str(box["external_context"].get("url", "")) for box in boxes if isinstance(box.get("external_context"), dict)
    ]
    text = " ".join(repair(str(part["post"])) for part in _dicts(row.get("data")) if "post" in part)
    videos = sum(uri.endswith((".mp4", ".mov")) for uri in media)
    shape = shape_of(len(media) - videos, videos, len(links))
    return Post(at, shape, True, is_cut(text), points_elsewhere(" ".join([*links, text]), NETWORK))


def _dicts(value: object) -> list[Row]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
