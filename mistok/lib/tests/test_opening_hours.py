import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.lib import opening_hours
from mistok.lib.opening_hours import KYIV, Closed, Open, Unknown, is_day_off, is_readable, week
from mistok.lib.schedules import Schedule

WITH_BREAK = "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-15:00; Su off"
FRIDAY = datetime(2026, 11, 20, 10, 30, tzinfo=KYIV)


def status(spec, at, holidays_off=None):
    return Schedule(spec, {None: "law", True: "off", False: "works"}[holidays_off]).status(at)


def kyiv(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


def test_status_open_until_the_break():
    assert status(WITH_BREAK, FRIDAY) == Open(kyiv(20, 13))


def test_status_in_the_break():
    assert status(WITH_BREAK, kyiv(20, 13, 30)) == Closed(kyiv(20, 14))


def test_status_edges_belong_to_the_opening():
    assert status(WITH_BREAK, kyiv(20, 9)) == Open(kyiv(20, 13))
    assert status(WITH_BREAK, kyiv(20, 18)) == Closed(kyiv(21, 10))


def test_status_over_the_weekend():
    assert status(WITH_BREAK, kyiv(21, 16)) == Closed(kyiv(23, 9))


def test_status_takes_any_time_zone():
    assert status("Mo-Fr 09:00-18:00", datetime(2026, 11, 20, 15, 59, tzinfo=UTC)) == Open(kyiv(20, 18))
    assert status("Mo-Fr 09:00-18:00", datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == Closed(kyiv(23, 9))


def test_status_across_the_change_of_clocks():
    saturday = datetime(2026, 3, 28, 20, 0, tzinfo=KYIV)
    assert status("Mo-Su 09:00-18:00", saturday) == Closed(datetime(2026, 3, 29, 9, 0, tzinfo=KYIV))


def test_status_never_closing_and_never_opening():
    assert status("24/7", FRIDAY) == Open(None)
    assert status("off", FRIDAY) == Closed(None)


def test_status_joins_intervals_that_touch():
    assert status('Mo-Fr 09:00-12:00; Mo-Fr 12:00-17:00 "за записом"', kyiv(20, 13)) == Open(kyiv(20, 17))
    assert status('Fr 09:00-12:00, Fr 12:00-17:00 "за записом"', kyiv(20, 10)) == Open(kyiv(20, 17))


@pytest.mark.parametrize(
    "spec", ["", "   ", "щодня", "Пн-Пт 9-18", "Mo-Fr 99:00-18:00", "Mo-Fr unknown", "\0", "Mo–Fr"]
)
def test_status_unreadable_is_unknown(spec):
    assert status(spec, FRIDAY) == Unknown()


def test_week_unreadable_is_empty():
    assert week("щодня") == []
    assert not is_readable("щодня")
    assert is_readable(WITH_BREAK)


def test_holidays_are_working_days_under_martial_law():
    independence = datetime(2026, 8, 24, 10, 0, tzinfo=KYIV)
    assert not is_day_off(independence.date())
    assert status("Mo-Fr 09:00-18:00; PH off", independence) == Open(independence.replace(hour=18))


@pytest.mark.parametrize("kinds", [("public",), ("public", "workday")])
def test_holidays_are_those_of_the_calendar_of_ukraine(kinds):
    for year in (2019, 2022, 2026):
        known = holidays.country_holidays("UA", years=year, categories=kinds, language="uk")
        assert opening_hours._holidays(year, kinds) == dict(known)


def test_holidays_read_the_calendar_of_no_other_country():
    said = (
        "import sys; from datetime import date; from mistok.lib.opening_hours import holiday_name;"
        "print(holiday_name(date(2026, 8, 24)));"
        "print([each for each in sys.modules if each.startswith('holidays.countries')])"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", said],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "DJANGO_SETTINGS_MODULE": "mistok.config.settings"},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["День незалежності України", "[]"]


def test_holidays_are_days_off_before_martial_law():
    assert is_day_off(date(2021, 8, 24))
    tuesday = datetime(2021, 8, 24, 10, 0, tzinfo=KYIV)
    assert status("Mo-Fr 09:00-18:00", tuesday) == Closed(datetime(2021, 8, 25, 9, 0, tzinfo=KYIV))


def test_holidays_are_days_off_where_the_network_says_so():
    independence = datetime(2026, 8, 24, 10, 0, tzinfo=KYIV)
    expected = Closed(datetime(2026, 8, 25, 9, 0, tzinfo=KYIV))
    assert status("Mo-Fr 09:00-18:00", independence, holidays_off=True) == expected
    assert status("Mo-Fr 09:00-18:00", independence, holidays_off=False).is_open
    assert status("24/7", independence - timedelta(days=1), holidays_off=True) == Open(
        independence.replace(hour=0)
    )


def test_holidays_with_hours_of_their_own():
    independence = datetime(2026, 8, 24, 10, 0, tzinfo=KYIV)
    spec = "Mo-Fr 09:00-18:00; PH 10:00-12:00"
    assert status(spec, independence, holidays_off=True) == Open(independence.replace(hour=12))


def test_week_groups_days_and_names_breaks():
    rows = week(WITH_BREAK, date(2026, 11, 20))
    assert [(row.days, row.whole, row.breaks) for row in rows] == [
        ("Пн–Пт", "09:00–18:00", ("13:00–14:00",)),
        ("Сб", "10:00–15:00", ()),
        ("Нд", "", ()),
    ]


def test_week_days_apart_stay_in_order():
    rows = week("Mo-Th,Su 10:00-18:00; Fr off; Sa 10:00-17:00", date(2026, 11, 20))
    assert [row.days for row in rows] == ["Пн–Чт", "Пт", "Сб", "Нд"]


def test_week_night_belongs_to_its_evening():
    assert [(row.days, row.whole) for row in week("Fr-Su 20:00-02:00", date(2026, 11, 20))] == [
        ("Пн–Чт", ""),
        ("Пт–Нд", "20:00–02:00"),
    ]


def test_week_round_the_clock():
    assert [(row.days, row.whole, row.breaks) for row in week("24/7", date(2026, 11, 20))] == [
        ("Пн–Нд", "00:00–24:00", ())
    ]


def test_week_follows_the_season():
    spec = "Mo-Fr 09:00-18:00; Jul-Aug Mo-Fr 08:00-17:00"
    assert week(spec, date(2026, 7, 15))[0].whole == "08:00–17:00"
    assert week(spec, date(2026, 11, 20))[0].whole == "09:00–18:00"


moments = st.datetimes(datetime(2012, 1, 1), datetime(2060, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))


@given(st.text(max_size=60), moments, st.sampled_from([None, True, False]))
def test_anything_typed_never_raises(spec, at, off):
    assert status(spec, at, off).is_open in (True, False, None)
    week(spec, at.date())


@st.composite
def timetables(draw):
    days = draw(
        st.lists(
            st.sampled_from(["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]), min_size=1, max_size=7, unique=True
        )
    )
    opens, pause, back, closes = sorted(
        draw(st.lists(st.integers(0, 23 * 60), min_size=4, max_size=4, unique=True))
    )
    hours = ",".join(
        f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in ((opens, pause), (back, closes))
    )
    return f"{','.join(days)} {hours}"


@given(timetables(), moments)
def test_status_agrees_with_the_week(spec, at):
    """What the table says of a moment is what the status says."""
    local = at.astimezone(KYIV)
    row = next(row for row in week(spec, local.date()) if local.weekday() in row.weekdays)
    shown = any(first <= f"{local:%H:%M}" < last for first, last in row.hours)
    assert status(spec, at, holidays_off=False).is_open is shown


@given(timetables(), moments, st.sampled_from([None, True, False]))
def test_status_changes_at_the_moment_it_names(spec, at, off):
    found = status(spec, at, off)
    change = found.until if isinstance(found, Open) else found.opens_at
    assert change is None or change > at.astimezone(KYIV)
    if change is not None:
        assert status(spec, change, off).is_open is not found.is_open
