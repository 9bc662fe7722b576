"""A reported month with a record that came late, and records of a device that were not taken in. Made up."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.timezone import get_default_timezone

from mistok.accounts.models import User
from mistok.desk.actions import Item, record
from mistok.desk.actions.periods import lock
from mistok.desk.actions.syncing import take_in
from mistok.desk.facts import checksum
from mistok.desk.models import Encounter, SyncProblem, day_of
from mistok.directory.models import Service
from mistok.network.models import ServicePoint

SHOW = UUID("8f0f4b0e-7a55-4a7c-9d7e-6f5a3a1c2b44")  # the same keys each time: a second time adds nothing
POINT = "kropyvnytskoho"


def fill(people: Mapping[str, User], now: datetime) -> None:
    """Last month is closed; a day of it was found on paper; a tablet waits for two records to be mended."""
    point = ServicePoint.objects.select_related("organisation").get(slug=POINT)
    last = day_of(now).replace(day=1) - timedelta(days=1)
    lock(by=people["head"], organisation=point.organisation, first=last.replace(day=1), last=last)
    _late(people["librarian"], point, last - timedelta(days=max(0, last.weekday() - 4)))
    _waiting(people["librarian"], point, last, now)


def _late(by: User, point: ServicePoint, day: date) -> None:
    """Two people helped by candlelight, written on paper and found when the report was gone."""
    uuid = uuid5(SHOW, "late")
    if not Encounter.objects.filter(pk=uuid).exists():
        service = _services()[0]
        record(
            by=by,
            point=point,
            uuid=uuid,
            items=[Item(service=service, times=2)],
            number=2,
            certainty="tally",
            occurred_at=day,
            note="З паперового аркуша: того дня не було світла.",
        )


def _waiting(by: User, point: ServicePoint, last: date, now: datetime) -> None:
    """A note with a tax number, and a correction that lay on the tablet until its month was closed."""
    if SyncProblem.objects.filter(point=point).exists():
        return
    helped = f"done:service:{_services()[1].slug}"
    note = "допомогли скласти заяву, РНОКПП 1234567899"
    yesterday = datetime.combine(day_of(now) - timedelta(days=1), time(16, 20), tzinfo=get_default_timezone())
    records = [_sent(by, point, yesterday, "encounter", {"act": helped, "number": "1", "note": note})]
    reported = Encounter.objects.counted().filter(
        point=point, staff=by, day__range=(last.replace(day=1), last), items__service__isnull=False
    )
    if (visit := reported.order_by("-occurred_at").first()) is not None:
        said = {"encounter": str(visit.pk), "act": f"done:{visit.items.all()[0].act}", "number": "2"}
        records.append(_sent(by, point, visit.occurred_at + timedelta(minutes=20), "correction", said))
    take_in(by=by, device=str(uuid5(SHOW, "tablet")), sent_at=now.isoformat(), records=records)


def _sent(by: User, point: ServicePoint, at: datetime, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """A record as the desk of a tablet sends it."""
    return {
        "uuid": str(uuid5(SHOW, kind)),
        "schema": 1,
        "kind": kind,
        "point": point.slug,
        "occurred_at": at.isoformat(),
        "zone": "Europe/Kyiv",
        "actor": str(by.pk),
        "sha256": checksum(facts),
        "facts": facts,
    }


def _services() -> list[Service]:
    """The two most demanded e-services."""
    return list(Service.objects.filter(kind="e-service", retired_on=None).order_by("-demand", "slug")[:2])
