"""Borders drawn on a sheet: projected, simplified to what an eye can see there, and written as SVG paths.

Equirectangular projection around the middle latitude: over one country the error is a few pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, inf, radians

type Ring = Sequence[Sequence[float]]  # [longitude, latitude] in degrees, closed
type Line = list[tuple[float, float]]  # on the sheet

FINEST = 1.2  # units of the sheet: a border that strays less is the same border
SMALLEST = 3.0  # units: islands smaller than this are left out, unless they are all there is
LEVELS = tuple(
    n / 16 for n in (8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13)
)  # where a number is tried, of the height
SHARES = (0.5, 0.35, 0.65, 0.2, 0.8)  # and of a stretch across
WIDER = 1.8  # how many times a number is wider than high


@dataclass(frozen=True, slots=True)
class Sheet:
    """How degrees become units of the sheet, north up."""

    squeeze: float
    scale: float
    left: float
    top: float
    off_x: float
    off_y: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where the place lies on the sheet."""
        x = self.off_x + (longitude * self.squeeze - self.left) * self.scale
        return x, self.off_y + (-latitude - self.top) * self.scale


def fitted(
    spots: Iterable[tuple[float, float]], width: float, tallest: float, margin: float, narrowest: float
) -> tuple[Sheet, float]:
    """A sheet of the width that holds all spots (longitude, latitude), and its height, `tallest` at most.

    What spreads less than `narrowest` degrees is not blown up to the whole sheet.
    """
    spots = list(spots)
    squeeze = cos(radians(sum(latitude for _, latitude in spots) / len(spots)))
    (left, wide) = _span([longitude * squeeze for longitude, _ in spots], narrowest)
    (top, high) = _span([-latitude for _, latitude in spots], narrowest)
    scale = min((width - 2 * margin) / wide, (tallest - 2 * margin) / high)
    sheet = Sheet(squeeze, scale, left, top, (width - wide * scale) / 2, margin)
    return sheet, high * scale + 2 * margin


def lines(sheet: Sheet, rings: Iterable[Ring]) -> list[Line]:
    """The border on the sheet, simplified; tiny islands are left out."""
    drawn = [simplified([sheet.place(*point[:2]) for point in ring], FINEST) for ring in rings]
    drawn = sorted((line for line in drawn if len(line) >= 4), key=_size, reverse=True)
    return [line for number, line in enumerate(drawn) if number == 0 or _size(line) >= SMALLEST]


def path(drawn: Iterable[Line]) -> str:
    """The lines as the `d` of an SVG path in whole units, each step from the last: few bytes a point."""
    parts = []
    for line in drawn:
        at, numbers = (round(line[0][0]), round(line[0][1])), ""
        parts.append(f"M{at[0]} {at[1]}l")
        for x, y in line[1:-1]:  # the last is the first; `z` leads there
            here = (round(x), round(y))
            if here != at:
                numbers += f" {here[0] - at[0]} {here[1] - at[1]}"
            at = here
        parts.append(numbers.replace(" -", "-").strip() + "z")
    return "".join(parts)


def simplified(line: Line, finest: float) -> Line:
    """The line without points that stray less than `finest` from it (Douglas and Peucker, 1973)."""
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    # a closed line has no chord: it is cut in two at the point farthest from its beginning
    far = max(
        range(len(line)), key=lambda number: hypot(line[number][0] - line[0][0], line[number][1] - line[0][1])
    )
    waiting = [(0, far), (far, len(line) - 1)]
    keep.add(far)
    while waiting:
        first, last = waiting.pop()
        worst, number = finest, 0
        for between in range(first + 1, last):
            away = _away(line[between], line[first], line[last])
            if away > worst:
                worst, number = away, between
        if number:
            keep.add(number)
            waiting += [(first, number), (number, last)]
    return [line[number] for number in sorted(keep)]


def middle(
    drawn: Sequence[Line], taken: Iterable[tuple[float, float]] = (), room: float = 0.0
) -> tuple[float, float]:
    """A place well inside, for a number: as far as can be from the border and from what is taken.

    A number is wider than high, so what lies at its sides counts as nearer than it is. A place nearer than
    `room` to one that is taken is the last resort.
    """
    line, taken = drawn[0], list(taken)
    low, high = min(y for _, y in line), max(y for _, y in line)
    edges = [(a, b) for each in drawn for a, b in pairwise((x / WIDER, y) for x, y in each)]
    best, found = -1.0, line[0]
    for level in LEVELS:
        y = low + (high - low) * level
        crossed = sorted(
            a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in edges if (a[1] <= y) != (b[1] <= y)
        )
        for left, right in zip(crossed[::2], crossed[1::2], strict=False):
            for share in SHARES:
                x = left + (right - left) * share
                worth = min(_to_edge((x, y), a, b) for a, b in edges)
                near = min((hypot(x * WIDER - there[0], y - there[1]) for there in taken), default=inf)
                if near < room:
                    worth /= 100
                if worth > best:
                    best, found = worth, (x * WIDER, y)
    return found


def extent(line: Line) -> tuple[float, float]:
    """How wide and how high the line is."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return max(xs) - min(xs), max(ys) - min(ys)


def _size(line: Line) -> float:
    return max(extent(line))


def _to_edge(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    wide, high = end[0] - start[0], end[1] - start[1]
    length = wide * wide + high * high
    along = ((point[0] - start[0]) * wide + (point[1] - start[1]) * high) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return hypot(point[0] - start[0] - wide * along, point[1] - start[1] - high * along)


def _away(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    wide, high = end[0] - start[0], end[1] - start[1]
    length = hypot(wide, high)
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(wide * (start[1] - point[1]) - (start[0] - point[0]) * high) / length


def _span(values: list[float], narrowest: float) -> tuple[float, float]:
    """Where the values begin and how wide they spread, never narrower than `narrowest`."""
    low, high = min(values), max(values)
    lack = max(narrowest - (high - low), 0)
    return low - lack / 2, high - low + lack
