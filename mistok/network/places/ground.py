"""The ground on which points and offices stand, kept in memory: units of the codifier and all spots.

Thousands of spots are sorted by distance faster than a database would answer, and nothing is asked of it for
most pages. Made anew when the public content changes, and once a minute at most (`lib.kept`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from mistok.lib.kept import kept_until_change
from mistok.lib.schedules import Schedule
from mistok.network.hours import exceptions_still, schedule_with
from mistok.network.models import (
    Facility,
    HoursException,
    Place,
    PlaceState,
    ServicePoint,
    Territory,
    TerritoryCategory,
)
from mistok.network.public import place_text
from mistok.network.queries import open_points
from mistok.ukrainian.text import sort_key

type Chain = tuple[str, ...]  # codes from the unit itself up to its oblast

_C = TerritoryCategory
AREAS = frozenset({_C.OBLAST, _C.SPECIAL_CITY, _C.RAION, _C.HROMADA})  # those that have a map of their own
HROMADA = 9  # letters of a code that name the hromada
UNIT = ("code", "parent_id", "name", "category", "latitude", "longitude", "closed_on")


class Kind(StrEnum):
    """Whose it is: a point of a library, where people are helped, or an office of a provider."""

    POINT = "points"
    OFFICE = "offices"


type Key = tuple[Kind, str]  # of a spot: what it is, and its slug


class Unit(NamedTuple):
    """A unit of the codifier, no more than pages need."""

    code: str
    parent: str | None
    name: str
    category: str
    latitude: float | None
    longitude: float | None
    closed_on: date | None

    @property
    def text(self) -> str:
        """«Миколаївська громада», «Миколаїв»."""
        return place_text(self.name, self.category)

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """A point or an office; without coordinates of its own, at the centre of its unit (`is_about`)."""

    kind: Kind
    slug: str
    name: str
    address: str
    body: str
    chain: Chain
    latitude: float | None
    longitude: float | None
    is_about: bool
    schedule: Schedule = field(repr=False)
    facilities: frozenset[str] = frozenset()
    is_suspended: bool = False

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.kind, self.slug

    @property
    def url(self) -> str:
        """Its page, in the language of the reader."""
        name = "network:point-detail" if self.kind is Kind.POINT else "network:place-detail"
        return reverse(name, args=[self.slug])


class Tally(NamedTuple):
    """How many stand somewhere."""

    points: int = 0
    offices: int = 0

    @property
    def all(self) -> int:
        return self.points + self.offices


@dataclass(frozen=True, slots=True)
class Ground:
    """Units down to hromadas with those in which spots stand, the spots, and how many stand where."""

    units: dict[str, Unit]
    children: dict[str | None, list[str]]
    spots: list[Spot]
    tallies: dict[str, Tally]

    def chain(self, code: str | None) -> Chain:
        """The unit and all around it; empty when it is not known here."""
        found: list[str] = []
        while code and code in self.units and code not in found:
            found.append(code)
            code = self.units[code].parent
        return tuple(found)

    def placed(self, chain: Iterable[str]) -> Unit | None:
        """The smallest of these units whose centre is known."""
        return next(
            (self.units[code] for code in chain if code in self.units and self.units[code].is_placed), None
        )

    def tally(self, code: str) -> Tally:
        return self.tallies.get(code, Tally())

    def within(self, code: str) -> list[Spot]:
        """The spots of a unit."""
        return [spot for spot in self.spots if code in spot.chain]

    @property
    def homeless(self) -> int:
        """Offices of which nobody knows yet in what hromada they are."""
        return sum(not spot.chain for spot in self.spots)


@kept_until_change(most=4)
def ground(day: date) -> Ground:
    """All of it as of the day. Eight queries at most, whatever the number of spots."""
    everywhere: list[ServicePoint | Place] = [
        *open_points(day).select_related("organisation"),
        *_working().select_related("organisation"),
    ]
    exceptions: dict[object, list[HoursException]] = defaultdict(list)
    for each in exceptions_still(day):  # not by thousands of keys: those are slower than the rows
        exceptions[each.point_id or each.place_id].append(each)
    units = _units({each.territory_id for each in everywhere if each.territory_id})
    children: dict[str | None, list[str]] = defaultdict(list)
    for unit in sorted(units.values(), key=lambda each: sort_key(each.name)):
        if unit.closed_on is None:
            children[unit.parent].append(unit.code)
    found = Ground(units, dict(children), [], {})
    schedules: dict[Schedule, Schedule] = {}  # equal ones are one object, so their state is worked out once
    for where in everywhere:
        schedule = schedule_with(where, exceptions.get(where.pk, ()))
        found.spots.append(_spot(where, found, schedules.setdefault(schedule, schedule)))
    counts = Counter((code, spot.kind) for spot in found.spots for code in spot.chain)
    for code in {code for code, _kind in counts}:
        found.tallies[code] = Tally(counts[code, Kind.POINT], counts[code, Kind.OFFICE])
    return found


def _working() -> QuerySet[Place]:
    return Place.objects.exclude(state=PlaceState.CLOSED).defer("directions", "website", "email")


def _units(codes: set[str]) -> dict[str, Unit]:
    """Oblasts, raions and hromadas, level by level (the parent has an index), and these units."""
    rows = Territory.objects.values_list(*UNIT)
    found: dict[str, Unit] = {}
    for level in range(3):
        above = list(found)
        chosen = rows.filter(parent__in=above) if level else rows.filter(parent=None)
        found |= {row[0]: Unit(*row) for row in chosen}
    return found | upwards(codes, found)


def upwards(codes: Iterable[str], known: dict[str, Unit]) -> dict[str, Unit]:
    """The units of these codes and those around them that are not known yet; one query a level."""
    found: dict[str, Unit] = {}
    wanted = {code for code in codes if code not in known}
    while wanted:
        fresh = {row[0]: Unit(*row) for row in Territory.objects.filter(pk__in=wanted).values_list(*UNIT)}
        found |= fresh
        wanted = {unit.parent for unit in fresh.values() if unit.parent} - set(found) - set(known)
    return found


def _chain(where: ServicePoint | Place, found: Ground) -> Chain:
    """From the smallest unit known: a register may name the settlement of an office beside its hromada."""
    chain = found.chain(where.territory_id)
    settlement: str = (isinstance(where, Place) and where.given.get("settlement")) or ""
    # a person may have chosen another hromada since
    is_inside = chain and settlement not in chain and settlement[:HROMADA] == chain[0][:HROMADA]
    return (settlement, *chain) if is_inside else chain


def _spot(where: ServicePoint | Place, found: Ground, schedule: Schedule) -> Spot:
    chain = _chain(where, found)
    latitude, longitude, is_about = where.latitude, where.longitude, False
    if latitude is None or longitude is None:
        unit = found.placed(chain)
        latitude, longitude, is_about = (unit.latitude, unit.longitude, True) if unit else (None, None, False)
    if isinstance(where, Place):
        kind, facilities = Kind.OFFICE, frozenset(where.facilities)
        is_about = is_about or bool(where.given.get("approximate"))
    else:
        kind, facilities = Kind.POINT, _facilities(where)
    return Spot(
        kind,
        where.slug,
        where.name,
        where.address,
        str(where.organisation),
        chain,
        latitude,
        longitude,
        is_about,
        schedule,
        facilities,
        isinstance(where, Place) and where.state == PlaceState.SUSPENDED,
    )


def _facilities(point: ServicePoint) -> frozenset[str]:
    said = {
        Facility.STEP_FREE: point.step_free,
        Facility.WIFI: point.has_wifi,
        Facility.SELF_SERVICE: point.computers > 0,
    }
    return frozenset(point.facilities) | {str(code) for code, is_there in said.items() if is_there}
