import hashlib
import io
import json
import shutil
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import connection

from zana.audits import actions, controls
from zana.audits.models import Audit, Evidence, Finding, Report
from zana.audits.models.reports import Frozen
from zana.audits.queries import moved
from zana.audits.queries.paper import report_pdf
from zana.audits.tests.archives import NOW
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.tests.pdf import page_count, pdf_text
from zana.people.models import LogEntry
from zana.ui.words import LANGUAGES

pytestmark = pytest.mark.slow

SECRET = "the old phone of Teuta"


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def looked(cast):
    for control, result in [("SEC-14", "fail"), ("CTL-01", "partial"), ("SEC-15", "pass"), ("VIS-01", "fail")]:
        actions.answer_control(by=cast.trainer, organisation=cast.org_a, control=control, result=result, note=SECRET)
    return cast


def make(cast, language="en", by=None):
    return actions.make_report(by=by or cast.trainer, organisation=cast.org_a, language=language)


def letters(text):
    """Words may break anywhere on paper."""
    return "".join(text.split()).replace("\u00ad", "")


def read(pdf):
    return letters(pdf_text(pdf))


def look_again(cast, **results):
    """A second audit, a month later."""
    actions.close_audit(by=cast.trainer, audit=Audit.objects.of(cast.org_a).get(closed_at=None))
    clock.travel(timedelta(days=30))
    for control, result in results.items():
        name = control.replace("_", "-")
        actions.answer_control(by=cast.director_a, organisation=cast.org_a, control=name, result=result)


def test_it_begins_with_what_works_and_gives_each_finding_a_page(looked):
    report = make(looked)

    said, text = report.said["document"], read(report.content)
    assert len(said["working"]["lines"]) == 1
    assert [finding["control"] for finding in said["findings"]] == ["SEC-14", "CTL-01", "VIS-01"]
    assert page_count(report.content) == 2 + 3 + 1 + (1 if said["moved"] else 0)
    places = [text.index(letters(said[part]["heading"])) for part in ("working", "three", "boxes", "again", "method")]
    assert places == sorted(places)
    assert [letters(finding["do"]["words"]) in text for finding in said["findings"]] == [True] * 3


@pytest.mark.parametrize(("language", "begins"), [("sq", "sq"), ("sr", "sr-Latn"), ("en", "en")])
def test_it_speaks_three_languages_and_every_letter_has_a_shape(looked, language, begins):
    report = make(looked, language)

    assert report.said["document"]["lang"] == begins
    assert "\ufffd" not in pdf_text(report.content)
    assert letters(report.said["document"]["findings"][0]["title"]) in read(report.content)


def test_it_tells_nobodys_notes_and_no_name_of_who_looked(looked):
    report = make(looked)
    word = actions.take_report(by=looked.lead, report=report, form="docx")[0]
    with zipfile.ZipFile(io.BytesIO(word)) as file:
        written = file.read("word/document.xml").decode()

    for text in (read(report.content), letters(written), letters(json.dumps(report.said["document"]))):
        assert (letters(SECRET) in text, letters(looked.trainer.name) in text) == (False, False)


def test_what_is_frozen_stays_and_prints_the_same_bytes(looked):
    report = make(looked)
    actions.answer_control(by=looked.trainer, organisation=looked.org_a, control="SEC-16", result="fail")
    clock.travel(timedelta(days=200))
    kept = Report.objects.of(looked.org_a).get()

    assert hashlib.sha256(kept.content).hexdigest() == kept.sha256 == report.sha256
    assert hashlib.sha256(report_pdf(kept.said["document"], kept.made_at)).hexdigest() == kept.sha256
    with pytest.raises(Frozen):
        kept.save()
    with pytest.raises(Frozen):
        kept.delete()


def test_it_lies_sealed(looked):
    make(looked)

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, content FROM audits_report")
        ((sealed, content),) = cursor.fetchall()
    assert ("findings" in sealed, b"%PDF" in bytes(content)) == (False, False)


def test_asked_again_it_is_the_same_and_after_a_new_look_the_next(looked):
    first = make(looked)
    clock.travel(timedelta(minutes=5))
    again, other = make(looked), make(looked, "sq")
    actions.answer_control(by=looked.trainer, organisation=looked.org_a, control="SEC-16", result="fail")
    later = make(looked)

    assert again == first
    assert [(r.version, r.language) for r in (first, other, later)] == [(1, "en"), (2, "sq"), (3, "en")]


def test_every_download_has_a_name_in_the_log(looked):
    report = make(looked)

    actions.take_report(by=looked.lead, report=report)
    actions.take_report(by=looked.director_a, report=report, form="docx")
    actions.take_report(by=looked.communicator_a, report=report, control="VIS-01")

    taken = LogEntry.objects.filter(verb="report.taken").order_by("pk")
    assert [(entry.person, entry.facts) for entry in taken] == [
        (looked.lead, {"form": "pdf", "control": ""}),
        (looked.director_a, {"form": "docx", "control": ""}),
        (looked.communicator_a, {"form": "pdf", "control": "VIS-01"}),
    ]
    for stranger in (looked.donor, looked.volunteer_a, looked.communicator_b):
        with pytest.raises(Forbidden):
            actions.take_report(by=stranger, report=report)
        with pytest.raises(Forbidden):
            make(looked, by=stranger)


def test_one_finding_alone_tells_nothing_of_the_others(looked):
    report = make(looked)

    alone, _kind = actions.take_report(by=looked.lead, report=report, control="VIS-01")

    chosen, others = (
        [f["title"] for f in report.said["document"]["findings"] if (f["control"] == "VIS-01") is wanted]
        for wanted in (True, False)
    )
    assert [letters(title) in read(alone) for title in chosen + others] == [True, False, False]
    assert page_count(alone) == 1
    with pytest.raises(Refusal):
        actions.take_report(by=looked.lead, report=report, control="SEC-01")


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_says_what_the_pdf_says_page_for_page(looked, language):
    report = make(looked, language)
    with zipfile.ZipFile(io.BytesIO(actions.take_report(by=looked.lead, report=report, form="docx")[0])) as file:
        body = ElementTree.fromstring(file.read("word/document.xml"))

    pages: list[list[str]] = [[]]
    for paragraph in body.iter(f"{W}p"):
        if paragraph.find(f"{W}r/{W}br[@{W}type='page']") is not None:
            pages.append([])
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in ("Title", "Heading1"):
            pages[-1].append("".join(part.text or "" for part in paragraph.iter(f"{W}t")))

    said = report.said["document"]
    assert pages == [
        [said["title"], said["working"]["heading"]],
        [said[part]["heading"] for part in ("three", "boxes", "again")],
        *([finding["title"]] for finding in said["findings"]),
        [said["method"]["heading"]],
    ]
    assert [row for row in body.iter(f"{W}tr") if not "".join(row.itertext()).strip()] == []


def test_nothing_looked_at_is_nothing_to_report(cast):
    with pytest.raises(Refusal):
        make(cast)


def test_the_second_audit_says_what_moved_and_why(looked):
    assert moved.compare_audits(looked.org_a) is None
    look_again(looked, SEC_14="pass", SEC_16="fail", VIS_01="fail")

    found = moved.compare_audits(looked.org_a)
    assert found is not None

    shown = [
        (
            heading.english(),
            [(line.control, line.after.english(), [r.english() for r in line.reasons]) for line in lines],
        )
        for heading, lines in found.groups
    ]
    assert shown == [
        ("Better than before", [("SEC-14", "in place", ["it was done, and shown to be"])]),
        ("Known now", [("SEC-16", "missing", ["somebody looked again"])]),
    ]
    assert [group["heading"] for group in make(looked).said["document"]["moved"]["groups"]] == [h for h, _ in shown]


def test_an_answer_that_grew_old_is_not_a_loss_and_a_new_rule_no_gain(looked, monkeypatch):
    look_again(looked)
    clock.travel(timedelta(days=100))
    monkeypatch.setattr("zana.audits.controls.Control.rule_text", "pass: otherwise")
    actions.answer_control(by=looked.director_a, organisation=looked.org_a, control="SEC-14", result="pass")

    found = moved.compare_audits(looked.org_a)
    assert found is not None

    shown = {
        heading.english(): {line.control: line.reasons[0].english() for line in lines}
        for heading, lines in found.groups
    }
    assert shown["Not known any more"]["SEC-15"] == "what we knew has grown too old"
    assert shown["Counted differently"] == {"SEC-14": "the rule changed, so the two cannot be compared"}


def test_a_report_under_todays_rules_shows_both_numbers_and_the_rule(looked, monkeypatch):
    basis = make(looked).said["basis"]
    assert moved.rescore_basis(basis).changes == []
    today = {
        control: rule._replace(severity=1) if control == "SEC-14" else rule
        for control, rule in moved.current_rules().items()
    }
    monkeypatch.setattr(moved, "current_rules", lambda: today)

    both = moved.rescore_basis(basis)

    assert (both.before["security"].kind, both.after["security"].kind) == ("act_now", "not_known")
    assert [(c.control, c.difference, c.before, c.after) for c in both.changes] == [("SEC-14", "weight", "5", "1")]


@pytest.fixture
def next_catalogue(tmp_path, monkeypatch):
    """A third version of the rules, on the shelf like the others: one weighs less, and one is worded anew."""

    def publish():
        shelf = shutil.copytree(controls.CATALOGUE, tmp_path / "catalogue")
        for name, was, is_now in [
            ("security/SEC-14.toml", "severity = 5", "severity = 1"),
            ("visibility/VIS-01.toml", 'passes = "', 'passes = "Since today: '),
        ]:
            text = (shelf / name).read_text(encoding="utf-8")
            (shelf / name).write_text(text.replace(was, is_now, 1), encoding="utf-8")
        (shelf / "version.toml").write_text('number = 3\ndigest = "next"\n', encoding="utf-8")
        monkeypatch.setattr(controls, "CATALOGUE", shelf)
        _forget()

    def _forget():
        controls.catalogue.cache_clear()
        controls.catalogue_version.cache_clear()

    yield publish
    monkeypatch.undo()
    _forget()


def test_under_the_next_version_of_the_rules_the_page_shows_both(looked, next_catalogue, client):
    """And what was answered and frozen before stays as it was."""
    report, before = make(looked), list(Evidence.objects.of(looked.org_a).values("pk", "sealed", "catalogue_version"))
    client.force_login(looked.trainer)
    client.cookies["zana_language"] = "en"
    page = f"/o/{looked.org_a.ref}/audit/reports/{report.ref}/"
    alone = client.get(page).content.decode()

    next_catalogue()
    both = client.get(page).content.decode()
    actions.answer_control(by=looked.trainer, organisation=looked.org_a, control="SEC-14", result="pass")
    again = make(looked)

    sentence = "The same evidence under catalogue version 3"
    assert (sentence in alone, sentence in both) == (False, True)
    assert ("Since today: " in both, "2 rules changed" in both) == (True, True)
    kept = Evidence.objects.of(looked.org_a).filter(catalogue_version=2).values("pk", "sealed", "catalogue_version")
    assert list(kept) == before
    assert [row.catalogue_version for row in (Report.objects.of(looked.org_a).get(pk=report.pk), again)] == [2, 3]
    assert Report.objects.of(looked.org_a).get(pk=report.pk).sha256 == report.sha256


def test_a_finding_of_a_check_that_is_no_more_breaks_no_page(looked, client):
    Finding.objects.of(looked.org_a).filter(control="VIS-01").update(control="VIS-99")
    client.force_login(looked.trainer)

    gone = Finding.objects.of(looked.org_a).get(control="VIS-99").ref
    pages = [client.get(f"/o/{looked.org_a.ref}/audit/{page}").status_code for page in ("", f"findings/{gone}/")]

    assert pages == [200, 404]
    assert [finding["control"] for finding in make(looked).said["document"]["findings"]] == ["SEC-14", "CTL-01"]


def test_looking_again_is_due_after_ninety_days_and_a_year(looked):
    look_again(looked)

    again = moved.read_look_again(looked.org_a)

    assert (again.grave, again.all) == ((NOW + timedelta(days=90)).date(), None)


@pytest.mark.parametrize(("more", "begins"), [([], b"%PDF-"), (["--docx"], b"PK\x03\x04")])
def test_the_command_writes_the_file(looked, tmp_path, capsys, more, begins):
    out = tmp_path / "report"

    call_command("audit_report", looked.org_a.slug, "--out", str(out), "--lang", "sq", "--json", *more)

    printed = json.loads(capsys.readouterr().out)
    report = Report.objects.of(looked.org_a).get()
    assert out.read_bytes().startswith(begins)
    assert (printed["version"], printed["language"], printed["sha256"]) == (1, "sq", report.sha256)
    assert out.stat().st_mode & 0o077 == 0
    taken = LogEntry.objects.get(verb="report.taken")
    assert (taken.person, taken.organisation, taken.thing) == (None, looked.org_a, f"report:{report.ref}")


def test_the_command_refuses_in_words(cast, tmp_path, capsys):
    for name, out in [
        ("nowhere", tmp_path / "a.pdf"),
        ("drita", tmp_path / "no" / "a.pdf"),
        ("drita", tmp_path / "a.pdf"),
    ]:
        with pytest.raises(SystemExit) as ended:
            call_command("audit_report", name, "--out", str(tmp_path / out), "--json")
        assert ended.value.code == 1
        assert list(json.loads(capsys.readouterr().out)) == ["refused"]
