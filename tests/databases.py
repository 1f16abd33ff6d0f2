"""Databases of the tests begin as copies of one that was migrated once, and stay so until a migration changes.

Replaying every migration for each process of each run would cost more than many of the tests. The copy is of what
`migrate` made, and `migrate` still runs on it: what it lacks is added, as on any house that is brought up to date.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connections
from django.db.backends.signals import connection_created
from pytest_django import DjangoDbBlocker

REPOSITORY = Path(__file__).resolve().parents[1]
KEPT = REPOSITORY / ".pytest_cache" / "databases"
ALIASES = ("default", "practice")
# Fixtures that open a database, in this process or in another.
OPENERS = {"db", "transactional_db", "live_server", "practice_server", "demonstration", "houses"}
is_foreseen = True  # that the running test opens one


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that opens no database is the same beside any."""
    for item in items:
        if not opens_database(item):
            item.add_marker("once")


def opens_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or not OPENERS.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    global is_foreseen
    is_foreseen = opens_database(item)


def read_migrations() -> str:
    """A name that changes with any migration, of ours or of a library's, and with who decides where it goes."""
    decide = ("requirements/run.txt", "zana/site/routers.py", "zana/site/management/commands/migrate.py")
    files = sorted([*REPOSITORY.glob("zana/*/migrations/*.py"), *map(REPOSITORY.joinpath, decide)])
    told = hashlib.sha256()
    for file in files:
        told.update(str(file.relative_to(REPOSITORY)).encode() + b"\0" + file.read_bytes())
    return told.hexdigest()[:16]


def is_postgres() -> bool:
    return os.environ.get("ZANA_DATABASE_URL", "").startswith("postgres")


# --- one kind for each database


def sqlite_template(alias: str) -> Path:
    return KEPT / f"{read_migrations()}-{alias}.sqlite3"


def postgres_template(alias: str) -> str:
    return f"zana_template_{read_migrations()}_{alias}"


def has_template(alias: str) -> bool:
    if not is_postgres():
        return sqlite_template(alias).exists()
    with psycopg.connect(os.environ["ZANA_DATABASE_URL"], autocommit=True) as server:
        named = [postgres_template(alias)]
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", named).fetchone() is not None


def keep_template(alias: str) -> None:
    """From the test database as it was just made."""
    if is_postgres():
        name = connections[alias].settings_dict["NAME"]
        connections[alias].close()  # a database with visitors cannot be copied
        with psycopg.connect(os.environ["ZANA_DATABASE_URL"], autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{postgres_template(alias)}" TEMPLATE "{name}"'.encode())
        return
    made = sqlite_template(alias)
    unfinished = made.with_suffix(f".{os.getpid()}")
    connections[alias].ensure_connection()
    with closing(sqlite3.connect(unfinished)) as kept:
        connections[alias].connection.backup(kept)
    unfinished.replace(made)


@contextmanager
def from_template(alias: str) -> Iterator[None]:
    """While Django makes its test database, it begins with the template's tables."""
    if is_postgres():
        connections[alias].settings_dict["TEST"]["TEMPLATE"] = postgres_template(alias)
        yield
        return
    loaded: list[str] = []

    def load(connection: Any, **_: Any) -> None:
        if connection.alias == alias and not loaded and is_test_database(alias):
            loaded.append(alias)
            with closing(sqlite3.connect(sqlite_template(alias))) as kept:
                kept.backup(connection.connection)

    connection_created.connect(load)
    yield
    connection_created.disconnect(load)


def keep_in_files(folder: Path) -> None:
    """SQLite's databases lie in files, as in a house.

    In memory, the threads of a live server and the test itself would share one connection, and two requests at a time
    the same transaction: whose savepoint is released, is chance.
    """
    for alias in ALIASES:
        settings = connections[alias].settings_dict
        settings["TEST"]["NAME"] = str(folder / f"{alias}.sqlite3")
        settings["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # nobody misses it after the tests


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """The first process of a run makes the template, the others wait for it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def templates() -> Iterator[None]:
    """Around the making of the test databases: those that have a template begin as its copy, the others leave one."""
    with one_at_a_time():
        missing = [alias for alias in ALIASES if not has_template(alias)]
        with ExitStack() as stack:
            for alias in set(ALIASES) - set(missing):
                stack.enter_context(from_template(alias))
            yield
        for alias in filter(is_test_database, missing):
            keep_template(alias)


def is_test_database(alias: str) -> bool:
    """False for a database this run does not need: Django leaves it alone."""
    named = connections[alias].settings_dict
    return bool(named["NAME"] == named["TEST"]["NAME"]) or str(named["NAME"]).startswith("test_")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> ExitStack:
    """pytest-django asks for this just before it makes the databases, and for `django_db_setup` when they stand."""
    if not is_postgres():
        keep_in_files(tmp_path_factory.mktemp("databases"))
    opened = ExitStack()
    opened.enter_context(templates())
    return opened


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_modify_db_settings: ExitStack, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        django_db_modify_db_settings.close()


# --- databases of other processes


@contextmanager
def own_databases(home: Path, *, is_empty: bool = False) -> Iterator[dict[str, str]]:
    """Settings of two fresh databases, of the kind this run uses: files under `home`, or databases of the server.

    They begin as copies of what was migrated before, if anything was, or without a table when `is_empty`.
    """
    if not is_foreseen:
        pytest.fail("This test would not run on PostgreSQL: name the fixture that opens its databases among OPENERS.")
    known = [] if is_empty else [alias for alias in ALIASES if has_template(alias)]
    if not is_postgres():
        for alias, name in zip(ALIASES, ("zana", "practice"), strict=True):
            if alias in known:
                shutil.copyfile(sqlite_template(alias), home / f"{name}.sqlite3")
        yield {
            "ZANA_DATABASE_URL": f"sqlite://{home}/zana.sqlite3",
            "ZANA_PRACTICE_DATABASE_URL": f"sqlite://{home}/practice.sqlite3",
        }
        return
    server, names = os.environ["ZANA_DATABASE_URL"], [f"zana_{secrets.token_hex(6)}" for _ in ALIASES]
    with psycopg.connect(server, autocommit=True) as connection:
        for alias, name in zip(ALIASES, names, strict=True):
            begins_as = f' TEMPLATE "{postgres_template(alias)}"' if alias in known else ""
            connection.execute(f'CREATE DATABASE "{name}"{begins_as}'.encode())
    address = [urlunsplit(urlsplit(server)._replace(path=f"/{name}")) for name in names]
    try:
        yield {"ZANA_DATABASE_URL": address[0], "ZANA_PRACTICE_DATABASE_URL": address[1]}
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            for name in names:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
