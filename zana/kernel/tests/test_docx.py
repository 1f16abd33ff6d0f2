import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

from zana.kernel.papers import Bullets, Heading, PageBreak, Paragraph, Part, Table, write_docx

MADE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '</w:t><w:instrText> & "x" \x00\x0b {{ y }} Çë'
PARTS: list[Part] = [
    Heading("Shtëpia"),
    Paragraph("Two\nlines", "soft"),
    Bullets([HOSTILE]),
    Table(["What", "Who"], [["Password", "Arta"]]),
    PageBreak(),
    Paragraph("End"),
]


def members(file):
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_what_people_wrote_stands_there_as_text():
    document = ElementTree.fromstring(
        members(write_docx("Plan", PARTS, language="sq", made_at=MADE_AT))["word/document.xml"]
    )

    shown = ["".join(text.text or "" for text in line.iter(f"{W}t")) for line in document.iter(f"{W}p")]
    assert [line for line in shown if line] == [
        "Plan",
        "Shtëpia",
        "Twolines",
        '</w:t><w:instrText> & "x"  {{ y }} Çë',
        "What",
        "Who",
        "Password",
        "Arta",
        "End",
    ]
    assert list(document.iter(f"{W}instrText")) == []


def test_every_part_of_the_file_is_xml_and_every_style_is_declared():
    files = members(write_docx("Plan", PARTS, language="sr-Latn", author="Drita & Co", made_at=MADE_AT))

    trees = {name: ElementTree.fromstring(text) for name, text in files.items()}
    declared = {style.get(f"{W}styleId") for style in trees["word/styles.xml"].iter(f"{W}style")}
    used = {style.get(f"{W}val") for style in trees["word/document.xml"].iter(f"{W}pStyle")}
    assert used - declared == set()
    assert [row.tag for row in trees["word/document.xml"].iter(f"{W}tblHeader")] == [f"{W}tblHeader"]
    assert "<dc:title>Plan</dc:title><dc:creator>Drita &amp; Co</dc:creator>" in files["docProps/core.xml"]


def test_the_same_parts_give_the_same_bytes():
    first, second = (write_docx("Plan", PARTS, language="en", made_at=MADE_AT) for _ in range(2))

    assert first == second
