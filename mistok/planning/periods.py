"""Periods a person chooses, and the equal period before each, so that like is compared with like."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST = 366 * 25  # days: a library's whole digital history, and an end to endless charts
DAYS_IN_A_CHART = 62  # longer periods are drawn by months


class Named(StrEnum):
    """Periods with names; all end today, for the future has no figures."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_IN = {Named.MONTH: 1, Named.QUARTER: 3, Named.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end} before it starts on {self.start}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def by_month(self) -> bool:
        """Whether its chart has months, not days."""
        return self.days > DAYS_IN_A_CHART

    def steps(self) -> list[date]:
        """The days, or the first days of the months, that make its chart."""
        if not self.by_month:
            return [self.start + timedelta(days=n) for n in range(self.days)]
        first = self.start.replace(day=1)
        return [shifted(first, n) for n in range(months_between(first, self.end) + 1)]


def named(name: Named, today: date) -> Period:
    """The named period as it stands today.

    >>> named(Named.QUARTER, date(2026, 11, 21))
    Period(start=datetime.date(2026, 10, 1), end=datetime.date(2026, 11, 21))
    """
    if name is Named.TODAY:
        return Period(today, today)
    if name is Named.WEEK:
        return Period(today - timedelta(days=today.weekday()), today)
    months = MONTHS_IN[name]
    return Period(date(today.year, (today.month - 1) // months * months + 1, 1), today)


def before(period: Period, name: Named | None = None) -> Period:
    """The equal period to compare with.

    A named one is compared with the same days of the week, month, quarter or year before (today with the same
    weekday: a library's Monday is not its Sunday). Whole months are compared with as many whole months, a
    month so far with the same days of the month before, anything else with as many days right before.

    >>> before(Period(date(2012, 7, 1), date(2013, 2, 28)))
    Period(start=datetime.date(2011, 11, 1), end=datetime.date(2012, 6, 30))
    """
    if name in (Named.TODAY, Named.WEEK):
        return Period(period.start - timedelta(days=7), period.end - timedelta(days=7))
    if name is not None:
        return Period(shifted(period.start, -MONTHS_IN[name]), shifted(period.end, -MONTHS_IN[name]))
    if period.start.day == 1 and (period.end + timedelta(days=1)).day == 1:
        months = months_between(period.start, period.end) + 1
        return Period(shifted(period.start, -months), period.start - timedelta(days=1))
    if period.start.day == 1 and period.days > 1 and months_between(period.start, period.end) == 0:
        return before(period, Named.MONTH)
    return Period(period.start - timedelta(days=period.days), period.start - timedelta(days=1))


def last_month(today: date) -> Period:
    """The whole month before the day's own."""
    return Period(shifted(today.replace(day=1), -1), today.replace(day=1) - timedelta(days=1))


def last_quarter(today: date) -> Period:
    """The whole quarter before the day's own."""
    start = named(Named.QUARTER, today).start
    return Period(shifted(start, -3), start - timedelta(days=1))


def last_year(today: date) -> Period:
    """The whole year before the day's own."""
    return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))


def months_between(start: date, end: date) -> int:
    """How many months on `end` is, by the calendar page alone."""
    return (end.year - start.year) * 12 + end.month - start.month


def shifted(day: date, months: int) -> date:
    """The same day of another month, or that month's last day when it has no such day.

    >>> shifted(date(2026, 3, 31), -1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
