"""Whether a point has all that helping people takes, and what to do next (R1.3, R1.7, R4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mistok.lib.opening_hours import is_readable
from mistok.network.models import DocumentKind, Facility, Membership, PointDocument, Role, ServicePoint

COMPUTERS, INTERNET, SCANNER, PRINTER = "computers", "internet", "scanner", "printer"
BANNER, ACCESS, HOURS, STAFF, REGULATION = "banner", "access", "hours", "staff", "regulation"

# What is asked of every point: its name and what to do when it is missing.
REQUIREMENTS: dict[str, tuple[Any, Any]] = {
    COMPUTERS: (_("Computers"), _("Set up at least one computer for visitors.")),
    INTERNET: (_("Internet"), _("Connect the point to the internet.")),
    SCANNER: (_("Scanner"), _("Get a scanner: papers are sent with most applications.")),
    PRINTER: (_("Printer"), _("Get a printer: people take their papers home.")),
    BANNER: (_("Banner"), _("Hang a banner or a sign outside: the print shop makes one.")),
    ACCESS: (_("Access"), _("Make an entrance without steps, or a ramp.")),
    HOURS: (_("Hours"), _("Write the opening hours: without them nobody knows when to come.")),
    STAFF: (_("People"), _("Invite a librarian who helps at this point.")),
    REGULATION: (_("Regulation"), _("Put the regulation of the point on the document shelf.")),
}
HELPERS = (Role.LIBRARIAN, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement at one point."""

    code: str
    met: bool
    said: str = ""

    @property
    def label(self) -> str:
        return str(REQUIREMENTS[self.code][0])

    @property
    def todo(self) -> str:
        """What to do next; empty when it is there."""
        return "" if self.met else str(REQUIREMENTS[self.code][1])


@dataclass(frozen=True, slots=True)
class Passport:
    """The readiness of a point."""

    point: ServicePoint
    items: list[Item]

    @property
    def met(self) -> int:
        return sum(each.met for each in self.items)

    @property
    def is_ready(self) -> bool:
        return self.met == len(self.items)

    @property
    def missing(self) -> list[Item]:
        return [each for each in self.items if not each.met]


def passports(points: Iterable[ServicePoint], day: date) -> list[Passport]:
    """The readiness of the points on the day, in their order. Two queries, whatever their number."""
    points = list(points)
    libraries = {each.organisation_id for each in points}
    people: dict[UUID, int] = {}
    helpers = Membership.objects.on(day).filter(
        organisation__in=libraries, role__in=HELPERS, person__is_active=True
    )
    for library, _person in set(helpers.values_list("organisation_id", "person_id")):
        people[library] = people.get(library, 0) + 1
    regulations: dict[tuple[UUID, int | None], str] = {
        (library, point): number
        for library, point, number in PointDocument.objects.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
            organisation__in=libraries, kind=DocumentKind.REGULATION, replaced_by=None,
        ).values_list("organisation_id", "point_id", "number")
    }  # fmt: skip
    return [
        Passport(each, _items(each, people.get(each.organisation_id, 0), _number(each, regulations)))
        for each in points
    ]


def _number(point: ServicePoint, regulations: dict[tuple[UUID, int | None], str]) -> str | None:
    """The regulation of the point itself, or of its whole library."""
    library = regulations.get((point.organisation_id, None))
    return regulations.get((point.organisation_id, point.pk), library)


def _items(point: ServicePoint, helpers: int, regulation: str | None) -> list[Item]:
    """`regulation` is the number of the document, perhaps empty; None when there is no document."""
    facilities = set(point.facilities or ())
    speed = point.internet_mbps and gettext("%(speed)s Mbit/s") % {"speed": point.internet_mbps}
    access = [
        (point.step_free, gettext("entrance without steps")),
        (Facility.STEP_FREE in facilities, str(Facility.STEP_FREE.label)),
        (Facility.RAMP in facilities, str(Facility.RAMP.label)),
    ]
    there = ", ".join(said for is_there, said in access if is_there)
    people = ngettext("%(number)s person", "%(number)s people", helpers) % {"number": helpers}
    return [
        Item(COMPUTERS, point.computers > 0, str(point.computers) if point.computers else ""),
        Item(INTERNET, point.has_internet, speed or ""),
        Item(SCANNER, point.has_scanner),
        Item(PRINTER, point.has_printer),
        Item(BANNER, point.has_banner),
        Item(ACCESS, bool(there), there),
        Item(HOURS, bool(point.opening_hours.strip()) and is_readable(point.opening_hours)),
        Item(STAFF, helpers > 0, people if helpers else ""),
        Item(REGULATION, regulation is not None, regulation or ""),
    ]


def next_steps(point: ServicePoint) -> dict[str, str]:
    """Where each missing thing is put right, for who manages the point."""
    form = reverse("network:point-edit", args=[point.slug])
    return (
        {STAFF: reverse("network:invitation-new")}
        | {code: form for code in REQUIREMENTS if code not in (STAFF, REGULATION)}
        | {REGULATION: reverse("network:point-documents", args=[point.slug])}
    )
