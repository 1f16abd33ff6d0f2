"""Rendering objects and lists: fields, nested fields, paging, summaries."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_such_field
from zana.practice.dialects.graph_fields import Linked
from zana.practice.dialects.graph_lists import LISTS, READY, Listing
from zana.practice.dialects.graph_nodes import DEFAULTS, FIELDS, node_type
from zana.practice.rules.cursors import read_cursor, write_cursor
from zana.practice.rules.expansion import BadFields, Wanted, parse_fields

PAGE_SIZE, PAGE_MOST = 25, 100
# Arguments that make another list of it, in which a mark of this one is no good.
CUTTING = ("since", "until", "order", "filter", "type", "folder", "platform")


def wanted_fields(text: str) -> tuple[Wanted, ...]:
    try:
        return parse_fields(text)
    except BadFields as bad:
        raise GraphError(2500, str(bad)) from None


def render_node(asking: Asking, row: Any, wanted: tuple[Wanted, ...], node: str = "") -> dict[str, Any]:
    """One object; `id` is always there, what has no value is left out. `node`: its kind, where that is known."""
    node = node or node_type(row)
    table, lists = FIELDS[node], LISTS[node]
    shown: dict[str, Any] = {}
    for one in wanted or tuple(Wanted(name) for name in DEFAULTS[node]):
        if one.name in table:
            value = _open(asking, table[one.name](asking, row, one), one)
        elif one.name in lists:
            value = _render_nested(asking, row, one)
        else:
            raise no_such_field(one.name, node)
        if value is not None:
            shown[one.name] = value
    shown.setdefault("id", table["id"](asking, row, Wanted("id")))
    return shown


def render_list(asking: Asking, row: Any, edge: str, arguments: dict[str, str], wanted: tuple[Wanted, ...], path: str) \
        -> dict[str, Any]:  # fmt: skip
    """A list with its paging. `path` is the address of the list below the version."""
    node = node_type(row)
    maker = LISTS[node].get(edge)
    if maker is None:
        raise GraphError(2500, f"Unknown path components: /{edge}")
    listing = maker(asking, row, arguments)
    limit = _read_limit(arguments)
    name = "|".join([path, *(arguments.get(name, "") for name in CUTTING)])
    page = _Page(name, listing, limit, arguments)
    if listing.finish is not None:
        listing.finish(page.rows)
    if listing.node and page.rows and isinstance(page.rows[0], Model):
        asking.show_together(page.rows)
    ready = [] if listing.node else _choose(edge, page.rows, wanted)
    kind = node_type(page.rows[0]) if listing.node and page.rows else ""
    body: dict[str, Any] = {"data": [render_node(asking, one, wanted, kind) for one in page.rows] if kind else ready}
    if page.rows:
        body["paging"] = _links(asking, path, arguments, page)
    if str(arguments.get("summary", "")).lower() in ("true", "1", "total_count") and listing.total is not None:
        body["summary"] = {**(listing.summary or {}), "total_count": listing.total()}
    return body


def _choose(edge: str, rows: list[Any], wanted: tuple[Wanted, ...]) -> list[Any]:
    """Of things that are no objects of their own what is wanted, and their id."""
    if not wanted or edge not in READY:
        return rows
    kind, known = READY[edge]
    names = {one.name for one in wanted}
    for strange in sorted(names - known):
        raise no_such_field(strange, kind)
    return [{name: value for name, value in row.items() if name in names or name == "id"} for row in rows]


class _Page:
    """One page of a list, cut after or before a mark."""

    rows: list[Any]

    def __init__(self, name: str, listing: Listing, limit: int, arguments: dict[str, str]) -> None:
        self.name, self.ascending, self.moment = name, listing.ascending, listing.moment
        after, before = arguments.get("after", ""), arguments.get("before", "")
        rows = listing.rows
        if isinstance(rows, Sequence):
            self._cut_plain(list(rows), limit, after, before)
        elif limit == 0:  # only the summary is wanted
            self.rows, self.first, self.last, self.more_after, self.more_before = [], 0, 0, False, False
        elif listing.opening is not None and not (after or before):
            self._keep(listing.opening(limit + 1), limit)
        else:
            self._cut_query(rows if isinstance(rows, QuerySet) else rows(), limit, after, before)

    def _place(self, cursor: str) -> int:
        place = read_cursor(self.name, cursor)
        if place is None:
            raise bad_parameter("Invalid cursors values. The cursor does not belong to this query")
        return place

    def _cut_plain(self, rows: list[Any], limit: int, after: str, before: str) -> None:
        end = self._place(before) if before else len(rows)
        start = self._place(after) + 1 if after else max(end - limit, 0) if before else 0
        self.rows = rows[start : min(start + limit, end)]
        self.first, self.last = start, start + len(self.rows) - 1
        self.more_after, self.more_before = start + len(self.rows) < len(rows), start > 0

    def _cut_query(self, query: QuerySet[Any], limit: int, after: str, before: str) -> None:
        timed = any(field.name == self.moment for field in query.model._meta.get_fields())
        upward = self.ascending != bool(before)
        mark = after or before
        if mark:
            query = query.filter(_beyond(query.model, self._place(mark), self.moment if timed else "", upward=upward))
        order = [self.moment, "id"] if timed else ["id"]
        found = list(query.order_by(*(order if upward else [f"-{name}" for name in order]))[: limit + 1])
        self._keep(found, limit, after, before)

    def _keep(self, found: list[Any], limit: int, after: str = "", before: str = "") -> None:
        """`found` is one row more than are wanted, if there is one."""
        more = len(found) > limit
        self.rows = found[:limit][::-1] if before else found[:limit]
        self.first, self.last = (self.rows[0].pk, self.rows[-1].pk) if self.rows else (0, 0)
        self.more_after = True if before else more
        self.more_before = more if before else bool(after)


def _beyond(model: Any, place: int, timed_by: str, *, upward: bool) -> Q:
    sign = "gt" if upward else "lt"
    if not timed_by:
        return Q(**{f"id__{sign}": place})
    moment = model.objects.filter(pk=place).values_list(timed_by, flat=True).first()
    if moment is None:
        raise bad_parameter("Invalid cursors values")
    return Q(**{f"{timed_by}__{sign}": moment}) | Q(**{timed_by: moment, f"id__{sign}": place})


def _links(asking: Asking, path: str, arguments: dict[str, str], page: _Page) -> dict[str, Any]:
    cursors = {"before": write_cursor(page.name, page.first), "after": write_cursor(page.name, page.last)}
    links: dict[str, Any] = {"cursors": cursors}
    kept = {name: value for name, value in arguments.items() if name not in ("after", "before")}
    if asking.call.token_in_query:
        kept["access_token"] = asking.call.token
    base = asking.call.request.build_absolute_uri(f"{asking.prefix}/{path}")
    if page.more_after:
        links["next"] = f"{base}?{urlencode({**kept, 'after': cursors['after']})}"
    if page.more_before:
        links["previous"] = f"{base}?{urlencode({**kept, 'before': cursors['before']})}"
    return links


def _render_nested(asking: Asking, row: Any, one: Wanted) -> dict[str, Any]:
    arguments = dict(one.arguments)
    identity = FIELDS[node_type(row)]["id"](asking, row, Wanted("id"))
    if one.inner:
        arguments["fields"] = write_fields(one.inner)
    return render_list(asking, row, one.name, arguments, one.inner, f"{identity}/{one.name}")


def write_fields(wanted: tuple[Wanted, ...]) -> str:
    """The grammar again, for links to further pages."""
    parts = []
    for one in wanted:
        arguments = "".join(f".{name}({value})" for name, value in one.arguments)
        inner = "{" + write_fields(one.inner) + "}" if one.inner else ""
        parts.append(f"{one.name}{arguments}{inner}")
    return ",".join(parts)


def _open(asking: Asking, value: Any, one: Wanted) -> Any:
    """A field that leads to another object shows what is wanted of that; without wishes its id."""
    if isinstance(value, Linked):
        return render_node(asking, value.row, one.inner or (Wanted("id"),))
    return _pick(value, one)


def _pick(value: Any, one: Wanted) -> Any:
    """`category_list{name}` and the like: only the wanted keys of a ready object."""
    if not one.inner or value is None:
        return value
    names = {inner.name for inner in one.inner}
    if isinstance(value, dict) and set(value) == {"data"}:
        return {"data": _pick(value["data"], one)}
    if isinstance(value, list):
        return [_pick(part, one) for part in value]
    return {name: part for name, part in value.items() if name in names} if isinstance(value, dict) else value


def _read_limit(arguments: dict[str, str]) -> int:
    text = str(arguments.get("limit", PAGE_SIZE))
    if not text.isdecimal():
        raise bad_parameter("limit must be a non-negative integer")
    return min(int(text), PAGE_MOST)
