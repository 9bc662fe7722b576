"""Rows of numbers shaped into charts: pure functions, drawn by `ui/chart_bar.html` and `ui/chart_line.html`.

Lengths along the page are shares of its width in per cent, so text keeps its size on any screen;
heights are in em, so a chart grows with the reader's letters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from textwrap import wrap

type Number = int | float

LETTERS = 40  # of a label on one line, at 320 px
LINE = 1.4  # em, one line of a label
BAR = 1.1  # em
GAP = 0.9  # em, between bars
LEFT, RIGHT = 10.0, 98.0  # per cent: where lines begin and end; the numbers of the axis stand before them
MOST_LABELS = 6  # under a line chart


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label lines above it, the number at the end of the label."""

    label: str
    value: Number
    lines: tuple[tuple[float, str], ...]  # (baseline in em, text)
    value_y: float  # em
    y: float  # em
    width: float  # per cent


@dataclass(frozen=True, slots=True)
class BarChart:
    bars: tuple[Bar, ...]
    height: float  # em
    bar_height: float = BAR


def bar_chart(rows: Iterable[tuple[str, Number]]) -> BarChart:
    """Horizontal bars, from zero, in the order given. ValueError for a negative number."""
    rows = list(rows)
    if any(value < 0 for _, value in rows):
        raise ValueError("bars begin at zero: a number below it cannot be drawn")
    most = max((value for _, value in rows), default=0)
    bars, y = [], 0.0
    for label, value in rows:
        texts = wrap(label, LETTERS) or [""]
        lines = tuple((round(y + LINE * (i + 0.75), 2), text) for i, text in enumerate(texts))
        y += LINE * len(texts)
        width = round(100 * value / most, 2) if most else 0.0
        bars.append(Bar(label, value, lines, lines[-1][0], round(y, 2), width))
        y += BAR + GAP
    return BarChart(tuple(bars), round(max(y - GAP, 0), 2))


@dataclass(frozen=True, slots=True)
class Grid:
    """A horizontal line with its number."""

    value: Number
    y: float  # per cent from the top


@dataclass(frozen=True, slots=True)
class Mark:
    """A label under the chart."""

    text: str
    x: float  # per cent
    anchor: str  # middle, end


@dataclass(frozen=True, slots=True)
class Line:
    """One series: corners of its line in a square of 100, gaps where a number is missing."""

    name: str
    values: tuple[Number | None, ...]
    points: tuple[tuple[float, float], ...]
    path: str


@dataclass(frozen=True, slots=True)
class LineChart:
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    grid: tuple[Grid, ...]
    marks: tuple[Mark, ...]

    @property
    def rows(self) -> list[tuple[str, list[Number | None]]]:
        """The same numbers for the table beneath."""
        return [(label, [line.values[i] for line in self.lines]) for i, label in enumerate(self.labels)]


def line_chart(labels: Sequence[str], series: Iterable[tuple[str, Sequence[Number | None]]]) -> LineChart:
    """Lines over equal steps of time, from zero. ValueError when a series is not as long as the labels."""
    series = list(series)
    if any(len(values) != len(labels) for _, values in series):
        raise ValueError("every series needs a number, or None, for each label")
    known = [value for _, values in series for value in values if value is not None]
    top = nice_top(max(known, default=0))
    step = (RIGHT - LEFT) / max(len(labels) - 1, 1)
    lines = []
    for name, values in series:
        points = [
            None if value is None else (_x(i, step), round(100 - 100 * value / top, 2))
            for i, value in enumerate(values)
        ]
        lines.append(Line(name, tuple(values), tuple(point for point in points if point), _path(points)))
    grid = tuple(
        Grid(_whole(top * part / 4), 100 - 25 * part) for part in range(5) if top % 4 == 0 or part % 4 == 0
    )
    return LineChart(tuple(labels), tuple(lines), grid, _marks(labels, step))


def nice_top(most: Number) -> Number:
    """The end of an axis: the next 4, 8, 12, 20, 40, 80 … that holds the greatest number."""
    if most <= 4:
        return 4
    scale = 10 ** floor(log10(most / 4))
    return next(_whole(4 * k * scale) for k in (1, 2, 3, 4, 5, 10) if 4 * k * scale >= most)


def _x(i: int, step: float) -> float:
    return round(LEFT + i * step, 2)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    pieces, pen_down = [], False
    for point in points:
        if point:
            pieces.append(f"{'L' if pen_down else 'M'}{point[0]:g} {point[1]:g}")
        pen_down = bool(point)
    return "".join(pieces)


def _marks(labels: Sequence[str], step: float) -> tuple[Mark, ...]:
    last = len(labels) - 1
    every = max(ceil(last / (MOST_LABELS - 1)), 1)
    shown = [i for i in range(0, last + 1, every) if i == 0 or last - i >= every or i == last]
    if last > 0 and last not in shown:
        shown.append(last)
    return tuple(Mark(labels[i], _x(i, step), "end" if i and i == last else "middle") for i in shown)


def _whole(value: Number) -> Number:
    return int(value) if value == int(value) else value
