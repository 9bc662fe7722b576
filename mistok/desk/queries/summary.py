"""A month at a point by days and indicators, beside the month before, out of the register of indicators."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from mistok.desk.models import Encounter, PeriodLock
from mistok.lib.indicators import Combine, Indicator, indicators, sources
from mistok.network.models import ServicePoint

ALWAYS = ("people", "e_services", "consultations", "lessons")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and the part of it that was estimated."""

    value: int = 0
    rough: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.value + other.value, self.rough + other.rough)


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What makes figures of a month differ from what was seen at its end."""

    late: int = 0  # records written down on a later day than they happened
    replaced: int = 0  # records corrected by newer ones
    withdrawn: int = 0
    moved_in: int = 0  # facts of a reported period that count in this month
    moved_out: int = 0  # facts of this month, reported by then, that count later


@dataclass(frozen=True, slots=True)
class Readers:
    """People who chose to be known by a card, each once: how many, and how many came on several days."""

    different: int = 0
    again: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """An indicator over the month, beside the month before."""

    indicator: Indicator
    figure: Figure
    before: Figure

    @property
    def change(self) -> int:
        return self.figure.value - self.before.value

    @property
    def is_money(self) -> bool:
        return self.indicator.in_kopiykas


@dataclass(slots=True)
class Month:
    """The table of a month. `days` are those on which the point worked or something was counted."""

    point: ServicePoint
    first: date
    last: date
    days: list[date]
    totals: list[Total]
    adjustments: Adjustments
    readers: Readers = field(default_factory=Readers)
    closed_at: datetime | None = None  # when its figures went out in a report
    cells: dict[tuple[str, date], Figure] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[date, list[tuple[Total, Figure]]]]:
        """Day by day, the figures in the order of `totals`."""
        for day in self.days:
            yield day, [(each, self.cells.get((each.indicator.code, day), Figure())) for each in self.totals]

    @property
    def is_empty(self) -> bool:
        return not self.cells


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month in which the day stands."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def month_at(point: ServicePoint, first: date) -> Month:
    """The month at the point, straight from the facts; the queries do not grow with the records."""
    first, last = month_of(first)
    earlier = month_before(first)
    cells: dict[tuple[str, date], Figure] = {}
    sums: dict[str, Figure] = {}
    before: dict[str, Figure] = {}
    # What is only promised, as tomorrow's appointments, is no figure yet.
    days = days_between(earlier, min(last, timezone.localdate()))
    for code, _point, day, figure in figures({(point.pk, day) for day in days}):
        if day >= first:
            cells[code, day] = figure
        some = sums if day >= first else before
        some[code] = some.get(code, Figure()) + figure
    here = Q(point=point)
    return Month(
        point=point,
        first=first,
        last=last,
        days=_days(point, first, last, {day for _code, day in cells}),
        totals=totals_of(sums, before),
        adjustments=adjustments_of(
            here & Q(day__range=(first, last)), here & Q(adjusted_from__range=(first, last)), last
        ),
        readers=readers_of(here & Q(day__range=(first, last))),
        closed_at=closings([point.organisation_id], first, last).get(point.organisation_id),
        cells=cells,
    )


def days_between(first: date, last: date) -> list[date]:
    """All days from the first to the last one, both included; none when the last is earlier."""
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def figures(pairs: set[tuple[int, date]]) -> Iterator[tuple[str, int, date, Figure]]:
    """The whole value of every indicator that can be added up, for each point and day, from every source."""
    summed = {code for code, each in indicators().items() if each.combine == Combine.SUM}
    for source in sources():
        for row in source.rows(pairs):
            if not row.dimension and row.indicator in summed:
                yield row.indicator, row.point_id, row.day, Figure(row.value, row.rough)


def totals_of(sums: Mapping[str, Figure], before: Mapping[str, Figure]) -> list[Total]:
    """Indicators that say something in one of the two months, and those that always stand."""
    return [
        Total(each, sums.get(code, Figure()), before.get(code, Figure()))
        for code, each in indicators().items()
        if each.combine == Combine.SUM
        and (code in ALWAYS or sums.get(code, Figure()).value or before.get(code, Figure()).value)
    ]


def _days(point: ServicePoint, first: date, last: date, counted: set[date]) -> list[date]:
    """The days of the month that have come while the point was there, and any on which something counts."""
    until = min(last, timezone.localdate())
    if point.closed_on:
        until = min(until, point.closed_on - timedelta(days=1))
    since = max(first, point.opened_on)
    worked = {since + timedelta(days=each) for each in range((until - since).days + 1)}
    return sorted(worked | counted)


def adjustments_of(counted_here: Q, happened_here: Q, last: date) -> Adjustments:
    """What was set right among the records that count in a month, and among late ones that happened in it."""
    kyiv = timezone.get_default_timezone()
    found = (
        Encounter.objects.filter(counted_here)
        .order_by()
        .annotate(received=TruncDate("received_at", tzinfo=kyiv), happened=Coalesce("adjusted_from", "day"))
        .aggregate(
            late=Count("pk", filter=Q(voided_at=None, superseded_by=None, received__gt=F("happened"))),
            replaced=Count("pk", filter=Q(superseded_by__isnull=False)),
            withdrawn=Count("pk", filter=Q(voided_at__isnull=False)),
            moved_in=Count("pk", filter=Q(voided_at=None, superseded_by=None, adjusted_from__isnull=False)),
        )
    )
    later = Encounter.objects.counted().filter(happened_here, day__gt=last)
    return Adjustments(**found, moved_out=later.count())


def readers_of(counted_here: Q) -> Readers:
    """The cards among the records, each once. One card has different marks in different libraries."""
    cards = Encounter.objects.counted().filter(counted_here).exclude(card_hash="")
    days = cards.order_by().values("card_hash").annotate(days=Count("day", distinct=True))
    seen = list(days.values_list("days", flat=True))
    return Readers(len(seen), sum(each > 1 for each in seen))


def closings(libraries: Iterable[UUID], first: date, last: date) -> dict[UUID, datetime]:
    """When each library closed the whole month; those that may still change a day of it are not named."""
    locks = PeriodLock.objects.in_force().filter(organisation__in=set(libraries))
    held = locks.filter(first__lte=first, last__gte=last).order_by("first")
    return {lock.organisation_id: lock.locked_at for lock in held}
