"""Opening, changing and closing service points; readers and the index learn of it in the same transaction."""

from datetime import date

from django.db import transaction

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.models import ServicePoint, Territory
from mistok.search.actions import changed


@transaction.atomic
def open_point(*, point: ServicePoint, by: User) -> ServicePoint:
    """Open a new point, filled in by a form and not saved yet."""
    point.save()
    audit.record(Event.POINT_OPENED, point, by=by, organisation=point.organisation)
    changed("point", str(point.uuid))
    return point


@transaction.atomic
def change_point(*, point: ServicePoint, fields: list[str], by: User) -> ServicePoint:
    """Save what a form changed in these fields. Nothing is written when nothing changed."""
    if fields:
        point.save()
        audit.record(Event.POINT_CHANGED, point, by=by, organisation=point.organisation, fields=fields)
        changed("point", str(point.uuid))
    return point


@transaction.atomic
def serve(*, point: ServicePoint, unit: Territory, added: bool, by: User) -> None:
    """The point serves the unit of the codifier from now on, or no longer. Nothing is written twice."""
    if added is point.serves.filter(pk=unit.pk).exists():
        return
    (point.serves.add if added else point.serves.remove)(unit)
    audit.record(
        Event.POINT_CHANGED, point, by=by, organisation=point.organisation, fields=["serves"], unit=unit.pk
    )
    changed("point", str(point.uuid))


@transaction.atomic
def close_point(*, point: ServicePoint, day: date, reason: str, by: User) -> ServicePoint:
    """Close a point from this day on. What was counted stays; the reason stands in the journal."""
    point.close(day)
    audit.record(
        Event.POINT_CLOSED, point, by=by, organisation=point.organisation, day=day.isoformat(), reason=reason
    )
    changed("point", str(point.uuid))
    return point
