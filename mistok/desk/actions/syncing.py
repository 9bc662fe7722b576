"""Taking in what a device recorded without a connection: each record gets its own answer, none stops another.

The order inside a batch does not matter: new records go first, a few statements for all, then corrections
and withdrawals, each after the record it is of. A correction whose record is not here is sent back to be
tried again: nothing is held here, the device keeps all that was not answered `created` or `duplicate`.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit.models import Event
from mistok.desk.actions import encounters
from mistok.desk.actions.problems import Problem, note_problems, settle
from mistok.desk.actions.storing import (
    Capture,
    Conflict,
    Draft,
    Refused,
    again,
    insert,
    move_to_today,
    store,
)
from mistok.desk.actions.syncing_revisions import revise
from mistok.desk.actions.syncing_work import Known, Work, draft_of
from mistok.desk.answers import CONFLICT, CREATED, DUPLICATE, REJECTED, Answer, conflict, rejected
from mistok.desk.cards import mark_of_facts
from mistok.desk.facts import Sent, Unreadable, moment_of, point_named, read, uuid_of
from mistok.desk.models import Encounter, SyncBatch, day_of
from mistok.desk.redaction import kept, kept_of_read

MOST_RECORDS = 200
# A clock that differs by more is wrong, and the moments it told are set right by as much.
CLOCK_WRONG = 120  # seconds
MOST_SKEW = 2_000_000_000  # seconds, what the database holds: 63 years
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Answered:
    """The answers in the order of the records, and how far the device's clock runs ahead."""

    answers: list[Answer]
    skew_seconds: int | None


def take_in(*, by: User, device: object, sent_at: object, records: list[Any]) -> Answered:
    """Store what a device sends; sending it again, in any order and any batches, changes nothing.

    Never raises for what stands in the records.
    """
    now = timezone.now()
    skew = _skew(sent_at, now)
    sent: dict[int, Sent] = {}
    answers: dict[int, Answer] = {}
    unread: dict[int, str] = {}  # the points that records name which cannot be read
    for place, record in enumerate(records):
        try:
            if place >= MOST_RECORDS:
                raise Unreadable("too_many")
            sent[place] = read(record)
        except Unreadable as problem:
            answers[place] = rejected(_named(record), problem.code)
            if place < MOST_RECORDS:
                unread[place] = point_named(record)
    records = records[:MOST_RECORDS]
    batch = SyncBatch(
        person=by,
        device=uuid_of(device),
        sent_at=moment_of(sent_at),
        received_at=now,
        skew_seconds=skew,
        content=SyncBatch.packed(
            [kept_of_read(record) if place in sent else kept(record) for place, record in enumerate(records)]
        ),
    )
    work = Work(by, batch, Known(by, sent.values(), unread.values()), answers, str(by.pk), day_of(now))
    for place, slug in unread.items():
        if (point := work.known.points.get(slug)) and work.known.may_record(point, work.today):
            work.points[place] = point
    if records:
        _take_in(work, sent, records)
    return Answered([answers[place] for place in sorted(answers)], skew)


def _take_in(work: Work, sent: dict[int, Sent], records: list[Any]) -> None:
    twins = _twins(sent)
    ready: dict[int, Draft] = {}
    revisions: list[int] = []
    for place, each in sent.items():
        if place in twins:
            continue
        try:
            _admit(work, place, each)
            if each.kind == "encounter" and each.slip.same is None:
                ready[place] = draft_of(work, place, each)
            else:
                revisions.append(place)
        except Unreadable as problem:
            work.answers[place] = rejected(str(each.uuid), problem.code)
        except Refused as refusal:
            work.answers[place] = rejected(str(each.uuid), str(refusal.code), refusal.messages[0])
    work.batch.created = len(ready)  # as it mostly is
    with transaction.atomic():
        work.batch.save()
        work.known.hold_months()
        for draft in ready.values():
            draft.encounter.sync_batch_id = work.batch.pk
            if work.known.is_locked(draft.encounter, work.today):
                move_to_today(draft.encounter)
        _store_new(work, sent, ready)
        revise(work, sent, revisions)
        for place, first in twins.items():
            work.answers[place] = _of_twin(sent[place], sent[first], work.answers[first])
        settle([each.uuid for place, each in sent.items() if work.answers[place].is_taken])
        problems = [
            Problem(work.answers[place], kept(record), work.points.get(place))
            for place, record in enumerate(records)
            if not work.answers[place].is_taken
        ]
        note_problems(problems, batch=work.batch)
        _count(work)
        encounters.count_links(
            draft for place, draft in ready.items() if work.answers[place].answer == CREATED
        )


def _twins(sent: dict[int, Sent]) -> dict[int, int]:
    """Records whose identifier stands earlier in the batch, with the place of the first one."""
    first: dict[UUID, int] = {}
    return {
        place: first[each.uuid] for place, each in sent.items() if first.setdefault(each.uuid, place) != place
    }


def _of_twin(each: Sent, first: Sent, answer: Answer) -> Answer:
    if each.sha256 != first.sha256:
        return conflict(str(each.uuid))
    return Answer(answer.uuid, DUPLICATE) if answer.is_taken else answer


def _admit(work: Work, place: int, each: Sent) -> None:
    """Whether the person may send it, and what the device tells of it. Raises Unreadable.

    The point is noted first: what is refused for another reason is shown there.
    """
    point, capture = work.known.points.get(each.point), _capture(each, work.batch)
    if point and work.known.may_record(point, day_of(capture.at)):
        work.points[place] = point
    if each.actor != work.actor:
        raise Unreadable("actor")
    if point is None:
        raise Unreadable("point")
    if place not in work.points:
        raise Unreadable("permission")
    work.captures[place] = capture


def _capture(each: Sent, batch: SyncBatch) -> Capture:
    """The moment set right: by the clock's error, and never later than it was received."""
    moment, skew = each.occurred_at, batch.skew_seconds
    if skew is not None and abs(skew) > CLOCK_WRONG:
        moment -= timedelta(seconds=skew)
    moment = min(moment, batch.received_at)
    return Capture(
        at=moment,
        facts_hash=mark_of_facts(each.sha256),
        device=batch.device,
        batch=batch,
        skew_seconds=skew,
        said_at=each.occurred_at if moment != each.occurred_at else None,
    )


def _store_new(work: Work, sent: dict[int, Sent], ready: dict[int, Draft]) -> None:
    """All new records at once; when the database objects, one by one."""
    by_uuid = {sent[place].uuid: place for place in ready}
    known = list(Encounter.objects.filter(pk__in=by_uuid).values_list("pk", flat=True))
    for stored in Encounter.objects.filter(pk__in=known) if known else ():
        place = by_uuid[stored.pk]
        work.answers[place] = _answer(ready.pop(place), stored)
    if not ready:
        return
    try:
        with transaction.atomic():
            # In one order, so that the same records sent twice at one moment wait for each other, not both.
            insert(sorted(ready.values(), key=_key), by=work.by, event=Event.ENCOUNTER_RECORDED)
        for place, draft in ready.items():
            work.answers[place] = Answer(str(draft.encounter.pk), CREATED)
    except DatabaseError as error:
        if not isinstance(error, IntegrityError):
            logger.warning("a batch of the desk is stored one by one: %s", error)
        for place, draft in ready.items():
            work.answers[place] = _stored_alone(work, draft)


def _key(draft: Draft) -> UUID:
    return draft.encounter.pk


def _answer(draft: Draft, stored: Encounter) -> Answer:
    """What to say of an identifier that is known already."""
    try:
        again(stored, draft)
    except Conflict:
        return conflict(str(stored.pk))
    return Answer(str(stored.pk), DUPLICATE)


def _stored_alone(work: Work, draft: Draft) -> Answer:
    """One record by itself, in a transaction of its own inside the batch's."""
    key = str(draft.encounter.pk)
    try:
        with transaction.atomic():
            stored = store(draft, by=work.by, event=Event.ENCOUNTER_RECORDED)
    except Conflict:
        return conflict(key)
    except Refused as refusal:
        return rejected(key, str(refusal.code), refusal.messages[0])
    except DatabaseError:
        logger.exception("a record of the desk was not stored")
        return rejected(key, "busy")
    return Answer(key, CREATED if stored.created else DUPLICATE)


def _skew(sent_at: object, now: datetime) -> int | None:
    """By how many seconds the device's clock is ahead; None when it said nothing that can be."""
    moment = moment_of(sent_at)
    if moment is None:
        return None
    seconds = round((moment - now).total_seconds())
    return seconds if abs(seconds) <= MOST_SKEW else None


def _named(record: Any) -> str:
    """The identifier as it came, for the answer."""
    value = record.get("uuid") if isinstance(record, dict) else None
    return value[:36] if isinstance(value, str) else ""


def _count(work: Work) -> None:
    """Write into the batch what became of its records, where that is not as it was expected to be."""
    counts = Counter(answer.answer for answer in work.answers.values())
    told = {
        "created": counts[CREATED],
        "duplicates": counts[DUPLICATE],
        "conflicts": counts[CONFLICT],
        "rejected": min(counts[REJECTED], 30_000),
    }
    changed = [name for name, number in told.items() if getattr(work.batch, name) != number]
    if changed:
        for name in changed:
            setattr(work.batch, name, told[name])
        work.batch.save(update_fields=changed)
