"""The socket for tables: what each keeps of one person, what of it she is told, and what becomes of it without her.

    register_keepings({"lesson_doubts": Keeping(
        LessonDoubt,
        told={"person": ("unit", "note", "told_at"), "settled_by": ("unit", "settled_at")},
        emptied={"note": ("person",)},
    )})

A path leads from a row to a person (`person`, `request__asked_by`). Every table with such a path or with free words has
one `Keeping`, and each column of words stands in `emptied`, `searched`, `untouched` or `own`: a test walks them all.
`docs/decisions/forgetting-one-person.md` says why it is decided so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q

from zana.kernel.words import Saying
from zana.people.erasure import register_erasure
from zana.people.export import register_export
from zana.people.mentions import NOBODY, Mentions
from zana.people.models import Person
from zana.people.tenancy import Owned

Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """One table. `told`: path -> what she is told of a row it leads her to; `untold`: a path with the reason why not.

    `goes`: rows at the end of these paths are deleted. `emptied`: her words, by the paths that make them hers; in words
    of others her name is looked for. `searched`: words of the organisation that stay, without her name. `untouched`:
    words that stay as they are, and why. `own`: columns and paths the room sees to with verbs of its own.
    """

    model: type[models.Model]
    told: Mapping[str, Paths] = field(default_factory=dict)
    untold: Mapping[str, str] = field(default_factory=dict)
    goes: Paths = ()
    emptied: Mapping[str, Paths] = field(default_factory=dict)
    searched: Paths = ()
    untouched: Mapping[str, str] = field(default_factory=dict)
    own: Paths = ()

    @property
    def rows(self) -> models.QuerySet[Any]:
        """Of the whole house: a person may have left words anywhere."""
        manager: Any = self.model.objects  # type: ignore[attr-defined]  # every table has them
        rows: models.QuerySet[Any] = manager.across_organisations() if issubclass(self.model, Owned) else manager.all()
        return rows


keepings: dict[str, Keeping] = {}


def register_keepings(named: Mapping[str, Keeping]) -> None:
    """From a room's `apps.py`. A name is what the rows are called in the file she gets."""
    for name, keeping in named.items():
        if keepings.setdefault(name, keeping) is not keeping:
            raise ValueError(f"two tables are called {name}")
        if keeping.told:
            register_export(name, partial(tell, keeping))
        if keeping.goes or keeping.emptied or keeping.searched:
            register_erasure(name, partial(forget, keeping))


# --- telling


def tell(keeping: Keeping, person: Person) -> list[dict[str, Any]]:
    """Row by row, with what she is in it (`as`) and for which organisation."""
    owned = any(one.name == "organisation" for one in keeping.model._meta.concrete_fields)
    told = []
    for path, columns in keeping.told.items():
        names = [*columns, "organisation__name"] if owned else list(columns)
        for row in keeping.rows.filter(**{path: person}).order_by("pk").values(*names):
            place = {"in": row.pop("organisation__name")} if owned else {}
            told.append({"as": path, **place, **{name: plain(value) for name, value in row.items()}})
    return told


def plain(value: Any) -> Any:
    """As JSON can hold it; what is kept as a saying in its English words."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        is_saying = set(value) == {"code", "params"}
        return Saying.from_json(value).english() if is_saying else {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


# --- forgetting


def forget(keeping: Keeping, person: Person) -> None:
    for path in keeping.goes:
        keeping.rows.filter(**{path: person}).delete()
    for column, paths in keeping.emptied.items():
        hers = keeping.rows.filter(Q(*((path, person) for path in paths), _connector=Q.OR))
        hers.update(**{column: _nothing(keeping, column)})
    columns = (*keeping.searched, *keeping.emptied)
    if columns:
        take_out_mentions(keeping.rows, columns, Mentions(person.name, person.email))


def _nothing(keeping: Keeping, column: str) -> str:
    """A page that always shows these words shows a dash."""
    may_be_empty = keeping.model._meta.get_field(column)
    return "" if may_be_empty.blank or may_be_empty.has_default() else NOBODY  # type: ignore[union-attr]  # a column


def take_out_mentions(rows: models.QuerySet[Any], columns: Iterable[str], mentions: Mentions) -> None:
    """Past `save`: also a frozen row loses a name."""
    for number, *kept in list(rows.order_by().values_list("pk", *columns)):
        clean = {name: mentions.take_out(one) for name, one in zip(columns, kept, strict=True)}
        changed = {name: one for (name, one), was in zip(clean.items(), kept, strict=True) if one != was}
        if changed:
            rows.filter(pk=number).update(**changed)
