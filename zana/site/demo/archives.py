"""Archives as the networks would let her download them, invented and dated from today: to be given in the walk."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A127F) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
INSTAGRAM = "Instagram 300.0.0 Android (34/14; 420dpi; samsung; SM-A127F)"
HOME, OFFICE, AWAY = "203.0.113.7", "198.51.100.20", "192.0.2.44"  # addresses kept free for examples


def write_archives(folder: Path, now: datetime) -> list[Path]:
    """One ZIP a network, written anew each time so that none grows too old to prove anything."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = {"facebook": _facebook, "instagram": _instagram, "x": _x}
    return [_write(folder / f"{network}.zip", make(now), now) for network, make in makers.items()]


def _write(path: Path, files: dict[str, str | Any], now: datetime) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, now.timetuple()[:6])
            archive.writestr(member, content if isinstance(content, str) else json.dumps(content))
    return path


def _ago(now: datetime, days: int) -> int:
    return int((now - timedelta(days=days)).timestamp())


def _facebook(now: datetime) -> dict[str, Any]:
    """Two-step login is off, one old session was left open, and a quiz still has access."""
    root, security = "facebook-demo/", "facebook-demo/security_and_login_information/"

    def session(days: int, agent: str, address: str) -> dict[str, Any]:
        return {
            "created_timestamp": _ago(now, days + 20),
            "updated_timestamp": _ago(now, days),
            "ip_address": address,
            "user_agent": agent,
            "location": "Peja, Kosovo",
        }

    emails = {"emails": ["arta.example@mail.example"], "previous_emails": [], "pending_emails": []}
    quiz = {"name": "Kuizi i ditës", "added_timestamp": _ago(now, 900), "category": "active"}
    change = {"event": "Password Change", "session": {"created_timestamp": _ago(now, 400)}}
    off = {"label_values": [{"label": "State", "ent_field_name": "State", "value": "Disabled"}]}
    sessions = [session(0, PHONE, HOME), session(2, CHROME, OFFICE), session(160, CHROME, AWAY)]
    return {
        security + "two-factor_authentication.json": off,
        security + "where_you're_logged_in.json": {"active_sessions_v2": sessions},
        security + "recognized_devices.json": {"recognized_devices_v2": []},
        security + "record_details.json": {"admin_records_v2": [change]},
        security + "email_address_verifications.json": {
            "contact_verifications_v2": [{"contact": "+383 44 000 142", "verification_time": _ago(now, 800)}]
        },
        root + "personal_information/profile_information/profile_information.json": {"profile_v2": {"emails": emails}},
        root + "apps_and_websites_off_of_facebook/connected_apps_and_websites.json": {"installed_apps_v2": [quiz]},
        root + "pages/your_pages.json": {"pages_v2": [{"name": "Drita e Re", "timestamp": _ago(now, 900)}]},
        root + "facebook_payments/payment_history.json": {"payments_v2": {"payments": []}},
        root + "messages/inbox/example_1/message_1.json": {"messages": [{"content": "never opened"}]},
    }


def _instagram(now: datetime) -> dict[str, Any]:
    """A dozen hidden words, and logins from two places."""
    logins = "instagram-demo/security_and_login_information/login_and_profile_creation/"
    personal = "instagram-demo/personal_information/"

    def login(days: int, address: str) -> dict[str, Any]:
        values = {"IP Address": {"value": address}, "User Agent": {"value": INSTAGRAM}}
        return {"title": "", "string_map_data": values | {"Time": {"timestamp": _ago(now, days)}}}

    words = [{"value": f"fjalë {n}", "timestamp": _ago(now, 200)} for n in range(12)]
    about = {"Email": {"value": "info@dritaere.example"}, "Phone Number": {"value": "+38344000177"}}
    return {
        logins + "login_activity.json": {
            "account_history_login_history": [login(1, HOME), login(8, OFFICE), login(30, HOME)]
        },
        logins + "password_change_activity.json": {"account_history_password_change_history": []},
        personal + "device_information/devices.json": {"devices_devices": [login(1, HOME)]},
        personal + "personal_information/personal_information.json": {"profile_user": [{"string_map_data": about}]},
        "instagram-demo/apps_and_websites_off_of_instagram/apps_and_websites/active_apps.json": {
            "apps_and_websites_active_apps": []
        },
        "instagram-demo/preferences/settings/filtered_keywords_for_comments_and_messages.json": {
            "settings_filtered_keywords": [{"string_list_data": words}]
        },
    }


def _x(now: datetime) -> dict[str, Any]:
    """A forgotten planner may still write in the organisation's name."""

    def iso(days: int) -> str:
        return (now - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def part(name: str, rows: list[dict[str, Any]]) -> str:
        return f"window.YTD.{name}.part0 = {json.dumps(rows)}"

    info = {"archiveInfo": {"generationDate": iso(0), "isPartialArchive": False}, "dataTypes": {}}
    planner = {"name": "Planifikuesi", "permissions": ["read", "write"], "approvedAt": iso(1100), "id": "1"}
    token = {"clientApplicationName": "Twitter for Android", "createdAt": iso(300), "lastSeenAt": iso(1)}
    account = {"email": "info@dritaere.example", "username": "dritaere", "accountId": "1"}
    return {
        "Your archive.html": "<html></html>",
        "data/manifest.js": f"window.__THAR_CONFIG = {json.dumps(info)}",
        "data/account.js": part("account", [{"account": account}]),
        "data/phone-number.js": part("phone_number", [{"device": {"phoneNumber": "+38344000142"}}]),
        "data/ip-audit.js": part("ip_audit", [{"ipAudit": {"createdAt": iso(3), "loginIp": OFFICE}}]),
        "data/device-token.js": part("device_token", [{"deviceToken": token}]),
        "data/connected-application.js": part("connected_application", [{"connectedApplication": planner}]),
        "data/direct-messages.js": part("direct_messages", []),
    }
