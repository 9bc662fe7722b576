"""Whom the points serve: people of the units served, against the people of the hromadas (R1.3, R4).

A unit inside another one that is served too is not counted twice. Population is what the register of the year
gives (`Territory.population`); where it gives nothing, that is said, and nothing is guessed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from mistok.network.models import ServicePoint, Territory, TerritoryName
from mistok.network.queries import open_points
from mistok.ukrainian.text import sort_key

HROMADA = 3  # level of the codifier
ABOVE = "parent__parent__parent__parent"
MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a hromada is served."""

    hromada: Territory
    people: int
    whole: int | None

    @property
    def percent(self) -> int | None:
        """Of a hundred; None when the population of the hromada is unknown."""
        return min(100, round(100 * self.people / self.whole)) if self.whole else None


@dataclass(frozen=True, slots=True)
class Served:
    """The people of some units, each counted once."""

    people: int
    years: str  # «2024», «2022–2024»; empty when nothing is known
    unknown: list[Territory]
    shares: list[Share]


@dataclass(slots=True)
class HromadaCovered:
    """A hromada, the points in it or for it, and how many of its people are served."""

    hromada: Territory
    points: list[ServicePoint] = field(default_factory=list)
    units: dict[str, Territory] = field(default_factory=dict)

    @property
    def has_point(self) -> bool:
        return bool(self.points)

    @property
    def people(self) -> int | None:
        """People served; None when the points name no settlements."""
        if not self.units:
            return None
        known = sum(each.population or 0 for each in without_parts(self.units.values()))
        return min(known, self.hromada.population) if self.hromada.population else known

    @property
    def percent(self) -> int | None:
        """Of a hundred; None when it cannot be told."""
        people, whole = self.people, self.hromada.population
        return None if people is None or not whole else round(100 * people / whole)


@dataclass(frozen=True, slots=True)
class NetworkCovered:
    """All hromadas of the oblasts in which the network works."""

    rows: list[HromadaCovered]

    @property
    def bare(self) -> list[HromadaCovered]:
        """Hromadas without any point, the most populous first."""
        return sorted(
            (row for row in self.rows if not row.has_point), key=lambda row: -(row.hromada.population or 0)
        )

    @property
    def people(self) -> int:
        return sum(row.hromada.population or 0 for row in self.rows)

    @property
    def people_without(self) -> int:
        """How many live in hromadas without any point."""
        return sum(row.hromada.population or 0 for row in self.bare)

    @property
    def years(self) -> str:
        return years_text(row.hromada for row in self.rows)


def upwards(unit: Territory) -> Iterator[Territory]:
    """The unit and all it lies in; fetch `ABOVE` with it."""
    place: Territory | None = unit
    while place is not None:
        yield place
        place = place.parent


def without_parts(units: Iterable[Territory]) -> list[Territory]:
    """Those that lie in no other of them."""
    given = {each.pk: each for each in units}
    return [
        each for each in given.values() if not any(above.pk in given for above in list(upwards(each))[1:])
    ]


def hromada_of(unit: Territory) -> Territory | None:
    """The hromada the unit is or lies in; None for raions and oblasts."""
    return next((each for each in upwards(unit) if each.level == HROMADA), None)


def served(units: Iterable[Territory]) -> Served:
    """The people of these units, and their share of each hromada touched."""
    whole = without_parts(units)
    inside: dict[str, int] = defaultdict(int)
    hromadas: dict[str, Territory] = {}
    for each in whole:
        if hromada := hromada_of(each):
            hromadas[hromada.pk] = hromada
            inside[hromada.pk] += each.population or 0
    return Served(
        people=sum(each.population or 0 for each in whole),
        years=years_text(whole),
        unknown=[each for each in whole if each.population is None],
        shares=[Share(hromadas[key], people, hromadas[key].population) for key, people in inside.items()],
    )


def served_by(point: ServicePoint) -> Served:
    """What the point says it serves. One query."""
    return served(point.serves.select_related(ABOVE))


def network_coverage(oblasts: Collection[str], day: date) -> NetworkCovered:
    """Hromadas of these oblasts with the points open on the day. Three queries, whatever the number."""
    hromadas = Territory.objects.filter(
        level=HROMADA, closed_on=None, parent__parent__in=oblasts
    ).select_related("parent__parent")
    rows = {each.pk: HromadaCovered(each) for each in hromadas}
    by_raion: dict[str, list[HromadaCovered]] = defaultdict(list)
    for row in rows.values():
        by_raion[row.hromada.parent_id or ""].append(row)
    for point in _points_with_units(day):
        units = list(point.serves.all())
        for unit in units:
            for row in _touched(unit, rows, by_raion):
                # a whole raion means each of its hromadas whole
                part = unit if unit.level >= HROMADA else row.hromada
                row.units[part.pk] = part
        here = [row for unit in units for row in _touched(unit, rows, by_raion)]
        if (hromada := hromada_of(point.territory)) and hromada.pk in rows:
            here.append(rows[hromada.pk])
        for row in here:
            if point not in row.points:
                row.points.append(point)
    ordered = sorted(rows.values(), key=lambda row: (_raion(row), sort_key(row.hromada.name)))
    return NetworkCovered(ordered)


def _touched(
    unit: Territory, rows: dict[str, HromadaCovered], by_raion: dict[str, list[HromadaCovered]]
) -> list[HromadaCovered]:
    """The hromada of the unit, or all those of a raion."""
    hromada = hromada_of(unit)
    if hromada is None:
        return by_raion.get(unit.pk, [])
    return [rows[hromada.pk]] if hromada.pk in rows else []


def oblasts_of(points: QuerySet[ServicePoint]) -> set[str]:
    """The oblasts (or cities of their rank) in which the points stand. One query."""
    return {
        list(upwards(each.territory))[-1].pk
        for each in points.select_related(f"territory__{ABOVE}").only("pk", "territory")
    }


def find_territories(text: str, near: Territory | None = None) -> list[Territory]:
    """Units by name, present or former, or by code; those nearest to the place first."""
    asked = " ".join(text.split()).replace("'", "’")
    if not asked:
        return []
    still = Territory.objects.filter(closed_on=None, level__gte=2).select_related(ABOVE)
    # SQLite folds the case of Latin letters only, so the usual spellings are tried; both apostrophes too.
    spellings = {asked, asked.capitalize(), asked.title(), asked.upper()}
    spellings |= {each.replace("’", "'") for each in spellings}
    wanted = Q(pk__in=spellings)
    for each in spellings:
        wanted |= Q(name__startswith=each)
    former = TerritoryName.objects.filter(name__in=spellings).values("territory_id")
    found = list(still.filter(wanted | Q(pk__in=former)).order_by("name", "pk")[: MOST_FOUND * 10])
    around = {each.pk for each in upwards(near)} if near else set()
    exact = {each.lower() for each in spellings}

    def order(each: Territory) -> tuple[int, bool, object]:
        shared = sum(above.pk in around for above in upwards(each))
        return -shared, each.name.lower() not in exact, sort_key(each.name)

    return sorted(found, key=order)[:MOST_FOUND]


def years_text(units: Iterable[Territory]) -> str:
    """The years of the population data: «2024» or «2022–2024»; empty when none is known."""
    years = {each.population_year for each in units if each.population is not None and each.population_year}
    if not years:
        return ""
    return str(min(years)) if len(years) == 1 else f"{min(years)}–{max(years)}"


def _points_with_units(day: date) -> QuerySet[ServicePoint]:
    units = Prefetch("serves", queryset=Territory.objects.select_related(ABOVE))
    return open_points(day).select_related(f"territory__{ABOVE}").prefetch_related(units)


def _raion(row: HromadaCovered) -> object:
    return sort_key(row.hromada.parent.name if row.hromada.parent else "")
