"""Who holds a question: take, put back, hand over, close; and whoever looks at the contact leaves a trace."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.models import ServicePoint
from mistok.reception import letters
from mistok.reception.deadlines import due_of
from mistok.reception.models import (
    AnswerBy,
    Case,
    CaseState,
    CloseReason,
    Matter,
    Message,
    MessageKind,
)
from mistok.reception.queries.cases import colleagues, desks_beside, holds, is_head, may_see_contact, may_work

WORKED_ON = (CaseState.TAKEN, CaseState.ASKED_BACK)


class Moved(Exception):
    """The question is no longer as it was on the screen: somebody took or finished it meanwhile."""


@transaction.atomic
def claim(*, case: Case, by: User) -> Case:
    """“I will answer it.” Doing it twice is doing it once. Raises Moved when a colleague was first."""
    stored = locked(case)
    if stored.state in WORKED_ON and holds(by, stored):
        return stored
    if stored.state != CaseState.NEW:
        raise Moved
    return _taken(stored, by)


@transaction.atomic
def release(*, case: Case, by: User) -> Case:
    """Put it back into the queue. Raises PermissionDenied for who neither holds it nor leads, and Moved."""
    stored = locked(case)
    if stored.state == CaseState.NEW:
        return stored
    if not (holds(by, stored) or is_head(by, stored)):
        raise PermissionDenied
    if stored.state != CaseState.TAKEN:
        raise Moved
    stored.state, stored.claimed_by, stored.claimed_at = CaseState.NEW, None, None
    _save(stored, "state", "claimed_by", "claimed_at")
    audit.record(Event.CASE_RELEASED, stored, by=by, organisation=stored.desk.organisation)
    return stored


@transaction.atomic
def hand_over(
    *, case: Case, by: User, to: User | None = None, desk: ServicePoint | None = None, note: str = ""
) -> Case:
    """Into the hands of a colleague at the desk, or into the queue of another desk of the same network.

    The words `note` are for colleagues. Whoever gets it is told by mail. Raises PermissionDenied for whoever
    may not work on it, or a person or desk that is out of reach, and Moved when it is finished.
    """
    stored = locked(case)
    if (desk is not None and stored.desk_id == desk.pk) or (to is not None and holds(to, stored)):
        return stored  # pressed twice
    if not may_work(by, stored):
        raise PermissionDenied
    if stored.is_final:
        raise Moved
    if desk is not None:
        if not desks_beside(stored).filter(pk=desk.pk).exists():
            raise PermissionDenied
        stored.desk, stored.state, stored.claimed_by, stored.claimed_at = desk, CaseState.NEW, None, None
        tell = letters.tell_desk
    else:
        if to is None or to not in colleagues(stored):
            raise PermissionDenied
        stored.state = CaseState.TAKEN if stored.state == CaseState.NEW else stored.state
        stored.claimed_by, stored.claimed_at = to, timezone.now()
        tell = letters.tell_holder
    _save(stored, "desk", "state", "claimed_by", "claimed_at")
    if note.strip():
        Message.objects.create(case=stored, kind=MessageKind.NOTE, text=note.strip(), author=by)
    audit.record(Event.CASE_HANDED_OVER, stored, by=by, organisation=case.desk.organisation)
    if to != by:
        transaction.on_commit(partial(tell, stored), robust=True)
    return stored


@transaction.atomic
def set_matter(*, case: Case, by: User, matter: str) -> Case:
    """Say what is asked; the term is reckoned anew from its moment. Raises PermissionDenied and Moved."""
    stored = locked(case)
    if not may_work(by, stored):
        raise PermissionDenied
    if stored.is_final:
        raise Moved
    if stored.matter != matter:
        stored.matter = Matter(matter)
        stored.due_at = due_of(matter, stored.clock_at)
        _save(stored, "matter", "due_at")
        audit.record(Event.CASE_CHANGED, stored, by=by, organisation=stored.desk.organisation)
    return stored


@transaction.atomic
def add_note(*, case: Case, by: User, text: str) -> Message:
    """Words for colleagues; the asker never sees them. The same words at once again are one note."""
    stored = locked(case)
    last = stored.messages.order_by("created_at", "uuid").last()
    if last and (last.kind, last.author_id, last.text) == (MessageKind.NOTE, by.pk, text.strip()):
        return last
    message = Message.objects.create(case=case, kind=MessageKind.NOTE, text=text.strip(), author=by)
    _save(case)
    return message


@transaction.atomic
def close(*, case: Case, by: User, reason: str) -> Case:
    """End it without an answer. Doing it twice is doing it once. Raises PermissionDenied and Moved."""
    stored = locked(case)
    if not may_work(by, stored):
        raise PermissionDenied
    if stored.state == CaseState.CLOSED and stored.close_reason == reason:
        return stored
    if stored.is_final:
        raise Moved
    stored.state, stored.close_reason = CaseState.CLOSED, CloseReason(reason)
    stored.claimed_by = stored.claimed_by or by
    stored.finished_at = timezone.now()
    _save(stored, "state", "close_reason", "claimed_by", "finished_at")
    audit.record(Event.CASE_CLOSED, stored, by=by, organisation=stored.desk.organisation, reason=reason)
    return stored


@transaction.atomic
def see_contact(*, case: Case, by: User) -> Case:
    """The name and contact of the asker, for whoever holds the question and for the head. Each look is noted.

    Raises PermissionDenied for others.
    """
    stored = locked(case)
    if not may_see_contact(by, stored):
        raise PermissionDenied
    audit.record(Event.CASE_CONTACT_SEEN, stored, by=by, organisation=stored.desk.organisation)
    return stored


@transaction.atomic
def tell(*, message: Message, by: User) -> Message:
    """“I phoned and told it.” Raises PermissionDenied for whoever may not see the contact."""
    stored = locked(message.case)
    if not may_see_contact(by, stored):
        raise PermissionDenied
    letter = stored.messages.select_for_update(of=("self",)).get(pk=message.pk, way=AnswerBy.PHONE)
    if letter.delivered_at is None:
        letter.delivered_at, letter.delivered_by = timezone.now(), by
        letter.save(update_fields=["delivered_at", "delivered_by"])
        _save(stored)
        audit.record(Event.CASE_TOLD, stored, by=by, organisation=stored.desk.organisation)
    return letter


def locked(case: Case) -> Case:
    """The question as it stands now, held until the end of the transaction."""
    found = Case.objects.select_for_update(of=("self",))
    return found.select_related("desk__organisation", "point", "claimed_by").get(pk=case.pk)


def _taken(case: Case, by: User) -> Case:
    case.state, case.claimed_by, case.claimed_at = CaseState.TAKEN, by, timezone.now()
    _save(case, "state", "claimed_by", "claimed_at")
    audit.record(Event.CASE_TAKEN, case, by=by, organisation=case.desk.organisation)
    return case


def _save(case: Case, *fields: str) -> None:
    case.revised_at = timezone.now()
    case.save(update_fields=[*fields, "revised_at"])
