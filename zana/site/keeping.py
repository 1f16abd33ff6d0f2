"""Backup and restore: both databases, private media and keys in one archive, with the sum of every part.

Rows are copied below the models, as the database holds them: what is sealed stays sealed in the backup too.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from zana.kernel.errors import Refusal
from zana.kernel.words import say

ALIASES = ("default", "practice")
INDEX = "index.json"


def back_up(file: Path, *, with_keys: bool = True) -> dict[str, int]:
    """Write beside the name, then move: a broken backup never wears the name of a good one. Counts rows and files."""
    home = Path(settings.ZANA_HOME)
    with tempfile.TemporaryDirectory() as scratch:
        for alias in ALIASES:
            _dump(connections[alias], Path(scratch) / alias)
        parts = {str(path.relative_to(scratch)): path for path in _files(Path(scratch))}
        kept = {
            f"home/{path.relative_to(home)}": path for shelf in _shelves(with_keys) for path in _files(home / shelf)
        }
        index: dict[str, Any] = {
            "vendors": {alias: connections[alias].vendor for alias in ALIASES},
            "migrations": {alias: _migrations(alias) for alias in ALIASES},
            "rows": {alias: _count(connections[alias]) for alias in ALIASES},
            "sums": {name: _sum(path) for name, path in {**parts, **kept}.items()},
        }
        partial = file.with_name(file.name + ".partial")
        with tarfile.open(partial, "w:gz") as archive:
            (Path(scratch) / INDEX).write_text(json.dumps(index, indent=1))
            for name, path in {INDEX: Path(scratch) / INDEX, **parts, **kept}.items():
                archive.add(path, name)
        partial.chmod(0o600)
        partial.replace(file)
    return {"rows": _total(index["rows"]), "files": len(kept)}


def restore(file: Path) -> dict[str, int]:
    """Into an empty house only. Every part is checked against its sum before the first row is written."""
    home = Path(settings.ZANA_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _refuse_if_lived_in()
    with _opened(file) as (scratch, index):
        _refuse_if_foreign(index)
        for alias in ALIASES:
            _load(connections[alias], scratch / alias)
        kept = _files(scratch / "home")
        for path in kept:
            target = home / path.relative_to(scratch / "home")
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.write_bytes(path.read_bytes())
            target.chmod(0o600)
    found = {alias: _count(connections[alias]) for alias in ALIASES}
    if found != index["rows"]:
        raise Refusal(say("The restored rows differ from the backup. Do not use this house; try another backup."))
    for alias in ALIASES:
        if connections[alias].vendor == "sqlite":  # whose tables came back as they were; elsewhere they stand already
            call_command("migrate", database=alias, verbosity=0)
        call_command("createcachetable", database=alias, verbosity=0)
    return {"rows": _total(found), "files": len(kept)}


# --- the archive


def _shelves(with_keys: bool) -> list[str]:
    return ["media", "keys"] if with_keys else ["media"]


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        try:
            with tarfile.open(file) as archive:
                archive.extractall(scratch, filter="data")
            index = json.loads((scratch / INDEX).read_text())
        except (tarfile.TarError, OSError, EOFError, ValueError) as broken:
            raise Refusal(say("{file} is not a whole backup of Zana.", file=file.name)) from broken
        found = {str(path.relative_to(scratch)): _sum(path) for path in _files(scratch) if path.name != INDEX}
        if found != index["sums"]:
            raise Refusal(say("Parts of {file} were changed or lost. Nothing was restored.", file=file.name))
        yield scratch, index


def _refuse_if_foreign(index: dict[str, Any]) -> None:
    vendors = {alias: connections[alias].vendor for alias in ALIASES}
    if index["vendors"] != vendors:
        raise Refusal(say("This backup is of another kind of database than this house uses."))
    if vendors["default"] == "postgresql":
        for alias in ALIASES:
            call_command("migrate", database=alias, verbosity=0)
        found = {alias: _own(alias, index["migrations"][alias]) for alias in ALIASES}
        if found != {alias: _migrations(alias) for alias in ALIASES}:
            raise Refusal(say("This backup is of another version. Restore it with that version, then update."))


def _refuse_if_lived_in() -> None:
    for alias in ALIASES:
        connection = connections[alias]
        rows = _count(connection)
        if any(rows.get(table) for table in ("people_person", "people_programme", "practice_world")):
            raise Refusal(say("This house is lived in. Restore into an empty one: set ZANA_HOME to a new folder."))


def _migrations(alias: str) -> list[str]:
    return _own(alias, [".".join(key) for key in MigrationRecorder(connections[alias]).applied_migrations()])


def _own(alias: str, migrations: list[str]) -> list[str]:
    """Those that make something in this database. Houses of before wrote down all of them in both."""
    return sorted(name for name in migrations if router.allow_migrate(alias, name.partition(".")[0]))


def _total(rows: dict[str, dict[str, int]]) -> int:
    return sum(sum(tables.values()) for tables in rows.values())


# --- the databases


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    """What is kept. Not what was only remembered for a while: `createcachetable` makes that anew, migrations do not."""
    passing = {settings.CACHES["default"]["LOCATION"]}
    return sorted(set(connection.introspection.table_names()) - passing)


def _count(connection: BaseDatabaseWrapper) -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in _tables(connection):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            counts[table] = int(cursor.fetchone()[0])
    return counts


def _dump(connection: BaseDatabaseWrapper, folder: Path) -> None:
    folder.mkdir()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "database.sqlite3")])
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # all tables of one moment
        for table in _tables(connection):
            with (folder / table).open("wb") as out, cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                for piece in rows:
                    out.write(piece)


def _load(connection: BaseDatabaseWrapper, folder: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(str(connection.settings_dict["NAME"]))
        target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
            leftover.unlink(missing_ok=True)
        target.write_bytes((folder / "database.sqlite3").read_bytes())
        target.chmod(0o600)
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = [path.name for path in _files(folder)]
        if tables:
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))
        for table in tables:
            with cursor.copy(f'COPY "{table}" FROM STDIN') as rows:
                rows.write((folder / table).read_bytes())
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            if _is_of(statement, tables):
                cursor.execute(statement)


def _is_of(statement: str, tables: list[str]) -> bool:
    """Only the sequences of tables in this database."""
    return any(f'"{table}"' in statement for table in tables)
