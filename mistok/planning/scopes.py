"""What a person may look at together: all the network they see, a library with those under it, one point."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from mistok.network.models import Organisation, OrganisationKind, ServicePoint, Subordination
from mistok.network.permissions import ALLOWED, Permission
from mistok.network.queries import Person, memberships, organisations_for, points_for, today
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
    `organisations` are the keys of the libraries in it as the tree is today.
    """

    kind: Kind
    code: str
    name: str
    organisation: Organisation
    points: tuple[ServicePoint, ...]
    organisations: frozenset[UUID]

    @property
    def point_ids(self) -> list[int]:
        return [point.pk for point in self.points]

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
    """What the person may see the figures of. Two queries beside those for the roles."""
    seen = organisations_for(person, Permission.SEE_FIGURES)
    points = sorted(
        points_for(person, Permission.SEE_FIGURES).select_related("organisation"),
        key=lambda point: sort_key(point.name),
    )
    if not points:
        return Scopes(())
    libraries = {point.organisation_id: point.organisation for point in points}
    below: dict[UUID, set[UUID]] = defaultdict(set)
    for row in (
        Subordination.objects.on(today())
        .filter(parent__in=seen, organisation__in=seen)
        .select_related("parent")
    ):
        below[row.parent_id].add(row.organisation_id)
        libraries.setdefault(row.parent_id, row.parent)
    found = [
        Scope(
            Kind.POINT,
            f"point:{point.slug}",
            point.name,
            point.organisation,
            (point,),
            frozenset([point.organisation_id]),
        )
        for point in points
    ]
    for library in sorted(libraries.values(), key=lambda each: sort_key(each.name), reverse=True):
        under = _closure(library.pk, below)
        within = tuple(point for point in points if point.organisation_id in under)
        if within:
            found.insert(
                0, Scope(Kind.LIBRARY, f"library:{library.slug}", library.name, library, within, under)
            )
    if len(points) > 1:
        held = [each for each in memberships(person) if Permission.SEE_FIGURES in ALLOWED[each.role]]
        name = ", ".join(dict.fromkeys(each.organisation.name for each in held))
        found.insert(
            0, Scope(Kind.NETWORK, "network", name, held[0].organisation, tuple(points), frozenset(seen))
        )
    return Scopes(tuple(found))


def libraries_on(person: Person, scope: Scope, day: date) -> int:
    """How many libraries the scope had on the day, by the tree and the dates as they were then."""
    then = organisations_for(person, Permission.SEE_FIGURES, day)
    within = then if scope.kind is Kind.NETWORK else scope.organisations & then
    return Organisation.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=day),
        Q(opened_on=None) | Q(opened_on__lte=day),
        pk__in=within,
        kind=OrganisationKind.LIBRARY,
    ).count()


def open_within(points: Iterable[ServicePoint], start: date, end: date) -> list[ServicePoint]:
    """The points that were open on some day between the two, both included."""
    return [
        point
        for point in points
        if point.opened_on <= end and (point.closed_on is None or point.closed_on > start)
    ]


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
