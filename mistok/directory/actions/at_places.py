"""Saying where a service is given."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.versions import tell_search
from mistok.directory.at_places import still_given
from mistok.directory.models import Service, ServiceAtPlace
from mistok.network.models import Place, ServicePoint
from mistok.network.places.ground import Key, Kind
from mistok.network.queries import today

PECULIAR = ("url", "phone", "opening_hours", "by_appointment", "note")
A_BATCH = 500  # places asked for in one query


@transaction.atomic
def give_at(*, service: Service, places: Iterable[Key], by: User) -> int:
    """The service is given at these places from now on; returns how many are new.

    A place where it was given before gets back what was peculiar to it there.
    """
    service = Service.objects.select_for_update().get(pk=service.pk)  # two people, one place once
    known = still_given(service, today())
    fresh = [key for key in dict.fromkeys(places) if key not in known]
    rows: list[ServiceAtPlace] = []
    for kind in Kind:
        slugs = [slug for each, slug in fresh if each is kind]
        for start in range(0, len(slugs), A_BATCH):
            rows += _rows(service, kind, slugs[start : start + A_BATCH])
    ServiceAtPlace.objects.bulk_create(rows)
    _told(service, by, added=len(rows))
    return len(rows)


@transaction.atomic
def end_at(*, service: Service, rows: Collection[int], by: User) -> int:
    """The service is no longer given there since today; returns how many rows ended. What was stays known."""
    day = today()
    still = ServiceAtPlace.objects.filter(Q(until=None) | Q(until__gte=day), service=service)
    ended = 0
    numbers = list(rows)
    for start in range(0, len(numbers), A_BATCH):
        chosen = still.filter(pk__in=numbers[start : start + A_BATCH])
        # what has not begun before today leaves no trace
        ended += chosen.filter(since__gte=day).delete()[0]
        ended += chosen.update(until=day - timedelta(days=1))
    _told(service, by, closed=ended)
    return ended


@transaction.atomic
def change_at(*, row: ServiceAtPlace, by: User) -> None:
    """Keep what a form has written into the row: what is peculiar to the service at this place."""
    row.save()
    _told(row.service, by, changed=1)


def _rows(service: Service, kind: Kind, slugs: list[str]) -> list[ServiceAtPlace]:
    column = "point" if kind is Kind.POINT else "place"
    wheres: Any = ServicePoint.objects if kind is Kind.POINT else Place.objects
    before = {
        getattr(row, f"{column}_id"): {name: getattr(row, name) for name in PECULIAR}
        for row in ServiceAtPlace.objects.filter(service=service, **{f"{column}__slug__in": slugs}).order_by(
            "pk"
        )
    }
    keys = wheres.filter(slug__in=slugs).values_list("pk", flat=True)
    return [ServiceAtPlace(service=service, **{f"{column}_id": pk}, **before.get(pk, {})) for pk in keys]


def _told(service: Service, by: User, **counts: Any) -> None:
    if any(counts.values()):
        audit.record(Event.SERVICE_PLACED, service, by=by, **counts)
        tell_search(service)
