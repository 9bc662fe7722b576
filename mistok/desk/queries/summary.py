"""A month at a point by days and indicators, beside the month before, out of the register of indicators."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

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
    before: dict[str, Figure] = {}
    summed = {code: each for code, each in indicators().items() if each.combine == Combine.SUM}
    # What is only promised, as tomorrow's appointments, is no figure yet.
    for code, day, figure in _figures(point, earlier, min(last, timezone.localdate())):
        if code in summed and day >= first:
            cells[code, day] = figure
        elif code in summed:
            before[code] = before.get(code, Figure()) + figure
    return Month(
        point=point,
        first=first,
        last=last,
        days=_days(point, first, last, {day for _code, day in cells}),
        totals=_totals(summed, cells, before),
        adjustments=_adjustments(point, first, last),
        readers=_readers(point, first, last),
        closed_at=_closed_at(point, first, last),
        cells=cells,
    )


def _figures(point: ServicePoint, first: date, last: date) -> Iterator[tuple[str, date, Figure]]:
    """The whole value of every indicator for each day, from every source."""
    pairs = {(point.pk, first + timedelta(days=each)) for each in range((last - first).days + 1)}
    for source in sources():
        for row in source.rows(pairs):
            if not row.dimension:
                yield row.indicator, row.day, Figure(row.value, row.rough)


def _totals(
    summed: dict[str, Indicator], cells: dict[tuple[str, date], Figure], before: dict[str, Figure]
) -> list[Total]:
    """Indicators that say something in one of the two months, and those that always stand."""
    sums: dict[str, Figure] = {}
    for (code, _day), figure in cells.items():
        sums[code] = sums.get(code, Figure()) + figure
    return [
        Total(each, sums.get(code, Figure()), before.get(code, Figure()))
        for code, each in summed.items()
        if code in ALWAYS or sums.get(code, Figure()).value or before.get(code, Figure()).value
    ]


def _days(point: ServicePoint, first: date, last: date, counted: set[date]) -> list[date]:
    """The days of the month that have come while the point was there, and any on which something counts."""
    until = min(last, timezone.localdate())
    if point.closed_on:
        until = min(until, point.closed_on - timedelta(days=1))
    since = max(first, point.opened_on)
    worked = {since + timedelta(days=each) for each in range((until - since).days + 1)}
    return sorted(worked | counted)


def _adjustments(point: ServicePoint, first: date, last: date) -> Adjustments:
    kyiv = timezone.get_default_timezone()
    found = (
        Encounter.objects.filter(point=point, day__range=(first, last))
        .order_by()
        .annotate(received=TruncDate("received_at", tzinfo=kyiv), happened=Coalesce("adjusted_from", "day"))
        .aggregate(
            late=Count("pk", filter=Q(voided_at=None, superseded_by=None, received__gt=F("happened"))),
            replaced=Count("pk", filter=Q(superseded_by__isnull=False)),
            withdrawn=Count("pk", filter=Q(voided_at__isnull=False)),
            moved_in=Count("pk", filter=Q(voided_at=None, superseded_by=None, adjusted_from__isnull=False)),
        )
    )
    later = Encounter.objects.counted().filter(point=point, adjusted_from__range=(first, last), day__gt=last)
    return Adjustments(**found, moved_out=later.count())


def _readers(point: ServicePoint, first: date, last: date) -> Readers:
    cards = Encounter.objects.counted().filter(point=point, day__range=(first, last)).exclude(card_hash="")
    days = cards.order_by().values("card_hash").annotate(days=Count("day", distinct=True))
    seen = list(days.values_list("days", flat=True))
    return Readers(len(seen), sum(each > 1 for each in seen))


def _closed_at(point: ServicePoint, first: date, last: date) -> datetime | None:
    """When the whole month was closed; None while any day of it may change."""
    locks = PeriodLock.objects.in_force().filter(organisation=point.organisation_id)
    held = locks.filter(first__lte=first, last__gte=last).first()
    return held.locked_at if held else None
