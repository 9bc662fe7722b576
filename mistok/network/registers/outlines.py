"""Simplified borders of oblasts and raions from GeoJSON (RFC 7946), tied to the codifier by `katottg`."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from mistok.lib.jobs.runners import ImportProblem
from mistok.network.imports import CODE, Fault

LARGEST = 30_000_000  # bytes; both simplified files together are 0.3 MB, the full borders are 60 MB
MOST_POINTS = 20_000  # in one border: a map drawn from more would weigh too much
FEWEST_POINTS = 4  # a closed ring of three corners

type Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Border:
    """A good feature; `row` is its number in the file from 1. Holes are rings among the others."""

    row: int
    content: str
    code: str
    rings: list[Ring]
    spot: tuple[float, float] | None = None  # longitude and latitude of the label, when the file gives it


def read_outlines(path: Path) -> Iterator[Border | Fault]:
    """Every border and every bad feature. Raises ImportProblem when the file is something else."""
    seen: dict[str, int] = {}
    for number, feature in enumerate(_features(path), start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        properties = properties if isinstance(properties, dict) else {}
        content = f"{properties.get('katottg', '')};{properties.get('name', '')}"[:500]
        try:
            code = str(properties.get("katottg", ""))
            if not CODE.fullmatch(code):
                raise ValueError(
                    _("The code “%(code)s” is wrong: it should be UA and 17 digits.") % {"code": code[:40]}
                )
            if code in seen:
                raise ValueError(
                    _("The code %(code)s already stands in row %(row)d.") % {"code": code, "row": seen[code]}
                )
            border = Border(number, content, code, _rings(feature.get("geometry")), _spot(properties))
        except ValueError as error:
            yield Fault(number, content, str(error))
        else:
            seen[code] = number
            yield border
    if not seen:
        raise ImportProblem(_("There is not a single good row in the file."))


def _features(path: Path) -> list[Any]:
    problem = ImportProblem(
        _(
            "This is not a GeoJSON file of borders: it should be a “FeatureCollection” whose features name "
            "their code of the codifier in “katottg”."
        )
    )
    if path.stat().st_size > LARGEST:
        raise ImportProblem(_("The borders are too detailed for a map on a page: take the simplified file."))
    try:
        whole = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise problem from error
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or not features or whole.get("type") != "FeatureCollection":
        raise problem
    return features


def _rings(geometry: object) -> list[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given = geometry.get("coordinates") if isinstance(geometry, dict) else None
    polygons = {"Polygon": [given], "MultiPolygon": given}.get(str(kind))
    try:
        rings = [
            [_point(each) for each in ring]
            for polygon in polygons or ()
            for ring in polygon  # type: ignore[union-attr]
        ]
    except (TypeError, ValueError, IndexError):
        rings = []
    if not rings:
        raise ValueError(_("The border should be a “Polygon” or “MultiPolygon” of points in degrees."))
    if any(len(ring) < FEWEST_POINTS or ring[0] != ring[-1] for ring in rings):
        raise ValueError(_("The border is not closed."))
    if sum(map(len, rings)) > MOST_POINTS:
        raise ValueError(
            _("The border has more than %(most)d points: take the simplified one.") % {"most": MOST_POINTS}
        )
    return rings


def _spot(properties: dict[str, Any]) -> tuple[float, float] | None:
    try:
        longitude, latitude = _point(properties.get("point"))
    except (TypeError, ValueError, IndexError):
        return None
    return longitude, latitude


def _point(given: Any) -> list[float]:
    longitude, latitude = float(given[0]), float(given[1])
    if not (math.isfinite(longitude) and -180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(given)
    return [longitude, latitude]
