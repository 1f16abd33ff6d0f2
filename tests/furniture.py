"""Real rows for every route: what stands in an organisation of the cast, made with the rooms' own actions.

A route whose places nobody fills fails the walk: whoever adds a page adds its furniture here.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from tests.cast import Cast, make_person
from zana.audits import actions as audit_actions
from zana.audits.actions import registers as register_actions
from zana.audits.actions import staff as staff_actions
from zana.audits.actions.archives import store_readings
from zana.audits.actions.incidents import keep_file, report_incident, tick_move
from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.flows import flows
from zana.audits.models import Finding
from zana.impact.actions.imports import import_readings
from zana.impact.actions.reports import make_report
from zana.impact.tests.exports import FB_31, as_csv, fb_row
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
from zana.learning.queries.helping import find_thing
from zana.learning.rules.feedback import ITEMS, sum_up
from zana.learning.rules.presence import Stay
from zana.networks.actions import connect_by_hand, record_profile
from zana.networks.models import Account, Consent, ProfileSnapshot
from zana.networks.tests.made import make_account, make_post, make_reading, make_source, make_token
from zana.people import actions as people_actions
from zana.people import invitations, notices
from zana.people.models import Membership, Organisation, Person
from zana.publishing import actions as publishing_actions
from zana.publishing import rules
from zana.publishing.models import Delivery
from zana.studio.actions import add_picture, add_variant, write_piece
from zana.studio.models import Piece, Variant
from zana.studio.tests.pictures import make_jpeg

Places = dict[str, dict[str, Any]]  # route -> name of the place -> value


# What the n-th round finds, asks for and leaves for the job; any will do.
TAUGHT = ("F5.3", "F5.4", "F5.5", "F6.1")
LEFT = ("F1.4", "F1.5", "F2.1", "F2.2")
FAILED = ("SEC-01", "SEC-02", "CTL-01", "VIS-01")


def furnish(cast: Cast, organisation: Organisation, director: Person, communicator: Person, number: int = 1) -> Places:
    """The places of every organisation route that has more than `org`; another `number` makes as many rows again."""
    account = _account(organisation, communicator, number)
    return {
        **_people(organisation, director, communicator, number),
        **_networks(organisation, communicator, account),
        **_studio(organisation, communicator, account),
        **_publishing(organisation, director, communicator, account),
        **_audits(cast, organisation, communicator, number),
        **_registers(organisation, director, communicator, number),
        **_impact(organisation, communicator, account),
        **_learning(cast, organisation, communicator, number),
        **_helping(cast, organisation, communicator),
        **_feedback(cast, organisation, communicator, number),
    }


def _account(organisation: Organisation, communicator: Person, number: int) -> Account:
    remote_id = f"{organisation.slug}-{number}"
    account = make_account(organisation, communicator, remote_id=remote_id, name=f"{organisation.name} {number}")
    make_token(account)
    return account


def _people(organisation: Organisation, director: Person, communicator: Person, number: int) -> Places:
    place = people_actions.hide_place(by=director, organisation=organisation, names=f"Shtëpia e Bardhë {number}")
    email = f"hana{number}@{organisation.slug}.example"
    invitation, _ = invitations.invite(
        by=director, name="Hana", email=email, role="volunteer", organisation=organisation
    )
    membership = Membership.live.get(person=communicator, organisation=organisation)
    return {
        "people:edit_place": {"ref": place.ref},
        "people:forget_place": {"ref": place.ref},
        "people:withdraw": {"ref": invitation.ref},
        "people:end": {"number": membership.pk},
    }


def _networks(organisation: Organisation, communicator: Person, account: Account) -> Places:
    source = make_source(account)
    make_reading(source, remote_post=make_post(account, remote_id=f"{account.remote_id}_1"), metric="post_reach")
    make_reading(source)
    make_reading(source, day=2, metric="followers", value=120)
    consent = Consent.objects.of(organisation).create(
        person=communicator,
        network="facebook",
        practice=True,
        verifier="v",
        found="[]",
        expires_at=clock.now() + timedelta(minutes=5),
        returned_at=clock.now(),
    )
    return {
        "networks:choose": {"consent": consent.ref},
        "networks:account": {"account": account.ref},
        "networks:read_now": {"account": account.ref},
        "networks:disconnect": {"account": account.ref},
        "networks:by_hand": {"network": "instagram"},
        "networks:sign_in": {"network": "bluesky"},
        **_looks(organisation, communicator, account),
    }


def _looks(organisation: Organisation, communicator: Person, account: Account) -> Places:
    """An account by hand with a profile that changed, and one that costs money."""
    by_hand = connect_by_hand(
        by=communicator,
        organisation=organisation,
        network="instagram",
        name=account.name,
        url="https://www.instagram.com/drita",
    )
    told = {"name": account.name, "bio": "We are here.", "link": "https://drita.example"}
    record_profile(by=communicator, account=by_hand, **told, picture=make_jpeg(), cover=make_jpeg(640, 240))
    snapshot = ProfileSnapshot.objects.of(organisation).filter(account=by_hand)[0]
    dear = make_account(organisation, communicator, network="x", remote_id=account.remote_id, name=account.name)
    return {
        "networks:looks": {"account": by_hand.ref},
        "networks:profile": {"account": by_hand.ref},
        "networks:picture": {"ref": snapshot.picture.ref if snapshot.picture else ""},
        "networks:ceiling": {"account": dear.ref},
    }


def _studio(organisation: Organisation, communicator: Person, account: Account) -> Places:
    """A draft with one variant and one picture."""
    piece = _piece(organisation, communicator, account, "Draft")
    variant = piece.variants.get()
    picture = add_picture(
        by=communicator,
        variant=variant,
        file=io.BytesIO(make_jpeg()),
        name="IMG_1.jpg",
        alt_text="A table with three cups of tea",
    )
    one = {"piece": piece.ref}
    return {
        "studio:piece": one,
        "studio:edit": one,
        "studio:add_variant": one,
        "studio:compose": {**one, "variant": variant.ref},
        "studio:count": {**one, "variant": variant.ref},
        "studio:read": {**one, "variant": variant.ref},
        "studio:remove_variant": {**one, "variant": variant.ref},
        "studio:asset": {"ref": picture.asset.ref},
        "studio:small": {"ref": picture.asset.ref},
    }


def _audits(cast: Cast, organisation: Organisation, communicator: Person, number: int) -> Places:
    """One finding, and one fact only the owner can recognise."""
    control = FAILED[number - 1]
    audit_actions.answer_control(by=cast.trainer, organisation=organisation, control=control, result="fail")
    asks = ControlReading(
        control="SEC-10",
        result="unknown",
        why=say("Two programs may write in your name."),
        facts=(say("A program called {name}.", name=f"Lule {number}"),),
        asks=say("Do you know each of them?"),
        if_yes="pass",
        if_no="fail",
    )
    exhibit = audit_actions.add_exhibit(
        by=cast.trainer, organisation=organisation, control=control, file=io.BytesIO(make_jpeg()), name="ekrani.jpg"
    )
    archive = ArchiveReading("facebook", clock.now(), ("apps.json",), 1, (asks,))
    (kept,) = store_readings(by=communicator, organisation=organisation, holder=communicator, readings=[archive])
    finding = {"ref": Finding.objects.of(organisation).get(control=control).ref}
    kinds = sorted(flows())
    incident = report_incident(by=communicator, organisation=organisation, kind=kinds[number - 1])
    tick_move(by=communicator, incident=incident, move=incident.flow.moves[0].id, done=True)
    proof = keep_file(by=communicator, incident=incident, file=io.BytesIO(make_jpeg()), name="ekrani.jpg")
    happening = {"ref": incident.ref}
    report = {"ref": audit_actions.make_report(by=cast.trainer, organisation=organisation, language="en").ref}
    return {
        "audits:finding_paper": finding,
        "audits:report": report,
        "audits:report_file": {**report, "form": "pdf"},
        "audits:report_page": {**report, "control": control},
        "audits:ask": {"control": control},
        "audits:attach": {"control": control},
        "audits:card": {"card": "facebook-two-step"},
        "audits:exhibit": {"ref": exhibit.ref},
        "audits:say_word": {"ref": kept.ref},
        "audits:finding": finding,
        "audits:assign": finding,
        "audits:close": finding,
        "audits:accept": finding,
        "audits:stand_in": finding,
        "audits:incident": happening,
        "audits:start_incident": happening,
        "audits:tick_move": happening,
        "audits:keep": happening,
        "audits:set_aside": happening,
        "audits:close_incident": happening,
        "audits:incident_paper": happening,
        "audits:keepsake": {"ref": proof.ref},
    }


def _registers(organisation: Organisation, director: Person, communicator: Person, number: int) -> Places:
    """Who decides, somebody who may post, and somebody who is leaving."""
    staff_actions.pull_workers(by=director, organisation=organisation)
    here, gone = (
        staff_actions.add_worker(by=director, organisation=organisation, name=f"{name} {number}")
        for name in ("Shpresa Gashi", "Ilirjana Berisha")
    )
    account = _note(organisation, director, "accounts", name=f"Faqja {number}", kind="facebook", owner=here.ref)
    _note(organisation, director, "rights", person=gone.ref, account=account, right="full")
    _note(organisation, director, "recovery", what="codes", accounts=[account], where="Te kasaforta", knows=[here.ref])
    line = _note(organisation, director, "duties", duty="decides", person=here.ref)
    leaving = staff_actions.start_leaving(by=director, worker=gone, left_on=clock.today())
    duty, paper = {"register": "duties", "ref": line}, {"paper": "crisis"}
    return {
        "audits:register": {"register": "duties"},
        "audits:new_line": {"register": "duties"},
        "audits:review": {"register": "duties"},
        "audits:edit_line": duty,
        "audits:remove_line": duty,
        "audits:edit_worker": {"ref": here.ref},
        "audits:start_leaving": {"ref": here.ref},
        "audits:leaving": {"ref": leaving.ref},
        "audits:tick": {"ref": leaving.ref},
        "audits:paper": paper,
        "audits:agree_paper": paper,
        "audits:take_paper": {**paper, "language": "sq", "form": "docx"},
    }


def _note(organisation: Organisation, by: Person, register: str, **said: Any) -> str:
    return register_actions.add_line(by=by, organisation=organisation, register=register, said=said).ref


def _impact(organisation: Organisation, communicator: Person, account: Account) -> Places:
    rows = [fb_row(f"{account.pk}7", **{"Page ID": account.remote_id}), fb_row("5", Reach="many")]
    made = import_readings(
        by=communicator, organisation=organisation, content=as_csv(FB_31, rows), file_name="a.csv", account=account
    )
    return {"impact:import": {"ref": made.ref}}


def _publishing(organisation: Organisation, director: Person, communicator: Person, account: Account) -> Places:
    """Three deliveries of three approved pieces: waiting, failed, and one a person has to check."""
    asked = _piece(organisation, communicator, account, "Asked")
    question = publishing_actions.ask_approval(by=communicator, piece=asked)
    waiting, failed, unclear, in_hand = (
        _delivery(organisation, director, communicator, account, title)
        for title in ("Waits", "Failed", "Unclear", "By hand")
    )
    rows = Delivery.objects.of(organisation)
    rows.filter(pk=failed.pk).update(state=rules.FAILED, next_attempt_at=None)
    rows.filter(pk=unclear.pk).update(state=rules.PLEASE_CHECK, next_attempt_at=None)
    unclear.sendings.create(organisation=organisation, text="Unclear: come on Friday.", asked_at=clock.now())
    publishing_actions.take_in_hand(by=communicator, delivery=in_hand)
    approved = _piece(organisation, communicator, account, "Approved")
    publishing_actions.approve(by=director, approval=publishing_actions.ask_approval(by=communicator, piece=approved))
    return {
        "publishing:approval": {"piece": asked.ref},
        "publishing:ask_approval": {"piece": _piece(organisation, communicator, account, "New").ref},
        "publishing:approve": {"approval": question.ref},
        "publishing:return_piece": {"approval": question.ref},
        "publishing:schedule": {"piece": approved.ref},
        "publishing:delivery": {"delivery": waiting.ref},
        "publishing:stop_delivery": {"delivery": waiting.ref},
        "publishing:take_in_hand": {"delivery": waiting.ref},
        "publishing:send_again": {"delivery": failed.ref},
        "publishing:by_hand": {"delivery": in_hand.ref},
        "publishing:check": {"delivery": unclear.ref},
    }


def _piece(organisation: Organisation, author: Person, account: Account, title: str) -> Piece:
    piece = write_piece(
        by=author, organisation=organisation, title=title, body=f"{title}: come on Friday.", language="en"
    )
    add_variant(by=author, piece=piece, account=account)
    return piece


def _delivery(
    organisation: Organisation, director: Person, communicator: Person, account: Account, title: str
) -> Delivery:
    piece = _piece(organisation, communicator, account, title)
    publishing_actions.approve(by=director, approval=publishing_actions.ask_approval(by=communicator, piece=piece))
    piece.refresh_from_db()
    due_at = clock.now() + timedelta(days=1)
    made = publishing_actions.schedule(by=communicator, piece=piece, variants=list(piece.variants.all()), due_at=due_at)
    return made[0]


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
        by=cast.trainer, organisation=organisation, kind="call", held_on=clock.today(), minutes=20, about="Codes"
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


def furnish_programme(cast: Cast) -> Places:
    """The places of every programme route that has more than `programme`."""
    report = make_report(by=cast.lead, programme=cast.programme)
    key = sorted(report.evidence)[0]
    joint = _joint(cast)
    doubt = tell_doubt(by=cast.volunteer_a, organisation=cast.org_a, unit="F5.3", screen=7, note="No such menu")
    quiz = _bring_quiz(cast, 2)
    wave, told = _say_something(cast)
    question = ask_help(by=cast.communicator_a, organisation=cast.org_a, words="Who decides?")
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
        "impact:version": {"version": report.version},
        "impact:pdf": {"version": report.version},
        "impact:evidence": {"version": report.version, "key": key},
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
        by=cast.volunteer_a, answers={"matters": 5}, words={"first": "Write"}, again=5, uneasy="Too close", **her
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


# --- many rows


ROUNDS = 4
ORGANISATIONS = 27


def furnish_more(cast: Cast) -> None:
    """As much again and again behind every list of organisation A and of the programme."""
    for number in range(2, ROUNDS + 1):
        furnish(cast, cast.org_a, cast.director_a, cast.communicator_a, number)
    _crowd(cast)
    _enlarge_cohort(cast)
    for piece in Piece.objects.of(cast.org_a).filter(title="Draft"):
        for account in Account.objects.of(cast.org_a):
            add_variant(by=cast.communicator_a, piece=piece, account=account)
    furnish_programme(cast)


def _crowd(cast: Cast) -> None:
    """More people, more notices, more posts of one account, more evidence of one finding."""
    for number in range(6):
        for place, role in ((cast.org_a, "volunteer"), (cast.programme, "trainer")):
            make_person(f"{role}{number} {place.slug}", role, place)
        notices.tell(cast.communicator_a, say("Somebody asks you."), organisation=cast.org_a, link="/")
    account = Account.objects.of(cast.org_a).order_by("pk")[0]
    source = make_source(account)
    for number in range(2, 20):
        post = make_post(account, remote_id=f"{account.remote_id}_{number}", url=f"https://www.facebook.com/{number}")
        make_reading(source, remote_post=post, metric="post_reach")
        make_reading(source, day=number, metric="followers", value=120 + number)
    for _ in range(3):
        audit_actions.answer_control(by=cast.trainer, organisation=cast.org_a, control=FAILED[0], result="fail")


def _enlarge_cohort(cast: Cast) -> None:
    for number in range(ORGANISATIONS):
        organisation = people_actions.add_organisation(
            by=cast.lead,
            programme=cast.programme,
            name=f"Hidden Garden {number}",
            kind="shelter",
            language="sq",
            region="Pejë",
        )
        communicator = make_person(f"garden{number} Person", "communicator", organisation)
        account = _account(organisation, communicator, number)
        make_reading(make_source(account), day=2, metric="followers", value=120)
        audit_actions.answer_control(by=cast.trainer, organisation=organisation, control=FAILED[0], result="fail")
