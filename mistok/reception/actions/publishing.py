"""Out of one person’s question an answer for everybody, or a guide."""

import re
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.guides import save_guide
from mistok.directory.models import Guide, Service
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint
from mistok.network.slugs import free_slug
from mistok.reception.actions.working import Moved
from mistok.reception.models import Answer, AnswerSource, AnswerState, Case
from mistok.reception.queries.answers import may_approve, may_edit
from mistok.search.actions import changed
from mistok.search.declarations import SearchDocument, uuids

OPEN = (AnswerState.PROPOSED, AnswerState.RETURNED)
DAYS_IN_MONTH = 30.44
STEP = 500  # letters of a step of a guide
MOST_STEPS = 20


@transaction.atomic
def propose(
    *, by: User, point: ServicePoint, question: str, text: str,
    sources: Iterable[SearchDocument] = (), case: Case | None = None, uuid: UUID | None = None,
) -> Answer:  # fmt: skip
    """Write an answer for everybody; the head of the point’s library decides. Same uuid, same answer.

    Raises Moved when the answer of another person stands under the identifier.
    """
    answer = Answer(
        uuid=uuid or uuid7(),
        slug=free_slug(Answer, question, "vidpovid"),
        question=question,
        text=text,
        case=case,
        point=point,
        author=by,
    )
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError:
        stored = Answer.objects.filter(pk=answer.pk).first()
        if stored is None:
            raise
        if stored.author_id != by.pk:
            raise Moved from None
        return stored
    _lean_on(answer, sources)
    audit.record(Event.ANSWER_PROPOSED, answer, by=by, organisation=point.organisation)
    return answer


@transaction.atomic
def edit(*, answer: Answer, by: User, question: str, text: str, sources: Iterable[SearchDocument]) -> Answer:
    """Other words. Of a published answer they are public at once, and it counts as looked at.

    Raises PermissionDenied, and Moved for a withdrawn one.
    """
    stored = _locked(answer)
    if not may_edit(by, stored):
        raise PermissionDenied
    if stored.is_retired:
        raise Moved
    stored.question, stored.text = question, text
    stored.edited_at = timezone.now()
    fields = ["question", "text", "edited_at"]
    if stored.is_published:
        fields += _look_at(stored, stored.review_months)
    else:
        stored.state = AnswerState.PROPOSED
        fields += ["state"]
    _save(stored, *fields)
    _lean_on(stored, sources)
    audit.record(Event.ANSWER_CHANGED, stored, by=by, organisation=stored.point.organisation)
    _tell(stored)
    return stored


@transaction.atomic
def publish(*, answer: Answer, by: User, review_months: int) -> Answer:
    """Everybody reads it from now on, and it is looked at anew in so many months. Also brings a withdrawn one
    back. Raises PermissionDenied.
    """
    stored = _locked(answer)
    if not may_approve(by, stored):
        raise PermissionDenied
    stored.state, stored.approved_by, stored.note = AnswerState.PUBLISHED, by, ""
    stored.retired_on, stored.retired_why = None, ""
    stored.published_on = stored.published_on or timezone.localdate()
    fields = ["state", "approved_by", "note", "retired_on", "retired_why", "published_on"]
    _save(stored, *fields, *_look_at(stored, review_months))
    audit.record(Event.ANSWER_PUBLISHED, stored, by=by, organisation=stored.point.organisation)
    changed("answer", str(stored.pk))
    return stored


@transaction.atomic
def send_back(*, answer: Answer, by: User, note: str) -> Answer:
    """With words to the author, who may write anew. Raises PermissionDenied, Moved when it does not wait."""
    stored = _locked(answer)
    if not may_approve(by, stored):
        raise PermissionDenied
    if stored.state == AnswerState.RETURNED and stored.note == note.strip():
        return stored  # pressed twice
    if stored.state != AnswerState.PROPOSED:
        raise Moved
    stored.state, stored.note = AnswerState.RETURNED, note.strip()
    _save(stored, "state", "note")
    audit.record(Event.ANSWER_RETURNED, stored, by=by, organisation=stored.point.organisation)
    return stored


@transaction.atomic
def confirm(*, answer: Answer, by: User) -> Answer:
    """Looked at anew, still true. Raises PermissionDenied, Moved when it is not public."""
    stored = _locked(answer)
    if not may_approve(by, stored):
        raise PermissionDenied
    if not stored.is_published:
        raise Moved
    _save(stored, *_look_at(stored, stored.review_months))
    audit.record(Event.ANSWER_REVIEWED, stored, by=by, organisation=stored.point.organisation)
    changed("answer", str(stored.pk))
    return stored


@transaction.atomic
def retire(*, answer: Answer, by: User, why: str) -> Answer:
    """Nobody reads it any more; its page says so. Raises PermissionDenied."""
    stored = _locked(answer)
    if not may_approve(by, stored):
        raise PermissionDenied
    if stored.is_retired:
        return stored
    stored.state, stored.retired_on, stored.retired_why = (
        AnswerState.RETIRED,
        timezone.localdate(),
        why.strip(),
    )
    _save(stored, "state", "retired_on", "retired_why")
    audit.record(Event.ANSWER_RETIRED, stored, by=by, organisation=stored.point.organisation)
    changed("answer", str(stored.pk))
    return stored


@transaction.atomic
def make_guide(*, answer: Answer, by: User) -> tuple[Guide, bool]:
    """A draft of a guide out of the answer: its paragraphs are the steps, its services are of the sources.

    Returns the guide and whether it is new: one under this name that is not put away is not made again.
    """
    _locked(answer)  # two presses stand in line
    made = Guide.objects.filter(name=answer.question[:120], archived_on=None).order_by("pk").first()
    if made is not None:
        return made, False
    keys = answer.sources.filter(document_kind="service").values_list("key", flat=True)
    guide = Guide(name=answer.question[:120], summary=_shortened(answer.text.split("\n")[0], 300))
    steps = [{"text": text, "hint": "", "picture": None, "alt": ""} for text in steps_in(answer.text)]
    services = Service.objects.filter(uuid__in=uuids(keys))
    return save_guide(guide=guide, services=services, steps=steps, by=by), True


def steps_in(text: str) -> list[str]:
    """The paragraphs of an answer as steps: without their own numbers, none too long for a step."""
    found: list[str] = []
    for paragraph in (re.sub(r"^\s*(?:\d+[.)]|[-–—•*])\s*", "", line).strip() for line in text.split("\n")):
        while len(paragraph) > STEP:
            cut = max(paragraph.rfind(". ", 0, STEP) + 1, 0) or paragraph.rfind(" ", 0, STEP)
            cut = cut if cut > 0 else STEP
            found.append(paragraph[:cut].strip())
            paragraph = paragraph[cut:].strip()
        if paragraph:
            found.append(paragraph)
    return found[:MOST_STEPS]


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _look_at(answer: Answer, months: int) -> list[str]:
    today = timezone.localdate()
    answer.reviewed_on, answer.review_months = today, months
    answer.review_due_on = today + timedelta(days=round(months * DAYS_IN_MONTH))
    return ["reviewed_on", "review_months", "review_due_on"]


def _lean_on(answer: Answer, sources: Iterable[SearchDocument]) -> None:
    answer.sources.all().delete()
    AnswerSource.objects.bulk_create(
        AnswerSource(
            answer=answer, order=order, document_kind=each.kind, key=each.key, slug=each.slug,
            title=each.title[:300],
        )
        for order, each in enumerate(sources, start=1)
    )  # fmt: skip


def _locked(answer: Answer) -> Answer:
    found = Answer.objects.select_for_update(of=("self",)).select_related("point__organisation")
    return found.get(pk=answer.pk)


def _save(answer: Answer, *fields: str) -> None:
    answer.revised_at = timezone.now()
    answer.save(update_fields=[*fields, "revised_at"])


def _tell(answer: Answer) -> None:
    if answer.is_published:
        changed("answer", str(answer.pk))
