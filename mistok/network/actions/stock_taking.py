"""Stock-taking: begin, take in what was seen (from a page or from a device that was offline), end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.actions.equipment import locked, move_equipment, note_event, set_state
from mistok.network.equipment import findings
from mistok.network.models import (
    Equipment,
    EquipmentEventKind,
    EquipmentState,
    ServicePoint,
    Sighting,
    StockTaking,
)

AHEAD = timedelta(minutes=5)  # a clock may run a little ahead of ours; more is set to now
MOST = 200  # sightings in one upload
STATES = ("", EquipmentState.IN_USE, EquipmentState.FAULTY)
NUMBER, NOTE = 60, 300  # longest texts


class AlreadyGoingOnError(Exception):
    """Another stock-taking is going on at the point."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one sighting: `created`, `duplicate` or `rejected` with the reason in words."""

    key: str
    status: str
    reason: str = ""


@transaction.atomic
def start_stock_taking(*, point: ServicePoint, by: User, order: str, commission: list[str]) -> StockTaking:
    """Fix what should be at the point and begin to count. Raises AlreadyGoingOnError."""
    point = ServicePoint.objects.select_for_update().get(pk=point.pk)
    if StockTaking.objects.filter(point=point, closed_at=None).exists():
        raise AlreadyGoingOnError
    expected = point.equipment.exclude(state__in=(EquipmentState.WRITTEN_OFF, EquipmentState.REPAIR))
    taking = StockTaking.objects.create(
        organisation=point.organisation,
        point=point,
        order=order,
        commission=commission,
        started_by=by,
        expected=[str(key) for key in expected.values_list("pk", flat=True)],
    )
    audit.record(Event.STOCK_TAKING_STARTED, taking, by=by, organisation=point.organisation)
    return taking


def take_in(*, taking: StockTaking, sightings: Iterable[Any], by: User) -> list[Answer]:
    """Take in what a device saw, each thing by itself: a bad one never holds up the others.

    A key that is known already is a duplicate and changes nothing, so an upload may be repeated.
    """
    return [_take_one(taking, each, by) for each in list(sightings)[:MOST]]


@transaction.atomic
def _take_one(taking: StockTaking, given: Any, by: User) -> Answer:
    if not isinstance(given, Mapping):
        return Answer("", "rejected", _("This is not a record of a stock-taking."))
    key = str(given.get("id", ""))[:40]
    try:
        identifier = UUID(key)
    except ValueError:
        return Answer(key, "rejected", _("The record has no key."))
    if (known := Sighting.objects.filter(pk=identifier).first()) is not None:
        if known.stock_taking_id == taking.pk:
            return Answer(key, "duplicate")
        return Answer(key, "rejected", _("This record belongs to another stock-taking."))
    if StockTaking.objects.select_for_update().get(pk=taking.pk).closed_at is not None:
        return Answer(key, "rejected", _("The stock-taking is ended: this came too late."))
    number = str(given.get("number") or "").strip()[:NUMBER]
    thing = _thing(taking, given.get("equipment"), number)
    if thing is None and not number:
        return Answer(key, "rejected", _("The record has no inventory number."))
    state = given.get("state") or ""
    Sighting.objects.create(
        pk=identifier,
        stock_taking=taking,
        equipment=thing,
        number=number or (thing.inventory_number if thing else ""),
        found=given.get("found") is not False,
        state=state if state in STATES else "",
        note=str(given.get("note") or "")[:NOTE],
        seen_at=_moment(given.get("seen_at")),
        by=by,
    )
    return Answer(key, "created")


def _thing(taking: StockTaking, key: object, number: str) -> Equipment | None:
    """The thing by its key, else by its number: at this library first, then anywhere if only one bears it."""
    try:
        found = Equipment.objects.filter(pk=UUID(str(key))).first() if key else None
    except ValueError:
        found = None
    if found or not number:
        return found
    forms = {number, number.upper(), number.lower()}
    same = list(Equipment.objects.filter(inventory_number__in=forms)[:20])
    here = [each for each in same if each.organisation_id == taking.organisation_id]
    chosen = here or same
    return chosen[0] if len(chosen) == 1 else None


def _moment(text: object) -> datetime:
    """When it was seen by the device's clock; never later than now."""
    now = timezone.now()
    try:
        said = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        said = None
    if said is None:
        return now
    said = said if timezone.is_aware(said) else timezone.make_aware(said)
    return min(said, now) if said <= now + AHEAD else now


@transaction.atomic
def end_stock_taking(*, taking: StockTaking, by: User, move_here: Iterable[UUID] = ()) -> StockTaking:
    """End the count and write what it found into the inventory. A second call changes nothing.

    What was not seen is noted as not found; what was seen again is back; what is broken is faulty; things of
    other places that the person chose (`move_here`) are moved to this point.
    """
    taking = StockTaking.objects.select_for_update().get(pk=taking.pk)
    if taking.closed_at is not None:
        return taking
    result = findings(taking)
    today = timezone.localdate()
    for line in (*result.missing, *result.uncounted):
        thing = locked(_of(line.thing))
        if thing.state not in (EquipmentState.MISSING, EquipmentState.WRITTEN_OFF):
            thing.state = EquipmentState.MISSING
            thing.save(update_fields=["state"])
            note_event(
                thing, EquipmentEventKind.NOT_FOUND, today, by, from_point=taking.point, note=line.note
            )
    for line in result.returned:
        thing = locked(_of(line.thing))
        thing.state = EquipmentState.IN_USE
        thing.save(update_fields=["state"])
        note_event(thing, EquipmentEventKind.FOUND, today, by, to_point=taking.point)
    for line in result.faulty:
        if _of(line.thing).state != EquipmentState.FAULTY:
            set_state(locked(_of(line.thing)), EquipmentState.FAULTY, today, by, note=line.note)
    wanted = set(move_here)
    for line in result.misplaced:
        thing = _of(line.thing)
        if thing.pk in wanted and thing.state != EquipmentState.WRITTEN_OFF:
            move_equipment(thing=thing, point=taking.point, room="", on=today, by=by)
    taking.closed_at, taking.closed_by = timezone.now(), by
    taking.save(update_fields=["closed_at", "closed_by"])
    audit.record(
        Event.STOCK_TAKING_CLOSED,
        taking,
        by=by,
        organisation=taking.organisation,
        found=len(result.found),
        missing=len(result.missing) + len(result.uncounted),
    )
    return taking


def _of(thing: Equipment | None) -> Equipment:
    assert thing is not None, "only unknown numbers have no thing"
    return thing
