"""Lessons as they are read: plain blocks, light, for the right eyes, and what people say back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Forbidden
from zana.learning import curriculum
from zana.learning.actions.lessons import note_read, settle_doubt, tell_doubt
from zana.learning.curriculum.lessons import read_lesson
from zana.learning.models import LessonDoubt, LessonRead
from zana.learning.queries.reading import Part, list_doubts, show_screens, split_bold
from zana.people.models import Notice

pytestmark = pytest.mark.slow

MOST_BYTES = 40_000
UNIT = "F5.3"


def page(name, cast, **more):
    return reverse(f"learning:{name}", kwargs={"org": cast.org_a.ref, "unit": UNIT, **more})


def read(client, person, url):
    client.force_login(person)
    client.cookies["zana_language"] = "en"
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_bold_words_become_parts_and_markup_stays_words():
    assert split_bold("Two **keys** <b>") == (Part("Two ", False), Part("keys", True), Part(" <b>", False))
    assert split_bold("5 ** 3") == (Part("5 ** 3", False),)


def test_screens_know_their_neighbours():
    written = "# A\nOne.\n\n# B\nTwo.\n\n#> C\n- x\n- y\n\n#! D\n1. do\n"

    shown = show_screens(read_lesson(written).screens)

    assert [(one.number, one.kind, one.before, one.after) for one in shown] == [
        (1, "idea", None, 2),
        (2, "idea", 1, 3),
        (3, "example", 2, 4),
        (4, "now", 3, None),
    ]
    assert [block.kind for one in shown for block in one.blocks] == ["text", "text", "list", "steps"]


def test_every_lesson_is_light_and_stands_whole_without_a_script(client, cast):
    client.force_login(cast.volunteer_a)
    client.cookies["zana_language"] = "sq"
    sizes = {}
    for unit in curriculum.units():
        answer = client.get(page("lesson", cast, unit=unit))
        text = answer.content.decode()
        assert (answer.status_code, 4 <= text.count("data-screen aria") <= 12) == (200, True), unit
        sizes[unit] = len(answer.content)

    assert {unit: size for unit, size in sizes.items() if size > MOST_BYTES} == {}


def test_trainer_notes_are_for_trainers(client, cast):
    shown = {
        name: "Notes for trainers" in read(client, cast.persons[name], page("lesson", cast))
        for name in ("trainer", "lead", "director_a", "volunteer_a")
    }

    assert shown == {"trainer": True, "lead": False, "director_a": False, "volunteer_a": False}


def test_what_the_phone_keeps_tells_nothing_of_her(client, cast):
    note_read(by=cast.volunteer_a, organisation=cast.org_a, unit=UNIT)
    lesson = read(client, cast.volunteer_a, page("lesson", cast))
    kept = read(client, cast.volunteer_a, page("kept_lesson", cast))
    private = (f"<small>{cast.org_a.name}", cast.org_a.ref, "csrf", "<form", "<nav")

    assert [word for word in private if word not in lesson] == []
    assert [word for word in private if word in kept] == []
    assert re.findall(r'<h2 id="h\d+".*?</h2>', kept) == re.findall(r'<h2 id="h\d+".*?</h2>', lesson)


def test_the_worker_stands_below_the_lessons_and_nowhere_else(client, cast):
    client.force_login(cast.volunteer_a)
    address = reverse("learning:worker", kwargs={"org": cast.org_a.ref})
    answer = client.get(address)

    assert answer.headers["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer.headers
    assert page("lesson", cast).startswith(address.removesuffix("worker.js"))
    assert not page("unit", cast).startswith(address.removesuffix("worker.js"))


def test_reading_is_noted_once_and_for_her_alone(client, cast):
    client.force_login(cast.volunteer_a)
    for _ in range(2):
        client.post(page("note_read", cast))

    row = LessonRead.objects.of(cast.org_a).get()
    assert (row.person, row.unit) == (cast.volunteer_a, UNIT)
    assert "You have read it" in read(client, cast.volunteer_a, page("lesson", cast))
    assert "You have read it" not in read(client, cast.director_a, page("lesson", cast))


def test_a_lesson_past_its_day_says_so(client, cast):
    late = curriculum.units()[UNIT].valid_until
    assert late is not None
    shown = []
    for year in (late.year, late.year + 1):
        with clock.frozen(datetime(year, late.month, late.day, 12, tzinfo=UTC)):
            shown.append("Was to be looked at again by" in read(client, cast.volunteer_a, page("lesson", cast)))

    assert shown == [False, True]


def test_what_looks_different_reaches_the_trainer_until_she_settles_it(client, cast):
    client.force_login(cast.volunteer_a)
    for _twice in range(2):
        client.post(page("tell_doubt", cast), {"screen": "7", "note": "No  such menu"})
    doubt = LessonDoubt.objects.of(cast.org_a).get()
    board = reverse("learning:doubts", kwargs={"programme": cast.programme.ref})

    assert (doubt.unit, doubt.screen, doubt.note) == (UNIT, 7, "No such menu")
    assert Notice.objects.get(person=cast.trainer).link == board
    assert "No such menu" in read(client, cast.trainer, board)
    client.post(reverse("learning:settle_doubt", kwargs={"programme": cast.programme.ref, "ref": doubt.ref}))
    assert list_doubts(cast.programme) == []


def test_only_a_trainer_settles(cast):
    doubt = tell_doubt(by=cast.volunteer_a, organisation=cast.org_a, unit=UNIT)

    with pytest.raises(Forbidden):
        settle_doubt(by=cast.lead, programme=cast.programme, doubt=doubt)
    with pytest.raises(Forbidden):
        tell_doubt(by=cast.communicator_b, organisation=cast.org_a, unit=UNIT)
