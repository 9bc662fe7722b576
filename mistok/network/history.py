"""What the network was on any day: its tree, and each point through its editions.

All is read from dated editions, names and subordinations, never from today's cards.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from mistok.network.models import (
    ActKind,
    NetworkAct,
    Organisation,
    OrganisationName,
    PointEdition,
    ServicePoint,
    Subordination,
    Territory,
)
from mistok.ukrainian.text import sort_key

DAY = timedelta(days=1)
SHUT_OR_OPEN = (ActKind.CLOSED, ActKind.MERGED, ActKind.REOPENED)


@dataclass(frozen=True, slots=True)
class PointThen:
    """A point as it was for a time: `since` is the first day, `until` the last, None for "still"."""

    point: ServicePoint
    name: str
    kind: str
    organisation: Organisation
    territory: Territory
    address: str
    since: date
    until: date | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return self.point.slug

    def get_absolute_url(self) -> str:
        return self.point.get_absolute_url()


@dataclass(frozen=True, slots=True)
class Branch:
    """A library in the tree of a day: its name then, how deep it stood, and its points then."""

    library: Organisation
    name: str
    depth: int
    points: list[PointThen]

    @property
    def indent(self) -> str:
        """Wide spaces, so that the tree is seen on paper and without styles too."""
        return "\u2003" * self.depth


def tree(keys: Iterable[UUID], day: date) -> list[Branch]:
    """These organisations as an indented list on the day, each under its superior, with their points then."""
    standing = {each.pk: each for each in organisations_on(keys, day).select_related("territory")}
    names = names_on(standing.values(), day)
    points: dict[UUID, list[PointThen]] = defaultdict(list)
    for each in points_on(standing, day):
        points[each.organisation.pk].append(each)
    above = dict(Subordination.objects.on(day).values_list("organisation_id", "parent_id"))
    below: dict[UUID | None, list[Organisation]] = defaultdict(list)
    for library in sorted(standing.values(), key=lambda each: sort_key(names[each.pk])):
        below[above.get(library.pk) if above.get(library.pk) in standing else None].append(library)
    found: list[Branch] = []
    waiting = [(each, 0) for each in reversed(below[None])]
    while waiting:
        library, depth = waiting.pop()
        found.append(Branch(library, names[library.pk], depth, points[library.pk]))
        waiting.extend((each, depth + 1) for each in reversed(below[library.pk]))
    return found


def organisations_on(keys: Iterable[UUID], day: date) -> QuerySet[Organisation]:
    """Those of the organisations that worked on the day; one that was shut for a time did not in between."""
    turns = NetworkAct.objects.filter(organisation=OuterRef("pk"), kind__in=SHUT_OR_OPEN, on__lte=day)
    last = Subquery(turns.order_by("-on", "-created_at").values("kind")[:1])
    works = Q(closed_on__gt=day) | (Q(closed_on=None) & (Q(last_turn=None) | Q(last_turn=ActKind.REOPENED)))
    return Organisation.objects.annotate(last_turn=last).filter(
        works, Q(opened_on=None) | Q(opened_on__lte=day), pk__in=set(keys)
    )


def names_on(organisations: Iterable[Organisation], day: date) -> dict[UUID, str]:
    """What the organisations were called on the day; those without dated names, as today. One query."""
    found = {each.pk: str(each) for each in organisations}
    for row in OrganisationName.objects.on(day).filter(organisation__in=found):
        found[row.organisation_id] = str(row)
    return found


def points_on(keys: Iterable[UUID], day: date) -> list[PointThen]:
    """The points of the organisations that were open on the day, as they were, by name. Two queries."""
    keys = set(keys)
    open_then = Q(point__closed_on=None) | Q(point__closed_on__gt=day)
    rows = (
        PointEdition.objects.on(day)
        .filter(open_then, organisation__in=keys)
        .select_related("point", "organisation", "territory")
    )
    found = [_then(row) for row in rows]
    plain = ServicePoint.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day, organisation__in=keys, editions=None
    )
    found += [_from_card(point) for point in plain.select_related("organisation", "territory")]
    return sorted(found, key=lambda each: sort_key(each.name))


def life_of(point: ServicePoint) -> list[PointThen]:
    """The point through all its editions, those ahead too, the first one first."""
    rows = point.editions.select_related("point", "organisation", "territory")
    return [_then(row) for row in rows] or [_from_card(point)]


def as_they_were(points: Iterable[ServicePoint], days: Mapping[int, date]) -> dict[int, PointThen]:
    """Each point as it was on its day; before its first edition as in that one. One query."""
    return {
        point.pk: next((each for each in reversed(life) if each.since <= days[point.pk]), life[0])
        for point, life in lives_of(list(points))
    }


def lives_of(points: list[ServicePoint]) -> Iterator[tuple[ServicePoint, list[PointThen]]]:
    """Each point with all its editions, the first one first. One query."""
    rows: dict[int, list[PointThen]] = defaultdict(list)
    editions = PointEdition.objects.filter(point__in=points).order_by(F("since").asc(nulls_first=True))
    for row in editions.select_related("point", "organisation", "territory"):
        rows[row.point_id].append(_then(row))
    for point in points:
        yield point, rows.get(point.pk) or [_from_card(point)]


def _then(row: PointEdition) -> PointThen:
    return PointThen(
        row.point, row.name, row.kind, row.organisation, row.territory, row.address,
        row.since or row.point.opened_on, row.until,
    )  # fmt: skip


def _from_card(point: ServicePoint) -> PointThen:
    return PointThen(
        point, point.name, point.kind, point.organisation, point.territory, point.address, point.opened_on,
        point.closed_on - DAY if point.closed_on else None,
    )  # fmt: skip
