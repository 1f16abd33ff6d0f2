"""Asking the trainer: whom it reaches, who may read it, what leaves the house."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from tests.cast import make_person
from zana.kernel import clock, work
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions import helping as actions
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.models import HelpMessage, HelpReminder, HelpRequest, TrainerFacts
from zana.learning.queries import helping as queries
from zana.learning.rules.helping import Candidate, Pause, choose_trainer, find_topic, plan_reminder, say_pause
from zana.learning.tests.dated import date_own_day
from zana.networks.tests.made import make_account
from zana.people import roles
from zana.people.models import Letter, LogEntry, Notice, Organisation, SafePlace
from zana.studio.actions import add_variant, edit_variant, write_piece

pytestmark = pytest.mark.slow

SECRET = "My brother-in-law reads along, she fears him"
TEXT = "On Friday we meet. Come with your mother!"


# --- rules


def test_a_trainer_of_her_day_comes_first_and_of_two_who_knows_the_topic():
    able = [
        Candidate(1, frozenset({"sq"})),
        Candidate(2, frozenset({"sr"}), waiting=9),
        Candidate(3, frozenset({"sr"}), frozenset({"F5"})),
    ]

    assert choose_trainer(able, of_her_day=(2, 3), language="sq") == 2
    assert choose_trainer(able, of_her_day=(2, 3), language="sq", topic="F5") == 3


def test_then_language_then_speciality_then_who_has_least_waiting():
    able = [
        Candidate(1, frozenset({"sr"}), frozenset({"F5"})),
        Candidate(2, frozenset({"sq"}), frozenset(), waiting=0),
        Candidate(3, frozenset({"sq", "en"}), frozenset({"F5"}), waiting=4),
        Candidate(4, frozenset({"sq"}), frozenset({"F5"}), waiting=4),
    ]

    assert choose_trainer(able, of_her_day=(77,), language="sq", topic="F5") == 3
    assert choose_trainer(able, of_her_day=(), language="sq", topic="F2") == 2
    assert choose_trainer(able, of_her_day=(), language="en") == 3
    assert choose_trainer(able[:1], of_her_day=(), language="sq") == 1, "better another language than nobody"
    assert choose_trainer([], of_her_day=(5,), language="sq") is None


def test_topics_pauses_and_reminders():
    topics = [find_topic("draft", "instagram"), find_topic("incident"), find_topic("finding", domain="control")]
    assert topics == ["F3", "F5", "F6"]
    assert [say_pause(timedelta(minutes=59)), say_pause(timedelta(hours=47)), say_pause(timedelta(hours=49))] == [
        Pause(),
        Pause(hours=47),
        Pause(days=2),
    ]
    assert plan_reminder("incident", 0) == timedelta(hours=2)
    assert (plan_reminder("draft", 2), plan_reminder("draft", 3)) == (timedelta(days=7), None)


# --- a draft, asked and answered


@pytest.fixture
def variant(cast):
    account = make_account(cast.org_a, cast.communicator_a)
    piece = write_piece(
        by=cast.communicator_a, organisation=cast.org_a, title="Shelter plans", body=TEXT, language="en"
    )
    return add_variant(by=cast.communicator_a, piece=piece, account=account)


@pytest.fixture
def asked(cast, variant):
    thing = queries.find_thing(cast.communicator_a, cast.org_a, "draft", variant.ref)
    return actions.ask_help(by=cast.communicator_a, organisation=cast.org_a, words=SECRET, thing=thing)


def test_it_reaches_the_trainer_and_is_sealed(cast, asked):
    assert (asked.trainer, asked.state) == (cast.trainer, "asked")
    raw = HelpMessage.objects.of(cast.org_a).extra(select={"raw": "sealed_words"}).get().raw
    assert SECRET not in raw


def test_the_trainer_of_the_day_is_asked_before_others(cast):
    other = make_person("Vjosa Other", roles.TRAINER, cast.programme)
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    date_own_day(cast, clock.today(), trainer=other)

    assert actions.ask_help(by=cast.volunteer_a, organisation=cast.org_a, words="How?").trainer == other


def test_who_must_not_look_into_it_is_not_asked_and_who_speaks_her_language_is(cast):
    other = make_person("Vjosa Other", roles.TRAINER, cast.programme, language="sr")
    facts = {
        one: TrainerFacts.objects.create(programme=cast.programme, person=one, languages=["en", "sq"])
        for one in (cast.trainer, other)
    }
    facts[cast.trainer].conflicts.add(cast.org_a)

    assert actions.ask_help(by=cast.volunteer_a, organisation=cast.org_a, words="How?").trainer == other
    assert actions.ask_help(by=cast.communicator_b, organisation=cast.org_b, words="How?").trainer == cast.trainer


def test_without_any_trainer_the_lead_is_asked(cast):
    cast.trainer.memberships.update(ended_at=clock.now())

    assert actions.ask_help(by=cast.volunteer_a, organisation=cast.org_a, words="How?").trainer == cast.lead


def test_nothing_confidential_leaves_the_house(cast, asked, variant):
    """Notices, letters as they go out, and the log: they say that there is something, never what."""
    actions.say_beside(
        by=cast.trainer, request=asked, variant=variant, passage=TEXT[:18], suggestion="See you Friday.", comment=SECRET
    )
    actions.say_more(by=cast.communicator_a, request=asked, words=SECRET + " again")
    with clock.frozen(clock.now() + timedelta(days=3)):
        work.drain("help reminders")
    assert Notice.objects.filter(person=cast.trainer).count() == 2
    assert Letter.objects.count() == 2
    work.drain("letters")

    told = [json.dumps(one.kept_saying) for one in Notice.objects.all()]
    told += [f"{one.subject} {one.body}" for one in mail.outbox]
    told += [f"{one.verb} {one.thing} {one.facts}" for one in LogEntry.objects.all()]
    assert len(mail.outbox) == 2
    for secret in ("brother", "fears", "Friday", "Shelter", "draft:", variant.account.name, cast.org_a.name, "Arta"):
        assert [words for words in told if secret in words] == [], secret


def test_asked_answered_settled(cast, asked):
    with clock.frozen(asked.asked_at + timedelta(hours=3)):
        actions.say_more(by=cast.trainer, request=asked, words="Say it shorter.")
        actions.say_more(by=cast.trainer, request=asked, words="Say it shorter.")
    asked.refresh_from_db()
    assert (asked.state, queries.pause_of(asked)) == ("answered", Pause(hours=3))
    assert HelpMessage.objects.of(cast.org_a).count() == 2, "the form sent twice is one turn"

    actions.say_more(by=cast.communicator_a, request=asked, words="Like this?")
    asked.refresh_from_db()
    assert asked.state == "asked"

    for _twice in range(2):
        actions.settle_help(by=cast.communicator_a, request=asked)
    assert LogEntry.objects.filter(verb="help.settled").count() == 1
    with pytest.raises(Refusal, match="settled"):
        actions.say_more(by=cast.trainer, request=asked, words="One more thing")


def test_the_form_sent_twice_is_one_question(cast):
    for _ in range(2):
        actions.ask_help(by=cast.volunteer_a, organisation=cast.org_a, words="How?", key="a" * 22)

    assert HelpRequest.objects.of(cast.org_a).count() == 1


def test_a_confidential_place_is_not_told_by_a_slip(cast):
    SafePlace.objects.create(organisation=cast.org_a, names="Strehëza\nRruga e Lisave 14, Pejë")

    with pytest.raises(Refusal, match="confidential place"):
        actions.ask_help(by=cast.volunteer_a, organisation=cast.org_a, words="May I say we are in Strehëza?")

    assert HelpRequest.objects.of(cast.org_a).count() == 0


def test_a_volunteer_cannot_point_at_what_she_may_not_see(cast, variant):
    assert queries.find_thing(cast.volunteer_a, cast.org_a, "draft", variant.ref) is not None
    assert queries.find_thing(cast.volunteer_a, cast.org_a, "account", variant.account.ref) is None
    assert queries.find_thing(cast.communicator_b, cast.org_b, "draft", variant.ref) is None


# --- who reads it


def test_it_is_between_the_two_of_them(cast, asked, client):
    where = reverse("learning:question", args=[cast.org_a.ref, asked.ref])
    seen = {}
    for name, person in cast.persons.items():
        client.force_login(person)
        answer = client.get(where)
        seen[name] = (answer.status_code, SECRET in answer.content.decode())

    assert seen == {
        "communicator_a": (200, True),
        "trainer": (200, True),
        "lead": (404, False),
        "donor": (403, False),
        "director_a": (404, False),
        "volunteer_a": (404, False),
        "director_b": (404, False),
        "communicator_b": (404, False),
    }
    assert LogEntry.objects.filter(organisation=cast.org_a, verb="help.asked").count() == 1
    client.force_login(cast.director_a)
    log = client.get(reverse("people:log", args=[cast.org_a.ref])).content.decode()
    assert ("help.asked" in log, cast.communicator_a.name in log) == (False, True), "what else she did stands there"


def test_the_trainer_reads_the_draft_asked_about_and_only_while_it_is_open(cast, asked, variant, client):
    SafePlace.objects.create(organisation=cast.org_a, names="Strehëza")
    edit_variant(by=cast.communicator_a, variant=variant, text=TEXT + " We wait in Strehëza.")
    client.force_login(cast.trainer)
    where = reverse("learning:question", args=[cast.org_a.ref, asked.ref])
    page = client.get(where).content.decode()
    assert ("On Friday we meet." in page, "Strehëza" in page, "Shelter plans" in page) == (True, False, False)
    compose = reverse("studio:compose", args=[cast.org_a.ref, variant.piece.ref, variant.ref])
    assert client.get(compose).status_code == 403

    actions.settle_help(by=cast.communicator_a, request=asked)
    assert "On Friday we meet." not in client.get(where).content.decode()
    beside = reverse("learning:say_beside", args=[cast.org_a.ref, asked.ref])
    assert client.post(beside, {"comment": "Hm"}).status_code == 404


def test_the_lead_sees_that_somebody_waits_and_not_what_for(cast, asked, client):
    client.force_login(cast.lead)
    page = client.get(reverse("learning:help_queue", args=[cast.programme.ref])).content.decode()
    assert (cast.org_a.name in page, SECRET in page, "Arta" in page) == (True, False, False)

    other = make_person("Vjosa Other", roles.TRAINER, cast.programme)
    where = reverse("learning:hand_over", args=[cast.programme.ref, asked.ref])
    assert client.post(where, {"to": other.ref}).status_code == 302
    asked.refresh_from_db()
    assert asked.trainer == other
    with pytest.raises(Refusal, match="not a trainer"):
        actions.hand_over(by=cast.lead, request=asked, to=cast.communicator_b)
    with pytest.raises(Forbidden):
        actions.hand_over(by=cast.communicator_a, request=asked, to=other)


# --- waiting


def test_a_question_that_waits_reminds_the_trainer_then_the_lead_then_stops(cast, asked):
    told = []
    for days in (1, 3, 5, 8, 30):
        with clock.frozen(asked.asked_at + timedelta(days=days)):
            Notice.objects.update(read_at=clock.now())
            work.drain("help reminders")
            new = Notice.objects.filter(read_at=None).order_by("pk")
            told.append([one.person for one in new])

    assert told == [[], [cast.trainer], [cast.trainer, cast.lead], [cast.trainer, cast.lead], []]
    assert HelpReminder.objects.of(cast.org_a).get().next_attempt_at is None


def test_when_the_trainer_has_left_the_lead_is_told_so_that_somebody_answers(cast, asked):
    cast.trainer.memberships.update(ended_at=clock.now())
    Notice.objects.all().delete()

    with clock.frozen(asked.asked_at + timedelta(days=3)):
        work.drain("help reminders")

    assert [one.person for one in Notice.objects.all()] == [cast.lead]


def test_an_answered_question_reminds_nobody(cast, asked):
    actions.say_more(by=cast.trainer, request=asked, words="Yes.")
    before = Notice.objects.count()

    with clock.frozen(clock.now() + timedelta(days=9)):
        work.drain("help reminders")

    assert Notice.objects.count() == before


def test_how_long_people_wait_is_told_of_five_people_of_three_organisations(cast):
    third = Organisation.objects.create(slug="third", name="Third")
    cast.programme.enrolments.create(organisation=third)
    people = [(cast.volunteer_a, cast.org_a), (cast.communicator_a, cast.org_a), (cast.communicator_b, cast.org_b)]
    people += [(make_person("Tina Third", roles.VOLUNTEER, third), third)]
    last = make_person("Tea Third", roles.VOLUNTEER, third)
    for hours, (person, organisation) in enumerate(people, 1):
        _answer_after(cast, person, organisation, hours)
    assert queries.read_median(cast.programme) is None

    _answer_after(cast, last, third, 5)
    assert queries.read_median(cast.programme) == Pause(hours=3)


def _answer_after(cast, person, organisation, hours):
    made = actions.ask_help(by=person, organisation=organisation, words="How?")
    with clock.frozen(made.asked_at + timedelta(hours=hours)):
        actions.say_more(by=cast.trainer, request=made, words="So.")


# --- pages


def test_she_asks_from_her_draft_and_reads_the_answer(cast, variant, client):
    client.force_login(cast.communicator_a)
    compose = reverse("studio:compose", args=[cast.org_a.ref, variant.piece.ref, variant.ref])
    way = reverse("learning:ask_about", args=[cast.org_a.ref, "draft", variant.ref])
    assert way in client.get(compose).content.decode()

    assert client.post(way, {"words": "Too long?"}).status_code == 302
    made = HelpRequest.objects.of(cast.org_a).get()
    assert made.draft == variant.ref
    client.force_login(cast.trainer)
    beside = reverse("learning:say_beside", args=[cast.org_a.ref, made.ref])
    suggestion = {"passage": "On Friday we meet.", "number": "0", "suggestion": "See you on Friday.", "comment": ""}
    assert client.post(beside, suggestion).status_code == 302

    client.force_login(cast.communicator_a)
    page = client.get(reverse("learning:question", args=[cast.org_a.ref, made.ref])).content.decode()
    assert "There are words beside your text" in page
    assert "See you on Friday." in client.get(compose).content.decode()
