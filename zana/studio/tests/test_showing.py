import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.studio import gate
from zana.studio.actions import edit_variant
from zana.studio.rules.gate import PASS, STEPS, Facts, check_facts
from zana.studio.rules.places import Found, find_places
from zana.studio.showing import ANSWERS, CHECKS, cover, cut_out, show_verdict


def test_an_excerpt_is_the_line_around_the_place_with_every_place_covered():
    text = "First line.\nCome to Strehëza, then Strehëza again, all of you.\nLast line."
    found = find_places(text, ["Strehëza"])

    assert cut_out(text, found[0], found) == ("", "Come to ", None, ", then ", None, " again, all of you.", "")


def test_a_long_line_is_cut_on_both_sides():
    text = "a " * 60 + "Strehëza" + " b" * 60
    found = find_places(text, ["Strehëza"])

    before, *_middle, after = cut_out(text, found[0], found)

    assert (before, after) == ("…", "…")


@given(st.text(max_size=80), st.text(max_size=80))
def test_covering_loses_nothing_else(before, after):
    text = before + "█" + after

    parts = cover(text, [Found(len(before), len(before) + 1)])

    assert parts == (before, None, after)


def test_every_step_of_the_gate_stands_in_the_list_of_checks():
    dirty = Facts("Nëna e tre fëmijëve, 34 vjeçe, mësuese. Krim pasioni. Te Strehëza.", places=("Strehëza",))
    shown = frozenset().union(*(steps for steps, _, _ in CHECKS))

    assert {reason.step for reason in check_facts(dirty).reasons} <= shown
    names = {
        "empty",
        "length",
        "pictures",
        "shape",
        "marks",
        "metadata",
        "alt_text",
        "place",
        "map",
        "person",
        "jigsaw",
        "look",
        "terms",
    }
    assert shown == names
    assert len(STEPS) == 12


@pytest.mark.parametrize(
    ("text", "kind", "bad"),
    [
        ("Come on Friday.", "ok", {}),
        ("Call 044 000 000.", "warn", {"People": "warn"}),
        ("Rruga Nëna Terezë 10", "ask", {"People": "ask"}),
        ("Come to Strehëza.", "stop", {"Confidential place": "stop"}),
        ("", "stop", {"Length and number": "stop"}),
    ],
)
def test_the_answer_names_what_is_wrong_and_what_is_well(cast, variant, place, text, kind, bad):
    edit_variant(by=cast.communicator_a, variant=variant, text=text)

    answer = show_verdict(gate.check(variant), variant)

    assert answer.kind == kind
    assert {check.title.english(): check.kind for check in answer.checks if check.kind != "ok"} == bad
    assert len(answer.checks) == len(CHECKS)
    assert answer.next_step.english() != ""
    assert (answer.heading == ANSWERS[PASS][2]) == (kind == "ok")
