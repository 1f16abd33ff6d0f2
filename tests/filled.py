"""Every table that says what it keeps of a person, with a row of hers and words that are found again.

Rows are put down column by column, past the actions: what counts here is that no table is left out, so a new one is
filled without anybody thinking of it. `SHAPES` has what a table cannot guess.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models

from tests.architecture.test_keeping import words_of
from zana.audits.models import Evidence, Incident, Keepsake, RegisterLine, Report, Review, Worker
from zana.kernel import clock
from zana.learning.models import (
    Block,
    Certificate,
    ConfidenceSheet,
    Contact,
    DrillRun,
    DrillStep,
    FeedbackWave,
    Invitee,
    Mark,
    PlanPin,
    QuizRun,
    Sitting,
    Training,
)
from zana.people.keeping import keepings
from zana.people.models import Invitation, Letter, Membership, Organisation, Person, Programme

PLAIN: list[tuple[type[Any], Any]] = [
    (models.DateTimeField, clock.now),
    (models.DateField, clock.today),
    (models.BooleanField, lambda: False),
    (models.DecimalField, lambda: 1),
    (models.FloatField, lambda: 1.0),
    (models.IntegerField, lambda: 1),
]


@dataclass
class Filler:
    """Fills for one person of one organisation; `mark` begins every word, `mentions` stands in words that may name."""

    mark: str
    person: Person
    organisation: Organisation
    programme: Programme
    second: Person
    mentions: str = ""
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (belongs,) = Membership.objects.filter(person=self.person)
        cast = {Person: self.person, Organisation: self.organisation, Programme: self.programme, Membership: belongs}
        self.rows.update(cast)

    def fill(self) -> None:
        for keeping in keepings.values():
            self.row_of(keeping.model)

    def words(self, model: type[models.Model], column: str) -> str:
        """Found again wherever they stand, and short enough for every column."""
        return f"{self.mark}-{model._meta.label}-{column};"

    def row_of(self, model: type[models.Model]) -> models.Model:
        """Rows lead to rows of the same person; what the cast has is taken from there."""
        if model in self.rows:
            return self.rows[model]
        shape = SHAPES.get(model, lambda _: {})(self)
        values = {one.name: self._value(model, one) for one in model._meta.concrete_fields if self._asks(one, shape)}
        self.rows[model] = made = model(**values, **shape)
        made.save(force_insert=True)
        return made

    def _asks(self, one: Any, shape: dict[str, Any]) -> bool:
        if one.name in shape or (one.primary_key and not one.is_relation):
            return False
        leads = one.is_relation and (not one.null or one.related_model in (Person, Organisation))
        return leads or one.name in words_of(one.model) or not (one.null or one.has_default())

    def _value(self, model: type[models.Model], one: Any) -> Any:
        if one.is_relation:
            return self.row_of(one.related_model)
        if one.name in words_of(model):
            return self._said(model, one)
        for kind, make in PLAIN:
            if isinstance(one, kind):
                return make()
        return f"{self.mark}{len(self.rows)}"[-one.max_length :]

    def _said(self, model: type[models.Model], one: Any) -> Any:
        words = self.words(model, one.name)
        keeping = next(each for each in keepings.values() if each.model is model)
        if one.name in {*keeping.searched, *keeping.emptied}:
            words = f"{words} {self.mentions}".strip()
        if isinstance(one, models.JSONField):
            return {"code": "{words}", "params": {"words": words}}
        return words.encode() if isinstance(one, models.BinaryField) else words


def _why(words: str) -> dict[str, Any]:
    return {"code": "{words}", "params": {"words": words}}


def _duty(filler: Filler) -> dict[str, Any]:
    """She answers for something, with her telephone."""
    worker: Any = filler.row_of(Worker)
    said = f"{filler.words(RegisterLine, 'sealed')} {filler.mentions}"
    line = {"duty": "decides", "person": worker.ref, "phone": f"{filler.mark}-phone;", "outside": said.strip()}
    return {"register": "duties", "sealed": json.dumps(line)}


def _hers(model: type[models.Model], column: str, **more: Any) -> Callable[[Filler], dict[str, Any]]:
    """Words with her name in them, in a column the room sees to with verbs of its own."""
    return lambda filler: {column: f"{filler.words(model, column)} {filler.person.name}", **more}


def _evidence(filler: Filler) -> dict[str, Any]:
    words = f"{filler.words(Evidence, 'sealed')} {filler.person.name}"
    return {"sealed": json.dumps({"why": _why(words), "note": words}), "control": "SEC-01"}


def _needs(filler: Filler) -> dict[str, Any]:
    return {"sealed_needs": json.dumps({"kinds": [], "words": filler.words(Invitee, "sealed_needs")})}


def _paper(filler: Filler) -> dict[str, Any]:
    return {"sealed": json.dumps({"document": {"title": filler.words(Report, "sealed")}, "basis": {}})}


def _set(**facts: Any) -> Callable[[Filler], dict[str, Any]]:
    return lambda _: facts


SHAPES: dict[type[models.Model], Callable[[Filler], dict[str, Any]]] = {
    Invitation: lambda filler: {"email": filler.person.email, "programme": None},
    Letter: lambda filler: {"address": filler.person.email},
    EmailAddress: lambda filler: {"email": filler.person.email},
    Evidence: _evidence,
    Incident: _set(state="closed"),
    Keepsake: _set(kind="note"),
    RegisterLine: _duty,
    Report: _paper,
    Review: lambda filler: {"second_by": filler.second},
    Worker: _hers(Worker, "name"),
    Certificate: lambda filler: {
        "kind": "completion", "kept": {"name": f"{filler.words(Certificate, 'kept')} {filler.person.name}"},
    },
    Invitee: _needs,
    Training: _set(kind="joint"),
    Block: lambda _: {"starts_at": clock.now(), "ends_at": clock.now() + timedelta(hours=3)},
    Mark: _set(state="there"),
    Contact: _set(kind="call"),
    PlanPin: _set(kind="pin"),
    Sitting: _set(drill="D1"),
    DrillRun: _set(state="debriefed"),
    DrillStep: _set(seen_by="herself"),
    QuizRun: _set(occasion="before"),
    ConfidenceSheet: _set(occasion="before"),
    FeedbackWave: lambda filler: {"kind": "joint", "training": filler.row_of(Training)},
}  # fmt: skip
