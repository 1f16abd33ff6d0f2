"""A joint training: agenda, invitations, who was there, and who gets a certificate."""

import io
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import typst
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from tests.cast import make_person
from zana.kernel import clock, work
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.agenda import BlockPlan, propose_agenda, set_block, set_place
from zana.learning.actions.certificates import (
    issue_attendance,
    issue_completion,
    issue_organisations,
    revoke,
    show_name,
    sign_off,
)
from zana.learning.actions.feeds import open_feed
from zana.learning.actions.invitees import (
    answer_invitation,
    cancel_training,
    invite_everybody,
    tell_changes,
)
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.presence import (
    Said,
    check_in,
    confirm_check_ins,
    keep_scan,
    mark_block,
    open_scan,
    read_in_sheet,
)
from zana.learning.actions.trainings import create_training, record_attendance
from zana.learning.models import (
    Attendance,
    Certificate,
    CheckIn,
    Correction,
    Invitee,
    Mark,
    Plan,
    QuizRun,
    Scan,
    SignOff,
    Training,
)
from zana.learning.queries.certificates import list_issued, list_learners, may_issue_now
from zana.learning.queries.feeds import find_feed, write_feed
from zana.learning.queries.joint import list_whole
from zana.learning.queries.joint_papers import list_csv
from zana.learning.queries.needs import read_joint_lessons
from zana.learning.rules.check_in import code_at
from zana.learning.rules.presence import Stay
from zana.learning.tests.dated import date_own_day
from zana.people import letters
from zana.people.models import Letter, LogEntry, Membership, Notice
from zana.studio.tests.pictures import make_jpeg
from zana.ui.words import speaking

DAY = date(2026, 11, 20)
MORNING = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)  # five past nine in Kosovo
EVENING = MORNING + timedelta(hours=12)
BEFORE = MORNING - timedelta(days=10)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.frozen(MORNING):
        yield


def create(cast, day=DAY, title="Trajnimi i përbashkët"):
    return create_training(
        by=cast.lead, programme=cast.programme, title=title, held_on=day, minutes=390, trainer=cast.trainer
    )


@pytest.fixture
def joint(cast):
    return create(cast)


def half(cast, training, starts=9, ends=12, day=DAY, **more):
    return set_block(by=cast.lead, training=training, plan=BlockPlan(day, time(starts), time(ends), **more))


def say_there(cast, block, *stays, by=None, reason=""):
    people = [cast.communicator_a, cast.volunteer_a, cast.director_a]
    lines = [Said(person, cast.org_a, stay) for person, stay in zip(people, stays, strict=False)]
    return mark_block(by=by or cast.trainer, block=block, lines=lines, reason=reason)


def send_letters():
    while work.run_next(letters.LANE, "w"):
        pass


def events_of(letter):
    return Calendar.from_ical(letter.calendar).walk("VEVENT")


# --- agenda


def test_a_first_agenda_holds_every_lesson_in_half_days_of_bearable_length(cast, joint):
    blocks = propose_agenda(by=cast.lead, training=joint)

    joint.refresh_from_db()
    assert [unit for block in blocks for unit in block.units] == joint.units
    assert sum(block.minutes for block in blocks) == joint.minutes == 390
    assert [block.starts_at.astimezone(clock.HOUSE_ZONE).hour for block in blocks] == [9, 14]
    assert max(block.minutes for block in blocks) <= 210


def test_half_days_do_not_overlap_and_make_up_the_minutes(cast, joint):
    half(cast, joint, 9, 12, breaks=20)
    half(cast, joint, 13, 16)
    with pytest.raises(Refusal, match="another half day"):
        half(cast, joint, 11, 14)
    with pytest.raises(Refusal, match="before it begins"):
        half(cast, joint, 20, 19)

    joint.refresh_from_db()
    assert joint.minutes == 160 + 180


def test_the_first_half_day_gives_the_training_its_day(cast, joint):
    half(cast, joint, day=date(2026, 11, 27))

    joint.refresh_from_db()
    assert joint.held_on == date(2026, 11, 27)


def test_the_second_session_of_a_day_gets_its_own_number(cast, joint):
    second, other_day = create(cast), create(cast, day=date(2026, 11, 21))

    assert (joint.number, second.number, other_day.number) == (1, 2, 1)
    half(cast, other_day, 17, 18)
    other_day.refresh_from_db()
    assert (other_day.held_on, other_day.number) == (DAY, 3)


def test_only_the_support_side_writes_an_agenda(cast, joint):
    with pytest.raises(Forbidden):
        set_block(by=cast.director_a, training=joint, plan=BlockPlan(DAY, time(9), time(12)))


def test_a_night_when_the_clocks_change_keeps_its_true_length(cast, joint):
    night = half(cast, joint, 1, 4, day=date(2026, 3, 29))
    assert night.minutes == 120  # from one to four, without the hour between two and three
    with pytest.raises(Refusal, match="does not exist"):
        set_block(by=cast.lead, training=joint, plan=BlockPlan(date(2026, 3, 29), time(2, 30), time(5)))

    assert half(cast, joint, 1, 4, day=date(2026, 10, 25)).minutes == 240


# --- invitations


def test_everybody_is_invited_once_with_an_appointment_that_tells_nothing_confidential(cast, joint):
    half(cast, joint)
    half(cast, joint, 13, 16)
    set_place(by=cast.lead, training=joint, place="Shtëpia e Bardhë", is_open=False)
    with clock.frozen(BEFORE):
        assert len(invite_everybody(by=cast.lead, training=joint)) == 5
        assert invite_everybody(by=cast.lead, training=joint) == []

    letter = Letter.objects.get(person=cast.communicator_a)
    (event,) = events_of(letter)
    assert (str(event["SUMMARY"]), event["SEQUENCE"]) == (joint.title, 0)
    assert event.decoded("DTSTART") == datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Belgrade"))
    assert event.decoded("DTEND") == datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/Belgrade"))
    assert "LOCATION" not in event
    assert [name in letter.calendar for name in (cast.org_a.name, "Bardhë", cast.director_a.name)] == [False] * 3
    send_letters()
    message = next(one for one in mail.outbox if one.to == [cast.communicator_a.email]).message()
    kinds = [(part.get_content_type(), part.get_param("method")) for part in message.walk() if not part.is_multipart()]
    assert kinds == [("text/plain", None), ("text/calendar", "REQUEST")]
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
    assert [one.calendar for one in Letter.objects.all()] == [""] * 5


def test_who_has_no_address_finds_a_notice(cast, joint):
    cast.volunteer_a.email = None
    cast.volunteer_a.save()

    invite_everybody(by=cast.lead, training=joint)

    assert Letter.objects.count() == 4
    assert Notice.objects.get(person=cast.volunteer_a).link == f"/o/{cast.org_a.ref}/trainings/{joint.ref}/"


def test_a_change_keeps_the_uid_and_raises_the_sequence_a_cancellation_ends_it(cast, joint):
    block = half(cast, joint)
    with clock.frozen(BEFORE):
        invite_everybody(by=cast.lead, training=joint)
        answer_invitation(by=cast.volunteer_a, organisation=cast.org_a, training=joint, answer="no")
        with pytest.raises(Refusal, match="nothing has changed"):
            tell_changes(by=cast.lead, training=joint)
        set_block(by=cast.lead, training=joint, plan=BlockPlan(DAY, time(10), time(13)), block=block)
        assert tell_changes(by=cast.lead, training=joint) == 4
        cancel_training(by=cast.lead, training=joint)

    told = [
        (Calendar.from_ical(one.calendar), one) for one in Letter.objects.filter(person=cast.director_b).order_by("pk")
    ]
    assert [str(calendar["METHOD"]) for calendar, _ in told] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [event for calendar, _ in told for event in calendar.walk("VEVENT")]
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert str(events[-1]["STATUS"]) == "CANCELLED"
    assert Letter.objects.filter(person=cast.volunteer_a).count() == 2  # who said no is not told of changes


def test_a_cancelled_training_is_over_for_everybody(cast, joint):
    half(cast, joint)
    with clock.frozen(BEFORE):
        cancel_training(by=cast.lead, training=joint)
        with pytest.raises(Refusal, match="cancelled"):
            invite_everybody(by=cast.lead, training=joint)
    with clock.frozen(EVENING + timedelta(days=1)):
        assert read_joint_lessons(cast.org_a) == (frozenset(), frozenset())
    assert {one.way.joint for one in list_learners(cast.programme)} == {None}


def test_a_training_that_was_held_cannot_be_cancelled(cast, joint):
    say_there(cast, half(cast, joint), Stay())

    with pytest.raises(Refusal, match="was held"):
        cancel_training(by=cast.lead, training=joint)


def test_an_answer_and_what_she_needs_are_hers_and_sealed(cast, joint):
    invite_everybody(by=cast.lead, training=joint)
    answer_invitation(
        by=cast.volunteer_a, organisation=cast.org_a, training=joint, answer="yes", needs=["food"], words="No nuts"
    )
    invitee = Invitee.objects.of(cast.org_a).get(person=cast.volunteer_a)
    raw = Invitee.objects.of(cast.org_a).filter(pk=invitee.pk).values_list("sealed_needs", flat=True)[0]
    assert (invitee.needs, invitee.needs_words, "No nuts" in raw) == (["food"], "No nuts", True)
    with pytest.raises(Refusal, match="not invited"):
        answer_invitation(by=cast.communicator_a, organisation=cast.org_a, training=create(cast), answer="yes")


# --- who was there


def test_attendance_is_the_sum_of_the_half_days(cast, joint):
    morning, afternoon = half(cast, joint), half(cast, joint, 13, 16)
    with clock.frozen(EVENING):
        say_there(cast, morning, Stay(late=20, early=10), Stay("excused"), Stay("absent"))
        say_there(cast, afternoon, Stay(), Stay(), Stay("absent"))

    rows = dict(Attendance.objects.of(cast.org_a).values_list("person__name", "minutes"))
    assert rows == {"Arta Communicator": 330, "Vesa Volunteer": 180, "Drita Director": 0}


def test_a_person_is_marked_once_a_half_day(cast, joint):
    block = half(cast, joint)
    say_there(cast, block, Stay())

    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.of(cast.org_a).create(
            block=block, person=cast.communicator_a, state="there", marked_by=cast.trainer
        )


def test_a_correction_is_kept_and_after_a_week_it_needs_a_reason(cast, joint):
    block = half(cast, joint)
    say_there(cast, block, Stay())
    assert say_there(cast, block, Stay()) == 0  # the same form twice
    say_there(cast, block, Stay(late=15))
    with clock.frozen(EVENING + timedelta(days=8)):
        with pytest.raises(Refusal, match="Say why"):
            say_there(cast, block, Stay("absent"))
        say_there(cast, block, Stay("absent"), Stay(), reason="The paper sheet says so")

    kept = [
        (one.person.name, one.was.get("late"), one.now["state"], one.reason)
        for one in Correction.objects.of(cast.org_a)
    ]
    assert kept == [
        ("Vesa Volunteer", None, "there", "The paper sheet says so"),
        ("Arta Communicator", 15, "absent", "The paper sheet says so"),
        ("Arta Communicator", 0, "there", ""),
    ]
    assert LogEntry.objects.filter(verb="attendance.corrected").count() == 2


def test_trainers_are_never_counted_also_when_they_are_members(cast, joint):
    block = half(cast, joint)
    Membership.objects.create(person=cast.volunteer_a, role="trainer", programme=cast.programme)

    with pytest.raises(Refusal, match="not counted as a learner"):
        say_there(cast, block, Stay(), Stay())
    assert cast.volunteer_a not in [line.person for line in list_whole(joint)]


def test_a_half_day_waits_for_its_day_and_keeps_its_hours_once_noted(cast, joint):
    later = half(cast, joint, day=date(2026, 11, 21))
    with pytest.raises(Refusal, match="still to come"):
        say_there(cast, later, Stay())
    with clock.frozen(EVENING + timedelta(days=1)):
        say_there(cast, later, Stay())

    with pytest.raises(Refusal, match="stay as they are"):
        set_block(by=cast.lead, training=joint, plan=BlockPlan(DAY, time(9), time(10)), block=later)
    with pytest.raises(Refusal, match="has half days"):
        record_attendance(
            by=cast.trainer, training=joint, organisation=cast.org_a, person=cast.communicator_a, minutes=1
        )


def test_the_rate_counts_everything_planned_also_what_is_still_to_come(cast, joint):
    say_there(cast, half(cast, joint), Stay())  # 180 of 180
    create(cast, day=date(2026, 12, 4))  # 390 to come

    rates = {one.person: one.way.joint for one in list_learners(cast.programme)}
    assert (rates[cast.communicator_a], rates[cast.volunteer_a]) == (31, 0)


def test_only_whom_the_trainer_sees_is_marked(cast, joint):
    block = half(cast, joint)
    for person in (cast.communicator_a, cast.volunteer_a):
        CheckIn.objects.of(cast.org_a).create(block=block, person=person)
    refs = [cast.communicator_a.ref, cast.volunteer_a.ref]

    assert confirm_check_ins(by=cast.trainer, block=block, seen=refs[:1], shown=refs) == 1

    assert [mark.person for mark in Mark.objects.of(cast.org_a)] == [cast.communicator_a]
    assert CheckIn.objects.of(cast.org_a).filter(settled_at=None).count() == 0


def test_what_was_cancelled_since_the_page_was_opened_takes_no_marks(cast, joint):
    other = create(cast)
    block = half(cast, joint)
    for training in (joint, other):
        cancel_training(by=cast.lead, training=training)

    with pytest.raises(Refusal, match="was cancelled"):
        say_there(cast, block, Stay())
    with pytest.raises(Refusal, match="was cancelled"):
        record_attendance(
            by=cast.trainer, training=other, organisation=cast.org_a, person=cast.communicator_a, minutes=1
        )


def test_she_says_once_that_she_is_here_also_when_she_belongs_elsewhere_now(cast, joint, settings):
    block = half(cast, joint)
    said = CheckIn.objects.of(cast.org_b).create(block=block, person=cast.communicator_a)

    code = code_at(settings.SECRET_KEY, block.ref, clock.now())
    assert check_in(by=cast.communicator_a, block=block, code=code) == said


def test_a_typed_list_is_read_as_a_whole(cast, joint):
    block = half(cast, joint)
    text = "Emri;Organizata;Prania;Vonesë\nArta Communicator;Drita e Re;po;15\nDesa Director;;jo;\n"

    assert read_in_sheet(by=cast.trainer, block=block, file=io.BytesIO(text.encode())) == 2

    marks = Mark.objects.across_organisations().order_by("person__name").values_list("person__name", "state", "late")
    assert list(marks) == [("Arta Communicator", "there", 15), ("Desa Director", "absent", 0)]
    with pytest.raises(Refusal, match="line 2: Nobody Known is not on the list"):
        read_in_sheet(by=cast.trainer, block=block, file=io.BytesIO(b"name\nNobody Known\nVesa Volunteer\n"))
    assert Mark.objects.across_organisations().count() == 2


def test_the_export_is_everybody_and_no_formula(cast, joint):
    block = half(cast, joint)
    names = [make_person(f"guest{n} Person", "volunteer", cast.org_a) for n in range(60)]
    names[0].name = "=cmd|' /C calc'!A0"
    names[0].save()
    say_there(cast, block, Stay(late=20))
    Membership.objects.filter(person=cast.communicator_a).update(ended_at=clock.now())  # left, but was there

    joint.refresh_from_db()
    with speaking("en"):
        lines = list_csv(joint).splitlines()

    assert len(lines) == 1 + 65
    assert sum("'=cmd" in line for line in lines) == 1
    assert [line.split(";")[2:] for line in lines if line.startswith("Arta")] == [["late 20 min", "160", "180", "88"]]


def test_the_signed_sheet_is_kept_sealed_once_and_looking_is_noted(cast, joint):
    photo = make_jpeg()

    scan = keep_scan(by=cast.trainer, training=joint, file=io.BytesIO(photo), name="fleta.jpg")
    again = keep_scan(by=cast.trainer, training=joint, file=io.BytesIO(photo), name="fleta.jpg")

    assert (again.pk, scan.media_type) == (scan.pk, "image/jpeg")
    kept = Scan.objects.raw("SELECT * FROM learning_scan")[0]
    assert open_scan(by=cast.lead, scan=kept).content[:2] == b"\xff\xd8"
    assert LogEntry.objects.filter(verb="attendance.scan_opened").count() == 1
    with pytest.raises(Forbidden):
        keep_scan(by=cast.director_a, training=joint, file=io.BytesIO(photo))


def test_a_signed_sheet_given_as_a_pdf_is_drawn_anew_and_keeps_nothing_beside_what_is_seen(cast, joint):
    given = typst.compile(b'#set document(author: "Rruga e Fshehur 7")\n#link("https://x.example")[Arta]')
    assert b"x.example" in given

    scan = keep_scan(by=cast.trainer, training=joint, file=io.BytesIO(given), name="fleta.pdf")
    again = keep_scan(by=cast.lead, training=joint, file=io.BytesIO(given), name="fleta.pdf")

    assert (again.pk, scan.media_type, bytes(scan.content[:5])) == (scan.pk, "application/pdf", b"%PDF-")
    assert [word for word in (b"Fshehur", b"x.example", b"/Author", b"/Link") if word in scan.content] == []
    with pytest.raises(Refusal, match="cannot be opened"):
        keep_scan(by=cast.trainer, training=joint, file=io.BytesIO(b"%PDF-1.7 nothing"), name="x.pdf")


# --- certificates


def hold(cast, joint, *stays):
    block = half(cast, joint)
    with clock.frozen(EVENING):
        say_there(cast, block, *stays)
        return issue_attendance(by=cast.lead, training=joint)


def test_a_certificate_of_attendance_from_four_fifths_on_with_the_title_as_it_was(cast, joint):
    made = hold(cast, joint, Stay(late=36), Stay(late=37), Stay("absent"))
    joint.title = "Another title"
    joint.save()

    assert [(one.person, one.kept["title"], one.kept["minutes"]) for one in made] == [
        (cast.communicator_a, "Trajnimi i përbashkët", 144)
    ]
    with clock.frozen(EVENING):
        assert issue_attendance(by=cast.lead, training=joint) == []


def test_certificates_wait_for_the_end(cast, joint):
    say_there(cast, half(cast, joint), Stay())

    with pytest.raises(Refusal, match="after the training"):
        issue_attendance(by=cast.lead, training=joint)
    assert may_issue_now(joint) is False
    with clock.frozen(EVENING):
        assert may_issue_now(joint) is True


def test_a_paper_the_list_no_longer_bears_out_stays_in_sight(cast, joint):
    block = half(cast, joint)
    with clock.frozen(EVENING):
        say_there(cast, block, Stay())
        (paper,) = issue_attendance(by=cast.lead, training=joint)
        say_there(cast, block, Stay("absent"))

        assert [(one[1], one[2]) for one in list_issued(joint)] == [(paper, False)]


def test_a_revoked_certificate_is_not_issued_again_by_the_way(cast, joint):
    (paper,) = hold(cast, joint, Stay())
    with pytest.raises(Refusal, match="Say why"):
        revoke(by=cast.lead, certificate=paper, reason=" ")
    revoke(by=cast.lead, certificate=paper, reason="Somebody signed for her")

    with clock.frozen(EVENING):
        assert issue_attendance(by=cast.lead, training=joint) == []
    assert Certificate.objects.of(cast.org_a).get().revoked_why == "Somebody signed for her"


def test_only_she_decides_about_her_name(cast, joint):
    (paper,) = hold(cast, joint, Stay())

    for person in (cast.director_a, cast.lead):
        with pytest.raises(Forbidden):
            show_name(by=person, certificate=paper, is_public=True)
    assert show_name(by=cast.communicator_a, certificate=paper, is_public=True).is_name_public is True


def own_day(cast):
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    return date_own_day(cast, DAY)


def test_completion_needs_both_trainings_knowledge_and_a_plan(cast, joint):
    hold(cast, joint, Stay())
    day = own_day(cast)
    record_attendance(
        by=cast.trainer,
        training=day,
        organisation=cast.org_a,
        person=cast.communicator_a,
        minutes=-(-day.minutes * 75 // 100),
    )
    assert issue_completion(by=cast.lead, programme=cast.programme) == []
    for topic, score in (("J1", 80), ("J2", 60), ("J3", 40)):
        QuizRun.objects.of(cast.org_a).create(
            person=cast.communicator_a, topic=topic, occasion="after", form="A", items=[], score=score
        )

    (paper,) = issue_completion(by=cast.lead, programme=cast.programme)

    assert (paper.person, paper.kind, paper.kept["title"]) == (cast.communicator_a, "completion", "Voices 2026")
    assert issue_completion(by=cast.lead, programme=cast.programme) == []


def test_a_second_half_day_counts_to_the_own_day(cast, joint):
    day = own_day(cast)
    half_day = Training.objects.create(
        programme=cast.programme, kind="half", title="x", held_on=DAY, minutes=120, trainer=cast.trainer
    )
    Plan.objects.of(cast.org_a).filter(training=day).update(second_half=half_day)
    record_attendance(
        by=cast.trainer, training=half_day, organisation=cast.org_a, person=cast.communicator_a, minutes=120
    )

    ways = {one.person: one.way for one in list_learners(cast.programme)}

    assert ways[cast.communicator_a].individual == 100 * 120 // (day.minutes + 120)
    feed = find_feed(open_feed(by=cast.director_a))
    assert feed is not None
    with speaking("en"):
        assert write_feed(feed).count("SUMMARY:Individual day") == 2


def test_the_trainers_word_stands_for_the_quiz(cast, joint, client):
    hold(cast, joint, Stay())
    day = own_day(cast)
    record_attendance(
        by=cast.trainer,
        training=day,
        organisation=cast.org_a,
        person=cast.communicator_a,
        minutes=day.minutes,
    )
    with pytest.raises(Refusal, match="does not learn"):
        sign_off(by=cast.trainer, programme=cast.programme, person=cast.donor)

    first = sign_off(by=cast.trainer, programme=cast.programme, person=cast.communicator_a)

    assert sign_off(by=cast.trainer, programme=cast.programme, person=cast.communicator_a) == first
    SignOff.objects.of(cast.org_a).update(organisation=cast.org_b)
    assert sign_off(by=cast.trainer, programme=cast.programme, person=cast.communicator_a) == first
    (hers,) = issue_completion(by=cast.lead, programme=cast.programme)
    assert issue_organisations(by=cast.lead, programme=cast.programme) == []
    with clock.frozen(MORNING + timedelta(weeks=12)):
        (paper,) = issue_organisations(by=cast.lead, programme=cast.programme)
        assert (paper.organisation, paper.person, paper.kept["name"]) == (cast.org_a, None, cast.org_a.name)
        revoke(by=cast.lead, certificate=paper, reason="Counted wrongly")
        assert issue_organisations(by=cast.lead, programme=cast.programme) == []
    revoke(by=cast.lead, certificate=hers, reason="Another person")
    assert issue_completion(by=cast.lead, programme=cast.programme) == []
    client.force_login(cast.lead)
    page = client.get(reverse("learning:completion", args=[cast.programme.ref]))
    told = page.content.decode()
    assert (page.context["ready"], told.count("Another person"), told.count("Counted wrongly")) == (0, 1, 1)


# --- calendar


def test_a_feed_shows_titles_and_times_on_her_organisations_clock(cast, joint):
    half(cast, joint, day=date(2026, 10, 25))  # the clocks went back that night
    set_place(by=cast.lead, training=joint, place="Hotel Dukagjini", is_open=False)
    with clock.frozen(datetime(2026, 10, 1, 12, tzinfo=UTC)):
        invite_everybody(by=cast.lead, training=joint)
    own_day(cast)
    cast.org_a.zone = "Europe/Lisbon"
    cast.org_a.save()

    feed = find_feed(open_feed(by=cast.communicator_a))
    assert feed is not None
    text = write_feed(feed)

    found = Calendar.from_ical(text).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in found] == ["Trajnimi i përbashkët", "Individual day"]
    assert found[0].decoded("DTSTART") == datetime(2026, 10, 25, 8, tzinfo=ZoneInfo("Europe/Lisbon"))
    assert found[0].decoded("DTSTART").utcoffset() == timedelta(0)  # winter time: nine there is eight here
    assert found[1].decoded("DTSTART") == DAY
    assert [word in text for word in (cast.org_a.name, "Dukagjini", cast.trainer.name)] == [False] * 3


def test_a_new_address_ends_the_old_one_and_a_refused_training_leaves_the_feed(cast, joint):
    invite_everybody(by=cast.lead, training=joint)
    old = open_feed(by=cast.communicator_a)
    answer_invitation(by=cast.communicator_a, organisation=cast.org_a, training=joint, answer="no")
    new = find_feed(open_feed(by=cast.communicator_a))

    assert (find_feed(old), new is not None and "VEVENT" in write_feed(new)) == (None, False)
