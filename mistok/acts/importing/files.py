"""Which kind of file of acts it is, and opening it as rows."""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from mistok.acts.importing import laws_json
from mistok.acts.importing.json_table import KIND as JSON_TABLE
from mistok.acts.importing.json_table import JsonTable
from mistok.acts.importing.local_rows import Decided, LocalSet
from mistok.acts.importing.parliament import Parliament
from mistok.acts.importing.parts import TABLES
from mistok.acts.importing.rows import Row
from mistok.acts.models.importing import ImportKind
from mistok.lib.archives import NOT_OPENED, names_in
from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.tables import Reading, Table, TableProblem, open_table

LARGEST = 300 * 1024 * 1024  # bytes of a file
SAMPLE = 65_536
GZIP, BOM = b"\x1f\x8b", b"\xef\xbb\xbf"


@dataclass(slots=True)
class Opened:
    """A file of acts ready to be read. `total` is the number of rows, 0 where it is not known; `is_empty`
    says whether there is a single one, without beginning the work."""

    rows: Iterator[Row]
    total: int = 0
    is_empty: Callable[[], bool] = bool
    notes: list[str] = field(default_factory=list)
    status_on: date | None = None


def kind_of_file(path: Path, name: str = "") -> ImportKind:
    """What the file is by its content. Raises TableProblem for an empty or damaged one."""
    size = path.stat().st_size
    if not size:
        raise TableProblem(_("The file is empty."))
    if size > LARGEST:
        raise TableProblem(
            _("The file is larger than %(limit)d MB. Part it into several.")
            % {"limit": LARGEST // 1024 // 1024}
        )
    start = _start(path)
    if zipfile.is_zipfile(path):
        return ImportKind.PARLIAMENT if _has_tables(path) else ImportKind.LOCAL
    if start[:1] in (b"{", b"["):
        return ImportKind.JSON if _is_articles(path) else ImportKind.LOCAL
    if PurePosixPath(name).name.lower() in TABLES or _is_card(start):
        return ImportKind.PARLIAMENT
    return ImportKind.LOCAL


@contextmanager
def opened(
    kind: str,
    path: Path,
    *,
    name: str = "",
    reading: dict[str, Any] | None = None,
    decided: Decided | None = None,
    day: date | None = None,
) -> Iterator[Opened]:
    """The file as rows. Raises ImportProblem or TableProblem with a text for a person."""
    if kind == ImportKind.PARLIAMENT:
        parliament = Parliament(path, name, day)
        try:
            yield Opened(
                parliament.rows(), parliament.total, parliament.is_empty, parliament.notes,
                parliament.status_on,
            )  # fmt: skip
        finally:
            parliament.close()
    elif kind == ImportKind.JSON:
        yield Opened(
            laws_json.rows(path), laws_json.count(path), lambda: next(laws_json.rows(path), None) is None
        )
    else:
        with table_at(path, reading or {}) as table:
            total = sum(1 for _row in table.rows())
            rows = LocalSet(table, decided or Decided(columns={})).rows()
            yield Opened(rows, total, lambda: not total, [str(each) for each in table.notes])


def table_at(path: Path, reading: dict[str, Any]) -> Table | JsonTable:
    """A set of local acts as a table, whatever it is written in. Raises TableProblem."""
    said = Reading.load(reading)
    if said.kind == JSON_TABLE or (said.kind is None and _start(path)[:1] in (b"{", b"[")):
        try:
            return JsonTable(path)
        except ImportProblem as problem:
            raise TableProblem(str(problem)) from problem
    return open_table(path, reading=None if said == Reading() else said)


def _start(path: Path) -> bytes:
    """The beginning of the content, unpacked."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if start.startswith(GZIP):
        try:
            with gzip.open(path) as packed:
                start = packed.read(SAMPLE)
        except (OSError, EOFError, zlib.error) as error:
            raise TableProblem(_("The archive is damaged. Pack the file anew.")) from error
    return start.removeprefix(BOM).lstrip()


def _has_tables(path: Path) -> bool:
    try:
        names = {PurePosixPath(each).name.lower() for each in names_in(path)}
    except NOT_OPENED as error:
        raise TableProblem(_("The archive is damaged. Pack the file anew.")) from error
    return not names.isdisjoint(TABLES)


def _is_articles(path: Path) -> bool:
    """Whether the first object has what acts by article have."""
    try:
        _number, told = next(laws_json.objects(path), (0, None))
    except ImportProblem as problem:
        raise TableProblem(str(problem)) from problem
    return isinstance(told, dict) and bool({"nreg", "provisions"} & set(told))


def _is_card(start: bytes) -> bool:
    """Whether a text begins as doc.txt does: names, or a key, a number and a title parted by tabs."""
    first = start.split(b"\n", 1)[0].decode("cp1251", errors="replace").rstrip("\r").split("\t")
    names = {each.strip().lower() for each in first}
    if {"nreg", "nazva"} <= names:
        return True
    return (
        len(first) >= 5
        and first[0].strip().isdigit()
        and any(char.isdigit() for char in first[1])
        and " " not in first[1].strip()
        and first[3].strip().isdigit()
    )
