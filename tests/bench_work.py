"""What the house does behind its pages, measured: the outbox, the practice network's API, scores and days."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet

from tests.databases import REPOSITORY, own_databases
from tests.processor import at_quiet_speed, read_cpu_of_all
from tests.stage import TRUST, PracticeServer, practice_network, start_process
from zana.practice.tests import bench_audience

POSTS, CALLS = 200, 40


@dataclass
class Row:
    """One figure; without a budget it is only told. `pace` is that of `at_quiet_speed`, where it was taken."""

    what: str
    measured: float
    unit: str
    budget: float | None
    pace: float | None = None

    def line(self) -> str:
        judged = self.measured * (self.pace or 1)
        word = "" if self.budget is None else "ok" if judged <= self.budget else "over"
        budget = "" if self.budget is None else f"{self.budget:g} {self.unit}"
        quiet = f" ({judged:.1f} at quiet speed)" if self.pace else ""
        return f"| {self.what} | {self.measured:.1f} {self.unit}{quiet} | {budget} | {word} |"


def run_inside(module: str, env: dict[str, str], *arguments: str) -> Any:
    """A module of ours in a process of its own, with a house's settings; the JSON it prints last."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=REPOSITORY, env={**os.environ, **env}, capture_output=True, text=True, timeout=900, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def read_queries(env: dict[str, str], address: str, cookies: dict[str, str]) -> int:
    return int(run_inside("tests.bench_inside", env, "queries", address, json.dumps(cookies)))


def measure_work(env: dict[str, str]) -> list[Row]:
    """`env` is that of the demonstration, whose organisations are scored and planned."""
    inside = run_inside("tests.bench_inside", env, "rules")
    rows = [
        Row("scores of an organisation, without the database", inside["score_ms"], "ms CPU", 0.5),
        Row("the day of an organisation, median of the demonstration", inside["plan_ms"], "ms CPU", 100),
        Row("the day of an organisation, worst of the demonstration", inside["plan_worst_ms"], "ms CPU", 1000),
        Row("a day out of all 52 units, worst of 40", inside["plan_all_ms"], "ms CPU", inside["plan_all_budget_ms"]),
    ]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with practice_network(home) as network:
            rows += [*measure_practice(network), *measure_outbox(network, home)]
    return [*rows, *measure_scoring(env), *measure_audience()]


def measure_practice(network: PracticeServer) -> list[Row]:
    """One call of the Graph API: a page read, a feed read, a post written."""
    ready = network.stage("ready", name="Bench", followers=300)
    page = f"{network.url}/graph/v25.0/{ready['page']}"
    feed = f"{page}/feed"
    with httpx.Client(timeout=60, verify=TRUST, headers={"Authorization": f"Bearer {ready['page_token']}"}) as client:

        def spend(what: str, method: str, address: str, budget: float) -> Row:
            with at_quiet_speed() as pace:
                before = read_cpu_of_all(network.process)
                for number in range(CALLS):
                    data = {"message": f"Post {number}"} if method == "POST" else None
                    client.request(method, address, data=data).raise_for_status()
                spent = (read_cpu_of_all(network.process) - before) / CALLS * 1000
            return Row(f"practice API, {what}", spent, "ms CPU", budget, pace[0])

        spend("reading a feed before there is one", "GET", feed, 4)
        return [
            spend("publishing a post", "POST", feed, 10),
            spend("reading a page", "GET", page, 4),
            spend("reading a feed of 25", "GET", feed, 4),
        ]


def measure_outbox(network: PracticeServer, home: Path) -> list[Row]:
    """Posts that are all due at once, published over HTTP by one worker as the demonstration starts it."""
    ready = network.stage("ready", name="Outbox", followers=10)
    pages = f"{ready['page']},{ready['page_token']},{network.url}/graph/v25.0"
    house = home / "house"
    house.mkdir()
    with own_databases(house) as databases:
        env = {
            **databases,
            "ZANA_HOME": str(house),
            "ZANA_PRACTICE_URL": network.url,
            "ZANA_SECRET_KEY": "a secret of the bench only",
            "ZANA_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        }
        log = house / "house.log"
        assert start_process("migrate", "--verbosity", "0", env=env, log=log).wait(300) == 0, log.read_text()
        run_inside("zana.publishing.tests.full_house", env, str(POSTS), pages)
        worker, began = start_process("worker", env=env, log=log), time.monotonic()
        try:
            while (sent := count_posts(network, ready["world"])) < POSTS and time.monotonic() - began < 600:
                time.sleep(0.5)
            seconds, cpu = time.monotonic() - began, read_cpu_of_all(worker.pid)
        finally:
            worker.terminate()
            worker.wait(60)
    return [
        Row(f"outbox, {sent} of {POSTS} due posts out, from the worker's start", seconds, "s", 60),
        Row("outbox, the worker for each post", cpu / max(sent, 1) * 1000, "ms CPU", 100),
    ]


def count_posts(network: PracticeServer, world: str) -> int:
    return len(network.stage("posts", world=world, network="facebook")["posts"])


def measure_audience() -> list[Row]:
    """A simulated year of the whole cohort, in a process and a database of its own."""
    told = bench_audience.measure()
    return [
        Row("audience of 27 organisations for 52 weeks", told["seconds"], "s", bench_audience.SECONDS),
        Row("audience, most memory", told["megabytes"], "MB", bench_audience.MEGABYTES),
    ]


def measure_scoring(env: dict[str, str]) -> list[Row]:
    """From pieces of evidence to the three numbers, for every control of a great many organisations."""
    told = run_inside("zana.audits.tests.bench_scoring", env)
    what = f"settling and scoring {told['organisations']:,} organisations x {told['controls']} controls"
    return [Row(what, told["settle_and_score_s"], "s CPU", told["budget_s"])]
