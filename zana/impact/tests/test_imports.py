from datetime import date, datetime

import pytest

from zana.impact.imports.detect import read_export
from zana.impact.imports.shapes import DayRow, Owner, PostRow
from zana.impact.tests.exports import (
    FB_31,
    FB_38,
    IG,
    PAGE,
    POST,
    X,
    as_csv,
    as_daily,
    fb_row,
    ig_row,
    x_row,
)
from zana.kernel.errors import Refusal


def refusal(content):
    with pytest.raises(Refusal) as no:
        read_export(content)
    return no.value.saying.english()


def faults(export):
    return [(fault.row, fault.words.english()) for fault in export.faults]


def test_facebook_content_is_read_by_its_columns():
    export = read_export(as_csv(FB_31, [fb_row()]))

    assert (export.form, export.network, export.rows_read, export.faults) == (
        "facebook_content", "facebook", 1, (),
    )  # fmt: skip
    assert export.owners == {Owner(PAGE, "Drita")}
    assert export.posts == (
        PostRow(
            row=2,
            remote_id=POST,
            url=f"https://www.facebook.example/{POST}",
            text="Dera jonë është e hapur",
            published_at=datetime(2026, 11, 2, 18, 30),  # noqa: DTZ001 - the file names no zone
            numbers={"views": 1234, "reach": 987, "reactions": 40, "comments": 3, "shares": 0},
        ),
    )


def test_a_blank_number_is_absent_and_a_zero_is_zero():
    numbers = read_export(as_csv(FB_31, [fb_row(Shares="0", Views="")])).posts[0].numbers

    assert numbers == {"reach": 987, "reactions": 40, "comments": 3, "shares": 0}


def test_the_second_views_column_does_not_replace_the_first():
    both = read_export(as_csv(FB_38, [fb_row(Views=["1,234", "7"])])).posts[0].numbers
    blank = read_export(as_csv(FB_38, [fb_row(Views=["1,234", ""])])).posts[0].numbers

    assert (both["views"], blank["views"]) == (1234, 1234)


def test_the_order_and_case_of_columns_do_not_matter():
    header = [name.upper() for name in reversed(FB_31)]
    row = {name.upper(): value for name, value in fb_row().items()}

    assert read_export(as_csv(header, [row])).posts == read_export(as_csv(FB_31, [fb_row()])).posts


def test_the_longer_of_title_and_description_is_the_text():
    rows = [fb_row(Title="A long headline over a short text", Description="Short")]

    assert read_export(as_csv(FB_31, rows)).posts[0].text == "A long headline over a short text"


def test_text_is_normalised_and_may_hold_commas_quotes_and_lines():
    text = 'Ｄｅｒａ, "e hapur"\nsot'

    assert read_export(as_csv(FB_31, [fb_row(Description=text)])).posts[0].text == 'Dera, "e hapur"\nsot'


def test_instagram_content_is_read():
    export = read_export(as_csv(IG, [ig_row()]))

    assert export.network == "instagram"
    assert export.owners == {Owner("17841400000000027", "drita.example")}
    assert export.posts[0].numbers == {"reach": 1050, "likes": 12, "saves": 4}


def test_x_content_is_read():
    export = read_export(as_csv(X, [x_row()], encoding="utf-8"))

    assert export.network == "x"
    assert export.owners == {Owner("", "drita")}
    assert export.posts[0].published_at == datetime(2026, 7, 14)  # noqa: DTZ001
    assert export.posts[0].numbers == {"impressions": 1234, "likes": 5, "replies": 0}


def test_german_columns_are_known():
    header = ["Beitrags-ID", "Konto-Benutzername", "Beschreibung", "Veröffentlichungszeitpunkt", "Reichweite"]
    row = dict(zip(header, ["18000000000000123", "drita", "Hallo", "11/03/2026 09:05", "10"], strict=True))

    export = read_export(as_csv(header, [row]))

    assert (export.form, export.posts[0].numbers) == ("instagram_content", {"reach": 10})


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_separators_are_recognised(delimiter, newline):
    export = read_export(as_csv(FB_31, [fb_row(), fb_row("5")], delimiter=delimiter, newline=newline))

    assert [post.remote_id for post in export.posts] == [POST, "5"]


def test_a_daily_series_takes_only_the_day_and_its_title():
    days = [("2025-10-01T00:00:00", "20"), ("2025-11-02T01:00:00", "0"), ("2025-11-03T01:00:00", "")]

    export = read_export(as_daily("Facebook follows", days))

    assert (export.form, export.network, export.rows_read) == ("meta_daily", "facebook", 3)
    assert export.days == (
        DayRow(4, "day_follows", date(2025, 10, 1), 20),
        DayRow(5, "day_follows", date(2025, 11, 2), 0),
    )


def test_a_daily_series_that_does_not_name_its_network_says_so():
    assert read_export(as_daily("Reach", [("2025-10-01T00:00:00", "20")])).network == ""


def test_a_daily_series_saved_again_by_a_spreadsheet_is_read():
    content = b"Facebook follows;\nDate;Primary\n2025-10-01T00:00:00;20\n"

    assert read_export(content).days == (DayRow(3, "day_follows", date(2025, 10, 1), 20),)


def test_bad_rows_are_listed_and_the_others_are_read():
    rows = [
        fb_row("1"),
        fb_row("2", **{"Publish time": "2026-11-02"}),
        fb_row("3", Reach="1.234"),
        fb_row("4", Date="2026-11-02"),
        fb_row("1"),
        fb_row("abc"),
        fb_row("6"),
    ]

    export = read_export(as_csv(FB_31, rows))

    assert export.rows_read == 7
    assert [post.remote_id for post in export.posts] == ["1", "6"]
    assert faults(export) == [
        (3, 'Column "Publish time" says "2026-11-02", which cannot be read.'),
        (4, 'Column "Reach" says "1.234", which cannot be read.'),
        (5, 'Column "Date" says "2026-11-02", which cannot be read.'),
        (6, "This post stands in the file twice; the first row counts."),
        (7, 'Column "Post ID" says "abc", which cannot be read.'),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"Reach": "9" * 16},
        {"Reach": "-5"},
        {"Publish time": "01/01/0001 00:00"},
        {"Permalink": "https://www.facebook.example/" + "x" * 500},
        {"Permalink": "javascript:alert(1)"},
        {"Post ID": "1" * 81},
    ],
)
def test_what_no_network_would_write_leaves_the_row_out(row):
    export = read_export(as_csv(FB_31, [fb_row(), fb_row("5", **row)]))

    assert [fault.row for fault in export.faults] == [3]
    assert [post.remote_id for post in export.posts] == [POST]


@pytest.mark.parametrize("ids", [["1.22158E+17"], ["1,22158E+17", "1"], ["122158000000000000", "122158111111111000"]])
def test_ids_rounded_by_a_spreadsheet_are_refused(ids):
    assert refusal(as_csv(FB_31, [fb_row(one) for one in ids])) == (
        "A spreadsheet program has rounded the post ids in this file (like 1.22158E+17). "
        "They cannot be recovered: download the file again and give it without opening it."
    )


def test_wrong_columns_are_refused_with_what_was_expected_and_found():
    assert refusal(b"Name,Amount\nDrita,5\n") == (
        "This is none of the exports Zana can read. Expected columns: "
        "Meta Business Suite (Facebook): Post ID, Page ID, Publish time; "
        "Meta Business Suite (Instagram): Post ID, Account username, Publish time; "
        "X Analytics: Post id, Date, Post Link; "
        "Meta Business Suite (days): Date, Primary. Found: Name, Amount. "
        "If your Business Suite is in another language, switch it to English and export again."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\n \n", "The file is empty."),
        (b"PK\x03\x04....", "This is a ZIP or an Excel file. Choose CSV when you export."),
        (b"<!DOCTYPE html><p>", "This is a web page, not an export. Choose CSV when you export."),
        (b"a,b\n\xff\xfe\x00", "This is not a text file, or a program has changed its letters."),
        (b"\xff\xfea", "This is not a text file, or a program has changed its letters."),
        (b"a\0b,c\n1,2\n", "This is not a text file, or a program has changed its letters."),
        (b'a,b\n"1,2\n', "The file breaks off or is not a proper CSV file. Download it again."),
        (
            b'"Post ID,Page ID,Publish time"\n"1,2,3"\n',
            "A spreadsheet program has saved this file in another form. Give it as it was downloaded.",
        ),
        (b"a," * 2_500_001, "The file is larger than 5 MB. Export a shorter time."),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(content, words):
    assert refusal(content) == words


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("zana.impact.imports.sheets.MAX_ROWS", 2)

    assert refusal(as_csv(FB_31, [fb_row("1"), fb_row("2")])) == (
        "The file has more than 2 rows. Export a shorter time."
    )


def test_a_short_row_is_a_row_with_blanks():
    content = as_csv(["Post ID", "Page ID", "Publish time", "Reach"], [fb_row("1")]) + (
        b"2,100000000000027,11/02/2026 18:30\n"
    )

    assert [dict(post.numbers) for post in read_export(content).posts] == [{"reach": 987}, {}]
