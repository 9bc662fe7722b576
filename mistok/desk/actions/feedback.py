"""The one question: what the network asks, what visitors answer, what was counted in the box of cards."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions.encounters import Refused
from mistok.desk.actions.periods import check_open
from mistok.desk.actions.storing import hold
from mistok.desk.models.encounters import VoidReason, day_of
from mistok.desk.models.feedback import (
    Face,
    FeedbackAnswer,
    FeedbackBox,
    FeedbackQuestion,
    FeedbackReason,
    FeedbackTally,
    FeedbackTallyReason,
)
from mistok.desk.queries.encounters import may_at
from mistok.desk.queries.feedback import current_question, reasons_after
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission

CODE_LETTERS = "abcdefhkmnprstuvwxyz2346789"  # none that look alike on paper: no g, i, j, l, o, q, 0, 1, 5
CODE_LENGTH = 6
MOST_CARDS = 10_000
# The network begins with these words and changes them when it likes.
FIRST_QUESTION = {
    "text": "Чи допомогли вам сьогодні?",
    "good": "Так",
    "middle": "Частково",
    "bad": "Ні",
    "thanks": "Дякуємо! Ваша відповідь допоможе нам працювати краще.",
    "why": "Що саме? Можна не відповідати.",
}
FIRST_REASONS = {
    True: ("Пояснили зрозуміло", "Допомогли швидко", "Були привітні"),
    False: ("Довго чекали", "Пояснили незрозуміло", "Не працював сайт чи техніка", "Потрібної послуги немає"),
}


@transaction.atomic
def change_question(
    *, by: User | None, good_reasons: Iterable[str], other_reasons: Iterable[str], **words: str | bool
) -> FeedbackQuestion:
    """Make a new version of the question; answers given keep theirs. The same words make nothing new."""
    reasons = {True: _once(good_reasons), False: _once(other_reasons)}
    old = current_question()
    if old is not None and _is_same(old, words, reasons):
        return old
    question = FeedbackQuestion.objects.create(made_by=by, **words)
    FeedbackReason.objects.bulk_create(
        FeedbackReason(question=question, after_good=after_good, text=text, order=number)
        for after_good, texts in reasons.items()
        for number, text in enumerate(texts)
    )
    if by is not None:
        note(Event.FEEDBACK_QUESTION_CHANGED, question, by=by)
    return question


@transaction.atomic
def open_point_box(*, by: User, point: ServicePoint) -> FeedbackBox:
    """Begin to gather answers at the point, or begin again under the same code."""
    if current_question() is None:
        change_question(
            by=None, good_reasons=FIRST_REASONS[True], other_reasons=FIRST_REASONS[False], **FIRST_QUESTION
        )
    box = FeedbackBox.objects.filter(point=point).first()
    if box is not None and box.is_open:
        return box
    if box is None:
        box = _new_box(point)
    else:
        box.is_open = True
        box.save(update_fields=["is_open"])
    note(Event.FEEDBACK_OPENED, point, by=by, organisation=point.organisation)
    return box


@transaction.atomic
def close_point_box(*, by: User, point: ServicePoint) -> None:
    """Take no more answers; those given stay."""
    if FeedbackBox.objects.filter(point=point, is_open=True).update(is_open=False):
        note(Event.FEEDBACK_CLOSED, point, by=by, organisation=point.organisation)


@transaction.atomic
def answer(
    *, box: FeedbackBox, question: FeedbackQuestion, uuid: UUID, face: str, source: str
) -> FeedbackAnswer:
    """One tap. The same page sent again is the same answer, whichever face: nobody votes twice with it."""
    now = timezone.now()
    given = FeedbackAnswer(
        uuid=uuid, point=box.point, question=question, face=Face(face), source=source, day=day_of(now)
    )
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError:
        return FeedbackAnswer.objects.get(pk=uuid)
    return given


@transaction.atomic
def add_reasons(given: FeedbackAnswer, *, reasons: Iterable[str], text: str = "") -> FeedbackAnswer:
    """What a person tapped after the answer; said once."""
    allowed = {str(each.pk): each for each in reasons_after(given.question, given.face)}
    held = FeedbackAnswer.objects.select_for_update(of=("self",)).get(pk=given.pk)
    if held.text or held.reasons.exists():
        return held
    held.reasons.set([allowed[key] for key in reasons if key in allowed])
    if text and given.question.asks_text:
        held.text = text
        held.save(update_fields=["text"])
    return held


@transaction.atomic
def take_words_away(given: FeedbackAnswer, *, by: User) -> None:
    """Erase words in which somebody’s data stand; the answer goes on counting."""
    if given.text:
        given.text = ""
        given.save(update_fields=["text"])
        note(Event.FEEDBACK_WORDS_REMOVED, given, by=by, organisation=given.point.organisation)


@transaction.atomic
def tally(
    *,
    by: User,
    point: ServicePoint,
    uuid: UUID,
    day: date,
    good: int,
    middle: int,
    bad: int,
    reasons: Mapping[int, int] | None = None,
) -> FeedbackTally:
    """Write down the cards of a box; `reasons`: key of a reason → on how many cards it was ticked.

    Sent twice it is once. Raises Refused when it cannot be so.
    """
    hold([point.pk])  # the same page sent twice at once
    ticked = {key: number for key, number in (reasons or {}).items() if number}
    if (again := FeedbackTally.objects.filter(pk=uuid).first()) is not None:
        same = (again.point_id, again.day, again.good, again.middle, again.bad) == (
            point.pk,
            day,
            good,
            middle,
            bad,
        )
        if same and ticked == dict(again.reasons.values_list("reason", "number")):
            return again
        raise Refused(_("Something else was saved from this page already. Reload it."), code="again")
    if day > timezone.localdate():
        raise Refused(_("This day has not come yet. Check the date."), code="future")
    if day < point.opened_on or (point.closed_on and day >= point.closed_on):
        raise Refused(_("The point was not open on this day. Check the date."), code="closed")
    check_open(point, day)
    if not all(0 <= each <= MOST_CARDS for each in (good, middle, bad)) or not good + middle + bad:
        raise Refused(
            _("Write how many cards of each answer there were, at least one in all."), code="number"
        )
    question = current_question()
    if question is None:
        raise Refused(_("Begin to gather answers at the point first."), code="question")
    if not set(ticked) <= {each.pk for each in question.reasons.all()}:
        raise Refused(_("Something else was saved from this page already. Reload it."), code="reason")
    if not all(0 < number <= good + middle + bad for number in ticked.values()):
        raise Refused(_("A reason cannot be ticked on more cards than there were."), code="reasons")
    counted = FeedbackTally.objects.create(
        uuid=uuid, point=point, question=question, day=day, good=good, middle=middle, bad=bad, staff=by
    )
    FeedbackTallyReason.objects.bulk_create(
        FeedbackTallyReason(tally=counted, reason_id=key, number=number) for key, number in ticked.items()
    )
    note(Event.FEEDBACK_TALLIED, counted, by=by, organisation=point.organisation)
    return counted


@transaction.atomic
def void_tally(counted: FeedbackTally, *, by: User, reason: str) -> FeedbackTally:
    """Take a count out: by its author on the same day, later by the head. Twice is once. Raises Refused."""
    held = FeedbackTally.objects.select_for_update(of=("self",)).select_related("point__organisation")
    old = held.get(pk=counted.pk)
    if not may_void_tally(by, old):
        raise PermissionDenied
    if old.voided_at:
        return old
    if reason not in VoidReason:
        raise Refused(_("Choose why the record is withdrawn."), code="reason")
    check_open(old.point, old.day)
    old.voided_at = old.revised_at = timezone.now()
    old.void_reason = reason
    old.save(update_fields=["voided_at", "void_reason", "revised_at"])
    note(Event.FEEDBACK_VOIDED, old, by=by, organisation=old.point.organisation)
    return old


def may_void_tally(person: User, counted: FeedbackTally) -> bool:
    """The author on the day of writing, or who corrects others."""
    wrote_today = counted.staff_id == person.pk and day_of(counted.received_at) == timezone.localdate()
    needed = Permission.RECORD_HELP if wrote_today else Permission.CORRECT_OTHERS
    return may_at(person, needed, counted.point)


def _new_box(point: ServicePoint) -> FeedbackBox:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if not FeedbackBox.objects.filter(code=code).exists():
            return FeedbackBox.objects.create(point=point, code=code)


def _once(texts: Iterable[str]) -> list[str]:
    cleaned = (" ".join(text.split()) for text in texts)
    return list(dict.fromkeys(text for text in cleaned if text))


def _is_same(old: FeedbackQuestion, words: dict[str, str | bool], reasons: dict[bool, list[str]]) -> bool:
    said = {
        side: [each.text for each in old.reasons.all() if each.after_good == side] for side in (True, False)
    }
    return said == reasons and all(getattr(old, name) == value for name, value in words.items())
