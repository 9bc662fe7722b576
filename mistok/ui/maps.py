"""A map without a map server: places as dots in their true arrangement, drawn by `ui/map.html`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, sin, sqrt

from mistok.ui.outlines import Ring, fitted, lines, path

WIDTH = 400.0  # about a phone's, so that dots and their marks are not shrunk there
MARGIN = 26.0
TALLEST, LOWEST = 320.0, 160.0
NARROWEST = 0.02  # degrees: a single village is not blown up to the whole sheet
APART = 24.0  # units between dots of one place, so that each can be pressed
PUSHES, MOST_PUSHED = 30, 100  # rounds of pushing, and dots among which they are quick
GOLDEN = 2.39996  # radians: turned by it, dots of one place fill a circle evenly


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
    outline: str = ""  # the border around, as an SVG path


def dots_map(places: Iterable[Place], border: Iterable[Ring] = ()) -> DotsMap | None:
    """Places set on a sheet that holds them all, north up, inside a border if one is given.

    Places in one spot stand around it, a finger apart. None when there is nothing to show.
    """
    places = list(places)
    rings = [ring for ring in border if ring]
    if not places:
        return None
    spots = [(place.lon, place.lat) for place in places]
    spots += [(point[0], point[1]) for ring in rings for point in ring]
    sheet, height = fitted(spots, WIDTH, TALLEST, MARGIN, NARROWEST)
    at = _apart([sheet.place(place.lon, place.lat) for place in places])
    lack = max(LOWEST - height, 0) / 2
    # dots that stood aside may want more of the sheet
    left = min(0.0, min(x for x, _ in at) - MARGIN)
    top = min(-lack, min(y for _, y in at) - MARGIN)
    right = max(WIDTH, max(x for x, _ in at) + MARGIN)
    bottom = max(height + lack, max(y for _, y in at) + MARGIN)
    drawn = [[(x - left, y - top) for x, y in line] for line in lines(sheet, rings)]
    dots = tuple(
        Dot(place, round(x - left, 1), round(y - top, 1)) for place, (x, y) in zip(places, at, strict=True)
    )
    return DotsMap(dots, round(right - left, 1), round(bottom - top, 1), path(drawn))


def _apart(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The spots, those that fall together set around their place like seeds of a sunflower."""
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(spots):
        together[round(x / 8), round(y / 8)].append(number)
    moved = list(spots)
    for numbers in together.values():
        for place, number in enumerate(numbers):
            away, turn = APART * sqrt(place), GOLDEN * place
            moved[number] = spots[number][0] + away * cos(turn), spots[number][1] + away * sin(turn)
    return _pushed(moved) if len(moved) <= MOST_PUSHED else moved


def _pushed(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spots that cover each other pushed from each other, a little each time."""
    for _time in range(PUSHES):
        is_free = True
        for first, second in combinations(range(len(spots)), 2):
            (x, y), (other_x, other_y) = spots[first], spots[second]
            wide, high = other_x - x, other_y - y
            near = hypot(wide, high)
            if near < APART - 0.5:
                is_free = False
                wide, high = (wide / near, high / near) if near else (1.0, 0.0)
                step = (APART - near) / 2
                spots[first] = x - wide * step, y - high * step
                spots[second] = other_x + wide * step, other_y + high * step
        if is_free:
            break
    return spots
