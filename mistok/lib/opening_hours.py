"""What a specification of hours in the OpenStreetMap `opening_hours` syntax says of a day or a week.

Whether a place is open this moment is told by `lib.schedules`, which knows its exceptions too.

Public holidays follow the PyPI `holidays` calendar, which knows the law: under martial law no public holiday
is a day off (law № 2136-IX, article 6). Who closes on them all the same says so with `holidays_off`.
Whatever stands in the specification, nothing here raises: what cannot be read is `Unknown`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import holidays
from django.utils.dates import WEEKDAYS_ABBR
from opening_hours import OpeningHours, State

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT_ENDS = time(6)  # «22:00–02:00» belongs to the evening it began on
DAY = timedelta(days=1)

type Session = tuple[datetime, datetime, bool | None]  # from and to by the clock on the wall; open or unknown


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


def week(spec: str, on: date | None = None) -> list[Row]:
    """The usual week around the day (today if none), equal days together; empty when unreadable."""
    day = on or datetime.now(KYIV).date()
    if not is_readable(spec):
        return []
    found = {
        number: day_hours(spec, day + timedelta(days=number - day.weekday()), holidays_off=False)
        for number in range(7)
    }
    return [
        Row(tuple(number for number, _ in days), hours)
        for hours, days in groupby(found.items(), key=lambda each: each[1])
    ]


def is_readable(spec: str) -> bool:
    """Whether the hours can be computed; for forms."""
    now = datetime.now(KYIV).replace(tzinfo=None)
    try:
        next(_wall(spec, now, now + DAY), None)
    except Unreadable:
        return False
    return True


def is_day_off(day: date, holidays_off: bool | None = None) -> bool:
    """Whether the day is a public holiday on which nobody works."""
    return day in _days_off(day.year, holidays_off)


def holiday_name(day: date) -> str:
    """What is celebrated on the day, in Ukrainian; empty on any other day."""
    return _holidays(day.year, ("public", "workday")).get(day, "")


def sessions(spec: str, day: date, holidays_off: bool | None = None) -> tuple[Session, ...]:
    """When the place is open on the day, by the clock on the wall; nothing on a day off.

    A night belongs to the evening it began on: «Fr 20:00-02:00» is one session of Friday. `None` for the
    state means that nobody knows; an unreadable specification gives such a session of the whole day.
    """
    return _sessions(spec, day, is_day_off(day, holidays_off))


def day_hours(spec: str, day: date, holidays_off: bool | None = None) -> tuple[tuple[str, str], ...]:
    """From and to, «09:00» and «24:00», of the day's sessions; empty when closed or unknown."""
    return tuple(
        (f"{start:%H:%M}", closing(end)) for start, end, state in sessions(spec, day, holidays_off) if state
    )


@lru_cache(maxsize=50_000)
def _sessions(spec: str, day: date, day_off: bool) -> tuple[Session, ...]:
    midnight = datetime.combine(day, time())
    if day_off and spec.strip() and "PH" not in spec:
        return ()
    found: list[Session] = []
    try:
        # a day on both sides, so that nights are seen whole
        pieces = list(_wall(spec, midnight - DAY, midnight + 2 * DAY, "UA" if day_off else None))
    except Unreadable:
        return ((midnight, midnight + DAY, None),)
    for start, end, state in _joined(pieces):
        for first, last in _by_days(start, end) if state is not False else ():
            if first.date() == day:
                found.append((first, last, state))
    return tuple(found)


@lru_cache(maxsize=2000)
def _parsed(spec: str, country: str | None) -> OpeningHours:
    if not spec.strip():
        raise Unreadable(spec)  # the evaluator takes blanks for "always"
    return OpeningHours(spec, country=country, max_interval_days=400)


def _wall(spec: str, start: datetime, end: datetime, country: str | None = None) -> Iterator[Session]:
    """What the evaluator says without time zones, whichever way it fails turned into Unreadable."""
    try:
        for first, last, state, _comment in _parsed(spec, country).intervals(start, end):
            yield first or start, last or end, {State.OPEN: True, State.CLOSED: False}.get(state)
    except Exception as error:
        raise Unreadable(spec) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's own, derived from BaseException
            raise
        raise Unreadable(spec) from error


def _joined(pieces: Iterable[Session]) -> Iterator[Session]:
    """Pieces of the same state that touch made one."""
    at: Session | None = None
    for piece in pieces:
        if at and at[1] == piece[0] and at[2] is piece[2]:
            at = at[0], piece[1], at[2]
        else:
            if at:
                yield at
            at = piece
    if at:
        yield at


def _days_off(year: int, holidays_off: bool | None) -> dict[date, str]:
    if holidays_off is False:
        return {}
    return _holidays(year, ("public", "workday") if holidays_off else ("public",))


@lru_cache(maxsize=64)
def _holidays(year: int, kinds: tuple[str, ...]) -> dict[date, str]:
    return dict(_ukraine()(years=year, categories=kinds, language="uk"))


@cache
def _ukraine() -> type[holidays.HolidayBase]:
    """The calendar of Ukraine out of its own file: the package around it reads 250 countries at once.

    That took half a second of the first reader, and memory of each process.
    """
    name = "holidays.countries.ukraine"
    spec = PathFinder.find_spec(name, [f"{folder}/countries" for folder in holidays.__path__])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[holidays.HolidayBase] = module.Ukraine
    return found


def _by_days(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """An interval cut at midnights, unless it is a night that belongs to its evening."""
    while True:
        midnight = datetime.combine(start.date() + DAY, time())
        is_night = end.date() == midnight.date() and end.time() <= NIGHT_ENDS and end - start < DAY
        if end <= midnight or is_night:
            yield start, end
            return
        yield start, midnight
        start = midnight


def closing(moment: datetime) -> str:
    """The end of a session as people write it: midnight is 24:00."""
    return "24:00" if moment.time() == time() else f"{moment:%H:%M}"
