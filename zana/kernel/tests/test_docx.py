import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

from zana.kernel.docx import write_docx

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
BLOCKS = [
    {"kind": "lead", "text": "Që <të> & \x07mirë"},
    {"kind": "heading", "text": "Kush"},
    {"kind": "step", "mark": "1", "text": "Ndal"},
    {"kind": "bullet", "text": "Pikë"},
    {"kind": "tick", "text": "Kutia"},
    {"kind": "line", "text": "Emri", "value": ""},
    {"kind": "small", "text": "fund"},
]


def made():
    return write_docx("Letra", BLOCKS, language="sq", author="Drita", made_at=AT)


def test_every_part_is_xml_and_named_in_the_package():
    with zipfile.ZipFile(io.BytesIO(made())) as parts:
        roots = {name: ElementTree.fromstring(parts.read(name)) for name in parts.namelist()}

    named = {node.get("PartName", "")[1:] for node in roots["[Content_Types].xml"]} - {""}
    assert named == {name for name in roots if not name.endswith(".rels")} - {"[Content_Types].xml"}


def test_words_stand_as_they_were_given_and_twice_the_same():
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(made())) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))

    lines = [" ".join(t.text or "" for t in p.iter(f"{w}t")) for p in root.iter(f"{w}p")]
    assert lines == ["Letra", "Që <të> &  mirë", "Kush", "1. Ndal", "• Pikë", "☐ Kutia", "Emri:  " + "_" * 40, "fund"]
    assert made() == made()
