"""What every record passes through on its way into the database, from the page or from a device."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record_many
from mistok.audit.models import Event
from mistok.desk.models import (
    NOTE_LENGTH,
    Certainty,
    Channel,
    Encounter,
    EncounterItem,
    Outcome,
    PeriodLock,
    SyncBatch,
    Topic,
    day_of,
)
from mistok.directory.models import Service
from mistok.lib.personal_numbers import personal_numbers
from mistok.lib.rows import insert_rows
from mistok.network.models import ServicePoint
from mistok.ukrainian.numbers import join_list

MOST_PEOPLE = 100_000
SKEW = timedelta(days=1)  # how far a day typed on the page may lie ahead
SAME_MOMENT = timedelta(minutes=2)  # a save sent again tells its moment anew, give or take the waiting
# The clock of a device and that of the server tell the moment of one save: what else is the same is the same.
SAME_MOMENT_OF_A_DEVICE = timedelta(minutes=15)


class Refused(ValidationError):
    """The facts cannot be so; `code` says which rule, the message says it to the librarian."""


class Conflict(Exception):
    """Under this identifier something else was recorded already. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing helped with, before it is stored: exactly one of `service` and `topic`."""

    service: Service | None = None
    topic: Topic | None = None
    times: int = 1
    outcome: str = Outcome.DONE
    independence: int | None = None
    why: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The stored record; `created` is False when it had been stored before under the same identifier."""

    encounter: Encounter
    created: bool


@dataclass(slots=True)
class Capture:
    """What a device tells of a record that it made by itself.

    `at` is the moment of the press with the device's clock set right; `said_at` what the clock showed, when
    that differs; `skew_seconds` how far the clock ran ahead when the record was sent, None when unknown.
    """

    at: datetime
    facts_hash: str
    device: UUID | None = None
    batch: SyncBatch | None = None
    skew_seconds: int | None = None
    said_at: datetime | None = None


@dataclass(slots=True)
class Draft:
    """A whole record before it is stored."""

    encounter: Encounter
    items: list[Item]
    categories: Collection[str] = ()
    people_only: bool = False


# The fields in their order, empty.
_PLAIN: dict[str, Any] = {field.attname: field.get_default() for field in Encounter._meta.concrete_fields}
_POINT, _STAFF = Encounter._meta.get_field("point"), Encounter._meta.get_field("staff")


def prepared(
    *,
    staff: User,
    point: ServicePoint,
    uuid: UUID,
    number: int,
    occurred_at: datetime | date | None,
    certainty: str,
    channel: str,
    ages: tuple[int, int] | None,
    note: str,
    card_hash: str,
    capture: Capture | None,
) -> Encounter:
    """The record, not yet stored, with the day it belongs to in Kyiv."""
    said_at = capture.said_at if capture and occurred_at is None else None
    if occurred_at is None:
        occurred_at = capture.at if capture else timezone.now()
    time_known = isinstance(occurred_at, datetime)
    if isinstance(occurred_at, datetime):
        moment = occurred_at
    else:
        moment = datetime.combine(occurred_at, time(12), tzinfo=timezone.get_default_timezone())
    received = capture.batch.received_at if capture and capture.batch else timezone.now()
    values = {
        **_PLAIN,
        "uuid": uuid if isinstance(uuid, UUID) else UUID(uuid),
        "point_id": point.pk,
        "staff_id": staff.pk,
        "occurred_at": moment,
        "time_known": time_known,
        "received_at": received,
        "revised_at": received,
        "day": day_of(moment),
        "number": number,
        "certainty": Certainty(certainty).value,
        "channel": Channel(channel).value,
        "age_from": ages[0] if ages else None,
        "age_to": ages[1] if ages else None,
        "note": note,
        "card_hash": card_hash,
    }
    if capture:
        values |= {
            "device": capture.device,
            "sync_batch_id": capture.batch.pk if capture.batch else None,
            "facts_hash": capture.facts_hash,
            "skew_seconds": capture.skew_seconds,
            "said_at": said_at,
        }
    # By position, and with the related rows put in place: named arguments and attributes take three times as
    # long, for each of them is looked up and asks the routers of databases.
    arguments: list[Any] = list(values.values())
    wanted = Encounter(*arguments)  # type: ignore[misc]  # by position, in the order of the fields
    _POINT.set_cached_value(wanted, point)
    _STAFF.set_cached_value(wanted, staff)
    return wanted


def store(draft: Draft, *, by: User, event: Event) -> Recorded:
    """Insert, or find that it is there. The unique identifier decides, also between two at once.

    Raises Refused and Conflict.
    """
    wanted = draft.encounter
    if (stored := Encounter.objects.filter(pk=wanted.pk).first()) is not None:
        return again(stored, draft)
    check(draft)
    hold([wanted.point_id])
    if wanted.adjusted_from is None and is_locked(wanted.point, wanted.day):
        move_to_today(wanted)
    try:
        with transaction.atomic():
            insert([draft], by=by, event=event)
    except IntegrityError:
        stored = Encounter.objects.filter(pk=wanted.pk).first()
        if stored is None:
            raise
        return again(stored, draft)
    return Recorded(wanted, created=True)


def insert(drafts: list[Draft], *, by: User, event: Event) -> None:
    """Write checked records with all that belongs to them: four statements, however many there are."""
    insert_rows(
        Encounter,
        _ENCOUNTER,
        (_values(draft.encounter) for draft in drafts),
    )
    insert_rows(
        EncounterItem,
        _ITEM,
        (
            (
                draft.encounter.pk,
                item.service and item.service.pk,
                item.topic and item.topic.pk,
                item.times,
                Outcome(item.outcome).value,
                str(item.why),
                None if item.independence is None else int(item.independence),
                None if item.minutes is None else int(item.minutes),
            )
            for draft in drafts
            for item in draft.items
        ),
    )
    insert_rows(
        Encounter.categories.through,
        ("encounter_id", "visitorcategory_id"),
        ((draft.encounter.pk, code) for draft in drafts for code in dict.fromkeys(draft.categories)),
    )
    told = ((draft.encounter, draft.encounter.point.organisation_id) for draft in drafts)
    record_many(event, told, by=by)


_ENCOUNTER = tuple(field.attname for field in Encounter._meta.concrete_fields)
_values = attrgetter(*_ENCOUNTER)
_ITEM = ("encounter_id", "service_id", "topic_id", "times", "outcome", "why", "independence", "minutes")


def again(stored: Encounter, draft: Draft) -> Recorded:
    """The identifier is known: the same content is the same save sent twice, anything else a conflict."""
    wanted = draft.encounter
    if wanted.facts_hash and stored.facts_hash:
        same = wanted.facts_hash == stored.facts_hash and wanted.point_id == stored.point_id
    else:
        limit = SAME_MOMENT_OF_A_DEVICE if wanted.facts_hash or stored.facts_hash else SAME_MOMENT
        same = (
            all(getattr(stored, name) == getattr(wanted, name) for name in _COMPARED)
            and abs(stored.occurred_at - wanted.occurred_at) <= limit
            and {each.pk for each in stored.categories.all()} == set(draft.categories)
            and set(items_of(stored)) == set(draft.items)
        )
    if not same:
        raise Conflict(str(stored.pk))
    return Recorded(stored, created=False)


_COMPARED = (
    "point_id",
    "staff_id",
    "number",
    "certainty",
    "channel",
    "age_from",
    "age_to",
    "note",
    "card_hash",
    "supersedes_id",
)


def check(draft: Draft) -> None:
    """The rules of a true record, each said so that the librarian knows what to do. Raises Refused."""
    wanted, items, point = draft.encounter, draft.items, draft.encounter.point
    if wanted.occurred_at > timezone.now() + SKEW:
        raise Refused(_("This day has not come yet. Check the date."), code="future")
    if wanted.day < point.opened_on or (point.closed_on and wanted.day >= point.closed_on):
        raise Refused(_("The point was not open on this day. Check the date."), code="closed")
    if not 0 <= wanted.number <= MOST_PEOPLE:
        raise Refused(_("Write a number of people from 0 to 100,000."), code="number")
    # On the street people may be counted with nothing more; an observed zero says something by itself.
    if not items and wanted.number and wanted.channel != Channel.STREET and not draft.people_only:
        raise Refused(_("Choose what you helped with."), code="empty")
    _check_items(items)
    if wanted.note:
        check_note(wanted.note)
    if wanted.age_from is None or wanted.age_to is None:
        return
    if not 0 <= wanted.age_from <= wanted.age_to <= 120:
        raise Refused(_("The youngest cannot be older than the oldest; ages are from 0 to 120."), code="ages")


def _check_items(items: list[Item]) -> None:
    if any((item.service is None) == (item.topic is None) or item.times < 1 for item in items):
        raise Refused(_("Each line needs one service or topic, at least once."), code="item")
    if len({(item.service and item.service.pk, item.topic and item.topic.pk) for item in items}) != len(
        items
    ):
        raise Refused(_("The same thing stands twice. Join the lines and raise the number."), code="twice")
    if any(item.why and item.outcome != Outcome.NOT_POSSIBLE for item in items):
        raise Refused(_("A reason is told only for help that was not possible."), code="why")


def check_note(note: str) -> None:
    """A note is short and holds no numbers of documents. Raises Refused."""
    if len(note) > NOTE_LENGTH:
        raise Refused(_("The note is too long: 280 characters at most."), code="note_long")
    if found := personal_numbers(note):
        kinds = join_list([str(kind.label) for kind in found])
        raise Refused(
            _("Take out of the note %(kinds)s: such numbers are not kept here."),
            code="note",
            params={"kinds": kinds},
        )


def hold(points: Collection[int]) -> None:
    """Whoever closes a month of these points, sells or counts there waits until the transaction ends."""
    asked = ServicePoint.objects.filter(pk__in=points).order_by("pk")
    list(asked.select_for_update(no_key=True).values_list("pk"))


def is_locked(point: ServicePoint, day: date) -> bool:
    """Whether the day is in a reported period of the point's library. Days that are not over never are."""
    if day >= timezone.localdate():
        return False
    locks = PeriodLock.objects.in_force().over(day, day)
    return locks.filter(organisation=point.organisation_id).exists()


def move_to_today(wanted: Encounter) -> None:
    """A fact about a locked day counts on the day it is received, and remembers its true day."""
    wanted.adjusted_from, wanted.day = wanted.day, timezone.localdate()


def items_of(encounter: Encounter) -> list[Item]:
    """The stored items as they were before storing."""
    found: Iterable[EncounterItem] = encounter.items.select_related("service", "topic")
    return [
        Item(each.service, each.topic, each.times, each.outcome, each.independence, each.why, each.minutes)
        for each in found
    ]
