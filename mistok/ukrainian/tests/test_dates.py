"""Dates and periods in sentences."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.ukrainian import dates


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ((2012, 7, 1), (2013, 2, 28), "з липня 2012 по лютий 2013 року"),
        ((2026, 1, 1), (2026, 4, 30), "з січня по квітень 2026 року"),
        ((2026, 1, 1), (2026, 3, 31), "за I квартал 2026 року"),
        ((2026, 4, 1), (2026, 6, 30), "за II квартал 2026 року"),
        ((2026, 10, 1), (2026, 12, 31), "за IV квартал 2026 року"),
        ((2026, 1, 1), (2026, 6, 30), "за I півріччя 2026 року"),
        ((2026, 7, 1), (2026, 12, 31), "за II півріччя 2026 року"),
        ((2026, 2, 1), (2026, 4, 30), "з лютого по квітень 2026 року"),
        ((2026, 11, 1), (2026, 11, 30), "за листопад 2026 року"),
        ((2028, 2, 1), (2028, 2, 29), "за лютий 2028 року"),
        ((2028, 2, 1), (2028, 2, 28), "з 1 по 28 лютого 2028 року"),
        ((2026, 1, 1), (2026, 12, 31), "за 2026 рік"),
        ((2024, 1, 1), (2026, 12, 31), "за 2024–2026 роки"),
        ((2026, 11, 20), (2026, 11, 20), "за 20 листопада 2026 року"),
        ((2026, 11, 3), (2026, 11, 17), "з 3 по 17 листопада 2026 року"),
        ((2026, 10, 28), (2026, 11, 3), "з 28 жовтня по 3 листопада 2026 року"),
        ((2025, 12, 28), (2026, 1, 3), "з 28 грудня 2025 по 3 січня 2026 року"),
    ],
)
def test_period(start, end, shown):
    assert dates.period(date(*start), date(*end)) == shown


def test_period_by_months_alone():
    assert dates.period(date(2026, 1, 1), date(2026, 3, 31), named=False) == "з січня по березень 2026 року"
    assert dates.period(date(2026, 1, 1), date(2026, 6, 30), named=False) == "з січня по червень 2026 року"


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before"):
        dates.period(date(2026, 2, 1), date(2026, 1, 1))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 2000))
def test_every_period_has_words_and_names_its_last_year(start, days):
    end = start + timedelta(days=days)
    shown = dates.period(start, end)
    assert shown.startswith(("з ", "за "))
    assert str(end.year) in shown


def test_dates():
    day = date(2026, 11, 20)
    assert dates.date_long(day) == "20 листопада 2026"
    assert dates.weekday_date(day) == "п’ятниця, 20 листопада 2026"
    assert dates.on_weekday(day) == "у п’ятницю, 20 листопада"
    assert dates.month_year(date(2012, 7, 5)) == "липень 2012"
    assert dates.in_month(day) == "у листопаді 2026 року"


def test_times():
    assert dates.time_hm(time(14, 30)) == "14:30"
    assert dates.time_hm(datetime(2026, 11, 20, 9, 5)) == "09:05"


@pytest.mark.parametrize("name", ["MONTHS", "MONTHS_GENITIVE", "MONTHS_ACCUSATIVE", "MONTHS_LOCATIVE"])
def test_twelve_months(name):
    assert len(set(getattr(dates, name))) == 12


@pytest.mark.parametrize("case", ["", "_GENITIVE", "_ACCUSATIVE", "_LOCATIVE", "_SHORT"])
def test_seven_weekdays(case):
    assert len(set(getattr(dates, f"WEEKDAYS{case}"))) == 7
