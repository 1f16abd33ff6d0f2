"""A programme brings its own questions, shows them, and takes them back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from zana.kernel import clock, once
from zana.kernel.errors import Refusal
from zana.kernel.tables import MAX_BYTES, read_table
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.models import OwnQuiz
from zana.learning.rules.gift import read_gift
from zana.learning.rules.own_items import MOST_ITEMS, Faulty, OwnItem, read_rows
from zana.people.log import record
from zana.people.models import Person, Programme
from zana.people.roles import require

TRUTHS = {"en": ("True", "False"), "sq": ("E vërtetë", "E pavërtetë"), "sr": ("Tačno", "Netačno")}
_TABLE_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Looked:
    items: list[OwnItem]
    faults: list[Faulty]


def look_through(*, content: bytes, file_name: str, language: str) -> Looked:
    """What stands in a file: GIFT where it is a text of that kind, else a table. Nothing is stored."""
    if content.startswith(_TABLE_SIGNS) or file_name.casefold().endswith(".csv"):
        items, faults = read_rows(read_table(content))
    else:
        items, faults = read_gift(_decode(content), TRUTHS[language])
    if not items and not faults:
        raise Refusal(say("There is no question in this file."))
    if len(items) > MOST_ITEMS:
        raise Refusal(say("A quiz has at most {most} questions. Give it in parts.", most=MOST_ITEMS))
    return Looked(items, faults)


@transaction.atomic
def bring_quiz(
    *, by: Person | None, programme: Programme, title: str, language: str, content: bytes, file_name: str, key: str = ""
) -> OwnQuiz:
    """All of its questions or none. `by` is None on the command line.

    `key` is the once-key of the page: the form sent twice is one quiz.
    """
    if by is not None:
        require(by, "trainings.edit", programme=programme)
    title = " ".join(title.split())
    if not title or language not in curriculum.LANGUAGES:
        raise Refusal(say("Give the quiz a title and a language."))
    looked = look_through(content=content, file_name=file_name, language=language)
    if looked.faults:
        first = looked.faults[0]
        raise Refusal(say("Row {row}: {words}", row=first.row, words=first.words))
    ref, known = once.claim(OwnQuiz.objects.filter(programme=programme), f"own quiz {programme.ref}", key)
    if known is not None:
        return known
    quiz = OwnQuiz.objects.create(
        ref=ref,
        programme=programme,
        title=title[:160],
        language=language,
        kept_items=[one.as_json() for one in looked.items],
        brought_by=by,
    )
    record(by, "own_quiz.brought", programme=programme, thing=f"own_quiz:{quiz.ref}", items=len(looked.items))
    return quiz


@transaction.atomic
def turn_quiz(*, by: Person, quiz: OwnQuiz, shown: bool) -> OwnQuiz:
    """Show it to everybody of the programme, or take it back."""
    require(by, "trainings.edit", programme=quiz.programme)
    quiz = OwnQuiz.objects.select_for_update().get(pk=quiz.pk)
    if shown != (quiz.shown_at is not None):
        quiz.shown_at = clock.now() if shown else None
        quiz.save(update_fields=["shown_at"])
        verb = "own_quiz.shown" if shown else "own_quiz.taken_back"
        record(by, verb, programme=quiz.programme, thing=f"own_quiz:{quiz.ref}")
    return quiz


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise Refusal(say("The file is larger than {size} MB. Take out pictures and other sheets.", size=2))
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refusal(say("This is no text in UTF-8. Export the questions as GIFT, or give a table."))
    return text
