"""When a point can receive: its opening hours, its hours of reception by appointment, and what is taken.

All is computed by the clock on the wall and placed in Kyiv time, as opening hours are: on the days when
clocks change an hour that does not exist gives no time, and one that comes twice gives its first coming.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from mistok.desk.models import Appointment, BookingLength, BookingRules, Subject, TakenTime, Topic
from mistok.desk.models.appointments import PIECE
from mistok.lib.distance import kilometres
from mistok.lib.opening_hours import day_hours
from mistok.lib.schedules import Difference, instant
from mistok.network.hours import exceptions_still, schedule_of
from mistok.network.models import ServicePoint
from mistok.network.queries import open_points

STAFF_AHEAD = 90  # days ahead that the staff may book
NEARBY = 4  # other points told of when nothing is free here
NEAREST = 3  # times told of at each
A_DAY = 24 * 60
GRID = PIECE // timedelta(minutes=1)  # every appointment begins on these minutes, whatever the opening hour
FORMAT = "%Y%m%dT%H%MZ"
YEARS = range(2000, 2200)  # beyond them days cannot be counted with

type Span = tuple[int, int]  # minutes of the day by the clock on the wall
type Taken = Mapping[datetime, set[int]]  # places by the beginnings of five minutes


@dataclass(frozen=True, slots=True)
class Time:
    """A free time: from, until, and the places that are free then."""

    at: datetime
    until: datetime
    places: tuple[int, ...]

    @property
    def left(self) -> int:
        """How many more people can come then."""
        return len(self.places)

    @property
    def key(self) -> str:
        return key_of(self.at)


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day with its free times. `works`: it receives by appointment; `difference`: why it is unusual."""

    day: date
    times: list[Time] = field(default_factory=list)
    works: bool = True
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The nearest free times of another point; how far it is when both places are known."""

    point: ServicePoint
    times: list[Time]
    kilometres: float | None = None


def key_of(moment: datetime) -> str:
    """A moment in an address, in UTC: no two moments look alike when clocks change.

    >>> key_of(datetime(2026, 11, 24, 7, 30, tzinfo=UTC))
    '20261124T0730Z'
    """
    return moment.astimezone(UTC).strftime(FORMAT)


def moment_of(key: str) -> datetime:
    """The moment of an address. Raises ValueError for what is none, and for centuries nobody books in."""
    moment = datetime.strptime(key, FORMAT).replace(tzinfo=UTC)
    if moment.year not in YEARS:
        raise ValueError(key)
    return moment


def rules_of(point: ServicePoint) -> BookingRules:
    """The rules of the point with their lengths; unsaved ones to begin with when it has none."""
    lengths = BookingLength.objects.select_related("service", "topic")
    found = BookingRules.objects.filter(point=point).prefetch_related(Prefetch("lengths", lengths)).first()
    return found or BookingRules(point=point)


def length_of(rules: BookingRules, subject: Subject | None) -> int:
    """Minutes that help with the thing takes at the point."""
    if subject is not None and rules.pk:
        for each in rules.lengths.all():
            key = each.topic_id if isinstance(subject, Topic) else each.service_id
            if key == subject.pk:
                return each.minutes
    return rules.minutes


def spans(rules: BookingRules, day: date) -> list[Span]:
    """When the point receives by appointment on the day, by the clock on the wall.

    That is its opening hours of that very day – closures, holidays, the sanitary day and breaks are in them –
    and, where the rules have hours of their own, only those. The point's exceptions are fetched beforehand.
    """
    point = rules.point
    if day < point.opened_on or (point.closed_on and day >= point.closed_on):
        return []
    opened = [_span(*each) for each in schedule_of(point).hours(day)]
    if not rules.hours.strip():
        return opened
    received = [_span(*each) for each in day_hours(rules.hours, day, holidays_off=False)]
    both = (
        (max(first, begin), min(last, end)) for first, last in opened for begin, end in received
    )  # fmt: skip
    return sorted((first, last) for first, last in both if first < last)


def beginnings(rules: BookingRules, day: date, minutes: int) -> list[tuple[datetime, datetime]]:
    """All times of the day, from and until, free or not; nobody is received past the closing."""
    found: dict[datetime, datetime] = {}
    for first, last in spans(rules, day):
        closes = _moment(day, last)
        for begin in range(first + -first % GRID, last, rules.step):
            at = _moment(day, begin)
            until = at + timedelta(minutes=minutes)
            if until <= closes:
                found.setdefault(at, until)
    return sorted(found.items())


def free_days(
    rules: BookingRules,
    days: Iterable[date],
    minutes: int,
    *,
    since: datetime,
    moving: Appointment | None = None,
) -> list[FreeDay]:
    """The days with their free times from the moment on, one query. What `moving` takes counts as free."""
    wanted = list(days)
    taken = taken_at([rules.point], wanted, moving).get(rules.point.pk, {}) if wanted else {}
    return [_free_day(rules, day, minutes, since, taken) for day in wanted]


def site_days(rules: BookingRules, now: datetime) -> list[date]:
    """The days that people may book on the site."""
    return days_from(timezone.localdate(now), rules.opens_before + 1)


def site_since(rules: BookingRules, now: datetime) -> datetime:
    """The first moment that may still be booked on the site."""
    return now + timedelta(minutes=rules.closes_before)


def days_from(first: date, count: int) -> list[date]:
    """So many days one after another."""
    return [first + timedelta(days=number) for number in range(count)]


def is_within(rules: BookingRules, appointment: Appointment) -> bool:
    """Whether the point is open all that time; hours of reception by appointment do not matter."""
    opened = BookingRules(point=rules.point)
    return any(
        _moment(appointment.day, first) <= appointment.starts_at
        and appointment.ends_at <= _moment(appointment.day, last)
        for first, last in spans(opened, appointment.day)
    )


def elsewhere(point: ServicePoint, subject: Subject | None, now: datetime) -> list[Elsewhere]:
    """The nearest free times of other points that receive by appointment, the closest points first.

    Four queries, whatever their number: rules, lengths, exceptions, taken times.
    """
    today = timezone.localdate(now)
    lengths = BookingLength.objects.select_related("service", "topic")
    all_rules = (
        BookingRules.objects.filter(is_on=True, point__in=open_points(today))
        .exclude(point=point)
        .select_related("point__organisation", "point__territory")
        .prefetch_related(
            Prefetch("lengths", lengths), Prefetch("point__exceptions", exceptions_still(today))
        )
    )
    known = sorted(((_far(point, each.point), each) for each in all_rules), key=_nearness(point))[
        : NEARBY * 3
    ]
    longest = max((rules.opens_before for _far_, rules in known), default=0)
    days = days_from(today, longest + 1)
    taken = taken_at([rules.point for _far_, rules in known], days) if known else {}
    found = []
    for far, rules in known:
        minutes = length_of(rules, subject)
        times: list[Time] = []
        for day in site_days(rules, now):
            there = taken.get(rules.point.pk, {})
            times += _free_day(rules, day, minutes, site_since(rules, now), there).times
            if len(times) >= NEAREST:
                break
        if times:
            found.append(Elsewhere(rules.point, times[:NEAREST], far))
        if len(found) == NEARBY:
            break
    return found


def taken_at(
    points: Sequence[ServicePoint], days: Sequence[date], moving: Appointment | None = None
) -> dict[int, dict[datetime, set[int]]]:
    """Taken places by point and five minutes of the days (in order). One query."""
    rows = TakenTime.objects.filter(
        point__in=points, at__gte=_moment(days[0], 0), at__lt=_moment(days[-1], A_DAY)
    )
    if moving is not None:
        rows = rows.exclude(appointment=moving)
    found: dict[int, dict[datetime, set[int]]] = defaultdict(lambda: defaultdict(set))
    for key, at, place in rows.values_list("point", "at", "place"):
        found[key][at].add(place)
    return {key: dict(each) for key, each in found.items()}


def free_places(rules: BookingRules, at: datetime, until: datetime, taken: Taken) -> tuple[int, ...]:
    """Numbers of the places that nobody holds in any of the five minutes."""
    held: set[int] = set()
    while at < until:
        held |= taken.get(at, set())
        at += PIECE
    return tuple(place for place in range(1, rules.places + 1) if place not in held)


def _free_day(rules: BookingRules, day: date, minutes: int, since: datetime, taken: Taken) -> FreeDay:
    all_times = beginnings(rules, day, minutes)
    times = [
        Time(at, until, places)
        for at, until in all_times
        if at >= since and (places := free_places(rules, at, until, taken))
    ]
    return FreeDay(day, times, bool(all_times), schedule_of(rules.point).difference(day))


def _nearness(point: ServicePoint) -> Callable[[tuple[float | None, BookingRules]], tuple[object, ...]]:
    def order(each: tuple[float | None, BookingRules]) -> tuple[object, ...]:
        far, rules = each
        other = rules.point
        return (
            far is None,
            far or 0.0,
            other.organisation_id != point.organisation_id,
            other.territory_id != point.territory_id,
            other.name,
        )

    return order


def _far(point: ServicePoint, other: ServicePoint) -> float | None:
    if None in (point.latitude, point.longitude, other.latitude, other.longitude):
        return None
    return kilometres(point.latitude, point.longitude, other.latitude, other.longitude)  # type: ignore[arg-type]


def _span(first: str, last: str) -> Span:
    """«09:00» and «18:00» as minutes; a night is cut at midnight."""
    begin, end = _minutes(first), _minutes(last)
    return begin, end if end > begin else A_DAY


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _moment(day: date, minutes: int) -> datetime:
    return instant(datetime.combine(day, time()) + timedelta(minutes=minutes))
