"""Where a service is given: library points and offices of today, with what is peculiar to it there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from mistok.directory.models import Service, ServiceAtPlace
from mistok.lib.kept import kept_until_change
from mistok.lib.opening_hours import week
from mistok.network.hours import week_text
from mistok.network.places.ground import Key, Kind, Spot, ground
from mistok.ukrainian.text import sort_key

SHOWN = 4  # on the card; the rest has a page of its own


@dataclass(frozen=True, slots=True)
class There:
    """What is peculiar to the service at one place; mostly all empty."""

    url: str = ""
    phone: str = ""
    opening_hours: str = ""
    by_appointment: bool = False
    note: str = ""

    @property
    def hours_text(self) -> str:
        """The hours of the service there, in words; empty when they are those of the place."""
        return week_text(week(self.opening_hours)) if self.opening_hours else ""


@dataclass(frozen=True, slots=True)
class Given:
    """All places that give a service, and the first of them by name."""

    there: dict[Key, There]
    first: list[Spot]

    @property
    def count(self) -> int:
        return len(self.there)


def spot_order(spot: Spot) -> tuple[bool, object]:
    """Library points, then offices, by name."""
    return spot.kind is not Kind.POINT, sort_key(spot.name)


@kept_until_change(most=400)
def given(service: int, day: date) -> Given:
    """Where the service (by number) is given on the day. One query, and those of the ground if there are any.

    What is closed for good on the day is left out.
    """
    rows = (
        ServiceAtPlace.objects.on(day)
        .filter(service=service)
        .values_list("point__slug", "place__slug", "url", "phone", "opening_hours", "by_appointment", "note")
    )
    said = {key_of(row[0], row[1]): There(*row[2:]) for row in rows}
    spots = [spot for spot in ground(day).spots if spot.key in said] if said else []
    first = sorted(spots, key=spot_order)[:SHOWN]
    return Given({spot.key: said[spot.key] for spot in spots}, first)


def key_of(point: str | None, place: str | None) -> Key:
    """The key of a spot by the slug of a point or else of an office."""
    return (Kind.POINT, point) if point else (Kind.OFFICE, place or "")


def still_given(service: Service, day: date) -> dict[Key, int]:
    """Numbers of the rows that say where the service is given now or will be, by place."""
    rows = ServiceAtPlace.objects.filter(Q(until=None) | Q(until__gte=day), service=service)
    found = rows.order_by("pk").values_list("point__slug", "place__slug", "pk")
    return {key_of(point, place): pk for point, place, pk in found}


def rows_of(keys: Iterable[int]) -> list[ServiceAtPlace]:
    """The rows with their points and offices, in the order of the numbers. One query."""
    wanted = list(keys)
    found = ServiceAtPlace.objects.select_related("point", "place", "service").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]
