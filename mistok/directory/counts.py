"""How much waits for the keepers of the catalogue, for the tabs. One small query each."""

from django.utils import timezone

from mistok.directory import freshness
from mistok.directory.links import queue
from mistok.directory.models import Suggestion, SuggestionState


def overdue() -> int:
    """Cards past their review."""
    return int(freshness.due_cards(timezone.localdate()).count())


def links() -> int:
    """Links of cards that need a person."""
    return queue.waiting_count()


def suggestions() -> int:
    """Messages without an answer."""
    return Suggestion.objects.exclude(state=SuggestionState.ANSWERED).count()
