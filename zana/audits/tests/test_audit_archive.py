import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from zana.audits.tests.archives import MADE, NOW, facebook_files, instagram_files, pack, session, x_files
from zana.kernel import clock


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
        "CTL-09 SEC-05 SEC-06 SEC-07 SEC-13 SEC-14 SEC-18 SEC-19 SEC-20 SEC-21 SEC-23 SEC-24 SEC-25 SEC-45 SEC-46"
    )
    assert list(controls) == expected.split()
    assert (controls["SEC-19"]["result"], controls["SEC-19"]["networks"]) == ("fail", ["facebook", "instagram", "x"])


def test_audit_archive_refuses_in_words(tmp_path, capsys):
    path = tmp_path / "page.zip"
    path.write_bytes(b"<!DOCTYPE html>")

    with pytest.raises(SystemExit) as ended, clock.frozen(NOW):
        call_command("audit_archive", str(path), "--json")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out) == {
        "refused": "This is a web page (HTML), not the archive. Give the ZIP file you downloaded."
    }


@pytest.mark.slow
def test_audit_archive_with_gigabytes_of_photos_needs_no_database_and_little_memory(tmp_path):
    path = tmp_path / "big.zip"
    photo = os.urandom(1024 * 1024)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(2048):
            archive.writestr(f"facebook-a/photos_and_videos/{n}.jpg", photo, compress_type=zipfile.ZIP_STORED)
        for n in range(98_000):
            archive.writestr(f"facebook-a/messages/inbox/t{n}/message_1.json", "{}", compress_type=zipfile.ZIP_STORED)
        sessions = {"active_sessions_v2": [session(n % 80) for n in range(30_000)]}
        for name, content in facebook_files(sessions=sessions).items():
            archive.writestr(f"facebook-a/{name}", json.dumps(content))
    program = (
        "import resource, sys; from zana.site.command import main\n"
        "sys.argv[1:] = ['audit-archive', sys.argv[1], '--json']\n"
        "main(); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"ZANA_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
    )

    assert json.loads(done.stdout)["archives"][0]["files_listed"] == 100_058
    assert int(done.stderr.splitlines()[-1]) < 300
