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

from mistok.search.models import AskedQuery
from mistok.ukrainian import text

logger = logging.getLogger(__name__)

DELAY = 5.0  # seconds from the first question to the write; settings.ASKED_QUERIES_DELAY, None for never
LONGEST = 120
MOST_KEPT = 5_000  # different questions in memory while the database is away
PERSONAL = re.compile(
    r"@|\d(?:[\s().+–-]*\d){4,}"
)  # an address; five digits, however spaced: a phone, a code


def presentable(query: str) -> str | None:
    """The question in the spelling in which it is counted; None when it may say who asks, or says nothing."""
    plain = " ".join(text.normalise(query[: LONGEST * 2]).lower().split())
    if len(plain) < 2 or len(plain) > LONGEST or PERSONAL.search(plain):
        return None
    return plain


class Log:
    """Questions that wait to be written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: Counter[tuple[date, str]] = Counter()
        self._found: dict[tuple[date, str], int] = {}
        self._timer: threading.Timer | None = None

    def note(self, query: str, *, found: int) -> None:
        """Count a question once. Never touches the database."""
        plain = presentable(query)
        if plain is None:
            return
        key = (timezone.localdate(), plain)
        with self._lock:
            if key not in self._times and len(self._times) >= MOST_KEPT:
                logger.error("the log of questions is full; one question was not counted")
                return
            self._times[key] += 1
            self._found[key] = found
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
            self._timer = None
        if not times:
            return 0
        try:
            _add(times, found)
        except Exception:
            with self._lock:
                self._times.update(times)
                self._found = found | self._found
            raise
        return len(times)

    def flush_aside(self) -> None:
        """Flush in a thread of its own. An in-memory database belongs to its one connection: left alone."""
        if getattr(connection, "is_in_memory_db", lambda: False)():
            return
        try:
            self.flush()
        except Exception:  # the thread has nobody to tell
            logger.exception("could not write what people asked; it waits for the next question")
        finally:
            connection.close()


def _add(times: Counter[tuple[date, str]], found: dict[tuple[date, str], int]) -> None:
    with transaction.atomic():
        AskedQuery.objects.bulk_create(
            [AskedQuery(day=day, query=query) for day, query in sorted(times)], ignore_conflicts=True
        )
        for (day, query), count in sorted(
            times.items()
        ):  # in one order, so that two processes never deadlock
            AskedQuery.objects.filter(day=day, query=query).update(
                times=F("times") + count, found=found[day, query]
            )


log = Log()


@cache
def _at_exit() -> None:
    """Write what waits when the process stops in good order; asked for once, by the first question."""
    atexit.register(log.flush_aside)
