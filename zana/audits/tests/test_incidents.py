import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from zana.audits import actions, incident_paper
from zana.audits.actions import incidents
from zana.audits.actions.archives import store_readings
from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.models import Evidence, Incident, IncidentNote, Keepsake
from zana.audits.queries import read_cohort
from zana.audits.queries.incidents import stopping_incident
from zana.audits.tests.archives import NOW
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.words import say
from zana.people.models import Letter, LogEntry, Notice
from zana.studio.tests.pictures import make_jpeg

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


def answer(cast, control, result, by=None, **more):
    return actions.answer_control(
        by=by or cast.trainer, organisation=cast.org_a, control=control, result=result, **more
    )


def report(cast, kind="takeover", by=None):
    return incidents.report_incident(by=by or cast.volunteer_a, organisation=cast.org_a, kind=kind)


def stopped(cast) -> Incident:
    found = stopping_incident(cast.org_a)
    assert found is not None
    return found


def told(incident):
    return [(note.verb, note.move, note.by.first_name) for note in incident.log.all()]


@pytest.fixture
def page(client, cast):
    def open_as(name, route, method="get", data=None, **where):
        client.force_login(cast.persons[name])
        url = reverse(f"audits:{route}", kwargs={"org": cast.org_a.ref, **where})
        return getattr(client, method)(url, data or {}, headers={"accept-language": "en"})

    return open_as


# --- a sign


def test_an_auditors_no_on_a_sign_stops_the_audit_until_it_is_set_aside_with_a_reason(cast):
    assert stopping_incident(cast.org_a) is None
    evidence = answer(cast, "SEC-18", "fail")

    suspected = stopped(cast)
    assert (suspected.kind, suspected.state, suspected.sign, suspected.evidence) == (
        "takeover",
        "suspected",
        "SEC-18",
        evidence,
    )
    with pytest.raises(Refusal):
        incidents.set_aside(by=cast.director_a, incident=suspected, reason="no")
    incidents.set_aside(by=cast.director_a, incident=suspected, reason="It is the new tablet of the office.")
    assert stopping_incident(cast.org_a) is None
    assert told(suspected) == [("suspected", "", "Blerina"), ("set_aside", "", "Drita")]


def test_her_no_on_facts_of_an_archive_is_a_sign_and_a_machines_guess_is_none(cast):
    asks = ControlReading(
        control="SEC-21",
        result="unknown",
        why=say("Three logins."),
        asks=say("Do you know each of them?"),
        if_yes="pass",
        if_no="fail",
    )
    reading = ArchiveReading("x", clock.now(), ("ip-audit.js",), 1, (asks,))
    (kept,) = store_readings(by=cast.communicator_a, organisation=cast.org_a, holder=None, readings=[reading])
    before = stopping_incident(cast.org_a)

    actions.confirm_facts(by=cast.communicator_a, evidence=kept, answer="no")

    assert before is None
    assert stopped(cast).sign == "SEC-21"


def test_hints_of_an_archive_stop_the_audit_too(cast):
    found = incidents.heed_signs(
        by=cast.communicator_a, organisation=cast.org_a, signs=["reset_storm", "email_changed"]
    )

    assert [(row.kind, row.state, row.sign) for row in found] == [("takeover", "suspected", "archive")]


def test_a_slip_of_her_own_thumb_is_taken_back_by_her_next_answer_and_not_by_anothers(cast):
    answer(cast, "SEC-18", "fail", by=cast.communicator_a)
    answer(cast, "SEC-18", "pass", by=cast.trainer)
    still = stopped(cast)
    answer(cast, "SEC-18", "pass", by=cast.communicator_a)

    assert still.state == "suspected"
    assert stopping_incident(cast.org_a) is None


def test_answers_that_are_no_sign_stop_nothing(cast):
    answer(cast, "SEC-14", "fail")
    answer(cast, "SEC-18", "unknown")

    assert Incident.objects.of(cast.org_a).count() == 0


# --- who is told, and who sees what


def test_director_and_auditor_are_told_at_once_without_a_word_of_what_it_is(cast):
    Notice.objects.create(person=cast.director_a, kept_saying=say("Somebody asks you.").as_json(), link="/")
    report(cast, "images")

    news = Notice.objects.filter(link__contains="incidents")
    assert {notice.person for notice in news} == {cast.director_a, cast.trainer}
    assert {notice.saying.english() for notice in news} == {"Please look into Zana now."}
    letters = Letter.objects.filter(person__in=[cast.director_a, cast.trainer])
    assert {letter.person for letter in letters} == {cast.director_a, cast.trainer}
    assert {letter.link for letter in letters} == {"/notices/"}


def test_the_lead_sees_a_count_and_nothing_else(cast, page):
    incident = report(cast, "images")
    lines = read_cohort([cast.org_a, cast.org_b])

    assert (lines[cast.org_a.pk].incidents, lines[cast.org_b.pk].incidents) == (1, 0)
    assert page("lead", "incident", ref=incident.ref).status_code == 403
    assert page("lead", "wrong").status_code == 403


def test_a_volunteer_opens_and_acts_and_does_not_read_what_others_kept(cast, page):
    incident = report(cast)
    kept = incidents.keep_note(by=cast.communicator_a, incident=incident, note="He wrote from 044 000 000.")
    seen, hers = (page(name, "incident", ref=incident.ref).content.decode() for name in ("director_a", "volunteer_a"))

    assert ("044 000 000" in seen, "044 000 000" in hers) == (True, False)
    assert "kept by Arta Communicator" in hers
    assert page("volunteer_a", "close_incident", ref=incident.ref).status_code == 403
    assert page("volunteer_a", "keepsake", ref=kept.ref).status_code == 403
    with pytest.raises(Forbidden):
        incidents.set_aside(by=cast.volunteer_a, incident=incident, reason="It is nothing, I think.")
    with pytest.raises(Forbidden):
        incidents.report_incident(by=cast.communicator_b, organisation=cast.org_a, kind="takeover")


# --- moves


def test_moves_are_ticked_with_name_and_time_and_taken_back_within_a_minute(cast):
    incident = report(cast)
    tick = {"incident": incident, "move": "mailbox"}
    incidents.tick_move(by=cast.volunteer_a, done=True, **tick)
    incidents.tick_move(by=cast.volunteer_a, done=True, **tick)  # the tap a slow link sent twice
    incidents.tick_move(by=cast.director_a, done=False, **tick)
    incidents.tick_move(by=cast.director_a, done=True, **tick)
    with clock.frozen(NOW + timedelta(seconds=61)), pytest.raises(Refusal):
        incidents.tick_move(by=cast.director_a, done=False, **tick)
    with pytest.raises(Refusal):
        incidents.tick_move(by=cast.director_a, incident=incident, move="run", done=True)

    assert told(incident) == [
        ("reported", "", "Vesa"),
        ("done", "mailbox", "Vesa"),
        ("undone", "mailbox", "Drita"),
        ("done", "mailbox", "Drita"),
    ]


def test_one_of_a_kind_stands_at_a_time_and_a_suspicion_becomes_it(cast):
    answer(cast, "SEC-18", "fail")
    first = report(cast)

    assert report(cast) == first
    assert Incident.objects.of(cast.org_a).get().state == "open"
    assert told(first) == [("suspected", "", "Blerina"), ("started", "", "Vesa")]
    with pytest.raises(Refusal):
        report(cast, kind="weather")


# --- proof


def test_a_picture_loses_its_place_and_both_hashes_are_kept(cast):
    incident, given = report(cast), make_jpeg()
    kept = incidents.keep_file(by=cast.volunteer_a, incident=incident, file=io.BytesIO(given), name="ekrani.jpg")

    assert kept.kind == Keepsake.PICTURE
    assert kept.sha256_given == hashlib.sha256(given).hexdigest()
    assert kept.sha256_kept == hashlib.sha256(kept.content).hexdigest()
    assert kept.sha256_given != kept.sha256_kept


def test_another_file_is_kept_as_it_is_sealed_and_goes_out_only_as_a_file(cast, page):
    incident, given = report(cast), b"<script>alert(1)</script>"
    name = '../<b onmouseover="x">.html'
    kept = incidents.keep_file(by=cast.volunteer_a, incident=incident, file=io.BytesIO(given), name=name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, sealed_name FROM audits_keepsake")
        ((content, sealed_name),) = cursor.fetchall()

    shown = page("director_a", "incident", ref=incident.ref).content.decode()
    sent = page("director_a", "keepsake", ref=kept.ref)
    assert (b"script" in bytes(content), "html" in sealed_name, "<b onmouseover" in shown) == (False, False, False)
    assert (sent.content, sent.headers["Content-Type"]) == (given, "application/octet-stream")
    assert sent.headers["Content-Disposition"].startswith("attachment; ")
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert told(incident)[-1] == ("opened", "", "Drita")


def test_nobody_keeps_an_intimate_picture(cast, page):
    incident = report(cast, "images")
    with pytest.raises(Refusal):
        incidents.keep_file(by=cast.volunteer_a, incident=incident, file=io.BytesIO(make_jpeg()), name="a.jpg")
    text = page("director_a", "incident", ref=incident.ref).content.decode()

    assert ('type="file"' in text, 'name="address"' in text) == (False, True)
    assert Keepsake.objects.of(cast.org_a).count() == 0


def test_what_is_too_large_empty_or_of_the_future_is_refused_and_nothing_kept(cast):
    incident = report(cast)
    for data in (b"", b"x" * (incidents.MOST_BYTES + 1)):
        with pytest.raises(Refusal):
            incidents.keep_file(by=cast.volunteer_a, incident=incident, file=io.BytesIO(data))
    for address in ("javascript:alert(1)", "https://a.example two"):
        with pytest.raises(Refusal):
            incidents.keep_address(by=cast.volunteer_a, incident=incident, address=address)
    with pytest.raises(Refusal):
        incidents.keep_note(
            by=cast.volunteer_a, incident=incident, note="Later", seen_at=clock.now() + timedelta(hours=1)
        )

    assert Keepsake.objects.of(cast.org_a).count() == 0


def test_one_form_keeps_file_address_and_note_with_the_time_where_they_live(cast, page):
    incident = report(cast)
    given = {"address": "https://fake.example/drita", "note": "Asks for money", "seen_at": "2026-11-23T10:30"}
    file = SimpleUploadedFile("letra.eml", b"From: x")

    answered = page("volunteer_a", "keep", "post", {**given, "file": file}, ref=incident.ref)

    kept = Keepsake.objects.of(cast.org_a).all()
    assert (answered.status_code, [(k.kind, k.sealed_text) for k in kept]) == (
        302,
        [("address", "https://fake.example/drita"), ("file", "Asks for money")],
    )
    assert {k.seen_at.isoformat() for k in kept} == {"2026-11-23T09:30:00+00:00"}
    refused = page("volunteer_a", "keep", "post", {"address": "fake.example", "note": "n"}, ref=incident.ref)
    assert (refused.status_code, "fake.example" in refused.content.decode()) == (422, True)


# --- the end


ENDING = {"happened": "A password was guessed.", "lost": "Nothing.", "told": "Police.", "following": "Keys for all."}


def test_closing_asks_four_things_and_seals_them(cast):
    incident = report(cast)
    with pytest.raises(Refusal):
        incidents.close_incident(by=cast.director_a, incident=incident, **{**ENDING, "lost": " "})
    closed = incidents.close_incident(by=cast.director_a, incident=incident, **ENDING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_ending FROM audits_incident")
        ((stored,),) = cursor.fetchall()

    assert (closed.state, closed.ending, closed.ended_by) == ("closed", ENDING, cast.director_a)
    assert "guessed" not in stored
    assert stopping_incident(cast.org_a) is None
    with pytest.raises(Refusal):
        incidents.tick_move(by=cast.director_a, incident=incident, move="mailbox", done=True)


def test_neither_log_nor_notice_says_what_it_is(cast):
    incident = report(cast, "images")
    incidents.keep_note(by=cast.director_a, incident=incident, note="A secret.")
    incidents.close_incident(by=cast.director_a, incident=incident, **ENDING)

    said = json.dumps([[e.verb, e.thing, e.facts] for e in LogEntry.objects.filter(verb__startswith="incident")])
    assert [e.verb for e in LogEntry.objects.filter(verb__startswith="incident").order_by("pk")] == [
        "incident.reported",
        "incident.kept",
        "incident.closed",
    ]
    assert [word for word in ("images", "secret", "guessed") if word in said] == []


def test_paper_for_the_police_is_the_directors_alone_and_carries_the_hashes(cast, page):
    incident = report(cast)
    kept = incidents.keep_note(by=cast.director_a, incident=incident, note="#eval(1) *bold* ë š ç")
    refused = page("communicator_a", "incident_paper", ref=incident.ref)
    made = page("director_a", "incident_paper", ref=incident.ref)
    with override("en"):
        paper = incident_paper.describe_paper(incident)

    assert (refused.status_code, made.status_code, made.content[:5]) == (403, 200, b"%PDF-")
    assert told(incident)[-1] == ("exported", "", "Drita")
    (proof,) = paper["kept"]
    assert (proof["text"], proof["given"]) == ("#eval(1) *bold* ë š ç", f"given: {kept.sha256_given}")
    assert paper["log"][0][0].endswith("+0100")


# --- the pages


def test_the_next_page_she_sees_after_a_sign_is_what_may_be_happening(cast, page):
    form = {"result": "fail", "way": "observe", "key": "k"}
    sent = page("communicator_a", "ask", "post", form, control="SEC-18")
    incident = stopped(cast)
    here = reverse("audits:incident", kwargs={"org": cast.org_a.ref, "ref": incident.ref})
    stop, overview = page("communicator_a", "incident", ref=incident.ref), page("lead", "overview")
    other, its_own = page("communicator_a", "ask", control="SEC-14"), page("communicator_a", "ask", control="SEC-20")

    assert (sent.status_code, sent.url) == (302, here)
    assert "Something may be happening now" in stop.content.decode()
    assert ("The questions are paused" in overview.content.decode(), here in overview.content.decode()) == (True, False)
    assert (other.status_code, other.url, its_own.status_code) == (302, here, 200)


def test_a_tap_is_saved_while_the_audit_is_paused_and_says_where_to_go(cast, client):
    report(cast)
    client.force_login(cast.communicator_a)
    url = reverse("audits:ask", kwargs={"org": cast.org_a.ref, "control": "SEC-14"})
    reply = client.post(url, {"result": "pass", "way": "observe", "key": "k"}, headers={"accept": "application/json"})

    assert Evidence.objects.of(cast.org_a).get().control == "SEC-14"
    assert reply.json()["stop"] == f"/o/{cast.org_a.ref}/incidents/{Incident.objects.of(cast.org_a).get().ref}/"


def test_never_stands_before_the_moves_and_nothing_needs_a_script(cast, page):
    page("volunteer_a", "wrong", "post", {"kind": "takeover"})
    incident = Incident.objects.of(cast.org_a).get()
    page("volunteer_a", "tick_move", "post", {"move": "capture", "done": "yes"}, ref=incident.ref)
    text = page("volunteer_a", "incident", ref=incident.ref).content.decode()

    places = [text.index(words) for words in ("Never", "In this order · 1 of 8 done", "Whom to call", "What you saw")]
    assert places == sorted(places)
    assert ("Drita Director" in text, "Blerina Trainer" in text) == (True, True)
    assert IncidentNote.objects.of(cast.org_a).filter(verb="done").get().by == cast.volunteer_a


def test_today_offers_the_button_to_everybody_inside_and_names_no_kind(cast, client):
    report(cast, "images")
    client.force_login(cast.volunteer_a)
    text = client.get(f"/o/{cast.org_a.ref}/", headers={"accept-language": "en"}).content.decode()

    assert ("Something is wrong" in text, "Something is going on" in text, "Intimate" in text) == (True, True, False)
