"""When a place receives people, day by day: the usual week, its sanitary day, public holidays and exceptions.

A day is ruled by the first of these that speaks of it: an exception made for this day alone; an exception of
several days that closes; the sanitary day; a public holiday; other hours for several days; the usual week.
So «shorter hours in August» keeps its sanitary day, and «open on the 24th» wins over everything. Of several
exceptions of the same day the later one given wins. A night belongs to the evening it began on.

All is computed by the clock on the wall and then placed in Kyiv time, so the days when clocks change are
right: an hour that does not exist is the moment of the change, an hour that comes twice is its first coming.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from mistok.lib.opening_hours import (
    DAY,
    KYIV,
    Closed,
    Open,
    Session,
    Status,
    Unknown,
    closing,
    holiday_name,
    is_day_off,
    sessions,
)

DAYS_LOOKED_AT = 60  # for the next change; days inside a closure do not count
FAR = date(9000, 1, 1)  # «until 31.12.9999» is no end at all
LONGEST_LIST = 30  # days of differences told in advance

HOLIDAYS_OFF: dict[str, bool | None] = {"law": None, "off": True, "works": False}


class Why(StrEnum):
    """Why a day is unlike the usual week."""

    EXCEPTION = "exception"
    SANITARY = "sanitary"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Days unlike the usual week. No hours: closed. No last day: until further notice."""

    since: date
    until: date | None
    spec: str = ""
    reason: str = ""

    @property
    def is_closure(self) -> bool:
        return not self.spec.strip()

    def covers(self, day: date) -> bool:
        """Whether the day is one of these."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Difference:
    """Days one after another with the same reason to differ. `hours` are those of the first day."""

    why: Why
    since: date
    until: date | None
    reason: str = ""
    spec: str = ""  # of an exception; empty closes
    hours: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def is_closed(self) -> bool:
        """Whether it closes all its days; other hours may still have a day off among them."""
        return not self.spec if self.why is Why.EXCEPTION else not self.hours


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of a certain week: its hours, and why they differ if they do."""

    day: date
    hours: tuple[tuple[str, str], ...]
    difference: Difference | None

    @property
    def text(self) -> str:
        """«09:00–13:00, 14:00–18:00»; empty when closed."""
        return hours_text(self.hours)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that decides whether a place is open. Whatever stands in it, nothing here raises.

    `spec` is OpenStreetMap syntax; `holidays` one of law, off, works; `sanitary_day` one of "", last-day,
    last-working, last-0 (Monday) … last-6; `exceptions` in the order in which they were given.
    """

    spec: str
    holidays: str = "law"
    sanitary_day: str = ""
    exceptions: tuple[Exceptional, ...] = ()

    def status(self, at: datetime) -> Status:
        """Open or closed at the (aware) moment, and until or from when, as far as that can be seen."""
        at = at.astimezone(UTC)
        today = at.astimezone(KYIV).date()
        around = [*self._instants(today - DAY), *self._instants(today)]
        states = {state for start, end, state in around if start <= at < end}
        if True in states:
            return self._open_until(at, today)
        if None in states:
            return Unknown()
        return self._closed_until(at, today)

    def day(self, day: date) -> DayHours:
        """The hours of the day as they really are."""
        return DayHours(day, self.hours(day), self.difference(day))

    def hours(self, day: date) -> tuple[tuple[str, str], ...]:
        """From and to, «09:00» and «24:00», by the clock on the wall; empty when closed or unknown."""
        return tuple((f"{start:%H:%M}", closing(end)) for start, end, state in self._sessions(day) if state)

    def week(self, on: date) -> list[DayHours]:
        """The seven days, Monday first, of the week in which the day is."""
        monday = on - timedelta(days=on.weekday())
        return [self.day(monday + timedelta(days=number)) for number in range(7)]

    def difference(self, day: date) -> Difference | None:
        """Why the day is unlike the usual one; None when it is not. `since` and `until` are its term."""
        why, rule = self._ruled_by(day)
        if why is None:
            return None
        if not (rule and rule.is_closure) and self._sessions(day) == sessions(self.spec, day, False):
            return None  # a day off anyway, or the usual hours
        if rule:
            spec = rule.spec.strip()
            return Difference(why, rule.since, rule.until, rule.reason, spec, self.hours(day))
        name = holiday_name(day) if why is Why.HOLIDAY else ""
        return Difference(why, day, day, name, hours=self.hours(day))

    def differences(self, first: date, days: int = LONGEST_LIST) -> list[Difference]:
        """What differs in the coming days, this one included, days with the same reason together."""
        found: list[Difference] = []
        for number in range(days):
            one = self.difference(first + timedelta(days=number))
            if one and one not in found:
                found.append(one)
        return found

    def next_sanitary_day(self, first: date) -> date | None:
        """The nearest one on the day or after it."""
        for months in range(3):
            month = (first.year * 12 + first.month - 1) + months
            day = self._sanitary_day(month // 12, month % 12 + 1)
            if day and day >= first:
                return day
        return None

    def _ruled_by(self, day: date) -> tuple[Why | None, Exceptional | None]:
        exception = self._exception(day)
        if exception and (exception.is_closure or exception.since == exception.until):
            return Why.EXCEPTION, exception
        if self.sanitary_day and day == self._sanitary_day(day.year, day.month):
            return Why.SANITARY, None
        if is_day_off(day, self._holidays_off):
            return Why.HOLIDAY, None
        return (Why.EXCEPTION, exception) if exception else (None, None)

    def _sessions(self, day: date) -> tuple[Session, ...]:
        why, exception = self._ruled_by(day)
        if exception:
            return () if exception.is_closure else sessions(exception.spec, day, False)
        if why is Why.SANITARY:
            return ()
        return sessions(self.spec, day, self._holidays_off)

    def _instants(self, day: date) -> Iterator[Session]:
        for start, end, state in self._sessions(day):
            if (first := instant(start)) < (last := instant(end)):
                yield first, last, state

    def _open_until(self, at: datetime, today: date) -> Open:
        end = at
        for number in range(-1, DAYS_LOOKED_AT):
            day = today + timedelta(days=number)
            for first, last, state in self._instants(day):
                if state and first <= end:
                    end = max(end, last)
            if day >= today and end < instant(_midnight(day) + DAY):
                return Open(end.astimezone(KYIV))
        return Open(None)

    def _closed_until(self, at: datetime, today: date) -> Closed:
        day, left = today - DAY, DAYS_LOOKED_AT
        while left:
            opening = min(
                (first for first, _, state in self._instants(day) if state and first > at), default=None
            )
            if opening:
                return Closed(opening.astimezone(KYIV))
            exception = self._exception(day)
            if exception and exception.is_closure:
                following = self._next_edge(day)
                if following is None:
                    return Closed(None)
                day = following
            else:
                day, left = day + DAY, left - 1
        return Closed(None)

    def _exception(self, day: date) -> Exceptional | None:
        return next((each for each in reversed(self.exceptions) if each.covers(day)), None)

    def _next_edge(self, day: date) -> date | None:
        """The nearest later day on which some exception begins or is over."""
        edges = {each.since for each in self.exceptions}
        edges |= {each.until + DAY for each in self.exceptions if each.until and each.until < FAR}
        return min((edge for edge in edges if day < edge < FAR), default=None)

    def _sanitary_day(self, year: int, month: int) -> date | None:
        return _sanitary_day(self.sanitary_day, self.spec, self._holidays_off, year, month)

    @property
    def _holidays_off(self) -> bool | None:
        return HOLIDAYS_OFF.get(self.holidays)


def hours_text(hours: tuple[tuple[str, str], ...]) -> str:
    """«09:00–13:00, 14:00–18:00».

    >>> hours_text((("09:00", "13:00"), ("14:00", "18:00")))
    '09:00–13:00, 14:00–18:00'
    """
    return ", ".join(f"{first}–{last}" for first, last in hours)


@lru_cache(maxsize=20_000)
def instant(wall: datetime) -> datetime:
    """The moment (UTC) at which clocks in Kyiv show this; the change of clocks for what they never show."""
    moment = wall.replace(tzinfo=KYIV)
    found = moment.astimezone(UTC)
    while found.astimezone(KYIV).replace(tzinfo=None) != moment.replace(tzinfo=None):
        moment += timedelta(minutes=1)  # arithmetic by the wall: up to the hour that exists again
        moment = moment.replace(second=0, microsecond=0)
        found = moment.astimezone(UTC)
    return found


@lru_cache(maxsize=5_000)
def _sanitary_day(rule: str, spec: str, holidays_off: bool | None, year: int, month: int) -> date | None:
    last = date(year, month, monthrange(year, month)[1])
    if rule == "last-day":
        return last
    if rule == "last-working":
        days = (last - timedelta(days=number) for number in range(last.day))
        return next((day for day in days if any(s[2] for s in sessions(spec, day, holidays_off))), None)
    weekday = rule.removeprefix("last-")
    if rule.startswith("last-") and weekday in set("0123456"):
        return last - timedelta(days=(last.weekday() - int(weekday)) % 7)
    return None


def _midnight(moment: date) -> datetime:
    return datetime.combine(moment, time())
