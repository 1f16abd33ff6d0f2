import base64
from datetime import UTC, datetime

import pytest
import typst

from zana.kernel.papers import missing_letters, typeset
from zana.kernel.tests.pdf import page_count, pdf_text

MADE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#set text(font: "Open Sans", lang: "en")
#title()
#data.body
"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE)
    return path


def read(pdf):
    return [line for line in pdf_text(pdf).splitlines() if line.strip()]


def test_text_of_people_comes_out_as_they_wrote_it(template):
    hostile = '#panic() *x* $z$ #read("/etc/passwd") \\ <a> @b // c'

    pdf = typeset(template, {"title": "Letter", "body": hostile}, made_at=MADE_AT)

    assert pdf.startswith(b"%PDF-")
    assert read(pdf) == ["Letter", hostile]


def test_same_data_gives_the_same_bytes(template):
    data = {"title": "Letter", "body": "Twice"}

    assert typeset(template, data, made_at=MADE_AT) == typeset(template, data, made_at=MADE_AT)


def test_the_date_comes_from_the_data(template):
    pdf = typeset(template, {"title": "Letter", "body": ""}, made_at=MADE_AT)

    assert b"2026-11-20T12:00:00" in pdf


@pytest.mark.parametrize(
    "text",
    ["Shqipëria është Çela Ç ë", "Šuma žuri đačko ćup Č Đ", "Љубав и њихова ћерка Џ ђ", "„Prishtinë“ – 5 %…"],
)
def test_letters_of_our_languages_all_have_a_shape(template, text):
    assert missing_letters(text) == frozenset()
    assert "\ufffd" not in pdf_text(typeset(template, {"title": text, "body": text}, made_at=MADE_AT))


def test_a_letter_without_a_shape_is_named_and_replaced(template):
    assert missing_letters("Zana 漢 😀") == {"漢", "😀"}

    pdf = typeset(template, {"title": "Letter", "body": "Zana 漢 😀"}, made_at=MADE_AT)

    assert read(pdf) == ["Letter", "Zana ? ?"]


def test_a_letter_and_its_accent_join_into_one():
    assert missing_letters("e\u0308") == frozenset()


def test_pictures_are_reached_by_their_name(template):
    template.write_text(TEMPLATE + '#image("dot.png", alt: "A dot")')

    pdf = typeset(template, {"title": "Letter", "body": ""}, {"dot.png": PIXEL}, made_at=MADE_AT)

    assert b"/Subtype/Image" in pdf
    assert page_count(pdf) == 1


@pytest.mark.parametrize("name", ["../dot.png", "/etc/dot.png", "a/dot.png", "paper.typ", ""])
def test_a_picture_cannot_lie_elsewhere(template, name):
    with pytest.raises(ValueError, match="not a plain file name"):
        typeset(template, {"title": "", "body": ""}, {name: PIXEL}, made_at=MADE_AT)


@pytest.mark.parametrize("line", ['#read("/etc/passwd")', '#read("../../etc/passwd")'])
def test_even_a_template_reads_nothing_outside_its_folder(template, line):
    template.write_text(TEMPLATE + line)

    with pytest.raises(typst.TypstError):
        typeset(template, {"title": "Letter", "body": ""}, made_at=MADE_AT)
