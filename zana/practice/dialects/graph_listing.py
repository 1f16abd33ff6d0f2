"""What a list is, and the small words its makers share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import bad_parameter
from zana.practice.rules.spoken import read_spoken

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Listing:
    """`rows` is a queryset of nodes ordered by `moment`, or a plain list of ready objects (`node` empty).

    A plain list of nodes names their kind in `node` too. A function makes a queryset only when rows are wanted: often
    only the summary is. `opening` reads as many of the newest rows as it is told, the same and faster.
    """

    rows: QuerySet[Any] | Sequence[Any] | Callable[[], QuerySet[Any]]
    node: str = ""
    ascending: bool = False
    total: Callable[[], int] | None = None
    summary: dict[str, Any] | None = None
    moment: str = "created_at"
    finish: Callable[[list[Any]], None] | None = None  # what is done to the rows of a page before they are shown
    opening: Callable[[int], list[Any]] | None = None


Arguments = dict[str, str]
Maker = Callable[[Asking, Any, Arguments], Listing]


def nothing(asking: Asking, row: Any, arguments: Arguments) -> Listing:
    return Listing([])


def read_moment(text: str, now: datetime | None = None) -> datetime:
    """Unix seconds, an ISO date or, seen from `now`, words such as "+2 days" and "tomorrow". Raises the dialect's
    error."""
    spoken = read_spoken(text, now) if now is not None else None
    if spoken is not None:
        return spoken
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
        # Beyond this no zone can be computed with it any more.
        if not 1 < moment.year < 9_999:
            raise OverflowError
    except (ValueError, OverflowError, OSError):
        raise bad_parameter(f"Invalid date/time: {text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def between(rows: QuerySet[Row], arguments: Arguments, moment: str = "created_at") -> QuerySet[Row]:
    if arguments.get("since"):
        rows = rows.filter(**{f"{moment}__gte": read_moment(arguments["since"])})
    if arguments.get("until"):
        rows = rows.filter(**{f"{moment}__lte": read_moment(arguments["until"])})
    return rows


def one_of(arguments: Arguments, name: str, values: Sequence[str], default: str) -> str:
    """An argument that must be one of a few words; upper and lower case as they come."""
    value = arguments.get(name) or default
    if value not in values:
        raise bad_parameter(f"Param {name} must be one of {{{', '.join(values)}}}")
    return value
