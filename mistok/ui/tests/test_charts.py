import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from mistok.ui.charts import bar_chart, line_chart, nice_top


def test_bars_are_shares_of_the_greatest():
    assert [bar.width for bar in bar_chart([("а", 10), ("б", 5), ("в", 0)]).bars] == [100, 50, 0]


def test_long_label_takes_a_line_more_and_moves_what_is_below():
    long = "Довідка про взяття на облік внутрішньо переміщеної особи"
    first, second = bar_chart([(long, 1), ("б", 1)]).bars
    assert len(first.lines) == 2
    assert first.lines[-1][0] < first.y < second.lines[0][0]


def test_nothing_and_only_zeros_can_be_drawn():
    assert bar_chart([]).bars == ()
    assert bar_chart([("а", 0)]).bars[0].width == 0


def test_a_bar_below_zero_is_refused():
    with pytest.raises(ValueError, match="zero"):
        bar_chart([("а", -1)])


@given(st.floats(0, 1e9))
def test_axis_holds_the_greatest_without_wasting_half(most):
    top = nice_top(most)
    assert most <= top
    assert top == 4 or top <= 2 * most + 1e-6


@pytest.mark.parametrize(("most", "top"), [(0, 4), (4, 4), (5, 8), (171, 200), (1607, 2000), (3700, 4000)])
def test_axis_ends_at_a_round_number(most, top):
    assert nice_top(most) == top


def test_line_runs_from_edge_to_edge_and_breaks_where_a_number_is_missing():
    chart = line_chart(["січ", "лют", "бер", "кві"], [("2026", [0, 4, None, 2])])
    line = chart.lines[0]
    assert line.path == "M10 100L39.33 0M98 50"
    assert len(line.points) == 3
    assert [grid.value for grid in chart.grid] == [0, 1, 2, 3, 4]


def test_labels_under_a_line_are_few_and_hold_to_the_edges():
    chart = line_chart([str(n) for n in range(31)], [("дні", [1] * 31)])
    assert len(chart.marks) <= 6
    assert (chart.marks[0].anchor, chart.marks[-1].anchor) == ("middle", "end")
    assert chart.marks[-1].text == "30"


@given(st.integers(0, 400))
def test_labels_never_crowd(count):
    marks = line_chart([str(n) for n in range(count)], [("x", [1] * count)]).marks
    assert len(marks) <= 7
    assert [mark.x for mark in marks] == sorted({mark.x for mark in marks})


def test_series_of_another_length_is_refused():
    with pytest.raises(ValueError, match="each label"):
        line_chart(["січ"], [("2026", [1, 2])])


def test_drawn_bars_have_a_name_and_the_same_numbers_in_a_table():
    html = render_to_string(
        "ui/chart_bar.html",
        {
            "id": "c",
            "title": "Послуги",
            "chart": bar_chart([("Субсидія", 85000)]),
            "label": "Послуга",
            "value": "Разів",
        },
    )
    assert 'role="img" aria-labelledby="c-title c-desc"' in html
    assert html.count("85\u00a0000") == 2
    assert 'width="100.0%"' in html


def test_drawn_lines_keep_the_decimal_point_of_svg():
    chart = line_chart(["а", "б", "в", "г"], [("x", [1, 2, 3, None])])
    html = render_to_string(
        "ui/chart_line.html", {"id": "l", "title": "Рік", "chart": chart, "label": "Місяць"}
    )
    assert 'cx="39.33%"' in html
    assert "–" in html
