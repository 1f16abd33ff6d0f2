"""Tables people made in a spreadsheet."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zana.kernel.errors import Refusal
from zana.kernel.tables import MAX_BYTES, MAX_ROWS, find_columns, fold, read_table
from zana.kernel.tests.sheets import as_xlsx
from zana.kernel.tests.zips import write_with_photos

HEAD = ("Name", "E-mail")
ARTA = ("Arta Krasniqi", "arta@drita.example")


def refused(content):
    with pytest.raises(Refusal) as no:
        read_table(content)
    return no.value.saying.english()


def test_a_workbook_a_csv_and_a_windows_csv_say_the_same():
    told = [HEAD, ARTA, ("Đurđa Šušić", "")]
    text = "\r\n".join(";".join(row) for row in told)
    tables = [
        read_table(content)
        for content in (
            as_xlsx(*told),
            text.encode("utf-8-sig"),
            text.encode("cp1250"),
            text.encode("utf-16"),
            text.replace(";", "\t").encode(),
        )
    ]
    assert [(one.header, [cells for _, cells in one.rows]) for one in tables] == [(HEAD, [ARTA, told[2]])] * 5


def test_rows_keep_the_numbers_of_the_spreadsheet_and_a_title_above_is_let_be():
    made = as_xlsx(("People of Drita", None), (), HEAD, (), ARTA, merged=("A1:B1",), first_hidden=True)
    table = read_table(made)
    assert (table.header, table.header_row, table.rows) == (HEAD, 3, ((5, ARTA),))


def test_numbers_stay_as_they_are_read():
    assert read_table(as_xlsx(HEAD, (7, 3.5))).rows == ((2, ("7", "3.5")),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            as_xlsx(HEAD, ARTA, ("=A2", "=B2")),
            "There are formulas in A3, B3. Copy everything, paste it as values only, and give that file.",
        ),
        (
            as_xlsx(HEAD, ARTA, merged=("A2:A4", "B1:C1")),
            "Cells are merged in A2:A4, B1:C1. Take them apart, so that every row stands for itself.",
        ),
        (b"", "The file is empty."),
        (as_xlsx(), "The file is empty."),
        (b"x" * (MAX_BYTES + 1), "The file is larger than 2 MB. Take out pictures and other sheets."),
        (
            b"\xd0\xcf\x11\xe0",
            "This is an old Excel file or one with a password. Save it as .xlsx or CSV, without one.",
        ),
        (b"<!DOCTYPE html><p>", "This is no table. Give an Excel file (.xlsx) or a CSV."),
        (b"a,b\n" + b"1,2\n" * (MAX_ROWS + 1), "The file has more than 2000 rows. Give it in parts."),
        (
            as_xlsx(HEAD, ARTA, head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
            "This Excel file is broken or not made by a spreadsheet program. Save it again as .xlsx or CSV.",
        ),
        (
            as_xlsx(HEAD, ARTA)[:-40],
            "The archive is damaged or was not downloaded to its end. Fetch it again; nothing was kept.",
        ),
    ],
)
def test_what_is_no_plain_table_is_refused_in_words(content, words):
    assert refused(content) == words


def test_another_zip_is_no_workbook(tmp_path):
    write_with_photos(tmp_path / "a.zip", {"posts.json": b"{}"}, 0)
    said = refused((tmp_path / "a.zip").read_bytes())
    assert said == "This Excel file is broken or not made by a spreadsheet program. Save it again as .xlsx or CSV."


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 900))
def test_whatever_is_given_is_read_or_refused(noise, at):
    good = as_xlsx(HEAD, ARTA)
    for content in (noise, good[:at] + noise + good[at + len(noise) :], b"PK\x03\x04" + noise):
        with suppress(Refusal):  # and nothing else
            read_table(content)


def test_columns_are_found_by_any_of_their_names_and_a_missing_one_is_named():
    table = read_table(b"Emri;EMAIL\nArta;a@b.example")
    names = {"name": ("Name", "Emri"), "email": ("E-mail", "Email")}
    assert find_columns(table, names, ["name", "email"]) == {"name": 0, "email": 1}
    with pytest.raises(Refusal) as no:
        find_columns(table, {"role": ("Role", "Roli")}, ["role"])
    assert no.value.saying.english() == "There is no column “Role”. Found: Emri, EMAIL."


def test_letters_with_and_without_their_marks_are_one():
    assert [fold(one) for one in ("Zoja  Gërvalla", "zoja gervalla", "Đurđa ŠUŠIĆ", "Çapriqi")] == [
        "zoja gervalla",
        "zoja gervalla",
        "durda susic",
        "capriqi",
    ]
