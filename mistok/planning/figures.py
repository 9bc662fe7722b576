"""Figures of a period, ready for any page, report or chart. Plain data: `queries.figures` fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mistok.planning.periods import Period


@dataclass(frozen=True, slots=True)
class Amount:
    """A value and the part of it that was estimated."""

    value: int = 0
    rough: int = 0

    @property
    def is_exact(self) -> bool:
        return self.rough == 0


NOTHING = Amount()


@dataclass(frozen=True, slots=True)
class Part:
    """One key of a dimension: a service, a category, a topic. `phrase` is its form for sentences, if any."""

    key: str
    label: str
    amount: Amount
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A day or month of the series, with the values by indicator."""

    start: date
    values: Mapping[str, int]

    def of(self, code: str) -> int:
        return self.values.get(code, 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one period over a set of points.

    `parts` are by (indicator, dimension), the greatest first; `by_point` has only points where something was
    counted; `steps` have every day or month of the period, the empty ones too.
    """

    period: Period
    before: Period
    totals: Mapping[str, Amount] = field(default_factory=dict)
    previous: Mapping[str, Amount] = field(default_factory=dict)
    parts: Mapping[tuple[str, str], list[Part]] = field(default_factory=dict)
    by_point: Mapping[int, Mapping[str, Amount]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.totals

    def total(self, code: str) -> Amount:
        return self.totals.get(code, NOTHING)

    def earlier(self, code: str) -> Amount:
        """The value of the equal period before."""
        return self.previous.get(code, NOTHING)

    def at(self, point_id: int, code: str) -> Amount:
        return self.by_point.get(point_id, {}).get(code, NOTHING)

    def part(self, code: str, dimension: str, key: str) -> Amount:
        found = (part.amount for part in self.parts.get((code, dimension), ()) if part.key == key)
        return next(found, NOTHING)

    def of(self, code: str, dimension: str) -> list[Part]:
        """The parts of an indicator by a dimension, the greatest first."""
        return self.parts.get((code, dimension), [])
