"""From the outbox into the index. Whatever happens half-way, running again makes it whole."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Protocol

from django.db.models import Max
from django.utils import timezone

from mistok.search import index
from mistok.search.declarations import source, sources
from mistok.search.index import IndexBusy, IndexMissing
from mistok.search.models import Change

logger = logging.getLogger(__name__)

BATCH = 500
PATIENCE = 10.0  # seconds to wait for another writer
KEPT = timedelta(days=30)  # how long indexed changes stay for whoever looks into a mishap


class Progress(Protocol):
    """Called now and then with the documents done in all and the kind at work; `finished` after each kind."""

    def __call__(self, done: int, kind: str, *, finished: bool) -> None: ...


def silently(done: int, kind: str, *, finished: bool) -> None:
    """Progress for nobody."""


def drain(*, patience: float = PATIENCE) -> int:
    """Index everything that waits in the outbox. Returns the number of changes taken.

    Changes are marked after the index is committed: killed in between, they are simply indexed once more.
    Raises IndexBusy when another process writes longer than `patience` seconds, IndexMissing when there is
    no index.
    """
    taken = 0
    deadline = time.monotonic() + patience
    while batch := list(Change.objects.waiting()[:BATCH]):
        _with_patience(partial(_index_batch, batch), deadline)
        index.reader.forget()
        _mark([change.pk for change in batch])
        taken += len(batch)
    _forget_old_changes()
    return taken


def rebuild(progress: Progress = silently, *, patience: float = PATIENCE) -> int:
    """Build a new index beside the old one and put it in its place. Returns the number of documents.

    The old index answers until the swap. Its writer is held meanwhile, so that no change slips between the
    two; what came during the build is indexed right after it. `progress` is told now and then.
    Raises IndexBusy when another process writes longer than `patience` seconds.
    """
    deadline = time.monotonic() + patience
    with ExitStack() as held:
        try:
            _with_patience(lambda: held.enter_context(index.writing(index.current())), deadline)
        except IndexMissing:
            logger.info("no readable index to hold back; building the first")
        covered = list(Change.objects.waiting().values_list("pk", flat=True))
        done = _build(progress)
        _mark(covered)
    index.sweep(index.current())
    drain()
    return done


def _index_batch(batch: list[Change]) -> None:
    keys: dict[str, set[str]] = defaultdict(set)
    for change in batch:
        keys[change.kind].add(change.key)
    path = index.current()
    with index.writing(path) as writer:
        if index.current() != path:  # a rebuild swapped it while we waited
            raise IndexBusy
        for kind, changed in keys.items():
            writer.delete(index.identifier(kind, key) for key in changed)
            if declared := source(kind):
                for document in declared.documents(changed):
                    writer.put(document)
        writer.commit()


def _mark(keys: list[int]) -> None:
    """Note that these changes are in the index."""
    for some in batched(keys, BATCH):
        Change.objects.filter(pk__in=some).update(indexed_at=timezone.now())


def _with_patience(work: Callable[[], object], deadline: float) -> None:
    pause = 0.05
    while True:
        try:
            work()
            return
        except IndexBusy:
            if time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(1.0, pause * 2)


def _build(progress: Progress) -> int:
    path, done = index.new(), 0
    with index.writing(path, fresh=True) as writer:
        for kind, declared in sources().items():
            for document in declared.documents(None):
                writer.add(document)
                done += 1
                if done % 100 == 0:
                    progress(done, kind, finished=False)
            progress(done, kind, finished=True)
        writer.commit()
    _swap(path)
    return done


def _swap(path: Path) -> None:
    """Put the index in place unless a later build was quicker."""
    try:
        later = index.number(index.current()) > index.number(path)
    except IndexMissing:
        later = False
    if not later:
        index.make_current(path)
    index.reader.forget()


def _forget_old_changes() -> None:
    """The last row stays for ever: its key is the revision of public content."""
    last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    Change.objects.filter(indexed_at__lt=timezone.now() - KEPT, pk__lt=last).delete()
