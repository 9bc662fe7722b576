"""Whether the house stands, for those who watch over it."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from mistok.lib.access import public
from mistok.search import index

PATIENCE = timedelta(minutes=5)  # a task may wait so long before the worker counts as gone


@public
@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether people can be served: 503 names what is missing. Tells nothing about anybody."""
    checks = {name: check() for name, check in CHECKS.items()}
    fine = all(checks.values())
    return JsonResponse({"status": "ok" if fine else "unavailable", **checks}, status=200 if fine else 503)


def database() -> bool:
    """The database answers and every migration is applied."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def search() -> bool:
    """There is an index to search in."""
    try:
        index.reader.searcher()
    except index.IndexMissing:
        return False
    return True


def worker() -> bool:
    """No task has been waiting for long: somebody does them."""
    now = timezone.now()
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - PATIENCE)
    try:
        return not late.exists()
    except DatabaseError:
        return False


CHECKS: dict[str, Callable[[], bool]] = {"database": database, "search": search, "worker": worker}
