"""To which point a question goes: the one chosen, the nearest, or the one that answers for the network."""

from dataclasses import dataclass

from mistok.lib.kept import kept_until_change
from mistok.network.models import ServicePoint, Subordination
from mistok.network.places import names, near
from mistok.network.places.ground import Kind, ground
from mistok.network.queries import open_points, today
from mistok.network.trees import descendants

NEAREST = 3


@dataclass(frozen=True, slots=True)
class Nearest:
    """Points beside the place, each with how far it is in words; nothing when the place is not known."""

    points: list[tuple[ServicePoint, str]]
    is_known: bool


def nearest(place: str) -> Nearest:
    """The nearest open points to a town, village or street named in words."""
    moment = near.this_moment()
    wanted = near.Wanted(kind=Kind.POINT)
    base = ground(moment.day)
    named = names.meant(names.find(place, base))
    rows = near.near_unit(named, base, wanted, moment) if named else near.with_words(place, wanted, moment)
    slugs = [row.spot.slug for row in rows[:NEAREST]]
    stored = {point.slug: point for point in open_points().filter(slug__in=slugs)}
    found = [(stored[row.spot.slug], row.distance_text) for row in rows[:NEAREST] if row.spot.slug in stored]
    return Nearest(found, bool(found))


@kept_until_change(most=2)
def main_points() -> list[int]:
    """Keys of open points, those of the libraries with most others under them first."""
    pairs = list(Subordination.objects.on(today()).values_list("organisation_id", "parent_id"))
    rows = list(open_points().values_list("pk", "organisation_id", "opened_on"))
    below = {library: len(descendants([library], pairs)) for _key, library, _day in rows}
    return [key for key, library, _day in sorted(rows, key=lambda row: (-below[row[1]], row[2], row[0]))]


def main_point() -> ServicePoint | None:
    """The point that answers when nobody chose another; None while the network has none."""
    keys = main_points()
    return open_points().filter(pk=keys[0]).first() if keys else None
