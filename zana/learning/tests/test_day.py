"""The order of the day and its times."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zana.learning.rules.day import STARTS_AT, lay_out
from zana.learning.rules.facts import Lesson


def lesson(unit, minutes=20, *, practice=True, needs=(), early=False, codes=False):
    return Lesson(
        id=unit,
        topic=unit[:2],
        minutes=minutes,
        is_practice=practice,
        prerequisites=needs,
        is_before_lunch=early,
        has_codes_by_phone=codes,
    )


def order_of(slots):
    return [slot.unit or slot.kind for slot in slots]


def test_an_empty_day_is_opened_and_closed():
    slots, notes = lay_out([], set())

    assert [(s.starts_at, s.minutes, s.kind) for s in slots] == [(540, 15, "opening"), (555, 35, "closing")]
    assert notes == []


def test_security_stands_before_lunch():
    lessons = [lesson("F1.1", 60), lesson("F2.1", 60), lesson("F3.1", 60), lesson("F5.1", 60, early=True)]

    slots, _ = lay_out(lessons, set())

    assert order_of(slots)[1] == "F5.1"


def test_a_locked_unit_counts_as_security():
    slots, _ = lay_out([lesson("F1.1"), lesson("F6.1")], {"F6.1"})

    assert order_of(slots) == ["opening", "F6.1", "F1.1", "closing"]


def test_what_is_needed_comes_first():
    lessons = [lesson("F1.1"), lesson("F5.2"), lesson("F5.3", needs=("F5.2",), early=True)]

    slots, _ = lay_out(lessons, set())

    assert order_of(slots) == ["opening", "F5.2", "F5.3", "F1.1", "closing"]


def test_work_with_codes_comes_right_after_a_rest():
    lessons = [
        lesson("F1.1", 40),
        lesson("F1.3", 40),
        lesson("F5.2", 35, early=True),
        lesson("F5.3", 30, needs=("F5.2",), early=True, codes=True),
        lesson("F5.4", 40, early=True),
        lesson("F7.1", 35, needs=("F5.3",), codes=True),
        lesson("F7.2", 40),
    ]

    slots, _ = lay_out(lessons, set())

    expected = "opening F5.2 F5.4 break F5.3 F1.1 lunch F7.1 F1.3 break F7.2 closing"
    assert order_of(slots) == expected.split()


def test_a_full_day_lasts_from_nine_to_four():
    slots, _ = lay_out([lesson(f"F1.{n}", 35) for n in range(8)], set())

    assert order_of(slots)[0] == "opening"
    assert [s.kind for s in slots if not s.unit] == ["opening", "break", "lunch", "break", "closing"]
    assert slots[-1].starts_at + slots[-1].minutes == 16 * 60


def test_theory_is_parted_by_practice():
    theory = [lesson(f"F1.{n}", 30, practice=False) for n in range(4)]

    slots, notes = lay_out([*theory, lesson("F2.1", 40)], set())

    assert notes == []
    assert order_of(slots) == ["opening", "F1.0", "F1.1", "break", "F2.1", "F1.2", "lunch", "F1.3", "closing"]


def test_theory_that_cannot_be_parted_is_said():
    _, notes = lay_out([lesson(f"F1.{n}", 30, practice=False) for n in range(3)], set())

    assert [note.english() for note in notes] == [
        "more than 75 minutes of theory stand together: there is not enough practice to part them"
    ]


@st.composite
def days(draw):
    lessons: list[Lesson] = []
    for n in range(draw(st.integers(0, 10))):
        lessons.append(
            lesson(
                f"F{n}.1",
                draw(st.sampled_from([10, 15, 20, 25, 30])),
                practice=draw(st.booleans()),
                needs=tuple(one.id for one in lessons if draw(st.integers(0, 6)) == 0),
                early=draw(st.booleans()),
                codes=draw(st.integers(0, 3)) == 0,
            )
        )
    return lessons


@pytest.mark.slow
@given(days())
@settings(max_examples=150)
def test_a_day_keeps_its_rules(lessons):
    slots, notes = lay_out(lessons, set())

    assert sorted(s.unit for s in slots if s.unit) == sorted(one.id for one in lessons)
    assert slots[0].starts_at == STARTS_AT
    assert all(b.starts_at == a.starts_at + a.minutes for a, b in pairwise(slots))
    place = {slot.unit: n for n, slot in enumerate(slots)}
    assert all(place[need] < place[one.id] for one in lessons for need in one.prerequisites)
    theory = longest = 0
    for slot in slots:
        theory = theory + slot.minutes if slot.kind == "theory" else 0 if slot.kind == "practice" else theory
        longest = max(longest, theory)
    assert longest <= 75 or notes


@pytest.mark.slow
@given(days())
@settings(max_examples=50)
def test_the_same_lessons_give_the_same_order(lessons):
    assert lay_out(lessons, set()) == lay_out(list(lessons), set())
