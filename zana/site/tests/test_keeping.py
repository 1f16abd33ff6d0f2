"""A house is backed up and comes back equal, as its own processes, since a restore replaces whole databases."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

from tests.stage import REPOSITORY


@pytest.fixture
def zana(tmp_path):
    def run(home: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept_out = ("ZANA_DATABASE_URL", "ZANA_PRACTICE_DATABASE_URL", "ZANA_SECRET_KEY", "ZANA_ENCRYPTION_KEYS")
        env = {name: value for name, value in os.environ.items() if name not in kept_out}
        return subprocess.run(
            [sys.executable, "-m", "zana.site.command", *arguments],
            cwd=REPOSITORY,
            env={**env, "ZANA_HOME": str(tmp_path / home)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def lived_in(zana, tmp_path):
    (tmp_path / "old" / "media" / "private").mkdir(parents=True)
    (tmp_path / "old" / "media" / "private" / "picture").write_bytes(b"\x00picture")
    zana("old", "keys")
    zana("old", "migrate", "--verbosity", "0")
    zana("old", "migrate", "--verbosity", "0", "--database", "practice")
    made = zana("old", "programme", "Voices", "--lead", "Mirjana", "--email", "m@zana.example", "--json")
    assert made.returncode == 0, made.stderr
    return tmp_path / "backup.tar.gz"


def contents(path):
    with sqlite3.connect(path) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: sorted(map(repr, database.execute(f'SELECT * FROM "{table}"'))) for table in tables}


@pytest.mark.slow
def test_a_restored_house_equals_the_old_one(zana, lived_in, tmp_path):
    kept = json.loads(zana("old", "backup", str(lived_in), "--json").stdout)
    back = zana("new", "restore", str(lived_in), "--json")

    assert back.returncode == 0, back.stderr
    assert json.loads(back.stdout) == {"rows": kept["rows"], "files": kept["files"]}
    assert contents(tmp_path / "new" / "zana.sqlite3") == contents(tmp_path / "old" / "zana.sqlite3")
    for file in ("media/private/picture", "keys/secret_key", "keys/encryption_keys"):
        assert (tmp_path / "new" / file).read_bytes() == (tmp_path / "old" / file).read_bytes()
    assert oct(lived_in.stat().st_mode & 0o777) == "0o600"


@pytest.mark.slow
def test_a_changed_backup_and_a_lived_in_house_are_refused(zana, lived_in, tmp_path):
    zana("old", "backup", str(lived_in))
    into_itself = zana("old", "restore", str(lived_in), "--json")
    (tmp_path / "broken.tar.gz").write_bytes(lived_in.read_bytes()[:-200])
    broken = zana("new", "restore", str(tmp_path / "broken.tar.gz"), "--json")

    assert (into_itself.returncode, broken.returncode) == (1, 1)
    assert "lived in" in json.loads(into_itself.stdout)["refused"]
    assert "not a whole backup" in json.loads(broken.stdout)["refused"]
    assert not (tmp_path / "new" / "zana.sqlite3").exists() or contents(tmp_path / "new" / "zana.sqlite3") == {}
