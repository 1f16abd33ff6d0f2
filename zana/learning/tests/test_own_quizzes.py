"""Questions a programme brought along."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.tests.sheets import as_xlsx
from zana.learning.actions.own_quizzes import TRUTHS, bring_quiz, turn_quiz
from zana.learning.models import OwnQuiz, QuizRun
from zana.learning.queries.own_quizzes import list_house_items, list_shown
from zana.learning.rules.gift import read_gift
from zana.people.models import LogEntry

GIFT = b"Who answers? {=We do ~Nobody####Somebody waits.}\n\nIs a story gone after a day? {T}\n"
TABLE = as_xlsx(("Question", "A", "B", "Right"), ("Who answers?", "We do", "Nobody", "a"))


def bring(cast, by=None, content=GIFT, name="questions.gift"):
    told = {"title": "Last year", "language": "en", "content": content, "file_name": name}
    return bring_quiz(by=by or cast.trainer, programme=cast.programme, **told)


def test_nobody_sees_them_before_they_are_shown(cast):
    quiz = bring(cast)
    assert list_shown(cast.org_a) == []
    turn_quiz(by=cast.trainer, quiz=quiz, shown=True)
    assert list_shown(cast.org_a) == list_shown(cast.org_b) == [quiz]
    turn_quiz(by=cast.trainer, quiz=quiz, shown=False)
    assert list_shown(cast.org_a) == []
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "own_quiz.brought",
        "own_quiz.shown",
        "own_quiz.taken_back",
    ]


def test_of_a_file_with_a_fault_nothing_is_kept(cast):
    with pytest.raises(Refusal) as no:
        bring(cast, content=GIFT + b"\nMatch {=a -> b =c -> d}")
    assert no.value.saying.english() == "Row 5: Pairs cannot be taken; make a question of each."
    assert OwnQuiz.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.gift", "There is no question in this file."),
        (b"\xff\xff", "a.txt", "This is no text in UTF-8. Export the questions as GIFT, or give a table."),
        (b"Q {=a ~b}\n\n" * 101, "a.gift", "A quiz has at most 100 questions. Give it in parts."),
    ],
)
def test_a_file_that_is_no_quiz_is_refused(cast, content, name, words):
    with pytest.raises(Refusal) as no:
        bring(cast, content=content, name=name)
    assert no.value.saying.english() == words


def test_only_the_support_side_brings_questions(cast):
    for person in (cast.director_a, cast.donor):
        with pytest.raises(Forbidden):
            bring(cast, by=person)
    assert OwnQuiz.objects.count() == 0


def test_from_the_file_to_her_answers_on_the_pages(cast, client):
    client.cookies["zana_language"] = "en"
    client.force_login(cast.lead)
    there = reverse("learning:own_quizzes", kwargs={"programme": cast.programme.ref})

    once = client.get(there).context["form"]["once"].value()

    def give(content, name):
        file = io.BytesIO(content)
        file.name = name
        return client.post(there, {"title": "Last year", "language": "en", "file": file, "once": once})

    wrong = give(GIFT.replace(b"{T}", b"{#1}"), "q.gift")
    assert (wrong.status_code, [one.row for one in wrong.context["faults"]]) == (422, [3])
    assert [give(TABLE, "q.xlsx").status_code for _twice in range(2)] == [302, 302]
    quiz = OwnQuiz.objects.get()
    turn = reverse("learning:turn_quiz", kwargs={"programme": cast.programme.ref, "ref": quiz.ref})
    client.post(turn, {"show": "1"})
    taken = client.get(reverse("learning:take_quiz", kwargs={"programme": cast.programme.ref, "ref": quiz.ref}))
    assert read_gift(taken.content.decode(), TRUTHS["en"]) == (quiz.items, [])

    client.force_login(cast.volunteer_a)
    page = reverse("learning:own_quiz", kwargs={"org": cast.org_a.ref, "ref": quiz.ref})
    assert "We do" in client.get(page).content.decode()
    assert client.post(page, {"item-1": "0"}).context["right"] == 1
    assert client.post(page, {"item-1": "7"}).context["right"] == 0
    assert QuizRun.objects.across_organisations().count() == 0


def test_the_commands_look_store_and_give(cast, tmp_path, capsys):
    path = tmp_path / "last-year.gift"
    path.write_bytes(GIFT)
    call_command("import_quiz", str(path), "--language", "en", "--store", "voices", "--json")
    told = json.loads(capsys.readouterr().out)
    quiz = OwnQuiz.objects.get()
    assert (told["quiz"], told["errors"], len(told["items"]), quiz.title) == (quiz.ref, [], 2, "last-year")

    call_command("export_quiz", "F5", "--language", "sq", "--json")
    given = json.loads(capsys.readouterr().out)
    assert read_gift(given["gift"], TRUTHS["sq"]) == (list_house_items("F5", "sq")[0], [])
