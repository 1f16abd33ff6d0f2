"""How long a simulated year takes: `python -m zana.practice.tests.bench_audience [organisations weeks posts_a_week]`.

`measure()` is for the house's own benchmark. The world is made in a database of its own, in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from typing import Any

SECONDS, MEGABYTES = 60, 400


def measure(organisations: int = 27, weeks: int = 52, posts_a_week: int = 3) -> dict[str, Any]:
    """Seconds, megabytes at the most, and what came of it."""
    with tempfile.TemporaryDirectory() as home:
        address = f"sqlite://{home}/practice.sqlite3"
        env = {**os.environ, "ZANA_HOME": home, "ZANA_PRACTICE_DATABASE_URL": address}
        size = [str(number) for number in (organisations, weeks, posts_a_week)]
        order = [sys.executable, "-m", "zana.practice.tests.bench_audience", "--here", *size]
        answer = subprocess.run(order, env=env, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def simulate_here(organisations: int, weeks: int, posts_a_week: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zana.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from zana.practice.actions.history import simulate
    from zana.practice.models import Item, Message

    call_command("migrate", database="practice", verbosity=0)
    began, used = time.perf_counter(), time.process_time()
    simulate(name="Bench", organisations=organisations, weeks=weeks, posts_a_week=posts_a_week)
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(time.process_time() - used, 1),
        "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "posts": Item.objects.filter(reply_to=None).count(),
        "comments": Item.objects.filter(reply_to__isnull=False).count(),
        "messages": Message.objects.count(),
    }


def main(words: list[str]) -> None:
    if words[:1] == ["--here"]:
        sys.stdout.write(json.dumps(simulate_here(*map(int, words[1:]))) + "\n")
        return
    found = measure(*map(int, words))
    within = found["seconds"] < SECONDS and found["megabytes"] < MEGABYTES
    for name, value in found.items():
        sys.stdout.write(f"{name:>12} {value}\n")
    sys.stdout.write(f"budget {SECONDS} s, {MEGABYTES} MB: {'ok' if within else 'over'}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
