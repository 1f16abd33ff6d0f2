"""Whoever asks gets what learning keeps about her; whoever wants to be forgotten is, and the numbers stay."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.learning.actions.certificates import issue_attendance, show_name
from zana.learning.actions.drill_sheet import answer_invitation as say_yes
from zana.learning.actions.drill_sheet import say_done
from zana.learning.actions.drills import plan_sitting, start
from zana.learning.actions.exercises import look_now
from zana.learning.actions.helping import ask_help, say_more
from zana.learning.actions.invitees import answer_invitation, invite_everybody
from zana.learning.actions.trainings import Presence, create_training, record_attendances
from zana.learning.models import (
    Attempt,
    Certificate,
    DrillRun,
    DrillStep,
    HelpMessage,
    Invitee,
    Seat,
    Training,
)
from zana.people.erasure import erase_person
from zana.people.export import collect_data
from zana.people.models import Membership
from zana.practice.queries.schooling import find_participant
from zana.practice.queries.worlds import list_worlds

pytestmark = pytest.mark.django_db(databases=["default", "practice"])


@pytest.fixture
def her(cast):
    """A communicator with a certificate that names her, an invitation with what she needs, a drill and an exercise."""
    person, organisation = cast.communicator_a, cast.org_a
    days = {"held": clock.today() - timedelta(days=9), "to come": clock.today() + timedelta(days=9)}
    held, soon = (
        create_training(by=cast.lead, programme=cast.programme, title=title, held_on=day, minutes=390)
        for title, day in days.items()
    )
    record_attendances(by=cast.trainer, training=held, presences=[Presence(person, organisation, 390)])
    (paper,) = issue_attendance(by=cast.lead, training=held)
    show_name(by=person, certificate=paper, is_public=True)
    invite_everybody(by=cast.lead, training=soon)
    answer_invitation(
        by=person, organisation=organisation, training=soon, answer="yes", needs=["food"], words="No nuts"
    )
    sitting = plan_sitting(
        by=cast.trainer, organisation=organisation, drill="D1", planned_on=clock.today(), people=[person]
    )
    run = sitting.runs.get()
    say_yes(by=person, run=run, yes=True)
    start(by=cast.trainer, sitting=sitting)
    say_done(by=person, run=run, act="warn_team", note="Do not open it")
    look_now(by=person, organisation=organisation, exercise="accounts")
    return person


def test_she_gets_what_is_kept_about_her_and_of_nobody_else(cast, her, client):
    out = io.StringIO()
    call_command("person_data", her.email, as_json=True, stdout=out, stderr=io.StringIO())
    told = json.loads(out.getvalue())

    assert [(one["kind"], one["title"], one["name"], one["name_is_public"]) for one in told["certificates"]] == [
        ("attendance", "held", her.name, True)
    ]
    assert [(one["training"], one["answer"], one["needs"], one["needs_words"]) for one in told["invitations"]] == [
        ("to come", "yes", ["food"], "No nuts")
    ]
    assert [(one["drill"], [step["note"] for step in one["steps"]]) for one in told["drills"]] == [
        ("D1", ["Do not open it"])
    ]
    assert [(one["exercise"], one["passed"]) for one in told["exercises"]] == [("accounts", False)]
    assert [one["role"] for one in told["roles"]] == ["communicator"]
    client.force_login(her)
    assert client.get(reverse("people:own_data")).json() == told
    assert {name for name, rows in collect_data(cast.communicator_b).items() if rows and name != "person"} == {
        "roles",
        "invitations",
        "letters",
    }


def test_who_is_forgotten_stands_nowhere_by_name_and_her_paper_is_still_genuine(cast, her, client):
    paper = Certificate.objects.of(cast.org_a).get()
    address = reverse("learning:certificate", kwargs={"serial": paper.serial})
    name, seat = her.name, Seat.objects.of(cast.org_a).get()
    worlds = list(list_worlds().values_list("name", flat=True))
    assert name in client.get(address).content.decode()
    call_command("forget_person", her.email, "--yes", stderr=io.StringIO())
    her.refresh_from_db()

    page = client.get(address).content.decode()
    assert (name in page, paper.serial in page) == (False, True)
    assert (her.name, her.email, her.is_active, her.has_usable_password()) == ("—", None, False, False)
    assert Membership.live.filter(person=her).exists() is False
    paper.refresh_from_db()
    assert (paper.kept["name"], paper.is_name_public) == ("—", False)
    assert Invitee.objects.of(cast.org_a).filter(person=her).exists() is False
    assert Invitee.objects.of(cast.org_a).exclude(person=her).exists() is True
    run = DrillRun.objects.of(cast.org_a).get()
    assert (run.state, run.ended_how) == ("ended", "left")
    assert [step.note for step in DrillStep.objects.of(cast.org_a)] == [""]
    assert Attempt.objects.of(cast.org_a).exists() is False
    assert worlds == ["Ushtrim", "Exercise D1"]  # each in its own language
    assert list(list_worlds().values_list("name", flat=True)) == ["Ushtrim"]  # others may sit there too
    assert find_participant(seat.world, seat.actor) is None


def test_what_a_trainer_was_still_to_do_waits_for_somebody(cast):
    her, ask = cast.trainer, {"by": cast.communicator_a, "organisation": cast.org_a}
    days = {"held": clock.today() - timedelta(days=9), "to come": clock.today() + timedelta(days=9)}
    for title, day in days.items():
        create_training(by=cast.lead, programme=cast.programme, title=title, held_on=day, minutes=390, trainer=her)
    question = ask_help(words="Who decides?", **ask)
    say_more(by=her, request=question, words="You do")

    erase_person(person=her)

    assert {one.title: one.trainer for one in Training.objects.all()} == {"held": her, "to come": None}
    question.refresh_from_db()
    assert question.trainer is None
    assert [one.sealed_words for one in HelpMessage.objects.of(cast.org_a)] == ["Who decides?", "—"]

    erase_person(person=cast.communicator_a)

    question.refresh_from_db()
    assert question.state == "settled"  # nobody waits for the answer any more
    assert [one.sealed_words for one in HelpMessage.objects.of(cast.org_a)] == ["—", "—"]


def test_nobody_is_forgotten_by_mistake_or_with_the_last_key(cast):
    with pytest.raises(SystemExit):
        call_command("forget_person", cast.communicator_a.email, stderr=io.StringIO())
    with pytest.raises(SystemExit):
        call_command("forget_person", "nobody@zana.example", "--yes", stderr=io.StringIO())
    with pytest.raises(Refusal, match="Drita Director is the only one with this role"):
        erase_person(person=cast.director_a)
    cast.director_a.refresh_from_db()

    assert (cast.director_a.name, cast.director_a.is_active) == ("Drita Director", True)
