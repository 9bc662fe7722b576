"""What the worker does for the truth of the catalogue."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.tasks import task
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mistok.directory import freshness, letters
from mistok.directory.links import sources, work
from mistok.search.actions import changed

logger = logging.getLogger(__name__)

LOW = -50  # other work goes first


@task(priority=LOW)
def check_links() -> int:
    """Look at a few links that are due and ask for the next batch. Safe twice and after a crash."""
    if not settings.LINK_CHECKS:
        return 0
    done = work.run_batch(work.client())
    moment = work.next_moment(timezone.now())
    if moment is not None and check_links.get_backend().supports_defer and not _waits(until=moment):
        check_links.using(run_after=moment).enqueue()
    return done


@task(priority=LOW)
def keep_true() -> None:
    """Each day: the register of links, terms of review, sinking cards, letters that did not leave."""
    sources.keep_all_in_step()
    freshness.keep_terms()
    sink_overdue()
    letters.remind_keepers()
    letters.send_waiting_answers()


def sink_overdue() -> int:
    """Index anew the cards whose band changed since the last time this was done; returns how many."""
    today = timezone.localdate()
    last = (
        DBTaskResult.objects.filter(task_path=keep_true.module_path, status=TaskResultStatus.SUCCESSFUL)
        .order_by("-finished_at")
        .values_list("finished_at", flat=True)
        .first()
    )
    since = timezone.localdate(last) if last else today - timedelta(days=3)
    keys = freshness.changed_bands(min(since, today - timedelta(days=1)), today)
    for start in range(0, len(keys), 500):
        changed("service", *keys[start : start + 500])
    return len(keys)


def enqueue() -> None:
    """The day's work; the chain of looks begins again if it stopped."""
    keep_true.enqueue()
    ask_for_checks()


def ask_for_checks() -> None:
    """Ask for looks at the links that are due, after the commit; once is enough. Never raises."""
    transaction.on_commit(partial(_ask), robust=True)


def _ask() -> None:
    if not settings.LINK_CHECKS:
        return
    try:
        with transaction.atomic():
            if not _waits(until=timezone.now()):
                check_links.enqueue()
    except DatabaseError:
        logger.exception("could not ask the worker for looks at links")


def _waits(*, until: datetime) -> bool:
    """Whether a batch already waits in the queue, to be run at that moment at the latest."""
    soon = Q(run_after=get_date_max()) | Q(run_after__lte=until)
    ready = DBTaskResult.objects.filter(task_path=check_links.module_path, status=TaskResultStatus.READY)
    return ready.filter(soon).exists()
