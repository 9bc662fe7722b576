"""The network on the map: what an oblast, raion or hromada holds, drawn and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mistok.lib.kept import kept_until_change
from mistok.network.models import Outline
from mistok.network.places.ground import AREAS, Ground, Kind, Spot, Tally, Unit, ground
from mistok.network.places.near import Moment, Near
from mistok.network.places.scheme import SCHEME
from mistok.ui.area_maps import Area, AreasMap, areas_map, tiles_map
from mistok.ui.maps import DotsMap, Place, dots_map
from mistok.ui.outlines import Ring
from mistok.ukrainian.text import sort_key


@dataclass(frozen=True, slots=True)
class Part:
    """A unit of the next level with what stands in it: a row of the table, an area of the map."""

    unit: Unit
    tally: Tally

    @property
    def url(self) -> str:
        return map_url(self.unit.code)

    @property
    def label(self) -> str:
        """«Миколаївська область: 3 пункти, 120 центрів»."""
        return f"{self.unit.text}: {tally_text(self.tally)}"


@dataclass(frozen=True, slots=True)
class Level:
    """One page of the map: the country (no unit), an oblast, a raion or a hromada."""

    unit: Unit | None
    above: list[Unit]  # the biggest first
    parts: list[Part]
    total: Tally
    unplaced: int  # of these, how many stand in no part

    @property
    def code(self) -> str:
        return self.unit.code if self.unit else ""


def top(base: Ground) -> str:
    """Where the map begins: the only oblast known here if it has parts, otherwise the country (empty)."""
    oblasts = _parts(base, None)
    return oblasts[0] if len(oblasts) == 1 and _parts(base, oblasts[0]) else ""


def _parts(base: Ground, code: str | None) -> list[str]:
    return [each for each in base.children.get(code, []) if base.units[each].category in AREAS]


def map_url(code: str) -> str:
    """The page of the map for the unit; where the map begins for an empty code."""
    address = reverse("network:map")
    return f"{address}?in={code}" if code else address


def tally_text(tally: Tally) -> str:
    """«3 пункти, 120 центрів»."""
    said = {"points": kind_text(Kind.POINT, tally.points), "offices": kind_text(Kind.OFFICE, tally.offices)}
    return _("%(points)s, %(offices)s") % said


def kind_text(kind: Kind, count: int) -> str:
    """«3 пункти», «120 центрів»."""
    if kind is Kind.POINT:
        return ngettext("%(n)s library point", "%(n)s library points", count) % {"n": count}
    return ngettext("%(n)s office", "%(n)s offices", count) % {"n": count}


def level(base: Ground, code: str) -> Level:
    """What the unit is made of. Without any question to the database."""
    unit = base.units[code] if code else None
    chain = base.chain(code)
    parts = [Part(base.units[each], base.tally(each)) for each in _parts(base, code or None)]
    if code != top(base):
        total = base.tally(code)
    else:  # the whole register, also those of whom we do not know where they are
        points = sum(spot.kind == "points" for spot in base.spots)
        total = Tally(points, len(base.spots) - points)
    unplaced = total.all - sum(part.tally.all for part in parts) if parts else 0
    return Level(unit, [base.units[each] for each in reversed(chain[1:])], parts, total, unplaced)


@kept_until_change(most=200)
def areas_drawn(day: date, code: str) -> AreasMap | DotsMap | None:
    """The parts of the unit as areas, or as circles with numbers; None when nobody knows where they lie."""
    base = ground(day)
    parts = level(base, code).parts
    codes = [part.unit.code for part in parts]
    rings = dict(Outline.objects.filter(territory__in=codes).values_list("territory", "rings"))
    areas = [_area(part, rings.get(part.unit.code, ())) for part in parts]
    if drawn := areas_map(areas):
        return drawn
    if not code:
        return tiles_map(areas, SCHEME)
    circles = [
        Place(
            part.label,
            part.url,
            part.unit.latitude,
            part.unit.longitude,
            "" if part.tally.all else "closed",  # hollow
            str(part.tally.all),
        )
        for part in parts
        if part.unit.latitude is not None and part.unit.longitude is not None
    ]
    return dots_map(circles, _border(code))


def _area(part: Part, rings: Sequence[Ring]) -> Area:
    unit = part.unit
    key = unit.code if unit.parent else unit.code[:4]
    return Area(
        key,
        unit.text,
        part.url,
        part.tally.all,
        part.label,
        rings,
        unit.latitude,
        unit.longitude,
    )


def _border(code: str) -> list[Ring]:
    found: list[Ring] | None = Outline.objects.filter(territory=code).values_list("rings", flat=True).first()
    return found or []


def standing(base: Ground, code: str, moment: Moment) -> list[Near]:
    """The spots of a unit in the order of its list: library points, then offices, by name."""

    def order(spot: Spot) -> tuple[bool, object]:
        return spot.kind != "points", sort_key(spot.name)

    return [Near(spot, None, moment) for spot in sorted(base.within(code), key=order)]


def spots_drawn(rows: list[Near]) -> DotsMap | None:
    """The spots as dots with the numbers of the list."""
    return dots_map(
        Place(
            f"{number}. {row.spot.name}. {row.status_text}",
            row.spot.url,
            row.spot.latitude,
            row.spot.longitude,
            row.state,
            str(number),
        )
        for number, row in enumerate(rows, start=1)
        if row.spot.latitude is not None and row.spot.longitude is not None
    )
