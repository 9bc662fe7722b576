"""Writing to the journal, always inside the transaction of the act itself."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Model
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.lib.rows import insert_rows


class Person(Protocol):
    """Anybody who acts: the journal needs only the key."""

    pk: Any


def record(
    event: Event, thing: Model, *, by: Person | None, organisation: Model | None = None, **details: object
) -> Entry:
    """Add one entry. `by` is None only for the system itself. `details` must hold no personal value."""
    return Entry.objects.create(
        event=event,
        actor="" if by is None or by.pk is None else str(by.pk),
        object_type=thing._meta.label_lower,
        object_key=str(thing.pk),
        organisation="" if organisation is None else str(organisation.pk),
        details=details,
    )


def record_many(event: Event, things: Iterable[tuple[Model, object]], *, by: Person) -> None:
    """Add an entry for each thing, given with the key of its organisation, in one statement."""
    now, actor, what, details = timezone.now(), str(by.pk), event.value, dict[str, object]()
    insert_rows(
        Entry,
        ("at", "event", "actor", "object_type", "object_key", "organisation", "details"),
        (
            (now, what, actor, thing._meta.label_lower, str(thing.pk), str(organisation), details)
            for thing, organisation in things
        ),
    )
