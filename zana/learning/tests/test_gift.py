"""Questions from GIFT, from tables, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.kernel.errors import Refusal
from zana.kernel.tables import read_table
from zana.kernel.tests.sheets import as_xlsx
from zana.learning.rules.gift import read_gift, write_gift
from zana.learning.rules.own_items import OwnItem, check_item, read_rows

TRUTHS = ("True", "False")
ONLY = "Only questions with answers to choose from can be taken; this one wants a text or a number."
MOODLE = """
// from our own course
$CATEGORY: $course$/media

::Q1:: Which post is gone after a day? {
    =a story
    ~a reel #no, it stays

    ~an album
    ####Stories are gone after 24 hours.
}

::Q2::[html]<p>A caption with &quot;5 \\= 5&quot;</p> {TRUE#well done}

Two-step login with a {=key#nothing to type ~code by text message} is the strongest.
"""


def test_questions_come_as_moodle_writes_them():
    assert read_gift(MOODLE, TRUTHS) == (
        [
            OwnItem(
                "Which post is gone after a day?",
                ("a story", "a reel", "an album"),
                0,
                "Stories are gone after 24 hours.",
            ),
            OwnItem('A caption with "5 = 5"', TRUTHS, 0),
            OwnItem(
                "Two-step login with a ___ is the strongest.", ("key", "code by text message"), 0, "nothing to type"
            ),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who? {}", ONLY),
        ("How many? {#5}", ONLY),
        ("Which? {=one =two}", "One answer begins with “=” and the others with “~”."),
        ("Which? {=one}", "One answer begins with “=” and the others with “~”."),
        ("Which? {~%50%one ~%50%two}", "Answers that are partly right cannot be taken. Choose one."),
        ("Match {=a -> b =c -> d}", "Pairs cannot be taken; make a question of each."),
        ("A description", "There are no answers in { }."),
        ("Which? {=Zoja ~zoja}", "Two answers are the same, or one is empty."),
        ("{=a ~b}", "There is no question."),
        ("Which? {=a ~b ~c ~d ~e ~f ~g}", "A question has 2 to 6 answers; this has 7."),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_line(question, words):
    _items, faults = read_gift(f"// one\n\nFine? {{=yes ~no}}\n\n{question}\n", TRUTHS)
    assert [(one.row, one.words.english()) for one in faults] == [(5, words)]


_text = st.text('aëčЖ{}=~#:\\\\&<>;%-"n/1', min_size=1, max_size=12)


@given(
    st.lists(
        st.builds(
            OwnItem,
            _text,
            st.lists(_text, min_size=2, max_size=6, unique_by=lambda one: one.casefold()).map(tuple),
            st.integers(0, 1),
            _text | st.just(""),
        ),
        max_size=4,
    )
)
def test_what_is_written_is_read_again_as_it_was(items):
    read, _faults = read_gift(write_gift(items, ["Q"] * len(items)), TRUTHS)
    assert read == items


@given(st.text(alphabet="{}=~#:\\ \nab%->", max_size=60))
def test_whatever_is_given_is_read_or_told(text):
    items, faults = read_gift(text, TRUTHS)
    assert sum(check_item(one) is not None for one in items) <= len(faults)


HEAD = ("Pyetja", "A", "B", "C", "E saktë", "Shpjegimi")


def test_a_table_says_what_is_right_by_letter_or_by_words():
    names = (*HEAD[:4], "Tačno", "Objašnjenje")
    table = read_table(
        as_xlsx(names, ("Ku?", "këtu", "atje", None, "b)", "sepse"), ("Kush?", "ajo", "ne", "ti", "Ajo", None))
    )
    assert read_rows(table) == (
        [OwnItem("Ku?", ("këtu", "atje"), 1, "sepse"), OwnItem("Kush?", ("ajo", "ne", "ti"), 0)],
        [],
    )


def test_a_row_without_a_right_answer_is_told_and_a_table_without_the_column_refused():
    table = read_table(as_xlsx(("Question", "A", "B", "Right"), ("Where?", "here", "there", "everywhere")))
    assert [(one.row, one.words.english()) for one in read_rows(table)[1]] == [(2, "Say which answer is right, once.")]
    with pytest.raises(Refusal) as no:
        read_rows(read_table(as_xlsx(("Question", "A", "B"), ("Where?", "here", "there"))))
    assert no.value.saying.english() == "There is no column “Right”. Found: Question, A, B."
