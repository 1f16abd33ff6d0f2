"""Run by the bench in a process of its own, with the settings of the demonstration it looks into."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import django


def count_queries(address: str, cookies: str) -> int:
    """How often a page asks the two databases, as the person whose cookies these are."""
    from django.db import connections
    from django.test import Client

    parts, asked = urlsplit(address), []
    client = Client(SERVER_NAME=str(parts.hostname), SERVER_PORT=str(parts.port))
    for name, value in json.loads(cookies).items():
        client.cookies[name] = value
    where = f"{parts.path}?{parts.query}" if parts.query else parts.path
    client.get(where)  # what is asked once for each process is not the page's

    def count(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    with connections["default"].execute_wrapper(count), connections["practice"].execute_wrapper(count):
        answer = client.get(where)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(asked)


def measure_rules() -> dict[str, float]:
    """Scores and days of every organisation there is; reading the facts is not counted."""
    from zana.audits.rules.scoring import Answer, score_domain
    from zana.learning.queries.needs import read_facts
    from zana.learning.rules.plan import compose
    from zana.learning.tests import bench_planning
    from zana.people.models import Organisation

    results = ("pass", "partial", "fail", "unknown", "na")
    answers = [Answer(n % 5 + 1, results[n % 5], 0.8) for n in range(134)]  # type: ignore[arg-type]  # a Result each
    scored = [spend(lambda: score_domain(answers)) for _ in range(200)]
    every = [read_facts(organisation) for organisation in Organisation.objects.all()]
    planned = [spend(lambda facts=facts: compose(facts)) for facts in every]  # type: ignore[misc]  # a lambda with a default
    return {
        "score_ms": statistics.median(scored),
        "plan_ms": statistics.median(planned),
        "plan_worst_ms": max(planned),
        "plan_all_ms": bench_planning.measure(),
        "plan_all_budget_ms": bench_planning.BUDGET_MS,
    }


def spend(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zana.site.settings")
    django.setup()
    told = count_queries(*sys.argv[2:]) if sys.argv[1] == "queries" else measure_rules()
    sys.stdout.write(json.dumps(told) + "\n")
