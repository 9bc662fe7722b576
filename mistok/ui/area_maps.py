"""Areas shaded by a number, drawn by `ui/area_map.html`; a table of the same numbers stands beside it.

With borders they are drawn as they lie; without, as tiles in an arrangement that is given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mistok.ui.outlines import Ring, extent, fitted, lines, middle, path

WIDTH, TALLEST, MARGIN = 800.0, 760.0, 12.0
NARROWEST = 0.2  # degrees
SHADES = 4
ROOM = 46.0  # units: an area narrower than this cannot hold its number, which then stands in a circle
TILE = 96.0, 84.0
GAP = 4.0


@dataclass(frozen=True, slots=True)
class Area:
    """What is drawn: its number, where a press on it leads, its border or at least its centre."""

    key: str
    name: str
    url: str
    count: int
    label: str = ""  # the name with the number, as it is read aloud
    rings: Sequence[Ring] = field(default=(), repr=False)
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """An area on the sheet. `shade` is 0 for none, then 1 to 4; `is_small`: the number stands in a circle."""

    area: Area
    path: str
    x: float
    y: float
    shade: int
    is_small: bool = False
    short: str = ""  # on a tile


@dataclass(frozen=True, slots=True)
class AreasMap:
    shapes: tuple[Shape, ...]
    width: float
    height: float


def areas_map(areas: Iterable[Area]) -> AreasMap | None:
    """Areas as they lie, north up; those with neither border nor centre are left to the table."""
    areas = [area for area in areas if area.rings or area.lat is not None]
    if not any(area.rings for area in areas):
        return None
    spots = [(point[0], point[1]) for area in areas for ring in area.rings for point in ring]
    spots += [(area.lon, area.lat) for area in areas if area.lon is not None and area.lat is not None]
    sheet, height = fitted(spots, WIDTH, TALLEST, MARGIN, NARROWEST)
    shade = shades([area.count for area in areas])
    drawn = [(area, lines(sheet, area.rings)) for area in areas]
    # small ones have no choice where their number stands; others make room for them
    small = [each for each in drawn if not each[1] or min(extent(each[1][0])) < ROOM]
    shapes: list[Shape] = []
    taken: list[tuple[float, float]] = []
    for area, border in [*small, *(each for each in drawn if each not in small)]:
        is_small = len(shapes) < len(small)
        if border:
            x, y = middle(border, taken, ROOM)
        else:
            x, y = sheet.place(area.lon or 0.0, area.lat or 0.0)
        taken.append((x, y))
        shapes.append(Shape(area, path(border), round(x), round(y), shade[area.count], is_small))
    shapes.sort(key=lambda each: each.is_small)  # small ones above those around them
    return AreasMap(tuple(shapes), WIDTH, round(height))


def tiles_map(areas: Iterable[Area], scheme: Mapping[str, tuple[int, int, str]]) -> AreasMap | None:
    """Areas as tiles; the scheme gives the column, the row and a short name for each key."""
    areas = [area for area in areas if area.key in scheme]
    if not areas:
        return None
    shade = shades([area.count for area in areas])
    wide, high = TILE
    shapes = []
    for area in areas:
        column, row, short = scheme[area.key]
        x, y = MARGIN + column * (wide + GAP), MARGIN + row * (high + GAP)
        tile = f"M{x:.0f} {y:.0f}h{wide:.0f}v{high:.0f}h-{wide:.0f}z"
        shapes.append(
            Shape(area, tile, round(x + wide / 2), round(y + high * 0.7), shade[area.count], short=short)
        )
    columns = max(scheme[area.key][0] for area in areas) + 1
    rows = max(scheme[area.key][1] for area in areas) + 1
    return AreasMap(tuple(shapes), 2 * MARGIN + columns * (wide + GAP), 2 * MARGIN + rows * (high + GAP))


def shades(counts: Sequence[int]) -> dict[int, int]:
    """A shade for each number: 0 for none, the others in quarters of those that differ, darker for more."""
    there = sorted({count for count in counts if count > 0})
    found = {count: 1 + number * SHADES // len(there) for number, count in enumerate(there)}
    return {**dict.fromkeys((count for count in counts if count <= 0), 0), **found}
