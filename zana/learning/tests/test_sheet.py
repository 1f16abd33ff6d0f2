"""A typed attendance list, as people really type it."""

from datetime import UTC, datetime, timedelta

import pytest

from zana.kernel.errors import Refusal
from zana.learning.rules.agenda import split_units
from zana.learning.rules.certificates import Way, new_serial, read_serial
from zana.learning.rules.check_in import code_at, is_current
from zana.learning.rules.presence import Stay, late_by, rate
from zana.learning.rules.sheet import read_sheet

PEOPLE = [
    ("a", "Dafinë Krasniqi", "Drita e Re", "dafina@drita.example"),
    ("b", "Dafine Krasniqi", "Nova Staza", ""),
    ("c", "Đurđa Šarić", "Nova Staza", ""),
]


def read(text, encoding="utf-8"):
    return read_sheet(text.encode(encoding), PEOPLE, planned=180)


def test_names_are_read_without_their_dots_and_hooks():
    assert read("Ime i prezime;Kašnjenje\nDJURDJA SARIC;15\n") == {"c": Stay(late=15)}


def test_two_people_who_are_written_alike_are_told_apart_by_organisation_or_address():
    with pytest.raises(Refusal, match="line 2: several people are called Dafine Krasniqi"):
        read("name\nDafine Krasniqi\n")

    assert read("name,organisation\nDafine Krasniqi,drita e re\n") == {"a": Stay()}
    assert read("name\te-mail\nD.K.\tDafina@drita.example\n") == {"a": Stay()}


def test_one_person_on_two_lines_is_not_counted_twice():
    with pytest.raises(Refusal, match="lines 2, 4 name the same person"):
        read("name,organisation\nDafinë Krasniqi,Drita e Re\nĐurđa Šarić,\nDafine Krasniqi,Drita e Re\n")


def test_wrong_columns_are_named():
    with pytest.raises(Refusal, match="It says: Emaili, Telefoni"):
        read("Emaili;Telefoni\nx;1\n")
    for empty in ("", "name\n"):
        with pytest.raises(Refusal):
            read(empty)


def test_what_cannot_be_read_is_told_line_by_line_and_nothing_counts():
    with pytest.raises(Refusal) as told:
        read("name,attendance,late\nĐurđa Šarić,maybe,\nĐurđa Šarić,da,200\nĐurđa Šarić,da,x\nX,,\nY,,\n")

    assert str(told.value) == (
        "Nothing was changed: line 2: “maybe” says neither there, excused nor absent; also "
        "line 3: more minutes missed than the half day has; also line 4: minutes are whole numbers; and 2 more."
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250"])
def test_a_list_from_a_spreadsheet_is_read_in_its_own_letters(encoding):
    assert read("name;attendance\nĐurđa Šarić;opravdano\n", encoding) == {"c": Stay("excused")}


def test_a_spreadsheet_itself_is_refused_in_words():
    with pytest.raises(Refusal, match="Save it as CSV"):
        read_sheet(b"PK\x03\x04\x14\0\x06\0", PEOPLE, planned=180)


def test_minutes_missed_lie_within_the_half_day():
    assert Stay(late=20, early=10).minutes(180) == 150
    assert (Stay("excused", 0, 0).minutes(180), Stay(late=100, early=81).fits(180), Stay(late=-1).fits(180)) == (
        0,
        False,
        False,
    )


def test_a_rate_is_over_everything_planned():
    assert (rate([180], [180, 390]), rate([], [])) == (31, None)


def test_a_code_lives_for_its_window_and_the_next_and_only_for_its_half_day():
    then = datetime(2026, 11, 20, 8, 0, 1, tzinfo=UTC)
    code = code_at("secret", "block", then)

    ages = [timedelta(), timedelta(seconds=200), timedelta(seconds=240)]
    assert [is_current("secret", "block", then + age, code) for age in ages] == [True, True, False]
    assert is_current("secret", "other", then, code) is False
    assert is_current("secret", "block", then, "Ëëë") is False
    assert late_by(then, then + timedelta(minutes=10)) == 0
    assert late_by(then, then + timedelta(minutes=25, seconds=30)) == 25


def test_half_days_are_filled_evenly():
    units = [(f"J{n}", 30) for n in range(13)]

    assert [len(part) for part in split_units(units)] == [7, 6]
    assert [len(part) for part in split_units([("J1", 60)])] == [1]


def test_a_serial_is_read_as_people_type_it():
    serial = new_serial()

    assert read_serial(f" {serial.lower().replace('-', ' ')} ") == serial
    assert (read_serial("ZA-1234"), read_serial("")) == ("", "")


def test_what_is_missing_for_completion_is_said():
    nothing = Way(joint=None, individual=74, quiz=59, is_signed_off=False, has_action_plan=False)

    assert len(nothing.missing) == 4
    assert Way(joint=80, individual=75, quiz=None, is_signed_off=True, has_action_plan=True).missing == ()
