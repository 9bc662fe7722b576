"""Dated editions of points and names of libraries: written with every change: any past day can be shown.

The card of a point is always its edition of today; an edition ahead waits for its day (`apply_due`).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from mistok.network.models import Organisation, OrganisationName, PointEdition, ServicePoint
from mistok.network.queries import today
from mistok.search.actions import changed

DAY = timedelta(days=1)
EDITED = ("name", "kind", "organisation", "territory", "address")


def editions_of(point: ServicePoint) -> list[PointEdition]:
    """All editions of the point, the first one first. A point that has none gets its first, from its card."""
    found = list(point.editions.select_related("organisation", "territory"))
    return found or [_first_edition(point)]


def write_first_editions() -> int:
    """Give an edition to every point without one. Returns how many were written."""
    points = ServicePoint.objects.filter(editions=None).select_related("organisation", "territory")
    return len([_first_edition(point) for point in points])


def correct_edition(point: ServicePoint, fields: Iterable[str]) -> None:
    """A mistake on the card was mended: the edition of today says the same, the earlier ones stay."""
    fields = set(fields)
    if not fields & {*EDITED, "opened_on"}:
        return
    found = editions_of(point)
    day = today()
    present = next((each for each in reversed(found) if each.since is None or each.since <= day), found[0])
    for name in fields & set(EDITED):
        setattr(present, name, getattr(point, name))
    present.save()
    first = present if present.pk == found[0].pk else found[0]
    if "opened_on" in fields and (first.until is None or point.opened_on <= first.until):
        first.since = point.opened_on
        first.save(update_fields=["since"])


def names_of(organisation: Organisation) -> list[OrganisationName]:
    """All names of the organisation, the first one first. One that has none gets its first, from its card."""
    found = list(organisation.names.order_by(F("since").asc(nulls_first=True)))
    return found or [
        OrganisationName.objects.create(
            organisation=organisation,
            name=organisation.name,
            short_name=organisation.short_name,
            since=organisation.opened_on,
        )
    ]


def apply_due(day: date | None = None) -> int:
    """Bring cards in step with what was ordered for the day or earlier; readers are told.

    Also tells readers of points that open or close by themselves in these days. Safe to run again.
    Returns how many cards were changed.
    """
    day = day or today()
    done = 0
    due = PointEdition.objects.on(day).exclude(**{name: F(f"point__{name}") for name in EDITED})
    for edition in due.select_related("point", "organisation", "territory"):
        point = edition.point
        for name in EDITED:
            setattr(point, name, getattr(edition, name))
        point.save(update_fields=EDITED)
        tell_readers([point])
        done += 1
    renamed = OrganisationName.objects.on(day).exclude(
        name=F("organisation__name"), short_name=F("organisation__short_name")
    )
    for row in renamed.select_related("organisation"):
        library = row.organisation
        library.name, library.short_name = row.name, row.short_name
        library.save(update_fields=["name", "short_name"])
        tell_readers(library.points.all())
        done += 1
    near = (day - 2 * DAY, day)
    tell_readers(
        ServicePoint.objects.filter(closed_on__range=near)
        | ServicePoint.objects.filter(opened_on__range=near)
    )
    return done


def tell_readers(points: Iterable[ServicePoint]) -> None:
    """Public pages and the index learn that these points changed."""
    changed("point", *(str(point.uuid) for point in points))


def _first_edition(point: ServicePoint) -> PointEdition:
    values: dict[str, Any] = {name: getattr(point, name) for name in EDITED}
    until = max(point.closed_on - DAY, point.opened_on) if point.closed_on else None
    return PointEdition.objects.create(point=point, since=point.opened_on, until=until, **values)
