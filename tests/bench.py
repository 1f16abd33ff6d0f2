"""`make bench`: the demonstration measured against the budgets; writes docs/benchmarks.md and prints the same.

A figure over its budget is told, never an error: a busy machine must not break a build.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench_work import Row, measure_work, read_queries
from tests.browser import find_chromium
from tests.databases import REPOSITORY, own_databases
from tests.processor import QUIET_MS, at_quiet_speed, children_of, measure_speed, read_command, read_cpu_of_all
from tests.stage import free_port, start_process, wait_until_up

PAPER = REPOSITORY / "docs" / "benchmarks.md"
REQUESTS = 50
COLD_KB, WARM_KB, MOST_REQUESTS, USABLE_S, MOST_QUERIES, CPU_MS, ANALYTICS_MS = 60, 15, 12, 3.0, 20, 40, 60
ANALYTICS = {"account with chart", "report", "cohort"}
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
LOOK_FOR = {  # page -> (first name of who opens it, a page she comes by, what its link looks like there)
    "today": ("Arta", "", ""),
    "pieces": ("Milica", "pieces/", ""),
    "outbox": ("Milica", "outbox/", ""),
    "audit overview": ("Arta", "audit/", ""),
    "plan": ("Arta", "plan/", ""),
    "account with chart": ("Milica", "accounts/", r"/accounts/[\w-]{22}/$"),
}


@dataclass
class Figure:
    """What one page cost. Kilobytes as they came over the line, pictures left out."""

    page: str
    cold_kb: float
    warm_kb: float
    requests: int
    usable_s: float
    queries: int
    cpu_ms: float
    quiet_ms: float

    def is_within(self) -> bool:
        most_ms = ANALYTICS_MS if self.page in ANALYTICS else CPU_MS
        return (
            self.cold_kb <= COLD_KB
            and self.warm_kb <= WARM_KB
            and self.requests <= MOST_REQUESTS
            and self.usable_s <= USABLE_S
            and self.queries <= MOST_QUERIES
            and self.quiet_ms <= most_ms
        )

    def line(self) -> str:
        word = "ok" if self.is_within() else "over"
        return (
            f"| {self.page} | {self.cold_kb:.1f} | {self.warm_kb:.1f} | {self.requests} "
            f"| {self.usable_s:.1f} | {self.queries} | {self.cpu_ms:.0f} | {self.quiet_ms:.0f} | {word} |"
        )


@dataclass
class House:
    """A running `zana demo`."""

    home: Path
    url: str
    practice: str
    process: int
    env: dict[str, str]

    def sign_in_of(self, first_name: str) -> dict[str, str]:
        kept = json.loads((self.home / "demo_sign_ins.json").read_text())
        return next(one for one in kept if one["name"].split()[0] == first_name)

    def cpu_seconds(self, what: str) -> float:
        """Processor time so far of `zana <what>` and everything it started."""
        (first,) = [pid for pid in children_of(self.process) if what in read_command(pid)]
        return read_cpu_of_all(first)


@contextmanager
def demonstration() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder, own_databases(Path(folder)) as databases:
        home = Path(folder)
        port, practice_port, log = free_port(), free_port(), home / "demo.log"
        env = {"ZANA_HOME": folder, "ZANA_BASE_URL": f"http://localhost:{port}", **databases}
        process = start_process("demo", "--port", str(port), "--practice-port", str(practice_port), env=env, log=log)
        try:
            wait_until_up(f"http://localhost:{port}/readyz", process, log, seconds=300)
            yield House(
                home, f"http://localhost:{port}", f"http://127.0.0.1:{practice_port}/practice", process.pid, env
            )
        finally:
            process.terminate()
            process.wait(60)


def measure_cpu(house: House, what: str, address: str, cookies: dict[str, str]) -> float:
    """Milliseconds a request, over one kept connection."""
    with httpx.Client(cookies=cookies, timeout=60, headers={"Accept-Encoding": "gzip, br"}) as client:
        for _ in range(3):
            client.get(address).raise_for_status()
        before = house.cpu_seconds(what)
        for _ in range(REQUESTS):
            client.get(address).raise_for_status()
        return (house.cpu_seconds(what) - before) / REQUESTS * 1000


# --- pages in a browser


def find_addresses(house: House, people: dict[str, Page]) -> dict[str, tuple[str, str]]:
    """Page -> (who opens it, its address), found as a person finds it: by following links."""
    found = {"sign-in": ("nobody", f"{house.url}/account/login/")}
    for name, (who, path, wanted) in LOOK_FOR.items():
        page = people[who]
        address = place_of(page, house) + path
        if wanted:
            page.goto(address)
            address = find_link(page, wanted)
        found[name] = (who, address)
    found["compose"] = ("Milica", begin_piece(people["Milica"], place_of(people["Milica"], house)))
    lead = people["Mirjana"]
    found["cohort"] = ("Mirjana", place_of(lead, house))
    found["report"] = ("Mirjana", place_of(lead, house) + "report/")
    lead.goto(f"{house.url}/practice/")
    found["practice feed"] = ("nobody", find_link(lead, r"/w/[\w-]{22}/"))
    return found


def begin_piece(page: Page, place: str) -> str:
    """Writes a post for every account; the address of the page she is then on."""
    page.goto(f"{place}pieces/new/")
    page.locator("[name=title]").fill("Radionica u petak")
    page.locator("[name=body]").fill("U petak u 18 časova razgovaramo o pravima na radu. Dođite.")
    for box in page.locator("[name=accounts]").all():
        box.check()
    page.locator("main form button").last.click()
    page.wait_for_url("**/variants/**")
    return page.url


def find_link(page: Page, wanted: str) -> str:
    links: list[str] = page.eval_on_selector_all("main a", "all => all.map(a => a.href)")
    found = next((link for link in links if re.search(wanted, link)), None)
    assert found is not None, f"{page.url} has no link like {wanted}: {links}"
    return found


def place_of(page: Page, house: House) -> str:
    page.goto(house.url)
    place = re.search(r"/[op]/[\w-]{22}/", page.url)
    assert place is not None, page.url
    return house.url + place[0]


def sign_in(context: BrowserContext, house: House, who: str) -> Page:
    one = house.sign_in_of(who)
    page = context.new_page()
    page.goto(f"{house.url}/account/login/")
    page.locator("input[name=login]").fill(one["email"])
    page.locator("input[name=password]").fill(one["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/[op]/"))
    return page


def load_slowly(browser: Browser, address: str, cookies: list[Any]) -> tuple[float, float, int, float]:
    """(kilobytes on a first visit, kilobytes the second time, requests, seconds until usable), on a slow line."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies(cookies)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    line.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    line.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    weighed = []
    for _ in range(2):
        kinds.clear()
        sizes.clear()
        page.goto(address, wait_until="networkidle")
        usable = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") / 1000
        weight = sum(size for key, size in sizes.items() if kinds.get(key) != "Image") / 1000
        weighed.append((weight, len(kinds), float(usable)))
    context.close()
    (cold, requests, usable), (warm, _, _) = weighed
    return cold, warm, requests, usable


def measure_pages(house: House) -> list[Figure]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        contexts = {who: browser.new_context() for who in ("Arta", "Milica", "Mirjana", "nobody")}
        people = {who: sign_in(contexts[who], house, who) for who in ("Arta", "Milica", "Mirjana")}
        figures = []
        for name, (who, address) in find_addresses(house, people).items():
            cookies: list[Any] = list(contexts[who].cookies())
            cold, warm, requests, usable = load_slowly(browser, address, cookies)
            with at_quiet_speed() as factor:
                cpu = measure_cpu(house, "serve", address, {c["name"]: c["value"] for c in cookies})
            queries = read_queries(house.env, address, {c["name"]: c["value"] for c in cookies})
            figures.append(Figure(name, cold, warm, requests, usable, queries, cpu, cpu * factor[0]))
        browser.close()
    return figures


# --- the paper


def write_paper(figures: list[Figure], work: list[Row], speed_ms: float, seconds: float) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`: the demonstration in a real browser, beside the budgets of the design. A figure over",
        "its budget is marked, not hidden; on a machine that does other work at the same time the seconds and the",
        "processor time rise.",
        "",
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}, {seconds:.0f} s to measure. A fixed piece of work took",
        f"{speed_ms:.0f} ms of processor time, {QUIET_MS:.0f} ms on the machine of the budgets when it is quiet.",
        "A page is judged *at quiet speed*: its processor time by that ratio, taken right before and after it.",
        "",
        "## Pages",
        "",
        "| page | first visit kB | second visit kB | requests | usable s | SQL | CPU ms | at quiet speed | |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---|",
        f"| *budget* | {COLD_KB} | {WARM_KB} | {MOST_REQUESTS} | {USABLE_S:.1f} "
        f"| {MOST_QUERIES} | | {CPU_MS} ({ANALYTICS_MS}) | |",
        *(figure.line() for figure in figures),
        "",
        "Kilobytes as they come over the line, pictures left out; requests on a first visit, pictures counted;",
        "usable = DOMContentLoaded at 400 kbit/s and 400 ms; SQL = questions to both databases; CPU = processor time",
        f"of the web process per request, over {REQUESTS} requests on one connection ({ANALYTICS_MS} ms for "
        f"{', '.join(sorted(ANALYTICS))}).",
        "",
        "`tests/test_every_page.py` holds every page below 20 questions, and to no more for many rows than for few.",
        "",
        "## Work",
        "",
        "| what | measured | budget | |",
        "|---|---:|---:|---|",
        *(row.line() for row in work),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    began, speed_ms = time.monotonic(), measure_speed()
    with demonstration() as house:
        figures = measure_pages(house)
        feed = httpx.get(f"{house.practice}/", timeout=60)
        found = re.search(r"/practice/(w/[\w-]{22}/)", feed.text)
        assert found is not None
        reading = measure_cpu(house, "practice", f"{house.practice}/{found[1]}", {})
        work = [Row("a feed of the practice network", reading, "ms CPU", None), *measure_work(house.env)]
    paper = write_paper(figures, work, max(speed_ms, measure_speed()), time.monotonic() - began)
    PAPER.write_text(paper)
    sys.stdout.write(paper)
    return 0


if __name__ == "__main__":
    sys.exit(main())
