"""What to offer while a question is typed: titles of documents, and what others often asked with success."""

import logging
import re
import time
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from django.db import DatabaseError
from django.utils import timezone

from mistok.lib.kept import on_forgetting
from mistok.search import demand, queries
from mistok.search.asked import presentable
from mistok.ukrainian import text

logger = logging.getLogger(__name__)

MOST = 8
MOST_ASKED = 4  # of them, questions of others
LEAST_TIMES = 3
LAST_DAYS = timedelta(days=90)
KEPT = 600.0  # seconds for which frequent questions are not read anew
MOST_KEPT = 5_000
LONGEST = 120
ADDRESS = re.compile(r"\w\.\w|://")  # of a site: nobody may advertise one here
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to offer. With an address it is a document of this kind, without one a question to ask."""

    text: str
    url: str = ""
    kind: str = ""


def suggestions(typed: str) -> list[Suggestion]:
    """At most eight, questions of others first, then documents; nothing for one letter. Never raises."""
    typed = " ".join(typed.replace("\0", "").split())
    if not SHORTEST <= len(typed) <= LONGEST:
        return []
    asked = [Suggestion(text.typographic(each)) for each in _often_asked(typed)]
    found = {each.text.lower(): each for each in asked}
    for hit in queries.search(typed, limit=MOST, typing=True).hits:
        if hit.url:
            found.setdefault(hit.title.lower(), Suggestion(hit.title, hit.url, hit.tag))
    return list(found.values())[:MOST]


def _often_asked(typed: str) -> list[str]:
    """Frequent questions that begin so, then those with a word that begins so."""
    plain = presentable(typed)
    if plain is None:
        return []
    known = _frequent()
    begin = [each for each in known if each.startswith(plain) and each != plain]
    inside = [each for each in known if f" {plain}" in each] if len(begin) < MOST_ASKED else []
    return list(dict.fromkeys(begin + inside))[:MOST_ASKED]


_lock = Lock()
_kept: tuple[float, list[str]] | None = None


def forget() -> None:
    """Read frequent questions anew at the next suggestion."""
    global _kept
    _kept = None


on_forgetting(forget)


def _frequent() -> list[str]:
    global _kept
    kept, now = _kept, time.monotonic()
    if kept and now - kept[0] < KEPT:
        return kept[1]
    with _lock:
        if _kept is not kept and _kept:
            return _kept[1]
        try:
            since = timezone.localdate() - LAST_DAYS
            frequent = demand.frequent(since, LEAST_TIMES, MOST_KEPT)
            known = [query for query, _times in frequent if not ADDRESS.search(query)]
        except DatabaseError:
            logger.warning("could not read frequent questions", exc_info=True)
            known = kept[1] if kept else []
        _kept = (now, known)
        return known
