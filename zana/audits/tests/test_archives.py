import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from zana.audits.archives.cleaning import moment, place_of, repair, shown
from zana.audits.archives.opening import ALLOW, read_archive
from zana.audits.tests.archives import (
    MADE,
    NOW,
    ago,
    facebook_files,
    hidden_words,
    instagram_files,
    iso,
    login,
    manifest,
    pack,
    session,
    two_factor,
    x_app,
    x_files,
    ytd,
)
from zana.kernel.errors import Refusal


def read_one(files, root="", made=MADE, now=NOW):
    (reading,) = read_archive(pack(files, root, made), now)
    return reading


def results(reading):
    return {each.control: each.result for each in reading.controls}


def one(reading, control):
    return next(each for each in reading.controls if each.control == control)


def facts(reading, control):
    return [fact.english() for fact in one(reading, control).facts]


# --- Facebook ---


def test_facebook_archive_of_a_careful_person():
    reading = read_one(facebook_files(), "facebook-arta/")

    assert (reading.network, reading.generated_at, reading.signs) == ("facebook", MADE, ())
    assert results(reading) == {
        "SEC-05": "unknown",
        "SEC-06": "pass",
        "SEC-13": "unknown",
        "SEC-14": "unknown",
        "SEC-18": "unknown",
        "SEC-19": "pass",
        "SEC-23": "pass",
        "SEC-32": "unknown",
        "SEC-45": "pass",
        "SEC-46": "unknown",
    }
    assert facts(reading, "SEC-32") == ["Drita e Re, since 2024-06-03"]
    assert facts(reading, "SEC-05") == ["1 × e-mail at drita.example"]
    assert facts(reading, "SEC-13") == ["The password was last changed on 2026-10-11."]
    assert facts(reading, "SEC-14") == ["1 × e-mail at drita.example", "phone ending in 42"]
    assert facts(reading, "SEC-18") == [
        "Chrome on Windows in Kosovo, place 1: 1 ×, 2026-11-20",
        "Instagram on Android in Kosovo, place 1: 1 ×, 2026-11-17",
    ]
    assert facts(reading, "SEC-46") == ["This archive was made on 2026-11-20."]


@pytest.mark.parametrize(
    ("document", "result"),
    [
        (two_factor("Enabled", 1700000000), "pass"),
        ([two_factor("Aktivizuar", 1700000000)], "pass"),
        (two_factor("Disabled"), "fail"),
        (two_factor("Aktivizuar"), "unknown"),
        (two_factor("Disabled", 1700000000), "unknown"),
        ({"label_values": []}, "unknown"),
        (b"not json", "unknown"),
        (None, "unknown"),
    ],
)
def test_facebook_two_step_login(document, result):
    reading = read_one(facebook_files(two_factor=document))

    assert one(reading, "SEC-06").result == result


def test_facebook_two_step_login_once_switched_on_is_only_a_hint():
    records = {"admin_records_v2": [{"event": "Two-factor authentication", "session": {"created_timestamp": ago(9)}}]}

    reading = read_one(facebook_files(two_factor=None, records=records))

    assert one(reading, "SEC-06").result == "unknown"
    assert facts(reading, "SEC-06")[1] == (
        "Two-step login was switched on once; whether it still is, the archive does not say."
    )


def test_facebook_two_step_login_of_somebody_without_a_page_says_nothing():
    reading = read_one(facebook_files(pages={"pages_v2": []}, two_factor=two_factor("Disabled")))

    assert one(reading, "SEC-06").result == "unknown"


@pytest.mark.parametrize(("idle", "result"), [(0, "pass"), (1, "partial"), (3, "partial"), (4, "fail")])
@pytest.mark.parametrize("key", ["active_sessions", "active_sessions_v2", "active_sessions_v3"])
def test_facebook_old_sessions_are_counted(idle, result, key):
    sessions = {key: [session(2), *(session(91 + n) for n in range(idle))]}

    assert one(read_one(facebook_files(sessions=sessions)), "SEC-19").result == result


def test_facebook_without_the_list_of_devices_cannot_say_none_is_old():
    fresh = read_one(facebook_files(devices=None))
    old = read_one(facebook_files(devices=None, sessions={"active_sessions_v2": [session(100)]}))

    assert (one(fresh, "SEC-19").result, one(old, "SEC-19").result) == ("unknown", "partial")


def test_facebook_missing_file_is_unknown_and_empty_file_is_none():
    missing = read_one(facebook_files(sessions=None, apps=None, payments=None))
    empty = read_one(facebook_files(sessions={"active_sessions_v2": []}))

    assert [results(missing)[c] for c in ("SEC-18", "SEC-23", "SEC-45")] == ["unknown"] * 3
    assert (results(empty)["SEC-18"], one(empty, "SEC-18").why.english()) == (
        "pass",
        "The archive lists no place where the account is logged in.",
    )


def test_facebook_active_apps_are_listed_for_the_owner():
    apps = {
        "installed_apps_v2": [
            {"name": "Kuiz argëtues".encode().decode("latin-1"), "added_timestamp": ago(800), "category": "active"},
            {"name": "Old", "added_timestamp": ago(900), "category": "removed"},
        ]
    }

    reading = read_one(facebook_files(apps=apps))

    assert (one(reading, "SEC-23").result, facts(reading, "SEC-23")) == ("unknown", ["Kuiz argëtues, since 2024-09-11"])
    assert (one(reading, "SEC-23").if_yes, one(reading, "SEC-23").if_no) == ("pass", "fail")


def test_facebook_words_of_another_language_are_unknown_not_none():
    apps = {"installed_apps_v2": [{"name": "A", "category": "aktiv"}]}
    records = {"admin_records_v2": [{"event": "Ndryshimi i fjalëkalimit", "session": {"created_timestamp": ago(3)}}]}
    activity = {"account_activity_v2": [{"action": "Hyrje", "timestamp": ago(3)}]}

    reading = read_one(facebook_files(apps=apps, records=records, activity=activity))

    assert [results(reading)[c] for c in ("SEC-23", "SEC-13")] == ["unknown", "unknown"]
    assert facts(reading, "SEC-13") == []


def test_facebook_payments_of_the_last_year_are_listed():
    payments = {"payments_v2": {"payments": [{"created_timestamp": ago(10)}, {"created_timestamp": ago(500)}]}}

    reading = read_one(facebook_files(payments=payments))

    assert (one(reading, "SEC-45").result, facts(reading, "SEC-45")) == ("unknown", ["a payment on 2026-11-10"])


def test_facebook_storm_of_resets_is_a_sign():
    rows = [{"action": "Requested Password Reset", "timestamp": ago(n)} for n in range(6)]

    reading = read_one(facebook_files(activity={"account_activity_v2": rows}))

    assert [sign.english() for sign in reading.signs] == ["A new password was asked for 6 times within 30 days."]
    assert facts(reading, "SEC-18")[0] == "A new password was asked for 6 times within 30 days."


def test_facebook_old_names_are_read():
    files = {
        "security_and_login_information/administrative_records.json": {"admin_records": []},
        "security_and_login_information/where_you_re_logged_in.json": {"active_sessions": [session(200)]},
        "security_and_login_information/authorized_logins.json": {"recognized_devices": []},
        "security_and_login_information/contact_verifications.json": {"contact_verifications": []},
        "apps_and_websites/apps_and_websites.json": {"installed_apps": []},
        "profile_information/profile_information.json": {"profile": {"emails": {"emails": ["a@b.example"]}}},
    }

    reading = read_one(files)

    chosen = ("SEC-05", "SEC-13", "SEC-18", "SEC-19", "SEC-23")
    assert [results(reading)[c] for c in chosen] == ["unknown", "unknown", "unknown", "partial", "pass"]
    assert facts(reading, "SEC-13") == ["No change of the password is on record."]


# --- Instagram ---


def test_instagram_archive_of_a_careful_organisation():
    reading = read_one(instagram_files(), "instagram-drita-2026-11-20/")

    assert (reading.network, reading.generated_at) == ("instagram", MADE)
    assert results(reading) == {
        "SEC-05": "unknown",
        "SEC-07": "unknown",
        "SEC-13": "unknown",
        "SEC-14": "unknown",
        "SEC-19": "pass",
        "SEC-20": "unknown",
        "SEC-24": "pass",
        "SEC-46": "unknown",
        "CTL-09": "pass",
    }
    assert facts(reading, "SEC-14") == ["1 × e-mail at drita.example", "phone ending in 77"]
    assert facts(reading, "SEC-20") == ["Instagram on Android, place 1: 2 ×, 2026-10-11 to 2026-11-19"]
    assert facts(reading, "SEC-07") == ["The archive says two-step login is on, not by which way."]


def test_instagram_two_step_login_fails_only_on_an_unmistakable_sign():
    signs = [two_factor("Disabled"), two_factor("Joaktiv"), {"anything": 1}, None]

    found = [one(read_one(instagram_files(two_factor=sign)), "SEC-07").result for sign in signs]

    assert found == ["fail", "unknown", "unknown", "unknown"]


@pytest.mark.parametrize(
    "keys",
    [
        ("Cookie name", "IP address", "Language code", "Time", "User agent"),
        ("Cookie-Name", "IP-Adresse", "Sprachcode", "Zeit", "Benutzeragent"),
        ("쿠키 이름", "IP 주소", "언어 코드", "시간", "사용자 에이전트"),
    ],
)
def test_instagram_keys_of_any_language_are_read(keys):
    document = {"account_history_login_history": [login(3, keys), login(4, keys, ip="198.51.100.20"), login(200, keys)]}

    reading = read_one(instagram_files(logins=document))

    assert facts(reading, "SEC-20") == [
        "Instagram on Android, place 1: 1 ×, 2026-11-17",
        "Instagram on Android, place 2: 1 ×, 2026-11-16",
    ]


def test_instagram_newer_list_of_logins_is_read():
    files = instagram_files(logins=None) | {
        "security_and_login_information/login_and_profile_creation/profile_activity.json": [
            {
                "timestamp": ago(5),
                "label_values": [{"label": "IP", "value": "2001:db8::7"}, {"label": "x", "value": PHONE_UA}],
            }
        ]
    }

    assert facts(read_one(files), "SEC-20") == ["Instagram on Android, place 1: 1 ×, 2026-11-15"]


PHONE_UA = "Instagram 300.0.0 Android (34/14; 420dpi; samsung)"


@pytest.mark.parametrize(("count", "result"), [(30, "pass"), (29, "partial"), (1, "partial"), (0, "fail")])
def test_instagram_hidden_words_are_counted(count, result):
    reading = read_one(instagram_files(words=hidden_words(count)))

    assert one(reading, "CTL-09").result == result


def test_instagram_words_themselves_are_never_kept():
    reading = read_one(instagram_files(words=hidden_words(40)))

    assert facts(reading, "CTL-09") == ["The list was last changed on 2026-10-31."]


@pytest.mark.parametrize(
    ("name", "result"), [("Followers Plus", "fail"), ("Unfollow Today", "fail"), ("Canva", "unknown")]
)
def test_instagram_growth_apps_fail(name, result):
    apps = {"apps_and_websites_active_apps": [{"title": name, "string_map_data": {"Added on": {"timestamp": ago(9)}}}]}

    assert one(read_one(instagram_files(apps=apps)), "SEC-24").result == result


# --- X ---


def test_x_archive_of_a_careful_organisation():
    reading = read_one(x_files())

    assert (reading.network, reading.generated_at) == ("x", MADE)
    assert results(reading) == {
        "SEC-05": "unknown",
        "SEC-13": "unknown",
        "SEC-14": "unknown",
        "SEC-19": "pass",
        "SEC-21": "unknown",
        "SEC-25": "pass",
        "SEC-46": "unknown",
    }
    assert facts(reading, "SEC-14") == ["1 × e-mail at drita.example", "phone ending in 42"]
    assert facts(reading, "SEC-21") == [
        "Twitter for Android, place 2: 1 ×, 2026-11-18",
        "a login, place 1: 1 ×, 2026-11-15",
    ]


def test_x_generation_date_is_the_manifests_and_not_the_files():
    made = MADE - timedelta(days=20)

    assert read_one(x_files(manifest=manifest(made))).generated_at == made


def test_x_parts_are_joined():
    files = x_files() | {
        "data/ip-audit-part1.js": ytd("ip_audit", [{"ipAudit": {"createdAt": iso(9), "loginIp": "198.51.100.2"}}], 1)
    }

    assert len(facts(read_one(files), "SEC-21")) == 3


@pytest.mark.parametrize(
    ("apps", "result"),
    [
        ([], "pass"),
        ([x_app("Reader", ["read"])], "pass"),
        ([x_app("Writer", ["read", "write"])], "unknown"),
        ([x_app("Odd", ["leer"])], "unknown"),
        ([x_app("Odd", None)], "unknown"),
    ],
)
def test_x_apps_that_only_read_are_no_risk(apps, result):
    assert one(read_one(x_files(apps=ytd("connected_application", apps))), "SEC-25").result == result


def test_x_app_allowed_long_ago_can_be_no_more_than_partial():
    apps = ytd("connected_application", [x_app("Planner", ["read", "write"], 800)])

    reading = one(read_one(x_files(apps=apps)), "SEC-25")

    assert (reading.result, reading.if_yes, reading.if_no) == ("unknown", "partial", "fail")


def test_x_partial_archive_proves_no_absence():
    reading = read_one(x_files(manifest=manifest(partial=True)))

    assert set(results(reading).values()) == {"unknown"}


def test_x_file_shorter_than_the_manifest_promises_is_unknown():
    assert one(read_one(x_files(manifest=manifest(connected_application=2))), "SEC-25").result == "unknown"


def test_x_old_device_tokens_are_counted():
    tokens = [
        {"deviceToken": {"clientApplicationName": "A", "lastSeenAt": iso(days)}} for days in (1, 100, 200, 300, 400)
    ]

    assert one(read_one(x_files(tokens=ytd("device_token", tokens))), "SEC-19").result == "fail"


# --- any archive ---


def test_archive_without_dates_in_the_zip_is_as_old_as_its_newest_row():
    reading = read_one(facebook_files(), made=None)

    assert reading.generated_at == datetime.fromtimestamp(ago(0), UTC)


def test_archive_of_the_future_is_not_believed():
    reading = read_one(facebook_files(), made=NOW + timedelta(days=30))

    assert reading.generated_at == datetime.fromtimestamp(ago(0), UTC)


def test_archive_that_is_too_old_is_unknown_not_fail():
    reading = read_one(facebook_files(two_factor=two_factor("Disabled")), now=MADE + timedelta(days=61))

    assert one(reading, "SEC-06").result == "unknown"
    assert one(reading, "SEC-06").why.english() == "The archive is 61 days old: too old for this. Ask for a new one."


def test_archive_without_any_date_proves_nothing():
    reading = read_one({"facebook-a/pages/your_pages.json": {"pages_v2": []}}, made=None)

    assert (reading.generated_at, set(results(reading).values())) == (None, {"unknown"})


def test_one_download_of_two_networks_gives_two_readings():
    files = {f"facebook-a/{n}": c for n, c in facebook_files().items()}
    files |= {f"instagram-a/{n}": c for n, c in instagram_files(two_factor=two_factor("Disabled")).items()}

    readings = read_archive(pack(files), NOW)

    assert [(r.network, len(r.controls)) for r in readings] == [("facebook", 10), ("instagram", 9)]
    assert (one(readings[0], "SEC-06").result, one(readings[1], "SEC-07").result) == ("pass", "fail")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["start_here.html", "security_and_login_information/two-factor.html"], "This archive was made as web pages"),
        (["photos/1.jpg"], "None of the files we may read is in this archive."),
        (["facebook-a.zip"], "There is another ZIP inside this ZIP."),
        ([], "The archive is empty."),
        (["messages/inbox/account_activity.json"], "None of the files we may read is in this archive."),
    ],
)
def test_archive_without_anything_to_read_says_what_to_ask_for(names, words):
    with pytest.raises(Refusal) as refused:
        read_archive(pack(dict.fromkeys(names, b"{}")), NOW)

    assert refused.value.saying.english().startswith(words)


class Canary(io.BytesIO):
    """A ZIP that raises when anything of a private member is read."""

    private = range(0)

    def read(self, size=-1):
        start = self.tell()
        data = super().read(size)
        assert not range(max(start, self.private.start), min(start + len(data), self.private.stop)), (
            "a private file was read"
        )
        return data


def test_private_files_are_never_opened():
    private = [
        "messages/inbox/friend_1/message_1.json",
        "messages/inbox/friend_1/account_activity.json",
        "contacts/synced_contacts.json",
        "location/last_known_location.json",
        "data/direct-messages.js",
        "autofill_information.json",
    ]
    file = pack({name: b'{"secret": "%d"}' % n * 50 for n, name in enumerate(private)} | facebook_files())
    with zipfile.ZipFile(file) as archive:
        infos = [archive.getinfo(name) for name in private]
    canary = Canary(file.getvalue())
    canary.private = range(10, max(info.header_offset + 30 + info.compress_size for info in infos))

    (reading,) = read_archive(canary, NOW)

    assert len(reading.controls) == 10
    assert not set(reading.files_read) & {name.rsplit("/", 1)[-1] for name in private} - {"account_activity.json"}


def everything_said(readings):
    return json.dumps(
        [
            [each.why.as_json(), [fact.as_json() for fact in each.facts]]
            for reading in readings
            for each in reading.controls
        ]
    )


def test_no_address_number_or_cookie_leaves_an_archive():
    apps = {"installed_apps_v2": [{"name": "mail me a.b@c.example 203.0.113.9 +38344000199", "category": "active"}]}
    readings = [
        *read_archive(pack(facebook_files(apps=apps)), NOW),
        *read_archive(pack(instagram_files()), NOW),
        *read_archive(pack(x_files()), NOW),
    ]

    said = everything_said(readings)

    assert re.findall(r"[\w.]+@[\w.]+|\d+\.\d+\.\d+\.\d+|secret|\+?383|abc", said) == []


def test_deep_and_broken_json_is_unknown():
    deep = b'{"active_sessions_v2": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"

    reading = read_one(facebook_files(sessions=deep, apps=b"{broken"))

    assert [results(reading)[c] for c in ("SEC-18", "SEC-23")] == ["unknown", "unknown"]


def test_allow_list_names_nothing_private():
    private = re.compile(r"message|inbox|contacts|address_book|location|direct|autofill|cookie|search|photo")

    assert [pattern for pattern in ALLOW if private.search(pattern.replace("_for_comments_and_messages", ""))] == []


def test_cleaning_words_times_and_places():
    assert repair("Shtëpia".encode().decode("latin-1")) == "Shtëpia"
    assert repair("Shtëpia ✓") == "Shtëpia ✓"
    assert shown("a\u202eb  c\x00d") == "a b c d"
    assert shown(["no", "text"]) == ""
    assert moment(10**400) is None
    assert moment(True) is None
    assert moment("2022-10-11T03:33:17.295Z") == datetime(2022, 10, 11, 3, 33, 17, 295000, tzinfo=UTC)
    assert place_of("203.0.113.7") == place_of("203.0.113.200") != place_of("203.0.114.7")
    assert place_of("not an address") is None
