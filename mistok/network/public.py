"""The network as a resident sees it: which points are open this moment, and what is there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from mistok.lib.kept import kept_until_change
from mistok.lib.opening_hours import KYIV, Closed, Open
from mistok.network.hours import with_exceptions
from mistok.network.models import ServicePoint, TerritoryCategory
from mistok.network.now import Now
from mistok.network.phones import phones
from mistok.network.queries import open_points

__all__ = ["PointNow", "equipment", "now", "phones", "place_text", "points_now"]

# The codifier names these by an adjective alone.
PLACES: dict[str, Any] = {
    TerritoryCategory.OBLAST: gettext_lazy("%(name)s oblast"),
    TerritoryCategory.RAION: gettext_lazy("%(name)s raion"),
    TerritoryCategory.HROMADA: gettext_lazy("%(name)s hromada"),
}


@dataclass(frozen=True, slots=True)
class PointNow(Now[ServicePoint]):
    """A point with what it does at this moment."""

    @property
    def point(self) -> ServicePoint:
        return self.where

    @property
    def equipment(self) -> list[str]:
        """What is there, in the order in which people ask."""
        return equipment(self.point)

    @property
    def order(self) -> tuple[int, float, int, str]:
        """Open ones first, the longest open before others; then those that open the soonest."""
        if isinstance(self.status, Open):
            left = self.status.until.timestamp() if self.status.until else float("inf")
            return 0, -left, -self.point.computers, self.point.name
        if isinstance(self.status, Closed) and self.status.opens_at:
            return 1, self.status.opens_at.timestamp(), -self.point.computers, self.point.name
        return 2, 0.0, -self.point.computers, self.point.name


def points_now(at: datetime | None = None) -> list[PointNow]:
    """Open points, those that receive people now first. Two queries at most, whatever their number."""
    at = at or timezone.now()
    day = at.astimezone(KYIV).date()
    return sorted((now(point, at) for point in _points_on(day)), key=lambda each: each.order)


@kept_until_change(most=4)
def _points_on(day: date) -> list[ServicePoint]:
    return list(with_exceptions(open_points(day).select_related("organisation", "territory"), day))


def now(point: ServicePoint, at: datetime | None = None) -> PointNow:
    """The point at the moment (this one if none is given)."""
    return PointNow.of(point, at)


def equipment(point: ServicePoint) -> list[str]:
    """Computers first, then what stands at the point, then how one gets in."""
    counted = ngettext("%(number)s computer", "%(number)s computers", point.computers) % {
        "number": point.computers
    }
    said = [
        (point.computers > 0, counted),
        (point.has_scanner, gettext("scanner")),
        (point.has_printer, gettext("printer")),
        (point.has_wifi, gettext("free Wi-Fi")),
        (point.step_free, gettext("entrance without steps")),
        (point.works_in_blackout, gettext("works during power cuts")),
        (point.has_generator, gettext("generator or power station")),
        (point.has_shelter, gettext("shelter")),
    ]
    return [text for is_there, text in said if is_there]


def place_text(name: str, category: str) -> str:
    """A unit of the codifier as people call it: «Миколаївська громада», «Миколаїв»."""
    form = None if " " in name else PLACES.get(category)  # «Автономна Республіка Крим» says it all
    return str(form) % {"name": name} if form else name
