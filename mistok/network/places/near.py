"""Points and offices near a place, the nearest first."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext

from mistok.lib.distance import kilometres
from mistok.lib.kept import kept_until_change
from mistok.lib.opening_hours import KYIV, Status
from mistok.lib.schedules import Schedule
from mistok.network.hours import status_text, tell
from mistok.network.models import PlaceState
from mistok.network.places.ground import AREAS, Ground, Key, Kind, Spot, Unit, ground
from mistok.network.places.names import Named
from mistok.ukrainian.text import normalise

MOST = 200  # nobody goes farther down the list
REACH = 60.0  # km: a point farther than this is no help
STREET = 0.3  # km: nearer than this "near" says all there is to say


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for beside the place."""

    kind: Kind | None = None
    open_now: bool = False
    facilities: frozenset[str] = frozenset()
    only: frozenset[Key] | None = None  # of these spots alone

    def fits(self, spot: Spot) -> bool:
        """Whether the spot is of this kind and has all of these; the clock is not asked here."""
        if self.only is not None and spot.key not in self.only:
            return False
        return (self.kind is None or spot.kind is self.kind) and self.facilities <= spot.facilities


@dataclass(slots=True)
class Moment:
    """What schedules do at one moment; equal schedules are asked once."""

    at: datetime
    _known: dict[int, Status] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.at.date()

    def status(self, schedule: Schedule) -> Status:
        """Open, closed or unknown."""
        if id(schedule) not in self._known:  # the ground makes equal ones the same object and keeps it
            self._known[id(schedule)] = schedule.status(self.at)
        return self._known[id(schedule)]


@dataclass(frozen=True, slots=True)
class Near:
    """A spot with how far it is (km; None when that cannot be told) and what it does now."""

    spot: Spot
    distance: float | None
    moment: Moment
    is_here: bool = True  # in the very settlement asked, or nothing says otherwise

    @property
    def status(self) -> Status:
        return self.moment.status(self.spot.schedule)

    @property
    def is_open(self) -> bool:
        return self.status.is_open is True

    @property
    def is_closed(self) -> bool:
        return self.status.is_open is False

    @property
    def state(self) -> str:
        """`open`, `closed` or nothing, for a dot."""
        return "open" if self.is_open else "closed" if self.is_closed else ""

    @property
    def status_text(self) -> str:
        """«Відчинено до 18:00», «Тимчасово не працює»."""
        if self.spot.is_suspended:
            return str(PlaceState.SUSPENDED.label).capitalize()
        return status_text(self.status, self.moment.at, self.spot.schedule.difference(self.moment.day))

    @property
    def reason(self) -> str:
        """Why this day is unlike the usual one; mostly empty."""
        today = None if self.spot.is_suspended else self.spot.schedule.difference(self.moment.day)
        return tell(today, self.moment.day).reason if today else ""

    @property
    def distance_text(self) -> str:
        """«3 км», «близько 12 км», «поруч»; empty when the distance cannot be told."""
        return distance_text(self.distance, is_about=self.spot.is_about, is_here=self.is_here)


def this_moment(at: datetime | None = None) -> Moment:
    """The moment (this one if none is given) as Kyiv sees it."""
    return Moment((at or timezone.now()).astimezone(KYIV))


def distance_text(kilometres: float | None, *, is_about: bool = False, is_here: bool = True) -> str:
    """A distance in words; `is_about` when one of its ends is only the centre of a unit."""
    if kilometres is None:
        return ""
    if kilometres < STREET and is_about:
        return gettext("in this very place") if is_here else gettext("in the same hromada")
    if kilometres < STREET:
        return gettext("near by")
    if kilometres < 1 and not is_about:
        return gettext("%(metres)s m") % {"metres": round(kilometres * 10) * 100}
    if kilometres < 10 and not is_about:
        return gettext("%(distance)s km") % {"distance": number_format(round(kilometres, 1))}
    whole = {"distance": number_format(max(1, round(kilometres)))}
    return gettext("about %(distance)s km") % whole if is_about else gettext("%(distance)s km") % whole


def near_unit(named: Named, base: Ground, wanted: Wanted, moment: Moment) -> list[Near]:
    """Spots near the unit, the nearest first; those without coordinates only when they stand in it.

    When the unit and all around it have no coordinates, spots of the smallest unit around that has any.
    """
    centre = centre_of(named)
    if centre is None:
        return _taken(_by_tree(named, base, wanted), wanted, moment)
    latitude, longitude = centre.latitude, centre.longitude
    assert latitude is not None
    assert longitude is not None
    found = near_place(base, latitude, longitude, wanted.fits, inside=named.unit.code)
    if named.unit.category in AREAS:
        return _taken(found, wanted, moment)
    rows = _taken(found, wanted, moment, settlement=named.unit.code)
    return sorted(rows, key=lambda row: (not row.is_here, round(row.distance or 0.0, 1), not row.is_open))


def near_place(
    base: Ground, latitude: float, longitude: float, fits: Callable[[Spot], bool], inside: str = ""
) -> list[tuple[float | None, Spot]]:
    """All fitting spots by distance (km), also those without coordinates that stand in the unit `inside`."""
    found: list[tuple[float | None, Spot]] = []
    for spot in base.spots:
        if not fits(spot):
            continue
        if spot.latitude is not None and spot.longitude is not None:
            away = kilometres(latitude, longitude, spot.latitude, spot.longitude)
            # the house is not known, but its settlement is the one asked
            found.append((0.0 if spot.is_about and inside in spot.chain[:1] else away, spot))
        elif inside in spot.chain:
            found.append((None, spot))
    return sorted(found, key=lambda each: (each[0] or 0.0, each[1].kind is Kind.OFFICE, each[1].name))


def centre_of(named: Named) -> Unit | None:
    """The unit itself or the smallest around it whose centre is known."""
    return next((unit for unit in (named.unit, *named.around) if unit.is_placed), None)


def with_words(text: str, wanted: Wanted, moment: Moment) -> list[Near]:
    """Spots whose name, address or library has all the words: a street, «Прозорий офіс»; by name."""
    words = normalise(text).lower().split()
    found = [
        (None, spot)
        for said, spot in _said(moment.day)
        if wanted.fits(spot) and all(word in said for word in words)
    ]
    return _taken(found, wanted, moment) if words else []


@kept_until_change(most=2)
def _said(day: date) -> list[tuple[str, Spot]]:
    return [
        (normalise(f"{spot.name} {spot.address} {spot.body}").lower(), spot) for spot in ground(day).spots
    ]


def _by_tree(named: Named, base: Ground, wanted: Wanted) -> list[tuple[float | None, Spot]]:
    for code in named.chain:
        found = [spot for spot in base.within(code) if wanted.fits(spot)]
        if found:
            return [(None, spot) for spot in found]
    return []


def _taken(
    found: Collection[tuple[float | None, Spot]],
    wanted: Wanted,
    moment: Moment,
    settlement: str = "",
) -> list[Near]:
    """The first of them, of spots in one place those open now before others."""

    def all_of_them() -> Iterator[Near]:
        for distance, spot in found:
            near = Near(spot, distance, moment, not settlement or settlement in spot.chain)
            if not wanted.open_now or near.is_open:
                yield near

    taken = [near for near, _number in zip(all_of_them(), range(MOST), strict=False)]
    return sorted(taken, key=lambda each: (round(each.distance or 0.0, 1), not each.is_open))


def nearest_point(
    latitude: float | None, longitude: float | None, base: Ground, moment: Moment
) -> Near | None:
    """The library point nearest to a place; None when there is none in reach or no coordinates."""
    if latitude is None or longitude is None:
        return None
    points = Wanted(kind=Kind.POINT)
    found = near_place(base, latitude, longitude, points.fits)
    distance, spot = found[0] if found else (None, None)
    return Near(spot, distance, moment) if spot and distance is not None and distance <= REACH else None
