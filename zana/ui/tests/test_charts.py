import pytest
from django.template.loader import render_to_string

from zana.ui import charts
from zana.ui.words import speaking


def test_lines_leave_a_gap_where_nobody_measured():
    chart = charts.draw_lines(["1", "2", "3", "4"], [charts.Series("Posts", [0, 5, None, 10])])

    (drawn,) = chart.series
    assert [(dot.x, dot.y) for dot in drawn.dots] == [("11.00%", "222.0"), ("39.67%", "117.0"), ("97.00%", "12.0")]
    assert len(drawn.lines) == 1
    assert chart.table[2] == ("3", [None])


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 10], [0, 2.5, 5, 7.5, 10]),
        ([310, 431], [300, 350, 400, 450]),
        ([100, 431], [0, 200, 400, 600]),
        ([-4, 25], [-10, 0, 10, 20, 30]),
        ([0, 0], [0, 0.25, 0.5, 0.75, 1]),
        ([7, 7], [0, 2, 4, 6, 8]),
        ([None, None], [0, 0.25, 0.5, 0.75, 1]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(values, ticks):
    chart = charts.draw_lines(["a", "b"], [charts.Series("", values)])

    assert [tick.number for tick in chart.ticks] == ticks


def test_labels_are_few_and_end_with_the_last():
    chart = charts.draw_lines([str(day) for day in range(90)], [charts.Series("", [1] * 90)])

    assert len(chart.labels) <= charts.MOST_LABELS
    assert chart.labels[-1].words == "89"


def test_ranges_stand_around_their_values():
    chart = charts.draw_lines(["a", "b"], [charts.Series("", [0, 10], [None, (5, 15)])])

    (drawn,) = chart.series
    assert [(line.y1, line.y2) for line in drawn.ranges] == [("152.0", "12.0")]


def test_more_than_three_lines_are_refused():
    with pytest.raises(ValueError, match="three lines"):
        charts.draw_lines(["a"], [charts.Series(str(n), [n]) for n in range(4)])


def test_bars_keep_unknown_apart_from_zero():
    assert [bar.width for bar in charts.draw_bars([("a", 4), ("b", 2), ("c", 0), ("d", None)])] == [
        "100.00%",
        "50.00%",
        "0.00%",
        "",
    ]


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_chart_draws_the_same_places_in_every_language(language):
    chart = charts.draw_lines(["1", "2"], [charts.Series("Posts", [0.5, 1204.25])])

    with speaking(language):
        shown = render_to_string("ui/chart.html", {"chart": chart, "title": "Posts"})

    assert '<circle cx="11.00%" cy="' in shown
    assert shown.count("<circle") == 2
    assert shown.count("<td") == 2


def test_single_measurement_is_a_number_and_not_a_drawing():
    chart = charts.draw_lines(["1", "2"], [charts.Series("Posts", [None, 1204])])

    with speaking("en"):
        shown = render_to_string("ui/chart.html", {"chart": chart, "title": "Posts"})

    assert (chart.only, "<svg" in shown, "<b>1,204</b>" in shown) == (1204, False, True)
