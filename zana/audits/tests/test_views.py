import json
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zana.audits import actions
from zana.audits.models import Evidence, Finding
from zana.audits.queries import awaiting_word
from zana.audits.tests.archives import MADE, NOW, facebook_files, pack, two_factor
from zana.audits.views.archives import TOO_LARGE
from zana.kernel import clock
from zana.people.models import LogEntry

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def page(client, cast):
    """Opens a page of organisation A as somebody of the cast, in English."""

    signed_in: list[str] = []

    def open_as(name, route, method="get", data=None, **where):
        if signed_in != [name]:
            client.force_login(cast.persons[name])
            signed_in[:] = [name]
        url = reverse(f"audits:{route}", kwargs={"org": cast.org_a.ref, **where})
        return getattr(client, method)(url, data or {}, headers={"accept-language": "en"})

    return open_as


def upload(files, name="facebook.zip"):
    return SimpleUploadedFile(name, pack(files).getvalue(), "application/zip")


def give(page, cast, files, name="communicator_a"):
    return page(name, "archive", "post", {"holder": cast.persons[name].pk, "file": upload(files)})


@pytest.mark.parametrize(
    ("name", "overview", "archive"),
    [
        ("lead", 200, 403),
        ("trainer", 200, 200),
        ("director_a", 200, 200),
        ("communicator_a", 200, 200),
        ("volunteer_a", 403, 403),
        ("donor", 403, 403),
        ("communicator_b", 404, 404),
    ],
)
def test_pages_open_for_those_who_may(page, name, overview, archive):
    assert (page(name, "overview").status_code, page(name, "archive").status_code) == (overview, archive)


def test_overview_of_an_organisation_nobody_looked_at_shows_no_number(page):
    text = page("communicator_a", "overview").content.decode()

    assert text.count("No number yet. 0 % of the checks") == 3
    assert "Nobody has looked yet" in text


def test_archive_is_read_and_asks_for_her_word(page, cast):
    answer = give(page, cast, facebook_files())
    text = page("communicator_a", "words").content.decode()

    assert (answer.status_code, answer.url) == (302, f"/o/{cast.org_a.ref}/audit/words/")
    assert Evidence.objects.of(cast.org_a).count() == 10
    assert "Chrome on Windows in Kosovo, place 1" in text
    assert "Do you recognise every one of these logins?" in text


def test_archive_lies_in_a_file_without_a_name_while_it_is_read(page, cast, monkeypatch):
    file = tempfile.TemporaryFile()  # noqa: SIM115 - that the upload closes it is the point
    monkeypatch.setattr("zana.audits.uploads.TemporaryFile", lambda: file)

    give(page, cast, facebook_files())

    assert file.closed


def test_archive_that_is_refused_says_why_and_keeps_nothing(page, cast):
    answer = give(page, cast, {"start_here.html": b"<html></html>"})

    assert answer.status_code == 422
    assert "This archive was made as web pages (HTML)" in answer.content.decode()
    assert Evidence.objects.of(cast.org_a).count() == 0


def test_archive_that_is_too_large_is_told_what_to_ask_for(page, cast, monkeypatch):
    monkeypatch.setattr("zana.audits.views.archives.MOST_BYTES", 500)

    by_length = page("communicator_a", "archive", "post", {"file": SimpleUploadedFile("a.zip", b"x" * 200_000)})
    by_counting = page("communicator_a", "archive", "post", {"file": SimpleUploadedFile("a.zip", b"x" * 2_000)})

    assert [a.context["refused"] for a in (by_length, by_counting)] == [TOO_LARGE, TOO_LARGE]
    assert [a.status_code for a in (by_length, by_counting)] == [422, 422]


def test_archive_form_without_a_file_asks_for_one(page, cast):
    answer = page("communicator_a", "archive", "post", {"holder": cast.communicator_a.pk})

    assert answer.status_code == 422
    assert "Choose the ZIP file first." in answer.content.decode()


def test_archive_form_needs_the_token(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.communicator_a)
    url = reverse("audits:archive", kwargs={"org": cast.org_a.ref})

    answer = strict.post(url, {"holder": cast.communicator_a.pk, "file": upload(facebook_files())})

    assert answer.status_code == 403
    assert Evidence.objects.of(cast.org_a).count() == 0


def send_parts(page, cast, said, contents):
    files = [SimpleUploadedFile(str(n), content) for n, content in enumerate(contents)]
    return page("communicator_a", "archive", "post", {"holder": cast.communicator_a.pk, "names": said, "part": files})


def test_parts_a_browser_took_out_are_read_like_the_whole(page, cast):
    files = {name: json.dumps(content).encode() for name, content in facebook_files().items()}
    said = json.dumps({"names": list(files), "listed": 5000, "newest": MADE.isoformat()})

    answer = send_parts(page, cast, said, files.values())

    assert answer.status_code == 302
    kept = Evidence.objects.of(cast.org_a).order_by("control")
    assert [(e.control, e.result) for e in kept if e.result != "unknown"] == [
        ("SEC-19", "pass"),
        ("SEC-23", "pass"),
        ("SEC-45", "pass"),
    ]
    assert {e.observed_at for e in kept} == {MADE}


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{broken",
        json.dumps({"names": [], "listed": 1, "newest": ""}),
        json.dumps({"names": [7], "listed": 1, "newest": ""}),
        json.dumps({"names": ["messages/inbox/account_activity.json"], "listed": 1, "newest": ""}),
        json.dumps({"names": ["photos/1.jpg"], "listed": 1, "newest": ""}),
        json.dumps({"names": ["a/account_activity.json"], "listed": 1, "newest": "yesterday"}),
        json.dumps({"names": ["a/account_activity.json"], "listed": 10**9, "newest": ""}),
    ],
)
def test_parts_that_do_not_fit_are_refused(page, cast, said):
    answer = send_parts(page, cast, said, [b"{}"])

    assert answer.status_code == 422
    assert "What the browser sent does not fit together." in answer.content.decode()
    assert Evidence.objects.of(cast.org_a).count() == 0


def test_her_word_settles_it(page, cast):
    give(page, cast, facebook_files())
    asked = next(e for e in awaiting_word(cast.org_a) if e.control == "SEC-18")

    answer = page("communicator_a", "say_word", "post", {"answer": "no"}, ref=asked.ref)

    assert answer.status_code == 302
    assert [f.control for f in Finding.objects.of(cast.org_a)] == ["SEC-18"]


def test_word_on_a_piece_of_another_organisation_is_not_found(page, cast):
    (first, *_) = actions.read_archive(by=cast.communicator_b, organisation=cast.org_b, file=pack(facebook_files()))

    assert page("communicator_a", "say_word", "post", {"answer": "yes"}, ref=first.ref).status_code == 404


def test_question_offers_the_rules_own_sentences(page):
    text = page("trainer", "ask", control="SEC-14").content.decode()

    assert "All recovery data belong to people who work here now, and two people know them." in text
    assert "We do not know" in text


def test_answer_goes_on_to_the_next_question(page, cast):
    page("trainer", "begin", "post", {"scope": "minimum", "consented": cast.director_a.pk, "told": "on"})

    answer = page("trainer", "ask", "post", {"result": "fail", "way": "observe", "note": ""}, control="SEC-02")

    assert answer.url == f"/o/{cast.org_a.ref}/audit/ask/SEC-03/"
    assert [f.control for f in Finding.objects.of(cast.org_a)] == ["SEC-02"]


def test_answer_that_is_refused_keeps_what_was_written(page):
    answer = page("director_a", "ask", "post", {"result": "na", "note": "There is no X."}, control="SEC-08")

    assert answer.status_code == 422
    assert "can only be said by the auditor" in answer.content.decode()
    assert "There is no X." in answer.content.decode()


def test_unknown_control_is_not_found(page):
    assert page("trainer", "ask", control="SEC-99").status_code == 404


def test_finding_shows_remedy_day_and_who_saw_it_and_is_logged(page, cast):
    give(page, cast, facebook_files(two_factor=two_factor("Disabled")))
    finding = Finding.objects.of(cast.org_a).get()

    text = page("director_a", "finding", ref=finding.ref).content.decode()

    assert "Accounts Centre &gt; Password and security" in text
    assert "Two-step login is off for this person." in text
    seen = LogEntry.objects.filter(verb="finding.seen")
    assert [(e.person, e.thing) for e in seen] == [(cast.director_a, f"finding:{finding.ref}")]


def test_finding_is_assigned_accepted_and_closed_from_its_page(page, cast):
    give(page, cast, facebook_files(two_factor=two_factor("Disabled")))
    finding = Finding.objects.of(cast.org_a).get()

    page("trainer", "assign", "post", {"owner": cast.communicator_a.pk, "deputy": cast.director_a.pk}, ref=finding.ref)
    too_short = page("director_a", "accept", "post", {"reason": "no"}, ref=finding.ref)
    not_hers = page("communicator_a", "accept", "post", {"reason": "We wait for the new phone."}, ref=finding.ref)
    too_early = page("trainer", "close", "post", ref=finding.ref)
    page("director_a", "accept", "post", {"reason": "We wait for the new phone."}, ref=finding.ref)

    finding.refresh_from_db()
    assert [too_short.status_code, not_hers.status_code, too_early.status_code] == [422, 403, 422]
    assert (finding.owner, finding.state, finding.decided_by) == (cast.communicator_a, "accepted", cast.director_a)


@pytest.mark.parametrize("route", ["overview", "words"])
def test_pages_need_the_same_number_of_queries_for_many_findings(page, cast, route, django_assert_max_num_queries):
    for number, control in enumerate(["SEC-01", "SEC-02", "SEC-03", "SEC-04", "SEC-10", "SEC-12", "VIS-01"]):
        actions.answer_control(by=cast.trainer, organisation=cast.org_a, control=control, result="fail")
        if number % 3 == 0:
            actions.read_archive(by=cast.trainer, organisation=cast.org_a, file=pack(facebook_files()))

    page("communicator_a", route)

    with django_assert_max_num_queries(16):
        page("communicator_a", route)


def test_nothing_of_the_archive_is_written_anywhere(page, cast, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    give(page, cast, facebook_files())

    assert list(tmp_path.iterdir()) == []


def test_today_says_what_waits_for_her_word(client, cast):
    actions.read_archive(by=cast.communicator_a, organisation=cast.org_a, file=pack(facebook_files()))
    texts = {}
    for name in ("communicator_a", "volunteer_a", "lead"):
        client.force_login(cast.persons[name])
        texts[name] = client.get(f"/o/{cast.org_a.ref}/").content.decode()

    assert {name: "7 things only you can say" in text for name, text in texts.items()} == {
        "communicator_a": True,
        "volunteer_a": False,
        "lead": False,
    }


@pytest.mark.parametrize(
    ("language", "words"), [("sq", "Çfarë gjetëm"), ("sr", "Šta smo našle"), ("en", "What we found")]
)
def test_overview_speaks_three_languages(page, cast, client, language, words):
    actions.answer_control(by=cast.trainer, organisation=cast.org_a, control="SEC-03", result="pass")
    client.cookies["zana_language"] = language

    assert words in page("communicator_a", "overview").content.decode()


@pytest.mark.parametrize(
    ("language", "title", "rule"),
    [
        ("sq", "Së paku dy, e jo më shumë se katër veta me kontroll të plotë", "<small>Dy deri në katër veta"),
        ("sr", "Najmanje dve, a najviše četiri osobe s punom kontrolom", "<small>Dve do četiri osobe"),
        ("en", "At least two, at most four people with full control", "<small>Two to four people"),
    ],
)
def test_question_speaks_the_readers_language(page, client, language, title, rule):
    client.cookies["zana_language"] = language

    text = page("trainer", "ask", control="SEC-03").content.decode()

    assert (f"<h1>{title}</h1>" in text, rule in text) == (True, True)
