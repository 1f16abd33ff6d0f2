"""A drill from the question to the talk: what practice sees, what she says, what a trainer marks, and who reads it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.cast import make_person
from zana.audits.models import Evidence
from zana.audits.probing.drills import list_results
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.drill_sheet import answer_invitation, leave, say_done, say_feeling
from zana.learning.actions.drill_worlds import build_world
from zana.learning.actions.drills import (
    close_debrief,
    inject_now,
    mark_seen,
    pause,
    plan_sitting,
    resume,
    start,
    stop,
    withdraw_step,
)
from zana.learning.drills import drills
from zana.learning.models import DrillRun, DrillStep, QuizRun
from zana.learning.queries.drill_results import list_drill_results, read_pretests
from zana.learning.queries.drills import debrief, list_drills, open_runs, say_act
from zana.learning.queries.needs import read_facts
from zana.learning.queries.steps import next_steps
from zana.learning.tests.rehearsal import Rehearsal
from zana.people import roles
from zana.people.models import LogEntry, Notice
from zana.practice.actions.injects import play_inject
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.talks import say_privately
from zana.practice.models import Actor, Item, Message, Role, World
from zana.practice.queries.worlds import crowd_of

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(clock.now()):
        yield


@pytest.fixture
def copyright_claim(cast):
    return Rehearsal(cast, "D1")


def pass_copyright_claim(her):
    """Everything right within three minutes of its inject."""
    her.browser.get(reverse("practice:support", args=[her.run.world]))
    talk = her.made("claim")["talks"][0]
    her.at("keep_copy", talk=talk)
    her.at("report", talk=talk)
    her.did("warn_team", "Do not open the message about copyright.")
    her.did("log_entry", "10:02 false copyright message, reported")
    her.wait(4)
    her.at("set_password", sign_out="on")
    her.did("stop_colleague", "Stop, it is false.")
    her.browser.get(reverse("practice:account", args=[her.run.world, her.page.remote_id]))
    her.look()


def test_a_drill_passed(cast, copyright_claim):
    her = copyright_claim.begin()
    pass_copyright_claim(her)

    assert her.acts == {
        "check_official": "practice", "keep_proof": "practice", "report_it": "practice", "change_password": "practice",
        "end_sessions": "practice", "warn_team": "herself", "log_entry": "herself", "stop_colleague": "herself",
        "check_admins": "practice",
    }  # fmt: skip
    leave(by=her.person, run=her.run, finished=True)
    her.run.refresh_from_db()
    assert (her.run.state, her.run.ended_how, her.run.points, her.run.passed) == ("ended", "finished", 100, True)


def test_what_was_asked_is_done_and_the_rest_comes_at_once(cast, copyright_claim):
    her = copyright_claim.begin()
    with pytest.raises(Refusal):
        leave(by=her.person, run=her.run, finished=True)
    pass_copyright_claim(her)

    assert her.run.came == {"mail": 4.0, "clean": 4.0}


def test_a_password_in_the_false_page_is_a_red_line_and_is_never_sent(cast, copyright_claim):
    her = copyright_claim.begin()
    talk = reverse("practice:talk", args=[her.run.world, her.made("claim")["talks"][0]])
    page = her.browser.get(talk).content.decode()
    link = reverse("practice:link", args=[her.run.world]) + "?to=m3ta-appeals.example%2Fp%2F8841"
    assert page.count(f'href="{link}"') == 1
    form = her.browser.get(link).content.decode()
    assert form.count('type="password"') == 1
    assert "name=" not in form[form.index('<input id="false-password"') :].split(">")[0]
    her.browser.post(link)
    her.look()

    assert her.acts == {"open_link": "practice", "give_password": "practice"}
    assert (her.run.state, her.run.ended_how, her.run.passed) == ("ended", "red", False)


def test_the_live_link_in_a_warning_is_forwarding_it(cast, copyright_claim):
    her = copyright_claim.begin()
    her.did("warn_team", "Is this true? m3ta-appeals.example/p/8841")
    her.run.refresh_from_db()

    assert (her.acts, her.run.ended_how) == ({"warn_team": "herself", "forward_link": "herself"}, "red")


def test_injects_stand_in_practice_when_their_minute_has_come(cast):
    her = Rehearsal(cast, "D7").begin()

    assert [item.text for item in Item.objects.filter(pk__in=her.made("cry")["items"])] == [
        drills()["D7"].inject("cry").texts["en"]
    ]
    assert her.made("strangers") == {}
    clock.travel(timedelta(minutes=5))
    her.browser.get(reverse("practice:feed", args=[her.run.world]))  # she need not look at her sheet
    assert len(her.made("strangers")["items"]) == 3


def test_a_disclosure_answered_gently(cast):
    her = Rehearsal(cast, "D7").begin()
    cry = her.item("cry")
    her.at("keep_copy", item=cry.remote_id)
    her.at("moderate", cry.remote_id, do="hide")
    asked = her.at("answer_privately", cry.remote_id)
    her.browser.post(asked.url, {"text": "I believe you. Is it safe to write now? You can call 0800 11112."})
    her.look()

    assert her.acts == dict.fromkeys(("note_need", "hide_gently", "ask_safe", "give_number"), "practice")
    her.at("answer", cry.remote_id, account=her.page.pk, text="Where do you live?")
    her.look()
    assert (her.acts["ask_public"], her.run.ended_how) == ("practice", "red")


def test_a_conversation_deleted_too_early_takes_nothing_from_her_but_the_order(cast):
    """What she had written in it still counts. Gone for good is only what has been said in it by then."""
    her = Rehearsal(cast, "D7").begin()
    talk = her.at("answer_privately", her.item("cry").remote_id).url
    her.browser.post(talk, {"text": "I believe you. Is it safe to write now? You can call 0800 11112."})
    number = int(talk.rstrip("/").rpartition("/")[2])
    her.at("delete_talk", number)  # before her second message: that is not in it
    her.wait(9)
    assert her.made("dm")["talks"] == [number]
    assert her.acts == dict.fromkeys(("ask_safe", "give_number"), "practice")

    her.at("delete_talk", number)
    her.wait(1)
    her.is_heard("hand_over")
    assert her.acts == {
        "ask_safe": "practice", "give_number": "practice", "delete_thread": "practice", "hand_over": "trainer",
    }  # fmt: skip
    told = debrief(her.run)
    assert {one.name: one.points for one in told.dimensions}["order"] == 7  # one of three pairs
    assert say_act("delete_thread") not in told.missed


@pytest.mark.parametrize("drill", drills().values(), ids=drills())
def test_nobody_simulated_is_called_like_somebody_of_the_drill(drill):
    """Who signs, thanks a colleague or quotes the drill must not seem to name a woman who wrote: a red line."""
    person = build_world(DrillRun(pk=1), drill, "sq")
    spoken = set(re.findall(r"\w+", drill.words))
    voices = {one.name.split()[0] for one in crowd_of(person.world)}
    team = [role.person.name.split()[0] for role in person.works_for.get().actor.roles.select_related("person")]

    assert (team[0] in spoken, team[1]) == (False, "Besa")
    assert voices & (spoken | set(team)) == set()
    assert len(voices) >= max(one.voices for one in drill.injects)


def test_a_storm_is_calmed_and_its_minutes_are_kept(cast):
    runs = []
    for person in (cast.communicator_a, cast.director_a):
        her = Rehearsal(cast, "D4", person).begin()
        her.wait(6)
        account = her.page.remote_id
        her.at("set_doors", account, comments_from="nobody", messages_from="everyone")
        her.at("set_words", account, words="turp\nshame")
        for place in range(6):
            her.at("moderate", her.item("wave", place).remote_id, do="hide")
        her.wait(7)
        her.at("moderate", her.item("threat").remote_id, do="remove")
        her.look()
        runs.append(her)

    assert [her.acts.keys() for her in runs] == [{"lock_doors", "set_words", "hide_wave", "delete_unkept"}] * 2
    assert [(one.drill, one.of, one.passed, one.minutes, one.people) for one in list_drill_results(cast.org_a)] == [
        ("D4", 2, 0, 1, 2)
    ]


def test_deleting_what_was_kept_is_no_red_line(cast):
    her = Rehearsal(cast, "D4").begin()
    her.wait(12)
    threat = her.item("threat").remote_id
    her.at("keep_copy", item=threat)
    her.at("moderate", threat, do="remove")
    her.look()

    assert (her.acts, her.run.state) == ({"keep_threat": "practice"}, "running")
    for place in range(2):  # the same words of another account are another proof
        if not place:
            her.at("keep_copy", item=her.item("wave", place).remote_id)
        her.at("moderate", her.item("wave", place).remote_id, do="remove")
        her.look()
        assert ("delete_unkept" in her.acts, her.run.state) == [(False, "running"), (True, "ended")][place]


def test_who_speaks_in_public_before_she_was_asked_has_not_asked_first(cast):
    her = Rehearsal(cast, "D5").begin()
    her.at("answer", her.item("dox").remote_id, account=her.page.pk, text="Take this down.")
    her.look()
    her.is_heard("ask_her")
    her.post("We stand by her.")
    her.look()

    assert her.acts == {"speak_unasked": "practice", "ask_her": "trainer"}
    assert debrief(her.run).earned == []


def test_a_rogue_is_taken_off_and_the_ad_with_him(cast):
    her = Rehearsal(cast, "D2").begin()
    rogue = Actor.objects.get(pk=her.made("rogue")["actors"][0])
    assert "MANAGE" in Role.objects.get(actor=her.page, person=rogue).tasks
    her.at("set_part", her.page.remote_id, remove=rogue.remote_id)
    her.wait(9)
    assert her.acts == {"remove_rogue": "practice"}
    ad = her.item("ad")
    assert ad.stir.boost == 90
    her.at("moderate", ad.remote_id, do="remove")
    inject_now(by=cast.trainer, run=her.run, inject="ransom")
    guest = Actor.objects.get(pk=her.made("ransom")["actors"][0])
    say_privately(account=her.page, guest=guest, author=her.page, text="How do we pay?", network="facebook")
    her.look()

    assert (her.acts, her.run.ended_how) == (
        {"remove_rogue": "practice", "stop_ads": "practice", "negotiate": "practice"},
        "red",
    )


def test_of_forty_messages_five_cannot_wait_and_the_others_come_after_them(cast):
    her = Rehearsal(cast, "D10").begin()
    her.wait(10)
    letters = her.drill.inject("help").letters
    urgent = [place for place, letter in enumerate(letters) if letter.urgent]
    assert (len(letters), len(urgent), len(her.made("help")["talks"])) == (40, 5, 40)
    inbox = reverse("practice:inbox", args=[her.run.world])
    pages = [her.browser.get(f"{inbox}?page={page}").context["talks"] for page in (1, 2)]
    assert [sum(talk.last == letters[place].en for talk in page for place in urgent) for page in pages] == [4, 1]
    for place in urgent[:4]:
        her.write_to("help", "I believe you. Is it safe to write?", place)
    her.write_to("help", "We are glad.", 1)
    her.wait(1)
    her.write_to("help", "I believe you. Is it safe to write?", urgent[4])
    her.look()

    assert her.acts == dict.fromkeys(("answer_help", "others_first"), "practice")
    assert (debrief(her.run).earned[0][0], debrief(her.run).late) == (20, {})


def test_a_warning_with_the_false_link_loses_its_bonus(cast):
    her = Rehearsal(cast, "D8").begin()
    her.wait(9)
    fake = Actor.objects.get(pk=her.made("fake")["actors"][0])
    her.at("keep_copy", actor=fake.remote_id)
    her.at("report", actor=fake.remote_id)
    publish_post(wall=her.page, network="facebook", draft=Draft(text="Not ours: ndihmo-grate.example/dhuro"))
    her.look()

    assert her.acts == dict.fromkeys(("keep_proof", "report_it", "warn_public", "warn_with_link"), "practice")


# --- yes and no, pause and stop


def test_nothing_begins_before_she_says_yes_and_no_needs_no_reason(cast, copyright_claim):
    her = copyright_claim
    with pytest.raises(Refusal):
        start(by=cast.trainer, sitting=her.sitting)
    answer_invitation(by=her.person, run=her.run, yes=False)
    with pytest.raises(Refusal):
        start(by=cast.trainer, sitting=her.sitting)
    assert [step.kind for step in next_steps(her.person, cast.org_a) if step.kind == "drill"] == []

    for _twice in range(2):
        answer_invitation(by=her.person, run=her.run, yes=True)
    assert start(by=cast.trainer, sitting=her.sitting) == 1
    assert World.objects.get(name="Exercise D1").unlisted is True


def test_a_drill_planned_twice_by_one_form_is_one_and_told_once(cast, copyright_claim):
    plan = {"organisation": cast.org_a, "drill": "D1", "planned_on": copyright_claim.sitting.planned_on}

    assert plan_sitting(by=cast.trainer, people=[copyright_claim.person], **plan) == copyright_claim.sitting
    assert Notice.objects.filter(person=copyright_claim.person).count() == 1
    assert plan_sitting(by=cast.trainer, people=[cast.director_a], **plan) != copyright_claim.sitting


def test_a_planned_drill_is_her_first_step_and_nobody_else_s(cast, copyright_claim):
    with translation.override("en"):
        steps = next_steps(cast.communicator_a, cast.org_a)

    assert (steps[0].kind, steps[0].minutes, steps[0].title) == (
        "drill",
        25,
        "Drill: “Your Page violates copyright”",
    )
    assert [step for step in next_steps(cast.director_a, cast.org_a) if step.kind == "drill"] == []
    assert Notice.objects.filter(person=cast.communicator_a).count() == 1


def test_while_it_rests_nothing_comes_and_no_minute_passes(cast):
    her = Rehearsal(cast, "D7").begin()
    her.wait(2)
    assert pause(by=cast.trainer, sitting=her.sitting) == 1
    her.wait(30)
    her.browser.get(reverse("practice:feed", args=[her.run.world]))
    assert her.made("strangers") == {}
    with pytest.raises(Refusal):
        say_done(by=her.person, run=her.run, act="log_entry", note="22:40")
    assert resume(by=cast.trainer, sitting=her.sitting) == 1
    her.wait(1)
    assert her.made("strangers") == {}
    her.wait(1)
    assert len(her.made("strangers")["items"]) == 3
    her.at("moderate", her.item("cry").remote_id, do="hide")
    her.look()
    assert [step.minute for step in her.run.steps.all()] == [4.0]


def test_stop_ends_it_for_everybody_without_a_result(cast):
    sitting = plan_sitting(
        by=cast.trainer, organisation=cast.org_a, drill="D5", planned_on=clock.today(),
        people=[cast.communicator_a, cast.volunteer_a],
    )  # fmt: skip
    first, second = sitting.runs.all()
    answer_invitation(by=first.person, run=first, yes=True)
    start(by=cast.trainer, sitting=sitting)

    assert stop(by=cast.trainer, sitting=sitting) == 2
    asked = [open_runs(one.person, cast.org_a) for one in (first, second)]
    assert asked == [[first], []]  # nothing came to the second, so nobody asks her how she is
    assert {(run.state, run.ended_how, run.points, run.passed) for run in sitting.runs.all()} == {
        ("ended", "stopped", None, None)
    }
    clock.travel(timedelta(minutes=30))
    world = World.objects.get(name="Exercise D5")
    Client().get(reverse("practice:feed", args=[world.ref]))
    assert world.cues.filter(played_at__isnull=False).count() == 1
    assert list_drill_results(cast.org_a) == []


def test_she_may_stop_herself_and_time_ends_it_too(cast, copyright_claim):
    her = copyright_claim.begin()
    other = Rehearsal(cast, "D1", cast.volunteer_a).begin()
    leave(by=her.person, run=her.run, finished=False)
    other.wait(25)
    her.run.refresh_from_db()

    assert (her.run.ended_how, her.run.passed) == ("left", None)
    assert (other.run.ended_how, other.run.points, other.run.passed) == ("time", 0, False)


def test_what_she_does_after_its_time_is_no_part_of_it_whenever_it_is_read(cast, copyright_claim):
    her = copyright_claim.begin()
    talk = her.made("claim")["talks"][0]
    clock.travel(timedelta(minutes=24))
    her.at("keep_copy", talk=talk)
    clock.travel(timedelta(minutes=2))
    her.at("report", talk=talk)
    with pytest.raises(Refusal, match="not running"):
        say_done(by=her.person, run=her.run, act="log_entry", note="10:26 reported")
    her.wait(60 * 24)

    assert (her.acts, her.run.ended_how) == ({"keep_proof": "practice"}, "time")
    assert her.run.ended_at - her.run.began_at == timedelta(minutes=25)


# --- the trainer


def test_the_trainer_marks_takes_back_and_closes(cast, copyright_claim):
    her = copyright_claim.begin()
    mark_seen(by=cast.trainer, run=her.run, act="forward_link", note="On the other phone")
    her.run.refresh_from_db()
    assert (her.run.ended_how, her.run.passed) == ("red", False)
    withdraw_step(by=cast.trainer, run=her.run, act="forward_link")
    step = DrillStep.objects.of(cast.org_a).get()
    assert (step.seen_by, step.by, step.note, step.withdrawn) == ("trainer", cast.trainer, "On the other phone", True)

    her.run.refresh_from_db()
    assert (her.run.points, her.run.passed) == (None, None)  # it ended at a red line that was none
    mark_seen(by=cast.trainer, run=her.run, act="forward_link")
    assert [one.withdrawn for one in DrillStep.objects.of(cast.org_a)] == [False]
    her.run.refresh_from_db()
    assert her.run.passed is False
    with pytest.raises(Refusal):
        close_debrief(by=cast.trainer, run=Rehearsal(cast, "D2").run)
    for _twice in range(2):
        close_debrief(by=cast.trainer, run=her.run)
    her.run.refresh_from_db()
    assert her.run.state == "debriefed"
    assert LogEntry.objects.filter(verb="drill.debriefed").count() == 1


def test_the_pass_reaches_the_audit_as_a_share(cast, copyright_claim):
    her = copyright_claim.begin()
    pass_copyright_claim(her)
    leave(by=her.person, run=her.run, finished=True)
    close_debrief(by=cast.trainer, run=her.run)

    # The director holds a key as well and has not rehearsed.
    assert [(one.drill, one.of, one.passed) for one in list_results(cast.org_a)] == [("D1", 2, 1)]
    assert [row.result for row in Evidence.objects.of(cast.org_a).filter(control="SEC-34", way="drill")] == ["fail"]
    other = Rehearsal(cast, "D1", cast.director_a).begin()
    pass_copyright_claim(other)
    leave(by=other.person, run=other.run, finished=True)
    close_debrief(by=cast.trainer, run=other.run)
    newest = Evidence.objects.of(cast.org_a).filter(control="SEC-34", way="drill").first()
    assert newest is not None
    assert newest.result == "pass"


def test_a_drill_that_went_badly_takes_back_what_a_quiz_found_known(cast, copyright_claim):
    QuizRun.objects.of(cast.org_a).create(
        person=cast.communicator_a, topic="F5", occasion="before", form="A", seed=1, items=[], score=90
    )
    assert read_facts(cast.org_a).quiz == {"F5": 90}
    her = copyright_claim.begin()
    her.wait(25)

    assert (read_pretests(cast.org_a), read_facts(cast.org_a).quiz) == ({"F5": 0}, {"F5": 0})


def test_who_wants_to_talk_is_heard(cast, copyright_claim):
    her = copyright_claim.begin()
    with pytest.raises(Refusal):
        say_feeling(by=her.person, run=her.run, feeling="talk")
    leave(by=her.person, run=her.run, finished=False)
    say_feeling(by=her.person, run=her.run, feeling="talk")

    assert Notice.objects.filter(person=cast.trainer).count() == 1


# --- who reads it


def test_a_result_is_hers_and_her_trainer_s(cast, copyright_claim, client):
    her = copyright_claim.begin()
    her.wait(25)
    address = reverse("learning:debrief", kwargs={"org": cast.org_a.ref, "ref": her.run.ref})
    found = {}
    for name in ("communicator_a", "trainer", "director_a", "volunteer_a", "lead", "communicator_b"):
        client.force_login(cast.persons[name])
        found[name] = client.get(address).status_code

    assert found == {
        "communicator_a": 200, "trainer": 200, "director_a": 404, "volunteer_a": 404, "lead": 404,
        "communicator_b": 404,
    }  # fmt: skip
    told = LogEntry.objects.filter(organisation=cast.org_a, verb__startswith="drill").values_list("facts", flat=True)
    assert {key for facts in told for key in facts} == {"drill"}


def test_nobody_acts_in_another_s_drill(cast, copyright_claim):
    her = copyright_claim.begin()
    with pytest.raises(Refusal):
        say_done(by=cast.volunteer_a, run=her.run, act="warn_team", note="")
    with pytest.raises(Forbidden):
        mark_seen(by=cast.director_a, run=her.run, act="warn_team")
    with pytest.raises(Refusal):
        plan_sitting(
            by=cast.trainer, organisation=cast.org_a, drill="D1", planned_on=clock.today(),
            people=[cast.communicator_b],
        )  # fmt: skip


def test_the_organisation_sees_a_share_only_of_five_on_either_side(cast):
    people = [make_person(f"Person{number} X", roles.VOLUNTEER, cast.org_a) for number in range(10)]
    sitting = plan_sitting(
        by=cast.trainer, organisation=cast.org_a, drill="D1", planned_on=clock.today(), people=people
    )
    sitting.runs.update(state="ended", ended_how="finished", points=80, passed=True)

    def share():
        line = list_drills(cast.director_a, cast.org_a)[0]
        return line.share and (line.share.part, line.share.whole)

    assert share() is None
    failed = list(sitting.runs.values_list("pk", flat=True))
    DrillRun.objects.of(cast.org_a).filter(pk__in=failed[:4]).update(passed=False)
    assert share() is None
    DrillRun.objects.of(cast.org_a).filter(pk__in=failed[:5]).update(passed=False)
    assert share() == (5, 10)


def test_the_sheet_tells_no_answers_by_its_order(cast, copyright_claim, client):
    her = copyright_claim.begin()
    client.force_login(her.person)
    page = client.get(reverse("learning:drill", kwargs={"org": cast.org_a.ref, "ref": her.run.ref}))
    choices = [act for act, _ in page.context["sheet"].choices]

    drill = drills()["D1"]
    told = [one.id for one in drill.moves if one.is_on_sheet]
    assert sorted(choices) == sorted(told)
    assert page.content.decode().count("EXERCISE") >= 1


def test_an_inject_of_the_old_kind_still_finds_an_unlisted_world(cast, copyright_claim):
    her = copyright_claim.begin()
    play_inject(account=her.page, kind="question", text="?")

    assert Message.objects.filter(text="?").count() == 1
    assert reverse("practice:feed", args=[her.run.world]) not in Client().get("/practice/").content.decode()
