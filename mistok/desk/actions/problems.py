"""What was not taken in from a device stands in a list until it is mended: nothing is lost in silence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit.actions import record as journal
from mistok.audit.models import Event
from mistok.desk.answers import RETRIED, Answer
from mistok.desk.facts import uuid_of
from mistok.desk.models import NotTaken, SyncBatch, SyncProblem
from mistok.network.models import ServicePoint

MOST_SETTLED = 200
# Records without an identifier are known by what stands in them: the same one sent again is not listed twice.
NAMELESS = UUID("b7c3a5de-6d0b-4c58-9f0a-2f1f7a5e9c11")


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that was not taken in, as it may be kept."""

    answer: Answer
    record: Any
    point: ServicePoint | None


def note_problems(problems: Iterable[Problem], *, batch: SyncBatch) -> None:
    """List what was not taken in; a record that is listed already is counted once more.

    Must run in the transaction of the batch. What the device itself sends again soon is not listed.
    """
    passing = RETRIED - {"actor"}
    new: dict[UUID, SyncProblem] = {}
    for each in problems:
        if each.answer.code in passing:
            continue
        key = uuid_of(each.answer.uuid) or uuid5(NAMELESS, repr(each.record))
        new[key] = SyncProblem(
            uuid=key,
            person=batch.person,
            point=each.point,
            device=batch.device,
            answer=NotTaken(each.answer.answer),
            code=each.answer.code[:20],
            record=each.record if isinstance(each.record, dict) else {"record": each.record},
            first_at=batch.received_at,
            last_at=batch.received_at,
        )
    if not new:
        return
    listed = SyncProblem.objects.select_for_update().filter(uuid__in=new, person=batch.person)
    changed = []
    for old in listed:
        fresh = new.pop(old.uuid)  # type: ignore[arg-type] # found by its identifier
        for name in ("point", "device", "answer", "code", "record", "last_at"):
            setattr(old, name, getattr(fresh, name))
        old.times += 1
        old.settled_at = None
        changed.append(old)
    names = ["point", "device", "answer", "code", "record", "last_at", "times", "settled_at"]
    SyncProblem.objects.bulk_update(changed, names)
    SyncProblem.objects.bulk_create(new.values(), ignore_conflicts=True)  # sent twice at one moment


def settle(uuids: list[UUID]) -> None:
    """Records that were refused and are taken in now need nobody any more."""
    if uuids:
        waiting = SyncProblem.objects.filter(uuid__in=uuids, answer=NotTaken.REJECTED, settled_at=None)
        waiting.update(settled_at=timezone.now())


@transaction.atomic
def settle_put_away(said: object, *, by: User) -> None:
    """Take off the list what the person put away, or wrote down anew, on the device; `said` are identifiers.

    Never raises for what was said: identifiers of nothing and of others' records are passed over.
    """
    uuids = {uuid_of(each) for each in said[:MOST_SETTLED]} - {None} if isinstance(said, list) else set()
    if uuids:
        own = SyncProblem.objects.filter(person=by, uuid__in=uuids, settled_at=None)
        for problem in own.select_related("point__organisation").order_by("pk"):
            dismiss(problem, by=by)


@transaction.atomic
def dismiss(problem: SyncProblem, *, by: User) -> None:
    """A person dealt with it in another way, for instance wrote the record down anew."""
    if problem.settled_at is None:
        problem.settled_at = timezone.now()
        problem.save(update_fields=["settled_at"])
        organisation = problem.point.organisation if problem.point else None
        journal(Event.SYNC_SETTLED, problem, by=by, organisation=organisation, record=str(problem.uuid or ""))
