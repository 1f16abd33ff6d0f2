"""`zana doctor` on houses in order and out of order."""

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.databases import REPOSITORY
from tests.loopback import Stage, answer
from zana.kernel import clock, heartbeat, queue
from zana.kernel.words import say
from zana.people import letters
from zana.people.models import Letter
from zana.site import doctor, keys

MB = 1024 * 1024


@pytest.fixture
def house(settings, tmp_path, monkeypatch):
    """An empty house of one's own; the loopback server stands for the practice network and for our own address."""
    for name in ("ZANA_SECRET_KEY", "ZANA_ENCRYPTION_KEYS"):
        monkeypatch.delenv(name, raising=False)
    with closing(Stage()) as stage:
        settings.ZANA_HOME = tmp_path
        settings.ZANA_BASE_URL = "https://zana.example"
        settings.ZANA_PRACTICE_URL, settings.ZANA_MEDIA_URL = f"{stage.url}/practice", stage.url
        settings.ZANA_EMAIL_URL, settings.EMAIL_FILE_PATH = "file:", str(tmp_path / "outbox")
        settings.STATIC_ROOT = tmp_path / "static"
        settings.ZANA_DEBUG, settings.ZANA_PROXIES = False, 1
        yield stage


def states(checks):
    return [(check.name, check.state) for check in checks]


@pytest.mark.django_db(databases=["default", "practice"])
def test_house_in_order_only_warns_of_the_outbox(house, tmp_path, settings, monkeypatch, capsys):
    keys.draw()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").touch()
    heartbeat.beat("worker", "here")
    _free(monkeypatch, 5000)
    monkeypatch.setattr(doctor, "find_fault_in_media_address", lambda address: None)  # it is a loopback one
    monkeypatch.setattr(doctor, "new_ref", lambda: "kalaja")
    house.answers += [answer(b"ok"), answer(b"kalaja")]

    call_command("doctor", "--json")

    printed = json.loads(capsys.readouterr().out)
    assert [one["check"] for one in printed["checks"] if one["state"] != "ok"] == ["mail"]
    assert printed["state"] == "warn"
    assert "refused" not in printed
    assert [line.split(b" ")[1][:10] for line in house.requests] == [b"/practice/", b"/m/WyJrYWx"]


def test_empty_house_is_refused_with_what_to_do(tmp_path):
    nowhere = tmp_path / "not" / "there"
    env = {name: value for name, value in os.environ.items() if not name.startswith("ZANA_")} | {
        "ZANA_HOME": str(nowhere),
        "ZANA_DATABASE_URL": f"sqlite://{nowhere}/zana.sqlite3",
        "ZANA_PRACTICE_DATABASE_URL": f"sqlite://{nowhere}/practice.sqlite3",
        "ZANA_BASE_URL": "http://localhost:1",
    }

    done = subprocess.run(
        [sys.executable, "-m", "zana.site.command", "doctor", "--json"],
        cwd=REPOSITORY,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    printed = json.loads(done.stdout)
    stops = [one["words"] for one in printed["checks"] if one["state"] == "stop"]
    assert done.returncode == 1
    assert stops == [
        "There are no lasting keys. Run `zana keys` once, or set ZANA_SECRET_KEY and others.",
        "Styles and pictures of the pages are missing. Run `zana collectstatic`.",
        "The main database does not answer.",
        "The practice database does not answer.",
    ]
    assert printed["refused"] == f"Stops: 4 of {len(printed['checks'])} checks."


def test_key_that_others_can_read_stops(house, tmp_path):
    keys.draw()
    (tmp_path / "keys" / "secret_key").chmod(0o644)

    (check,) = doctor.check_keys()

    assert (check.state, dict(check.words.params)["file"]) == ("stop", str(tmp_path / "keys" / "secret_key"))


@pytest.mark.parametrize(("mode", "found"), [(0o755, [("home", "warn")]), (0o750, []), (0o700, [])])
def test_home_that_everybody_can_look_into_is_told(house, tmp_path, mode, found):
    tmp_path.chmod(mode)

    assert states(doctor.check_home()) == found


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("https://zana.example", "ok"),
        ("http://localhost:8000", "ok"),
        ("http://zana.example", "stop"),
        ("http://localhost.example", "stop"),
    ],
)
def test_address_is_https_or_this_machine(settings, address, state):
    settings.ZANA_BASE_URL, settings.ZANA_PROXIES = address, 1

    assert states(doctor.check_address()) == [("address", state)]


def test_https_without_a_known_proxy_is_told(settings):
    settings.ZANA_BASE_URL, settings.ZANA_PROXIES = "https://zana.example", 0

    assert states(doctor.check_address()) == [("address", "ok"), ("address", "warn")]


@pytest.mark.parametrize(("address", "state"), [("https://zana.example", "stop"), ("http://localhost:8000", "warn")])
def test_debug_stops_a_house_others_can_reach(settings, address, state):
    settings.ZANA_BASE_URL, settings.ZANA_DEBUG = address, True

    assert states(doctor.check_debug()) == [("debug", state)]


@pytest.mark.parametrize(("megabytes", "state"), [(199, "stop"), (200, "warn"), (1023, "warn"), (1024, "ok")])
def test_disk_warns_before_it_is_full(house, monkeypatch, megabytes, state):
    _free(monkeypatch, megabytes)

    assert states(doctor.check_disk()) == [("disk", state)]


@pytest.mark.django_db
def test_worker_that_is_silent_stops():
    with clock.frozen(clock.now() - timedelta(minutes=1)):
        heartbeat.beat("worker", "gone")

    assert states(doctor.check_worker()) == [("worker", "stop")]


@pytest.mark.django_db
def test_work_more_than_ten_minutes_late_stops():
    with clock.frozen(clock.now() - timedelta(minutes=9)):
        letters.write("arta@drita-e-re.example", say("yes"), say("no"))
    before = states(doctor.check_due_work())
    Letter.objects.update(next_attempt_at=clock.now() - timedelta(minutes=11))

    after = [(check.state, dict(check.words.params)) for check in doctor.check_due_work()]

    assert before == [("due", "ok")]
    assert after == [("stop", {"lane": "letters", "count": 1})]


@pytest.mark.django_db
def test_letter_that_was_given_up_is_told():
    letters.write("arta@drita-e-re.example", say("yes"), say("no"))
    Letter.objects.update(state="failed")

    (check,) = doctor.check_letters()

    assert (check.state, dict(check.words.params)) == ("warn", {"count": 1})


def test_outbox_that_is_a_file_stops(house, tmp_path):
    (tmp_path / "outbox").touch()

    assert states(doctor.check_mail()) == [("mail", "stop")]


def test_mail_server_that_does_not_answer_stops(house, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.ZANA_EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://127.0.0.1:9", "127.0.0.1", 9

    assert states(doctor.check_mail()) == [("mail", "stop")]


def test_practice_network_that_is_gone_stops_and_none_is_only_told(house, settings):
    house.close()
    gone = states(doctor.check_practice())
    settings.ZANA_PRACTICE_URL = ""

    assert (gone, states(doctor.check_practice())) == ([("practice", "stop")], [("practice", "warn")])


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://zana.example", "not https"),
        ("https://192.168.1.4", "inside a house"),
        ("https://[fd00::1]", "inside a house"),
        ("https://zana.local", "inside a house"),
        ("https://localhost:8000", "inside a house"),
        ("", "No address is set"),
    ],
)
def test_an_address_networks_cannot_come_to_is_told_in_words(house, settings, monkeypatch, address, why):
    settings.ZANA_MEDIA_URL = address
    monkeypatch.setattr(doctor, "_fetch_word", lambda url: "")

    shape, fetched = doctor.check_media()

    assert (shape.state, fetched.state) == ("warn", "warn")
    assert why in shape.words.english()
    assert "Set ZANA_MEDIA_URL" in shape.words.english()


def test_a_house_on_this_machine_only_is_told_and_works(house, settings):
    settings.ZANA_BASE_URL = settings.ZANA_MEDIA_URL = "http://localhost:9"

    assert states(doctor.check_media()) == [("media", "ok"), ("media", "warn")]


@pytest.mark.parametrize("said", [b"another word", b""])
def test_an_address_where_somebody_else_answers_is_told(house, said):
    house.answers.append(answer(said))

    assert states(doctor.check_media()) == [("media", "warn"), ("media", "warn")]


def test_without_https_no_network_tells_us(house, settings):
    settings.ZANA_FACEBOOK_APP_SECRET, settings.ZANA_X_CONSUMER_SECRET = "s", ""
    by_https = [(check.state, check.words.english()) for check in doctor.check_hooks()]
    settings.ZANA_BASE_URL = "http://zana.example"

    assert by_https == [("ok", "Facebook, Instagram may tell us what happens.")]
    assert states(doctor.check_hooks()) == [("hooks", "warn")]


def _free(monkeypatch, megabytes):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(0, 0, megabytes * MB) if Path(path) else None)


@pytest.mark.parametrize(("url", "found"), [("", []), ("memory:", ["ok"]), ("redis://127.0.0.1:1/0", ["stop"])])
def test_a_queue_of_its_own_is_asked(settings, url, found):
    settings.ZANA_QUEUE_URL = url
    queue.message.cache_clear()

    asked = [check.state for check in doctor.check_queue()]

    queue.message.cache_clear()
    assert asked == found
