"""The archive of an X account: scripts that each hold one list, and a manifest that counts them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from zana.practice.rules.archives.packing import iso
from zana.practice.rules.archives.portrait import Portrait, Post

Rows = list[dict[str, Any]]


def root_of(who: Portrait) -> str:
    """X packs without a folder."""
    return ""


def write_account(who: Portrait) -> dict[str, Any]:
    lists = {name: write(who) for name, write in FILES.items()}
    files: dict[str, Any] = {"Your archive.html": b"<!doctype html><title>Your archive</title>"}
    files["data/manifest.js"] = _manifest(who, lists)
    for name, rows in lists.items():
        files[f"data/{name}.js"] = f"window.YTD.{name.replace('-', '_')}.part0 = {json.dumps(rows, indent=2)}".encode()
    for post in who.posts:
        files |= {f"data/tweets_media/{post.id}-{photo.name}": photo.content for photo in post.photos}
    return files


def _manifest(who: Portrait, lists: dict[str, Rows]) -> bytes:
    types = {
        name.replace("-", " ").title().replace(" ", ""): {"files": [_file(name, rows)]} for name, rows in lists.items()
    }
    whole = {
        "userInfo": {"accountId": who.id, "userName": who.handle, "displayName": who.name},
        "archiveInfo": {
            "sizeBytes": "0", "generationDate": iso(who.made_at), "isPartialArchive": False, "maxPartSizeBytes": "0",
        },
        "readmeInfo": {"fileName": "data/README.txt", "directory": "data/", "name": "README.txt"},
        "dataTypes": types,
    }  # fmt: skip
    return f"window.__THAR_CONFIG = {json.dumps(whole, indent=2)}".encode()


def _file(name: str, rows: Rows) -> dict[str, str]:
    inner = f"YTD.{name.replace('-', '_')}.part0"
    return {"fileName": f"data/{name}.js", "globalName": inner, "count": str(len(rows))}


def _account(who: Portrait) -> Rows:
    return [{"account": {
        "email": who.email, "createdVia": "web", "username": who.handle, "accountId": who.id,
        "createdAt": iso(who.joined_at), "accountDisplayName": who.name,
    }}]  # fmt: skip


def _profile(who: Portrait) -> Rows:
    described = {"bio": who.about, "website": who.website, "location": ""}
    return [{"profile": {"description": described, "avatarMediaUrl": "", "headerMediaUrl": ""}}]


def _phone(who: Portrait) -> Rows:
    return [{"device": {"phoneNumber": who.phone}}] if who.phone else []


def _email_changes(who: Portrait) -> Rows:
    return [
        {"emailAddressChange": {"accountId": who.id, "emailChange": {"changedAt": iso(at), "changedTo": who.email}}}
        for kind, at in who.traces
        if kind == "contacts_changed"
    ]


def _addresses(who: Portrait) -> Rows:
    return [
        {"ipAudit": {"accountId": who.id, "createdAt": iso(visit.seen_at), "loginIp": visit.address}}
        for visit in who.visits
    ]


def _devices(who: Portrait) -> Rows:
    return [
        {"deviceToken": {
            "clientApplicationId": str(number), "token": "*" * 12, "createdAt": iso(visit.began_at),
            "lastSeenAt": iso(visit.seen_at), "clientApplicationName": _program(visit.agent),
        }}
        for number, visit in enumerate(who.open_visits, 1)
    ]  # fmt: skip


def _program(agent: str) -> str:
    return "Twitter for Android" if "Android" in agent else "Twitter Web App"


PERMISSIONS = {"read": ["read"], "write": ["write"], "messages": ["direct_messages"]}


def _apps(who: Portrait) -> Rows:
    return [
        {"connectedApplication": {
            "organization": {"name": app.name, "url": "", "privacyPolicyUrl": ""}, "name": app.name, "description": "",
            "permissions": [word for may in app.may for word in PERMISSIONS.get(may, [])],
            "approvedAt": iso(app.since), "id": str(number),
        }}
        for number, app in enumerate(who.apps, 1)
    ]  # fmt: skip


def _followers(who: Portrait) -> Rows:
    return [
        {"follower": {"accountId": number, "userLink": f"https://twitter.com/intent/user?user_id={number}"}}
        for _, number in who.followers
    ]


def _blocked(who: Portrait) -> Rows:
    return [
        {"blocking": {"accountId": number, "userLink": f"https://twitter.com/intent/user?user_id={number}"}}
        for _, number in who.blocked
    ]


def _tweets(who: Portrait) -> Rows:
    return [{"tweet": _tweet(who, post)} for post in who.posts]


def _tweet(who: Portrait, post: Post) -> dict[str, Any]:
    answer = {"in_reply_to_status_id_str": post.answers_to} if post.answers_to else {}
    media = [
        {"id_str": f"{post.id}{number}", "media_url": photo.name, "type": "photo", "ext_alt_text": photo.alt_text}
        for number, photo in enumerate(post.photos)
    ]
    entities: dict[str, Any] = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}
    return {
        "id": post.id, "id_str": post.id, "full_text": post.text, "created_at": _date(post.at), "lang": "und",
        "favorite_count": str(post.likes), "retweet_count": str(post.shares), "source": "Prova", "truncated": False,
        "favorited": False, "retweeted": False, "display_text_range": ["0", str(len(post.text))],
        "edit_info": {"initial": {"editTweetIds": [post.id], "editsRemaining": "5", "isEditEligible": False}},
        "entities": entities | ({"media": media} if media else {}), **answer,
    }  # fmt: skip


def _date(moment: datetime) -> str:
    """`Sat Feb 18 12:33:11 +0000 2023`, whatever the machine's language."""
    day, rest = format_datetime(moment.astimezone(UTC)).split(", ")
    number, month, year, time, zone = rest.split()
    return f"{day} {month} {number} {time} {zone} {year}"


def _messages(who: Portrait) -> Rows:
    together: dict[str, list[dict[str, Any]]] = {}
    for line in who.lines:
        pair = (who.id, line.guest_id) if line.mine else (line.guest_id, who.id)
        message = {"id": str(len(together)), "senderId": pair[0], "recipientId": pair[1], "text": line.text}
        together.setdefault(line.guest_id, []).append({"messageCreate": {**message, "createdAt": iso(line.at)}})
    return [
        {"dmConversation": {"conversationId": f"{guest}-{who.id}", "messages": messages}}
        for guest, messages in together.items()
    ]


FILES: dict[str, Callable[[Portrait], Rows]] = {
    "account": _account,
    "profile": _profile,
    "phone-number": _phone,
    "email-address-change": _email_changes,
    "ip-audit": _addresses,
    "device-token": _devices,
    "connected-application": _apps,
    "follower": _followers,
    "block": _blocked,
    "tweets": _tweets,
    "direct-messages": _messages,
}
