"""The pages of a joint training, from the agenda to the certificate."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from tests.cast import make_person
from zana.kernel import clock
from zana.learning.actions.agenda import BlockPlan, propose_agenda, set_block
from zana.learning.actions.certificates import issue_attendance, revoke, show_name
from zana.learning.actions.invitees import invite_everybody
from zana.learning.actions.presence import Said, mark_block
from zana.learning.actions.trainings import create_training
from zana.learning.models import Attendance, Block, Certificate, CheckIn, Invitee, Mark, Training
from zana.learning.rules.check_in import code_at
from zana.learning.rules.presence import Stay

pytestmark = pytest.mark.slow

MORNING = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)  # half past nine in Kosovo
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def joint(cast):
    return create_training(
        by=cast.lead, programme=cast.programme, title="Trajnimi", held_on=DAY, minutes=390, trainer=cast.trainer
    )


@pytest.fixture
def morning(cast, joint):
    return set_block(by=cast.lead, training=joint, plan=BlockPlan(DAY, time(9), time(12, 30), breaks=30))


def page(name, training, **more):
    return reverse(f"learning:{name}", kwargs={"programme": training.programme.ref, "ref": training.ref, **more})


def sign_in(client, person):
    client.force_login(person)
    client.cookies["zana_language"] = "en"
    return client


def test_the_page_says_one_next_thing_after_the_other(client, cast, joint):
    with clock.frozen(MORNING - timedelta(days=5)):
        sign_in(client, cast.lead)
        assert "Make an agenda" in client.get(page("joint", joint)).content.decode()
        client.post(page("propose_agenda", joint))
        assert "Send invitations" in client.get(page("joint", joint)).content.decode()
        client.post(page("invite", joint))
        first = Block.objects.earliest("starts_at")
        form = {"day": "2026-11-20", "starts": "09:30", "ends": "12:30", "breaks": "15", "units": first.units}
        client.post(page("edit_block", joint, block=first.ref), form)
        assert "Tell everybody" in client.get(page("joint", joint)).content.decode()
        client.post(page("tell_changes", joint))
        assert "Tell everybody" not in client.get(page("joint", joint)).content.decode()

    assert "Note who is there" in client.get(page("joint", joint)).content.decode()


def test_forty_people_are_noted_with_a_tap_for_each_who_is_missing(client, cast, joint, morning):
    """Open the page, two taps, save: everything else the page says by itself."""
    for number in range(35):
        make_person(f"guest{number} Person", "volunteer", cast.org_a)
    sign_in(client, cast.trainer)
    address = page("note_block", joint, block=morning.ref)
    form = client.get(address).context["form"]
    sent = {name: "on" for name in form.fields if name.startswith("there_")}
    assert len(sent) == 40

    missing = [f"there_{person.ref}" for person in (cast.director_b, cast.volunteer_a)]
    for name in missing:
        del sent[name]
    client.post(address, sent)

    there = Mark.objects.across_organisations().filter(state="there")
    assert (there.count(), Mark.objects.across_organisations().filter(state="absent").count()) == (38, 2)
    assert set(Attendance.objects.across_organisations().values_list("minutes", flat=True)) == {0, 180}


def test_the_sheet_refuses_more_minutes_than_the_half_day_has(client, cast, joint, morning):
    sign_in(client, cast.trainer)
    ref = cast.communicator_a.ref

    answer = client.post(page("note_block", joint, block=morning.ref), {f"there_{ref}": "on", f"late_{ref}": "181"})

    assert "Minutes lie between 0 and 180." in answer.content.decode()
    assert Mark.objects.across_organisations().count() == 0


def test_a_code_is_taken_tapped_and_confirmed(client, cast, settings, joint, morning):
    sign_in(client, cast.communicator_a)
    here = reverse(
        "learning:check_in",
        kwargs={"block": morning.ref, "code": code_at(settings.SECRET_KEY, morning.ref, clock.now())},
    )
    assert "I am here" in client.get(here).content.decode()
    assert CheckIn.objects.across_organisations().count() == 0
    client.post(here)
    client.post(here)  # the same form twice

    sign_in(client, cast.trainer)
    screen = page("code", joint, block=morning.ref)
    assert "Arta Communicator" in client.get(screen).content.decode()
    ref = cast.communicator_a.ref
    client.post(page("confirm_check_ins", joint, block=morning.ref), {"shown": [ref], "seen": [ref]})

    mark = Mark.objects.across_organisations().get()
    assert (mark.person, mark.state, mark.late, mark.marked_by) == (cast.communicator_a, "there", 30, cast.trainer)
    assert "Arta Communicator" not in client.get(screen).content.decode()


def test_who_was_not_seen_in_the_room_is_not_ticked_in_the_list(client, cast, settings, joint, morning):
    code = code_at(settings.SECRET_KEY, morning.ref, clock.now())
    sign_in(client, cast.communicator_a)
    client.post(reverse("learning:check_in", kwargs={"block": morning.ref, "code": code}))
    sign_in(client, cast.trainer)
    client.post(page("confirm_check_ins", joint, block=morning.ref), {"shown": [cast.communicator_a.ref], "seen": []})

    form = client.get(page("note_block", joint, block=morning.ref)).context["form"]
    ticks = {line.person: form[f"there_{line.person.ref}"].value() for line in form.lines}
    assert [person for person, is_there in ticks.items() if not is_there] == [cast.communicator_a]


def test_an_old_or_shared_code_marks_nobody(client, cast, settings, joint, morning):
    code = code_at(settings.SECRET_KEY, morning.ref, clock.now())
    here = reverse("learning:check_in", kwargs={"block": morning.ref, "code": code})

    sign_in(client, cast.donor)
    assert client.post(here).status_code == 404
    sign_in(client, cast.communicator_b)
    with clock.frozen(MORNING + timedelta(minutes=5)):
        answer = client.post(here)

    assert (answer.status_code, "too old" in answer.content.decode()) == (422, True)
    assert CheckIn.objects.across_organisations().count() == 0


def test_the_screen_part_is_small_and_draws_the_code(client, cast, joint, morning):
    sign_in(client, cast.trainer)

    part = client.get(page("code", joint, block=morning.ref), headers={"HX-Request": "true"}).content.decode()

    assert ("<svg" in part, "<html" in part, "style=" in part) == (True, False, False)


def test_she_answers_and_only_the_lead_reads_what_she_needs(client, cast, joint, morning):
    invite_everybody(by=cast.lead, training=joint)
    sign_in(client, cast.volunteer_a)
    hers = reverse("learning:training", kwargs={"org": cast.org_a.ref, "ref": joint.ref})
    client.post(hers, {"answer": "yes", "needs": ["hearing"], "words": "I read lips"})

    invitee = Invitee.objects.of(cast.org_a).get(person=cast.volunteer_a)
    assert (invitee.answer, invitee.needs, invitee.needs_words) == ("yes", ["hearing"], "I read lips")
    sign_in(client, cast.trainer)
    assert "I read lips" not in client.get(page("joint", joint)).content.decode()
    assert "To hear well: a seat in front, or writing: 1" in client.get(page("joint", joint)).content.decode()
    assert client.get(page("needs", joint)).status_code == 403
    sign_in(client, cast.lead)
    assert "I read lips" in client.get(page("needs", joint)).content.decode()


def test_an_invitation_is_a_step_of_today_until_she_answers(client, cast, joint, morning):
    invite_everybody(by=cast.lead, training=joint)
    sign_in(client, cast.communicator_a)
    today = reverse("site:today", kwargs={"org": cast.org_a.ref})

    assert "Do you come? Trajnimi" in client.get(today).content.decode()
    client.post(reverse("learning:training", kwargs={"org": cast.org_a.ref, "ref": joint.ref}), {"answer": "no"})
    assert "Do you come? Trajnimi" not in client.get(today).content.decode()


def certify(cast, joint, morning):
    lines = [Said(cast.communicator_a, cast.org_a, Stay())]
    mark_block(by=cast.trainer, block=morning, lines=lines)
    with clock.frozen(MORNING + timedelta(days=1)):
        (paper,) = issue_attendance(by=cast.lead, training=joint)
    return paper


def test_the_public_page_names_her_only_when_she_said_so(client, cast, joint, morning):
    paper = certify(cast, joint, morning)
    Training.objects.filter(pk=joint.pk).update(title="Renamed")
    address = reverse("learning:certificate", kwargs={"serial": paper.serial})
    client.cookies["zana_language"] = "en"

    text = client.get(address).content.decode()
    assert ("Yes, we have issued it." in text, "Trajnimi" in text) == (True, True)
    assert (cast.communicator_a.name in text, cast.org_a.name in text) == (False, False)
    show_name(by=cast.communicator_a, certificate=paper, is_public=True)
    text = client.get(address).content.decode()
    assert (cast.communicator_a.name in text, cast.org_a.name in text) == (True, True)
    revoke(by=cast.lead, certificate=paper, reason="Issued to the wrong person")
    text = client.get(address).content.decode()
    assert ("No: it was revoked" in text, cast.communicator_a.name in text, "wrong person" in text) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Yes, we have issued it."), ("sq", "Po, ne e kemi lëshuar."), ("sr", "Da, mi smo ga izdali.")],
)
def test_the_public_page_speaks_three_languages(client, cast, joint, morning, language, words):
    paper = certify(cast, joint, morning)
    client.cookies["zana_language"] = language

    answer = client.get(reverse("learning:verify"), {"serial": paper.serial.lower().replace("-", " ")})

    assert words in answer.content.decode()


def test_trying_numbers_is_slowed_down(client, db):
    addresses = [reverse("learning:certificate", kwargs={"serial": f"ZA-{number}"}) for number in range(31)]
    statuses = [client.get(address).status_code for address in addresses]

    assert statuses == [404] * 30 + [429]


def test_a_certificate_is_hers_to_download_in_any_language(client, cast, joint, morning):
    paper = certify(cast, joint, morning)
    where = {"org": cast.org_a.ref, "serial": paper.serial, "language": "sr"}
    address = reverse("learning:my_certificate", kwargs=where)

    answer = sign_in(client, cast.communicator_a).get(address)
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert sign_in(client, cast.volunteer_a).get(address).status_code == 404
    revoke(by=cast.lead, certificate=paper, reason="Mistake")
    assert sign_in(client, cast.communicator_a).get(address).status_code == 404


def test_papers_and_lists_are_files(client, cast, joint, morning):
    propose = create_training(by=cast.lead, programme=cast.programme, title="Dy", held_on=DAY, minutes=60)
    propose_agenda(by=cast.lead, training=propose)
    sign_in(client, cast.trainer)

    for name, start in (("agenda", b"%PDF-"), ("sheet", b"%PDF-")):
        assert client.get(page("joint_paper", propose, paper=name)).content[:5] == start
    assert client.get(page("joint_paper", propose, paper="other")).status_code == 404
    text = client.get(page("attendance_list", propose)).content.decode("utf-8-sig")
    assert len(text.splitlines()) == 1 + 5


def test_her_calendar_has_a_secret_address_that_can_be_closed(client, cast, joint, morning):
    invite_everybody(by=cast.lead, training=joint)
    sign_in(client, cast.communicator_a)
    mine = reverse("learning:my_calendar")
    address = client.post(mine, {"what": "open"}).context["address"].removeprefix("http://localhost:8000")
    assert address not in client.get(mine).content.decode()
    client.logout()

    assert "SUMMARY:Trajnimi" in client.get(address).content.decode()
    client.force_login(cast.communicator_a)
    client.post(mine, {"what": "close"})
    assert client.get(address).status_code == 404


def test_pages_of_the_programme_stand(client, cast, joint, morning):
    paper = certify(cast, joint, morning)
    sign_in(client, cast.lead)
    addresses = [
        page("issued", joint),
        page("cancel_training", joint),
        page("place", joint),
        page("add_block", joint),
        page("edit_block", joint, block=morning.ref),
        page("read_list", joint, block=morning.ref),
        page("add_scan", joint),
        reverse("learning:trainings", kwargs={"programme": cast.programme.ref}),
        reverse("learning:completion", kwargs={"programme": cast.programme.ref}),
        reverse("learning:revoke", kwargs={"programme": cast.programme.ref, "serial": paper.serial}),
    ]

    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert Certificate.objects.across_organisations().get().serial == paper.serial
