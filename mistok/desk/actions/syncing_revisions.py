"""Corrections, withdrawals and things added to a visit, out of a batch of a device."""

import logging
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from mistok.audit.models import Event
from mistok.desk.actions import encounters
from mistok.desk.actions.storing import Conflict, Item, Refused, is_locked, items_of, store
from mistok.desk.actions.syncing_work import Work, draft_of, lesson_ages
from mistok.desk.answers import CREATED, DUPLICATE, Answer, conflict, rejected
from mistok.desk.facts import Sent, Slip, Unreadable
from mistok.desk.models import Encounter, VoidReason, day_of
from mistok.network.models import VisitorCategory

logger = logging.getLogger(__name__)


def revise(work: Work, sent: dict[int, Sent], places: list[int]) -> None:
    """Corrections and withdrawals, each after what it is of, in whatever order they came."""
    waiting = sorted(places, key=lambda place: (work.captures[place].at, place))
    coming = {sent[place].uuid for place in waiting}
    while waiting:
        later = []
        for place in waiting:
            target = sent[place].slip.same or sent[place].slip.encounter
            if target in coming and target != sent[place].uuid:
                later.append(place)
                continue
            work.answers[place] = _revised(work, place, sent[place])
            coming.discard(sent[place].uuid)
        if len(later) == len(waiting):  # they are of one another
            for place in later:
                work.answers[place] = rejected(str(sent[place].uuid), "target")
            return
        waiting = later


def _revised(work: Work, place: int, each: Sent) -> Answer:
    key = str(each.uuid)
    try:
        with transaction.atomic():
            created = _do_revise(work, place, each)
    except Unreadable as problem:
        return rejected(key, problem.code)
    except Refused as refusal:
        return rejected(key, str(refusal.code), refusal.messages[0])
    except PermissionDenied:
        return rejected(key, "permission")
    except Conflict:
        return conflict(key)
    except DatabaseError:
        logger.exception("a revision of the desk was not stored")
        return rejected(key, "busy")
    return Answer(key, CREATED if created else DUPLICATE)


def _do_revise(work: Work, place: int, each: Sent) -> bool:
    """Store the revision; False when it was stored before. Raises what the actions of the desk raise."""
    stored = Encounter.objects.filter(pk=each.uuid).first()
    if stored is not None and stored.facts_hash:
        if stored.facts_hash != work.captures[place].facts_hash or stored.point_id != work.points[place].pk:
            raise Conflict(str(each.uuid))
        return False
    encounter = _target(each)
    if stored is not None and each.slip.same and stored.supersedes_id:  # it was added on the page itself
        if not _subjects(work.known.items(each.slip.lines, stored.number)) <= _subjects(items_of(stored)):
            raise Conflict(str(each.uuid))
        return False
    if encounter is None:
        raise Unreadable("missing")
    if encounter.point_id != work.points[place].pk:
        raise Unreadable("target")
    if each.kind == "void":
        return _withdraw(work, place, each, encounter)
    if each.kind == "correction":
        return _correct(work, place, each, encounter)
    return _add(work, place, each, encounter)


def _subjects(items: list[Item]) -> set[tuple[object, ...]]:
    """What was helped with and what came of it; how many times grows when the same is added."""
    return {(item.service, item.topic, item.outcome) for item in items}


def _target(each: Sent) -> Encounter | None:
    target = each.slip.same or each.slip.encounter
    if target is None:
        return None
    found = Encounter.objects.select_related("point__organisation", "staff", "supersedes", "superseded_by")
    return found.filter(pk=target).first()


def _withdraw(work: Work, place: int, each: Sent, encounter: Encounter) -> bool:
    capture = work.captures[place]
    if encounter.voided_at:
        return False
    if each.slip.reason == VoidReason.UNDO:
        encounters.undo(encounter, by=work.by, uuid=each.uuid, capture=capture)
    else:
        encounters.void(encounter, by=work.by, reason=each.slip.reason, at=capture.at)
    return True


def _correct(work: Work, place: int, each: Sent, encounter: Encounter) -> bool:
    """Replace the record; what the facts do not name stays as it was."""
    slip, said, known = each.slip, each.slip.said, work.known
    number = slip.number if "number" in said else encounter.number
    items = known.items(slip.lines, number) if {"items", "act"} & said else items_of(encounter)
    ages = lesson_ages(slip, items) if {"age_from", "age_to"} & said else encounters.ages_of(encounter)
    stays = not {"certainty", "rough"} & said and number == encounter.number
    return encounters.correct(
        encounter,
        by=work.by,
        uuid=each.uuid,
        items=items,
        number=number,
        categories=[VisitorCategory(pk=code) for code in known.categories_of(slip)]
        if "category" in said
        else list(encounter.categories.all()),
        occurred_at=_new_moment(slip, encounter, work.batch.received_at),
        certainty=encounter.certainty if stays else slip.certainty,
        channel=slip.channel if "channel" in said else encounter.channel,
        ages=ages,
        note=slip.note if "note" in said else None,
        card="" if slip.forget_card else slip.card or None,
        capture=work.captures[place],
    ).created


def _new_moment(slip: Slip, encounter: Encounter, received: datetime) -> datetime | date | None:
    """The day or moment that was written; None when neither was."""
    if slip.day is None and slip.hour is None:
        return None
    day = slip.day or encounter.true_day
    if day > day_of(received):
        raise Unreadable("future")
    if slip.hour is None:
        return None if day == encounter.true_day else day
    return datetime.combine(day, slip.hour.replace(tzinfo=None), tzinfo=timezone.get_default_timezone())


def _add(work: Work, place: int, each: Sent, encounter: Encounter) -> bool:
    """One thing more for the person of an earlier visit, as it stands by now."""
    seen = {encounter.pk}
    while (newer := Encounter.objects.filter(supersedes=encounter).first()) and newer.pk not in seen:
        seen.add(newer.pk)
        encounter = newer
    items = work.known.items(each.slip.lines, encounter.number)
    # The visit was withdrawn, or stands in a report already: the help was given all the same.
    if encounter.voided_at or not items or is_locked(encounter.point, encounter.day):
        return store(draft_of(work, place, each), by=work.by, event=Event.ENCOUNTER_RECORDED).created
    return encounters.correct(
        encounter,
        by=work.by,
        uuid=each.uuid,
        items=encounters.joined(items_of(encounter), items),
        number=encounter.number,
        categories=list(encounter.categories.all()),
        certainty=encounter.certainty,
        channel=encounter.channel,
        ages=encounters.ages_of(encounter) or lesson_ages(each.slip, items),
        note="; ".join(dict.fromkeys(note for note in (encounter.note, each.slip.note) if note)),
        card=each.slip.card or None,
        capture=work.captures[place],
    ).created
