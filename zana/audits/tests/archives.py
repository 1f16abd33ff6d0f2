"""Archives made up from the shapes networks use. Everybody and everything in them is invented."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Instagram 300.0.0 Android (34/14; 420dpi; samsung; SM-A127F)"


def ago(days):
    return int((MADE - timedelta(days=days)).timestamp())


def iso(days):
    return (MADE - timedelta(days=days)).isoformat().replace("+00:00", ".000Z")


def pack(files, root="", made=MADE):
    """A ZIP as a file object; values are JSON-able, or bytes as they stand."""
    stamp = made.timetuple()[:6] if made else (1980, 1, 1, 0, 0, 0)
    made_file = io.BytesIO()
    with zipfile.ZipFile(made_file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            archive.writestr(zipfile.ZipInfo(root + name, stamp), data, compress_type=zipfile.ZIP_DEFLATED)
    made_file.seek(0)
    return made_file


def session(last_used, agent=CHROME, **more):
    return {
        "created_timestamp": ago(last_used + 30),
        "updated_timestamp": ago(last_used),
        "ip_address": "203.0.113.7",
        "user_agent": agent,
        "datr_cookie": "secret-cookie",
        "location": "Peja, Kosovo",
        **more,
    }


def two_factor(state, since=0):
    values = [{"label": "Gjendja", "ent_field_name": "State", "value": state}]
    if since:
        values.append({"label": "Koha", "ent_field_name": "EnabledTime", "timestamp_value": since})
    return {"label_values": values}


def facebook_files(name="Arta Communicator", **changes):
    """The files of a careful woman's archive; `changes` replace one by its short name, None takes it away."""
    places = {
        "two_factor": (
            "security_and_login_information/two-factor_authentication.json",
            two_factor("Enabled", ago(300)),
        ),
        "records": (
            "security_and_login_information/record_details.json",
            {"admin_records_v2": [{"event": "Password Change", "session": {"created_timestamp": ago(40)}}]},
        ),
        "sessions": (
            "security_and_login_information/where_you're_logged_in.json",
            {"active_sessions_v2": [session(0), session(3, PHONE)]},
        ),
        "devices": (
            "security_and_login_information/recognized_devices.json",
            {"recognized_devices_v2": [{"name": "Windows", "updated_timestamp": ago(1), "user_agent": CHROME}]},
        ),
        "activity": (
            "security_and_login_information/account_activity.json",
            {"account_activity_v2": [{"action": "Login", "timestamp": ago(1), "ip_address": "203.0.113.7"}]},
        ),
        "contacts": (
            "security_and_login_information/email_address_verifications.json",
            {
                "contact_verifications_v2": [
                    {"contact": "arta@drita.example", "contact_type": 2, "verification_time": ago(700)},
                    {"contact": "+383 44 000 142", "contact_type": 1, "verification_time": ago(700)},
                ]
            },
        ),
        "apps": ("apps_and_websites_off_of_facebook/connected_apps_and_websites.json", {"installed_apps_v2": []}),
        "pages": ("pages/your_pages.json", {"pages_v2": [{"name": "Drita e Re", "timestamp": ago(900)}]}),
        "profile": (
            "personal_information/profile_information/profile_information.json",
            {
                "profile_v2": {
                    "name": {"full_name": name},
                    "emails": {
                        "emails": ["arta@drita.example"],
                        "previous_emails": ["old@mail.example"],
                        "pending_emails": [],
                    },
                }
            },
        ),
        "payments": (
            "facebook_payments/payment_history.json",
            {"payments_v2": {"preferred_currency": "EUR", "payments": []}},
        ),
    }
    return _with_changes(places, changes)


def login(days, keys=("Cookie name", "IP Address", "Language code", "Time", "User Agent"), ip="203.0.113.7"):
    cookie, address, language, time, agent = keys
    return {
        "title": iso(days),
        "media_map_data": {},
        "string_map_data": {
            cookie: {"href": "", "value": "*************abc", "timestamp": 0},
            address: {"href": "", "value": ip, "timestamp": 0},
            language: {"href": "", "value": "sq", "timestamp": 0},
            time: {"href": "", "value": "", "timestamp": ago(days)},
            agent: {"href": "", "value": PHONE, "timestamp": 0},
        },
    }


def hidden_words(count, days=20):
    entries = [{"value": f"fjalë{n}", "timestamp": ago(days)} for n in range(count)]
    return {"settings_filtered_keywords": [{"string_list_data": entries}] if count else []}


def instagram_files(**changes):
    logins = "security_and_login_information/login_and_profile_creation/"
    places = {
        "logins": (logins + "login_activity.json", {"account_history_login_history": [login(1), login(40)]}),
        "passwords": (
            logins + "password_change_activity.json",
            {"account_history_password_change_history": [{"string_map_data": {"Time": {"timestamp": ago(60)}}}]},
        ),
        "devices": (
            "personal_information/device_information/devices.json",
            {
                "devices_devices": [
                    {"string_map_data": {"Last Login": {"timestamp": ago(2)}, "User Agent": {"value": PHONE}}}
                ]
            },
        ),
        "two_factor": (
            "personal_information/device_information/two-factor_authentication.json",
            two_factor("Enabled", ago(100)),
        ),
        "personal": (
            "personal_information/personal_information/personal_information.json",
            {
                "profile_user": [
                    {
                        "string_map_data": {
                            "Email": {"value": "info@drita.example"},
                            "Phone Number": {"value": "+38344000177"},
                            "Username": {"value": "drita"},
                        }
                    }
                ]
            },
        ),
        "apps": (
            "apps_and_websites_off_of_instagram/apps_and_websites/active_apps.json",
            {"apps_and_websites_active_apps": []},
        ),
        "words": ("preferences/settings/filtered_keywords_for_comments_and_messages.json", hidden_words(31)),
    }
    return _with_changes(places, changes)


def ytd(name, rows, part=0):
    return f"window.YTD.{name}.part{part} = {json.dumps(rows)}".encode()


def manifest(made=MADE, partial=False, **counts):
    types = {
        name: {
            "files": [
                {"fileName": f"data/{name.replace('_', '-')}.js", "globalName": f"YTD.{name}.part0", "count": str(n)}
            ]
        }
        for name, n in counts.items()
    }
    info = {"sizeBytes": "1", "generationDate": made.isoformat().replace("+00:00", "Z"), "isPartialArchive": partial}
    whole = {"userInfo": {"accountId": "1"}, "archiveInfo": info, "dataTypes": types}
    return f"window.__THAR_CONFIG = {json.dumps(whole)}".encode()


def x_files(**changes):
    token = {"clientApplicationId": "1", "token": "secret", "createdAt": iso(400), "lastSeenAt": iso(2)}
    places = {
        "manifest": ("data/manifest.js", manifest()),
        "account": (
            "data/account.js",
            ytd("account", [{"account": {"email": "info@drita.example", "username": "drita"}}]),
        ),
        "phones": ("data/phone-number.js", ytd("phone_number", [{"device": {"phoneNumber": "+38344000142"}}])),
        "ips": (
            "data/ip-audit.js",
            ytd("ip_audit", [{"ipAudit": {"accountId": "1", "createdAt": iso(5), "loginIp": "203.0.113.7"}}]),
        ),
        "tokens": (
            "data/device-token.js",
            ytd("device_token", [{"deviceToken": token | {"clientApplicationName": "Twitter for Android"}}]),
        ),
        "apps": ("data/connected-application.js", ytd("connected_application", [])),
        "page": ("Your archive.html", b"<html></html>"),
    }
    return _with_changes(places, changes)


def x_app(name, permissions, days=30):
    return {"connectedApplication": {"name": name, "permissions": permissions, "approvedAt": iso(days), "id": "1"}}


def _with_changes(places, changes):
    unknown = changes.keys() - places.keys()
    assert not unknown, unknown
    chosen = {short: (path, changes.get(short, content)) for short, (path, content) in places.items()}
    return {path: content for path, content in chosen.values() if content is not None}
