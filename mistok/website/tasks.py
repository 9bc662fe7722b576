"""What the worker does for people who saved a search."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from mistok.search.models import Frequency, SavedSearch
from mistok.search.queries import index_is_ready
from mistok.website import letters
from mistok.website.actions.saved import LOOKED_THROUGH, digest, remember
from mistok.website.wanted import Wanted

logger = logging.getLogger(__name__)

LOW = -50
# A little less than the time itself: the duties of a day do not begin at the same minute.
EVERY = {Frequency.DAY: timedelta(hours=20), Frequency.WEEK: timedelta(days=6, hours=20)}
ASK_AGAIN = timedelta(days=335)  # after the confirmation; a month later the search is erased


@task(priority=LOW)
def tell_news() -> int:
    """Write to those who saved a search what is new for them; returns how many letters left.

    Run twice or cut short it repeats nobody's letter: what was told is noted right after each. Without an
    index nothing is looked for, because the database alone finds other documents.
    """
    ask_again(timezone.now())
    if not index_is_ready():
        logger.warning("saved searches wait: the index is not ready")
        return 0
    return sum(_tell(saved) for saved in _due(timezone.now()).iterator(chunk_size=100))


def ask_again(now: datetime) -> int:
    """Ask those who confirmed eleven months ago; who does not answer is forgotten a month later."""
    old = SavedSearch.objects.filter(confirmed_at__lt=now - ASK_AGAIN, asked_again_at=None)
    left = 0
    for saved in old.iterator(chunk_size=100):
        if letters.send_renewal(saved):
            saved.asked_again_at = now
            saved.save(update_fields=["asked_again_at"])
            left += 1
    return left


def enqueue() -> None:
    """The day's letters, if anybody waits for one."""
    if _due(timezone.now()).exists():
        tell_news.enqueue()


def _due(now: datetime) -> QuerySet[SavedSearch]:
    never = Q(looked_at=None)
    due = [Q(frequency=each) & (never | Q(looked_at__lt=now - pause)) for each, pause in EVERY.items()]
    return SavedSearch.objects.exclude(confirmed_at=None).filter(due[0] | due[1]).order_by("pk")


def _tell(saved: SavedSearch) -> bool:
    results = Wanted.stored(saved.parameters).find(LOOKED_THROUGH)
    if results.degraded:
        return False
    seen = set(saved.seen)
    fresh = [hit for hit in results.hits if hit.url and digest(hit) not in seen]
    sent = bool(fresh) and letters.send_news(saved, fresh)
    if sent or not fresh:
        remember(saved, results.hits, sent=sent)
    return sent
