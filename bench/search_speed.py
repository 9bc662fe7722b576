#!/usr/bin/env python3
"""bench/search_speed: what a search costs in the process on 300,000 documents, and what keeping them costs.

    .venv/bin/python bench/search_speed.py QUERIES.jsonl [--documents 300000] [--index FOLDER]

The real sets (acts with their provisions, services, local acts) and copies of them under other names. Each
question is answered as a page of fifteen does it: understood, counted by kind and tag, ranked, with snippets.
Milliseconds, and ratios to one bare term query of the engine in the same run. Hostile questions are the worst
that could be thought of.
"""

import argparse
import itertools
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mistok.config.settings")
FOLDER = tempfile.TemporaryDirectory()
os.environ["MISTOK_DATA"] = FOLDER.name

import django

django.setup()

import corpora
from django.conf import settings
from django.core.management import call_command

from mistok.search import index, matching
from mistok.search.declarations import SearchDocument
from mistok.search.queries import search

HOSTILE = {
    "10,000 letters": "а" * 10_000,
    "10,000 characters of words": ("субсидія на оплату житла " * 500)[:10_000],
    "500 different words": " ".join(f"слово{number}" for number in range(500)),
    "500 known words": "закон україни про внесення змін порядок держава право особа " * 60,
    "500 misspelt words": " ".join(f"субсидуя{chr(1072 + number % 30)}{number}" for number in range(500)),
    "brackets": "((((((((" * 200 + "закон" + "))))))))" * 200,
    "wildcards": "* ? ~ ^ закон* +субсидія -пенсія title:закон /.*/ [a TO z]" * 20,
    "emoji": "👩‍👩‍👧‍👦🇺🇦" * 400,
    "control characters": "\x00\x01\x02\u202e\u200b" * 1000 + "закон",
    "Latin letters": "zakon ukrainy pro zvernennia hromadian " * 100,
    "numbers": " ".join(f"№ {number}-VI" for number in range(800)),
    "nothing": "",
}


def documents(wanted: int) -> Iterator[SearchDocument]:
    """The real ones, then copies under other keys, until there are enough."""

    def rounds() -> Iterator[SearchDocument]:
        for number in itertools.count():
            for each in corpora.everything():
                if not number:
                    yield each
                else:
                    yield replace(
                        each, key=f"{number}-{each.key}", slug=f"{each.slug}-{number}", part_of="", numbers=()
                    )

    return itertools.islice(rounds(), wanted)


def build(folder: Path, wanted: int) -> None:
    settings.SEARCH_INDEX = folder
    try:
        index.current()
    except index.IndexMissing:
        pass
    else:
        return
    began, peak = time.perf_counter(), 0
    path = index.new()
    with index.writing(path, fresh=True) as writer:
        for number, document in enumerate(documents(wanted), start=1):
            writer.add(document)
            if number % 50_000 == 0:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                print(
                    f"  {number:>7} documents, {time.perf_counter() - began:5.0f} s, peak {peak} MiB",
                    flush=True,
                )
        writer.commit()
    index.make_current(path)
    size = sum(file.stat().st_size for file in path.iterdir()) // 1024**2
    print(f"built {wanted} documents in {time.perf_counter() - began:.0f} s, {size} MiB on disk")


def line(name: str, taken: list[float], yardstick: float) -> None:
    taken = sorted(taken)
    middle, late = taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.99))]
    print(f"{name:<34}{middle:9.2f}{late:9.2f}{taken[-1]:9.2f}{middle / yardstick:9.1f}×")


def timed(work: object, questions: list[str]) -> list[float]:
    taken = []
    for question in questions:
        began = time.perf_counter()
        work(question)  # type: ignore[operator]
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def page(question: str) -> None:
    for hit in search(question, limit=15).hits:
        _ = hit.snippet


def bare(question: str) -> None:
    query = matching.Query.term_query(index.schema(), index.WHOLE, "паспорт")
    index.reader.searcher().search(query, 10)


def updates(folder: Path) -> list[float]:
    """Putting one document in and committing, as the worker does."""
    some = list(itertools.islice(corpora.services(), 20))
    taken = []
    for each in some:
        began = time.perf_counter()
        with index.writing(index.current()) as writer:
            writer.put(each)
            writer.commit()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("queries", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=300_000)
    parser.add_argument("--index", type=Path, default=Path(FOLDER.name) / "index")
    given = parser.parse_args()
    call_command("migrate", verbosity=0)  # words of staff are asked for; here there are none
    build(given.index, given.documents)
    questions = [json.loads(row)["query"] for path in given.queries for row in path.open(encoding="utf-8")]
    timed(page, questions)  # dictionaries and files are warm from here on
    yardstick = sorted(timed(bare, questions[:200]))[100]
    print(f"{'milliseconds':<34}{'p50':>9}{'p99':>9}{'worst':>9}  to the engine alone")
    line("engine: one term, ten hits", timed(bare, questions[:200]), yardstick)
    line("page: facets, 15 hits, snippets", timed(page, questions), yardstick)
    line("while typing, 8 hits", timed(lambda text: search(text, limit=8, typing=True), questions), yardstick)
    for name, question in HOSTILE.items():
        line(f"hostile: {name}", timed(page, [question] * 3), yardstick)
    line("update of one document", updates(given.index), yardstick)


if __name__ == "__main__":
    with mock.patch("mistok.search.tasks.ask"):
        main()
