"""The public list of acts: newest first, narrowed by filters that add up, each with counts."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max

from mistok.acts.models import NOT_WORKING, Act, Kind, Level, Status
from mistok.acts.naming import named
from mistok.lib import narrowing
from mistok.lib.alphabet import Alphabetical
from mistok.lib.facets import FacetTable
from mistok.lib.kept import on_forgetting
from mistok.lib.narrowing import LONGEST, Labels, Listing, Narrowing
from mistok.network.models import Territory
from mistok.network.public import place_text
from mistok.search.models import Change

CHECKED_EACH = 60.0  # seconds: writes past the register of changes show themselves within a minute


@dataclass(frozen=True, slots=True)
class Filters(Narrowing):
    """What a reader may narrow the list to. `territory` is a code of the codifier."""

    level: str = ""
    kind: str = ""
    status: str = ""
    year: str = ""
    territory: str = ""
    subject: str = ""


def row(act: Act) -> dict[str, Any]:
    """An act as a list shows it."""
    place = place_text(act.territory.name, act.territory.category) if act.territory else ""
    return {
        "url": act.get_absolute_url(), "title": act.title, "named": named(act), "place": place,
        "status": act.get_status_display(), "is_ok": act.status == Status.IN_FORCE,
        "is_working": act.status not in NOT_WORKING,
    }  # fmt: skip


def listing(filters: Filters) -> Listing:
    """The list narrowed so. A value that no act has leaves an empty list."""
    table = _held.current()
    masks = {name: table.having(name, [value]) for name, value in filters.chosen().items()}
    return narrowing.listing(table, filters, masks=masks, labels=LABELS, read=_read)


def _read(keys: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    for act in Act.objects.public().filter(pk__in=keys).select_related("territory"):
        yield act.pk, row(act)


def _places(values: list[str]) -> list[tuple[str, Any]]:
    rows = (
        Territory.objects.filter(pk__in=values)
        .order_by(Alphabetical("name"))
        .values_list("pk", "name", "category")
    )
    return [(code, place_text(name, category)) for code, name, category in rows]


LABELS: dict[str, Labels] = {
    "level": lambda _values: list(Level.choices),
    "kind": lambda _values: list(Kind.choices),
    "status": lambda _values: list(Status.choices),
    "year": lambda values: [(each, each) for each in sorted(values, reverse=True)],
    "territory": _places,
    "subject": lambda values: [(each, each) for each in values],
}


class _Held:
    """The table of this process, made anew when the register of changes tells of acts."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.table: FacetTable | None = None
        self.seen: object = None
        self.signature: object = None
        self.checked = 0.0

    def current(self) -> FacetTable:
        """The table as the database is now. Inside a transaction it is made only for who asks."""
        if connection.in_atomic_block:
            return _made()
        with self.lock:
            last = Change.objects.filter(kind="act").order_by("-pk").values_list("pk", flat=True).first()
            now = time.monotonic()
            is_stale = self.table is None or last != self.seen
            if not is_stale and now - self.checked > CHECKED_EACH:
                is_stale, self.checked = _signature() != self.signature, now
            if is_stale:
                self.signature, self.seen, self.checked = _signature(), last, now
                self.table = _made()
            assert self.table is not None
            return self.table

    def forget(self) -> None:
        """Drop the table: the database was replaced."""
        with self.lock:
            self.table = self.seen = self.signature = None


def _signature() -> object:
    return tuple(Act.objects.public().aggregate(n=Count("pk"), last=Max("edited_at")).values())


def _made() -> FacetTable:
    table = FacetTable()
    table.fill(_rows())
    return table


def _rows() -> Iterator[tuple[int, dict[str, list[str]]]]:
    acts = Act.objects.public().order_by(F("adopted_on").desc(nulls_last=True), "pk")
    rows = acts.values_list("pk", "level", "kind", "status", "adopted_on", "territory_id", "subjects")
    for key, level, kind, status, day, territory, subjects in rows.iterator(chunk_size=5000):
        yield (
            key,
            {
                "level": [level], "kind": [kind], "status": [status],
                "year": [str(day.year)] if day else [],
                "territory": [territory] if territory else [],
                "subject": [str(each)[:LONGEST] for each in subjects],
            },
        )  # fmt: skip


_held = _Held()
on_forgetting(_held.forget)
