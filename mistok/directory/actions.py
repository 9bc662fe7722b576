"""Writes to the catalogue: loading the starting one, and what people of the network do with a card."""

from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.loading import Loaded, Loader
from mistok.directory.models import Confirmation, Service
from mistok.search.actions import changed

MANY_TO_MANY = ("situations", "audiences")


@transaction.atomic
def load_catalogue(*, by: User | None = None) -> Loaded:
    """Bring in the catalogue that comes with Mistok. Twice is the same as once.

    A card that a person edited, confirmed or retired is left alone, nothing is marked as confirmed, and a
    local service whose territory is not in the database is left out and named in the answer.
    """
    loader = Loader()
    loaded = loader.load()
    for event, services in ((Event.SERVICE_ADDED, loader.added), (Event.SERVICE_CHANGED, loader.changed)):
        for service in services:
            audit.record(event, service, by=by, source="catalogue")
    changed("service", *(str(service.uuid) for service in (*loader.added, *loader.changed)))
    changed("situation", *loader.touched_situations)
    return loaded


@transaction.atomic
def add_service(*, by: User, values: Mapping[str, Any]) -> Service:
    """A new card of fields that a form has checked. It is not confirmed by being written."""
    service = Service(created_at=(now := timezone.now()), edited_at=now)
    _assign(service, values)
    audit.record(Event.SERVICE_ADDED, service, by=by)
    _tell_search(service)
    return service


@transaction.atomic
def edit_service(*, service: Service, by: User, values: Mapping[str, Any]) -> list[str]:
    """Change a card and return the names of the fields that differ now; no difference is no edit.

    An edit is not a confirmation, nor does it take one away: the card shows both dates.
    """
    before = {str(each) for each in service.situations.values_list("pk", flat=True)}
    stored = Service.objects.select_for_update().get(pk=service.pk)
    fields = sorted(name for name, value in values.items() if not _is_same(stored, name, value))
    if not fields:
        return []
    service.edited_at = timezone.now()
    _assign(service, values)
    audit.record(Event.SERVICE_CHANGED, service, by=by, fields=fields)
    _tell_search(service, before)
    return fields


@transaction.atomic
def confirm_service(*, service: Service, by: User, how: Confirmation, on: date) -> None:
    """Note that a person made sure the card is true, when and how. Raises ValueError for a day ahead."""
    if on > timezone.localdate():
        raise ValueError("nobody can have confirmed it on a day that has not come")
    service.confirmed_on, service.confirmed_by, service.confirmed_how = on, by, how
    service.save(update_fields=["confirmed_on", "confirmed_by", "confirmed_how"])
    audit.record(Event.SERVICE_CONFIRMED, service, by=by, how=str(how), on=on.isoformat())
    _tell_search(service)


@transaction.atomic
def retire_service(*, service: Service, by: User, reason: str) -> None:
    """Take a card out of the catalogue from today on; what was counted stays. Twice changes nothing."""
    if service.retired_on is not None:
        return
    service.retired_on = timezone.localdate()
    service.save(update_fields=["retired_on"])
    audit.record(Event.SERVICE_RETIRED, service, by=by, reason=reason)
    _tell_search(service)


def _assign(service: Service, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in MANY_TO_MANY:
            setattr(service, name, value)
    service.save()
    for name in MANY_TO_MANY:
        if name in values:
            getattr(service, name).set(values[name])


def _is_same(service: Service, name: str, value: object) -> bool:
    stored = getattr(service, name)
    if name in MANY_TO_MANY:
        return {each.pk for each in stored.all()} == {each.pk for each in value}  # type: ignore[attr-defined]
    return bool(stored == value)


def _tell_search(service: Service, situations_before: Set[str] = frozenset()) -> None:
    changed("service", str(service.uuid))
    changed("situation", *sorted({each.pk for each in service.situations.all()} | situations_before))
