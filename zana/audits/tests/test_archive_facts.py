"""What the further files of an archive tell: signs, links, Pages, posts, profiles, and whose it is."""

import json
import random
from datetime import timedelta

import pytest

from zana.audits.archives.carrying import dump_reading, load_reading
from zana.audits.archives.opening import read_archive, read_archives
from zana.audits.archives.whose import NOBODY, Whose, fits, whose_by_folder
from zana.audits.tests.archives import (
    CHROME,
    MADE,
    NOW,
    PHONE,
    ago,
    facebook_files,
    instagram_files,
    iso,
    login,
    manifest,
    pack,
    session,
    two_factor,
    x_files,
    ytd,
)
from zana.audits.tests.test_archives import facts, one, read_one, results
from zana.kernel.errors import Refusal

SECURITY = "security_and_login_information/"


def signs(reading):
    return {sign.kind: sign.english() for sign in reading.signs}


def record(event, days):
    return {"event": event, "session": {"created_timestamp": ago(days)}, "extra_info": {"old_email": "a@b.example"}}


def activity(action, days, country="Kosovo"):
    return {"action": action, "timestamp": ago(days), "country": country, "ip_address": "203.0.113.7"}


# --- signs ---


def test_facebook_changes_of_the_last_days_are_signs_and_older_ones_are_not():
    records = {"admin_records_v2": [record("Email change", 3), record("Email change", 9), record("Username", 200)]}

    reading = read_one(facebook_files(records=records))

    (sign,) = reading.signs
    assert (sign.kind, sign.at.date().isoformat()) == ("email_changed", "2026-11-17")
    assert [sign.english(), *(f.english() for f in sign.facts)] == [
        "The login e-mail was changed on 2026-11-17.",
        "also on 2026-11-11",
    ]
    assert facts(reading, "SEC-18")[0] == sign.english()


@pytest.mark.parametrize(("state", "kinds"), [("Disabled", ["two_factor_off"]), ("Enabled", [])])
def test_facebook_two_step_login_switched_lately_is_a_sign_only_when_it_is_off(state, kinds):
    records = {"admin_records_v2": [record("Two-factor authentication", 2)]}

    assert [*signs(read_one(facebook_files(records=records, two_factor=two_factor(state))))] == kinds


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([activity("Login", 40), activity("Login", 2, "Norway")], ["new_country"]),
        ([activity("Login", 40), activity("Login", 20, "Norway")], []),  # before the change
        ([activity("Login", 40, "Norway"), activity("Login", 2, "Norway")], []),
        ([activity("Login", 2, "Norway")], []),  # nothing from the time before to compare with
    ],
)
def test_facebook_country_never_seen_before_a_change_is_a_sign(rows, kinds):
    records = {"admin_records_v2": [record("Password Change", 5)]}

    reading = read_one(facebook_files(records=records, activity={"account_activity_v2": rows}))

    assert [sign.kind for sign in reading.signs] == kinds
    assert [f.english() for s in reading.signs for f in s.facts] == ["Norway, first on 2026-11-18"] * len(kinds)


def test_files_whose_shape_nobody_has_shown_are_only_counted():
    name = SECURITY + "your_recent_account_recovery_successes.json"
    files = facebook_files() | {name: [{"anything": 1}, {"anything": 2}], "pages/admin_activity.json": {"x": [1, 2, 3]}}

    reading = read_one(files)

    assert signs(reading) == {
        "recovered": "The archive tells of accounts won back with a reset: 2, without saying when."
    }
    assert results(reading) == results(read_one(facebook_files()))
    assert facts(reading, "SEC-32")[1] == "rows in the log of the Page's admins: 3"


def test_instagram_changes_are_known_by_the_shape_of_their_values_in_any_language():
    def changed(days, **values):
        entries = {key: {"value": value} for key, value in values.items()}
        return {"string_map_data": entries | {"Zeit": {"value": "", "timestamp": ago(days)}}}

    rows = [
        changed(2, Geändert="E-Mail", Alt="a@drita.example", Neu="b@elsewhere.example"),
        changed(3, Ndryshuar="Numri", Më_parë="+38344000111", Tani="+38344000222"),
        changed(4, Changed="Username", Previous="drita", New="drita2"),
        changed(5, Changed="Bio", Previous="Old words", New="New words"),
    ]

    reading = read_one(
        instagram_files() | {"personal_information/profile_changes.json": {"profile_profile_change": rows}}
    )

    assert [*signs(reading)] == ["email_changed", "name_changed", "phone_changed"]
    assert "elsewhere" not in json.dumps(dump_reading(reading))


def test_x_changes_of_name_are_signs():
    row = {"screenNameChange": {"accountId": "1", "screenNameChange": {"changedAt": iso(3), "changedTo": "x"}}}

    assert [*signs(read_one(x_files() | {"data/screen-name-change.js": ytd("s", [row])}))] == ["name_changed"]


# --- Facebook: further files ---


def test_facebook_tells_what_is_linked_alerted_paid_and_which_phones():
    records = [record("Checkpoint: Login-Notifications Enforcement", 50), record("Credit Card Action", 60)]
    files = facebook_files(records={"admin_records_v2": records}) | {
        "a/accounts_center.json": {
            "accounts_center_v2": [{"service_name": "Instagram", "username": "arta.private", "linked_time": ago(90)}]
        },
        "a/mobile_devices.json": {"devices_v2": [{"os": "Android 8", "update_time": ago(5), "udid": "SECRET"}]},
        "a/your_apps.json": {"admined_apps_v2": [{"name": "Mine"}]},
        "a/logins_and_logouts.json": {"account_accesses_v2": [{"action": "Login", "timestamp": ago(4)}] * 3},
    }

    reading = read_one(files)

    told = {c: facts(reading, c) for c in ("SEC-02", "SEC-22", "SEC-23", "SEC-45", "SEC-48")}
    assert told == {
        "SEC-02": ["Instagram, since 2026-08-22"],
        "SEC-22": ["Login alerts were switched on or off last on 2026-10-01."],
        "SEC-23": ["apps of her own making: 1"],
        "SEC-45": ["a card or PayPal was touched on 2026-09-21"],
        "SEC-48": ["Android 8, last seen 2026-11-15"],
    }
    assert facts(reading, "SEC-18")[-1] == "came or went: 3 × in 90 days, last 2026-11-16"
    assert [c for c in told if one(reading, c).result != "unknown"] == ["SEC-23", "SEC-45"]
    assert [word for word in ("SECRET", "arta.private") if word in json.dumps(dump_reading(reading))] == []


def test_facebook_newest_form_is_read_by_kind_of_value():
    def row(days, *texts):
        values = [{"label": "Etiketë", "value": text} for text in texts]
        return {"timestamp": ago(days), "media": [], "fbid": "1", "label_values": [{"label": "X", "dict": values}]}

    files = facebook_files(
        sessions=[row(2, "203.0.113.7", CHROME), row(120, "198.51.100.9", PHONE)],
        records=[row(40, "Password Change")],
        activity=[row(1, "Login")],
        pages=[row(900, "Drita e Re")],
        apps=[row(800, "Kuiz", "Active"), row(900, "Old", "Removed")],
    )

    reading = read_one(files)

    assert facts(reading, "SEC-18")[0] == "Chrome on Windows, place 1: 1 ×, 2026-11-18"
    assert (results(reading)["SEC-19"], facts(reading, "SEC-23")) == ("partial", ["Kuiz, since 2024-09-11"])
    assert facts(reading, "SEC-32") == ["Drita e Re, since 2024-06-03"]
    assert facts(reading, "SEC-13") == ["The password was last changed on 2026-10-11."]


# --- posts and profiles ---


def page_post(days, *media, text="Words.", url=""):
    boxes = [{"media": {"uri": uri}} for uri in media] + ([{"external_context": {"url": url}}] if url else [])
    return {"timestamp": ago(days), "data": [{"post": text}], "attachments": [{"data": boxes}] if boxes else []}


def test_page_export_tells_of_posts_and_of_no_login():
    posts = [page_post(3 * n, *[["a.jpg"], ["a.jpg", "b.jpg"], ["c.mp4"]][n % 3]) for n in range(27)]
    posts += [page_post(90, text="Më shumë…", url="https://www.instagram.com/p/1"), page_post(100)]

    reading = read_one(
        {"this_profile's_activity_across_facebook/posts/profile_posts_1.json": posts},
        "facebook-dritaere-2026-11-20-Ab12Cd/",
    )

    assert (reading.of, reading.whose) == ("account", Whose(handle="dritaere"))
    assert results(reading) == {
        "VIS-17": "pass",
        "VIS-20": "pass",
        "VIS-23": "pass",
        "VIS-25": "unknown",
        "VIS-42": "unknown",
    }
    assert {(each.way, each.about) for each in reading.controls} == {("file", "account")}
    assert one(reading, "VIS-17").why.english() == "Own posts in the last twelve weeks: 27; the longest pause: 6 days."


@pytest.mark.parametrize(
    ("quiet", "result", "if_no"), [(60, "pass", "unknown"), (61, "unknown", "partial"), (181, "unknown", "fail")]
)
def test_silence_is_measured_and_a_parked_profile_is_asked_about(quiet, result, if_no):
    reading = one(
        read_one(
            instagram_files()
            | {"content/posts_1.json": [{"media": [{"creation_timestamp": ago(quiet), "uri": "a.jpg"}]}]}
        ),
        "VIS-20",
    )

    assert (reading.result, reading.if_no) == (result, if_no)


def test_posts_of_a_person_are_not_read():
    reading = read_one(facebook_files() | {"your_facebook_activity/posts/your_posts_1.json": [page_post(1)]})

    assert [name for name in reading.files_read if "posts" in name] == []


def tweet(days, text="Words.", **more):
    at = (MADE - timedelta(days=days)).strftime("%a %b %d %H:%M:%S +0000 %Y")
    return {"tweet": {"id_str": "1", "created_at": at, "full_text": text, "entities": {"urls": []}, **more}}


def test_x_posts_of_two_parts_are_counted_without_answers_and_passed_on_ones():
    own = [tweet(2 * n) for n in range(40)]
    noise = [tweet(1, "RT @a: b"), tweet(1, in_reply_to_status_id_str="7")]
    files = x_files() | {
        "data/tweets.js": ytd("tweets", own[:20] + noise),
        "data/tweets-part1.js": ytd("tweets", own[20:], 1),
    }

    reading = read_one(files)

    assert one(reading, "VIS-19").why.english() == "Own posts in the last twelve weeks: 40; the longest pause: 6 days."
    assert [results(reading)[c] for c in ("VIS-19", "VIS-20", "VIS-23")] == ["pass", "pass", "fail"]


def test_x_posts_fewer_than_promised_prove_nothing():
    files = x_files(manifest=manifest(tweets=9)) | {"data/tweets.js": ytd("tweets", [tweet(1)])}

    assert [c for c in results(read_one(files)) if c.startswith("VIS")] == []


def test_x_profile_is_read_for_what_is_missing():
    about = {"bio": "", "website": "", "location": "Peja"}
    files = x_files() | {
        "data/profile.js": ytd("profile", [{"profile": {"description": about, "avatarMediaUrl": "https://a"}}]),
        "data/verified.js": ytd("verified", [{"verified": {"accountId": "1", "verified": False}}]),
        "data/block.js": ytd("block", [{"blocking": {"accountId": str(n)}} for n in range(3)]),
    }

    reading = read_one(files)

    assert {c: r for c, r in results(reading).items() if c.startswith("VIS")} == {
        "VIS-01": "unknown",
        "VIS-02": "fail",
        "VIS-07": "fail",
        "VIS-12": "fail",
        "VIS-36": "unknown",
    }
    assert (facts(reading, "CTL-10"), one(reading, "VIS-36").if_yes) == (["accounts blocked: 3"], "pass")


def test_what_is_seen_by_everybody_is_fresh_for_ninety_days():
    files = x_files(manifest=manifest(MADE)) | {"data/tweets.js": ytd("tweets", [tweet(n) for n in range(90)])}

    late = {
        c: r
        for days in (89, 181)
        for c, r in [(days, results(read_one(files, now=MADE + timedelta(days=days)))["VIS-19"])]
    }

    assert late == {89: "pass", 181: "unknown"}


def test_long_posts_are_left_out_and_the_rest_is_read():
    whole = read_one(
        x_files()
        | {
            "data/tweets.js": b"window.YTD.tweets.part0 = ["
            + random.Random(7).randbytes(6_500_000).hex().encode()
            + b"]"
        }
    )

    assert (len(whole.controls), "tweets.js" in whole.files_read) == (7, False)


# --- Instagram: further files, other languages ---


@pytest.mark.parametrize(
    ("keys", "username"),
    [
        (("Nombre de la cookie", "Dirección IP", "Código de idioma", "Hora", "Agente de usuario"), "Nombre de usuario"),
        (("Emri i cookie-t", "Adresa IP", "Kodi i gjuhës", "Koha", "Agjenti"), "Emri i përdoruesit"),
        (("Naziv kolačića", "IP adresa", "Kôd jezika", "Vreme", "Agent"), "Korisničko ime"),
        (("쿠키 이름", "IP 주소", "언어 코드", "시간", "사용자 에이전트"), "사용자 이름"),
    ],
)
def test_instagram_of_another_language_tells_logins_and_whose_it_is(keys, username):
    broken = [key.encode().decode("latin-1") for key in (*keys, username)]
    logins = {"account_history_login_history": [login(3, broken[:5])]}
    about = {broken[5]: {"value": "drita"}, "E": {"value": "info@drita.example"}}

    reading = read_one(instagram_files(logins=logins, personal={"profile_user": [{"string_map_data": about}]}))

    assert facts(reading, "SEC-20") == ["Instagram on Android, place 1: 1 ×, 2026-11-17"]
    assert (reading.whose, facts(reading, "SEC-05")) == (Whose(handle="drita"), ["1 × e-mail at drita.example"])


def test_instagram_settings_and_lists_are_told_and_settle_nothing():
    comments = {"settings_allow_comments_from": [{"string_map_data": {"Erlaubt": {"value": "Njerëzit që ndiqni"}}}]}
    files = instagram_files() | {
        "preferences/settings/comments_allowed_from.json": comments,
        "connections/followers_and_following/blocked_profiles.json": {"relationships_blocked_users": [{}, {}]},
        "a/linked_meta_accounts.json": {"profile_linked_meta_accounts": [{}]},
        "a/expired_pps.json": {"apps_and_websites_expired_apps": [{}]},
    }

    reading = read_one(files)

    assert facts(reading, "CTL-13") == ["Comments are allowed from: Njerëzit që ndiqni", "accounts blocked: 2"]
    assert facts(reading, "SEC-02") == ["linked accounts of Meta: 1"]
    assert [results(reading)[c] for c in ("CTL-13", "CTL-19", "SEC-02")] == ["unknown"] * 3


# --- several files, and whose they are ---


def test_pieces_of_one_archive_are_read_as_one():
    files = facebook_files()
    names = sorted(files)
    halves = [pack({n: files[n] for n in part}, "facebook-arta-2026-11-20-x1/") for part in (names[::2], names[1::2])]
    photos = pack({"facebook-arta-2026-11-20-x1/posts/media/1.jpg": b"x"})

    (reading,) = read_archives([*halves, photos], NOW)

    assert (reading.controls, reading.files_listed) == (read_one(files).controls, 10)


def test_archives_of_two_people_stay_apart_and_a_web_page_among_them_is_refused():
    two = [pack(facebook_files()), pack(facebook_files(name="Drita Director"))]

    readings = read_archives(two, NOW)

    assert [r.whose.name for r in readings] == ["Arta Communicator", "Drita Director"]
    with pytest.raises(Refusal):
        read_archives([*two, pack({"start_here.html": b"<html>"})], NOW)


@pytest.mark.parametrize(
    ("whose", "expected", "same"),
    [
        (Whose("Arta Communicator"), ["Arta Communicator"], True),
        (Whose("COMMUNICATOR Arta"), ["arta communicator"], True),
        (Whose("Јелена Ђурић"), ["Jelena Đurić"], True),
        (Whose("Vjosa Ç. Krasniqi"), ["Vjosa Krasniqi"], True),
        (Whose(handle="dritaere"), ["Drita e Re"], True),
        (Whose("Arta Hoxha"), ["Arta Krasniqi"], False),
        (Whose("Ime", "private_one"), ["Drita e Re", "dritaere"], False),
        (Whose("…"), ["Drita"], False),
    ],
)
def test_names_are_compared_without_accents_order_and_script(whose, expected, same):
    assert fits(whose, expected) is same


def test_folder_tells_the_user_name():
    folders = [
        "facebook-arta.k-2026-11-20-Ab12Cd/a",
        "instagram-drita_e_re-2026-11-20/a",
        "instagram-drita-20261120/a",
        "x/a",
    ]

    assert [whose_by_folder([name]) for name in folders] == [
        Whose(handle="arta.k"),
        Whose(handle="drita_e_re"),
        Whose(handle="drita"),
        NOBODY,
    ]


def test_reading_is_carried_whole_but_for_whose_it_is():
    records = {"admin_records_v2": [record("Email change", 3)]}
    (reading,) = read_archive(pack(facebook_files(records=records, sessions={"active_sessions_v2": [session(1)]})), NOW)

    carried = load_reading(json.loads(json.dumps(dump_reading(reading))))

    assert (carried.controls, carried.signs, carried.whose) == (reading.controls, reading.signs, NOBODY)
