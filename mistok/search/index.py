"""The index in files: its shape, one reader for the process, one writer for the network of processes.

Only this module speaks to tantivy. The folder holds indexes `v<format>-<number>` and a pointer, `current`,
that names the one in use, so that a new index is built beside the old one and takes its place at once.
"""

import json
import logging
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from mistok.search import analysis
from mistok.search.declarations import SearchDocument

logger = logging.getLogger(__name__)

FORMAT = 3  # grows with every change of the schema or of the analysis; an index of another format is not read
REFRESH = 0.5  # seconds between looks at what the writer did
HEAP = 32_000_000  # bytes; one thread needs at least 15 MB
# For a new index. A question is asked of each piece of the index in turn, so a few large ones answer several
# times sooner than many small ones; a piece is as large as what fits here.
HEAP_OF_NEW = 192_000_000
MOST_FREQUENCIES = 100_000  # terms
LONGEST_BODY = 100_000  # characters of one document
LONGEST_SHOWN = 20_000  # characters of a long text that are kept to show where the words stand
POINTER = "current"
NAME = re.compile(rf"v{FORMAT}-(\d+)")

# dictionary keys of the title and the other names; of what it stands in; of all that is known
HEAD, CONTEXT, WHOLE = "head", "context", "whole"
FORMS, SOUNDS = "forms", "sounds"  # words of cards as written; as heard
NUMBERS, TAGS, DAY, AREA = "numbers", "tags", "day", "area"


class IndexMissing(Exception):
    """There is no index to read: none yet, of another format, or damaged."""


class IndexBusy(Exception):
    """Another process is writing; try again a little later."""


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn whatever the engine raises over unreadable files, a panic too, into IndexMissing."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexMissing(str(error)) from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # pyo3's class, not importable; derives from BaseException
            raise
        raise IndexMissing(f"panic: {error}") from error


@cache
def schema() -> tantivy.Schema:
    """The fields of the index. Words are cut by `analysis`; the engine parts what it made at the spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("alias", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (NUMBERS, AREA):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(TAGS, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(DAY, fast=True, indexed=True)
    builder.add_float_field("weight", fast=True)
    for name, option in (
        (HEAD, "freq"),
        (CONTEXT, "freq"),
        (WHOLE, "freq"),
        (FORMS, "basic"),
        (SOUNDS, "basic"),
    ):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    for name in ("shown", "long"):  # what a list needs; a long text, read only where a piece of it is shown
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def identifier(kind: str, key: str) -> str:
    """The document's key in the index: a string, since deleting by a number silently deletes nothing."""
    return f"{kind}:{key}"


def as_engine_document(source: SearchDocument) -> tantivy.Document:
    """The document as the engine stores it."""
    document = tantivy.Document()
    document.add_text("id", identifier(source.kind, source.key))
    for alias in dict.fromkeys(filter(None, (source.slug, source.part_of))):
        document.add_text("alias", identifier(source.kind, alias))
    document.add_text("kind", source.kind)
    document.add_float("weight", 0.9 + 0.2 * min(1.0, max(-1.0, source.weight)) + 0.05 * source.confirmed)
    for name, values in ((NUMBERS, source.numbers), (TAGS, source.tags), (AREA, areas(source.territory))):
        for value in values:
            document.add_text(name, value)
    if source.day:
        document.add_unsigned(DAY, as_number(source.day))
    head = list(analysis.all_keys("\n".join((source.title, *source.keywords))))
    card = f"{source.summary}\n{source.body}"[:LONGEST_BODY]
    document.add_text(HEAD, " ".join(head))
    # What stands in nothing stands in itself: a law on pensions is no less about them than its articles are.
    context = list(analysis.all_keys(source.context or source.title))
    rest = analysis.all_keys(f"{card}\n{source.text[:LONGEST_BODY]}")
    document.add_text(CONTEXT, " ".join(context))
    document.add_text(WHOLE, " ".join((*head, *(context if source.context else ()), *rest)))
    forms = dict.fromkeys(analysis.all_forms("\n".join((source.title, *source.keywords, card))))
    document.add_text(FORMS, " ".join(forms))
    document.add_text(SOUNDS, " ".join(dict.fromkeys(map(analysis.sound, forms))))
    shown = {
        "key": source.key,
        "slug": source.slug,
        "title": source.title,
        "keywords": source.keywords,
        "summary": source.summary,
        "body": source.body[:LONGEST_BODY],
        "day": source.day.isoformat() if source.day else "",
        "confirmed": source.confirmed,
        "extra": source.extra,
    }
    document.add_bytes("shown", json.dumps(shown, ensure_ascii=False).encode())
    if source.text:
        document.add_bytes("long", source.text[:LONGEST_SHOWN].encode())
    return document


def as_number(day: date) -> int:
    """The day as the index compares it: 19961002."""
    return day.year * 10_000 + day.month * 100 + day.day


def areas(territory: str | None) -> list[str]:
    """The unit of the codifier and all it lies in, by the digits of its code; «=» stands before its own.

    A code of КАТОТТГ is UA, two digits of the oblast, two of the raion, three each of the hromada, the
    settlement and the city district, five of the unit itself. Without a territory: the whole country.

    >>> areas("UA48060150000012345")
    ['=UA4806015', 'UA48', 'UA4806', 'UA4806015']
    """
    if not territory:
        return ["*"]
    cuts = (2, 4, 6, 9, 12, 14)
    units = [territory[:end] for begin, end in pairwise(cuts) if territory[begin:end].strip("0")]
    return [f"={units[-1]}", *units] if units else ["*"]


def folder() -> Path:
    """Where indexes live."""
    return Path(settings.SEARCH_INDEX)


def current() -> Path:
    """The index in use. Raises IndexMissing when there is none of this format."""
    try:
        name = (folder() / POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise IndexMissing("no index was built yet") from error
    if not NAME.fullmatch(name):
        raise IndexMissing(f"{name!r} is of another format")
    return folder() / name


def number(path: Path) -> int:
    """The number in the name of an index; 0 for anything else."""
    match = NAME.fullmatch(path.name)
    return int(match[1]) if match else 0


def new() -> Path:
    """A fresh empty folder for an index, numbered after all others; two processes never get the same one."""
    folder().mkdir(parents=True, exist_ok=True)
    following = max((number(path) for path in folder().iterdir()), default=0) + 1
    while True:
        path = folder() / f"v{FORMAT}-{following}"
        try:
            path.mkdir()
        except FileExistsError:
            following += 1
        else:
            return path


def make_current(path: Path) -> None:
    """Let readers find this index from now on: one atomic rename."""
    fresh = folder() / f"{POINTER}.{path.name}"
    fresh.write_text(path.name, encoding="utf-8")
    fresh.replace(folder() / POINTER)


def sweep(kept: Path) -> None:
    """Remove indexes that nobody needs: older numbers and other formats, save those being written."""
    for path in folder().iterdir():
        if not path.is_dir() or path == kept or number(path) > number(kept):
            continue
        try:
            with writing(path):
                pass
        except IndexBusy:
            continue
        except IndexMissing:
            pass  # damaged or half-made: nothing to lose
        shutil.rmtree(path, ignore_errors=True)


class Writer:
    """Holds an index for writing. Nothing is seen by readers before `commit`."""

    def __init__(self, engine: tantivy.IndexWriter) -> None:
        self._engine = engine

    def delete(self, identifiers: Iterable[str]) -> None:
        for each in identifiers:
            self._engine.delete_documents_by_term("id", each)
            self._engine.delete_documents_by_term("alias", each)

    def put(self, document: SearchDocument) -> None:
        """Add the document in place of the one with the same key."""
        self._engine.delete_documents_by_term("id", identifier(document.kind, document.key))
        self._engine.add_document(as_engine_document(document))

    def add(self, document: SearchDocument) -> None:
        """Add a document that is certainly not there yet."""
        self._engine.add_document(as_engine_document(document))

    def commit(self) -> None:
        self._engine.commit()


@contextmanager
def writing(path: Path, *, fresh: bool = False) -> Iterator[Writer]:
    """The index for writing; the engine's own lock (freed with the process) lets in one at a time.

    Raises IndexBusy when another writes, IndexMissing when the files cannot be read.
    """
    try:
        with engine_errors():
            index = tantivy.Index(schema(), path=str(path)) if fresh else tantivy.Index.open(str(path))
            engine = index.writer(HEAP_OF_NEW if fresh else HEAP, 1)
    except IndexMissing as error:
        if "LockBusy" in str(error):
            raise IndexBusy from error
        raise
    try:
        yield Writer(engine)
    finally:
        engine.wait_merging_threads()  # also lets the lock go; what was not committed is dropped


class Reader:
    """The index for reading, opened once and followed at most twice a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._index: tantivy.Index | None = None
        self._searcher: tantivy.Searcher | None = None
        self._folder: Path | None = None
        self._looked = 0.0
        self.generation = 0

    def searcher(self) -> tantivy.Searcher:
        """What stands in the index now. Raises IndexMissing."""
        due = time.monotonic() - self._looked >= REFRESH
        if due or self._searcher is None or self._folder != folder():
            with self._lock:
                self._follow()
        assert self._searcher is not None
        return self._searcher

    def forget(self) -> None:
        """Look again at the next question: the files changed, or cannot be trusted."""
        with self._lock:
            self._path = self._index = self._searcher = None

    def _follow(self) -> None:
        try:
            path = current()
            with engine_errors():
                if self._index is None or path != self._path:
                    self._index = tantivy.Index.open(str(path))
                    self._index.config_reader("manual")
                else:
                    self._index.reload()
                self._searcher = self._index.searcher()
        except IndexMissing:
            self._path = self._index = self._searcher = None
            raise
        self._path, self._folder, self._looked = path, folder(), time.monotonic()
        self.generation += 1


reader = Reader()


class _Frequencies:
    """In how many documents a term stands, kept as long as the same state of the index is read: a question
    asks it of each of its words several times, and the engine looks it up in files.
    """

    def __init__(self) -> None:
        self._kept: tuple[Any, dict[tuple[str, str], int]] = (None, {})

    def get(self, searcher: tantivy.Searcher, field: str, term: str) -> int:
        of, known = self._kept
        if of is not searcher or len(known) > MOST_FREQUENCIES:
            known = {}
            self._kept = (searcher, known)
        if (found := known.get((field, term))) is None:
            found = known[field, term] = searcher.doc_freq(field, term)
        return found


frequency = _Frequencies().get


def shown(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> tuple[str, dict[str, Any]]:
    """The kind of a found document and what was kept of it; `text` is the long one, still as bytes."""
    document = searcher.doc(address)
    kept = json.loads(document.get_first("shown") or b"{}")
    kept["text"] = document.get_first("long") or b""
    return str(document.get_first("kind")), kept


def stamp() -> str:
    """Something that differs after every commit and every swap; empty without an index. Costs a look at a
    file.
    """
    try:
        path = current()
        return f"{path.name}:{(path / 'meta.json').stat().st_mtime_ns}"
    except (IndexMissing, OSError):
        return ""
