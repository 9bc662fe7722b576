"""Reading the journal."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from mistok.audit.models import Entry


def entries(
    *, organisations: Collection[str] | None = None, event: str = "", day: date | None = None
) -> QuerySet[Entry]:
    """Entries of these organisations (of all when None), of one event, of one day in Kyiv; the last first."""
    found = Entry.objects.all()
    if organisations is not None:
        found = found.filter(organisation__in=organisations)
    if event:
        found = found.filter(event=event)
    if day:
        start = timezone.make_aware(datetime.combine(day, time.min))
        found = found.filter(
            at__gte=start, at__lt=timezone.make_aware(datetime.combine(day + timedelta(1), time.min))
        )
    return found


def entries_about(object_type: str, key: str) -> QuerySet[Entry]:
    """What was done to one thing; the last first."""
    return Entry.objects.filter(object_type=object_type, object_key=key)
