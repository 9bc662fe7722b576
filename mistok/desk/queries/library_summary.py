"""A month of a library by points, beside the month before: the figures of the point's month, added up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from mistok.desk.queries.libraries import Library, in_order
from mistok.desk.queries.summary import (
    Adjustments,
    Figure,
    Readers,
    Total,
    adjustments_of,
    closings,
    days_between,
    figures,
    month_before,
    month_of,
    readers_of,
    totals_of,
)
from mistok.network.history import PointThen, as_they_were
from mistok.network.models import Organisation, ServicePoint
from mistok.network.ownership import Stretches
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PointMonth:
    """A point in the month of its library. Without `figures` nobody recorded anything there.

    `since` and `until` are the days within the month on which it came (opened or was given over) and went.
    """

    then: PointThen
    under: Organisation  # the library itself, or the one next below it to which the point belongs
    figures: dict[str, Figure]
    since: date | None
    until: date | None
    closed_at: datetime | None  # when its library closed the month
    is_seen: bool  # the person may open it today

    @property
    def has_records(self) -> bool:
        return bool(self.figures)

    def figure(self, total: Total) -> Figure:
        return self.figures.get(total.indicator.code, Figure())


@dataclass(frozen=True, slots=True)
class LibraryMonth:
    """The table of a month: a row for each point that worked in it or of which something counts."""

    library: Organisation
    first: date
    last: date
    rows: list[PointMonth]
    totals: list[Total]
    adjustments: Adjustments
    readers: Readers
    is_over: bool
    had_before: bool  # whether a point worked before the month

    @property
    def is_empty(self) -> bool:
        return not any(each.has_records for each in self.rows)

    @property
    def has_several_libraries(self) -> bool:
        return len({row.then.organisation.pk for row in self.rows}) > 1

    @property
    def groups(self) -> list[tuple[Organisation | None, list[PointMonth]]]:
        """The rows under the libraries next below, this one first; those with one point under None."""
        found: dict[Organisation, list[PointMonth]] = {}
        for row in self.rows:
            found.setdefault(row.under, []).append(row)
        own = [(self.library, found.pop(self.library))] if self.library in found else []
        single = [row for rows in found.values() if len(rows) == 1 for row in rows]
        several = [(each, rows) for each, rows in found.items() if len(rows) > 1]
        return [*own, *([(None, single)] if single else []), *several]


def library_month(library: Library, first: date, person: Person) -> LibraryMonth:
    """The month of the library, straight from the facts; the queries grow neither with records nor points."""
    first, last = month_of(first)
    earlier, today = month_before(first), timezone.localdate()
    turns = library.stretches(earlier, last)
    sums: dict[str, Figure] = {}
    before: dict[str, Figure] = {}
    at_points: dict[int, dict[str, Figure]] = {}
    for code, point, day, figure in figures(_pairs(turns, min(last, today))):
        some = sums if day >= first else before
        some[code] = some.get(code, Figure()) + figure
        if day >= first:
            there = at_points.setdefault(point, {})
            there[code] = there.get(code, Figure()) + figure
    points = ServicePoint.objects.select_related("organisation", "territory").in_bulk(list(turns))
    within = {point: cut for point, each in turns.items() if (cut := _cut(each, first, last))}
    worked = [point for point in points.values() if point.pk in at_points or _worked(point, within)]
    then = as_they_were(worked, {point.pk: within[point.pk][-1][1] for point in worked})
    under = _under(library, {each.organisation.pk: each.organisation for each in then.values()}, last)
    closed = closings({each.organisation.pk for each in then.values()}, first, last)
    seen = organisations_for(person, Permission.SEE_FIGURES)
    rows = [
        PointMonth(
            then[point.pk],
            under[then[point.pk].organisation.pk],
            at_points.get(point.pk, {}),
            _since(point, within[point.pk], first),
            _until(point, within[point.pk], last),
            closed.get(then[point.pk].organisation.pk),
            point.organisation_id in seen,
        )
        for point in worked
    ]
    return LibraryMonth(
        library=library.organisation,
        first=first,
        last=last,
        rows=sorted(rows, key=lambda row: in_order(row.then.organisation, row.then.name, library, row.under)),
        totals=totals_of(sums, before),
        adjustments=adjustments_of(_held(within, "day"), _held(within, "adjusted_from"), last),
        readers=readers_of(_held(within, "day")),
        is_over=last < today,
        had_before=any(
            points[point].opened_on < first and each[0][0] < first for point, each in turns.items()
        ),
    )


def _under(library: Library, owners: dict[UUID, Organisation], day: date) -> dict[UUID, Organisation]:
    """For each owner of points the library next below this one in which it stood on the day, or itself."""
    above = library.ownership.superiors(day)
    nearest: dict[UUID, UUID] = {}
    for owner in owners:
        current, passed = owner, set[UUID]()
        while current in above and above[current] != library.organisation.pk and current not in passed:
            passed.add(current)
            current = above[current]
        is_below = above.get(current) == library.organisation.pk
        nearest[owner] = current if is_below and owner != library.organisation.pk else owner
    missing = set(nearest.values()) - owners.keys()
    known = owners | (Organisation.objects.in_bulk(missing) if missing else {})
    return {owner: known[found] for owner, found in nearest.items()}


def _pairs(turns: Stretches, last: date) -> set[tuple[int, date]]:
    return {
        (point, day)
        for point, each in turns.items()
        for since, until in each
        for day in days_between(since, min(until, last))
    }


def _cut(turns: list[tuple[date, date]], first: date, last: date) -> list[tuple[date, date]]:
    """What of the stretches lies within the month."""
    return [
        (max(since, first), min(until, last)) for since, until in turns if since <= last and until >= first
    ]


def _worked(point: ServicePoint, within: Stretches) -> bool:
    """Whether the point was open on some day that was the library's."""
    return any(
        point.opened_on <= until and (point.closed_on is None or point.closed_on > since)
        for since, until in within.get(point.pk, [])
    )


def _since(point: ServicePoint, turns: list[tuple[date, date]], first: date) -> date | None:
    came = max(turns[0][0], point.opened_on)
    return came if came > first else None


def _until(point: ServicePoint, turns: list[tuple[date, date]], last: date) -> date | None:
    went = min(turns[-1][1], point.closed_on - DAY) if point.closed_on else turns[-1][1]
    return went if went < last else None


def _held(turns: Stretches, field: str) -> Q:
    """Records whose day is one of the library's; points with the same days together."""
    together: dict[tuple[date, date], list[int]] = {}
    for point, each in turns.items():
        for stretch in each:
            together.setdefault(stretch, []).append(point)
    found = Q(pk__in=())
    for stretch, points in together.items():
        found |= Q(point__in=points) & Q(**{f"{field}__range": stretch})
    return found
