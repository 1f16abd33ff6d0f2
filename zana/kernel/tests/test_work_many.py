"""Several processes with several threads each, on whichever database the suite runs on."""

import json
import os
import subprocess
import sys
from collections import Counter
from urllib.parse import quote

import pytest
from django.db import connection

ROWS = 150
PROCESSES = 3


def login_url(facts, name):
    """The address of the database `name` on the server the suite runs on."""
    login = f"{quote(facts['USER'], safe='')}:{quote(facts['PASSWORD'], safe='')}"
    if facts["HOST"].startswith("/"):
        return f"postgres://{login}@/{name}?host={quote(facts['HOST'])}"
    return f"postgres://{login}@{facts['HOST']}:{facts['PORT']}/{name}"


def database_url(tmp_path):
    """The suite's PostgreSQL database, or a file: SQLite's test database lives in this process's memory."""
    if connection.vendor == "sqlite":
        return f"sqlite://{tmp_path}/errands.sqlite3"
    return login_url(connection.settings_dict, connection.settings_dict["NAME"])


@pytest.fixture
def claimer(transactional_db, tmp_path):
    """Starts one process of `claimer.py`."""
    env = {**os.environ, "ZANA_HOME": str(tmp_path), "ZANA_DATABASE_URL": database_url(tmp_path)}

    def start(*command):
        return subprocess.Popen(
            [sys.executable, "-m", "zana.kernel.tests.claimer", *command],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    return start


def answer(process):
    out, errors = process.communicate(timeout=300)
    assert (process.returncode, errors) == (0, "")
    return json.loads(out)


@pytest.mark.slow
def test_every_row_is_worked_on_once_by_many_processes_and_threads(claimer):
    answer(claimer("fill", str(ROWS)))

    workers = [claimer("work") for _ in range(PROCESSES)]
    worked = [answer(worker) for worker in workers]
    stored = answer(claimer("report"))

    assert Counter(pk for part in worked for pk in part).most_common(1)[0][1] == 1
    assert sum(len(part) for part in worked) == ROWS
    assert stored == {"done:1": ROWS}
