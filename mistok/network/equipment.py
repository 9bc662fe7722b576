"""Reading the inventory: what stands where, and what a stock-taking found (R7, R8.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from mistok.lib.lookups import has_word
from mistok.network.models import Equipment, EquipmentState, Sighting, StockTaking
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """How the inventory is narrowed; `point` is a slug. Written-off things are shown only when asked for."""

    text: str = ""
    point: str = ""
    kind: str = ""
    state: str = ""

    def conditions(self) -> Q:
        found = Q(state=self.state) if self.state else ~Q(state=EquipmentState.WRITTEN_OFF)
        if self.point:
            found &= Q(point__slug=self.point)
        if self.kind:
            found &= Q(kind=self.kind)
        for word in self.text.split():
            found &= has_word(word, "name", "inventory_number", "serial")
        return found


def equipment_for(person: Person, permission: Permission) -> QuerySet[Equipment]:
    """Things of the libraries where the person may do this."""
    libraries = organisations_for(person, permission)
    return Equipment.objects.filter(organisation__in=libraries).select_related("organisation", "point")


def totals(found: QuerySet[Equipment]) -> tuple[int, Decimal]:
    """How many things, and what they cost together where the price is known, UAH."""
    summed = found.order_by().aggregate(count=Count("pk"), price=Sum("price"))
    return summed["count"], summed["price"] or Decimal(0)


def stock_takings_for(person: Person, permission: Permission) -> QuerySet[StockTaking]:
    """Stock-takings at the libraries where the person may do this."""
    libraries = organisations_for(person, permission)
    return StockTaking.objects.filter(organisation__in=libraries).select_related("point", "organisation")


@dataclass(slots=True)
class Line:
    """One thing that should be, or is, at the point."""

    thing: Equipment | None
    number: str
    sighting: Sighting | None = None

    @property
    def name(self) -> str:
        return self.thing.name if self.thing else ""

    @property
    def note(self) -> str:
        return self.sighting.note if self.sighting else ""


@dataclass(slots=True)
class Findings:
    """What a stock-taking came to. Every expected thing is in exactly one of the first three lists."""

    found: list[Line] = field(default_factory=list)
    missing: list[Line] = field(default_factory=list)  # looked for and not there
    uncounted: list[Line] = field(default_factory=list)  # nobody looked yet; missing once it is ended
    misplaced: list[Line] = field(default_factory=list)  # ours, but should stand elsewhere
    unknown: list[Line] = field(default_factory=list)  # no such number in the inventory
    faulty: list[Line] = field(default_factory=list)  # there, but broken; stands in `found` too
    returned: list[Line] = field(default_factory=list)  # there, though once noted as not found

    @property
    def expected(self) -> int:
        return len(self.found) + len(self.missing) + len(self.uncounted)

    @property
    def counted(self) -> int:
        return len(self.found) + len(self.missing)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to write an act of discrepancies about."""
        return not (self.missing or self.uncounted or self.misplaced or self.unknown or self.faulty)


def findings(taking: StockTaking) -> Findings:
    """Compare what should be there with what was seen last of each thing. Three queries."""
    expected = [UUID(key) for key in taking.expected]
    seen, strange = _last_sightings(taking.sightings.select_related("by"))
    things = Equipment.objects.select_related("point").in_bulk({*expected, *seen})
    result = Findings()
    for key in expected:
        if (thing := things.get(key)) is None:
            continue
        line = Line(thing, thing.inventory_number, seen.get(key))
        if line.sighting is None:
            result.uncounted.append(line)
        elif line.sighting.found:
            result.found.append(line)
            _look_closer(result, line)
        else:
            result.missing.append(line)
    for key, sighting in seen.items():
        if key not in set(expected) and sighting.found:
            result.misplaced.append(Line(things[key], things[key].inventory_number, sighting))
    result.unknown = [Line(None, each.number, each) for each in strange if each.found]
    for lines in (result.found, result.missing, result.uncounted, result.misplaced):
        lines.sort(key=lambda line: line.number)
    return result


def _look_closer(result: Findings, line: Line) -> None:
    if line.sighting and line.sighting.state == EquipmentState.FAULTY:
        result.faulty.append(line)
    elif line.thing and line.thing.state == EquipmentState.MISSING:
        result.returned.append(line)


def _last_sightings(sightings: Iterable[Sighting]) -> tuple[dict[UUID, Sighting], list[Sighting]]:
    """The last word on each thing by the clock of who saw it, and on each number that nothing bears."""
    known: dict[UUID, Sighting] = {}
    strange: dict[str, Sighting] = {}
    for each in sorted(sightings, key=_order):
        if each.equipment_id:
            known[each.equipment_id] = each
        else:
            strange[each.number.casefold()] = each
    return known, [strange[number] for number in sorted(strange)]


def _order(sighting: Sighting) -> tuple[datetime, datetime, UUID]:
    return sighting.seen_at, sighting.received_at, sighting.pk
