"""Papers: whole in three languages, filled from the registers, blank where they know nothing, never a place."""

import io
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from zana.audits.actions.registers import add_line
from zana.audits.actions.staff import add_worker, start_leaving
from zana.audits.papers.shelf import PAPERS, draw_text, read_texts
from zana.audits.queries.papers import list_blanks, list_helplines, make_paper
from zana.audits.queries.registers import open_book
from zana.audits.rules.registers import PAPER_DUTIES
from zana.audits.rules.shapes import REGISTERS
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.people import actions as people_actions
from zana.people.models import LogEntry
from zana.ui.words import LANGUAGES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def lines_of(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    return ["".join(run.text or "" for run in paragraph.iter(f"{W}t")) for paragraph in root.iter(f"{W}p")]


def note(cast, register, **said):
    return add_line(by=cast.director_a, organisation=cast.org_a, register=register, said=said)


def test_every_paper_says_the_same_in_three_languages():
    texts = {language: read_texts(language) for language in LANGUAGES}
    duties = {code for code, _ in REGISTERS["duties"].field("duty").choices}
    lists = {"helplines": ["x"], "accounts": ["x"]}

    assert {language: set(found) for language, found in texts.items()} == {each: set(PAPERS) for each in LANGUAGES}
    for code in PAPERS:
        forms = {
            tuple(block["kind"] for block in draw_text(texts[each][code], {"organisation": "Drita"}, lists))
            for each in LANGUAGES
        }
        places = {frozenset(texts[each][code].places) for each in LANGUAGES}
        assert (code, len(forms), len(places)) == (code, 1, 1)
        assert set(*places) - duties <= {"organisation", "today"}
    assert {
        code for code, (_, named) in PAPER_DUTIES.items() if not set(named) <= set(texts["en"][code].places)
    } == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_is_a_file_that_opens(cast, language):
    book = open_book(cast.org_a)

    for paper in PAPERS.values():
        lines = lines_of(make_paper(book, paper, language, "docx"))
        assert (lines[0], "Drita e Re" in lines[1]) == (read_texts(language)[paper.code].title, True)
        assert [line for line in lines if re.search(r"[{}]|^[#_@] |\[\]", line)] == []
    pdf = make_paper(book, PAPERS["consent"], language, "pdf")
    assert (pdf[:5], len(re.findall(rb"/Type\s*/Page\b", pdf))) == (b"%PDF-", 2)


@pytest.mark.django_db
def test_names_are_filled_in_until_they_leave(cast):
    vesa = add_worker(by=cast.director_a, organisation=cast.org_a, name="Vesa <b>Gashi</b> & Co")
    note(cast, "duties", duty="decides", person=vesa.ref, phone="+383 44 000 111")
    note(cast, "duties", duty="lawyer", outside="Zyra ligjore Lisi")
    blanks = list_blanks(open_book(cast.org_a), PAPERS["crisis"], "en")

    filled = lines_of(make_paper(open_book(cast.org_a), PAPERS["crisis"], "en", "docx"))
    start_leaving(by=cast.director_a, worker=vesa, left_on=clock.today())
    after = lines_of(make_paper(open_book(cast.org_a), PAPERS["crisis"], "en", "docx"))

    assert [line for line in filled if line.startswith(("Decides:", "Lawyer:"))] == [
        "Decides: Vesa <b>Gashi</b> & Co, +383 44 000 111",
        "Lawyer: Zyra ligjore Lisi",
    ]
    assert [line for line in after if line.startswith("Decides:")] == [f"Decides: {'_' * 40}"]
    assert [blank.english() for blank in blanks][:3] == [
        "decides when she cannot be reached",
        "speaks for us to the press",
        "posts in a crisis",
    ]


@pytest.mark.django_db
def test_a_number_nobody_checked_for_ninety_days_is_hidden(cast):
    for name, days in [("Fresh", 90), ("Old", 91), ("Tomorrow", -1)]:
        checked = clock.today() - timedelta(days=days)
        note(cast, "helplines", service=name, number="0800 00 000", languages=["sq"], verified_on=checked)

    assert [line.split(":")[0] for line in list_helplines(open_book(cast.org_a))] == ["Fresh"]


@pytest.mark.django_db
def test_no_paper_names_a_confidential_place(cast):
    """The place was hidden after the line had been written."""
    note(cast, "duties", duty="supports", outside="Teuta, Shtëpia e Bardhë")
    people_actions.hide_place(by=cast.director_a, organisation=cast.org_a, names="Shtëpia e Bardhë")
    book = open_book(cast.org_a)

    with pytest.raises(Refusal):
        make_paper(book, PAPERS["harassment"], "sq", "docx")
    assert lines_of(make_paper(book, PAPERS["leaver"], "sq", "docx"))[0] == "Formulari i largimit"


@pytest.mark.django_db
def test_who_took_a_paper_stands_in_the_log(cast, client):
    client.force_login(cast.volunteer_a)
    where = {"org": cast.org_a.ref, "paper": "leaver", "language": "sq", "form": "docx"}

    answer = client.get(reverse("audits:take_paper", kwargs=where))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="formulari-i-largimit-sq.docx"'
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    entry = LogEntry.objects.get(verb="paper.taken")
    assert (entry.person, entry.facts) == (cast.volunteer_a, {"paper": "leaver", "language": "sq", "form": "docx"})
    assert client.get(reverse("audits:take_paper", kwargs={**where, "form": "exe"})).status_code == 404
    client.force_login(cast.communicator_b)
    assert client.get(reverse("audits:take_paper", kwargs=where)).status_code == 404
