"""A page of the list with its facets; each facet counts without itself, so that it can be changed."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.coverage import above
from mistok.directory.listing.filters import FREE, PAID, Filters
from mistok.directory.listing.held import held
from mistok.directory.models import Channel, Level, LifeSituation, Service, ServiceKind
from mistok.directory.queries import rows
from mistok.lib import narrowing
from mistok.lib.facets import FacetTable
from mistok.lib.narrowing import Labels, Listing
from mistok.network.models import Organisation, Territory, TerritoryCategory, VisitorCategory

OFFERED = 60  # a longer choice helps nobody; each service leads to all of its provider
HROMADA_DIGITS = 9  # «UA» and the seven digits that say in which hromada a unit lies
COST = [(FREE, _("free")), (PAID, _("paid"))]


def listing(filters: Filters) -> Listing:
    """The list narrowed so. A value that nothing has leaves an empty list, as any other filter may."""
    table = held.current()
    masks = {name: _mask(table, name, value) for name, value in filters.chosen().items()}
    found = narrowing.listing(table, filters, masks=masks, labels=LABELS, read=_read, offered=OFFERED)
    found.facets["provider"].sort(key=lambda each: (-each.count, each.label))
    return found


def _read(keys: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    for row in rows(Service.objects.filter(pk__in=keys)):
        yield row["pk"], row


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
