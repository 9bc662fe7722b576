"""What many public pages need, kept in this process until the public content changes.

A page for all readers is kept whole (`shared_pages`), but a page made anew – for somebody signed in, in
another shape, a minute later – asks for the same rows again. A function marked `@kept_until_change()` is
asked once for each revision of the public content and each language. The revision is looked up at every
call (one small query), so whoever saved an edit sees it on the next page.

Inside a transaction nothing is kept or given out: there one sees what others do not see yet.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock

from django.db import connection
from django.utils.translation import get_language

from mistok.lib.shared_pages import LONGEST_AGE, public_revision

_forgetting: list[Callable[[], None]] = []


def kept_until_change[**Given, Found](
    most: int = 100,
) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Keep up to `most` results of the function; its arguments must be hashable.

    All readers get the same object, so nobody may change it. What the function raises is not kept. A result
    is made anew after a minute at the latest: a change made past the register of changes shows itself too.
    """

    def decorate(make: Callable[Given, Found]) -> Callable[Given, Found]:
        results: OrderedDict[Hashable, tuple[object, float, Found]] = OrderedDict()
        on_forgetting(results.clear)
        lock = Lock()

        @wraps(make)
        def give(*args: Given.args, **options: Given.kwargs) -> Found:
            if connection.in_atomic_block:
                return make(*args, **options)
            key = (get_language(), args, tuple(sorted(options.items())))
            # looked up before the result is made: a change that comes between only makes it anew once more
            revision, now = public_revision(), time.monotonic()
            known = results.get(key)
            if known and known[0] == revision and now - known[1] < LONGEST_AGE:
                return known[2]
            found = make(*args, **options)
            with lock:
                results[key] = revision, now, found
                results.move_to_end(key)
                while len(results) > most:
                    results.popitem(last=False)
            return found

        return give

    return decorate


def on_forgetting(forget: Callable[[], None]) -> None:
    """Register what else a process keeps of the database in a way of its own, and how it is dropped."""
    _forgetting.append(forget)


def forget_everything() -> None:
    """Drop all that is kept: the database was emptied or replaced, and its revisions begin again."""
    for forget in _forgetting:
        forget()
