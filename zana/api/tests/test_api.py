import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from tests.cast import PASSWORD
from zana.api import actions
from zana.api.house import house
from zana.api.models import Key
from zana.audits import actions as audit_actions
from zana.audits.models import Evidence, Finding, Report
from zana.audits.tests.archives import NOW, facebook_files, pack
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.trainings import create_training, record_attendance
from zana.learning.models import QuizRun
from zana.learning.tests.dated import date_own_day
from zana.people.models import LogEntry, Membership
from zana.people.roles import PERMISSIONS, roles_in

pytestmark = pytest.mark.slow

AUDITS = {"scores", "findings", "answers", "archives", "held", "reports", "make_report", "report_file"}
LEARNING = {"plan", "trainings", "attendance", "results"}
ANSWER = {"control": "SEC-15", "result": "pass", "way": "observe"}


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


class Program:
    """Calls with a key, as a script would."""

    def __init__(self, person, scope=Key.ANSWER, secret=None):
        self.secret = secret or actions.make_key(by=person, name="script", scope=scope)[1]
        self.client = Client(raise_request_exception=False)

    def call(self, method, name, body=None, **places):
        headers = {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en"}
        headers |= {"Idempotency-Key": places.pop("key")} if "key" in places else {}
        address = reverse(f"api:{name}", kwargs=places)
        if isinstance(body, dict) and "file" in body:
            body["file"].seek(0)
            return self.client.generic(method, address, **_multipart(body), headers=headers)
        return self.client.generic(
            method, address, json.dumps(body) if body else "", content_type="application/json", headers=headers
        )


def _multipart(body):
    return {"data": encode_multipart(BOUNDARY, body), "content_type": MULTIPART_CONTENT}


@pytest.fixture
def looked(cast):
    for organisation in (cast.org_a, cast.org_b):
        audit_actions.answer_control(by=cast.trainer, organisation=organisation, control="SEC-14", result="fail")
        audit_actions.make_report(by=cast.trainer, organisation=organisation, language="en")
        compose_plan(by=cast.trainer, organisation=organisation)
    return cast


def report_of(organisation):
    return Report.objects.of(organisation).get(version=1).ref


def routes(organisation):
    """Every operation of the house that has an organisation: method, name, places, body, permission, writes."""
    bodies = {
        "answers": ANSWER,
        "make_report": {"language": "sq"},
        "archives": {"file": a_zip()},
        "held": {"held": "nothing"},
    }
    more = {"report_file": {"ref": report_of(organisation), "form": "pdf"}}
    for _prefix, router in house._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                permission, writes = vars(operation.view_func)["opens"]
                if "{org}" in path:
                    places = {"org": organisation.ref, **more.get(operation.url_name, {})}
                    body = bodies.get(operation.url_name)
                    yield operation.methods[0], operation.url_name, places, body, permission, writes


def a_zip():
    return SimpleUploadedFile("archive.zip", pack(facebook_files()).read(), "application/zip")


def test_every_route_opens_to_the_table_and_to_nobody_else(looked):
    """The whole cast, with both kinds of key, at every door of both organisations."""
    faults, opened, asked = [], set(), 0
    for person in looked.persons.values():
        programs = {scope: Program(person, scope) for scope in (Key.READ, Key.ANSWER)}
        for organisation in (looked.org_a, looked.org_b):
            held = roles_in(person, organisation)
            for method, name, places, body, permission, writes in routes(organisation):
                for scope, program in programs.items():
                    asked += 1
                    status = program.call(method, name, body, **places).status_code
                    if not held:
                        right = status == 404
                    elif not held & PERMISSIONS[permission] or (writes and scope == Key.READ):
                        right = status == 403
                    else:
                        right = status == 422 if name == "held" else status in (200, 201)
                        opened.add(name)
                    if not right:
                        faults.append(f"{method} {name} as {person.name} ({scope}) in {organisation}: {status}")

    assert faults == []
    assert opened == AUDITS | LEARNING
    assert asked == len(looked.persons) * 2 * 12 * 2


@pytest.mark.parametrize("secret", ["", "zana_guess", "revoked", "old", "inactive"])
def test_without_a_live_key_every_door_is_shut(looked, secret):
    key, good = actions.make_key(by=looked.director_a, name="script")
    if secret == "revoked":
        actions.revoke_key(by=looked.director_a, ref=key.ref)
    if secret == "old":
        clock.travel(timedelta(days=91))
    if secret == "inactive":
        looked.director_a.is_active = False
        looked.director_a.save()
    program = Program(None, secret=good if secret in ("revoked", "old", "inactive") else secret or "-")

    answers = [program.call(method, name, body, **places) for method, name, places, body, *_ in routes(looked.org_a)]

    assert {answer.status_code for answer in answers} == {401}
    assert {next(iter(answer.json())) for answer in answers} == {"refused"}
    assert program.client.get(reverse("api:organisations")).status_code == 401


def test_a_browser_that_is_signed_in_is_nobody_here(looked):
    client = Client()
    client.force_login(looked.director_a)

    assert client.get(reverse("api:scores", kwargs={"org": looked.org_a.ref})).status_code == 401


def test_she_sees_the_organisations_whose_audit_she_may_see(looked):
    def listed(person):
        return [one["slug"] for one in Program(person).call("GET", "organisations").json()]

    assert listed(looked.lead) == ["drita", "staza"]
    assert listed(looked.communicator_b) == ["staza"]
    assert (listed(looked.volunteer_a), listed(looked.donor)) == ([], [])
    Membership.live.filter(person=looked.communicator_b).update(ended_at=NOW)
    assert listed(looked.communicator_b) == []


def test_numbers_and_findings_are_those_of_the_pages_and_stand_in_the_log(looked):
    program = Program(looked.lead, Key.READ)

    scores = program.call("GET", "scores", org=looked.org_a.ref).json()
    findings = program.call("GET", "findings", org=looked.org_a.ref).json()

    assert list(scores["domains"]) == ["security", "control", "visibility"]
    assert (scores["domains"]["security"]["score"], scores["domains"]["security"]["label"]) == (None, "act now")
    finding = Finding.objects.of(looked.org_a).get()
    assert [(f["ref"], f["control"], f["severity"], f["due"]) for f in findings] == [
        (finding.ref, "SEC-14", 5, finding.due_on.isoformat())
    ]
    seen = LogEntry.objects.filter(verb="audit.seen", person=looked.lead).order_by("pk")
    assert [entry.thing for entry in seen] == ["scores", "findings"]


def test_learning_is_read_as_the_pages_show_it_and_results_by_the_trainer_alone(looked):
    plan = compose_plan(by=looked.trainer, organisation=looked.org_a)
    confirm_plan(by=looked.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    day = date_own_day(looked, NOW.date())
    joint = create_training(by=looked.lead, programme=looked.programme, title="All", held_on=NOW.date(), minutes=390)
    her = {"organisation": looked.org_a, "person": looked.volunteer_a}
    record_attendance(by=looked.trainer, training=joint, minutes=300, **her)
    QuizRun.objects.of(looked.org_a).create(
        person=looked.volunteer_a, topic="F5", occasion="before", form="A", items=[], score=40, ended_at=NOW
    )
    program, where = Program(looked.trainer, Key.READ), {"org": looked.org_a.ref}

    told = {name: program.call("GET", name, **where).json() for name in LEARNING}

    shown = told["plan"]
    assert [unit["id"] for unit in shown["units"]] == plan.units
    assert (shown["state"], shown["held_on"], shown["minutes"]) == ("confirmed", str(NOW.date()), day.minutes)
    assert [one["ref"] for one in told["trainings"]] == [joint.ref, day.ref]
    assert told["attendance"] == [
        {"training": joint.ref, "person": "Vesa Volunteer", "minutes": 300, "planned": 390, "enough": False}
    ]
    assert [(one["person"], one["topic"], one["before"], one["after"]) for one in told["results"]] == [
        ("Vesa Volunteer", "F5", 40, None)
    ]
    assert Program(looked.director_b).call("GET", "attendance", **where).status_code == 404
    seen = LogEntry.objects.filter(verb__in=["learning.seen", "audit.seen"]).order_by("thing")
    assert list(seen.values_list("verb", "thing")) == [
        ("learning.seen", "attendance"),
        ("audit.seen", "plan"),
        ("learning.seen", "results"),
    ]


def test_an_answer_sent_twice_is_one_answer(looked):
    program = Program(looked.communicator_a)
    before = Evidence.objects.of(looked.org_a).count()

    first, again, other = (
        program.call("POST", "answers", ANSWER, org=looked.org_a.ref, key=key) for key in ("one", "one", "two")
    )

    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["ref"] != other.json()["ref"]
    assert Evidence.objects.of(looked.org_a).count() == before + 2


def test_a_no_of_the_audit_is_told_in_words_of_her_language(looked):
    body = {**ANSWER, "result": "na"}
    program = Program(looked.communicator_a)

    answer = program.call("POST", "answers", body, org=looked.org_a.ref)

    assert (answer.status_code, answer.json()) == (422, {"refused": "Write the reason why this does not apply to you."})
    wrong = program.call("POST", "answers", {"control": "SEC-15", "result": "perhaps"}, org=looked.org_a.ref)
    assert (wrong.status_code, wrong.json()["fields"]) == (422, ["given.result"])


def test_an_archive_becomes_evidence_and_a_large_one_is_refused(looked, monkeypatch):
    program = Program(looked.communicator_a)
    body = {"file": a_zip(), "holder": looked.communicator_a.ref}

    answer = program.call("POST", "archives", body, org=looked.org_a.ref)

    kept = Evidence.objects.of(looked.org_a).filter(way="export")
    assert answer.status_code == 201
    assert {one["ref"] for one in answer.json()["controls"]} == {evidence.ref for evidence in kept}
    assert {e.holder for e in Evidence.objects.of(looked.org_a).filter(way="export")} == {looked.communicator_a}
    before = Evidence.objects.of(looked.org_a).count()
    monkeypatch.setattr("zana.api.audits.MOST_BYTES", 100)
    statuses = [program.call("POST", "archives", {"file": a_zip()}, org=looked.org_a.ref).status_code]
    monkeypatch.setattr("zana.api.audits._FRAME", 10_000_000)  # the length is told wrong: the stream is stopped
    statuses.append(program.call("POST", "archives", {"file": a_zip()}, org=looked.org_a.ref).status_code)
    assert (statuses, Evidence.objects.of(looked.org_a).count()) == ([413, 413], before)


def test_somebody_elses_archive_is_a_question_and_kept_after_a_yes(looked):
    program = Program(looked.communicator_a)
    other = SimpleUploadedFile("a.zip", pack(facebook_files(name="Vjosa Tjetra")).read(), "application/zip")
    before = Evidence.objects.of(looked.org_a).count()

    body = {"file": other, "holder": looked.communicator_a.ref}
    asked = program.call("POST", "archives", body, org=looked.org_a.ref)
    kept_meanwhile = Evidence.objects.of(looked.org_a).count()
    said_yes = program.call("POST", "held", {"held": asked.json()["held"]}, org=looked.org_a.ref)

    assert (asked.status_code, kept_meanwhile, said_yes.status_code) == (409, before, 201)
    assert Evidence.objects.of(looked.org_a).count() == before + len(said_yes.json()["controls"])


def test_a_report_is_the_frozen_file(looked):
    program = Program(looked.lead, Key.READ)
    (listed,) = program.call("GET", "reports", org=looked.org_a.ref).json()

    answer = program.call("GET", "report_file", org=looked.org_a.ref, ref=listed["ref"], form="pdf")
    stranger = program.call("GET", "report_file", org=looked.org_a.ref, ref=report_of(looked.org_b), form="pdf")

    report = Report.objects.of(looked.org_a).get()
    assert (answer.content, answer.headers["Cache-Control"]) == (bytes(report.content), "no-store")
    assert (listed["sha256"], stranger.status_code) == (report.sha256, 404)


def test_too_many_requests_in_a_minute_wait(looked, monkeypatch):
    monkeypatch.setattr(actions, "A_MINUTE", 3)
    program = Program(looked.lead)

    answers = [program.call("GET", "organisations") for _ in range(4)]
    clock.travel(timedelta(minutes=1))

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert program.call("GET", "organisations").status_code == 200


def test_an_organisation_that_demands_a_second_step_gives_nothing_without(looked):
    looked.org_a.requires_second_factor = True
    looked.org_a.save()

    answer = Program(looked.lead).call("GET", "scores", org=looked.org_a.ref)

    assert (answer.status_code, list(answer.json())) == (403, ["refused"])


def test_the_description_is_open_and_names_every_route(client):
    described = client.get("/api/v1/openapi.json").json()

    assert sorted(described["paths"]) == [
        "/api/v1/organisations",
        "/api/v1/organisations/{org}/answers",
        "/api/v1/organisations/{org}/archives",
        "/api/v1/organisations/{org}/archives/held",
        "/api/v1/organisations/{org}/attendance",
        "/api/v1/organisations/{org}/findings",
        "/api/v1/organisations/{org}/plan",
        "/api/v1/organisations/{org}/reports",
        "/api/v1/organisations/{org}/reports/{ref}/{form}",
        "/api/v1/organisations/{org}/results",
        "/api/v1/organisations/{org}/scores",
        "/api/v1/organisations/{org}/trainings",
    ]


# --- keys


def test_a_key_is_kept_as_its_print_only(cast):
    _key, secret = actions.make_key(by=cast.lead, name="numbers", scope=Key.READ, days=30)

    kept = Key.objects.get()
    assert [value for value in vars(kept).values() if secret == value] == []
    assert (kept.sha256, secret.startswith(kept.begins)) == (actions.print_of(secret), True)
    assert kept.expires_at == NOW + timedelta(days=30)
    assert secret not in json.dumps(list(LogEntry.objects.values_list("facts", "thing")))


def test_only_she_revokes_it_and_ten_are_enough(cast):
    key, _secret = actions.make_key(by=cast.lead, name="numbers")
    with pytest.raises(Refusal):
        actions.revoke_key(by=cast.trainer, ref=key.ref)
    for number in range(9):
        actions.make_key(by=cast.lead, name=f"{number}")
    with pytest.raises(Refusal):
        actions.make_key(by=cast.lead, name="eleventh")

    actions.revoke_key(by=cast.lead, ref=key.ref)
    actions.make_key(by=cast.lead, name="eleventh")

    assert Key.objects.filter(revoked_at=None).count() == 10


def test_the_page_shows_a_key_once_and_asks_for_the_password_first(client, cast):
    client.force_login(cast.lead)
    given = {"name": "Numbers", "scope": "read", "days": "90"}
    first = client.post(reverse("api_pages:keys"), given)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    made = client.post(reverse("api_pages:keys"), given)
    later = client.get(reverse("api_pages:keys"))

    key = Key.objects.get()
    assert (first.status_code, Key.objects.count()) == (302, 1)
    assert [made.content.decode().count(key.begins) for made in (made, later)] == [2, 1]
    client.post(reverse("api_pages:revoke"), {"key": key.ref})
    key.refresh_from_db()
    assert not key.is_live
