"""Schedules: what a day is ruled by, and that the status is the truth of every minute."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mistok.lib.opening_hours import KYIV, Closed, Open, Unknown
from mistok.lib.schedules import Exceptional, Schedule, Why, instant

WEEKDAYS = "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-15:00; Su off"
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def kyiv(day: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=KYIV)


def november(day: int) -> date:
    return date(2026, 11, day)


def closed(since: date, until: date | None, reason: str = "ремонт") -> Schedule:
    return Schedule(WEEKDAYS, exceptions=(Exceptional(since, until, "", reason),))


def test_status_of_the_usual_week():
    plain = Schedule(WEEKDAYS)
    assert plain.status(kyiv(20, 10, 30)) == Open(kyiv(20, 13))
    assert plain.status(kyiv(20, 13, 30)) == Closed(kyiv(20, 14))
    assert plain.status(kyiv(21, 16)) == Closed(kyiv(23, 9))
    assert Schedule("24/7").status(kyiv(20, 3)) == Open(None)
    assert Schedule("off").status(kyiv(20, 3)) == Closed(None)
    assert Schedule("щодня").status(kyiv(20, 3)) == Unknown()
    assert Schedule("").status(kyiv(20, 3)) == Unknown()


def test_closure_with_an_end_is_looked_across():
    assert closed(november(20), november(25)).status(kyiv(20, 10)) == Closed(kyiv(26, 9))


def test_closure_longer_than_the_horizon_still_has_an_end():
    found = closed(november(20), date(2028, 2, 29)).status(kyiv(20, 10))
    assert found == Closed(datetime(2028, 3, 1, 9, tzinfo=KYIV))


def test_closure_without_an_end():
    assert closed(november(20), None).status(kyiv(20, 10)) == Closed(None)
    assert closed(november(21), None).status(kyiv(20, 17)) == Open(kyiv(20, 18))


def test_closure_until_the_end_of_time_does_not_raise():
    assert closed(november(20), date.max).status(kyiv(20, 10)) == Closed(None)
    assert closed(date.min, date.max).status(kyiv(20, 10)) == Closed(None)


def test_later_exception_wins():
    first = Exceptional(november(16), november(30), "", "ремонт")
    second = Exceptional(november(18), november(19), "10:00-12:00", "виїзна видача")
    schedule = Schedule(WEEKDAYS, exceptions=(first, second))
    assert schedule.status(kyiv(16, 10)) == Closed(kyiv(18, 10))
    assert schedule.status(kyiv(18, 11)) == Open(kyiv(18, 12))
    assert Schedule(WEEKDAYS, exceptions=(second, first)).status(kyiv(18, 11)) == Closed(
        datetime(2026, 12, 1, 9, tzinfo=KYIV)
    )
    assert [each.reason for each in schedule.differences(november(16))] == ["ремонт", "виїзна видача"]


@pytest.mark.parametrize(
    ("rule", "year", "month", "expected"),
    [
        ("last-day", 2028, 2, 29),
        ("last-day", 2026, 2, 28),
        ("last-working", 2026, 5, 30),  # 31 May 2026 is a Sunday, the point works on Saturdays
        ("last-working", 2026, 11, 30),
        ("last-3", 2026, 11, 26),
        ("last-0", 2026, 11, 30),
        ("last-6", 2026, 11, 29),
    ],
)
def test_sanitary_day(rule, year, month, expected):
    schedule = Schedule("Mo-Sa 09:00-18:00", sanitary_day=rule)
    assert schedule.next_sanitary_day(date(year, month, 1)) == date(year, month, expected)
    assert not schedule.hours(date(year, month, expected))


def test_sanitary_day_after_a_weekend_at_the_end_of_a_month():
    schedule = Schedule("Mo-Fr 09:00-18:00", sanitary_day="last-working")
    assert schedule.next_sanitary_day(date(2026, 5, 1)) == date(2026, 5, 29)
    assert schedule.next_sanitary_day(date(2026, 5, 30)) == date(2026, 6, 30)


@pytest.mark.parametrize("rule", ["", "last-7", "last-", "якийсь"])
def test_sanitary_day_of_no_rule(rule):
    assert Schedule(WEEKDAYS, sanitary_day=rule).next_sanitary_day(november(1)) is None


def test_sanitary_day_of_hours_nobody_can_read():
    assert Schedule("щодня", sanitary_day="last-working").next_sanitary_day(november(1)) is None


def test_sanitary_day_stays_in_shorter_hours_but_a_single_day_wins():
    shorter = Exceptional(november(1), november(30), "10:00-14:00", "опалення")
    schedule = Schedule(WEEKDAYS, sanitary_day="last-3", exceptions=(shorter,))
    assert schedule.difference(november(26)).why is Why.SANITARY
    assert schedule.hours(november(25)) == (("10:00", "14:00"),)
    worked = Exceptional(november(26), november(26), "09:00-12:00")
    assert Schedule(WEEKDAYS, "law", "last-3", (shorter, worked)).hours(november(26)) == (("09:00", "12:00"),)


def test_sanitary_day_on_a_day_off_is_no_difference():
    assert Schedule("Mo-Fr 09:00-18:00", sanitary_day="last-6").difference(november(29)) is None


def test_holidays_follow_the_policy():
    independence = date(2026, 8, 24)
    at = datetime(2026, 8, 24, 10, tzinfo=KYIV)
    assert Schedule(WEEKDAYS).status(at).is_open
    assert Schedule(WEEKDAYS, "works").difference(independence) is None
    off = Schedule(WEEKDAYS, "off")
    assert off.status(at) == Closed(datetime(2026, 8, 25, 9, tzinfo=KYIV))
    assert off.difference(independence).reason == "День незалежності України"
    assert Schedule(f"{WEEKDAYS}; PH 10:00-12:00", "off").hours(independence) == (("10:00", "12:00"),)
    before_the_war = Schedule(WEEKDAYS).difference(date(2021, 8, 24))
    assert before_the_war.why is Why.HOLIDAY


def test_night_belongs_to_its_evening():
    nights = "Fr,Sa 20:00-02:00"
    saturday = Schedule(nights, exceptions=(Exceptional(november(21), november(21)),))
    assert saturday.status(kyiv(21, 1)) == Open(kyiv(21, 2))
    assert saturday.status(kyiv(22, 1)).is_open is False
    friday = Schedule(nights, exceptions=(Exceptional(november(20), november(20)),))
    assert friday.status(kyiv(21, 1)) == Closed(kyiv(21, 20))


def test_instant_on_the_days_of_change():
    assert instant(datetime(2026, 3, 29, 3, 30)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert instant(datetime(2026, 10, 25, 3, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_day_of_change_is_open_an_hour_longer():
    at = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 03:45 for the first time
    assert Schedule("00:00-05:00").status(at) == Open(datetime(2026, 10, 25, 5, tzinfo=KYIV))
    again = at + timedelta(hours=1)  # 03:45 for the second
    assert Schedule("00:00-05:00").status(again).is_open
    assert Schedule("01:00-03:30").status(again).is_open is False


def test_week_marks_what_differs():
    week = Schedule(WEEKDAYS, sanitary_day="last-3").week(november(28))
    assert [each.day.day for each in week] == [23, 24, 25, 26, 27, 28, 29]
    assert [each.difference is not None for each in week] == [day == 3 for day in range(7)]
    assert (week[3].text, week[0].text) == ("", "09:00–13:00, 14:00–18:00")


def test_differences_are_told_once_and_in_order():
    exceptions = (
        Exceptional(date(2026, 12, 5), None, "Mo-Fr 10:00-14:00", "немає опалення"),
        Exceptional(november(20), november(22), "", "навчання"),
    )
    found = Schedule(WEEKDAYS, "off", "last-working", exceptions).differences(november(21), 40)
    assert [(each.why, each.since.day, each.is_closed) for each in found] == [
        (Why.EXCEPTION, 20, True),
        (Why.SANITARY, 30, True),
        (Why.EXCEPTION, 5, False),
        (Why.HOLIDAY, 25, True),
    ]
    assert found[2].until is None


# ---- the truth of every minute

moments = st.datetimes(datetime(2012, 1, 1), datetime(2060, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))
minutes = st.integers(7 * 12, 24 * 12).map(lambda fives: fives * 5)


@st.composite
def days(draw):
    """A day's sessions in minutes from midnight: none, one, two, or a night that ends by six."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return ()
    if kind == 1:
        return ((draw(st.integers(18 * 60, 23 * 60)), 24 * 60 + draw(st.integers(1, 6 * 60))),)
    edges = sorted(draw(st.lists(minutes, min_size=4, max_size=4, unique=True)))
    return ((edges[0], edges[1]),) if kind < 4 else ((edges[0], edges[1]), (edges[2], edges[3]))


def syntax(week) -> str:
    def hm(each):
        return f"{each // 60 % 24 if each > 24 * 60 else each // 60:02d}:{each % 60:02d}"

    rules = [
        f"{name} {','.join(f'{hm(a)}-{hm(b)}' for a, b in hours)}"
        for name, hours in zip(DAYS, week, strict=True)
        if hours
    ]
    return ", ".join(rules) or "off"


weeks = st.tuples(*[days()] * 7)
RULES = ["", "last-day", *(f"last-{number}" for number in range(7))]


@st.composite
def stories(draw):
    """A week, its exceptions as (since, until, day's sessions or None) and a moment near them."""
    at = draw(moments)
    near = at.astimezone(KYIV).date()
    exceptions = []
    for _number in range(draw(st.integers(0, 3))):
        since = near + timedelta(days=draw(st.integers(-5, 9)))
        until = draw(
            st.one_of(st.none(), st.integers(0, 12).map(lambda n, since=since: since + timedelta(days=n)))
        )
        exceptions.append((since, until, draw(st.one_of(st.none(), days().filter(bool)))))
    return draw(weeks), draw(st.sampled_from(RULES)), tuple(exceptions), at


def naive_sessions(week, rule, exceptions, day):
    """What the day is, told again in the plainest way."""
    covering = [each for each in exceptions if each[0] <= day and (each[1] is None or day <= each[1])]
    last = covering[-1] if covering else None
    if last and (last[2] is None or last[0] == last[1]):
        return last[2] or ()
    end = day.replace(day=monthrange(day.year, day.month)[1])
    if rule == "last-day" and day == end:
        return ()
    if rule[5:].isdigit() and day.weekday() == int(rule[5:]) and (day + timedelta(days=7)).month != day.month:
        return ()
    return last[2] if last else week[day.weekday()]


def naive_is_open(story, at):
    week, rule, exceptions, _at = story
    today = at.astimezone(KYIV).date()
    for day in (today - timedelta(days=1), today):
        midnight = datetime.combine(day, datetime.min.time())
        for first, last in naive_sessions(week, rule, exceptions, day):
            if (
                instant(midnight + timedelta(minutes=first))
                <= at
                < instant(midnight + timedelta(minutes=last))
            ):
                return True
    return False


def told(story) -> Schedule:
    week, rule, exceptions, _at = story
    listed = tuple(
        Exceptional(since, until, "" if hours is None else syntax((hours,) * 7))
        for since, until, hours in exceptions
    )
    return Schedule(syntax(week), "works", rule, listed)


@given(stories())
def test_status_agrees_with_every_minute(story):
    schedule = told(story)
    for number in range(0, 3 * 24 * 60, 47):
        at = story[3] + timedelta(minutes=number)
        assert schedule.status(at).is_open is naive_is_open(story, at)


@given(stories())
def test_change_is_the_first_minute_that_differs(story):
    at = story[3].replace(second=0, microsecond=0)
    found = told(story).status(at)
    change = found.until if isinstance(found, Open) else found.opens_at
    if change is None:
        change = at + timedelta(days=10)
    else:
        assert change > at
        assert naive_is_open(story, change.astimezone(UTC)) is not found.is_open
    minute = at
    while minute < min(change.astimezone(UTC), at + timedelta(days=4)):
        assert naive_is_open(story, minute) is found.is_open
        minute += timedelta(minutes=1)


@settings(max_examples=150)
@given(
    st.one_of(st.text(max_size=60), weeks.map(syntax)),
    st.sampled_from(["law", "off", "works", "?"]),
    st.sampled_from([*RULES, "last-working", "?"]),
    st.lists(
        st.builds(
            Exceptional, st.dates(), st.one_of(st.none(), st.dates()), st.text(max_size=20), st.just("")
        ),
        max_size=3,
    ),
    moments,
)
def test_anything_never_raises(spec, holidays, rule, exceptions, at):
    schedule = Schedule(spec, holidays, rule, tuple(exceptions))
    assert schedule.status(at).is_open in (True, False, None)
    schedule.week(at.date())
    schedule.differences(at.date())
    schedule.next_sanitary_day(at.date())
