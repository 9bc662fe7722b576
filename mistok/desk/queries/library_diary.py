"""A day of a library: the diaries of its points one after another, and what they come to together."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Sum

from mistok.desk.models import Encounter
from mistok.desk.queries.diary import DiaryParts, Later, parts, parts_of
from mistok.desk.queries.encounters import Day, days_at
from mistok.desk.queries.libraries import Library, in_order
from mistok.network.models import Organisation, ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for

MANY = 1500  # records that one page holds; a region is read by its libraries


@dataclass(frozen=True, slots=True)
class PointDay:
    """A point with records on the day; without `parts` where there are too many to be shown at once."""

    point: ServicePoint
    records: int
    people: int
    parts: DiaryParts | None = None


@dataclass(frozen=True, slots=True)
class LibraryDay:
    """The day of a library. `whole` is there when the records are; points `elsewhere` were given away."""

    library: Organisation
    day: date
    points: list[PointDay]
    silent: list[ServicePoint]
    elsewhere: list[ServicePoint] = field(default_factory=list)
    whole: DiaryParts | None = None
    had_before: bool = False  # whether a point worked before the day

    @property
    def records(self) -> int:
        return sum(each.records for each in self.points)

    @property
    def people(self) -> int:
        return sum(each.people for each in self.points)

    @property
    def had_points(self) -> bool:
        return bool(self.points or self.silent or self.elsewhere)


def library_day(library: Library, day: date, person: Person) -> LibraryDay:
    """The day of the library; the queries grow neither with records nor with points.

    The records themselves are for those who see the point today. Of a point that is with others now only its
    name is told.
    """
    owned = ServicePoint.objects.select_related("organisation").in_bulk(list(library.stretches(day, day)))
    seen = organisations_for(person, Permission.SEE_FIGURES)
    there = sorted(owned.values(), key=lambda point: in_order(point.organisation, point.name, library))
    mine = {point.pk: point for point in there if point.organisation_id in seen}
    counted = {
        point: (records, people)
        for point, records, people in Encounter.objects.counted()
        .filter(point__in=mine, day=day)
        .order_by()
        .values_list("point")
        .annotate(Count("pk"), Sum("number"))
    }
    found = LibraryDay(
        library=library.organisation,
        day=day,
        points=[PointDay(mine[point], *counted[point]) for point in mine if point in counted],
        silent=[each for each in mine.values() if each.pk not in counted and _is_open(each, day)],
        elsewhere=[each for each in there if each.pk not in mine and _is_open(each, day)],
        had_before=any(point.opened_on < day for point in there),
    )
    return found if found.records > MANY else _with_records(found, list(mine))


def _with_records(found: LibraryDay, mine: list[int]) -> LibraryDay:
    """The day with the parts of every diary."""
    days = days_at(mine, found.day)
    by_point = parts_of(days, found.day)
    later: dict[date, Later] = {}
    for each in (each for of_point in by_point.values() for each in of_point.counted_later):
        known = later.get(each.day, Later(each.day, 0, 0))
        later[each.day] = Later(each.day, known.records + each.records, known.people + each.people)
    whole = parts(
        Day(found.day, [record for day in days.values() for record in day.records]),
        [action for of_point in by_point.values() for action in of_point.actions],
        [later[day] for day in sorted(later)],
    )
    points = [replace(each, parts=by_point[each.point.pk]) for each in found.points]
    return replace(found, points=points, whole=whole)


def _is_open(point: ServicePoint, day: date) -> bool:
    return point.opened_on <= day and (point.closed_on is None or day < point.closed_on)
