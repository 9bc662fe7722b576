"""Writing at the desk. A record is a fact: it is added, replaced by a newer one or voided, never changed."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from importlib import resources
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.models import (
    Certainty,
    Channel,
    Encounter,
    EncounterItem,
    Outcome,
    Topic,
    TopicKind,
    VoidReason,
    day_of,
    place_of,
)
from mistok.desk.queries import may_revise
from mistok.directory.actions.links import count_uses
from mistok.directory.models import Service
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint, VisitorCategory

MOST_PEOPLE = 100_000
SKEW = timedelta(days=1)  # how far a device's clock may run ahead
SAME_MOMENT = timedelta(minutes=2)  # a save sent again tells its moment anew, give or take the waiting


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


@dataclass(frozen=True, slots=True)
class Recorded:
    """The stored record; `created` is False when it had been stored before under the same identifier."""

    encounter: Encounter
    created: bool


@transaction.atomic
def record(
    *,
    by: User,
    point: ServicePoint,
    uuid: UUID,
    items: Iterable[Item],
    number: int = 1,
    categories: Iterable[VisitorCategory] = (),
    occurred_at: datetime | date | None = None,
    certainty: str = Certainty.EXACT,
    channel: str = Channel.DESK,
    ages: tuple[int, int] | None = None,
    people_only: bool = False,
) -> Recorded:
    """Write down help given at a point; sending the same again changes nothing.

    `uuid` is made by the client, once for each save. `occurred_at` is a moment, a plain day when the hour is
    not known, or None for now. `ages` are the youngest and the oldest of a lesson. `people_only`: a tally
    counts who came apart from what was done, so there need be no items. Whether the person may
    record at the point is checked where the point is fetched (`points_for(by, RECORD_HELP)`).
    Raises Refused when the facts cannot be so, Conflict when other content stands under the identifier.
    """
    helped = list(items)
    wanted = _prepared(by, point, uuid, number, occurred_at, certainty, channel, ages)
    stored = _store(
        wanted, helped, list(categories), by=by, event=Event.ENCOUNTER_RECORDED, people_only=people_only
    )
    urls = {item.service.url for item in helped if item.service}
    if urls and stored.created and stored.encounter.day == timezone.localdate():
        transaction.on_commit(partial(count_uses, *sorted(urls)))  # what is used most is mended first
    return stored


@transaction.atomic
def correct(
    encounter: Encounter,
    *,
    by: User,
    uuid: UUID,
    items: Iterable[Item],
    number: int,
    categories: Iterable[VisitorCategory],
    occurred_at: datetime | date | None = None,
    certainty: str,
    channel: str,
    ages: tuple[int, int] | None = None,
) -> Recorded:
    """Replace a record by a newer one; the old stays and no longer counts. Whoever helped stays the same.

    `occurred_at=None` keeps the moment. Raises PermissionDenied, Refused (also when the record was voided or
    replaced meanwhile) and Conflict as `record` does.
    """
    old = _locked(encounter)
    if not may_revise(by, old):
        raise PermissionDenied
    wanted = _prepared(
        old.staff, old.point, uuid, number, occurred_at or old.occurred_at, certainty, channel, ages
    )
    wanted.supersedes = old
    if occurred_at is None:
        wanted.time_known = old.time_known
    if not Encounter.objects.filter(pk=uuid, supersedes=old).exists():
        _still_counts(old)
    stored = _store(wanted, list(items), list(categories), by=by, event=Event.ENCOUNTER_CORRECTED)
    if stored.created:
        old.revised_at = stored.encounter.revised_at
        old.save(update_fields=["revised_at"])
    return stored


@transaction.atomic
def void(encounter: Encounter, *, by: User, reason: str) -> Encounter:
    """Take a record out of all counts. Doing it twice is doing it once. Raises PermissionDenied, Refused."""
    old = _locked(encounter)
    if not may_revise(by, old):
        raise PermissionDenied
    if old.voided_at:
        return old
    _still_counts(old)
    if reason not in VoidReason:
        raise Refused(_("Choose why the record is withdrawn."), code="reason")
    old.void(reason)
    note(Event.ENCOUNTER_VOIDED, old, by=by, organisation=old.point.organisation)
    return old


@transaction.atomic
def undo(encounter: Encounter, *, by: User) -> Encounter:
    """Take back the last act: a new record is voided; after a correction the earlier content comes back."""
    earlier = encounter.supersedes
    if earlier is None:
        return void(encounter, by=by, reason=VoidReason.UNDO)
    return correct(
        encounter,
        by=by,
        uuid=uuid7(),
        items=items_of(earlier),
        number=earlier.number,
        categories=list(earlier.categories.all()),
        occurred_at=earlier.occurred_at if earlier.time_known else earlier.day,
        certainty=earlier.certainty,
        channel=earlier.channel,
        ages=ages_of(earlier),
    ).encounter


@transaction.atomic
def add_item(encounter: Encounter, *, by: User, uuid: UUID, item: Item) -> Recorded:
    """The same person was helped with one thing more: the visit stays one, its help grows."""
    if (again := Encounter.objects.filter(pk=uuid, supersedes=encounter).first()) is not None:
        return Recorded(again, created=False)
    return correct(
        encounter,
        by=by,
        uuid=uuid,
        items=[*items_of(encounter), item],
        number=encounter.number,
        categories=list(encounter.categories.all()),
        certainty=encounter.certainty,
        channel=encounter.channel,
        ages=ages_of(encounter),
    )


def items_of(encounter: Encounter) -> list[Item]:
    """The stored items as they were before storing."""
    return [
        Item(each.service, each.topic, each.times, each.outcome, each.independence)
        for each in encounter.items.select_related("service", "topic")
    ]


def ages_of(encounter: Encounter) -> tuple[int, int] | None:
    """The youngest and the oldest, when they were noted."""
    if encounter.age_from is None or encounter.age_to is None:
        return None
    return encounter.age_from, encounter.age_to


@transaction.atomic
def load_topics() -> int:
    """Bring in the starting topics of the directory (Sarny regulation, §3.1.1–3.1.6); returns how many.

    Runs any number of times: names are renewed, a retired topic stays retired, and what the network worded
    or placed its own way stays so.
    """
    text = resources.files("mistok.directory.catalogue").joinpath("topics.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["topic"]
    own = set(Topic.objects.filter(edited_at__isnull=False).values_list("pk", flat=True))
    for row in sorted(rows, key=lambda each: str(each["code"]).count(".")):
        if row["code"] in own:
            continue
        Topic.objects.update_or_create(
            code=row["code"],
            defaults={
                "parent_id": row.get("parent") or None,
                "kind": TopicKind(row["kind"]),
                "name": row["name"],
                "short_name": row["short"],
                "report_phrase": row.get("phrase", ""),
                "place": place_of(str(row["code"])),
            },
        )
    return len(rows)


def _prepared(
    staff: User,
    point: ServicePoint,
    uuid: UUID,
    number: int,
    occurred_at: datetime | date | None,
    certainty: str,
    channel: str,
    ages: tuple[int, int] | None,
) -> Encounter:
    """The record, not yet stored, with the day it belongs to in Kyiv."""
    time_known = occurred_at is None or isinstance(occurred_at, datetime)
    if occurred_at is None:
        moment = timezone.now()
    elif isinstance(occurred_at, datetime):
        moment = occurred_at
    else:
        moment = datetime.combine(occurred_at, time(12), tzinfo=timezone.get_default_timezone())
    return Encounter(
        uuid=uuid,
        point=point,
        staff=staff,
        occurred_at=moment,
        time_known=time_known,
        day=day_of(moment),
        number=number,
        certainty=Certainty(certainty),
        channel=Channel(channel),
        age_from=ages[0] if ages else None,
        age_to=ages[1] if ages else None,
    )


def _store(
    wanted: Encounter,
    items: list[Item],
    categories: list[VisitorCategory],
    *,
    by: User,
    event: Event,
    people_only: bool = False,
) -> Recorded:
    """Insert, or find that it is there. The unique identifier decides, also between two at once."""
    if (stored := Encounter.objects.filter(pk=wanted.pk).first()) is not None:
        return _again(stored, wanted, items, categories)
    earlier = wanted.supersedes
    _check(wanted, items, people_only=people_only or (earlier is not None and not earlier.items.exists()))
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        stored = Encounter.objects.filter(pk=wanted.pk).first()
        if stored is None:
            raise
        return _again(stored, wanted, items, categories)
    EncounterItem.objects.bulk_create(
        EncounterItem(
            encounter=wanted,
            service=item.service,
            topic=item.topic,
            times=item.times,
            outcome=Outcome(item.outcome),
            independence=item.independence,
        )
        for item in items
    )
    through = Encounter.categories.through
    through.objects.bulk_create(
        through(encounter_id=wanted.pk, visitorcategory_id=code) for code in {each.pk for each in categories}
    )
    note(event, wanted, by=by, organisation=wanted.point.organisation)
    return Recorded(wanted, created=True)


def _again(
    stored: Encounter, wanted: Encounter, items: list[Item], categories: Collection[VisitorCategory]
) -> Recorded:
    """The identifier is known: the same content is the same save sent twice, anything else a conflict."""
    same = (
        all(
            getattr(stored, name) == getattr(wanted, name)
            for name in ("point_id", "staff_id", "number", "certainty", "channel", "age_from", "age_to")
        )
        and stored.supersedes_id == wanted.supersedes_id
        and abs(stored.occurred_at - wanted.occurred_at) <= SAME_MOMENT
        and {each.pk for each in stored.categories.all()} == {each.pk for each in categories}
        and set(items_of(stored)) == set(items)
    )
    if not same:
        raise Conflict(str(stored.pk))
    return Recorded(stored, created=False)


def _check(wanted: Encounter, items: list[Item], *, people_only: bool = False) -> None:
    """The rules of a true record, each said so that the librarian knows what to do. Raises Refused."""
    if wanted.occurred_at > timezone.now() + SKEW:
        raise Refused(_("This day has not come yet. Check the date."), code="future")
    point = wanted.point
    if wanted.day < point.opened_on or (point.closed_on and wanted.day >= point.closed_on):
        raise Refused(_("The point was not open on this day. Check the date."), code="closed")
    if not 0 <= wanted.number <= MOST_PEOPLE:
        raise Refused(_("Write a number of people from 0 to 100,000."), code="number")
    # On the street people may be counted with nothing more; an observed zero says something by itself.
    if not items and wanted.number and wanted.channel != Channel.STREET and not people_only:
        raise Refused(_("Choose what you helped with."), code="empty")
    subjects = [item.service or item.topic for item in items]
    if any((item.service is None) == (item.topic is None) or item.times < 1 for item in items):
        raise Refused(_("Each line needs one service or topic, at least once."), code="item")
    if len(set(subjects)) != len(subjects):
        raise Refused(_("The same thing stands twice. Join the lines and raise the number."), code="twice")
    if wanted.age_from is None or wanted.age_to is None:
        return
    if not 0 <= wanted.age_from <= wanted.age_to <= 120:
        raise Refused(_("The youngest cannot be older than the oldest; ages are from 0 to 120."), code="ages")


def _locked(encounter: Encounter) -> Encounter:
    """The record as it stands now, held until the end of the transaction."""
    return (
        Encounter.objects.select_for_update(of=("self",))
        .select_related("point__organisation", "staff")
        .get(pk=encounter.pk)
    )


def _still_counts(old: Encounter) -> None:
    if old.voided_at or Encounter.objects.filter(supersedes=old).exists():
        raise Refused(
            _("This record was already replaced or voided. Open the diary to see it."), code="replaced"
        )
