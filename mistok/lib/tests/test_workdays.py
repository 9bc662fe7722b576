from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.workdays import (
    add_working_days,
    after_working_hours,
    end_of_working_days,
    is_working_day,
    last_day_of,
    next_working_day,
)

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 8, 24), True),  # Independence Day under martial law
        (date(2021, 8, 24), False),  # and before it
        (date(2021, 1, 7), False),
    ],
)
def test_working_day(day, works):
    assert is_working_day(day) is works


def test_term_begins_on_the_day_after():
    assert add_working_days(date(2026, 11, 18), 2) == date(2026, 11, 20)
    assert add_working_days(date(2026, 11, 20), 2) == date(2026, 11, 24)
    assert add_working_days(date(2026, 11, 21), 2) == date(2026, 11, 24)
    assert next_working_day(date(2026, 11, 20)) == date(2026, 11, 23)


def test_holidays_before_martial_law_are_left_out():
    assert add_working_days(date(2018, 8, 22), 2) == date(2018, 8, 27)  # Thursday and, after the 24th, Monday


def test_holidays_under_martial_law_are_not():
    assert add_working_days(date(2026, 8, 21), 2) == date(2026, 8, 25)  # Monday the 24th is worked


def test_term_in_days_ends_at_midnight_of_its_last_day():
    due = end_of_working_days(kyiv(2026, 11, 20, 16, 30), 2)
    assert due == kyiv(2026, 11, 25)
    assert last_day_of(due) == date(2026, 11, 24)
    assert last_day_of(kyiv(2026, 11, 24, 15)) == date(2026, 11, 24)


def test_kyiv_day_counts_not_the_utc_one():
    late = datetime(2026, 11, 18, 22, 30, tzinfo=ZoneInfo("UTC"))  # half past midnight of the 19th in Kyiv
    assert last_day_of(end_of_working_days(late, 2)) == date(2026, 11, 23)


def test_midnight_is_right_on_both_sides_of_a_change_of_clocks():
    # clocks go back on Sunday 25 October 2026 and forward on Sunday 29 March 2026
    assert end_of_working_days(kyiv(2026, 10, 23, 12), 1) == kyiv(2026, 10, 27)
    assert end_of_working_days(kyiv(2026, 10, 23, 12), 1).utcoffset() == timedelta(0)
    assert end_of_working_days(kyiv(2026, 3, 27, 12), 1).astimezone(KYIV) == kyiv(2026, 3, 31)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (kyiv(2026, 11, 18, 15), kyiv(2026, 11, 19, 15)),
        (kyiv(2026, 11, 20, 15), kyiv(2026, 11, 23, 15)),  # over Saturday and Sunday
        (kyiv(2026, 11, 21, 12), kyiv(2026, 11, 24)),  # from Saturday: with the end of Monday
        (kyiv(2026, 10, 23, 15), kyiv(2026, 10, 26, 15)),  # clocks change on the Sunday between
        (kyiv(2026, 3, 27, 15), kyiv(2026, 3, 30, 15)),
        (kyiv(2026, 8, 23, 10), kyiv(2026, 8, 25)),  # a holiday that is worked: from Sunday through Monday
        (kyiv(2018, 8, 23, 10), kyiv(2018, 8, 27, 10)),  # the same holiday in peace stands still
    ],
)
def test_hours_of_working_days(since, due):
    assert after_working_hours(since, timedelta(hours=24)) == due


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(KYIV)),
    st.integers(1, 30),
)
def test_a_term_never_ends_before_it_begins_nor_on_a_day_off(since, days):
    due = end_of_working_days(since, days)
    assert due > since
    assert is_working_day(last_day_of(due))
    hours = after_working_hours(since, timedelta(hours=days))
    assert hours - since >= timedelta(hours=days)
    assert is_working_day(last_day_of(hours))
