"""Small tables that every search needs, kept in the process and renewed when their rows change.

A search must not wait for the database, yet what a colleague saved a moment ago must count. So the rows are
kept, and looked at anew (one cheap query) when the public content has another revision than when they were
read, or after two seconds without news of it.
"""

import logging
import time
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.db import DatabaseError

from mistok.lib.kept import on_forgetting

logger = logging.getLogger(__name__)

LAG = 2.0  # seconds; settings.SEARCH_WORDS_LAG

_revision: object = None


def notice[Revision](revision: Revision) -> Revision:
    """Tell what the revision of public content is: shared pages learn it anyway, so nobody asks twice."""
    global _revision
    _revision = revision
    return revision


class Renewed[Kept]:
    """What `read()` gives, read again when `signature()` differs. Call it; never raises once it was read.

    `signature` must be cheap and differ after every change of the rows.
    """

    def __init__(self, signature: Callable[[], object], read: Callable[[], Kept], nothing: Kept) -> None:
        self._signature_of, self._read, self._nothing = signature, read, nothing
        self._lock = Lock()
        self.forget()
        on_forgetting(self.forget)

    def __call__(self) -> Kept:
        looked, revision, _signature, kept = self._state
        lag = getattr(settings, "SEARCH_WORDS_LAG", LAG)
        if looked is None or revision != _revision or time.monotonic() - looked >= lag:
            return self._renew()
        return kept

    def forget(self) -> None:
        """Drop what is kept: the rows were changed here, just now."""
        self._state: tuple[float | None, object, object, Kept] = (None, None, None, self._nothing)

    def _renew(self) -> Kept:
        with self._lock:
            before = self._state
            revision = _revision  # taken before the rows: what changes meanwhile is looked at once more
            try:
                signature = self._signature_of()
                fresh = before[0] is not None and signature == before[2]
                kept = before[3] if fresh else self._read()
            except DatabaseError:
                logger.warning(
                    "could not look at the words of the search; the known ones stay", exc_info=True
                )
                signature, kept = before[2], before[3]
            self._state = (time.monotonic(), revision, signature, kept)
            return kept
