#!/usr/bin/env python3
"""bench/search_smoke: what a search costs in the process, on Mistok's own catalogue and on ten times of it.

    .venv/bin/python bench/search_smoke.py

Builds an index of its own in a temporary folder, beside an empty database. Prints milliseconds: search with
lemmatising, snippets of a page, the worst of the nasty questions. Ratios are to one bare term query of the
engine in the same run.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mistok.config.settings")
FOLDER = tempfile.TemporaryDirectory()
os.environ["MISTOK_DATA"] = FOLDER.name

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from mistok.directory import catalogue
from mistok.directory.tests.test_search import QUESTIONS
from mistok.search import declarations, index, matching, writer
from mistok.search.declarations import SearchDocument, Source
from mistok.search.queries import search
from mistok.search.tests.test_queries import NASTY


def documents(copies: int) -> Iterator[SearchDocument]:
    for card in catalogue.load().services:
        first = SearchDocument(
            kind="service",
            key=card.slug,
            slug=card.slug,
            title=card.name,
            summary=card.summary,
            keywords=(card.short, card.provider, *card.synonyms),
            body="\n".join((*card.bring, *card.steps)),
            weight=card.demand / 100,
        )
        yield first
        for number in range(1, copies):
            yield replace(
                first,
                key=f"{card.slug}-{number}",
                slug=f"{card.slug}-{number}",
                title=f"{card.name} {number}",
            )


def timed(work: Callable[[str], object], questions: list[str], rounds: int = 5) -> list[float]:
    taken = []
    for _ in range(rounds):
        for question in questions:
            began = time.perf_counter()
            work(question)
            taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def bare(question: str) -> None:
    query = matching.Query.term_query(index.schema(), index.WHOLE, "паспорт")
    index.reader.searcher().search(query, 8)


def line(name: str, taken: list[float], yardstick: float) -> None:
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"{name:<34}{middle:8.2f}{late:8.2f}{taken[-1]:8.2f}{middle / yardstick:8.1f}×")


def main() -> None:
    call_command("migrate", verbosity=0)  # the builder asks the outbox what it covers
    questions = list(QUESTIONS)
    for copies in (1, 10):
        settings.SEARCH_INDEX = Path(FOLDER.name) / f"search-{copies}"
        source = Source(
            "Послуги", "Послуга", lambda keys, copies=copies: documents(copies), lambda *_: [], str
        )
        with (
            mock.patch.object(declarations, "_sources", {"service": source}),
            mock.patch.object(writer, "drain"),
        ):
            began = time.perf_counter()
            count = writer.rebuild()
            print(f"\n{count} documents, built in {time.perf_counter() - began:.2f} s")
            timed(search, questions, 1)  # dictionaries and caches are warm from here on
            yardstick = timed(bare, questions)
            middle = yardstick[len(yardstick) // 2]
            print(f"{'':<34}{'p50':>8}{'p95':>8}{'worst':>8}  to the engine alone")
            line("engine: one term", yardstick, middle)
            line("search, 8 hits", timed(lambda text: search(text, limit=8), questions), middle)
            line(
                "search while typing",
                timed(lambda text: search(text, limit=8, typing=True), questions),
                middle,
            )
            line("search, 15 hits with snippets", timed(page, questions), middle)
            line("nasty questions", timed(search, NASTY, 2), middle)


def page(question: str) -> None:
    for hit in search(question, limit=15).hits:
        _ = hit.snippet  # worked out when looked at


if __name__ == "__main__":
    main()
