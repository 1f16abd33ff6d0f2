"""Every call and field that the documentation names is answered, and what holds nothing here is said to."""

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from zana.practice.dialects import x_compose, x_fields, x_numbers
from zana.practice.dialects.answered import write_page
from zana.practice.dialects.graph_fields import untold
from zana.practice.dialects.graph_joined import INSIGHTS, join_tables
from zana.practice.dialects.graph_listing import nothing
from zana.practice.dialects.graph_lists import LISTS
from zana.practice.dialects.graph_nodes import FIELDS
from zana.practice.dialects.graph_writes import DELETES, POSTS
from zana.practice.dialects.x import SIGNED_ROUTES, TOKEN_ROUTES, _find_route
from zana.practice.rules.instagram_metrics import ACCOUNT, MEDIA
from zana.practice.rules.metrics import PAGE_METRICS, POST_METRICS, STORY_METRICS

NAMED: dict[str, Any] = tomllib.loads((Path(__file__).parent / "named_calls.toml").read_text())
X = NAMED["X"]
NODES = [name for name in NAMED if name not in ("X", "Story")]
METRICS: dict[str, Collection[str]] = {
    "Page": PAGE_METRICS,
    "Post": POST_METRICS,
    "Story": STORY_METRICS,
    "IGUser": ACCOUNT,
}
join_tables()


def is_served(node: str, call: str) -> bool:
    method, _, edge = call.partition(" ")
    if method == "GET":
        numbers = edge == "insights" and (node in INSIGHTS or node == "Page")
        return edge in LISTS[node] or numbers or (edge == "picture" and node in ("User", "Page")) or not edge
    return (node, edge) in {"POST": POSTS, "DELETE": DELETES}[method]


@pytest.mark.parametrize("node", NODES)
def test_every_named_call_and_field_of_the_graph_is_answered(node):
    named, table = NAMED[node], FIELDS[node]
    asked, lists = named["fields"].split(), [call.removeprefix("GET ") for call in named["calls"]]

    assert [call for call in named["calls"] if not is_served(node, call)] == []
    assert [name for name in lists if LISTS[node].get(name) is nothing] == named.get("empty", [])
    assert [name for name in asked if name not in table] == []
    assert [name for name in asked if table[name] is untold] == named.get("untold", "").split()


@pytest.mark.parametrize("node", METRICS)
def test_the_living_metrics_are_told_and_the_dead_are_not(node):
    table = METRICS[node]

    assert [name for name in NAMED[node]["metrics"].split() if name not in table] == []
    assert [name for name in NAMED[node]["dead"].split() if name in table] == []


def test_metrics_of_media_are_told_by_product():
    products = NAMED["IGMedia"]["products"]
    living = {name for names in MEDIA.values() for name in names}

    for product, names in MEDIA.items():
        assert [name for name in products[product].split() if name not in names] == []
    assert [name for name in products["dead"].split() if name in living] == []


def test_every_named_call_of_x_finds_its_route():
    found = {call: _find_route(*call.split())[0].method for call in X["calls"]}

    assert found == {call: call.split()[0] for call in X["calls"]}
    assert [path for path in X["tokens"] if path not in {**TOKEN_ROUTES, **SIGNED_ROUTES}] == []


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("tweet", x_fields.KNOWN_TWEET_FIELDS),
        ("user", x_fields.KNOWN_USER_FIELDS),
        ("media", x_fields.KNOWN_MEDIA_FIELDS),
        ("event", x_fields.KNOWN_EVENT_FIELDS),
        ("body", x_compose.KNOWN),
        ("analytics", x_numbers.METRICS),
    ],
)
def test_every_named_field_of_x_is_known(kind, known):
    assert [name for name in X[kind].split() if name not in known] == []


def test_the_page_says_what_the_tables_say():
    page = Path(settings.REPOSITORY) / "docs/practice.md"

    assert page.read_text(encoding="utf-8") == write_page()
