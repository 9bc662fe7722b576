"""A map without a map server: places as dots in their true arrangement, drawn by `ui/map.html`.

Equirectangular projection around the middle latitude: over one region the error is far below a dot's size.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

WIDTH = 400.0  # about a phone's, so that dots and their marks are not shrunk there
MARGIN = 26.0
TALLEST, LOWEST = 320.0, 160.0
NARROWEST = 0.02  # degrees: a single village is not blown up to the whole sheet


@dataclass(frozen=True, slots=True)
class Place:
    """What stands on the map. `state` is the dot: `open`, `closed` or empty; `mark` stands in it."""

    name: str
    url: str
    lat: float
    lon: float
    state: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the sheet, in units of its viewBox."""

    place: Place
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DotsMap:
    dots: tuple[Dot, ...]
    width: float
    height: float


def dots_map(places: Iterable[Place]) -> DotsMap | None:
    """Places set on a sheet that holds them all, north up; None when there is nothing to show."""
    places = list(places)
    if not places:
        return None
    squeeze = cos(radians(sum(place.lat for place in places) / len(places)))
    flat = [(place.lon * squeeze, -place.lat) for place in places]
    (left, wide), (top, high) = _span([x for x, _ in flat]), _span([y for _, y in flat])
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    height = max(high * scale + 2 * MARGIN, LOWEST)
    off_x, off_y = (WIDTH - wide * scale) / 2, (height - high * scale) / 2
    dots = tuple(
        Dot(place, round(off_x + (x - left) * scale, 1), round(off_y + (y - top) * scale, 1))
        for place, (x, y) in zip(places, flat, strict=True)
    )
    return DotsMap(dots, WIDTH, round(height, 1))


def _span(values: list[float]) -> tuple[float, float]:
    """Where the values begin and how wide they spread, never narrower than a village."""
    low, high = min(values), max(values)
    lack = max(NARROWEST - (high - low), 0)
    return low - lack / 2, high - low + lack
