"""What a moving map shows, as GeoJSON (RFC 7946): borders, numbers of the parts, and places."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import cos, sin, sqrt
from typing import Any

from mistok.network.models import Outline
from mistok.network.places.areas import level, standing
from mistok.network.places.ground import Ground
from mistok.network.places.near import Moment
from mistok.ui.maps import GOLDEN
from mistok.ui.outlines import Ring, simplified

MOST_PLACES = 300  # one by one; of more, only the numbers by parts
FINEST = 0.01  # degrees, about a kilometre
ASIDE = 0.002  # degrees between offices of which only the hromada is known
DIGITS = 4  # of a degree: about ten metres


def features(base: Ground, code: str, moment: Moment) -> dict[str, Any]:
    """Parts with their numbers and borders; places too, where there are not too many of them.

    Properties: `n` name, `u` address; of a part `c` its number; of a place `s` its state (open, closed or
    nothing) and `t` the same in words.
    """
    return {"type": "FeatureCollection", "features": [*_parts(base, code), *_places(base, code, moment)]}


def _parts(base: Ground, code: str) -> Iterator[dict[str, Any]]:
    parts = level(base, code).parts
    if not parts:
        return
    shows_places = _is_few(base, code)
    keys = [part.unit.code for part in parts]
    borders = dict(Outline.objects.filter(territory__in=keys).values_list("territory", "rings"))
    if code and not borders:
        borders = dict(Outline.objects.filter(territory=code).values_list("territory", "rings"))
        yield from (_feature("MultiPolygon", _polygons(rings), {}) for rings in borders.values())
        borders = {}
    for part in parts:
        said = {"n": part.label, "u": part.url, "c": part.tally.all}
        if rings := borders.get(part.unit.code):
            yield _feature("MultiPolygon", _polygons(rings), said)
        if part.unit.is_placed and not shows_places:
            yield _feature("Point", _rounded(part.unit.longitude or 0, part.unit.latitude or 0), said)


def _places(base: Ground, code: str, moment: Moment) -> Iterator[dict[str, Any]]:
    if not code or not _is_few(base, code):
        return
    there: Counter[tuple[float, float]] = Counter()
    for each in standing(base, code, moment):
        spot = each.spot
        if spot.latitude is not None and spot.longitude is not None:
            said = {"n": spot.name, "u": spot.url, "s": each.state, "t": each.status_text}
            # around the centre of a hromada where nothing more is known, so that each can be pressed
            number = there[spot.longitude, spot.latitude]
            there[spot.longitude, spot.latitude] += 1
            away = ASIDE * sqrt(number) if spot.is_about else 0.0
            east, north = away * cos(GOLDEN * number), away * sin(GOLDEN * number)
            yield _feature("Point", _rounded(spot.longitude + east, spot.latitude + north), said)


def _is_few(base: Ground, code: str) -> bool:
    return bool(code) and base.tally(code).all <= MOST_PLACES


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _polygons(rings: Iterable[Ring]) -> list[list[list[list[float]]]]:
    drawn = (simplified([(point[0], point[1]) for point in ring], FINEST) for ring in rings)
    return [[[_rounded(x, y) for x, y in line]] for line in drawn if len(line) >= 4]


def _rounded(longitude: float, latitude: float) -> list[float]:
    return [round(longitude, DIGITS), round(latitude, DIGITS)]
