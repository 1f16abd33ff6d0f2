"""Registers: sealed, tenant by tenant, never a secret; reviewed, compared and signed; leavers measured."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from zana.audits.actions import registers as actions
from zana.audits.actions import staff
from zana.audits.models import Leaving, RegisterLine, Review, Worker
from zana.audits.probes import probes
from zana.audits.queries.registers import compare_book, fingerprint, open_book
from zana.audits.rules.shapes import LEAVER_STEPS, REGISTERS
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.networks.tests.made import make_account
from zana.people import actions as people_actions
from zana.people.models import LogEntry, Membership, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def note(cast, register, **said):
    return actions.add_line(by=cast.director_a, organisation=cast.org_a, register=register, said=said)


@pytest.fixture
def arta(cast):
    return staff.add_worker(
        by=cast.director_a, organisation=cast.org_a, name="Arta Communicator", person=cast.communicator_a
    )


@pytest.fixture
def filled(cast, arta):
    """Everybody is on the staff list; Arta and Drita share full control of one page."""
    staff.pull_workers(by=cast.director_a, organisation=cast.org_a)
    drita = Worker.objects.of(cast.org_a).get(person=cast.director_a)
    page = note(cast, "accounts", name="Faqja", kind="facebook", owner=drita.ref, deputy=arta.ref, vault="Bitwarden")
    for worker in (arta, drita):
        note(cast, "rights", person=worker.ref, account=page.ref, right="full")
    note(cast, "recovery", what="codes", accounts=[page.ref], where="Te kasaforta", knows=[arta.ref, drita.ref])
    return page


def open_page(client, person, name, org, **where):
    client.force_login(person)
    client.cookies["zana_language"] = "en"
    return client.get(reverse(f"audits:{name}", kwargs={"org": org.ref, **where}))


def look():
    """What all registers' probes say of organisation A, by control."""
    return {probe.name: probe for probe in probes() if probe.name.startswith("register-")}


def seen_of(organisation):
    return {seen.control: seen.result for probe in look().values() for seen in probe.look(organisation)}


def sign(cast, by, **ticks):
    book = open_book(cast.org_a)
    seen = fingerprint(book, compare_book(book))
    return actions.sign_comparison(by=by, organisation=cast.org_a, seen=seen, **ticks)


# --- lines


def test_a_line_lies_sealed(cast, filled):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM audits_registerline")
        raw = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT name FROM audits_worker")
        raw += [row[0] for row in cursor.fetchall()]

    assert {text[:5] for text in raw} == {"gAAAA"}


def test_a_password_in_any_field_is_refused_beside_it_and_kept_nowhere(cast, client, filled, arta):
    client.force_login(cast.communicator_a)
    client.cookies["zana_language"] = "en"
    before = RegisterLine.objects.of(cast.org_a).count()
    address = reverse("audits:new_line", kwargs={"org": cast.org_a.ref, "register": "recovery"})

    reply = client.post(
        address, {"what": "codes", "accounts": [filled.ref], "where": "zarfi, 4821 9930", "knows": [arta.ref]}
    )

    assert reply.status_code == 422
    assert reply.context["form"].errors == {
        "where": [
            "This looks like a code or a PIN. Write where it lies, never the code itself: who reads this would have it."
        ]
    }
    assert RegisterLine.objects.of(cast.org_a).count() == before


@pytest.mark.parametrize("register", list(REGISTERS))
def test_every_text_of_every_register_refuses_secrets(cast, register, filled, arta):
    shape = REGISTERS[register]
    texts = [asked.key for asked in shape.fields if asked.kind == "text"]
    whole = {asked.key: _any_value(asked, filled, arta) for asked in shape.fields}
    actions.add_line(by=cast.director_a, organisation=cast.org_a, register=register, said=whole)

    refused = []
    for key in texts:
        with pytest.raises(actions.FieldRefused) as no:
            note(cast, register, **{**whole, key: "Sesami2026!"})
        refused.append(no.value.key)
    assert refused == texts


def _any_value(asked, page, worker):
    return {
        "text": "Zyra",
        "phone": "0800 000 00",
        "link": "https://drita.example/",
        "date": clock.today(),
        "tick": True,
        "choice": asked.choices[0][0] if asked.choices else "",
        "choices": [code for code, _ in asked.choices[:2]],
        "person": worker.ref,
        "people": [worker.ref],
        "account": page.ref,
        "accounts": [page.ref],
    }[asked.kind]


def test_a_confidential_place_stands_on_no_line(cast):
    people_actions.hide_place(by=cast.director_a, organisation=cast.org_a, names="Shtëpia e Bardhë")

    with pytest.raises(Refusal) as no:
        note(cast, "duties", duty="supports", outside="Teuta, te Shtepia e Bardhe")

    assert no.value.saying == actions.HIDES_PLACE


def test_an_account_others_name_stays(cast, filled):
    with pytest.raises(Refusal):
        actions.remove_line(by=cast.director_a, line=filled)

    other = note(cast, "accounts", name="Arkivi", kind="mailbox")
    actions.remove_line(by=cast.director_a, line=other)
    assert [line.said["name"] for line in RegisterLine.objects.of(cast.org_a).filter(register="accounts")] == ["Faqja"]


def test_connected_accounts_are_put_on_the_list_once(cast):
    make_account(cast.org_a, cast.communicator_a, remote_id="7", name="Drita FB")
    assert actions.pull_accounts(by=cast.trainer, organisation=cast.org_a) == 1
    assert actions.pull_accounts(by=cast.trainer, organisation=cast.org_a) == 0

    (line,) = RegisterLine.objects.of(cast.org_a)
    assert (line.said["name"], line.said["kind"]) == ("Drita FB", "facebook")


# --- who sees what


def test_a_volunteer_sees_who_decides_and_not_where_codes_lie(cast, client, filled):
    shown = {
        register: open_page(client, cast.volunteer_a, "register", cast.org_a, register=register).status_code
        for register in REGISTERS
    }

    assert {register for register, status in shown.items() if status == 200} == {"duties", "helplines"}
    assert set(shown.values()) == {200, 403}
    page = open_page(client, cast.volunteer_a, "registers", cast.org_a).content.decode()
    assert "Where codes and recovery data lie" not in page


def test_where_codes_lie_is_the_organisations_own(cast, client, filled):
    statuses = {
        name: open_page(client, cast.persons[name], "register", cast.org_a, register="recovery").status_code
        for name in ("director_a", "communicator_a", "trainer", "volunteer_a", "communicator_b", "donor")
    }

    assert statuses == {
        "director_a": 200,
        "communicator_a": 200,
        "trainer": 403,
        "volunteer_a": 403,
        "communicator_b": 404,
        "donor": 403,
    }
    with pytest.raises(Forbidden):
        actions.review_register(by=cast.trainer, organisation=cast.org_a, register="recovery")


def test_a_line_of_another_organisation_is_not_there(cast, client, filled):
    client.force_login(cast.communicator_b)
    where = {"org": cast.org_b.ref, "register": "accounts", "ref": filled.ref}

    assert client.get(reverse("audits:edit_line", kwargs=where)).status_code == 404
    assert client.post(reverse("audits:remove_line", kwargs=where)).status_code == 404
    assert RegisterLine.objects.of(cast.org_a).filter(ref=filled.ref).exists()


# --- looking through, comparing, signing


def test_one_button_says_who_looked_through_and_when(cast, client, filled):
    client.force_login(cast.communicator_a)
    client.post(reverse("audits:review", kwargs={"org": cast.org_a.ref, "register": "accounts"}))

    review = Review.objects.of(cast.org_a).get()
    assert (review.register, review.by) == ("accounts", cast.communicator_a)
    with pytest.raises(Refusal):
        actions.review_register(by=cast.director_a, organisation=cast.org_a, register="tools")
    with pytest.raises(Refusal):
        actions.review_register(by=cast.director_a, organisation=cast.org_a, register="rights")


def test_rights_are_signed_by_two_different_people_on_the_same_lists(cast, filled, arta):
    first = sign(cast, cast.director_a, networks_too=True, settings_too=True)
    with pytest.raises(Refusal):
        sign(cast, cast.director_a)
    note(cast, "rights", person=arta.ref, account=filled.ref, right="ads")
    again = sign(cast, cast.communicator_a, networks_too=True, settings_too=True)
    signed = sign(cast, cast.director_a, networks_too=True)

    first.refresh_from_db()
    assert first.second_by is None
    assert (signed.pk, signed.by, signed.second_by) == (again.pk, cast.communicator_a, cast.director_a)
    assert (signed.networks_too, signed.settings_too) == (True, False)


def test_lists_that_changed_under_the_reader_are_not_signed(cast, filled):
    with pytest.raises(Refusal) as no:
        actions.sign_comparison(by=cast.director_a, organisation=cast.org_a, seen="old")

    assert no.value.saying.english() == "The lists have changed since you opened the page. Look once more, then sign."


def test_registers_become_evidence_of_what_they_know(cast, filled):
    assert seen_of(cast.org_a) == {"SEC-01": "partial", "CTL-20": "partial", "SEC-30": "fail"}

    for register in ("accounts", "recovery"):
        actions.review_register(by=cast.director_a, organisation=cast.org_a, register=register)
    for person in (cast.director_a, cast.communicator_a):
        sign(cast, person, networks_too=True, settings_too=True)

    assert seen_of(cast.org_a) == {
        "SEC-01": "pass",
        "CTL-20": "pass",
        "SEC-15": "partial",  # one place, and no date
        "SEC-03": "pass",
        "SEC-30": "pass",
        "CTL-31": "pass",
        "CTL-01": "pass",
    }
    assert seen_of(cast.org_b) == {}
    assert {name: probe.way for name, probe in look().items() if probe.way != "doc"} == {"register-recovery": "attest"}


def test_an_agreed_paper_counts_for_who_is_named_on_it(cast, arta):
    note(cast, "duties", duty="supports", person=arta.ref)
    for paper in ("crisis", "harassment"):
        actions.agree_paper(by=cast.director_a, organisation=cast.org_a, paper=paper)

    assert seen_of(cast.org_a) == {"CTL-18": "fail", "SEC-53": "pass"}


# --- leavers


def test_everybody_answering_is_told_and_the_clock_stops_with_the_last_step(cast, filled, arta):
    began = clock.now()
    with clock.frozen(began):
        leaving = staff.start_leaving(by=cast.director_a, worker=arta, left_on=clock.today())
        assert [str(notice.person) for notice in Notice.objects.all()] == ["Arta Communicator"]
        with pytest.raises(Refusal):
            staff.tick_step(by=cast.director_a, leaving=leaving, step="zana")
    Membership.live.filter(person=cast.communicator_a).update(ended_at=began)
    with clock.frozen(began + timedelta(hours=30)):
        assert [d.is_access for d in compare_book(open_book(cast.org_a))][:2] == [True, True]
        for step in LEAVER_STEPS:
            staff.tick_step(by=cast.director_a, leaving=leaving, step=step, had_none=step == "cards")

    leaving.refresh_from_db()
    rows = list(leaving.steps.all())
    assert leaving.done_at == began + timedelta(hours=30)
    assert {(row.done_by, row.done_at) for row in rows} == {(cast.director_a, leaving.done_at)}
    assert [row.step for row in rows if row.had_none] == ["cards"]
    held = [line.said.get("person") or line.said.get("knows") for line in _lines(cast, "rights", "recovery")]
    assert arta.ref not in json.dumps(held)
    assert seen_of(cast.org_a)["SEC-31"] == "partial"


def _lines(cast, *registers):
    return RegisterLine.objects.of(cast.org_a).filter(register__in=registers)


def test_a_step_is_ticked_once_and_a_list_begins_once(cast, arta):
    leaving = staff.start_leaving(by=cast.director_a, worker=arta, left_on=clock.today())
    staff.tick_step(by=cast.director_a, leaving=leaving, step="mail")
    staff.tick_step(by=cast.communicator_a, leaving=leaving, step="mail", had_none=True)

    assert leaving.steps.get(step="mail").done_by == cast.director_a
    with pytest.raises(Refusal):
        staff.start_leaving(by=cast.director_a, worker=arta, left_on=clock.today())
    with pytest.raises(Refusal):
        staff.start_leaving(
            by=cast.director_a,
            worker=Worker.objects.of(cast.org_a).create(name="Nora", added_by=cast.director_a),
            left_on=clock.today() + timedelta(days=1),
        )


def test_what_she_holds_stands_beside_the_step_but_not_where_codes_lie_for_the_trainer(cast, client, filled, arta):
    leaving = staff.start_leaving(by=cast.director_a, worker=arta, left_on=clock.today())

    own, trainers = (
        open_page(client, person, "leaving", cast.org_a, ref=leaving.ref) for person in (cast.director_a, cast.trainer)
    )

    held = {row.step: [one.english() for one in what] for row, _, what in own.context["steps"] if what}
    assert held == {
        "roles": ["Faqja: everything: full control"],
        "codes": ["Where codes and recovery data lie, printed backup codes"],
    }
    assert {row.step for row, _, what in trainers.context["steps"] if what} == {"roles"}


# --- Today


def test_what_is_due_stands_on_today(cast, client, filled, arta):
    def today(person):
        client.force_login(person)
        client.cookies["zana_language"] = "en"
        return client.get(reverse("site:today", kwargs={"org": cast.org_a.ref})).content.decode()

    assert "looked through again" not in today(cast.communicator_a)
    RegisterLine.objects.of(cast.org_a).update(added_at=clock.now() - timedelta(days=91))
    sign(cast, cast.director_a)
    staff.start_leaving(
        by=cast.director_a, worker=Worker.objects.of(cast.org_a).get(person=cast.volunteer_a), left_on=clock.today()
    )

    hers, volunteers = today(cast.communicator_a), today(cast.volunteer_a)

    assert [words in hers for words in ("2 lists want to be", "A second signature", "Vesa Volunteer is leaving")] == [
        True
    ] * 3
    assert [words in volunteers for words in ("lists want to be", "signature", "is leaving")] == [False] * 3


def test_nothing_of_a_register_stands_in_the_log(cast, filled, arta):
    staff.start_leaving(by=cast.director_a, worker=arta, left_on=clock.today())
    kept = json.dumps([[entry.verb, entry.thing, entry.facts] for entry in LogEntry.objects.all()])

    assert [word in kept for word in ("Faqja", "kasaforta", "Bitwarden", "Arta")] == [False] * 4
    assert LogEntry.objects.filter(verb="register.added").count() == 4
    assert Leaving.objects.of(cast.org_a).count() == 1
