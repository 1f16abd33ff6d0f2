"""xAPI: what leaves the house says what was learnt, and not who, how well or where."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from zana.kernel import clock
from zana.learning.actions.lessons import note_read
from zana.learning.actions.trainings import create_training, record_attendance
from zana.learning.models import Attempt, QuizRun
from zana.learning.queries.statements import list_statements, name_pseudonym
from zana.people.actions import tell_about_me
from zana.people.models import LogEntry

CUTS = (("verb", "/"), ("object", "/xapi/"))


@pytest.fixture
def learnt(cast):
    """Two women were at the joint training; one has read, answered and practised, and a trainer practised too."""
    training = create_training(
        by=cast.lead, programme=cast.programme, title="Joint training", held_on=clock.today(), minutes=390
    )
    for person, organisation, minutes in (
        (cast.communicator_a, cast.org_a, 390),
        (cast.communicator_b, cast.org_b, 200),
        (cast.volunteer_a, cast.org_a, 0),
    ):
        record_attendance(by=cast.lead, training=training, organisation=organisation, person=person, minutes=minutes)
    note_read(by=cast.communicator_a, organisation=cast.org_a, unit="F5.3")
    QuizRun.objects.of(cast.org_a).create(
        person=cast.communicator_a, topic="F5", occasion="before", form="A", items=[], score=17, ended_at=clock.now()
    )
    for person, passed in ((cast.communicator_a, False), (cast.communicator_a, True), (cast.trainer, True)):
        Attempt.objects.of(cast.org_a).create(person=person, exercise="words", passed=passed)
    return cast


def tell(statements):
    return [
        (one["actor"]["account"]["name"], *(one[part]["id"].rpartition(cut)[2] for part, cut in CUTS))
        for one in statements
    ]


def test_who_learns_did_what_and_who_teaches_did_nothing(learnt):
    arta, jelena = (name_pseudonym(one, learnt.programme.ref) for one in (learnt.communicator_a, learnt.communicator_b))
    training = next(one for one in list_statements(learnt.programme) if "trainings" in one["object"]["id"])
    assert sorted(tell(list_statements(learnt.programme))) == sorted(
        [
            (arta, "attended", training["object"]["id"].rpartition("/xapi/")[2]),
            (jelena, "attended", training["object"]["id"].rpartition("/xapi/")[2]),
            (arta, "experienced", "units/F5.3"),
            (arta, "completed", "quizzes/F5/before"),
            (arta, "passed", "exercises/words"),
        ]
    )
    assert {json.dumps(one["result"]) for one in list_statements(learnt.programme) if "result" in one} == {
        '{"duration": "PT390M", "completion": true}',
        '{"duration": "PT200M", "completion": false}',
    }


def test_nothing_tells_a_name_an_organisation_an_hour_or_a_score(learnt):
    text = json.dumps(list_statements(learnt.programme), ensure_ascii=False)
    told = [
        learnt.communicator_a.name,
        learnt.communicator_a.ref,
        learnt.org_a.name,
        learnt.org_a.ref,
        '"score"',
    ]
    assert [word for word in told if word in text] == []
    assert {one["timestamp"][10:] for one in list_statements(learnt.programme)} == {"T00:00:00Z"}


def test_a_name_stands_there_with_her_consent_and_goes_with_it(learnt):
    me = learnt.communicator_a
    for said, names in ((True, {me.name}), (False, set())):
        tell_about_me(by=me, name=me.name, gender="", may_be_named=said)
        assert {one["actor"]["name"] for one in list_statements(learnt.programme) if "name" in one["actor"]} == names


def test_a_second_export_replaces_the_first(learnt):
    first = list_statements(learnt.programme)
    again = list_statements(learnt.programme)
    assert first == again
    assert len({uuid.UUID(one["id"]) for one in first}) == len(first)


def test_what_was_before_the_programme_is_not_of_it(learnt):
    learnt.programme.starts_on = clock.today() + timedelta(days=1)
    assert list_statements(learnt.programme) == []


def test_the_command_writes_the_whole_list_readable_to_one(learnt, tmp_path, capsys):
    path = tmp_path / "statements.json"
    call_command("statements", "voices", "--out", str(path), "--json")
    said = json.loads(capsys.readouterr().out)
    assert said == {"programme": "voices", "actors": 2, "named": 0, "out": str(path), "number": 5}
    assert json.loads(path.read_text()) == list_statements(learnt.programme)
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_the_lead_takes_the_whole_file_from_a_page_and_that_is_written_down(learnt, client):
    where = reverse("learning:statements", kwargs={"programme": learnt.programme.ref})
    client.force_login(learnt.lead)
    assert client.get(where).status_code == 200
    assert LogEntry.objects.filter(verb="statements.taken").count() == 0

    file = client.post(where)

    assert json.loads(file.content) == list_statements(learnt.programme)
    assert file.headers["Content-Disposition"] == 'attachment; filename="voices-xapi.json"'
    assert LogEntry.objects.get(verb="statements.taken").facts == {"statements": 5}
    for person in (learnt.trainer, learnt.donor):
        client.force_login(person)
        assert client.post(where).status_code == 403


def test_a_director_takes_who_was_there_and_nothing_that_is_hers_alone(learnt, client):
    """In a team of three a number would not hide who has read or answered what."""
    where = reverse("learning:own_statements", kwargs={"org": learnt.org_a.ref})
    client.force_login(learnt.director_a)

    told = json.loads(client.post(where).content)

    whole = name_pseudonym(learnt.communicator_a, learnt.programme.ref)
    assert [(one["verb"]["display"]["en"], one["result"]["duration"]) for one in told] == [("attended", "PT390M")]
    assert whole not in json.dumps(told)
    client.force_login(learnt.communicator_a)
    assert client.get(where).status_code == 403
