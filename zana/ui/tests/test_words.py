from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from zana.kernel.words import say
from zana.ui import words


@pytest.mark.parametrize(
    ("code", "ours"),
    [("sq", "sq"), ("sr-latn", "sr"), ("sr_Latn", "sr"), ("en-gb", "en"), ("de", None), ("", None), (None, None)],
)
def test_language_codes_become_ours(code, ours):
    assert words.read_language(code) == ours


@pytest.mark.parametrize(("code", "page"), [("sq", "sq"), ("sr", "sr-Latn"), ("en", "en")])
def test_speaking_sets_the_language_of_the_page(code, page):
    with words.speaking(code):
        assert (words.language(), words.page_code()) == (code, page)


def test_words_fill_a_saying_within_a_saying():
    saying = say("{count} of {what}", count=3, what=say("{n} posts", n=5))

    with words.speaking("en"):
        assert words.words(saying) == "3 of 5 posts"


def test_words_show_values_as_people_read_them():
    with words.speaking("en"):
        assert [words.words(value) for value in (True, 1204, date(2026, 11, 23), "as it is")] == [
            "yes",
            "1204",
            "23 November 2026",
            "as it is",
        ]


def test_words_filter_escapes_what_people_typed():
    page = Template("{% load words %}{{ saying|words }}|{{ nothing|words }}")

    with words.speaking("en"):
        shown = page.render(Context({"saying": say("Hello {name}", name="<b>"), "nothing": None}))

    assert shown == "Hello &lt;b&gt;|"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("sq", "1\xa0204 23 qershor 2026"), ("sr", "1.204 23. juna 2026."), ("en", "1,204 23 June 2026")],
)
def test_numbers_and_dates_are_written_as_the_language_does(code, shown):
    page = Template("{% load ui %}{{ number|number }} {{ day|date:'DATE_FORMAT' }}")

    with words.speaking(code):
        assert page.render(Context({"number": 1204, "day": date(2026, 6, 23)})) == shown


@pytest.mark.parametrize("code", ["sq", "sr", "en"])
def test_a_field_for_days_is_given_a_day_it_can_show(code):
    """It takes one way of writing and stays empty with any other."""
    with words.speaking(code):
        shown = forms.DateInput(attrs={"type": "date"}).render("day", date(2026, 11, 26))

    assert shown == '<input type="date" name="day" value="2026-11-26">'
