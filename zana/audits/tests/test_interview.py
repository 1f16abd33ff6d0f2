"""Looking together: consent first, every tap kept, nobody's answer lost."""

import io
import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse

from zana.audits import actions
from zana.audits.models import Audit, Evidence, Exhibit, Finding
from zana.audits.queries import read_standings
from zana.kernel.errors import Refusal
from zana.people.models import LogEntry
from zana.studio.tests.pictures import SECRET, make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ASK = "audits:ask"


@pytest.fixture
def address(cast):
    return reverse(ASK, kwargs={"org": cast.org_a.ref, "control": "SEC-03"})


def tap(client, address, **fields):
    return client.post(address, {"way": "observe", "note": "", **fields}, headers={"Accept": "application/json"})


def read(client, address):
    return client.get(address).content.decode()


def test_nobody_is_looked_at_without_saying_yes(cast, client):
    client.force_login(cast.trainer)
    begin = reverse("audits:begin", kwargs={"org": cast.org_a.ref})

    refused = client.post(begin, {"scope": "minimum", "consented": cast.director_a.pk})
    begun = client.post(begin, {"scope": "minimum", "consented": cast.director_a.pk, "told": "on"})

    audit = Audit.objects.of(cast.org_a).get()
    assert (refused.status_code, begun.status_code) == (422, 302)
    assert (audit.scope, audit.started_by, audit.consented_by) == ("minimum", cast.trainer, cast.director_a)
    assert LogEntry.objects.filter(verb="audit.consented").count() == 1


def test_only_somebody_of_the_organisation_can_say_yes_for_it(cast):
    with pytest.raises(Refusal):
        actions.start_audit(by=cast.trainer, organisation=cast.org_a, consented=cast.communicator_b)


def test_a_tap_is_saved_and_says_so(cast, client, address):
    client.force_login(cast.communicator_a)

    reply = tap(client, address, result="fail", key="k1")

    assert reply.status_code == 200
    assert re.fullmatch(r"Saved at \d\d:\d\d\.", reply.json()["said"])
    assert [f.control for f in Finding.objects.of(cast.org_a)] == ["SEC-03"]


def test_an_answer_sent_again_because_the_link_broke_is_one_answer(cast, client, address):
    client.force_login(cast.communicator_a)

    replies = [tap(client, address, result="pass", key="k1") for _ in range(3)]

    assert [reply.status_code for reply in replies] == [200, 200, 200]
    assert Evidence.objects.of(cast.org_a).count() == 1


def test_a_tap_that_is_refused_says_why_and_keeps_nothing(cast, client, address):
    client.force_login(cast.director_a)

    reply = tap(client, address, result="na", note="We use none.")

    assert reply.status_code == 422
    assert reply.json() == {
        "refused": ["That a check this grave does not apply can only be said by the auditor, with her name."]
    }
    assert list(Evidence.objects.of(cast.org_a)) == []


def test_two_people_lose_neither_answer_and_are_told(cast, client, address):
    actions.answer_control(by=cast.trainer, organisation=cast.org_a, control="SEC-03", result="fail")
    client.force_login(cast.communicator_a)

    reply = tap(client, address, result="pass", knew=0)  # her page was open before the other answered

    assert reply.json()["disagreement"] == (
        f"{cast.trainer.name} answered otherwise: missing. Both answers are kept; "
        "the worse one counts until you have talked."
    )
    assert sorted(Evidence.objects.of(cast.org_a).values_list("result", flat=True)) == ["fail", "pass"]
    standing = read_standings(cast.org_a)["SEC-03"]
    assert (standing.result, standing.conflict) == ("fail", True)


def test_of_two_tabs_of_one_person_both_answers_are_kept_and_the_later_counts(cast, client, address):
    client.force_login(cast.communicator_a)
    first, second = (re.findall(r'name="(key|knew)" value="([^"]*)"', read(client, address)) for _ in range(2))

    replies = [tap(client, address, result=result, **dict(tab)) for tab, result in ((second, "fail"), (first, "pass"))]

    assert [(reply.status_code, reply.json()["disagreement"]) for reply in replies] == [(200, ""), (200, "")]
    assert list(Evidence.objects.of(cast.org_a).order_by("pk").values_list("result", flat=True)) == ["fail", "pass"]
    assert read_standings(cast.org_a)["SEC-03"].result == "pass"


def test_once_they_agree_the_conflict_is_over(cast):
    for person, result in [(cast.trainer, "fail"), (cast.communicator_a, "pass"), (cast.trainer, "pass")]:
        actions.answer_control(by=person, organisation=cast.org_a, control="SEC-03", result=result, knew=0)

    standing = read_standings(cast.org_a)["SEC-03"]
    assert (standing.result, standing.conflict) == ("pass", False)


def test_what_was_chosen_survives_a_sign_in_that_ran_out(cast, client, address):
    chosen = urlencode({"result": "fail", "way": "attest", "note": "E pamë bashkë", "key": "k"})
    sent = client.post(address, chosen, content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 302
    assert Evidence.objects.of(cast.org_a).count() == 0
    client.force_login(cast.communicator_a)

    page = client.get(address).content.decode()

    assert 'value="fail" checked' in page
    assert 'value="attest" checked' in page
    assert "E pamë bashkë</textarea>" in page
    assert client.cookies["zana_kept"]["path"] == address
    assert "pamë" not in client.cookies["zana_kept"].value
    client.post(address, {"result": "fail", "way": "observe", "note": ""})
    assert client.cookies["zana_kept"].value == ""


def test_a_picture_goes_with_the_answer_sealed_and_without_what_it_told(cast, client):
    actions.answer_control(by=cast.communicator_a, organisation=cast.org_a, control="SEC-03", result="fail")
    given = io.BytesIO(make_jpeg())
    assert SECRET in given.getvalue()

    exhibit = actions.add_exhibit(
        by=cast.communicator_a, organisation=cast.org_a, control="SEC-03", file=given, name="<b>ekrani</b>.jpg"
    )

    kept = Exhibit.objects.of(cast.org_a).get(pk=exhibit.pk)
    assert kept.content.startswith(b"\xff\xd8\xff")
    assert SECRET not in kept.content
    assert _raw(exhibit.pk).startswith(b"gAAAA")
    client.force_login(cast.director_a)
    shown = client.get(reverse("audits:exhibit", kwargs={"org": cast.org_a.ref, "ref": exhibit.ref}))
    assert (shown.content, shown["Cache-Control"]) == (kept.content, "no-store")
    assert LogEntry.objects.filter(verb="exhibit.seen").count() == 1
    client.force_login(cast.communicator_a)
    page = client.get(reverse(ASK, kwargs={"org": cast.org_a.ref, "control": "SEC-03"})).content.decode()
    assert ("&lt;b&gt;ekrani" in page, "<b>ekrani" in page) == (True, False)


def _raw(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM audits_exhibit WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def test_a_picture_needs_an_answer_first(cast):
    with pytest.raises(Refusal) as no:
        actions.add_exhibit(
            by=cast.communicator_a, organisation=cast.org_a, control="SEC-03", file=io.BytesIO(make_jpeg())
        )

    assert no.value.saying.english() == "Answer the question first; the picture goes with your answer."


def test_a_file_that_is_no_picture_is_refused_in_words(cast, client):
    actions.answer_control(by=cast.communicator_a, organisation=cast.org_a, control="SEC-03", result="fail")
    client.force_login(cast.communicator_a)

    reply = client.post(
        reverse("audits:attach", kwargs={"org": cast.org_a.ref, "control": "SEC-03"}),
        {"file": io.BytesIO(b"MZ this is a program")},
    )

    assert reply.status_code == 422
    assert Exhibit.objects.of(cast.org_a).count() == 0


def test_who_comes_from_a_task_returns_to_it(cast, client, address):
    client.force_login(cast.communicator_a)
    client.cookies["zana_language"] = "en"
    tap(client, address, result="fail", key="k1")
    task = Finding.objects.of(cast.org_a).get()
    page = reverse("audits:finding", kwargs={"org": cast.org_a.ref, "ref": task.ref})
    close = reverse("audits:close", kwargs={"org": cast.org_a.ref, "ref": task.ref})
    assert (f"{address}?task={task.ref}" in read(client, page), close in read(client, page)) == (True, False)
    assert f'href="{page}" data-later' in read(client, f"{address}?task={task.ref}")

    saved = client.post(f"{address}?task={task.ref}", {"way": "observe", "note": "", "result": "pass", "key": "k2"})

    assert saved["Location"] == page
    assert client.post(address, {"way": "observe", "note": "", "result": "pass", "key": "k3"})["Location"] != page
