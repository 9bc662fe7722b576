"""When a place is open, from the OpenStreetMap `opening_hours` syntax, in Kyiv time.

Public holidays follow the PyPI `holidays` calendar, which knows the law: under martial law no public holiday
is a day off (law № 2136-IX, article 6). Who closes on them all the same says so with `holidays_off`.
Whatever stands in the specification, nothing here raises: what cannot be read is `Unknown`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import holidays
from django.utils.dates import WEEKDAYS_ABBR
from opening_hours import OpeningHours, State

KYIV = ZoneInfo("Europe/Kyiv")
HORIZON = timedelta(days=60)  # how far the next change is looked for: longer than any usual break
NIGHT_ENDS = time(6)  # «22:00–02:00» belongs to the evening it began on
DAY = timedelta(days=1)

type Piece = tuple[datetime, datetime, bool | None]  # from, to, open (None: nobody knows)


@dataclass(frozen=True, slots=True)
class Open:
    """Open now; `until` is None when no end is in sight."""

    until: datetime | None
    is_open = True


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed now; `opens_at` is None when no opening is in sight."""

    opens_at: datetime | None
    is_open = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """No hours were given, or they cannot be read."""

    is_open = None


type Status = Open | Closed | Unknown


@dataclass(frozen=True, slots=True)
class Row:
    """Weekdays (0 is Monday) one after another with the same hours; no hours means a day off."""

    weekdays: tuple[int, ...]
    hours: tuple[tuple[str, str], ...]

    @property
    def days(self) -> str:
        """«Пн–Пт», «Сб», «Сб, Нд», in the reader's language."""
        first, last = (str(WEEKDAYS_ABBR[self.weekdays[index]]) for index in (0, -1))
        if len(self.weekdays) == 1:
            return first
        return f"{first}, {last}" if len(self.weekdays) == 2 else f"{first}–{last}"

    @property
    def whole(self) -> str:
        """From the first opening to the last closing: «09:00–18:00»; empty on a day off."""
        return f"{self.hours[0][0]}–{self.hours[-1][1]}" if self.hours else ""

    @property
    def breaks(self) -> tuple[str, ...]:
        """The pauses between: «13:00–14:00»."""
        return tuple(f"{before[1]}–{after[0]}" for before, after in pairwise(self.hours))


class Unreadable(ValueError):
    """The specification is not in the syntax."""


def status(spec: str, at: datetime, holidays_off: bool | None = None) -> Status:
    """Whether the place is open at the (aware) moment, and until or from when.

    `holidays_off`: None follows the law of the day, True makes every named holiday a day off, False none.
    """
    at = at.astimezone(KYIV)
    edge = at + HORIZON
    began: bool | None = None
    first = True
    try:
        for start, _end, state in _pieces(spec, at, edge, holidays_off):
            if first:
                began, first = state, False
            elif state is not began:
                if began:
                    return Open(start)
                if state:
                    return Closed(start)
    except Unreadable:
        return Unknown()
    if first or began is None:
        return Unknown()
    return Open(None) if began else Closed(None)


def week(spec: str, on: date | None = None) -> list[Row]:
    """The usual week around the day (today if none), equal days together; empty when unreadable."""
    day = on or datetime.now(KYIV).date()
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), KYIV)
    found: dict[int, list[tuple[str, str]]] = {number: [] for number in range(7)}
    try:
        # a day earlier, so that Sunday's night is not taken for Monday's morning
        for start, end, state in _pieces(spec, monday - DAY, monday + 7 * DAY + DAY / 2, False):
            for first, last in _by_days(start, end) if state else ():
                if monday <= first < monday + 7 * DAY:
                    found[first.weekday()].append((f"{first:%H:%M}", _closing(last)))
    except Unreadable:
        return []
    return [
        Row(tuple(number for number, _ in days), tuple(hours))
        for hours, days in groupby(found.items(), key=lambda each: each[1])
    ]


def is_readable(spec: str) -> bool:
    """Whether the hours can be computed; for forms."""
    try:
        next(_pieces(spec, datetime.now(KYIV), datetime.now(KYIV) + DAY, None), None)
    except Unreadable:
        return False
    return True


def is_day_off(day: date, holidays_off: bool | None = None) -> bool:
    """Whether the day is a public holiday on which nobody works."""
    return day in _days_off(day.year, holidays_off)


@lru_cache(maxsize=64)
def _days_off(year: int, holidays_off: bool | None) -> frozenset[date]:
    if holidays_off is False:
        return frozenset()
    kinds = ("public", "workday") if holidays_off else ("public",)
    return frozenset(holidays.country_holidays("UA", years=year, categories=kinds))


@lru_cache(maxsize=2000)
def _parsed(spec: str, country: str | None) -> OpeningHours:
    if not spec.strip():
        raise Unreadable(spec)  # the evaluator takes blanks for "always"
    return OpeningHours(spec, timezone=KYIV, country=country, max_interval_days=400)


def _intervals(spec: str, start: datetime, end: datetime, country: str | None = None) -> Iterator[Piece]:
    """What the evaluator says, whichever way it fails turned into Unreadable."""
    try:
        for first, last, state, _comment in _parsed(spec, country).intervals(start, end):
            yield first or start, last or end, {State.OPEN: True, State.CLOSED: False}.get(state)
    except Exception as error:
        raise Unreadable(spec) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's own, derived from BaseException
            raise
        raise Unreadable(spec) from error


def _pieces(spec: str, start: datetime, end: datetime, holidays_off: bool | None) -> Iterator[Piece]:
    """The evaluator's intervals with days off cut out of them, or replaced by the hours given for `PH`."""
    for first, last, state in _intervals(spec, start, end):
        at = first
        for day in _days_between(first, last):
            if not is_day_off(day, holidays_off):
                continue
            midnight = datetime.combine(day, time(), KYIV)
            morning, evening = max(at, midnight), min(last, datetime.combine(day + DAY, time(), KYIV))
            if at < morning:
                yield at, morning, state
            if "PH" in spec:
                yield from _intervals(spec, morning, evening, "UA")
            else:
                yield morning, evening, False
            at = evening
        if at < last:
            yield at, last, state


def _days_between(start: datetime, end: datetime) -> Iterator[date]:
    day = start.date()
    while datetime.combine(day, time(), KYIV) < end:
        yield day
        day += DAY


def _by_days(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """An interval cut at midnights, unless it is a night that belongs to its evening."""
    while True:
        midnight = datetime.combine(start.date() + DAY, time(), KYIV)
        is_night = end.date() == midnight.date() and end.time() <= NIGHT_ENDS and end - start < DAY
        if end <= midnight or is_night:
            yield start, end
            return
        yield start, midnight
        start = midnight


def _closing(moment: datetime) -> str:
    return "24:00" if moment.time() == time() else f"{moment:%H:%M}"
