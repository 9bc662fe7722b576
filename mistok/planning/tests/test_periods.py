from datetime import date

import pytest

from mistok.planning.periods import Named, Period, before, named

TODAY = date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(
    ("name", "start", "earlier"),
    [
        (Named.TODAY, date(2026, 11, 21), Period(date(2026, 11, 14), date(2026, 11, 14))),
        (Named.WEEK, date(2026, 11, 16), Period(date(2026, 11, 9), date(2026, 11, 14))),
        (Named.MONTH, date(2026, 11, 1), Period(date(2026, 10, 1), date(2026, 10, 21))),
        (Named.QUARTER, date(2026, 10, 1), Period(date(2026, 7, 1), date(2026, 8, 21))),
        (Named.YEAR, date(2026, 1, 1), Period(date(2025, 1, 1), date(2025, 11, 21))),
    ],
)
def test_named_period_ends_today_and_is_compared_with_its_like(name, start, earlier):
    period = named(name, TODAY)
    assert period == Period(start, TODAY)
    assert before(period, name) == earlier


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (Period(date(2012, 7, 1), date(2013, 2, 28)), Period(date(2011, 11, 1), date(2012, 6, 30))),
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Period(date(2026, 1, 1), date(2026, 12, 31)), Period(date(2025, 1, 1), date(2025, 12, 31))),
        (Period(date(2026, 11, 1), date(2026, 11, 21)), Period(date(2026, 10, 1), date(2026, 10, 21))),
        (Period(date(2026, 3, 2), date(2026, 3, 8)), Period(date(2026, 2, 23), date(2026, 3, 1))),
    ],
)
def test_chosen_period_is_compared_with_the_equal_one_before(period, earlier):
    assert before(period) == earlier


def test_last_day_of_a_long_month_has_a_like_in_a_short_one():
    assert before(Period(date(2026, 3, 1), date(2026, 3, 30)), Named.MONTH).end == date(2026, 2, 28)


def test_steps_are_days_of_short_and_months_of_long_periods():
    assert Period(date(2026, 11, 19), date(2026, 11, 21)).steps() == [
        date(2026, 11, day) for day in (19, 20, 21)
    ]
    year = Period(date(2012, 7, 15), date(2013, 2, 28)).steps()
    assert (year[0], year[-1], len(year)) == (date(2012, 7, 1), date(2013, 2, 1), 8)


def test_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 2, 1), date(2026, 1, 1))
