"""Something is wrong, says a reader: the message, who takes it, the answer."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory import letters
from mistok.directory.models import Service, Suggestion, SuggestionKind, SuggestionState
from mistok.network.models import Place, ServicePoint


class AnsweredError(Exception):
    """Somebody has answered already; two answers would confuse the person."""


@transaction.atomic
def send_suggestion(
    *, kind: SuggestionKind, text: str, email: str = "", about: Service | ServicePoint | Place | None = None,
    by: User | None = None,
) -> Suggestion:  # fmt: skip
    """A new message about a card, a point, an office or the catalogue. `by` is a colleague who sends it."""
    suggestion = Suggestion(kind=kind, text=text, email=email, from_staff=by)
    if isinstance(about, Service):
        suggestion.service = about
    elif isinstance(about, ServicePoint):
        suggestion.point = about
    elif isinstance(about, Place):
        suggestion.place = about
    suggestion.save()
    return suggestion


@transaction.atomic
def take_suggestion(*, suggestion: Suggestion, by: User) -> bool:
    """Say that one works on it; False when somebody already does or it is answered."""
    stored = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if stored.state != SuggestionState.NEW:
        return False
    stored.state, stored.taken_by = SuggestionState.TAKEN, by
    stored.save(update_fields=["state", "taken_by"])
    audit.record(Event.SUGGESTION_TAKEN, stored, by=by)
    suggestion.refresh_from_db()
    return True


@transaction.atomic
def answer_suggestion(*, suggestion: Suggestion, by: User, answer: str) -> None:
    """Write the answer; it leaves by e-mail after the commit if there is an address, else the code shows it.

    Raises AnsweredError when another answer was there first.
    """
    stored = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if stored.state == SuggestionState.ANSWERED:
        raise AnsweredError
    stored.state, stored.answer = SuggestionState.ANSWERED, answer
    stored.answered_at, stored.answered_by = timezone.now(), by
    stored.taken_by = stored.taken_by or by
    stored.save(update_fields=["state", "answer", "answered_at", "answered_by", "taken_by"])
    audit.record(Event.SUGGESTION_ANSWERED, stored, by=by)
    suggestion.refresh_from_db()
    transaction.on_commit(partial(letters.send_answer, suggestion), robust=True)
