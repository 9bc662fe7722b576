"""What a list of found documents is narrowed to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from tantivy import FieldType, Occur, Query

from mistok.search import index


@dataclass(frozen=True, slots=True)
class Filters:
    """All conditions hold together. `kinds` None: every kind; `tags` of one sort («status:…») are one of,
    of different sorts all of. `area` is a code of the codifier: what is of the unit, in it, or of what it
    lies in, and what is for the whole country unless it says otherwise. Days are inclusive.
    """

    kinds: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    area: str = ""
    since: date | None = None
    until: date | None = None


EVERYTHING = Filters()


def narrowed(query: Query, filters: Filters) -> Query:
    """The same, only among documents that pass, with the same scores."""
    conditions: list[tuple[Occur, Query]] = []
    if filters.kinds is not None:
        conditions.append((Occur.Must, _one_of("kind", filters.kinds)))
    sorts: dict[str, list[str]] = {}
    for tag in filters.tags:
        sorts.setdefault(tag.partition(":")[0], []).append(tag)
    conditions += [(Occur.Must, _one_of(index.TAGS, each)) for each in sorts.values()]
    if filters.without:
        conditions.append((Occur.MustNot, _one_of(index.TAGS, filters.without)))
    if filters.area:
        conditions.append((Occur.Must, _one_of(index.AREA, _areas(filters.area))))
    if filters.since or filters.until:
        conditions.append((Occur.Must, _within(filters.since, filters.until)))
    return Query.boolean_query([(Occur.Must, query), *conditions]) if conditions else query


def _one_of(field: str, values: Collection[str]) -> Query:
    """Single terms: a set of them would be gathered over the whole index first."""
    each = [Query.term_query(index.schema(), field, value) for value in values]
    found = each[0] if len(each) == 1 else Query.boolean_query([(Occur.Should, one) for one in each])
    return Query.const_score_query(found, 0.0)


def _areas(code: str) -> list[str]:
    """The unit itself with all that lies in it, and exactly those that it lies in."""
    own, *units = index.areas(code)
    if not units:
        return [own]
    return [units[-1], *(f"={unit}" for unit in units), "*"]


def _within(since: date | None, until: date | None) -> Query:
    low = index.as_number(since) if since else 0
    high = index.as_number(until) if until else 99_999_999
    found: Any = Query.range_query(index.schema(), index.DAY, FieldType.Unsigned, low, high)
    return Query.const_score_query(found, 0.0)
