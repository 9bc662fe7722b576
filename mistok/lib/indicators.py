"""Facts to indicators: what apps let be counted.

An app declares indicators in its `indicators.py`; `planning` reads the register and never an app's tables.
An indicator is a named count over facts, per day and service point, with optional dimensions
("service", "category", "topic"), so that dashboards, reports and open data all show the same figure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Combine(StrEnum):
    """How values of several days and points make one."""

    SUM = "sum"
    LOWEST = "lowest"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Row:
    """One day's value at one point. `dimension` is empty for the whole, else names what `key` is of.

    `rough` is the part of `value` that came from estimates, not from exact counting or tallies.
    """

    indicator: str
    day: date
    point_id: int
    value: int
    rough: int = 0
    dimension: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A documented count. `title` is lazily translated; `forms` are the Ukrainian counted forms."""

    code: str
    title: Any
    meaning: Any
    forms: tuple[str, str, str]
    dimensions: tuple[str, ...] = ()
    combine: Combine = Combine.SUM
    order: int = 100
    in_kopiykas: bool = False  # a sum of money, counted in kopiykas and shown in hryvnias

    def shown(self, value: int) -> int | Decimal:
        """The value as people read it: 1250 kopiykas are 12.50 hryvnias, any other count is itself."""
        return Decimal(value) / 100 if self.in_kopiykas else value


@dataclass(frozen=True, slots=True)
class Source:
    """Where indicators come from.

    `rows(days)` computes all rows of the given (point, day) pairs from the facts themselves.
    `touched(since)` names the pairs whose facts the server learnt of or corrected since that moment
    (all pairs when None), so that rollups follow at once and a rebuild proves them equal.
    `labels(dimension, keys)` gives readable names, and `phrases` the genitive ones used in sentences.
    """

    name: str
    indicators: tuple[Indicator, ...]
    rows: Callable[[set[tuple[int, date]]], Iterable[Row]]
    touched: Callable[[datetime | None], set[tuple[int, date]]]
    labels: Callable[[str, Iterable[str]], dict[str, str]] = field(default=lambda dimension, keys: {})
    phrases: Callable[[str, Iterable[str]], dict[str, str]] = field(default=lambda dimension, keys: {})


_sources: dict[str, Source] = {}


def declare(source: Source) -> None:
    """Register an app's facts. Declaring a name twice replaces it, as on a reload."""
    _sources[source.name] = source


def sources() -> list[Source]:
    """All declared sources, by name."""
    return [_sources[name] for name in sorted(_sources)]


def indicators() -> dict[str, Indicator]:
    """All declared indicators by code, in their order."""
    found = [indicator for source in sources() for indicator in source.indicators]
    return {
        indicator.code: indicator for indicator in sorted(found, key=lambda each: (each.order, each.code))
    }


def source_of(code: str) -> Source:
    """The source that declared the indicator. Raises KeyError for an unknown code."""
    for source in sources():
        if any(indicator.code == code for indicator in source.indicators):
            return source
    raise KeyError(code)
