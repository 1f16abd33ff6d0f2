"""The day when every unit of the curriculum may be in it: the hardest that can be asked of the search.

Nothing was attended, every network is used, something is open about everything. The same on every machine.
"""

from __future__ import annotations

import random
import time

from zana.learning.queries.lessons import list_lessons
from zana.learning.rules.facts import Facts, Level, Seen
from zana.learning.rules.plan import compose

DAYS, SEED, BUDGET_MS = 40, 27, 500
NETWORKS = frozenset({"facebook", "instagram", "x"})
WAYS = ("observe", "export", "attest")


def invent_facts(draw: random.Random) -> Facts:
    """Findings of every weight about all that is taught; none is critical, for what is locked in is not searched."""
    lessons = tuple(list_lessons())
    controls = sorted({control for lesson in lessons for control in lesson.closes})
    topics = list(dict.fromkeys(lesson.topic for lesson in lessons))
    return Facts(
        lessons=lessons,
        findings=tuple(
            Seen(control, draw.randint(1, 4), draw.random() < 0.4, control.startswith("SEC"), draw.choice(WAYS))
            for control in controls
            if draw.random() < 0.5
        ),
        levels={topic: Level(draw.randint(0, 2), draw.randint(3, 4)) for topic in topics},
        wishes=tuple(draw.sample(topics, 3)),
        networks=NETWORKS,
        missed=frozenset(lesson.id for lesson in lessons if lesson.is_joint),
    )


def measure() -> float:
    """Processor milliseconds of the slowest of many days."""
    draw = random.Random(SEED)
    slowest = 0.0
    for _ in range(DAYS):
        facts = invent_facts(draw)
        begun = time.process_time()
        compose(facts)
        slowest = max(slowest, time.process_time() - begun)
    return slowest * 1000
