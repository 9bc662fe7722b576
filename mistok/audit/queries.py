"""Reading the journal."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from mistok.audit.models import Entry

TITLES = ("name", "title")  # the fields that say what a thing is called


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


def names_of_things(found: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """What the things of these entries are called today, by kind and key: one query for each kind of thing.

    Things that are gone, or have no name of their own, are left out.
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for entry in found:
        keys[entry.object_type].add(entry.object_key)
    names = {}
    for kind in keys:
        try:
            model = apps.get_model(kind)
        except LookupError:
            continue
        title = next((field.name for field in model._meta.concrete_fields if field.name in TITLES), "")
        if not title:
            continue
        rows = model._base_manager.filter(pk__in=keys[kind]).values_list("pk", title)
        names.update({(kind, str(key)): str(name) for key, name in rows})
    return names
