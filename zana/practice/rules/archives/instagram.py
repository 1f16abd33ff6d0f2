"""Instagram's "Download your information"."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from zana.practice.rules.archives.packing import mojibake, seconds, slug
from zana.practice.rules.archives.portrait import Portrait

LOGINS = "security_and_login_information/login_and_profile_creation/"
DEVICE = "personal_information/device_information/"
CONNECTIONS = "connections/followers_and_following/"
MEDIA = "media/posts/"


def root_of(who: Portrait) -> str:
    return f"instagram-{slug(who.handle or who.name)}-{who.made_at:%Y-%m-%d}/"


def write_account(who: Portrait) -> dict[str, Any]:
    files: dict[str, Any] = {path: mojibake(write(who)) for path, write in FILES.items()}
    return files | {MEDIA + photo.name: photo.content for post in who.posts for photo in post.photos}


def _value(value: str = "", at: datetime | None = None) -> dict[str, Any]:
    return {"href": "", "value": value, "timestamp": seconds(at) if at else 0}


def _mapped(**values: dict[str, Any]) -> dict[str, Any]:
    named = {name.replace("_", " "): value for name, value in values.items()}
    return {"title": "", "media_map_data": {}, "string_map_data": named}


def _login_activity(who: Portrait) -> Any:
    return {"account_history_login_history": [
        {
            **_mapped(
                Cookie_name=_value("*" * 12), IP_Address=_value(visit.address), Language_code=_value("sq"),
                Time=_value(at=visit.seen_at), User_Agent=_value(visit.agent),
            ),
            "title": visit.seen_at.isoformat(),
        }
        for visit in who.visits
    ]}  # fmt: skip


def _logouts(who: Portrait) -> Any:
    return {"account_history_logout_history": [
        _mapped(IP_Address=_value(visit.address), Time=_value(at=visit.ended_at), User_Agent=_value(visit.agent))
        for visit in who.visits
        if visit.ended_at
    ]}  # fmt: skip


def _passwords(who: Portrait) -> Any:
    return {"account_history_password_change_history": [_mapped(Time=_value(at=at)) for at in who.passwords_changed]}


def _signup(who: Portrait) -> Any:
    return {"account_history_registration_info": [
        _mapped(Username=_value(who.handle), Email=_value(who.email), Time=_value(at=who.joined_at))
    ]}  # fmt: skip


def _devices(who: Portrait) -> Any:
    return {"devices_devices": [
        _mapped(Device_ID=_value("*" * 12), Last_Login=_value(at=visit.seen_at), User_Agent=_value(visit.agent))
        for visit in who.open_visits
    ]}  # fmt: skip


def _two_factor(who: Portrait) -> Any:
    values: list[dict[str, Any]] = [
        {"label": "State", "ent_field_name": "State", "value": "Enabled" if who.two_step else "Disabled"}
    ]
    if who.two_step and who.two_step_since:
        values.append(
            {"label": "Enabled", "ent_field_name": "EnabledTime", "timestamp_value": seconds(who.two_step_since)}
        )
    return [{"timestamp": seconds(who.made_at), "media": [], "label_values": values, "fbid": who.id}]


def _personal(who: Portrait) -> Any:
    return {"profile_user": [
        _mapped(
            Email=_value(who.email), Phone_Number=_value(who.phone), Username=_value(who.handle),
            Name=_value(who.name), Bio=_value(who.about), Website=_value(who.website), Private_Account=_value("False"),
        )
    ]}  # fmt: skip


def _apps(who: Portrait) -> Any:
    return {"apps_and_websites_active_apps": [
        {**_mapped(Added_on=_value(at=app.since), Last_active_on=_value(at=app.since)), "title": app.name}
        for app in who.apps
    ]}  # fmt: skip


def _words(who: Portrait) -> Any:
    listed = [{"value": word, "timestamp": seconds(at)} for word, at in who.words]
    return {"settings_filtered_keywords": [{"title": "", "string_list_data": listed}] if listed else []}


def _comments_from(who: Portrait) -> Any:
    return {"settings_allow_comments_from": [_mapped(Comments_allowed_from=_value(who.comments_from.capitalize()))]}


def _followers(who: Portrait) -> Any:
    return [
        {
            "title": "",
            "media_list_data": [],
            "string_list_data": [
                {"href": f"https://www.instagram.com/{name}", "value": name, "timestamp": seconds(who.joined_at)}
            ],
        }
        for name, _ in who.followers
    ]


def _blocked(who: Portrait) -> Any:
    return [
        {"timestamp": seconds(who.made_at), "media": [], "label_values": [{"label": "Username", "value": name}]}
        for name, _ in who.blocked
    ]


def _posts(who: Portrait) -> Any:
    return [
        {
            "media": [
                {"uri": MEDIA + photo.name, "creation_timestamp": seconds(post.at), "title": post.text}
                for photo in post.photos
            ],
            "title": post.text,
            "creation_timestamp": seconds(post.at),
        }
        for post in who.posts
    ]


FILES: dict[str, Callable[[Portrait], Any]] = {
    f"{LOGINS}login_activity.json": _login_activity,
    f"{LOGINS}logout_activity.json": _logouts,
    f"{LOGINS}password_change_activity.json": _passwords,
    f"{LOGINS}signup_details.json": _signup,
    f"{DEVICE}devices.json": _devices,
    f"{DEVICE}two-factor_authentication.json": _two_factor,
    "personal_information/personal_information/personal_information.json": _personal,
    "apps_and_websites_off_of_instagram/apps_and_websites/active_apps.json": _apps,
    "preferences/settings/filtered_keywords_for_comments_and_messages.json": _words,
    "preferences/settings/comments_allowed_from.json": _comments_from,
    f"{CONNECTIONS}followers_1.json": _followers,
    f"{CONNECTIONS}blocked_profiles.json": _blocked,
    "your_instagram_activity/media/posts_1.json": _posts,
}
