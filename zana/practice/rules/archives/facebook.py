"""Facebook's "Download your information" of a person, and of a Page."""

from collections.abc import Callable
from typing import Any

from zana.practice.rules.archives.packing import mojibake, seconds, slug
from zana.practice.rules.archives.portrait import Line, Portrait, Post, Visit
from zana.practice.rules.traces import KINDS

SECURITY = "security_and_login_information/"
ACTIVITY = "your_facebook_activity/"
PAGE = "this_profile's_activity_across_facebook/"
RECORDED = {"password_changed", "contacts_changed", "two_step_on", "two_step_off"}


def root_of(who: Portrait) -> str:
    return f"facebook-{slug(who.handle or who.name)}-{who.made_at:%Y-%m-%d}/"


def write_person(who: Portrait) -> dict[str, Any]:
    files: dict[str, Any] = {path: mojibake(write(who)) for path, write in PERSON_FILES.items()}
    return files | _messages(who, ACTIVITY) | _photos(who, f"{ACTIVITY}posts/media/")


def write_page(who: Portrait) -> dict[str, Any]:
    """A Page has no login, so nothing about security is in here."""
    media, blocked = f"{PAGE}posts/media/", [{"name": name} for name, _ in who.blocked]
    files: dict[str, Any] = {
        f"{PAGE}posts/profile_posts_1.json": mojibake([_post(post, media) for post in who.posts]),
        f"{PAGE}page_settings/blocked.json": mojibake({"blocked_users_v2": blocked}),
    }
    return files | _messages(who, PAGE) | _photos(who, media)


# --- security and login


def _two_factor(who: Portrait) -> Any:
    values: list[dict[str, Any]] = [
        {"label": "State", "ent_field_name": "State", "value": "Enabled" if who.two_step else "Disabled"}
    ]
    if who.two_step and who.two_step_since:
        values.append(
            {"label": "Enabled", "ent_field_name": "EnabledTime", "timestamp_value": seconds(who.two_step_since)}
        )
    return {"timestamp": seconds(who.made_at), "media": [], "label_values": values, "fbid": who.id}


def _session(visit: Visit) -> dict[str, Any]:
    return {
        "created_timestamp": seconds(visit.began_at),
        "updated_timestamp": seconds(visit.seen_at),
        "ip_address": visit.address,
        "user_agent": visit.agent,
        "datr_cookie": "*" * 8,
        "device": visit.device,
        "location": visit.place,
        "app": "Facebook for Android" if "FBAN" in visit.agent else "Web browser",
        "session_type": "web",
    }


def _records(who: Portrait) -> Any:
    visit = who.visits[0] if who.visits else None
    return {"admin_records_v2": [
        {
            "event": KINDS[kind].log,
            "session": {
                "created_timestamp": seconds(at), "ip_address": visit.address if visit else "",
                "user_agent": visit.agent if visit else "", "datr_cookie": "*" * 8,
            },
            "extra_info": {},
        }
        for kind, at in who.traces
        if kind in RECORDED
    ]}  # fmt: skip


def _sessions(who: Portrait) -> Any:
    return {"active_sessions_v2": [_session(visit) for visit in who.open_visits]}


def _devices(who: Portrait) -> Any:
    return {"recognized_devices_v2": [
        {
            "name": visit.device, "created_timestamp": seconds(visit.began_at),
            "updated_timestamp": seconds(visit.seen_at), "ip_address": visit.address, "user_agent": visit.agent,
        }
        for visit in who.open_visits
    ]}  # fmt: skip


def _activity(who: Portrait) -> Any:
    rows = [
        {
            "action": "Login", "timestamp": seconds(visit.began_at), "ip_address": visit.address,
            "user_agent": visit.agent, "datr_cookie": "*" * 8, "city": visit.place.split(",")[0], "region": "",
            "country": visit.place.rsplit(",", 1)[-1].strip(), "site_name": "www.facebook.com",
        }
        for visit in who.visits
    ]  # fmt: skip
    rows += [{"action": KINDS[kind].log, "timestamp": seconds(at)} for kind, at in who.traces if KINDS[kind].log]
    return {"account_activity_v2": sorted(rows, key=lambda row: -int(str(row["timestamp"])))}


def _logins(who: Portrait) -> Any:
    rows = [("Login", visit.began_at, visit) for visit in who.visits]
    rows += [("Log out", visit.ended_at, visit) for visit in who.visits if visit.ended_at]
    return {"account_accesses_v2": [
        {"action": action, "timestamp": seconds(at), "site": "www.facebook.com", "ip_address": visit.address}
        for action, at, visit in rows
    ]}  # fmt: skip


def _addresses(who: Portrait) -> Any:
    return {"used_ip_address_v2": [
        {"ip": visit.address, "action": "Login", "timestamp": seconds(visit.began_at), "user_agent": visit.agent}
        for visit in who.visits
    ]}  # fmt: skip


def _contacts(who: Portrait) -> Any:
    known = [(who.email, 2), (who.phone, 1)]
    return {"contact_verifications_v2": [
        {"contact": contact, "contact_type": kind, "verification_time": seconds(who.joined_at)}
        for contact, kind in known
        if contact
    ]}  # fmt: skip


# --- the rest


def _apps(who: Portrait) -> Any:
    return {"installed_apps_v2": [
        {
            "name": app.name, "added_timestamp": seconds(app.since), "user_app_scoped_id": str(number),
            "category": "active",
        }
        for number, app in enumerate(who.apps, 1)
    ]}  # fmt: skip


def _pages(who: Portrait) -> Any:
    return {"pages_v2": [{"name": name, "timestamp": seconds(since), "url": ""} for name, since in who.pages]}


def _profile(who: Portrait) -> Any:
    emails = {"emails": [who.email] if who.email else [], "previous_emails": [], "pending_emails": []}
    return {"profile_v2": {
        "name": {"full_name": who.name}, "emails": {**emails, "ad_account_emails": []},
        "registration_timestamp": seconds(who.joined_at),
    }}  # fmt: skip


def _payments(who: Portrait) -> Any:
    return {"payments_v2": {"preferred_currency": "EUR", "payments": [
        {
            "created_timestamp": seconds(at), "amount": f"{euros}.00", "currency": "EUR", "type": "Ads",
            "status": "Completed",
        }
        for at, euros in who.payments
    ]}}  # fmt: skip


def _posts(who: Portrait) -> Any:
    return [_post(post, f"{ACTIVITY}posts/media/") for post in who.posts]


def _post(post: Post, folder: str) -> dict[str, Any]:
    shown: list[dict[str, Any]] = [
        {"media": {"uri": folder + photo.name, "creation_timestamp": seconds(post.at), "title": "",
                   "description": photo.alt_text}}
        for photo in post.photos
    ]  # fmt: skip
    if post.link:
        shown.append({"external_context": {"url": post.link}})
    return {
        "timestamp": seconds(post.at),
        "data": [{"post": post.text}, {"update_timestamp": seconds(post.at)}],
        "attachments": [{"data": shown}] if shown else [],
        "tags": [],
    }


def _messages(who: Portrait, folder: str) -> dict[str, Any]:
    return {
        f"{folder}messages/inbox/{slug(lines[0].guest)}_{number}/message_1.json": mojibake(_thread(who, lines))
        for number, lines in enumerate(_threads(who.lines))
    }


def _threads(lines: tuple[Line, ...]) -> list[list[Line]]:
    together: dict[str, list[Line]] = {}
    for line in lines:
        together.setdefault(line.guest_id, []).append(line)
    return list(together.values())


def _thread(who: Portrait, lines: list[Line]) -> Any:
    return {
        "participants": [{"name": lines[0].guest}, {"name": who.name}],
        "messages": [
            {"sender_name": who.name if line.mine else line.guest, "timestamp_ms": seconds(line.at) * 1000,
             "content": line.text}
            for line in reversed(lines)
        ],
        "title": lines[0].guest,
        "thread_path": f"inbox/{slug(lines[0].guest)}",
    }  # fmt: skip


def _photos(who: Portrait, folder: str) -> dict[str, bytes]:
    return {folder + photo.name: photo.content for post in who.posts for photo in post.photos}


PERSON_FILES: dict[str, Callable[[Portrait], Any]] = {
    f"{SECURITY}two-factor_authentication.json": _two_factor,
    f"{SECURITY}record_details.json": _records,
    f"{SECURITY}where_you're_logged_in.json": _sessions,
    f"{SECURITY}recognized_devices.json": _devices,
    f"{SECURITY}account_activity.json": _activity,
    f"{SECURITY}logins_and_logouts.json": _logins,
    f"{SECURITY}ip_address_activity.json": _addresses,
    f"{SECURITY}email_address_verifications.json": _contacts,
    "apps_and_websites_off_of_facebook/connected_apps_and_websites.json": _apps,
    f"{ACTIVITY}pages/your_pages_and_profiles.json": _pages,
    f"{ACTIVITY}facebook_payments/payment_history.json": _payments,
    f"{ACTIVITY}posts/your_posts__check_ins__photos_and_videos_1.json": _posts,
    "personal_information/profile_information/profile_information.json": _profile,
}
