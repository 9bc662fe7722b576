"""What a person may look at together: all the network they see, a library with those under it, one point."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q

from mistok.network.history import PointThen, as_they_were
from mistok.network.models import Organisation, OrganisationKind, ServicePoint
from mistok.network.ownership import Ownership, Stretches
from mistok.network.permissions import ALLOWED, REACHES_BELOW, Permission
from mistok.network.queries import Person, memberships, organisations_for, points_for, today
from mistok.planning.periods import Period
from mistok.ukrainian.text import sort_key


class Kind(StrEnum):
    NETWORK = "network"
    LIBRARY = "library"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Scope:
    """Points looked at together. `code` stands in addresses: `network`, `library:<slug>`, `point:<slug>`.

    `name` is the library's or point's; the network's is that of the organisations it is seen from.
    `organisation` is the library itself, the point's library, or the first the network is seen from.
    `points` are those of today. What was counted belongs to whom the point was with at the time: to
    the `roots` with all that stood under them then, and to those `alone`.
    """

    kind: Kind
    code: str
    name: str
    organisation: Organisation
    points: tuple[ServicePoint, ...]
    roots: frozenset[UUID] = frozenset()
    alone: frozenset[UUID] = frozenset()
    ownership: Ownership = field(default_factory=Ownership, repr=False, compare=False)

    def stretches(self, period: Period) -> Stretches:
        """Which points belonged here on which days of the period. Two queries the first time."""
        if self.kind is Kind.POINT:
            return {point.pk: [(period.start, period.end)] for point in self.points}
        return self.ownership.under(self.roots, period.start, period.end, alone=self.alone)

    def points_in(self, period: Period) -> list[PointThen]:
        """The points that belonged here on some day of the period, as they were at its end, by name."""
        there = self.stretches(period)
        points = [point for point in self.points if point.pk in there]
        if former := set(there) - {point.pk for point in points}:
            points += ServicePoint.objects.filter(pk__in=former).select_related("organisation", "territory")
        found = as_they_were(points, {point: turns[-1][1] for point, turns in there.items()})
        return sorted(found.values(), key=lambda then: sort_key(then.name))

    @property
    def point(self) -> ServicePoint | None:
        """The only point, when there is but one."""
        return self.points[0] if len(self.points) == 1 else None


@dataclass(frozen=True, slots=True)
class Scopes:
    """All that a person may choose from; the first is what they most likely mean."""

    all: tuple[Scope, ...]

    def get(self, code: str) -> Scope | None:
        """The scope with this code, the first one for an empty code, None when it is not theirs."""
        if not code:
            return self.all[0] if self.all else None
        return next((scope for scope in self.all if scope.code == code), None)

    def of(self, kind: Kind) -> list[Scope]:
        return [scope for scope in self.all if scope.kind is kind]


def scopes_for(person: Person) -> Scopes:
    """What the person may see the figures of, libraries too that have no point any more."""
    seen = organisations_for(person, Permission.SEE_FIGURES)
    points = sorted(
        points_for(person, Permission.SEE_FIGURES).select_related("organisation", "territory"),
        key=lambda point: sort_key(point.name),
    )
    held = [each for each in memberships(person) if Permission.SEE_FIGURES in ALLOWED[each.role]]
    tops = frozenset(each.organisation_id for each in held if each.role in REACHES_BELOW)
    ownership, day = Ownership(), today()
    reached = ownership.below(tops, day)
    below: dict[UUID, set[UUID]] = defaultdict(set)
    for child, parent in ownership.superiors(day).items():
        if child in seen and parent in seen:
            below[parent].add(child)
    former = ownership.owners & seen
    shown = former | set(below)
    libraries = {each.organisation_id: each.organisation for each in held}
    libraries |= {each.organisation_id: each.organisation for each in points}
    libraries |= Organisation.objects.in_bulk(shown - set(libraries)) if shown - set(libraries) else {}
    found = [
        Scope(
            Kind.POINT,
            f"point:{point.slug}",
            point.name,
            point.organisation,
            (point,),
            ownership=ownership,
        )
        for point in points
    ]
    for library in sorted((libraries[key] for key in shown), key=_by_name, reverse=True):
        under = _closure(library.pk, below)
        within = tuple(point for point in points if point.organisation_id in under)
        itself = frozenset([library.pk])
        roots, alone = (itself, frozenset[UUID]()) if library.pk in reached else (frozenset[UUID](), itself)
        scope = Scope(
            Kind.LIBRARY, f"library:{library.slug}", library.name, library, within, roots, alone, ownership
        )
        if within or library.pk in former:
            found.insert(0, scope)
    if len(points) > 1:
        name = ", ".join(dict.fromkeys(each.organisation.name for each in held))
        alone = frozenset(each.organisation_id for each in held) - tops
        found.insert(
            0,
            Scope(Kind.NETWORK, "network", name, held[0].organisation, tuple(points), tops, alone, ownership),
        )
    return Scopes(tuple(found))


def libraries_on(scope: Scope, day: date) -> int:
    """How many libraries the scope had on the day, by the tree and the dates as they were then."""
    if scope.kind is Kind.POINT:
        within = {
            then.organisation.pk
            for then in as_they_were(scope.points, dict.fromkeys([p.pk for p in scope.points], day)).values()
        }
    else:
        within = scope.ownership.below(scope.roots, day) | scope.alone
    return Organisation.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=day),
        Q(opened_on=None) | Q(opened_on__lte=day),
        pk__in=within,
        kind=OrganisationKind.LIBRARY,
    ).count()


def open_within(points: Iterable[PointThen], start: date, end: date) -> list[PointThen]:
    """The points that were open on some day between the two, both included."""
    return [
        each
        for each in points
        if each.point.opened_on <= end and (each.point.closed_on is None or each.point.closed_on > start)
    ]


def _by_name(library: Organisation) -> Any:
    return sort_key(library.name)


def _closure(root: UUID, below: dict[UUID, set[UUID]]) -> frozenset[UUID]:
    """The library and all under it; a circle in the tree ends where it began."""
    found: set[UUID] = set()
    waiting = [root]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(below.get(current, ()))
    return frozenset(found)
