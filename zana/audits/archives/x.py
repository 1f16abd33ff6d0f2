"""An X archive: `data/*.js`, with a manifest that says when it was made and which files it should hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from zana.audits.archives.cleaning import day, describe_agent, domains_in, phone_endings, place_of, repair, shown
from zana.audits.archives.judging import (
    Visit,
    judge_copy,
    judge_idle,
    judge_login_emails,
    judge_recovery,
    judge_visits,
)
from zana.audits.archives.posts import Post, is_cut, judge_posts, points_elsewhere, shape_of
from zana.audits.archives.profiles import Profile, judge_profile
from zana.audits.archives.reading import ControlReading, Files, Row, Sheet, Table, at_most, not_there, texts_in
from zana.audits.archives.signs import Kind, describe_changes
from zana.audits.archives.whose import Whose
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
    "screen-name-change",
    "ni-devices",
    "profile",
    "verified",
    "block",
    "mute",
    "protected-history",
    "account-suspension",
    "deleted-tweet-headers",
    "tweets",
    "tweet",
)
ALLOW = tuple(f"data/{name}{part}.js" for name in _NAMES for part in ("", "-part*", ".part*"))
OPTIONAL = (
    "tweets*.js",
    "tweet.js",
    "tweet-part*.js",
    "tweet.part*.js",
    "block*.js",
    "mute*.js",
    "deleted-tweet-headers*.js",
)
SIGNS = ("manifest.js", "account.js", "ip-audit.js", "device-token.js", "connected-application.js", "tweets.js")
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
    signs = tuple(describe_changes(_changes(files, rows), now))
    whose = _whose(account)
    begun = min((at for row in account.rows if (at := files.at(row.get("createdAt")))), default=None)
    account, phones, logins, tokens, apps = (each.emptied() for each in (account, phones, logins, tokens, apps))
    phone_facts = _phones(files, rows("ni-devices", "niDeviceResponse"))
    reply_facts = _reply_facts(files)
    profile = _profile(rows("profile", "profile"), rows("verified", "verified"))
    posted, posts = _posts(files, expected)

    def judge(generated: datetime) -> list[ControlReading]:
        idle = judge_idle("SEC-19", clients, generated, complete=True) if tokens else not_there("SEC-19", tokens)
        readings = [
            judge_login_emails(emails) if account else not_there("SEC-05", account),
            ControlReading("SEC-13", "unknown", say("This network's archive does not list password changes.")),
            judge_recovery(emails, endings) if account or phones else not_there("SEC-14", account),
            replace(idle, facts=(*idle.facts, *phone_facts)),
            _judge_logins(logins, tokens, visits + clients),
            _judge_apps(apps, risky, generated),
            judge_copy(generated, now, is_partial=is_partial),
            *_judge_replies(reply_facts),
            *judge_profile(profile),
            *(judge_posts(NETWORK, posts, generated, begun) if posted else ()),
        ]
        return [_doubt_partial(reading) for reading in readings] if is_partial else readings

    return Sheet(judge, signs, generated_at, is_partial, whose)


def _whose(account: Table) -> Whose:
    row = account.rows[0] if account.rows else {}
    name, handle = (repair(str(row.get(key) or "")) for key in ("accountDisplayName", "username"))
    return Whose(name, handle)


def _phones(files: Files, devices: Table) -> list[Saying]:
    """Phones that get notices, by day; a number for text messages hints that codes may come by SMS."""
    facts, texted = [], 0
    for row in devices.rows:
        pushed = row.get("pushDevice")
        at = files.at(pushed.get("updatedDate")) if isinstance(pushed, dict) else None
        if isinstance(pushed, dict):
            facts.append(
                say("a phone that gets notices, last {day}", day=day(at)) if at else say("a phone that gets notices")
            )
        texted += isinstance(row.get("messagingDevice"), dict)
    if texted:
        facts.append(say("numbers that get text messages: {count}", count=texted))
    return list(at_most(facts))


def _changes(files: Files, rows: Callable[[str, str], Table]) -> Iterator[tuple[Kind, datetime]]:
    kinds: tuple[tuple[Kind, str, str, str], ...] = (
        ("email_changed", "email-address-change", "emailAddressChange", "emailChange"),
        ("name_changed", "screen-name-change", "screenNameChange", "screenNameChange"),
    )
    for kind, file, outer, inner in kinds:
        for row in rows(file, outer).rows:
            change = row.get(inner)
            at = files.at(change.get("changedAt")) if isinstance(change, dict) else None
            if at:
                yield kind, at
    for row in files.table("", "account-suspension.js").rows:
        if times := [at for text in texts_in(dict(row)) if (at := files.at(text))]:
            yield "status_changed", max(times)


def _reply_facts(files: Files) -> list[Saying] | None:
    """How many are blocked and muted; whom, nobody needs to know. None where the archive has none of the lists."""
    counted = [
        (word, count)
        for name, word in _SHUT_OUT.items()
        if (count := files.count_rows(f"{name}.js", f"{name}-part*.js")) is not None
    ]
    return [word(count) for word, count in counted] or None


_SHUT_OUT: dict[str, Callable[[int], Saying]] = {
    "block": lambda n: say("accounts blocked: {count}", count=n),
    "mute": lambda n: say("accounts muted: {count}", count=n),
    "deleted-tweet-headers": lambda n: say("posts taken away lately: {count}", count=n),
    "protected-history": lambda n: say("times posts were hidden from strangers or shown again: {count}", count=n),
}


def _judge_replies(facts: list[Saying] | None) -> list[ControlReading]:
    if facts is None:
        return []
    why = say("Who may reply, and which words are muted, the archive does not say. Look together.")
    return [ControlReading("CTL-10", "unknown", why, tuple(facts), about="account")]


def _profile(profiles: Table, verified: Table) -> Profile:
    row = profiles.rows[0] if profiles.rows else None
    about = row.get("description") if row else None
    badge = verified.rows[0].get("verified") if verified.rows else None
    is_verified = badge if isinstance(badge, bool) else None
    if row is None or not isinstance(about, dict):
        return Profile(is_verified=is_verified)
    return Profile(
        bio=repair(str(about.get("bio") or "")),
        link=str(about.get("website") or ""),
        has_picture=bool(row.get("avatarMediaUrl")),
        has_cover=bool(row.get("headerMediaUrl")),
        is_verified=is_verified,
    )


def _posts(files: Files, expected: Mapping[str, int]) -> tuple[Table, list[Post]]:
    stream = files.stream(
        "tweets.js", "tweets-part*.js", "tweets.part*.js", "tweet.js", "tweet-part*.js", "tweet.part*.js"
    )
    posts = [post for row in stream if (post := _post(files, row.get("tweet", row)))]
    stream.expect(sum(n for file, n in expected.items() if file.startswith("tweet")))
    return stream.table, posts


def _post(files: Files, tweet: Any) -> Post | None:
    at = files.at(tweet.get("created_at")) if isinstance(tweet, dict) else None
    if at is None:
        return None
    text = repair(str(tweet.get("full_text") or ""))
    media, links = _entities(tweet, "extended_entities", "media"), _entities(tweet, "entities", "urls")
    media = media or _entities(tweet, "entities", "media")
    videos = sum(m.get("type") in ("video", "animated_gif") or "/video/" in str(m.get("expanded_url")) for m in media)
    targets = " ".join(str(link.get("expanded_url")) for link in links)
    return Post(
        at,
        shape_of(len(media) - videos, videos, len(links)),
        is_own=not text.startswith("RT @") and not tweet.get("in_reply_to_status_id_str"),
        is_cut=is_cut(re.sub(r"\s*https://t\.co/\w+\s*$", "", text)),
        points_elsewhere=points_elsewhere(targets, NETWORK),
    )


def _entities(tweet: Row, holder: str, key: str) -> list[Row]:
    inside = tweet.get(holder)
    found = inside.get(key) if isinstance(inside, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _doubt_partial(reading: ControlReading) -> ControlReading:
    """A part of an archive cannot prove that nothing is there."""
    if reading.result != "pass" and reading.way != "file":
        return reading
    return replace(
        reading, result="unknown", why=say("Only a part of the archive was given. Look together."), asks=None
    )


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
