"""Actions outdoors: people met and leaflets handed out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note_event
from mistok.audit.models import Event
from mistok.desk.actions.encounters import MOST_PEOPLE, Conflict, Refused, record, void
from mistok.desk.actions.storing import check_note
from mistok.desk.models import Certainty, Channel, Encounter, HandedOut, StreetAction, VoidReason
from mistok.desk.queries.street import may_revise_action, newest
from mistok.network.models import ServicePoint

LONGEST_NAME = 80  # as long as a key of a dimension
PEOPLE = "people"  # the part of the identifier for the desk record of the people met


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of an action. `leaflets`: kind → how many."""

    title: str
    place: str
    day: date
    people: int
    begins: time | None = None
    ends: time | None = None
    leaflets: tuple[tuple[str, int], ...] = ()
    note: str = ""
    rough: bool = False


@dataclass(frozen=True, slots=True)
class RecordedAction:
    """The stored action; `created` is False when it had been stored before under the same identifier."""

    action: StreetAction
    created: bool


@transaction.atomic
def record_action(
    *,
    by: User,
    point: ServicePoint,
    uuid: UUID,
    facts: Facts,
    staff: Iterable[User] = (),
    supersedes: StreetAction | None = None,
) -> RecordedAction:
    """Write an action down; sending the same again changes nothing.

    The people met become a desk record with the channel «street» under an identifier made of `uuid`. Raises
    Refused when the facts cannot be so, Conflict when something else stands under the identifier.
    """
    staff = sorted({each.pk: each for each in staff}.values(), key=lambda each: each.pk)
    leaflets = _added_up(facts.leaflets)
    if (known := StreetAction.objects.filter(pk=uuid).first()) is not None:
        if not _is_same(known, point, facts, leaflets, staff):
            raise Conflict(str(uuid))
        return RecordedAction(known, created=False)
    _check(facts)
    met = record(
        by=by,
        point=point,
        uuid=uuid5(uuid, PEOPLE),
        items=[],
        number=facts.people,
        occurred_at=_moment(facts),
        certainty=Certainty.ESTIMATE if facts.rough else Certainty.TALLY,
        channel=Channel.STREET,
    ).encounter
    action = StreetAction(
        uuid=uuid,
        point=point,
        written_by=by,
        title=facts.title,
        place=facts.place,
        day=facts.day,
        begins=facts.begins,
        ends=facts.ends,
        note=facts.note,
        encounter=met,
        supersedes=supersedes,
    )
    try:
        with transaction.atomic():
            action.save(force_insert=True)
    except IntegrityError:
        return RecordedAction(StreetAction.objects.get(pk=uuid), created=False)
    action.staff.set(staff)
    HandedOut.objects.bulk_create(
        HandedOut(action=action, material=material, number=number) for material, number in leaflets
    )
    note_event(Event.STREET_RECORDED, action, by=by, organisation=point.organisation, people=facts.people)
    return RecordedAction(action, created=True)


@transaction.atomic
def void_action(action: StreetAction, *, by: User, reason: str) -> StreetAction:
    """Take an action out of all counts with the people met at it. Twice is once.

    Raises PermissionDenied, Refused.
    """
    locked = StreetAction.objects.select_for_update(of=("self",))
    action = locked.select_related("point__organisation", "encounter").get(pk=action.pk)
    if not may_revise_action(by, action):
        raise PermissionDenied
    if action.voided_at is not None:
        return action
    if reason not in VoidReason:
        raise Refused(_("Choose why the record is withdrawn."), code="reason")
    met = newest(action.encounter)
    if met.voided_at is None:
        void(met, by=by, reason=reason)
    action.void(reason)
    note_event(Event.STREET_VOIDED, action, by=by, organisation=action.point.organisation)
    return action


@transaction.atomic
def correct_action(
    action: StreetAction, *, by: User, uuid: UUID, facts: Facts, staff: Iterable[User] = ()
) -> RecordedAction:
    """Replace an action by a newer one; the old stays and no longer counts. Raises as both of its halves."""
    known = StreetAction.objects.filter(pk=uuid, supersedes=action).exists()
    if not known:
        old = void_action(action, by=by, reason=VoidReason.MISTAKE)
        if StreetAction.objects.filter(supersedes=old).exists():
            raise Refused(_("This action was already corrected. Open the newer record."), code="replaced")
    return record_action(by=by, point=action.point, uuid=uuid, facts=facts, staff=staff, supersedes=action)


def _check(facts: Facts) -> None:
    """The rules of a true action, said so that the librarian knows what to do. Raises Refused."""
    if not facts.title.strip():
        raise Refused(_("Write what the action was."), code="title")
    if facts.day > timezone.localdate():
        raise Refused(_("This day has not come yet. Check the date."), code="future")
    if facts.begins and facts.ends and facts.ends < facts.begins:
        raise Refused(_("The action cannot end before it begins."), code="hours")
    check_note(facts.note)


def _added_up(leaflets: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Each kind once, as it was written first; the same kind in other letters is the same kind."""
    sums: dict[str, tuple[str, int]] = {}
    for material, number in leaflets:
        name = " ".join(material.split())[:LONGEST_NAME]
        if not 0 <= number <= MOST_PEOPLE:
            raise Refused(_("Write numbers from 0 to 100,000."), code="number")
        if name and number:
            said, before = sums.get(name.casefold(), (name, 0))
            sums[name.casefold()] = (said, before + number)
    return list(sums.values())


def _moment(facts: Facts) -> datetime | date:
    if facts.begins is None:
        return facts.day
    return datetime.combine(facts.day, facts.begins, tzinfo=timezone.get_default_timezone())


def _is_same(
    known: StreetAction, point: ServicePoint, facts: Facts, leaflets: list[tuple[str, int]], staff: list[User]
) -> bool:
    first: Encounter = known.encounter
    return (
        (known.point_id, known.title, known.place, known.day, known.begins, known.ends, known.note)
        == (point.pk, facts.title, facts.place, facts.day, facts.begins, facts.ends, facts.note)
        and first.number == facts.people
        and first.is_rough == facts.rough
        and {(each.material, each.number) for each in known.handed_out.all()} == set(leaflets)
        and {each.pk for each in known.staff.all()} == {each.pk for each in staff}
    )
