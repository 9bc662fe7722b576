"""What people ask, counted by day and without a trace of who asked.

Counts gather in the memory of the process and are written by a thread of their own a few seconds later, so
that a reader never waits for the database.
"""

import atexit
import logging
import re
import threading
from collections import Counter
from datetime import date
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from mistok.search.models import AskedQuery, Reformulation
from mistok.ukrainian import text

logger = logging.getLogger(__name__)

DELAY = 5.0  # seconds from the first question to the write; settings.ASKED_QUERIES_DELAY, None for never
LONGEST = 120
MOST_KEPT = 5_000  # different questions in memory while the database is away
PERSONAL = re.compile(
    r"@|\d(?:[\s().+–-]*\d){4,}"
)  # an address; five digits, however spaced: a phone, a code
TERRITORY = re.compile(r"[A-Z]{2}\d{1,17}")  # a code of the codifier; anything else is not kept

type Asked = tuple[date, str, str]  # day, question, territory chosen
type Pair = tuple[date, str, str]  # day, question, the next question


def presentable(query: str) -> str | None:
    """The question in the spelling in which it is counted; None when it may say who asks, or says nothing."""
    plain = " ".join(text.normalise(query[: LONGEST * 2]).lower().split())
    if len(plain) < 2 or len(plain) > LONGEST or PERSONAL.search(plain):
        return None
    return plain


def followed(question: str, then: str) -> tuple[str, str] | None:
    """The two questions as they are counted; None when they are one, or either may say who asks."""
    pair = presentable(question), presentable(then)
    return (pair[0], pair[1]) if pair[0] and pair[1] and pair[0] != pair[1] else None


class Log:
    """Questions that wait to be written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: Counter[Asked] = Counter()
        self._found: dict[Asked, int] = {}
        self._pairs: Counter[Pair] = Counter()
        self._timer: threading.Timer | None = None

    def note(self, query: str, *, found: int, territory: str = "", was: str = "") -> None:
        """Count a question once, and that it came right after `was`. Never touches the database."""
        plain = presentable(query)
        if plain is None:
            return
        today = timezone.localdate()
        key = (today, plain, territory if TERRITORY.fullmatch(territory) else "")
        with self._lock:
            if key not in self._times and len(self._times) >= MOST_KEPT:
                logger.error("the log of questions is full; one question was not counted")
                return
            self._times[key] += 1
            self._found[key] = found
            if (pair := followed(was, query)) and len(self._pairs) < MOST_KEPT:
                self._pairs[(today, *pair)] += 1
            delay = getattr(settings, "ASKED_QUERIES_DELAY", DELAY)
            if self._timer is None and delay is not None:
                _at_exit()
                self._timer = threading.Timer(delay, self.flush_aside)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> int:
        """Write what waits. Returns how many different questions; after an error they wait on."""
        with self._lock:
            times, self._times = self._times, Counter()
            found, self._found = self._found, {}
            pairs, self._pairs = self._pairs, Counter()
            self._timer = None
        if not times:
            return 0
        try:
            with transaction.atomic():
                _add(times, found)
                _add_pairs(pairs)
        except Exception:
            with self._lock:
                self._times.update(times)
                self._found = found | self._found
                self._pairs.update(pairs)
            raise
        return len(times)

    def flush_aside(self) -> None:
        """Flush in a thread of its own."""
        try:
            self.flush()
        except Exception:  # the thread has nobody to tell
            logger.exception("could not write what people asked; it waits for the next question")
        finally:
            connection.close()


# Rows are written in one order, so that two processes never wait for each other for ever.
def _add(times: Counter[Asked], found: dict[Asked, int]) -> None:
    with transaction.atomic():
        AskedQuery.objects.bulk_create(
            [AskedQuery(day=day, query=query, territory=area) for day, query, area in sorted(times)],
            ignore_conflicts=True,
        )
        for key, count in sorted(times.items()):
            day, query, area = key
            AskedQuery.objects.filter(day=day, query=query, territory=area).update(
                times=F("times") + count, found=found[key]
            )


def _add_pairs(pairs: Counter[Pair]) -> None:
    Reformulation.objects.bulk_create(
        [Reformulation(day=day, first=first, then=then) for day, first, then in sorted(pairs)],
        ignore_conflicts=True,
    )
    for (day, first, then), count in sorted(pairs.items()):
        Reformulation.objects.filter(day=day, first=first, then=then).update(times=F("times") + count)


log = Log()


@cache
def _at_exit() -> None:
    """Write what waits when the process stops in good order; asked for once, by the first question."""
    atexit.register(log.flush_aside)
