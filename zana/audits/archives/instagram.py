"""Instagram translates its keys, so nothing here reads a key of `string_map_data`: values are known by their shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from zana.audits.archives.cleaning import (
    day,
    describe_agent,
    domains_in,
    looks_like_agent,
    phone_endings,
    place_of,
    repair,
    shown,
)
from zana.audits.archives.judging import (
    LOOKED_BACK,
    Visit,
    judge_comments,
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
from zana.audits.archives.plain import flatten_labels
from zana.audits.archives.posts import Post, is_cut, judge_posts, points_elsewhere, shape_of
from zana.audits.archives.profiles import Profile, judge_profile
from zana.audits.archives.reading import ControlReading, Files, Row, Sheet, Table, at_most, not_there
from zana.audits.archives.signs import Kind, describe_changes
from zana.audits.archives.whose import Whose
from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying, say

NETWORK = "instagram"

TWO_FACTOR = ("two-factor_authentication.json",)
LOGINS = ("login_activity.json",)
NEWER_LOGINS = ("profile_activity.json",)
PASSWORDS = ("password_change_activity.json",)
DEVICES = ("devices.json",)
PERSONAL = ("personal_information.json",)
APPS = ("active_apps.json",)
WORDS = ("filtered_keywords_for_comments_and_messages.json",)
POST_WORDS = ("filtered_keywords_for_posts.json",)
EXPIRED = ("expired_pps.json", "expired_apps.json")  # the first is how Meta spells it
LINKED = ("linked_meta_accounts.json",)
CHANGES = ("profile_changes.json",)
STATES = ("profile_privacy_changes.json", "account_privacy_changes.json", "profile_status_changes.json")
COMMENTS = ("comments_allowed_from.json",)
SHUT_OUT = ("blocked_profiles.json", "restricted_profiles.json")
POSTS = ("media/posts_*.json", "content/posts_*.json")

ALLOW = (
    *TWO_FACTOR,
    *LOGINS,
    *NEWER_LOGINS,
    *PASSWORDS,
    *DEVICES,
    *PERSONAL,
    *APPS,
    *WORDS,
    *POST_WORDS,
    *EXPIRED,
    *LINKED,
    *CHANGES,
    *STATES,
    *COMMENTS,
    *SHUT_OUT,
    *POSTS,
)
OPTIONAL = (*POSTS, *SHUT_OUT)
# Names that no other network's archive has.
SIGNS = (
    *LOGINS,
    *NEWER_LOGINS,
    *PASSWORDS,
    *DEVICES,
    *PERSONAL,
    *APPS,
    *WORDS,
    *LINKED,
    *CHANGES,
    *STATES,
    *POSTS,
    f"device_information/{TWO_FACTOR[0]}",
)
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
    texts, whose, profile = texts_of(personal), _whose(personal), _profile(personal)
    apps = files.table("apps_and_websites_active_apps", *APPS)
    named = [(shown(row.get("title")), _newest(files, row)) for row in apps.rows]
    expired = files.count_rows(*EXPIRED)
    words = files.table("settings_filtered_keywords", *WORDS)
    count, changed_at = _count_words(files, words)
    more, _ = _count_words(files, files.table("settings_filtered_keywords", *POST_WORDS))
    two_factor = _two_factor(files.documents(*TWO_FACTOR))
    linked = files.table("profile_linked_meta_accounts", *LINKED)
    linked_facts = [say("linked accounts of Meta: {count}", count=len(linked.rows))] if linked.rows else []
    comments = files.table("settings_allow_comments_from", *COMMENTS)
    allowed = next((text for row in comments.rows for e in _values(row) if (text := shown(e.get("value")))), "")
    shut_out = [(name, n) for name in SHUT_OUT if (n := files.count_rows(name)) is not None]
    signs = tuple(describe_changes(_changes(files), now))
    posted, posts = _posts(files)
    tables = (passwords, personal, apps, words, linked, comments)
    passwords, personal, apps, words, linked, comments = (each.emptied() for each in tables)

    def judge(generated_at: datetime) -> list[ControlReading]:
        return [
            *([judge_linked(linked, linked_facts)] if linked.state != "missing" else []),
            judge_login_emails(domains_in(texts)) if personal else not_there("SEC-05", personal),
            two_factor,
            judge_password(changes) if passwords else not_there("SEC-13", passwords),
            judge_recovery(domains_in(texts), phone_endings(texts)) if personal else not_there("SEC-14", personal),
            judge_idle("SEC-19", machines, generated_at, complete=True) if devices else not_there("SEC-19", devices),
            _logins(logins, visits, generated_at),
            _apps(apps, named, expired),
            judge_copy(generated_at, now),
            _words(words, count, changed_at, more),
            *_judge_comments(comments, allowed, shut_out),
            *judge_profile(profile),
            *(judge_posts(NETWORK, posts, generated_at) if posted else ()),
        ]

    return Sheet(judge, signs, whose=whose)


def _whose(personal: Table) -> Whose:
    """The user name stands under a translated key: a list of its translations, or nothing."""
    named = {key.casefold(): entry for row in personal.rows for key, entry in _keyed(row)}
    handle, name = (next((named[k] for k in keys if k in named), "") for keys in (_USERNAME, _NAME))
    return Whose(name, handle)


def _keyed(row: Row) -> Iterator[tuple[str, str]]:
    values = row.get("string_map_data")
    for key, entry in values.items() if isinstance(values, dict) else ():
        if isinstance(entry, dict) and isinstance(entry.get("value"), str):
            yield repair(key), repair(entry["value"])


_USERNAME = (
    "username",
    "benutzername",
    "nombre de usuario",
    "emri i përdoruesit",
    "korisničko ime",
    "корисничко име",
    "사용자 이름",
)
_NAME = ("name", "nombre", "emri", "ime", "име", "이름")


def _profile(personal: Table) -> Profile:
    """Only in English do we know which key is the bio; a link is known by its shape."""
    named = {key.casefold(): value for row in personal.rows for key, value in _keyed(row)}
    links = [value for value in named.values() if re.match(r"https?://", value)]
    return Profile(bio=named.get("bio"), link=links[0] if links else named.get("website"))


def _changes(files: Files) -> Iterator[tuple[Kind, datetime]]:
    """What was changed, by the shape of the old and the new value; they themselves are not kept."""
    for row in files.table("profile_profile_change", *CHANGES).rows:
        at, texts = _newest(files, row), [text for _, text in _keyed(row)]
        kind: Kind | None = "name_changed" if {t.casefold() for t in texts} & {*_USERNAME, *_NAME} else None
        kind = "email_changed" if domains_in(texts) else "phone_changed" if phone_endings(texts) else kind
        if at and kind:
            yield kind, at
    for key in ("account_history_account_privacy_history", "account_history_account_active_status_changes"):
        for row in files.table(key, *(STATES[2:] if "status" in key else STATES[:2])).rows:
            if at := _newest(files, row):
                yield "status_changed", at


def _judge_comments(comments: Table, allowed: str, shut_out: list[tuple[str, int]]) -> list[ControlReading]:
    if comments.state == "missing" and not shut_out:
        return []
    blocked = [_SHUT_OUT_WORDS[name](n) for name, n in shut_out]
    reading = judge_comments("CTL-13", comments, allowed)
    return [replace(reading, facts=(*reading.facts, *blocked)), judge_comments("CTL-19", comments, allowed)]


_SHUT_OUT_WORDS: dict[str, Callable[[int], Saying]] = {
    SHUT_OUT[0]: lambda n: say("accounts blocked: {count}", count=n),
    SHUT_OUT[1]: lambda n: say("accounts restricted: {count}", count=n),
}


def _posts(files: Files) -> tuple[Table, list[Post]]:
    stream = files.stream("posts_*.json")
    posts = [post for row in stream if (post := _post(files, row))]
    return stream.table, posts


def _post(files: Files, row: Row) -> Post | None:
    media = [entry for entry in row["media"] if isinstance(entry, dict)] if isinstance(row.get("media"), list) else []
    stamps = [row.get("creation_timestamp"), *(entry.get("creation_timestamp") for entry in media)]
    at = next(filter(None, map(files.at, stamps)), None)
    if at is None:
        return None
    videos = sum(str(entry.get("uri", "")).lower().endswith((".mp4", ".mov")) for entry in media)
    text = repair(str(row.get("title") or (media[0].get("title") if media else "") or ""))
    shape = shape_of(len(media) - videos, videos, 0) if len(media) < 2 else "pictures"
    return Post(at, shape, True, is_cut(text), points_elsewhere(text, NETWORK))


def _find_logins(files: Files) -> Table:
    table = files.table("account_history_login_history", *LOGINS)
    return table if table.state != "missing" else files.table("", *NEWER_LOGINS)


def _visits(files: Files, table: Table) -> tuple[Table, list[Visit]]:
    return table.emptied(), [_visit(files, row) for row in table.rows]


def _values(row: Row) -> Iterator[dict[str, Any]]:
    """The `{href, value, timestamp}` entries of a row, whatever their keys are called in the person's language."""
    for holder in ("string_map_data", "string_list_data", "label_values"):
        inside = row.get(holder)
        entries = list(inside.values()) if isinstance(inside, dict) else inside
        yield from flatten_labels(entries)


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


def _apps(apps: Table, named: list[tuple[str, datetime | None]], expired: int | None) -> ControlReading:
    if not apps:
        return not_there("SEC-24", apps)
    if not named:
        return ControlReading("SEC-24", "pass", say("No app has access."))
    in_order = sorted(named, key=lambda app: app[0].casefold())
    facts = at_most(
        [say("{name}, since {day}", name=n, day=day(at)) if at else say("{thing}", thing=n) for n, at in in_order]
    )
    if expired:
        facts = (*facts, say("apps whose access has run out: {count}", count=expired))
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


def _words(words: Table, count: int, changed_at: datetime | None, more: int) -> ControlReading:
    if not words:
        return not_there("CTL-09", words)
    facts = (say("The list was last changed on {day}.", day=day(changed_at)),) if changed_at else ()
    if more:
        facts = (*facts, say("hidden words for posts: {count}", count=more))
    result: Result = "pass" if count >= ENOUGH_WORDS else "partial" if count else "fail"
    why = say("Own hidden words: {count}; 30 make a working list.", count=count)
    return ControlReading("CTL-09", result, why, facts)
