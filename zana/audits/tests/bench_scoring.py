"""How long scoring takes: `python -m zana.audits.tests.bench_scoring` prints one JSON object. `make bench` may call it.

Pure rules on plain values: no database, no pages. Evidence is invented, the same on every machine.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from zana.audits.controls import catalogue
from zana.audits.rules.freshness import STRENGTHS, Way
from zana.audits.rules.moving import Rule, score_under
from zana.audits.rules.scoring import Answer, Result, score_domain
from zana.audits.rules.settling import Piece

ORGANISATIONS, SEED, BUDGET_S = 10_000, 27, 5.0
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
RESULTS: tuple[Result, ...] = ("pass", "pass", "partial", "fail", "unknown", "na")
WAYS: tuple[Way, ...] = ("observe", "export", "doc", "attest", "public")


def invent_evidence(draw: random.Random, controls: list[str]) -> dict[str, list[Piece]]:
    """One look at each control; one in eight was looked at twice."""
    return {control: [_look(draw) for _ in range(1 + (draw.random() < 0.125))] for control in controls}


def _look(draw: random.Random) -> Piece:
    way = draw.choice(WAYS)
    seen = AT - timedelta(days=draw.randrange(200))
    return Piece(draw.choice(RESULTS), way, seen, STRENGTHS[way], number=draw.randrange(10_000), by=draw.randrange(3))


def measure(organisations: int = ORGANISATIONS) -> dict[str, Any]:
    """Processor seconds for settling and scoring everything, and for scoring settled answers alone."""
    rules = {c.id: Rule(c.domain, c.severity, c.kind, "") for c in catalogue().values()}
    draw = random.Random(SEED)
    many = [invent_evidence(draw, list(rules)) for _ in range(100)]
    answers = [Answer(rule.severity, draw.choice(RESULTS), 0.8) for rule in rules.values()]
    begun = time.process_time()
    for number in range(organisations):
        score_under(rules, many[number % 100], AT)
    settled = time.process_time()
    for _ in range(organisations):
        score_domain(answers)
    scored = time.process_time()
    return {
        "organisations": organisations,
        "controls": len(rules),
        "settle_and_score_s": round(settled - begun, 2),
        "score_s": round(scored - settled, 2),
        "budget_s": BUDGET_S,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()) + "\n")
