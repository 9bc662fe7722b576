"""Work for the background worker. Both tasks may run twice, or after a crash, without harm."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.tasks import Task, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mistok.search import writer
from mistok.search.index import IndexBusy, IndexMissing
from mistok.search.models import Change

logger = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds to wait for another writer before coming again later
RETRY = timedelta(seconds=15)


@task
def drain() -> int:
    """Index what waits in the outbox; without an index, build it."""
    try:
        return writer.drain(patience=PATIENCE)
    except IndexMissing:
        return writer.rebuild(patience=PATIENCE)
    except IndexBusy:
        _again(drain)
        return 0


@task
def rebuild() -> int:
    """Build the index anew."""
    try:
        return writer.rebuild(patience=PATIENCE)
    except IndexBusy:
        _again(rebuild)
        return 0


def ask(wanted: Task[[], int]) -> None:
    """Enqueue the task if none waits. One that waits will see everything committed before it starts.

    Never raises: the outbox keeps what was not indexed for the next time.
    """
    try:
        with transaction.atomic():
            if not DBTaskResult.objects.ready().filter(task_path=wanted.module_path).exists():
                wanted.enqueue()
    except DatabaseError:
        logger.exception("could not ask the worker for %s", wanted.name)


def catch_up() -> None:
    """Ask for what a stopped worker left undone. For the start of a worker."""
    if Change.objects.waiting().exists():
        ask(drain)


def _again(wanted: Task[[], int]) -> None:
    """Ask once more in a while, where the backend can wait; otherwise the next change will."""
    if wanted.get_backend().supports_defer:
        wanted.using(run_after=timezone.now() + RETRY).enqueue()
