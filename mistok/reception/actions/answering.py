"""The talk with whoever asks: asking back, the answer, where to turn, and what the person says to it."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.models import Organisation
from mistok.reception import letters
from mistok.reception.actions.working import Moved, locked
from mistok.reception.deadlines import due_of
from mistok.reception.models import AnswerBy, Case, CaseState, Message, MessageKind, MessageSource
from mistok.reception.queries.cases import may_work
from mistok.search.declarations import SearchDocument

MOST_REPLIES = 30  # of the asker in one case


class TooMany(Exception):
    """The person has written enough in this case; a new question is better."""


@transaction.atomic
def ask_back(*, case: Case, by: User, uuid: UUID, text: str) -> Message:
    """Ask the person about the question; the term stands still until the reply. Same uuid, same letter.

    Raises PermissionDenied, and Moved when the question is finished.
    """
    stored = locked(case)
    if (again := _same(stored, uuid)) is not None:
        return again
    _may_write(stored, by)
    message = _letter(stored, MessageKind.ASKED_BACK, by, uuid, text)
    _hold(stored, by)
    stored.state = CaseState.ASKED_BACK
    _save(stored, "state", "claimed_by", "claimed_at")
    audit.record(Event.CASE_ASKED_BACK, stored, by=by, organisation=stored.desk.organisation)
    _send(message)
    return message


@transaction.atomic
def answer(
    *,
    case: Case,
    by: User,
    uuid: UUID,
    text: str,
    sources: Iterable[SearchDocument] = (),
    referred_to: Organisation | None = None,
) -> Message:
    """Give the answer, or say that another body decides and how to reach it; the question is finished.

    It leaves by e-mail after the commit, waits in the list of calls, or stands under the code, as the person
    chose. Same uuid, same letter. Raises PermissionDenied, and Moved when the question is finished.
    """
    stored = locked(case)
    if (again := _same(stored, uuid)) is not None:
        return again
    _may_write(stored, by)
    kind = MessageKind.REFERRAL if referred_to else MessageKind.ANSWER
    message = _letter(stored, kind, by, uuid, text, referred_to)
    MessageSource.objects.bulk_create(
        MessageSource(
            message=message, order=order, document_kind=each.kind, key=each.key, slug=each.slug,
            title=each.title[:300],
        )
        for order, each in enumerate(sources, start=1)
    )  # fmt: skip
    _hold(stored, by)
    now = message.created_at
    stored.state = CaseState.REFERRED if referred_to else CaseState.ANSWERED
    stored.finished_at = now
    if stored.answered_at is None:
        stored.answered_at = now
        stored.answered_on = timezone.localdate(now, timezone.get_default_timezone())
        stored.in_time = now <= stored.due_at
    fields = ("state", "claimed_by", "claimed_at", "finished_at", "answered_at", "answered_on", "in_time")
    _save(stored, *fields)
    event = Event.CASE_REFERRED if referred_to else Event.CASE_ANSWERED
    audit.record(event, stored, by=by, organisation=stored.desk.organisation, number=stored.number)
    _send(message)
    return message


@transaction.atomic
def reply(*, case: Case, uuid: UUID, text: str) -> Message:
    """The person adds words, by the page under the code. To our question: the term runs anew from now on.

    Raises Moved when the question is finished, TooMany.
    """
    stored = locked(case)
    if (again := _same(stored, uuid)) is not None:
        return again
    if stored.is_final:
        raise Moved
    message = _from_asker(stored, MessageKind.REPLY, uuid, text)
    fields = []
    if stored.is_asked_back:
        stored.state, stored.clock_at = CaseState.TAKEN, message.created_at
        stored.due_at = due_of(stored.matter, stored.clock_at)
        fields = ["state", "clock_at", "due_at"]
    _save(stored, *fields)
    if stored.claimed_by_id:
        transaction.on_commit(partial(letters.tell_holder, stored), robust=True)
    return message


@transaction.atomic
def judge(*, case: Case, helped: bool, uuid: UUID, more: str = "") -> Case:
    """The person says whether the answer helped. “No”, with words, puts the question back into the queue.

    The first answer keeps its day. Raises Moved when there is no answer to judge, TooMany.
    """
    stored = locked(case)
    if _same(stored, uuid) is not None:
        return stored
    if stored.state not in (CaseState.ANSWERED, CaseState.REFERRED):
        raise Moved
    stored.helped, stored.helped_at = helped, timezone.now()
    fields = ["helped", "helped_at"]
    if not helped and more.strip():
        message = _from_asker(stored, MessageKind.MORE, uuid, more)
        stored.state, stored.claimed_by, stored.claimed_at = CaseState.NEW, None, None
        stored.finished_at, stored.clock_at = None, message.created_at
        stored.due_at = due_of(stored.matter, stored.clock_at)
        fields += ["state", "claimed_by", "claimed_at", "finished_at", "clock_at", "due_at"]
        transaction.on_commit(partial(letters.tell_desk, stored), robust=True)
    _save(stored, *fields)
    return stored


def _may_write(case: Case, by: User) -> None:
    if not may_work(by, case):
        raise PermissionDenied
    if case.is_final:
        raise Moved


def _hold(case: Case, by: User) -> None:
    """Whoever writes to the person first takes the question; a head who helps out leaves it where it is."""
    if case.claimed_by_id is None:
        case.claimed_by, case.claimed_at = by, timezone.now()


def _same(case: Case, uuid: UUID) -> Message | None:
    """The letter sent before under the same identifier. Raises Moved when it stands in another case."""
    found = Message.objects.filter(pk=uuid).first()
    if found is not None and found.case_id != case.pk:
        raise Moved
    return found


def _letter(
    case: Case, kind: str, by: User, uuid: UUID, text: str, referred_to: Organisation | None = None
) -> Message:
    """A letter to the asker; what waits under the code is told as soon as it stands there."""
    way = case.answer_by if case.contact else AnswerBy.CODE
    now = timezone.now()
    return Message.objects.create(
        uuid=uuid, case=case, kind=kind, text=text.strip(), author=by, referred_to=referred_to, way=way,
        created_at=now, delivered_at=now if way == AnswerBy.CODE else None,
    )  # fmt: skip


def _from_asker(case: Case, kind: str, uuid: UUID, text: str) -> Message:
    if case.messages.filter(author=None).count() >= MOST_REPLIES:
        raise TooMany
    return Message.objects.create(uuid=uuid, case=case, kind=kind, text=text.strip())


def _send(message: Message) -> None:
    tell = letters.tell_branch if message.case.is_from_branch else letters.send
    transaction.on_commit(partial(tell, message), robust=True)


def _save(case: Case, *fields: str) -> None:
    case.revised_at = timezone.now()
    case.save(update_fields=[*fields, "revised_at"])
