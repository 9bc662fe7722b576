"""What happens to a thing: received, moved, repaired, written off. The history of each stays for ever."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.models import (
    Equipment,
    EquipmentEvent,
    EquipmentEventKind,
    EquipmentState,
    ServicePoint,
)


class WrongStateError(Exception):
    """The thing is not in a state in which this can happen to it."""


# From which states a thing comes into each by a person's word.
STEPS: dict[str, tuple[str, frozenset[str]]] = {
    EquipmentEventKind.TO_REPAIR: (
        EquipmentState.REPAIR,
        frozenset({EquipmentState.IN_USE, EquipmentState.FAULTY, EquipmentState.STORED}),
    ),
    EquipmentEventKind.REPAIRED: (EquipmentState.IN_USE, frozenset({EquipmentState.REPAIR})),
    EquipmentEventKind.FOUND: (EquipmentState.IN_USE, frozenset({EquipmentState.MISSING})),
    EquipmentEventKind.WRITTEN_OFF: (
        EquipmentState.WRITTEN_OFF,
        frozenset(EquipmentState.values) - {EquipmentState.WRITTEN_OFF},
    ),
}


@transaction.atomic
def add_equipment(*, thing: Equipment, on: date, by: User) -> Equipment:
    """Enter a thing into the inventory."""
    thing.save()
    note_event(thing, EquipmentEventKind.RECEIVED, on, by, to_point=thing.point)
    audit.record(Event.EQUIPMENT_ADDED, thing, by=by, organisation=thing.organisation)
    return thing


@transaction.atomic
def change_equipment(*, thing: Equipment, fields: Iterable[str], by: User) -> None:
    """Write down what was changed of a thing besides its place and state."""
    if changed := sorted(fields):
        thing.save()
        audit.record(Event.EQUIPMENT_CHANGED, thing, by=by, organisation=thing.organisation, fields=changed)


@transaction.atomic
def move_equipment(
    *,
    thing: Equipment,
    point: ServicePoint | None,
    room: str,
    on: date,
    by: User,
    document: str = "",
    note: str = "",
) -> None:
    """Move a thing to a point (None: to the library's store), and to the library of that point."""
    thing = locked(thing)
    if thing.state == EquipmentState.WRITTEN_OFF:
        raise WrongStateError
    before, thing.point, thing.room = thing.point, point, room
    if point is not None:
        thing.organisation = point.organisation
        if thing.state == EquipmentState.STORED:
            thing.state = EquipmentState.IN_USE
    else:
        thing.state = EquipmentState.STORED
    thing.save()
    note_event(
        thing,
        EquipmentEventKind.MOVED,
        on,
        by,
        from_point=before,
        to_point=point,
        document=document,
        note=note,
    )
    audit.record(Event.EQUIPMENT_MOVED, thing, by=by, organisation=thing.organisation)


@transaction.atomic
def step(*, thing: Equipment, kind: str, on: date, by: User, document: str = "", note: str = "") -> None:
    """Send to repair, take back, find again or write off. Raises WrongStateError when it cannot be."""
    thing = locked(thing)
    state, from_states = STEPS[kind]
    if thing.state not in from_states:
        raise WrongStateError
    thing.state = state
    thing.save(update_fields=["state"])
    note_event(thing, kind, on, by, from_point=thing.point, document=document, note=note)
    is_end = kind == EquipmentEventKind.WRITTEN_OFF
    event = Event.EQUIPMENT_WRITTEN_OFF if is_end else Event.EQUIPMENT_CHANGED
    audit.record(event, thing, by=by, organisation=thing.organisation, step=kind)


@transaction.atomic
def report_fault(*, thing: Equipment, on: date, by: User, note: str) -> None:
    """Somebody at the desk says that the thing does not work. A thing known as faulty gets one more note."""
    thing = locked(thing)
    if thing.state not in (EquipmentState.IN_USE, EquipmentState.FAULTY, EquipmentState.STORED):
        raise WrongStateError
    set_state(thing, EquipmentState.FAULTY, on, by, note=note)
    audit.record(Event.EQUIPMENT_CHANGED, thing, by=by, organisation=thing.organisation, step="fault")


def set_state(thing: Equipment, state: str, on: date, by: User | None, note: str = "") -> None:
    """The thing is in this state from now on, with an event that says so."""
    thing.state = state
    thing.save(update_fields=["state"])
    note_event(thing, EquipmentEventKind.CHANGED, on, by, from_point=thing.point, note=note)


def note_event(
    thing: Equipment,
    kind: str,
    on: date,
    by: User | None,
    *,
    from_point: ServicePoint | None = None,
    to_point: ServicePoint | None = None,
    document: str = "",
    note: str = "",
) -> None:
    """Add a line to the history of a thing."""
    EquipmentEvent.objects.create(
        equipment=thing,
        kind=kind,
        on=on,
        from_point=from_point,
        to_point=to_point,
        document=document,
        note=note,
        by=by,
    )


def locked(thing: Equipment) -> Equipment:
    """The thing as stored, held until the end of the transaction."""
    return (
        Equipment.objects.select_for_update(of=("self",))
        .select_related("point", "organisation")
        .get(pk=thing.pk)
    )
