"""An X archive: `data/*.js`, with a manifest that says when it was made and which files it should hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from zana.audits.archives.cleaning import day, describe_agent, domains_in, phone_endings, place_of, shown
from zana.audits.archives.judging import (
    Visit,
    judge_copy,
    judge_idle,
    judge_login_emails,
    judge_recovery,
    judge_visits,
)
from zana.audits.archives.reading import ControlReading, Files, Row, Sheet, Table, at_most, not_there, texts_in
from zana.kernel.words import Saying, say

NETWORK = "x"

_NAMES = (
    "manifest",
    "account",
    "phone-number",
    "email-address-change",
    "ip-audit",
    "device-token",
    "connected-application",
)
ALLOW = tuple(f"data/{name}{part}.js" for name in _NAMES for part in ("", "-part*", ".part*"))
SIGNS = ("manifest.js", "account.js", "ip-audit.js", "device-token.js", "connected-application.js")
ROOTS = ("twitter",)

_HARMLESS = {"read"}
_FORGOTTEN = timedelta(days=730)


def read_files(files: Files, now: datetime) -> Sheet:
    """Take out of each file only what the judgements need, one file at a time."""
    generated_at, is_partial, expected = _read_manifest(files, files.documents("manifest.js"))

    def rows(name: str, inner: str) -> Table:
        return _unwrap(files, name, inner, expected)

    account, phones = rows("account", "account"), rows("phone-number", "device")
    logins, tokens = rows("ip-audit", "ipAudit"), rows("device-token", "deviceToken")
    apps = rows("connected-application", "connectedApplication")
    emails = domains_in([str(row.get("email", "")) for row in account.rows])
    endings = phone_endings([str(row.get("phoneNumber", "")) for row in phones.rows])
    visits = [_login(files, row) for row in logins.rows]
    clients = [_client(files, row) for row in tokens.rows]
    risky = _risky_apps(files, apps)
    changed = rows("email-address-change", "emailAddressChange")
    signs = _signs(files, changed, now)
    account, phones, logins, tokens, apps = (each.emptied() for each in (account, phones, logins, tokens, apps))

    def judge(generated: datetime) -> list[ControlReading]:
        readings = [
            judge_login_emails(emails) if account else not_there("SEC-05", account),
            ControlReading("SEC-13", "unknown", say("This network's archive does not list password changes.")),
            judge_recovery(emails, endings) if account or phones else not_there("SEC-14", account),
            judge_idle("SEC-19", clients, generated, complete=True) if tokens else not_there("SEC-19", tokens),
            _judge_logins(logins, tokens, visits + clients),
            _judge_apps(apps, risky, generated),
            judge_copy(generated, now, is_partial=is_partial),
        ]
        return [_doubt_partial(reading) for reading in readings] if is_partial else readings

    return Sheet(judge, signs, generated_at, is_partial)


def _doubt_partial(reading: ControlReading) -> ControlReading:
    """A part of an archive cannot prove that nothing is there."""
    if reading.result != "pass":
        return reading
    return ControlReading(reading.control, "unknown", say("Only a part of the archive was given. Look together."))


def _read_manifest(files: Files, documents: list[Any] | None) -> tuple[datetime | None, bool, dict[str, int]]:
    """When it was made, whether it is a part, and how many rows each file should hold."""
    manifest = documents[0] if documents and isinstance(documents[0], dict) else {}
    info = manifest.get("archiveInfo")
    info = info if isinstance(info, dict) else {}
    expected: dict[str, int] = {}
    types = manifest.get("dataTypes")
    for kind in types.values() if isinstance(types, dict) else ():
        for file in kind.get("files", ()) if isinstance(kind, dict) and isinstance(kind.get("files"), list) else ():
            name, count = (
                (str(file.get(key, "")) for key in ("fileName", "count")) if isinstance(file, dict) else ("", "")
            )
            if count.isdigit() and len(count) < 10:
                expected[name.rsplit("/", 1)[-1]] = int(count)
    return files.at(info.get("generationDate")), info.get("isPartialArchive") is True, expected


def _unwrap(files: Files, name: str, inner: str, expected: Mapping[str, int]) -> Table:
    """Rows without the one-key box X puts around each; strange if there are fewer than the manifest promised."""
    table = files.table("", f"{name}.js", f"{name}-part*.js", f"{name}.part*.js")
    if not table:
        return table
    rows = tuple(row[inner] for row in table.rows if isinstance(row.get(inner), dict))
    promised = sum(n for file, n in expected.items() if file.startswith((f"{name}.", f"{name}-part")))
    if len(rows) != len(table.rows) or len(rows) < promised:
        return Table("strange")
    return Table("there", rows)


def _login(files: Files, row: Row) -> Visit:
    return Visit(say("a login"), place_of(row.get("loginIp")) or "", files.at(row.get("createdAt")))


def _client(files: Files, row: Row) -> Visit:
    name = shown(row.get("clientApplicationName"))
    what = say("{thing}", thing=name) if name else describe_agent()
    files.at(row.get("createdAt"))
    return Visit(what, "", files.at(row.get("lastSeenAt")))


def _judge_logins(logins: Table, tokens: Table, visits: list[Visit]) -> ControlReading:
    if not logins or not tokens:
        return not_there("SEC-21", logins if not logins else tokens)
    asks = say("Do you recognise every one of these logins and programs?")
    return judge_visits("SEC-21", visits, say("The archive lists no login and no program."), asks)


def _risky_apps(files: Files, apps: Table) -> list[tuple[str, datetime | None]]:
    """Apps that may do more than read; a permission we do not know counts as more."""
    return [
        (shown(row.get("name")), files.at(row.get("approvedAt")))
        for row in apps.rows
        if not {text.casefold() for text in texts_in(row.get("permissions"))} <= _HARMLESS or not row.get("permissions")
    ]


def _judge_apps(apps: Table, risky: list[tuple[str, datetime | None]], generated_at: datetime) -> ControlReading:
    if not apps:
        return not_there("SEC-25", apps)
    if not risky:
        return ControlReading("SEC-25", "pass", say("No app may write or read messages."))
    facts = [
        say("{name}, since {day}", name=name, day=day(at)) if at else say("{thing}", thing=name)
        for name, at in sorted(risky, key=lambda app: app[0].casefold())
    ]
    forgotten = sum(at is None or generated_at - at > _FORGOTTEN for _, at in risky)
    if forgotten:
        facts.append(say("allowed more than two years ago: {count}", count=forgotten))
    asks = say("Do you know every one of these, and does each still need to write in your name?")
    why = say("Apps that may write or read messages: {count}. Only the owner knows which are needed.", count=len(risky))
    return ControlReading("SEC-25", "unknown", why, at_most(facts), asks, "partial" if forgotten else "pass", "fail")


def _signs(files: Files, changed: Table, now: datetime) -> tuple[Saying, ...]:
    days = []
    for row in changed.rows:
        change = row.get("emailChange")
        at = files.at(change.get("changedAt")) if isinstance(change, dict) else None
        if at and now - at <= timedelta(days=30):
            days.append(day(at))
    return tuple(say("The login e-mail was changed on {day}.", day=each) for each in sorted(set(days)))
