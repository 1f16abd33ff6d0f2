"""A register of places never becomes a list of keys; ordinary words go through."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zana.audits.rules.secrets import (
    CARD,
    CODE,
    KEY,
    LINK,
    NO_NUMBER,
    PASSWORD,
    find_secret,
    find_secret_in_link,
    find_secret_in_number,
)

WORDS = "te në kasaforta zyra sirtar drita zarf kabinet ormar fijoka plavi koverat sef u kancelariji kod the safe kodet"
# The first strings of a process are slow to draw on a busy machine.
often = settings(max_examples=100)
DIGITS = "0123456789"
words = st.lists(st.sampled_from([word for word in WORDS.split() if word != "kod"]), max_size=5).map(" ".join)
lower = "abcdefghijklmnopqrstuvwxyzëçšđčćž"


def card(digits):
    """The digits with the check digit that makes them a card."""
    total = sum(value - 9 if value > 9 else value for value in doubled(digits))
    return digits + str(-total % 10)


def doubled(digits):
    return [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]


def in_groups(text, size, between):
    return between.join(text[i : i + size] for i in range(0, len(text), size))


@often
@given(words, st.text(DIGITS, min_size=15, max_size=15), st.sampled_from(["", " ", "-"]), words)
def test_no_card_number_gets_in(before, digits, between, after):
    assert find_secret(f"{before} {in_groups(card(digits), 4, between)} {after}") == CARD


@often
@given(
    words,
    st.sampled_from([6, 8, 10]).flatmap(lambda n: st.text(DIGITS, min_size=n, max_size=n)),
    st.sampled_from(["", " ", "-"]),
    words,
)
def test_no_one_time_or_backup_code_gets_in(before, digits, between, after):
    half = len(digits) // 2
    assume(not (half == 4 and between and re.fullmatch(r"(19|20)..(19|20)..", digits)))  # two years: from, to
    assert find_secret(f"{before} {in_groups(digits, half, between)} {after}") is not None


@often
@given(words, st.integers(0, 9999).map("{:04}".format).filter(lambda pin: not re.match("19|20", pin)), words)
def test_no_pin_gets_in(before, pin, after):
    assert find_secret(f"{before} {pin} {after}") == CODE


@often
@given(words, st.lists(st.text(lower, min_size=2, max_size=3), min_size=2, max_size=2), st.integers(20, 99), words)
def test_no_printed_backup_code_gets_in(before, parts, number, after):
    code = "-".join(f"{part}{number}" if len(part) == 2 else f"{part[:2]}{number}" for part in parts)
    assert find_secret(f"{before} {code} {after}") is not None


@often
@given(
    words,
    st.text(lower + lower.upper(), min_size=3, max_size=12),
    st.integers(100, 99999),
    st.sampled_from("!#$%&*+=?"),
    words,
)
def test_no_password_gets_in_whatever_stands_around_it(before, letters, number, sign, after):
    for password in (f"{letters}{number}{sign}", f"{letters}{sign}{number}", f"{letters}{number}"):
        assert find_secret(f"{before} {password} {after}") is not None


@often
@given(words)
def test_words_about_places_go_through(text):
    assert find_secret(text) is None


@often
@given(st.text(max_size=200))
def test_any_text_gets_an_answer_that_repeats_none_of_it(text):
    no = find_secret(text)

    assert no is None or no.params == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("fjalëkalimi: kalaja", PASSWORD),
        ("lozinka je sunce", PASSWORD),
        ("Лозинка: сунце", PASSWORD),
        ("the password is sunflower", PASSWORD),
        ("Drita2026!", PASSWORD),
        ("PIN 123", CODE),
        ("kodi është 48213", CODE),
        ("１２３４５６", CODE),
        ("12\u200b34\u200b56", CODE),
        ("٤٨٢١٣٩", CODE),
        ("JBSW Y3DP EHPK 3PXP", KEY),
        ("otpauth://totp/Zana", KEY),
        ("https://vault.example/?token=abc", LINK),
    ],
)
def test_secrets_in_disguise(text, why):
    assert find_secret(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "Kabineti-2B, sirtari i dytë, zarfi i kuq",
        "kod direktorke u sefu, od 2024",
        "Kasafortë, bërë më 12.03.2026 (2026-03-12)",
        "Bitwarden: Drita e Re / Facebook",
        "passwords lie in the password manager",
        "fjalëkalimet ruhen te menaxhuesi",
        "telefoni Samsung S21 i zyrës",
        "info@drita.example",
        "https://drita.example/kontakt",
    ],
)
def test_what_people_write_goes_through(text):
    assert find_secret(text) is None


def test_a_telephone_number_is_a_number_and_no_card():
    given = ["+383 44 000 111", "0800 11 000", "192", "044/000-111", "4111 1111 1111 1111", "drita", "12"]

    assert [find_secret_in_number(text) for text in given] == [None, None, None, None, CARD, NO_NUMBER, NO_NUMBER]


def test_a_link_carries_no_key():
    links = ["https://drita.example/form", "https://a.example/?code=1", "https://me:pw@a.example/"]

    assert [find_secret_in_link(link) for link in links] == [None, LINK, LINK]
