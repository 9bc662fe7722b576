"""The facet table of all public services, held in each process and kept in step with the register of changes.

In a large table a few changed cards are put in their places one by one; a small table, many changes, or a
difference that the register does not speak of make it anew.
"""

import time
from collections.abc import Iterator
from datetime import datetime
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Value

from mistok.directory.listing.filters import FREE, PAID
from mistok.directory.models import Service
from mistok.directory.queries import listed_services
from mistok.lib.alphabet import Alphabetical
from mistok.lib.facets import FacetTable
from mistok.lib.kept import on_forgetting
from mistok.search.declarations import uuids
from mistok.search.models import Change

FEW = 50  # changed cards that are put in their places one by one
SMALL = 3000  # cards; a smaller table is made anew faster than one card is put in its place
CHECKED_EACH = 60.0  # seconds: writes past the register of changes show themselves within a minute
FIELDS = ("pk", "level", "kind", "channels", "cost_amount", "provider__slug", "territory", "demand", "name")

type Values = dict[str, list[str]]
type Signature = tuple[int, datetime | None]


class Held:
    """The table with what it knows of the database: the last change it has seen, and a signature."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.table: FacetTable | None = None
        self.seen = 0
        self.signature: Signature | None = None
        self.checked = 0.0

    def current(self) -> FacetTable:
        """The table as the database is now. Inside a transaction it is made only for who asks."""
        if connection.in_atomic_block:
            return _made()
        with self.lock:
            last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            now = time.monotonic()
            if self.table is None or last < self.seen:
                self._make(last)
            elif last > self.seen:
                self._follow(last)
            if now - self.checked > CHECKED_EACH:
                if _signature() != self.signature:
                    self._make(last)
                self.checked = now
            assert self.table is not None
            return self.table

    def forget(self) -> None:
        """Drop the table: the database was replaced."""
        with self.lock:
            self.table, self.seen, self.signature = None, 0, None

    def _make(self, last: int) -> None:
        self.table, self.seen = _made(), last
        self.signature, self.checked = _signature(), time.monotonic()

    def _follow(self, last: int) -> None:
        assert self.table is not None
        since = Change.objects.filter(pk__gt=self.seen, pk__lte=last, kind="service")
        keys = list(since.values_list("key", flat=True).distinct()[: FEW + 1])
        if len(keys) > FEW or (keys and len(self.table) < SMALL):
            self._make(last)
            return
        if keys:
            for key in Service.objects.filter(_named(keys)).values_list("pk", flat=True):
                _replace(self.table, key)
            self.signature = _signature()
        self.seen = last


def _named(keys: list[str]) -> Q:
    return Q(uuid__in=uuids(keys)) | Q(slug__in=keys)


def _made() -> FacetTable:
    table = FacetTable()
    table.fill(_rows(listed_services()))
    return table


def _replace(table: FacetTable, key: int) -> None:
    table.remove(key)
    services = listed_services().annotate(spelt=Alphabetical("name"))
    for row in services.filter(pk=key).values("demand", "name"):
        spelt = Alphabetical(Value(row["name"]))
        same = Q(spelt__lt=spelt) | Q(spelt=spelt, pk__lt=key)
        place = services.filter(Q(demand__gt=row["demand"]) | Q(same, demand=row["demand"])).count()
        for found, values in _rows(services.filter(pk=key)):
            table.insert(min(place, len(table)), found, values)


def _rows(services: QuerySet[Service]) -> Iterator[tuple[int, Values]]:
    services = services.order_by("-demand", Alphabetical("name"), "pk")
    chosen = services.order_by().values("pk")
    situations = _many(Service.situations.through, "lifesituation_id", chosen)
    audiences = _many(Service.audiences.through, "visitorcategory_id", chosen)
    for row in services.values(*FIELDS).iterator(chunk_size=5000):
        key = row["pk"]
        yield key, _values(row, situations.get(key, []), audiences.get(key, []))


def _many(through: Any, column: str, chosen: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    pairs = through.objects.filter(service__in=chosen).values_list("service_id", column)
    for key, value in pairs.iterator(chunk_size=5000):
        found.setdefault(key, []).append(value)
    return found


def _values(row: dict[str, Any], situations: list[str], audiences: list[str]) -> Values:
    cost = row["cost_amount"]
    return {
        "situation": situations,
        "audience": audiences,
        "territory": [row["territory"] or ""],
        "level": [row["level"]],
        "kind": [row["kind"]],
        "channel": [each for each in row["channels"] if isinstance(each, str)],
        "cost": [] if cost is None else [PAID if cost else FREE],
        "provider": [row["provider__slug"]],
    }


def _signature() -> Signature:
    found = listed_services().order_by().aggregate(count=Count("pk"), edited=Max("edited_at"))
    return found["count"], found["edited"]


held = Held()
on_forgetting(held.forget)
