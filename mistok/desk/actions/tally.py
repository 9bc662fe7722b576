"""A tally: what many people came for, counted together and kept as ordinary desk records."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions.encounters import MOST_PEOPLE, Conflict, Item, Refused, record, void
from mistok.desk.counting import Counted
from mistok.desk.models import (
    Encounter,
    SheetImport,
    Subject,
    Tally,
    TallyRecord,
    Topic,
    VoidReason,
)
from mistok.network.models import ServicePoint, VisitorCategory

ACTS = "acts"  # the record that holds everything but lessons, and the people of no category


@dataclass(frozen=True, slots=True)
class Part:
    """A desk record of a tally, before it is stored."""

    role: str
    number: int
    items: list[Item] = field(default_factory=list)
    categories: list[VisitorCategory] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """The stored tally; `created` is False when the same had been sent before."""

    tally: Tally
    created: bool


def parts_of(counted: Counted) -> list[Part]:
    """The desk records that say just what was counted and nothing more. Raises Refused.

    Who did what was not asked, so acts and categories stand in records of their own; the people add up.
    """
    acts = _added_up(counted.acts)
    lessons = [(subject, n) for subject, n in acts if isinstance(subject, Topic) and subject.is_skill]
    helped = [(subject, n) for subject, n in acts if not (isinstance(subject, Topic) and subject.is_skill)]
    categories = [(category, n) for category, n in _added_up(counted.categories) if n]
    taught = sum(n for _subject, n in lessons)
    told = sum(n for _category, n in categories)
    people = counted.people
    if people is None:
        people = taught + max(sum(n for _subject, n in helped), told)
        if not people:
            raise Refused(_("Write at least one number."), code="empty")
    if people > MOST_PEOPLE:
        raise Refused(_("Write a number of people from 0 to 100,000."), code="number")
    if people < taught:
        raise Refused(_("There are fewer people than were taught. Check the numbers."), code="people")
    rest = people - taught - told
    if rest < 0:
        raise Refused(
            _("The categories make more people than came. Count each person in one category only."),
            code="categories",
        )
    items = [_item(subject, n) for subject, n in helped]
    parts = [
        Part(f"lesson:{subject.pk}", n, items=[_item(subject, 1)], categories=[]) for subject, n in lessons
    ]
    parts += [Part(f"category:{category.pk}", n, categories=[category]) for category, n in categories]
    if items or rest or not parts:
        parts.insert(0, Part(ACTS, rest, items=items))
    return parts


@transaction.atomic
def record_tally(
    *,
    by: User,
    point: ServicePoint,
    uuid: UUID,
    counted: Counted,
    sheet: SheetImport | None = None,
    identity: str = "",
) -> Written:
    """Write a tally down; sending the same again changes nothing, for every record has a key made of `uuid`.

    Whether the person may record at the point is checked where the point is fetched. Raises Refused when the
    numbers cannot be so, Conflict when something else stands under the identifier.
    """
    if (known := Tally.objects.select_for_update().filter(pk=uuid).first()) is not None:
        if (known.point_id, known.staff_id, known.sha256) != (point.pk, by.pk, counted.sha256):
            raise Conflict(str(uuid))
        return Written(known, created=False)
    parts = parts_of(counted)
    stored = [
        record(
            by=by,
            point=point,
            uuid=uuid5(uuid, part.role),
            items=part.items,
            number=part.number,
            categories=part.categories,
            occurred_at=counted.occurred_at,
            certainty=counted.certainty,
            people_only=not part.items,
        ).encounter
        for part in parts
    ]
    tally, created = Tally.objects.get_or_create(
        pk=uuid,
        defaults={
            "point": point,
            "staff": by,
            "day": counted.day,
            "hour": counted.hour,
            "certainty": counted.certainty,
            "sheet": sheet,
            "identity": identity,
            "sha256": counted.sha256,
        },
    )
    if created:
        TallyRecord.objects.bulk_create(
            TallyRecord(tally=tally, role=part.role, encounter=encounter)
            for part, encounter in zip(parts, stored, strict=True)
        )
    return Written(tally, created)


@transaction.atomic
def undo_tally(tally: Tally, *, by: User, reason: str = VoidReason.UNDO) -> int:
    """Take all records of a tally back, corrected ones too; returns how many. Twice is once.

    Raises PermissionDenied when the person may not revise them, Refused when a record cannot be taken back.
    """
    tally = Tally.objects.select_for_update().select_related("point__organisation").get(pk=tally.pk)
    if tally.undone_at is not None:
        return 0
    taken = 0
    for encounter in newest_of(tally):
        if encounter.voided_at is None:
            void(encounter, by=by, reason=reason)
            taken += 1
    tally.undone_at = timezone.now()
    tally.save(update_fields=["undone_at"])
    note(Event.TALLY_UNDONE, tally, by=by, organisation=tally.point.organisation, records=taken)
    return taken


def newest_of(tally: Tally) -> list[Encounter]:
    """The records of a tally as they stand now, each in the place of those it corrected."""
    found = [each.encounter for each in tally.records.select_related("encounter")]
    while later := {each.supersedes_id: each for each in Encounter.objects.filter(supersedes__in=found)}:
        found = [later.get(each.pk, each) for each in found]
    return found


def _item(subject: Subject, times: int) -> Item:
    return (
        Item(topic=subject, times=times) if isinstance(subject, Topic) else Item(service=subject, times=times)
    )


def _added_up[T: (Subject, VisitorCategory)](pairs: Iterable[tuple[T, int]]) -> list[tuple[T, int]]:
    """Each thing once, noughts left out. Raises Refused for a number below nought or beyond belief."""
    sums: dict[T, int] = {}
    for thing, number in pairs:
        if not 0 <= number <= MOST_PEOPLE:
            raise Refused(_("Write numbers from 0 to 100,000."), code="number")
        if number:
            sums[thing] = sums.get(thing, 0) + number
    return list(sums.items())
