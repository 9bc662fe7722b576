"""Telling the index what changed, and noting what people asked."""

from functools import partial

from django.db import transaction

from mistok.search import bets, tasks, vocabulary
from mistok.search.asked import log
from mistok.search.models import Change
from mistok.search.writer import drain, rebuild

__all__ = ["changed", "drain", "note_question", "rebuild", "words_changed"]


def changed(kind: str, *keys: str) -> None:
    """Say that these public things changed. Call it in the transaction of the change itself.

    Both are written or neither. After the commit the worker is asked to index them, unless it already was.
    A key is the document's own (the uuid of a service or point, the slug of a situation) or its slug.
    """
    if keys:
        Change.objects.bulk_create([Change(kind=kind, key=str(key)) for key in dict.fromkeys(keys)])
        transaction.on_commit(partial(tasks.ask, tasks.drain), robust=True)


def note_question(text: str, *, found: int, territory: str = "", was: str = "") -> None:
    """Count what somebody asked, for whoever studies needs. Never waits; drops what may be personal.

    `territory`: the code to which the asker narrowed the results. `was`: the question before this one, when
    it found little (it comes back in the search form itself, so that nobody is remembered).
    """
    log.note(text, found=found, territory=territory, was=was)


def words_changed(key: str) -> None:
    """Say that synonyms or best bets changed. Call it in the transaction of the change itself.

    This process looks at them anew at once, others with their next look at the revision of public content,
    and the shared copies of pages go.
    """
    _forget_words()
    transaction.on_commit(_forget_words)
    changed("words", key)


def _forget_words() -> None:
    vocabulary.forget()
    bets.forget()
