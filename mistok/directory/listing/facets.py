"""A page of the list with its facets; each facet counts without itself, so that it can be changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from mistok.directory.coverage import above
from mistok.directory.listing.filters import FREE, PAID, Filters
from mistok.directory.listing.held import held
from mistok.directory.models import Channel, Level, LifeSituation, Service, ServiceKind
from mistok.directory.queries import rows
from mistok.lib.facets import FacetTable
from mistok.network.models import Organisation, Territory, TerritoryCategory, VisitorCategory

COUNTED = 100  # values of a facet that are counted: those that most services have
OFFERED = 60  # a longer choice helps nobody; each service leads to all of its provider
HROMADA_DIGITS = 9  # «UA» and the seven digits that say in which hromada a unit lies
COST = [(FREE, _("free")), (PAID, _("paid"))]


type Labels = Callable[[list[str]], list[tuple[str, Any]]]  # values → (value, label), in their order


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter may take, with how many services it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


class Found:
    """What passed the filters, in the shape a paginator asks for; a page costs one query."""

    def __init__(self, table: FacetTable, passed: int) -> None:
        self.table, self.passed = table, passed

    def __len__(self) -> int:
        return self.table.count(self.passed)

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        start, stop = wanted.start or 0, len(self) if wanted.stop is None else wanted.stop
        keys = self.table.page(self.passed, start, stop - start)
        found = {row["pk"]: row for row in rows(Service.objects.filter(pk__in=keys))}
        return [found[key] for key in keys if key in found]


@dataclass(frozen=True, slots=True)
class Listing:
    """Services that pass the filters, and for every filter its choices."""

    found: Found
    facets: dict[str, list[Choice]]

    def paginator(self, size: int) -> Paginator[Any]:
        return Paginator(self.found, size)  # type: ignore[arg-type]


def listing(filters: Filters) -> Listing:
    """The list narrowed so. A value that nothing has leaves an empty list, as any other filter may."""
    table = held.current()
    masks = {name: _mask(table, name, value) for name, value in filters.chosen().items()}
    passed = table.all()
    for mask in masks.values():
        passed &= mask
    facets = {}
    for name, labels in LABELS.items():
        others = table.all()
        for other, mask in masks.items():
            if other != name:
                others &= mask
        facets[name] = _choices(table, name, others, getattr(filters, name), labels)
    return Listing(Found(table, passed), facets)


def _mask(table: FacetTable, name: str, value: str) -> int:
    return table.having(name, _around(table, value) if name == "territory" else [value])


def _around(table: FacetTable, code: str) -> list[str]:
    """Where a service must stand to work in the unit: the whole country, the unit and all above it, and – for
    a hromada – the settlements in it."""
    unit = Territory.objects.filter(pk=code).first()
    if unit is None:
        return [code]
    around = ["", *above(unit)]
    if unit.category == TerritoryCategory.HROMADA:
        stem = unit.pk[:HROMADA_DIGITS]
        around += [each for each in table.values("territory") if each.startswith(stem)]
    return around


def _choices(
    table: FacetTable,
    name: str,
    others: int,
    chosen: str,
    labels: Labels,
) -> list[Choice]:
    values = table.most(name, COUNTED)
    values = [*values, chosen] if chosen and chosen not in values else values
    counts = {value: table.count(others & table.having(name, [value])) for value in values}
    counts = {value: count for value, count in counts.items() if count or value == chosen}
    if len(counts) > OFFERED:
        most = sorted(counts, key=lambda value: (value != chosen, -counts[value], value))
        counts = {value: counts[value] for value in most[:OFFERED]}
    choices = [
        Choice(value, str(label), counts.get(value, 0), value == chosen)
        for value, label in labels(list(counts))
        if value in counts or value == chosen
    ]
    if name == "provider":
        choices.sort(key=lambda each: (-each.count, each.label))
    return choices


def _situations(values: list[str]) -> list[tuple[str, Any]]:
    return list(LifeSituation.objects.filter(pk__in=values).values_list("pk", "name"))


def _audiences(values: list[str]) -> list[tuple[str, Any]]:
    return list(VisitorCategory.objects.filter(pk__in=values).values_list("pk", "name"))


def _providers(values: list[str]) -> list[tuple[str, Any]]:
    found = Organisation.objects.filter(slug__in=values).values_list("slug", "short_name", "name")
    return [(slug, short or name) for slug, short, name in found]


LABELS: dict[str, Labels] = {
    "situation": _situations,
    "audience": _audiences,
    "level": lambda _values: list(Level.choices),
    "kind": lambda _values: list(ServiceKind.choices),
    "channel": lambda _values: list(Channel.choices),
    "cost": lambda _values: COST,
    "provider": _providers,
}
