"""What is left of a person in the audits of her house once she is forgotten."""

from __future__ import annotations

import io
import json

import pytest

from zana.audits import actions
from zana.audits.actions.incidents import close_incident, keep_note, report_incident
from zana.audits.actions.registers import add_line
from zana.audits.actions.staff import pull_workers
from zana.audits.models import Evidence, Exhibit, Finding, Keepsake, RegisterLine, Worker
from zana.kernel import clock
from zana.kernel.tests.pdf import pdf_text
from zana.people.erasure import erase_person
from zana.people.export import collect_data
from zana.studio.tests.pictures import make_jpeg

pytestmark = pytest.mark.django_db(databases=["default", "practice"])

SEEN = "seen on the phone of Arta"


def answer(by, organisation, control, **facts):
    return actions.answer_control(by=by, organisation=organisation, control=control, result="fail", note=SEEN, **facts)


def show(by, organisation, control):
    picture = io.BytesIO(make_jpeg())
    return actions.add_exhibit(by=by, organisation=organisation, control=control, file=picture, name="arta.jpg")


def test_what_she_gave_of_herself_goes_and_what_an_auditor_saw_stays(cast):
    """And her open tasks wait for somebody."""
    her, here = cast.communicator_a, cast.org_a
    for by, control in ((her, "SEC-14"), (cast.trainer, "SEC-15")):
        answer(by, here, control)
        show(by, here, control)
    finding = Finding.objects.of(here).get(control="SEC-15")
    actions.assign_finding(by=cast.director_a, finding=finding, owner=her, deputy=cast.volunteer_a)

    erase_person(person=her)

    told = {one.control: (one.result, one.by_id, one.seen["note"]) for one in Evidence.objects.of(here)}
    assert told == {"SEC-14": ("fail", her.pk, ""), "SEC-15": ("fail", cast.trainer.pk, SEEN)}
    assert [(one.evidence.control, one.sealed_name) for one in Exhibit.objects.of(here)] == [("SEC-15", "arta.jpg")]
    finding.refresh_from_db()
    assert (finding.owner, finding.deputy) == (None, cast.volunteer_a)

    erase_person(person=cast.trainer)

    assert {one.control: one.seen["note"] for one in Evidence.objects.of(here)} == {"SEC-14": "", "SEC-15": SEEN}
    assert [(one.evidence.control, one.sealed_name) for one in Exhibit.objects.of(here)] == [("SEC-15", "")]


def test_of_her_archive_she_is_told_all_and_only_results_stay(cast):
    her, here = cast.communicator_a, cast.org_a
    seen = answer(cast.trainer, here, "SEC-14")
    Evidence.objects.of(here).filter(pk=seen.pk).update(
        holder=her, sealed=json.dumps({"why": {"code": "Two phones", "params": {}}, "note": "the auditor's"})
    )
    (told,) = collect_data(her)["evidence"]
    assert (told["as"], told["control"], told["seen"]) == ("holder", "SEC-14", {"why": "Two phones"})

    erase_person(person=her)

    seen.refresh_from_db()
    assert (seen.result, seen.seen["note"]) == ("fail", "")
    assert str(seen.seen["why"]) == "What was read here belonged to somebody who is not here any more."


def test_while_something_is_happening_her_words_of_it_stay_until_it_is_over(cast):
    her, here = cast.communicator_a, cast.org_a
    incident = report_incident(by=her, organisation=here, kind="doxxing")
    kept = keep_note(by=her, incident=incident, note=f"He called {her.name} at nine")
    other = keep_note(by=cast.volunteer_a, incident=incident, note="He stood outside")

    erase_person(person=her)

    kept.refresh_from_db()
    assert kept.sealed_text == "He called — at nine"
    close_incident(
        by=cast.director_a, incident=incident, happened="A call", lost="nothing", told="police", following="a lock"
    )
    assert list(Keepsake.objects.of(here).values_list("pk", "sealed_text")) == [
        (kept.pk, ""),
        (other.pk, "He stood outside"),
    ]


def test_on_the_lists_stands_somebody_without_a_name_who_has_left(cast):
    her, here = cast.communicator_a, cast.org_a
    pull_workers(by=cast.director_a, organisation=here)
    worker = Worker.objects.of(here).get(person=her)
    said = {"duty": "speaks", "person": worker.ref, "phone": "+383 44 000 001"}
    line = add_line(by=cast.director_a, organisation=here, register="duties", said=said)

    erase_person(person=her)

    worker.refresh_from_db()
    assert (worker.name, worker.is_here(clock.today()), worker.person) == ("—", False, her)
    assert RegisterLine.objects.of(here).get(pk=line.pk).said.get("phone") == ""
    assert Worker.objects.of(here).get(person=cast.director_a).name == cast.director_a.name


@pytest.mark.slow
def test_a_frozen_report_is_drawn_again_without_her(cast):
    her, here = cast.communicator_a, cast.org_a
    answer(cast.trainer, here, "SEC-15")
    finding = Finding.objects.of(here).get(control="SEC-15")
    actions.assign_finding(by=cast.director_a, finding=finding, owner=her, deputy=None)
    report = actions.make_report(by=cast.trainer, organisation=here, language="en")
    printed = report.sha256
    assert her.name in pdf_text(report.content)

    erase_person(person=her)

    report.refresh_from_db()
    assert (her.name in pdf_text(report.content), "SEC-15" in pdf_text(report.content)) == (False, True)
    assert (her.name in report.sealed, report.sha256 == printed) == (False, False)
