import json
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from zana.audits.tests.archives import CHROME, MADE, NOW, ago, facebook_files, instagram_files, pack, session, x_files
from zana.kernel import clock
from zana.kernel.tests.zips import write_with_photos


def lay(tmp_path, name, files):
    path = tmp_path / name
    path.write_bytes(pack(files).getvalue())
    return str(path)


def run(capsys, *arguments):
    with clock.frozen(NOW):
        call_command("audit_archive", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_audit_archive_prints_one_object(tmp_path, capsys):
    printed = run(capsys, lay(tmp_path, "fb.zip", facebook_files()))

    assert printed["archives"] == [
        {
            "network": "facebook",
            "generated_at": MADE.isoformat(),
            "files_listed": 10,
            "files_read": sorted(name.rsplit("/", 1)[-1] for name in facebook_files()),
            "signs": [],
            "hints": [],
            "of": {"kind": "person", "name": "Arta Communicator", "handle": ""},
            "fits": None,
        }
    ]
    assert [c for c in printed["controls"] if c["id"] == "SEC-19"] == [
        {
            "id": "SEC-19",
            "result": "pass",
            "why": "Unused for 90 days: 0 of 3 sessions and devices.",
            "evidence": "export",
            "strength": 0.9,
            "observed_at": MADE.isoformat(),
            "facts": [],
            "asks": None,
            "networks": ["facebook"],
        }
    ]


def test_audit_archive_of_several_keeps_the_worse(tmp_path, capsys):
    old = lay(tmp_path, "a.zip", facebook_files(sessions={"active_sessions_v2": [session(300)] * 5}))
    others = [lay(tmp_path, "b.zip", instagram_files()), lay(tmp_path, "c.zip", x_files())]

    printed = run(capsys, old, *others)

    controls = {c["id"]: c for c in printed["controls"]}
    expected = (
        "CTL-09 SEC-05 SEC-06 SEC-07 SEC-13 SEC-14 SEC-18 SEC-19 SEC-20 "
        "SEC-21 SEC-23 SEC-24 SEC-25 SEC-32 SEC-45 SEC-46"
    )
    assert list(controls) == expected.split()
    assert (controls["SEC-19"]["result"], controls["SEC-19"]["networks"]) == ("fail", ["facebook", "instagram", "x"])


def test_audit_archive_says_whose_it_is_and_what_to_look_at_first(tmp_path, capsys):
    storm = [{"action": "Requested Password Reset", "timestamp": ago(n)} for n in range(6)]
    path = lay(tmp_path, "a.zip", facebook_files(activity={"account_activity_v2": storm}))

    with clock.frozen(NOW):
        call_command("audit_archive", path, "--of", "Drita Director", "--json")
    out, words = capsys.readouterr()

    (archive,) = json.loads(out)["archives"]
    assert "This is the archive of Arta Communicator; you said Drita Director." in words
    assert (archive["fits"], archive["signs"]) == (False, [archive["hints"][0]["why"]])
    assert archive["hints"] == [
        {
            "kind": "reset_storm",
            "why": "A new password was asked for 6 times within 30 days.",
            "at": "2026-11-20T09:00:00+00:00",
            "facts": ["from 2026-11-15 to 2026-11-20"],
        }
    ]


def test_audit_archive_refuses_in_words(tmp_path, capsys):
    path = tmp_path / "page.zip"
    path.write_bytes(b"<!DOCTYPE html>")

    with pytest.raises(SystemExit) as ended, clock.frozen(NOW):
        call_command("audit_archive", str(path), "--json")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out) == {
        "refused": "This is a web page (HTML), not the archive. Give the ZIP file you downloaded."
    }


def read_in_own_process(*paths):
    """What `zana audit-archive` prints, and its peak memory in MB; the database it could use does not exist."""
    program = (
        "import sys; from pathlib import Path; from zana.site.command import main\n"
        "sys.argv[1:] = ['audit-archive', *sys.argv[1:], '--json']\n"
        "main(); print(Path('/proc/self/status').read_text(), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"ZANA_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
    )
    # Not getrusage: it carries over what the parent had before this process began.
    peak = next(line for line in done.stderr.splitlines() if line.startswith("VmHWM"))
    return json.loads(done.stdout), int(peak.split()[1]) // 1024


def write_large(path):
    """300 MB: photos, twenty thousand other files, and three long logs of the networks."""
    long = facebook_files(
        sessions={"active_sessions_v2": [session(n % 80) for n in range(20_000)]},
        activity={"account_activity_v2": [_activity(n) for n in range(40_000)]},
    )
    posted = "window.YTD.tweets.part0 = " + json.dumps([_tweet(n) for n in range(10_000)], ensure_ascii=False)
    members = {f"m/{n}.json": "{}" for n in range(20_000)}
    members |= {f"facebook-a/{name}": json.dumps(content) for name, content in long.items()}
    members |= {n: c if isinstance(c, bytes) else json.dumps(c) for n, c in x_files().items()}
    write_with_photos(path, members | {"data/tweets.js": posted}, size=140_000_000)


def _activity(n):
    place = {"city": "Peja", "region": "", "country": "Kosovo", "site_name": ""}
    return {"action": "Login", "timestamp": ago(n % 300), "ip_address": "203.0.113.7", "user_agent": CHROME} | place


def _tweet(n):
    at = MADE - timedelta(hours=7 * n)
    media = {"media": [{"type": "photo"}, {"type": "photo"}]}
    text = {"full_text": "Mirëdita 😀 " * 20, "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y")}
    return {"tweet": text | {"id_str": str(n), "entities": {"urls": []} | media, "extended_entities": media}}


@pytest.mark.slow
def test_audit_archive_of_three_hundred_megabytes_is_quick_and_small(tmp_path):
    path = tmp_path / "large.zip"
    write_large(path)

    before = os.times()
    printed, peak_mb = read_in_own_process(path)
    spent = os.times()

    assert path.stat().st_size > 280_000_000
    assert [a["network"] for a in printed["archives"]] == ["facebook", "x"]
    assert peak_mb < 120  # the promise is 150; measured 89
    assert spent.children_user - before.children_user + spent.children_system - before.children_system < 10


HOSTILE = {
    "empty lists": lambda: b'{"active_sessions_v2": [' + b"[]," * 4_000_000 + b"[]]}",
    "many keys": lambda: b"{" + b",".join(b'"%d":1' % n for n in range(790_000)) + b"}",
    "many rows": lambda: json.dumps(
        {"active_sessions_v2": [session(1, location="Peja, Kosovo") for n in range(45_000)]}
    ).encode(),
}


@pytest.mark.slow
def test_audit_archive_of_hostile_files_stays_small(tmp_path):
    for kind, make in HOSTILE.items():
        heavy = make()
        files = facebook_files(sessions=heavy, devices=heavy.replace(b"active_sessions", b"recognized_devices"))
        with zipfile.ZipFile(tmp_path / f"{kind}.zip", "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))

    printed, peak_mb = read_in_own_process(*sorted(tmp_path.glob("*.zip")))

    assert len(printed["archives"]) == len(HOSTILE)
    assert peak_mb < 300
