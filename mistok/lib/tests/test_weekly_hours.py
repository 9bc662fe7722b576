"""Hours as people write them, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.weekly_hours import Line, from_line, from_week, plain_hours, to_lines, to_week

WORKDAY = (("09:00", "13:00"), ("14:00", "18:00"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00–14:00", "09:00-14:00"),
        ("9-14", "09:00-14:00"),
        ("з 9.30 до 14", "09:30-14:00"),
        ("09:00-13:00, 14:00-18:00", "09:00-13:00,14:00-18:00"),
        ("9:00–13:00 та 14:00–18:00", "09:00-13:00,14:00-18:00"),
        ("Mo-Fr 09:00-14:00", "Mo-Fr 09:00-14:00"),
        ("14-9", None),
        ("9-14, 13-18", None),
        ("9-25", None),
        ("24:30-24:40", None),
        ("зранку", None),
        ("", None),
    ],
)
def test_plain_hours(text, expected):
    assert plain_hours(text) == expected


@pytest.mark.parametrize(
    ("spec", "week"),
    [
        ("Mo-Fr 09:00-13:00,14:00-18:00; Sa,Su off", (WORKDAY,) * 5 + ((), ())),
        ("Mo-Th,Su 10:00-18:00; Fr off", ((("10:00", "18:00"),),) * 4 + ((), (), (("10:00", "18:00"),))),
        ("24/7", ((("00:00", "24:00"),),) * 7),
        ("Fr 20:00-02:00", ((),) * 4 + ((("20:00", "02:00"),), (), ())),
        ("", ((),) * 7),
    ],
)
def test_to_week(spec, week):
    assert to_week(spec) == week


@pytest.mark.parametrize(
    "spec",
    [
        "Mo-Fr 09:00-18:00; PH off",
        "Jul-Aug Mo-Fr 08:00-17:00",
        'Mo 09:00-18:00 "за записом"',
        "week 1-10 Mo-Fr 09:00-10:00",
        "Mo[1] 09:00-10:00",
        "Mo 08:00-09:00,10:00-11:00,12:00-13:00",
        "Mo-Fr sunrise-sunset",
        "Fr 10:00-13:00,20:00-02:00",
        "2026 Mo-Fr 10:00-12:00",
        "щодня",
    ],
)
def test_to_week_that_cannot_be_said(spec):
    assert to_week(spec) is None


@pytest.mark.parametrize(
    "line",
    [
        Line("09:00"),
        Line("09:00", "18:00", "13:00"),
        Line("09:00", "18:00", "08:00", "14:00"),
        Line("", "", "13:00", "14:00"),
        Line("09:00", "18:00", "14:00", "13:00"),
        Line("09:00", "09:00"),
    ],
)
def test_line_out_of_order(line):
    with pytest.raises(ValueError, match=r".+"):
        from_line(line)


five = st.integers(0, 24 * 12 - 1).map(lambda each: f"{each // 12:02d}:{each % 12 * 5:02d}")
daytime = five.filter(lambda each: each >= "06:00")
nights = st.tuples(st.integers(18, 23), st.integers(1, 5)).map(lambda a: ((f"{a[0]}:00", f"0{a[1]}:30"),))
edges = st.sampled_from([2, 4]).flatmap(
    lambda n: st.lists(daytime, min_size=n, max_size=n, unique=True).map(sorted)
)
hours = st.one_of(st.just(()), nights, edges.map(lambda a: tuple(zip(a[::2], a[1::2], strict=True))))


@given(st.tuples(*[hours] * 7))
def test_week_there_and_back(week):
    assert to_week(from_week(week)) == week
    assert tuple(from_line(line) for line in to_lines(week)) == week
