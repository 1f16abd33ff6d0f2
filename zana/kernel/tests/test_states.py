import pytest

from zana.kernel.states import BrokenGraph, Graph, NoSuchMove

LAMP = Graph("lamp", "off", {"off": ["on"], "on": ["off", "broken"], "broken": []}, final={"broken"})


def test_graph_knows_its_states_edges_and_sources():
    assert LAMP.states == ("off", "on", "broken")
    assert LAMP.edges == (("off", "on"), ("on", "off"), ("on", "broken"))
    assert LAMP.sources("off") == {"on"}


@pytest.mark.parametrize(
    ("state", "target", "may"), [("off", "on", True), ("off", "off", True), ("off", "broken", False)]
)
def test_graph_allows_only_declared_moves(state, target, may):
    assert LAMP.may(state, target) is may


def test_check_names_the_move_that_is_missing():
    with pytest.raises(NoSuchMove) as no:
        LAMP.check("off", "broken")

    assert str(no.value) == "lamp: off -> broken"


@pytest.mark.parametrize(
    ("initial", "moves", "final", "fault"),
    [
        ("none", {"a": []}, {"a"}, "no initial state 'none'; a cannot be reached"),
        ("a", {"a": ["b"]}, set(), "a leads to 'b', which is no state"),
        ("a", {"a": ["b"], "b": []}, set(), "b is a dead end but not final"),
        ("a", {"a": ["b"], "b": ["a"], "c": ["a"]}, set(), "c cannot be reached"),
        ("a", {"a": ["b"], "b": ["a"]}, {"b"}, "final b has exits"),
        ("a", {"a": ["b"], "b": ["a"]}, {"z"}, "final 'z' is no state"),
        ("a", {"a": ["a", "b"], "b": []}, {"b"}, "a leads to itself"),
    ],
)
def test_broken_graph_refuses_to_load(initial, moves, final, fault):
    with pytest.raises(BrokenGraph) as no:
        Graph("thing", initial, moves, final)

    assert str(no.value) == f"states of thing: {fault}"
