"""The worker, as the demonstration starts it, is killed again and again in the middle of publishing.

Nothing may be posted twice and nothing may be lost, counted in the practice network by the posts' texts.
`ZANA_KILLS` (12) and `ZANA_KILL_SEED` (27) from the environment; `make soak` kills 200 times.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from django.db import connection

from tests.databases import REPOSITORY
from tests.stage import start_process
from zana.kernel.queue import CONNECTION_NAME
from zana.kernel.tests.test_work_many import login_url

KILLS = int(os.environ.get("ZANA_KILLS", "12"))
SEED = int(os.environ.get("ZANA_KILL_SEED", "27"))
THREADS = 4
SLOW = 1.2  # seconds a post takes out there
RESUME = 60  # seconds, promised


class House:
    """A database, a queue and a worker of their own, next to the practice network."""

    def __init__(self, home, practice, database):
        self.home, self.log, self.database = home, home / "house.log", database
        self.worker = None
        self.env = {
            "ZANA_HOME": str(home),
            "ZANA_DATABASE_URL": database,
            "ZANA_PRACTICE_URL": practice.url,
            "ZANA_SECRET_KEY": "a secret of the kill test only",
            "ZANA_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "ZANA_LEASE_SECONDS": "3",
            "ZANA_WORKER_THREADS": str(THREADS),
            "ZANA_QUEUE_URL": "" if database.startswith("sqlite") else database,
        }
        assert start_process("migrate", "--verbosity", "0", env=self.env, log=self.log).wait(600) == 0

    def fill(self, posts, pages):
        command = [sys.executable, "-m", "zana.publishing.tests.full_house", str(posts), *pages]
        env, patience = {**os.environ, **self.env}, 120 + posts
        done = subprocess.run(command, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=patience)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def start(self):
        self.worker = start_process("worker", env=self.env, log=self.log)
        return self.worker

    def end(self):
        """Nothing outlives a test that failed in the middle."""
        if self.worker is not None and self.worker.poll() is None:
            self.worker.kill()
            self.worker.wait(20)

    def ask(self, sql):
        """Read past Django: what is really stored, also while the worker writes."""
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(f"{self.home}/zana.sqlite3", timeout=120)) as there:
                return there.execute(sql).fetchall()
        with psycopg.connect(self.database) as there:
            return there.execute(sql).fetchall()

    def open_sendings(self):
        """Requests of which the house does not know what came of them."""
        return {pk for (pk,) in self.ask("SELECT id FROM publishing_sending WHERE outcome = '' AND ended_at IS NULL")}

    def connections(self, worker):
        """How many the worker keeps to the house, and how many more to a queue in the same database."""
        if self.database.startswith("sqlite"):
            return open_files(worker.pid).count("zana.sqlite3"), 0
        clients = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        names = [name for (name,) in self.ask(f"SELECT application_name FROM pg_stat_activity WHERE {clients}")]
        queues = names.count(CONNECTION_NAME)
        return len(names) - queues, queues

    def states(self):
        return dict(self.ask("SELECT state, count(*) FROM publishing_delivery GROUP BY state"))

    def sendings(self):
        return self.ask("SELECT count(*) FROM publishing_sending")[0][0]


def open_files(pid):
    """Names of what the process has open; a file may be closed while we look."""
    names = []
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            names.append(handle.readlink().name)
    return names


@pytest.fixture
def house(tmp_path, practice_server, transactional_db):
    if connection.vendor == "sqlite":
        here = House(tmp_path, practice_server, f"sqlite://{tmp_path}/zana.sqlite3")
        yield here
        here.end()
        return
    name = f"zana_kill_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        here = House(tmp_path, practice_server, login_url(connection.settings_dict, name))
        yield here
        here.end()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def pages(practice_server):
    """Two pages of one world in which posting is slow; and the world."""
    ready = practice_server.stage("ready", name="Kill test", followers=10)
    world, client = ready["world"], ready["client_id"]
    second = practice_server.stage("pages", owner=ready["person"], name="Second")["page"]
    token = practice_server.stage("tokens", actor=second, client_id=client)["access_token"]
    practice_server.stage("faults", world=world, kind="slow", verb="publish", times=100_000, seconds=SLOW)
    base = f"{practice_server.url}/graph/v25.0"
    return world, [f"{ready['page']},{ready['page_token']},{base}", f"{second},{token},{base}"]


def wait_until(check, seconds, what):
    """How long it took."""
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


def kill_once(house, rng):
    """Start, wait until it publishes again, kill at a random moment: what was open then, how long the start took."""
    before = house.sendings()
    worker = house.start()
    resumed = wait_until(lambda: house.sendings() > before, RESUME, "the worker did not resume")
    time.sleep(rng.uniform(0, 1.5 * SLOW))
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(20)
    return house.open_sendings(), resumed


def read_time(stored):
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(stored).replace(tzinfo=UTC)


@pytest.mark.slow
def test_killed_worker_posts_nothing_twice_and_loses_nothing(house, pages, practice_server):
    world, accounts = pages
    texts = house.fill(KILLS * 8, accounts)
    rng = random.Random(SEED)

    kills = [kill_once(house, rng) for _ in range(KILLS)]
    restarted = datetime.now(UTC)
    worker = house.start()
    moving = {"due", "sending", "waiting", "unconfirmed"}
    # A row that died with its worker again and again rests for minutes, which a slow machine makes likely.
    wait_until(lambda: not moving & set(house.states()), 600 + KILLS * 10, "the rest did not go out")
    to_house, to_queue = house.connections(worker)
    worker.send_signal(signal.SIGTERM)
    ended = worker.wait(30)

    there = practice_server.stage("posts", world=world, network="facebook")["posts"]
    posted = Counter(post["text"] for post in there if post["text"] in set(texts))
    states = house.states()
    outcome = dict(house.ask("SELECT id, outcome FROM publishing_sending"))
    settled = {pk: read_time(at) for pk, at in house.ask("SELECT id, ended_at FROM publishing_sending")}
    # the request was out, the house did not know: it was found on the network afterwards
    caught = [opened for opened, _ in kills if any(outcome[pk] == "sent" for pk in opened)]
    # only the last worker is left alone long enough to be timed
    slowest = max(((settled[pk] - restarted).total_seconds() for pk in kills[-1][0]), default=0)
    sys.stdout.write(
        f"\n{KILLS} kills, {len(caught)} between request and commit; {sum(posted.values())} posts for "
        f"{len(texts)} texts; states {states}; resumed within {max(resumed for _, resumed in kills):.1f} s, "
        f"doubts settled within {slowest:.1f} s; connections {to_house} and {to_queue} to the queue\n"
    )
    assert [text for text, times in posted.items() if times > 1] == []
    asked = house.ask(
        "SELECT v.text FROM publishing_delivery d JOIN studio_variant v ON v.id = d.variant_id "
        "WHERE d.state = 'please_check'"
    )
    assert set(texts) - set(posted) <= {text for (text,) in asked}
    assert set(states) <= {"sent", "please_check"}
    assert sum(states.values()) == len(texts)
    assert len(caught) >= KILLS / 5
    assert slowest < RESUME
    notices = house.ask("SELECT count(*) FROM people_notice WHERE CAST(kept_saying AS TEXT) LIKE '%Please check%'")
    assert notices[0][0] >= len(asked)
    # One for each thread and the pulse; the queue's own: each thread asks and listens, pulse and main thread ask.
    assert to_house <= THREADS + 1
    assert to_queue <= 2 * THREADS + 2
    assert ended == 0
