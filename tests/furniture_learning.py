"""Real rows for the routes of learning; `tests/furniture.py` has those of the other rooms."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from tests.cast import Cast
from tests.routes import Places
from zana.audits.models import Finding
from zana.kernel import clock
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.actions import drill_sheet
from zana.learning.actions.agenda import BlockPlan, propose_agenda, set_block, set_place
from zana.learning.actions.bookings import change_day
from zana.learning.actions.certificates import issue_attendance
from zana.learning.actions.coaching import agree_level, log_contact
from zana.learning.actions.drills import mark_seen, plan_sitting, start
from zana.learning.actions.feedback import give_day_feedback, open_wave
from zana.learning.actions.helping import ask_help, say_beside
from zana.learning.actions.invitees import answer_invitation, invite_everybody
from zana.learning.actions.lessons import tell_doubt
from zana.learning.actions.lottery import draw_order
from zana.learning.actions.own_quizzes import bring_quiz, turn_quiz
from zana.learning.actions.plans import compose_plan, confirm_plan, pin_unit
from zana.learning.actions.presence import Said, keep_scan, mark_block
from zana.learning.actions.quiz import begin_quiz
from zana.learning.actions.trainings import Presence, create_training, record_attendance, record_attendances
from zana.learning.models import CheckIn, Draw, FeedbackWave, FeedbackWords, OwnQuiz, Task, Training
from zana.learning.queries.helping import Thing, find_thing
from zana.learning.rules.feedback import ITEMS, sum_up
from zana.learning.rules.helping import FINDING
from zana.learning.rules.presence import Stay
from zana.people.models import Organisation, Person
from zana.studio.models import Variant
from zana.studio.tests.pictures import make_jpeg

# What the n-th round asks for and leaves for the job; any will do.
TAUGHT = ("F5.3", "F5.4", "F5.5", "F6.1")
LEFT = ("F1.4", "F1.5", "F2.1", "F2.2")


def furnish_learning(cast: Cast, organisation: Organisation, communicator: Person, number: int) -> Places:
    """Of every organisation route of learning that has more than `org`. The rest of its rows stand already."""
    return {
        **_learning(cast, organisation, communicator, number),
        **_helping(cast, organisation, communicator),
        **_feedback(cast, organisation, communicator, number),
    }


def _learning(cast: Cast, organisation: Organisation, communicator: Person, number: int) -> Places:
    first = compose_plan(by=cast.trainer, organisation=organisation)
    confirm_plan(by=cast.trainer, plan=first, inputs_hash=first.inputs_hash)
    if number == 1:
        _date_day(cast, organisation)
    unit = TAUGHT[number - 1]
    plan = pin_unit(by=cast.trainer, organisation=organisation, unit=unit, reason="She asked for it")
    run = begin_quiz(by=communicator, organisation=organisation, topic="F5", occasion="before")
    people = [communicator, cast.director_a if communicator == cast.communicator_a else cast.director_b]
    sitting = plan_sitting(
        by=cast.trainer, organisation=organisation, drill=f"D{number}", planned_on=clock.today(), people=people
    )
    drill, other = list(sitting.runs.all())
    drill_sheet.answer_invitation(by=communicator, run=drill, yes=True)
    start(by=cast.trainer, sitting=sitting)
    drill_sheet.answer_invitation(by=other.person, run=other, yes=False)
    over = plan_sitting(
        by=cast.trainer, organisation=organisation, drill="D1", planned_on=clock.today(), people=[communicator]
    )
    talked = over.runs.get()
    drill_sheet.answer_invitation(by=communicator, run=talked, yes=True)
    start(by=cast.trainer, sitting=over)
    talked = mark_seen(by=cast.trainer, run=talked, act="forward_link")
    agree_level(by=cast.trainer, organisation=organisation, topic="J1", level=1, target=3, note="Seen together")
    log_contact(
        by=cast.trainer,
        organisation=organisation,
        kind="call",
        held_on=clock.today() - timedelta(days=90),  # and nobody has called since
        minutes=20,
        about="Codes",
    )
    why = say("no time: number {place} on the list for work on the job", place=number).as_json()
    task = Task.objects.of(organisation).create(plan=first, unit=LEFT[number - 1], place=1, minutes=20, kept_why=why)
    return {
        "learning:finish_task": {"ref": task.ref},
        **{f"learning:{name}": {"unit": unit} for name in ("unit", "lesson", "kept_lesson", "note_read", "tell_doubt")},
        "learning:own_quiz": {"ref": _bring_quiz(cast, number).ref},
        "learning:release_unit": {"unit": unit},
        "learning:begin_quiz": {"topic": "F5", "occasion": "before"},
        "learning:quiz": {"ref": run.ref},
        "learning:answer_question": {"ref": run.ref},
        **{f"learning:{name}": {"exercise": "words"} for name in ("exercise", "begin_exercise", "look_now")},
        **{f"learning:{name}": {"ref": drill.ref} for name in ("drill", "came", "answer_drill", "did", "leave_drill")},
        "learning:debrief": {"ref": talked.ref},
        **{f"learning:{name}": {"ref": sitting.ref} for name in ("console", "order_drill", "touch_run")},
        "learning:agree_level": {"topic": "F5"},
        "learning:confidence": {"group": "joint", "occasion": "before"},
        "learning:confirm_plan": {"ref": plan.ref},
        **_running_places(organisation, first.units),
        **_invited(cast, organisation, communicator),
    }


def _invited(cast: Cast, organisation: Organisation, communicator: Person) -> Places:
    """An invitation of hers, and a certificate."""
    soon = clock.today() + timedelta(days=9)
    training = Training.objects.filter(kind="joint", held_on=soon).first()
    if training is None:  # one for all organisations
        training = _training(cast, soon)
        propose_agenda(by=cast.lead, training=training)
        invite_everybody(by=cast.lead, training=training)
    held = _training(cast, clock.today() - timedelta(days=9))
    there = Presence(communicator, organisation, 390)
    record_attendances(by=cast.trainer, training=held, presences=[there])
    (paper,) = issue_attendance(by=cast.lead, training=held)
    return {
        "learning:training": {"ref": training.ref},
        "learning:show_name": {"serial": paper.serial},
        "learning:my_certificate": {"serial": paper.serial, "language": "sq"},
    }


def _helping(cast: Cast, organisation: Organisation, communicator: Person) -> Places:
    """A question about a draft, with words beside it."""
    variant = Variant.objects.of(organisation).order_by("-pk")[0]
    thing = find_thing(communicator, organisation, "draft", variant.ref)
    request = ask_help(by=communicator, organisation=organisation, words="Is it too long?", thing=thing)
    say_beside(by=cast.trainer, request=request, variant=variant, comment="A little.")
    one = {"ref": request.ref}
    return {
        "learning:ask_about": {"kind": "draft", "thing": variant.ref},
        **{f"learning:{name}": one for name in ("question", "say_more", "say_beside", "settle_help", "step_in")},
    }


def _feedback(cast: Cast, organisation: Organisation, communicator: Person, number: int) -> Places:
    """A joint training and a day that can be spoken of, and one of twelve weeks ago."""
    title = f"{organisation.name} {number}"
    joint = create_training(
        by=cast.lead, programme=cast.programme, title=title, held_on=clock.today(), minutes=280, trainer=cast.trainer
    )
    day, past = _own_day(cast, title), _own_day(cast, title, weeks_ago=12)
    for training in (joint, day, past):
        record_attendance(by=cast.lead, training=training, organisation=organisation, person=communicator, minutes=280)
    wave = open_wave(by=cast.lead, training=joint)
    return {
        "learning:give_feedback": {"ref": wave.ref},
        "learning:give_day_feedback": {"ref": day.ref},
        "learning:give_follow_up": {"ref": past.ref},
    }


def _own_day(cast: Cast, title: str, weeks_ago: int = 0) -> Training:
    return Training.objects.create(
        programme=cast.programme,
        kind="individual",
        title=title,
        held_on=clock.today() - timedelta(weeks=weeks_ago),
        minutes=280,
        trainer=cast.trainer,
    )


def _date_day(cast: Cast, organisation: Organisation) -> None:
    """Its own day is today; the order was drawn before."""
    if not Draw.objects.filter(programme=cast.programme).exists():
        draw_order(by=cast.lead, programme=cast.programme, seed="furniture")
    change_day(
        by=cast.trainer,
        organisation=organisation,
        programme=cast.programme,
        held_on=clock.today(),
        trainer=cast.trainer,
        reason="They asked for it",
    )


def _running_places(organisation: Organisation, units: list[str]) -> Places:
    open_ones = Finding.objects.of(organisation).filter(state=Finding.OPEN).values_list("control", flat=True)
    closing = [(unit, one) for unit in units for one in curriculum.units()[unit].closes if one in open_ones]
    names = ("run_unit", "start_unit", "end_unit", "note_unit", "skip_unit")
    places: Places = {f"learning:{name}": {"unit": units[0]} for name in names}
    if closing:
        places["learning:show_fixed"] = {"unit": closing[0][0], "control": closing[0][1]}
    return places


def furnish_learning_programme(cast: Cast) -> Places:
    """Of every programme route of learning that has more than `programme`."""
    joint = _joint(cast)
    doubt = tell_doubt(by=cast.volunteer_a, organisation=cast.org_a, unit="F5.3", screen=7, note="No such menu")
    quiz = _bring_quiz(cast, 2)
    wave, told = _say_something(cast)
    about = Thing(FINDING, finding=Finding.objects.of(cast.org_a)[0])
    question = ask_help(by=cast.communicator_a, organisation=cast.org_a, words="Who decides?", thing=about)
    return {
        **{f"learning:{name}": {"ref": quiz.ref} for name in ("brought_quiz", "turn_quiz", "take_quiz")},
        "learning:hand_over": {"ref": question.ref},
        **{f"learning:{name}": wave for name in ("wave", "release_wave", "extend_wave", "strike_words", "show_words")},
        "learning:open_wave": joint["learning:joint"],
        "learning:day_told": {"ref": told.ref},
        "learning:except_turn": {"organisation": cast.org_a.ref},
        "learning:change_day": {"organisation": cast.org_a.ref},
        "learning:tell_trainer_facts": {"person": cast.trainer.ref},
        **joint,
        "learning:settle_doubt": {"ref": doubt.ref},
    }


def _bring_quiz(cast: Cast, number: int) -> OwnQuiz:
    """Questions the programme brought along and shows: the first stands before all its organisations."""
    known = OwnQuiz.objects.filter(programme=cast.programme).order_by("pk").first()
    if known is not None and number == 1:
        return known
    quiz = bring_quiz(
        by=cast.lead,
        programme=cast.programme,
        title="What we asked last year",
        language="en",
        content=b"Who answers? {=We do ~Nobody}",
        file_name="questions.gift",
    )
    return turn_quiz(by=cast.lead, quiz=quiz, shown=True)


def _say_something(cast: Cast) -> tuple[dict[str, Any], Training]:
    """A released wave with words, and a day somebody has spoken of, with something for the safeguarding person."""
    joint = create_training(
        by=cast.lead, programme=cast.programme, title="Spoken of", held_on=clock.today(), minutes=280
    )
    day = _own_day(cast, cast.org_a.name)
    wave = FeedbackWave.objects.create(
        programme=cast.programme,
        kind="joint",
        training=joint,
        closes_on=clock.today(),
        released_on=clock.today(),
        results=sum_up("joint", [dict.fromkeys(ITEMS, degree) for degree in (1, 3, 4, 4, 5, 5, 5)]),
        words_shown=True,
    )
    for item in ("first", "change"):
        FeedbackWords.objects.create(wave=wave, item=item, sealed_words="More time to practise")
    her: dict[str, Any] = {"organisation": cast.org_a, "training": day}
    record_attendance(by=cast.lead, person=cast.volunteer_a, minutes=280, **her)
    give_day_feedback(
        by=cast.volunteer_a,
        answers={"matters": 5},
        words={"first": "Write"},
        again={cast.trainer: 5},
        uneasy="Too close",
        **her,
    )
    return {"ref": wave.ref}, day


def _joint(cast: Cast) -> Places:
    """A joint training of today: half days, people invited, one who waits for a yes, a signed sheet."""
    training = _training(cast, clock.today())
    morning = set_block(by=cast.lead, training=training, plan=BlockPlan(clock.today(), time(9), time(12)))
    set_place(by=cast.lead, training=training, place="Hotel Dukagjini", is_open=True)
    invite_everybody(by=cast.lead, training=training)
    answer_invitation(
        by=cast.volunteer_a,
        organisation=cast.org_a,
        training=training,
        answer="yes",
        needs=["food"],
        words="Decaf",
    )
    CheckIn.objects.of(cast.org_a).create(block=morning, person=cast.volunteer_a, at=morning.starts_at)
    line = Said(cast.communicator_a, cast.org_a, Stay(late=20))
    mark_block(by=cast.trainer, block=morning, lines=[line])
    mark_block(by=cast.trainer, block=morning, lines=[replace(line, stay=Stay())])
    picture = make_jpeg(320, 240 + training.number)
    scan = keep_scan(by=cast.trainer, training=training, file=io.BytesIO(picture), name="f.jpg")
    half = {"ref": training.ref, "block": morning.ref}
    pages = ("edit_block", "remove_block", "note_block", "read_list", "code", "confirm_check_ins")
    one = {"ref": training.ref}
    singles = (
        "attendance_list", "joint", "propose_agenda", "add_block", "place", "invite", "tell_changes",
        "cancel_training", "needs", "add_scan",
    )  # fmt: skip
    empty = _training(cast, clock.today())
    return {
        **{f"learning:{name}": half for name in pages},
        **{f"learning:{name}": one for name in singles},
        "learning:attendance": {"ref": empty.ref},
        "learning:scan": {**one, "scan": scan.ref},
        "learning:joint_paper": {**one, "paper": "sheet"},
        **_certificates(cast),
    }


def _training(cast: Cast, held_on: date) -> Training:
    return create_training(
        by=cast.lead,
        programme=cast.programme,
        title="Joint training",
        held_on=held_on,
        minutes=390,
        trainer=cast.trainer,
    )


def _certificates(cast: Cast) -> Places:
    held = _training(cast, clock.today() - timedelta(days=8))
    there = Presence(cast.communicator_a, cast.org_a, 390)
    record_attendances(by=cast.trainer, training=held, presences=[there])
    (paper,) = issue_attendance(by=cast.lead, training=held)
    return {
        "learning:issued": {"ref": held.ref},
        "learning:sign_off": {"person": cast.communicator_a.ref},
        "learning:revoke": {"serial": paper.serial},
    }
