"""Telling the index what changed, and noting what people asked."""

from functools import partial

from django.db import transaction

from mistok.search import tasks
from mistok.search.asked import log
from mistok.search.models import Change
from mistok.search.writer import drain, rebuild

__all__ = ["changed", "drain", "note_question", "rebuild"]


def changed(kind: str, *keys: str) -> None:
    """Say that these public things changed. Call it in the transaction of the change itself.

    Both are written or neither. After the commit the worker is asked to index them, unless it already was.
    A key is the document's own (the uuid of a service or point, the slug of a situation) or its slug.
    """
    if keys:
        Change.objects.bulk_create([Change(kind=kind, key=str(key)) for key in dict.fromkeys(keys)])
        transaction.on_commit(partial(tasks.ask, tasks.drain), robust=True)


def note_question(text: str, *, found: int) -> None:
    """Count what somebody asked, for whoever studies needs. Never waits; drops what may be personal."""
    log.note(text, found=found)
