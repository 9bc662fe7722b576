"""A long list narrowed by filters that stand in its address, with counts of what each would leave."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.core.paginator import Paginator

from mistok.lib.facets import FacetTable

LONGEST = 80  # characters of one value
COUNTED = 100  # values of a facet that are counted: those that most rows have

type Labels = Callable[[list[str]], list[tuple[str, Any]]]  # values → (value, label), in their order
type Read = Callable[[list[int]], Iterable[tuple[int, dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Base of the filters of a list: each field is a parameter of the address and a text.

    An empty value narrows nothing. Filters add up (AND).
    """

    @classmethod
    def of(cls, asked: dict[str, str]) -> Self:
        """The filters among the parameters of an address, cut to a sensible length."""
        return cls(**{each.name: asked.get(each.name, "")[:LONGEST] for each in fields(cls)})

    def without(self, dimension: str) -> Self:
        return replace(self, **{dimension: ""})

    def chosen(self) -> dict[str, str]:
        """The filters that narrow, by name, in the order in which they stand on the page."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    @property
    def address(self) -> str:
        """The first page of the list narrowed so, as a relative address."""
        return "?" + urlencode(self.chosen())


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter may take, with how many rows it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


class Found:
    """What passed the filters, in the shape a paginator asks for; a page costs one reading of its rows.

    `read` gives (key, row) for the keys of a page in any order; what is gone meanwhile is left out.
    """

    def __init__(self, table: FacetTable, passed: int, read: Read) -> None:
        self.table, self.passed, self.read = table, passed, read

    def __len__(self) -> int:
        return self.table.count(self.passed)

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        start, stop = wanted.start or 0, len(self) if wanted.stop is None else wanted.stop
        keys = self.table.page(self.passed, start, stop - start)
        rows = dict(self.read(keys))
        return [rows[key] for key in keys if key in rows]


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows that pass the filters, and for every filter its choices."""

    found: Found
    facets: dict[str, list[Choice]]

    def paginator(self, size: int) -> Paginator[Any]:
        return Paginator(self.found, size)  # type: ignore[arg-type]


def listing(
    table: FacetTable,
    filters: Narrowing,
    *,
    masks: Mapping[str, int],
    labels: Mapping[str, Labels],
    read: Read,
    offered: int = COUNTED,
) -> Listing:
    """The rows that every mask lets pass; a facet counts without its own, so that it can be changed.

    A facet offers at most `offered` choices: those that leave most, and the chosen one.
    """
    passed = table.all()
    for mask in masks.values():
        passed &= mask
    facets = {}
    for name, named in labels.items():
        others = table.all()
        for other, mask in masks.items():
            if other != name:
                others &= mask
        facets[name] = _choices(table, name, others, getattr(filters, name), named, offered)
    return Listing(Found(table, passed, read), facets)


def _choices(
    table: FacetTable, name: str, others: int, chosen: str, labels: Labels, offered: int
) -> list[Choice]:
    values = table.most(name, COUNTED)
    values = [*values, chosen] if chosen and chosen not in values else values
    counts = {value: table.count(others & table.having(name, [value])) for value in values}
    counts = {value: count for value, count in counts.items() if count or value == chosen}
    if len(counts) > offered:
        most = sorted(counts, key=lambda value: (value != chosen, -counts[value], value))
        counts = {value: counts[value] for value in most[:offered]}
    return [
        Choice(value, str(label), counts[value], value == chosen)
        for value, label in labels(list(counts))
        if value in counts
    ]
