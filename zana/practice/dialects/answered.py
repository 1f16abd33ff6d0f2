"""What this network answers, written from the tables that answer: so it cannot say what is not so."""

import re
from collections.abc import Iterable

from zana.practice.dialects import graph_application, instagram_login, x, x_fields, x_numbers
from zana.practice.dialects.graph_fields import untold
from zana.practice.dialects.graph_joined import join_tables
from zana.practice.dialects.graph_listing import nothing
from zana.practice.dialects.graph_lists import LISTS
from zana.practice.dialects.graph_nodes import FIELDS
from zana.practice.dialects.graph_writes import DELETES, POSTS
from zana.practice.hosts import FRONTS
from zana.practice.rules.faults import KINDS
from zana.practice.rules.instagram_metrics import ACCOUNT, MEDIA
from zana.practice.rules.metrics import PAGE_METRICS, POST_METRICS, STORY_METRICS

PART = re.compile(r"\([^)]*\)")
HEADING = """# What the practice network answers

Written by `zana practice --page` from the tables that answer; a test compares, and another holds them against what the
networks' documentation names (`zana/practice/tests/named_calls.toml`).

A program speaks to it below `/practice/graph`, `/practice/instagram` and `/practice/x`, or, when it runs alone, under
the networks' own names: {hosts}.
"""
LEFT_OUT = """## What it does not do

Not played, and refused as the network refuses a program that may not: private messages to groups on X, pictures in
private messages, quotes, likes and reposts of self-serve programs on X (another plan of a program may), editing a post
of Instagram, changing the name of a page. Not there at all: articles, lists, communities and spaces of X, its full
archive and its streams, advertisements, shops and live videos of the others, search for hashtags on Instagram.

Where the documentation is silent or says two things, the exercise is lenient: any version in the address is taken, a
dead one too; `reached_audience_demographics` has values; a program's own token is `APPID|SECRET`; out of credit on X is
402 with the title `CreditsDepleted`; 429 carries both forms of the answer; names of a page's settings are our own.
"""
METRICS: tuple[tuple[str, Iterable[str]], ...] = (
    ("Page", PAGE_METRICS), ("Post", POST_METRICS), ("Story of a page", STORY_METRICS), ("IGUser", ACCOUNT),
    *((f"IGMedia, {product}", names) for product, names in MEDIA.items()),
)  # fmt: skip
X_FIELDS: tuple[tuple[str, Iterable[str]], ...] = (
    ("tweet.fields, post.fields", x_fields.KNOWN_TWEET_FIELDS), ("user.fields", x_fields.KNOWN_USER_FIELDS),
    ("media.fields", x_fields.KNOWN_MEDIA_FIELDS), ("poll.fields", x_fields.KNOWN_POLL_FIELDS),
    ("dm_event.fields", x_fields.KNOWN_EVENT_FIELDS), ("analytics.fields", x_numbers.METRICS),
    ("expansions", x_fields.KNOWN_EXPANSIONS),
)  # fmt: skip
WHO = {"user": "an account", "any": "an account or a program", "app": "a program"}


def write_page() -> str:
    join_tables()
    parts = [
        HEADING.format(hosts=", ".join(f"`{name}`" for name in FRONTS)),
        "## Graph API: Pages and Instagram\n",
        *(_write_node(node) for node in FIELDS),
        "### Numbers\n",
        _write_rows(("of", "living metrics"), ((name, _listed(sorted(names))) for name, names in METRICS)),
        "### Keys\n",
        f"`oauth/access_token`, `debug_token`, the dialog `dialog/oauth`; a program by itself: {_write_program()}; "
        f"Instagram's own sign-in: {_listed(instagram_login.TOKENS)}, the dialog `oauth/authorize`; `batch` of fifty, "
        "`ids` of fifty.\n",
        "## X API v2\n",
        _write_rows(("call", "in 15 minutes", "by"), (_describe(route) for route in x.ROUTES)),
        f"Keys: {_listed((*x.TOKEN_ROUTES, *x.SIGNED_ROUTES))}; the dialogs `i/oauth2/authorize`, "
        "`oauth/authorize`, `oauth/authenticate`.\n",
        _write_rows(("asked with", "known"), ((name, _listed(sorted(known))) for name, known in X_FIELDS)),
        "## What can go wrong on purpose\n",
        _write_rows(("fault", "what it is"), ((kind.name, kind.meaning.english()) for kind in KINDS.values())),
        LEFT_OUT,
    ]
    return "\n".join(parts)


def _write_node(node: str) -> str:
    table, lists = FIELDS[node], LISTS[node]
    lines = [
        ("read", [name for name, maker in lists.items() if maker is not nothing]),
        ("read, always empty here", [name for name, maker in lists.items() if maker is nothing]),
        ("write", [edge or "itself" for kind, edge in POSTS if kind == node]),
        ("delete", [edge or "itself" for kind, edge in DELETES if kind == node]),
        ("fields", [name for name, field in table.items() if field is not untold]),
        ("fields without a value here", [name for name, field in table.items() if field is untold]),
    ]
    return f"### {node}\n\n" + "\n".join(f"- {what}: {_listed(names)}" for what, names in lines if names) + "\n"


def _write_program() -> str:
    return ", ".join(f"{method} `{edge or 'itself'}`" for method, edge in graph_application.VERBS)


def _describe(route: x.Route) -> tuple[str, str, str]:
    path = PART.sub("{id}", route.pattern).replace("\\", "")
    limit = f"{route.limit}, {route.daily:,} a day" if route.daily else str(route.limit)
    return f"{route.method} `/{path}`", limit, WHO[route.who]


def _write_rows(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
