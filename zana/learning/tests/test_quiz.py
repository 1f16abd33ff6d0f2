from collections import Counter
from datetime import date

import pytest

from zana.learning import curriculum
from zana.learning.curriculum import confidence
from zana.learning.curriculum.quiz import FORMS, Item, Quiz, Wording, pick_items, quizzes


def make_item(id="J1-1A", unit="J1.1", languages=curriculum.LANGUAGES):
    return Item(id, unit, "a", {code: Wording("Which?", ("One", "Two", "Three"), "Because.") for code in languages})


def make_pairs(*numbers):
    return tuple(make_item(id=f"J1-{number}{form}") for number in numbers for form in FORMS)


def test_every_topic_has_a_quiz_in_two_forms_of_the_same_length():
    lengths = {
        topic: {sum(item.form == form for item in quiz.items) for form in FORMS} for topic, quiz in quizzes().items()
    }

    assert list(lengths) == list(curriculum.topics())
    assert [topic for topic, found in lengths.items() if len(found) != 1 or min(found) < 3] == []
    assert sum(len(quiz.items) for quiz in quizzes().values()) == 78


def test_no_letter_gives_the_answer_away():
    for topic, quiz in quizzes().items():
        for form in FORMS:
            letters = Counter(item.right for item in quiz.items if item.form == form)
            assert max(letters.values()) <= 2, topic


def test_every_explanation_is_one_sentence_in_every_language():
    ends = {
        (item.id, code): sum(words.explanation.count(mark) for mark in ("! ", "? ", ". "))
        for quiz in quizzes().values()
        for item in quiz.items
        for code, words in item.texts.items()
    }

    assert [where for where, count in ends.items() if count] == []


def test_a_pair_that_aged_is_asked_in_neither_form():
    for form in FORMS:
        assert {item.pair for item in pick_items("F5", form, date(2027, 2, 22))} == {f"F5-{n}" for n in range(1, 6)}
        assert {item.pair for item in pick_items("F5", form, date(2027, 2, 23))} == {f"F5-{n}" for n in range(2, 6)}


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (lambda: make_pairs(1, 2), "2 pairs"),
        (lambda: (*make_pairs(1, 2, 3), make_item(id="J1-4A")), "J1-4: a pair"),
        (lambda: (*make_pairs(1, 2, 3), make_item(id="J1-4A"), make_item(id="J1-4B", unit="J1.2")), "J1-4: a pair"),
        (lambda: (*make_pairs(1, 2, 3), make_item()), "J1-1A stands there twice"),
        (lambda: (make_item(unit="F5.1"),), "not about J1"),
        (lambda: (make_item(id="J1-1"),), "ends with its form"),
        (lambda: (make_item(languages=("en", "sq")),), "it stands in en, sq"),
    ],
)
def test_what_is_no_quiz_says_why(items, words):
    with pytest.raises(ValueError, match=words):
        Quiz("J1", items())


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        (("Which?", ("One", "One", "Three"), "Because."), "two options are the same"),
        (("Which?", ("One", " ", "Three"), "Because."), "left empty"),
        (("Which?", ("One", "Two", "Three"), "word " * 41), "longer than 200"),
    ],
)
def test_a_wording_is_complete_and_short(wording, words):
    with pytest.raises(ValueError, match=words):
        Wording(*wording)


def test_confidence_is_asked_in_five_sentences_for_every_topic():
    asked = {topic: confidence.group_of(topic) for topic in curriculum.topics()}

    assert {len(group.sentences[code]) for group in asked.values() for code in curriculum.LANGUAGES} == {5}
    assert [asked[topic].id for topic in ("J2", "F3", "F6", "F7")] == ["joint", "networks", "safety", "presence"]
