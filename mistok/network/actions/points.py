"""Opening and changing service points; their later life is in `lifecycle`. Readers learn at once."""

from django.db import transaction

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.actions.editions import correct_edition
from mistok.network.actions.lifecycle import note_opening
from mistok.network.models import ServicePoint, Territory
from mistok.search.actions import changed


@transaction.atomic
def open_point(*, point: ServicePoint, by: User) -> ServicePoint:
    """Open a new point, filled in by a form and not saved yet."""
    point.save()
    note_opening(point=point, by=by)
    audit.record(Event.POINT_OPENED, point, by=by, organisation=point.organisation)
    changed("point", str(point.uuid))
    return point


@transaction.atomic
def change_point(*, point: ServicePoint, fields: list[str], by: User) -> ServicePoint:
    """Save what a form changed in these fields. Nothing is written when nothing changed."""
    if fields:
        point.save()
        correct_edition(point, fields)
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
