from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zana.people.release import (
    MINIMUM_PEOPLE,
    PEOPLE,
    THINGS,
    TOTAL,
    Cell,
    Hidden,
    Share,
    Shown,
    release,
    release_list,
    release_one,
    release_share,
    share,
    why_hidden,
)

MANY = frozenset({"a", "b", "c", "d"})
HIDDEN = Hidden(why_hidden(PEOPLE))


def people(count, organisations=MANY):
    return Cell(count, frozenset(organisations))


def test_large_groups_are_shown_with_their_total():
    released = release_list({"women": people(38), "men": people(5)})

    assert released == {"women": Shown(38), "men": Shown(5), TOTAL: Shown(43)}


def test_a_small_group_takes_a_second_one_with_it():
    released = release_list({"women": people(30), "men": people(2), "other": people(11)})

    assert released == {"women": Shown(30), "men": HIDDEN, "other": HIDDEN, TOTAL: Shown(43)}


def test_nobody_in_a_group_is_a_small_group():
    released = release_list({"women": people(12), "men": people(0, ())})

    assert released == {"women": HIDDEN, "men": HIDDEN, TOTAL: Shown(12)}


def test_a_sum_of_hidden_groups_is_itself_large_enough():
    released = release_list({"a": people(1), "b": people(2), "c": people(9), "d": people(20)})

    assert released == {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN, "d": Shown(20), TOTAL: Shown(32)}


def test_nobody_at_all_is_a_true_zero():
    assert release_list({"women": people(0, ())}) == {"women": Shown(0), TOTAL: Shown(0)}


def test_one_number_needs_five_people_from_three_organisations():
    assert release_one(people(5, "abc")) == Shown(5)
    assert release_one(people(4, "abc")) == HIDDEN
    assert release_one(people(50, "ab")) == HIDDEN


def test_the_reason_is_the_same_for_the_small_and_for_the_covering_cell():
    released = release_list({"women": people(30), "men": people(2), "other": people(11)})

    assert released["men"] == released["other"]
    assert why_hidden(PEOPLE).english() == ("Not shown: it would tell of fewer than 5 people or 3 organisations.")


def test_a_hidden_cell_in_a_table_covers_a_rectangle():
    cells = {
        (region, sex): people(count)
        for region, sex, count in [
            ("north", "women", 3), ("north", "men", 9), ("north", "other", 30),
            ("south", "women", 12), ("south", "men", 8), ("south", "other", 30),
            ("east", "women", 40), ("east", "men", 41), ("east", "other", 42),
        ]
    }  # fmt: skip

    released = release(cells)

    hidden = {place for place, cell in released.items() if isinstance(cell, Hidden)}
    assert hidden == set(product(["north", "south"], ["women", "men"]))


def test_a_share_under_ten_has_no_percentage():
    assert share(7, 9) == Share(7, 9, None)
    assert share(7, 10) == Share(7, 10, 70)
    assert share(41, 58) == Share(41, 58, 71)


def test_a_share_of_people_hides_when_the_rest_is_small():
    assert release_share(people(8), people(5)) == Share(8, 13, 62)
    assert release_share(people(8), people(4)) == HIDDEN
    assert release_share(people(8), people(0, ())) == HIDDEN


def test_a_share_of_things_asks_only_for_organisations():
    assert release_share(Cell(2, MANY), Cell(1, MANY), THINGS) == Share(2, 3, None)
    assert release_share(Cell(12, MANY), Cell(0, frozenset()), THINGS) == Share(12, 12, 100)
    assert release_share(Cell(9, frozenset("ab")), Cell(9, MANY), THINGS) == Hidden(why_hidden(THINGS))


sizes = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 14])
orgs = st.sampled_from([MANY, MANY, MANY, frozenset("ab"), frozenset("xyz")])
groups = st.builds(people, sizes, orgs)


def tables(rows, columns):
    places = [(f"r{i}", f"c{j}") for i in range(rows) for j in range(columns)]
    return st.fixed_dictionaries(dict.fromkeys(places, groups))


def values_that_fit(names, totals, released, bound):
    """Every assignment of whole numbers up to `bound` to the cells that gives what is shown.

    A cell that is shown has one possible value, so only hidden ones are tried.
    """
    shown = {name: cell.value for name in names if isinstance(cell := released[name], Shown)}
    tried = [np.array([shown[name]]) if name in shown else np.arange(bound + 1) for name in names]
    grid = np.array(np.meshgrid(*tried, indexing="ij"), dtype=np.int16).reshape(len(names), -1)
    known = dict(zip(names, grid, strict=True))
    for total, parts in totals.items():
        known[total] = sum(known[part] for part in parts)
    fits = np.ones(grid.shape[1], dtype=bool)
    for place, cell in released.items():
        if isinstance(cell, Shown):
            fits &= known[place] == cell.value
    return {place: np.unique(values[fits]) for place, values in known.items()}


@pytest.mark.slow
@settings(max_examples=150)
@given(tables(2, 2))
def test_no_hidden_cell_of_a_table_can_be_worked_out(cells):
    released = release(cells)
    names = sorted(cells)
    totals = {(row, TOTAL): [n for n in names if n[0] == row] for row in ("r0", "r1")}
    totals |= {(TOTAL, column): [n for n in names if n[1] == column] for column in ("c0", "c1")}
    totals[TOTAL, TOTAL] = names

    fitting = values_that_fit(names, totals, released, bound=28)

    assert_hidden_stays_open(released, fitting)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(groups, min_size=1, max_size=4))
def test_no_hidden_group_of_a_list_can_be_worked_out(parts):
    cells = {f"g{i}": cell for i, cell in enumerate(parts)}
    released = release_list(cells)

    fitting = values_that_fit(sorted(cells), {TOTAL: sorted(cells)}, released, bound=30)

    assert_hidden_stays_open(released, fitting)


def assert_hidden_stays_open(released, fitting):
    for place, cell in released.items():
        if isinstance(cell, Hidden):
            assert len(fitting[place]) > MINIMUM_PEOPLE, place


@pytest.mark.slow
@settings(max_examples=150)
@given(st.integers(1, 4).flatmap(lambda rows: st.integers(1, 5).flatmap(lambda cols: tables(rows, cols))))
def test_no_hidden_cell_follows_from_sums(cells):
    """Linear algebra as a second witness, for tables too large to try every value."""
    released = release(cells)
    hidden = [place for place, cell in released.items() if isinstance(cell, Hidden)]
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    sums = [([(row, column) for column in columns], (row, TOTAL)) for row in [*rows, TOTAL]]
    sums += [([(row, column) for row in rows], (TOTAL, column)) for column in [*columns, TOTAL]]
    equations = np.array([[float(place in parts) - float(place == total) for place in hidden] for parts, total in sums])

    for i in range(len(hidden)):
        pinned = np.vstack([equations, np.eye(len(hidden))[i]])
        assert np.linalg.matrix_rank(pinned) > np.linalg.matrix_rank(equations)


@pytest.mark.slow
@settings(max_examples=150)
@given(tables(3, 3))
def test_nothing_small_is_shown_and_no_sum_of_the_hidden_is_small(cells):
    released = release(cells)
    whole = sum(cell.count for cell in cells.values())

    for place, cell in cells.items():
        if isinstance(released[place], Shown) and whole:
            assert cell.count >= 5
            assert len(cell.organisations) >= 3
    for row in ("r0", "r1", "r2"):
        parts = [(row, f"c{i}") for i in range(3)]
        covered = [cells[part] for part in parts if isinstance(released[part], Hidden)]
        if covered and isinstance(released[row, TOTAL], Shown):
            assert sum(cell.count for cell in covered) >= 5
            assert len(frozenset[str]().union(*(cell.organisations for cell in covered))) >= 3


@pytest.mark.parametrize("count", [0, 5, 100])
def test_release_changes_no_number(count):
    cells = {("r", "c"): people(count), ("s", "c"): people(60)}

    for place, cell in release(cells).items():
        if isinstance(cell, Shown) and place in cells:
            assert cell.value == cells[place].count
