"""Reads whose SQL is composed once: composing it anew for each call costs many times what running it costs."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, cast

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=Model)
ALIAS = "practice"
# What stands in the SQL for a value that is given later; nothing is called that.
STAND_INS: dict[type, Callable[[int], Any]] = {str: lambda place: f"\x02{place}", int: lambda place: -(10**9) - place}


class Columns:
    """`make` is given a stand-in for each of `values` (their types) and returns a queryset without joins.

    `names` are the columns, in the words of `values_list`.
    """

    # What stands in these columns is the same in most rows and never changed by the reader: converted once.
    alike: tuple[str, ...] = ()

    def __init__(self, make: Callable[..., QuerySet[Any]], *names: str, **values: type) -> None:
        self.make, self.names = make, names
        self.stand_ins = {name: STAND_INS[kind](place) for place, (name, kind) in enumerate(values.items())}
        self.composed: tuple[str, list[tuple[str, Any]], dict[int, Any]] | None = None

    def read(self, **values: Any) -> list[list[Any]]:
        sql, given, converters = self.composed or self._compose()
        connection = connections[ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[name] if name else value for name, value in given])
            found = [list(row) for row in cursor.fetchall()]
        for place, (steps, expression) in converters.items():
            kept: dict[Any, Any] | None = {} if self.names[place] in self.alike else None
            for row in found:
                value = row[place]
                if value is None:
                    continue
                if kept is not None and value in kept:
                    row[place] = kept[value]
                    continue
                for convert in steps:
                    value = convert(value, expression, connection)
                if kept is not None:
                    kept[row[place]] = value
                row[place] = value
        return found

    def _compose(self) -> tuple[str, list[tuple[str, Any]], dict[int, Any]]:
        rows = self.make(**self.stand_ins).using(ALIAS).values_list(*self.names)
        compiler = rows.query.get_compiler(ALIAS)
        sql, given = compiler.as_sql()
        places = {stand_in: name for name, stand_in in self.stand_ins.items()}
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self.composed = sql, [(places.get(value, ""), value) for value in given], converters
        return self.composed


class Prepared(Generic[Row]):
    """Whole rows. `follow` names relations whose rows come along, each after the one it hangs on."""

    def __init__(self, model: type[Row], make: Callable[..., QuerySet[Row]], *follow: str, **values: type) -> None:
        names: list[str] = []
        self.builders: list[tuple[str, Callable[[list[Any]], Any]]] = []
        for path in ("", *follow):
            there = _model_at(model, path)
            own = [field.attname for field in there._meta.concrete_fields]
            self.builders.append((path, _builder(there, own, len(names))))
            names += [f"{path}__{name}" if path else name for name in own]
        self.columns = Columns(make, *names, **values)

    def rows(self, **values: Any) -> Iterator[Row]:
        for parts in self.columns.read(**values):
            made: dict[str, Any] = {}
            for path, build in self.builders:
                made[path] = build(parts)
                if path:
                    above, _, name = path.rpartition("__")
                    made[above]._state.fields_cache[name] = made[path]
            yield made[""]

    def first(self, **values: Any) -> Row | None:
        return next(self.rows(**values), None)


def _model_at(model: Any, path: str) -> type[Model]:
    for name in path.split("__") if path else ():
        model = model._meta.get_field(name).related_model
    return cast(type[Model], model)


def _builder(model: type[Model], names: list[str], start: int) -> Callable[[list[Any]], Any]:
    """Makes what `Model.from_db` makes, without asking every field again; None where the relation leads nowhere."""
    end, key = start + len(names), start + names.index(model._meta.pk.attname)

    def build(row: list[Any]) -> Any:
        if row[key] is None:
            return None
        made = model.__new__(model)
        made._state = ModelState()
        made._state.adding, made._state.db = False, ALIAS
        made.__dict__.update(zip(names, row[start:end], strict=True))
        return made

    return build
