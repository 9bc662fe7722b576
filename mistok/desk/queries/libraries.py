"""Libraries as one: which of them a person may look at whole, and which points were theirs when."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from mistok.network.models import Organisation, ServicePoint, Subordination
from mistok.network.ownership import Ownership, Stretches
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_below, organisations_for, points_for, today
from mistok.ukrainian.text import sort_key


@dataclass(frozen=True, slots=True)
class Library:
    """A library with what stands under it, or `alone` for who works in it and not above it.

    What was counted belongs to the library that the point was with at the time, as on the dashboard.
    """

    organisation: Organisation
    alone: bool
    ownership: Ownership = field(default_factory=Ownership, repr=False, compare=False)

    def stretches(self, first: date, last: date) -> Stretches:
        """Which points belonged here on which of the days. Two queries the first time."""
        itself = {self.organisation.pk}
        roots, alone = (set[UUID](), itself) if self.alone else (itself, set[UUID]())
        return self.ownership.under(roots, first, last, alone=alone)


def seen_libraries(person: Person) -> QuerySet[Organisation]:
    """The organisations whose figures the person sees."""
    return Organisation.objects.filter(pk__in=organisations_for(person, Permission.SEE_FIGURES))


def as_library(person: Person, organisation: Organisation) -> Library:
    """The library as far as this person, who sees its figures, sees what stands under it."""
    return Library(organisation, organisation.pk not in organisations_below(person, Permission.SEE_FIGURES))


def libraries_for(person: Person) -> list[Organisation]:
    """Libraries of more than one point, seen together by this person, by name. Three queries."""
    sizes, _above = _sizes(person)
    keys = [library for library, points in sizes.items() if points > 1]
    found = Organisation.objects.filter(pk__in=keys) if keys else ()
    return sorted(found, key=lambda each: sort_key(each.name))


def library_over(person: Person, point: ServicePoint) -> Organisation | None:
    """The nearest library of more than one point to which the point belongs and which the person sees."""
    sizes, above = _sizes(person)
    current: UUID | None = point.organisation_id
    passed: set[UUID] = set()
    while current is not None and current not in passed:
        if sizes[current] > 1:
            own = current == point.organisation_id
            return point.organisation if own else Organisation.objects.get(pk=current)
        passed.add(current)
        current = above.get(current)
    return None


def in_order(
    owner: Organisation, name: str, library: Library, under: Organisation | None = None
) -> tuple[Any, ...]:
    """Where a point of that name stands: those of the library itself first, then library by library.

    `under` is the library through which the owner stands below this one.
    """
    under = under or owner
    return (
        *(under.pk != library.organisation.pk, sort_key(under.name), under.pk),
        *(owner.pk != under.pk, sort_key(owner.name), owner.pk, sort_key(name)),
    )


def _sizes(person: Person) -> tuple[Counter[UUID], dict[UUID, UUID]]:
    """How many points each library has with those under it, as the person sees it; and who is above whom."""
    with_below = organisations_below(person, Permission.SEE_FIGURES)
    own = points_for(person, Permission.SEE_FIGURES).order_by().values_list("organisation")
    tree = Subordination.objects.on(today()).values_list("organisation_id", "parent_id")
    above = dict(tree) if with_below else {}
    sizes: Counter[UUID] = Counter()
    for library, points in own.annotate(Count("pk")):
        current, passed = library, set[UUID]()
        while current is not None and current not in passed:
            if current == library or current in with_below:
                sizes[current] += points
            passed.add(current)
            current = above.get(current)
    return sizes, above
