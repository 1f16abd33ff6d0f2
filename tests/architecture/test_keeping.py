"""Every table that leads to a person or holds free words says what it tells her, and what becomes of it without her."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from tests.architecture.tree import REPOSITORY
from zana.kernel.crypto import SealedBytesField
from zana.kernel.work import Work
from zana.people.keeping import Keeping, keepings
from zana.people.models import Person

PAPER = REPOSITORY / "docs/decisions/forgetting-one-person.md"
APART = {
    "practice": "a stage with its own database; seats and runs lead into it, and what was hers goes with them",
    "auth": "groups and permissions of Django, which we do not use",
    "contenttypes": "names of our tables",
    "sessions": "a sign-in; hers are ended in zana/people/erasure.py",
}
WORDS = (models.TextField, models.JSONField, models.BinaryField, models.FileField, SealedBytesField)
FREE, PRINT = 60, 64  # a column this long holds words; exactly 64 signs are a print
OF_WORK = {one.name for one in Work._meta.get_fields()}


def tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in APART and not model._meta.proxy:
            yield model


def keys_of(model: type[models.Model]) -> set[str]:
    """Those that lead straight to a person, whichever side they were declared on."""
    return {one.name for one in model._meta.concrete_fields if one.related_model is Person} | {
        one.name for one in model._meta.many_to_many if one.related_model is Person
    }


def words_of(model: type[models.Model]) -> set[str]:
    ours = OF_WORK if issubclass(model, Work) else set()
    return {one.name for one in model._meta.concrete_fields if one.name not in ours and holds_words(one)}


def holds_words(column: Any) -> bool:
    length = getattr(column, "max_length", None) or 0
    is_long = isinstance(column, models.CharField) and length >= FREE and length != PRINT
    return not column.choices and (isinstance(column, WORDS) or is_long)


def decided_keys(keeping: Keeping) -> set[str]:
    return {*keeping.told, *keeping.untold, *keeping.own}


def decided_words(keeping: Keeping) -> set[str]:
    return {*keeping.emptied, *keeping.searched, *keeping.untouched, *keeping.own}


def find_gaps(known: dict[str, Keeping]) -> list[str]:
    decided = {one.model: one for one in known.values()}
    gaps = []
    for model in tables():
        keys, words, label = keys_of(model), words_of(model), model._meta.label
        keeping = decided.get(model)
        if keeping is None:
            if keys or words:
                gaps.append(f"{label} has rows of a person or words, and nobody said what becomes of them")
            continue
        gaps += [f"{label}.{key}: is she told of these rows?" for key in sorted(keys - decided_keys(keeping))]
        gaps += [f"{label}.{one}: do these words stay?" for one in sorted(words - decided_words(keeping))]
    return sorted(gaps)


def test_every_table_says_what_it_keeps_of_a_person():
    """A new one does so in its room's `own_data.py`; `zana/people/keeping.py` says how."""
    assert find_gaps(keepings) == []


def test_a_table_without_a_decision_is_found():
    """One left out whole, one with a key and one with words nobody has spoken of."""
    fewer = {name: one for name, one in keepings.items() if name not in ("quizzes", "remarks", "lesson_doubts")}
    doubts, remarks = keepings["lesson_doubts"], keepings["remarks"]
    fewer["lesson_doubts"] = Keeping(doubts.model, told={"person": ("unit",)}, emptied=doubts.emptied)
    fewer["remarks"] = Keeping(remarks.model, told=remarks.told, searched=("comment",))

    assert find_gaps(fewer) == [
        "learning.LessonDoubt.settled_by: is she told of these rows?",
        "learning.QuizRun has rows of a person or words, and nobody said what becomes of them",
        "studio.Remark.passage: do these words stay?",
        "studio.Remark.suggestion: do these words stay?",
    ]


def test_one_table_has_one_decision_and_every_name_in_it_exists():
    twice = [one.model._meta.label for one in keepings.values()]
    assert sorted(twice) == sorted(set(twice))

    unknown = []
    for name, one in keepings.items():
        paths = {*one.told, *one.untold, *one.goes, *(path for some in one.emptied.values() for path in some)}
        columns = {*one.emptied, *one.searched, *one.untouched, *one.own}.union(*one.told.values())
        unknown += [f"{name}: {path}" for path in paths | columns if not leads_somewhere(one.model, path)]
    assert unknown == []


def leads_somewhere(model: Any, path: str) -> bool:
    step, _, rest = path.partition("__")
    try:
        found = model._meta.get_field(step)
    except FieldDoesNotExist:
        return False
    return not rest or leads_somewhere(found.related_model, rest)


def test_every_decision_stands_on_its_page():
    paper = PAPER.read_text()

    assert [name for name in sorted(keepings) if f"`{name}`" not in paper] == []
