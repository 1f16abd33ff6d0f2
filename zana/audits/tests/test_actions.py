import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from zana.audits import actions
from zana.audits.models import Audit, Evidence, Finding
from zana.audits.queries import (
    awaiting_word,
    open_findings,
    read_cohort,
    read_scores,
    read_standings,
    sort_in_boxes,
    standing_findings,
)
from zana.audits.tests.archives import MADE, NOW, facebook_files, instagram_files, pack, session, two_factor, x_files
from zana.audits.tests.found import one_open
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.people.models import LogEntry, Notice


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


def give(cast, files, by=None, **more):
    more = {"holder": cast.communicator_a} | more
    return actions.read_archive(by=by or cast.communicator_a, organisation=cast.org_a, file=pack(files), **more)


def answer(cast, control, result, by=None, **more):
    return actions.answer_control(
        by=by or cast.trainer, organisation=cast.org_a, control=control, result=result, **more
    )


def found(cast):
    return [(f.control, f.result, f.state) for f in Finding.objects.of(cast.org_a).order_by("control")]


def test_archive_becomes_evidence_with_its_own_date_and_strength(cast):
    kept = give(cast, facebook_files())

    by_control = {e.control: e for e in kept}
    assert len(kept) == 10
    assert {(e.network, e.way, e.strength, e.observed_at, e.holder, e.by) for e in kept} == {
        ("facebook", "export", 0.9, MADE, cast.communicator_a, cast.communicator_a)
    }
    assert by_control["SEC-19"].result == "pass"
    assert [fact.english() for fact in by_control["SEC-14"].seen["facts"]] == [
        "1 × e-mail at drita.example",
        "phone ending in 42",
    ]
    assert by_control["SEC-19"].seen["rule"].startswith("pass: No session or device has been unused")


def test_archive_leaves_nothing_readable_in_the_database(cast):
    give(cast, facebook_files())

    plain = list(Evidence.objects.across_organisations().values_list("sealed", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM audits_evidence")
        stored = [text for (text,) in cursor.fetchall()]

    assert any("drita.example" in text for text in plain)
    assert [text for text in stored if "drita" in text or "phone" in text] == []


def test_what_only_the_owner_can_say_is_unknown_until_she_says_it(cast):
    give(cast, facebook_files())
    waiting = {e.control: e for e in awaiting_word(cast.org_a)}
    before = read_standings(cast.org_a)["SEC-18"].result

    confirmed = actions.confirm_facts(by=cast.communicator_a, evidence=waiting["SEC-18"], answer="yes")

    assert list(waiting) == ["SEC-05", "SEC-06", "SEC-14", "SEC-18", "SEC-32", "SEC-13", "SEC-46"]
    assert before == "unknown"
    assert (confirmed.result, confirmed.strength, confirmed.confirmed_by) == ("pass", 0.8, cast.communicator_a)
    assert read_standings(cast.org_a)["SEC-18"].result == "pass"
    assert "SEC-18" not in {e.control for e in awaiting_word(cast.org_a)}


def test_a_session_nobody_knows_is_a_finding_of_the_gravest_kind(cast):
    give(cast, facebook_files())
    sessions = next(e for e in awaiting_word(cast.org_a) if e.control == "SEC-18")

    actions.confirm_facts(by=cast.communicator_a, evidence=sessions, answer="no")

    finding = one_open(cast.org_a, "SEC-18")
    assert (finding.severity, finding.result, finding.due_on) == (5, "fail", date(2026, 11, 26))
    assert read_scores(cast.org_a)["security"].label.english() == "act now"
    assert {n.person for n in Notice.objects.all()} == {cast.director_a, cast.communicator_a, cast.trainer}


def test_not_being_sure_stays_unknown_and_is_not_asked_again(cast):
    give(cast, facebook_files())
    sessions = next(e for e in awaiting_word(cast.org_a) if e.control == "SEC-18")

    actions.confirm_facts(by=cast.communicator_a, evidence=sessions, answer="unsure")

    assert read_standings(cast.org_a)["SEC-18"].result == "unknown"
    assert "SEC-18" not in {e.control for e in awaiting_word(cast.org_a)}
    with pytest.raises(Refusal):
        actions.confirm_facts(by=cast.communicator_a, evidence=sessions, answer="yes")


def test_refused_archive_keeps_nothing(cast):
    with pytest.raises(Refusal):
        actions.read_archive(by=cast.communicator_a, organisation=cast.org_a, file=pack({"start_here.html": b"<html>"}))

    assert (Evidence.objects.of(cast.org_a).count(), Audit.objects.of(cast.org_a).count()) == (0, 0)


def test_two_admins_archives_do_not_hide_each_other(cast):
    give(cast, facebook_files(sessions={"active_sessions_v2": [session(200)] * 4}))
    give(cast, facebook_files(name="Drita Director"), holder=cast.director_a)

    assert read_standings(cast.org_a)["SEC-19"].result == "fail"


def test_archive_of_somebody_without_a_sign_in_is_nobodys_card(cast):
    kept = give(cast, facebook_files(), by=cast.trainer, holder=None)

    assert {(e.holder, e.by) for e in kept} == {(None, cast.trainer)}


def test_archive_of_somebody_from_elsewhere_is_refused(cast):
    with pytest.raises(Refusal):
        give(cast, facebook_files(), holder=cast.director_b)


def test_newer_archive_of_the_same_person_closes_what_the_older_opened(cast):
    give(cast, facebook_files(sessions={"active_sessions_v2": [session(200)]}))
    before = found(cast)
    give(cast, facebook_files())

    assert before == [("SEC-19", "partial", "open")]
    assert found(cast) == [("SEC-19", "partial", "closed")]


def test_gravest_finding_needs_a_second_person_to_close(cast):
    give(cast, facebook_files(two_factor=two_factor("Disabled")))
    give(cast, facebook_files())
    asked = next(e for e in awaiting_word(cast.org_a) if e.control == "SEC-06")
    actions.confirm_facts(by=cast.communicator_a, evidence=asked, answer="yes")
    still = found(cast)
    finding = one_open(cast.org_a, "SEC-06")

    with pytest.raises(Refusal):
        actions.close_finding(by=cast.communicator_a, finding=finding)

    assert still == [("SEC-06", "fail", "open")]


def test_auditor_closes_what_she_saw(cast):
    answer(cast, "SEC-14", "fail", note="A number of somebody who left.")
    finding = one_open(cast.org_a, "SEC-14")
    answer(cast, "SEC-14", "pass", by=cast.director_a)

    finding.refresh_from_db()
    assert (finding.state, finding.decided_by) == ("closed", cast.director_a)


def test_the_same_person_cannot_close_the_gravest_alone_but_another_can(cast):
    answer(cast, "SEC-14", "fail")
    answer(cast, "SEC-14", "pass")
    finding = one_open(cast.org_a, "SEC-14")

    with pytest.raises(Refusal):
        actions.close_finding(by=cast.trainer, finding=finding)
    actions.close_finding(by=cast.director_a, finding=finding)

    assert finding.state == "closed"


def test_nobody_closes_by_wish(cast):
    answer(cast, "SEC-15", "fail")

    with pytest.raises(Refusal) as no:
        actions.close_finding(by=cast.trainer, finding=one_open(cast.org_a))

    assert no.value.saying.english().startswith("Nothing shows yet")


def test_partial_becomes_fail_without_a_second_finding(cast):
    answer(cast, "CTL-09", "partial")
    answer(cast, "CTL-09", "fail")

    assert found(cast) == [("CTL-09", "fail", "open")]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"control": "SEC-99", "result": "pass"}, "There is no control SEC-99."),
        ({"control": "SEC-14", "result": "great"}, "Choose one of the answers."),
        ({"control": "VIS-06", "result": "partial"}, "This check knows no halfway: it is in place or it is not."),
        (
            {"control": "VIS-01", "result": "pass", "way": "attest"},
            "This cannot be known in that way. Choose how you know it.",
        ),
        ({"control": "VIS-01", "result": "na", "note": ""}, "Write the reason why this does not apply to you."),
    ],
)
def test_answers_that_make_no_sense_are_refused(cast, given, words):
    with pytest.raises(Refusal) as no:
        answer(cast, **given)

    assert no.value.saying.english() == words


def test_grave_control_is_only_put_aside_by_the_auditor(cast):
    reason = {"note": "There is no X account."}

    with pytest.raises(Refusal):
        answer(cast, "SEC-08", "na", by=cast.director_a, **reason)
    answer(cast, "SEC-08", "na", **reason)
    answer(cast, "VIS-06", "na", by=cast.director_a, **reason)

    standings = read_standings(cast.org_a)
    assert (standings["SEC-08"].result, standings["VIS-06"].result) == ("na", "na")


def test_unknown_is_an_answer_and_changes_no_number(cast):
    answer(cast, "SEC-14", "pass")
    before = read_scores(cast.org_a)
    answer(cast, "SEC-10", "unknown")

    assert read_scores(cast.org_a) == before


def test_accepting_needs_the_director_and_a_reason(cast):
    answer(cast, "VIS-09", "fail")
    finding = one_open(cast.org_a)

    with pytest.raises(Forbidden):
        actions.accept_finding(by=cast.communicator_a, finding=finding, reason="Safety before visibility.")
    with pytest.raises(Refusal):
        actions.accept_finding(by=cast.director_a, finding=finding, reason="no")
    actions.accept_finding(by=cast.director_a, finding=finding, reason="Safety before visibility.")

    assert [box for box, inside in sort_in_boxes(list(standing_findings(cast.org_a))).items() if inside] == ["accepted"]
    assert list(open_findings(cast.org_a)) == []


def test_finding_goes_to_people_of_the_organisation(cast):
    answer(cast, "SEC-15", "fail")
    finding = one_open(cast.org_a)

    with pytest.raises(Refusal):
        actions.assign_finding(by=cast.trainer, finding=finding, owner=cast.director_b, deputy=None)
    actions.assign_finding(by=cast.trainer, finding=finding, owner=cast.communicator_a, deputy=cast.director_a)

    finding.refresh_from_db()
    assert (finding.owner, finding.deputy) == (cast.communicator_a, cast.director_a)


@pytest.mark.parametrize("name", ["lead", "donor", "volunteer_a", "communicator_b", "director_b"])
def test_others_cannot_touch_an_audit(cast, name):
    person = cast.persons[name]
    kept = give(cast, facebook_files())
    answer(cast, "SEC-15", "fail")
    finding = one_open(cast.org_a)
    attempts = [
        lambda: give(cast, facebook_files(), by=person),
        lambda: answer(cast, "SEC-14", "pass", by=person),
        lambda: actions.start_audit(by=person, organisation=cast.org_a),
        lambda: actions.confirm_facts(by=person, evidence=kept[0], answer="yes"),
        lambda: actions.close_finding(by=person, finding=finding),
        lambda: actions.assign_finding(by=person, finding=finding, owner=None, deputy=None),
    ]

    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert Evidence.objects.of(cast.org_a).count() == 11


def test_every_verb_leaves_one_entry_in_the_log(cast):
    answer(cast, "SEC-15", "fail")
    give(cast, x_files())

    verbs = list(LogEntry.objects.filter(organisation=cast.org_a).order_by("pk").values_list("verb", flat=True))

    assert verbs == ["audit.started", "control.answered", "archive.read"]
    assert "fail" not in json.dumps(list(LogEntry.objects.values_list("facts", flat=True)))


def test_evidence_grows_stale_and_the_finding_stays(cast):
    answer(cast, "SEC-15", "fail")
    clock.travel(timedelta(days=121))

    assert (read_standings(cast.org_a)["SEC-15"].result, read_standings(cast.org_a)["SEC-15"].stale) == (
        "unknown",
        True,
    )
    assert [f.control for f in open_findings(cast.org_a)] == ["SEC-15"]


def test_cohort_counts_without_naming_weaknesses(cast, django_assert_num_queries):
    answer(cast, "SEC-15", "fail")
    answer(cast, "SEC-14", "fail")
    clock.travel(timedelta(days=5))

    with django_assert_num_queries(4):
        lines = read_cohort([cast.org_a, cast.org_b])

    assert (lines[cast.org_a.pk].act_now, lines[cast.org_a.pk].open, lines[cast.org_a.pk].overdue) == (True, 2, 1)
    assert (lines[cast.org_b.pk].act_now, lines[cast.org_b.pk].open) == (False, 0)


def test_audit_command_prints_numbers_and_findings(cast, capsys):
    give(cast, instagram_files(two_factor=two_factor("Disabled")))

    call_command("audit", cast.org_a.slug, "--json")

    printed = json.loads(capsys.readouterr().out)
    assert list(printed["domains"]) == ["security", "control", "visibility"]
    assert printed["domains"]["security"] | {"coverage": 0, "confidence": 0, "low": 0, "high": 0} == {
        "score": None,
        "coverage": 0,
        "confidence": 0,
        "low": 0,
        "high": 0,
        "label": "act now",
        "unanswered": 55,
    }
    assert [(f["control"], f["severity"], f["due"]) for f in printed["findings"]] == [("SEC-07", 5, "2026-11-26")]


def test_audit_command_refuses_an_unknown_name(db, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "nowhere", "--json")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out) == {"refused": "There is no organisation called nowhere."}
