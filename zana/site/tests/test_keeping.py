"""A house is backed up and comes back equal, as its own processes, since a restore replaces whole databases."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing

import psycopg
import pytest

from tests.databases import REPOSITORY, own_databases

SECRETS = ("ZANA_SECRET_KEY", "ZANA_ENCRYPTION_KEYS")


class Houses:
    """Houses by name, each with a home and two databases of its own; `zana` runs a command in one of them."""

    def __init__(self, folder, stack):
        self.folder, self.stack, self.databases = folder, stack, {}

    def env(self, home):
        if home not in self.databases:
            empty = home != "old"  # a backup goes into a house without a table
            self.databases[home] = self.stack.enter_context(own_databases(self.folder / home, is_empty=empty))
        kept = {name: value for name, value in os.environ.items() if name not in SECRETS}
        return {**kept, "ZANA_HOME": str(self.folder / home), **self.databases[home]}

    def zana(self, home, *arguments):
        command = [sys.executable, "-m", "zana.site.command", *arguments]
        env = self.env(home)
        return subprocess.run(
            command, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=600, check=False
        )

    def contents(self, home):
        """Every row of every table of the main database, read past Django."""
        address = self.env(home)["ZANA_DATABASE_URL"]
        if address.startswith("sqlite"):
            with closing(sqlite3.connect(address.removeprefix("sqlite://"))) as database:
                tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                return {table: sorted(map(repr, database.execute(f'SELECT * FROM "{table}"'))) for table in tables}
        with psycopg.connect(address) as database:
            tables = [r[0] for r in database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
            return {t: sorted(map(repr, database.execute(f'SELECT * FROM "{t}"'.encode()))) for t in tables}


@pytest.fixture(scope="module")
def houses(tmp_path_factory):
    with ExitStack() as stack:
        yield Houses(tmp_path_factory.mktemp("houses"), stack)


@pytest.fixture(scope="module")
def backup(houses):
    """Of the house `old`, which is lived in, and what the command said of it."""
    (houses.folder / "old" / "media" / "private").mkdir(parents=True)
    (houses.folder / "old" / "media" / "private" / "picture").write_bytes(b"\x00picture")
    houses.zana("old", "keys")
    houses.zana("old", "migrate", "--verbosity", "0")
    houses.zana("old", "migrate", "--verbosity", "0", "--database", "practice")
    houses.zana("old", "createcachetable")
    made = houses.zana("old", "programme", "Voices", "--lead", "Mirjana", "--email", "m@zana.example", "--json")
    assert made.returncode == 0, made.stderr
    file = houses.folder / "backup.tar.gz"
    return file, json.loads(houses.zana("old", "backup", str(file), "--json").stdout)


@pytest.mark.slow
def test_a_restored_house_equals_the_old_one_and_can_be_lived_in(houses, backup):
    file, kept = backup
    back = houses.zana("new", "restore", str(file), "--json")

    assert back.returncode == 0, back.stderr
    assert json.loads(back.stdout) == {"rows": kept["rows"], "files": kept["files"]}
    assert houses.contents("new") == houses.contents("old")
    for name in ("media/private/picture", "keys/secret_key", "keys/encryption_keys"):
        assert (houses.folder / "new" / name).read_bytes() == (houses.folder / "old" / name).read_bytes()
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    # Sequences and constraints came back too: the next row finds its number.
    second = houses.zana("new", "programme", "Voices", "--lead", "Dora", "--email", "d@zana.example", "--json")
    assert second.returncode == 0, second.stderr
    assert json.loads(second.stdout)["programme"] == "voices-2"


@pytest.mark.slow
def test_a_changed_backup_and_a_lived_in_house_are_refused(houses, backup):
    file, _ = backup
    (houses.folder / "broken.tar.gz").write_bytes(file.read_bytes()[:-200])

    into_itself = houses.zana("old", "restore", str(file), "--json")
    broken = houses.zana("empty", "restore", str(houses.folder / "broken.tar.gz"), "--json")

    assert (into_itself.returncode, broken.returncode) == (1, 1)
    assert "lived in" in json.loads(into_itself.stdout)["refused"]
    assert "not a whole backup" in json.loads(broken.stdout)["refused"]
    assert houses.contents("empty") == {}
