"""Opening any table a librarian may bring; the content decides what it is, not the name."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from django.utils.translation import gettext as _

from mistok.lib.tables import delimited, encodings, html_tables, wrapped
from mistok.lib.tables.headers import LOOK_AT, find_header, names
from mistok.lib.tables.problems import TableProblem
from mistok.lib.tables.reading import ENCODINGS, HTML, SHEET, TEXT, Reading
from mistok.lib.tables.sheets import Workbook

LARGEST = 50 * 1024 * 1024  # bytes
MOST_ROWS = 500_000
MOST_COLUMNS = 2_000
START = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
LOCKED = "EncryptedPackage".encode("utf-16-le")  # how Office wraps a workbook with a password
NOT_TABLES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
)
MARKUP = re.compile(rb"^\s*(<!doctype html|<html|<table|<meta|<head|<body|<!--)", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")

type Records = Callable[[], Iterator[list[str]]]


class Table:
    """A table that can be read any number of times. `reading` is what was decided, `notes` say it in words.

    `sheets`: names to choose from. `header`: names of the columns, each once. Close it, or use it in `with`.
    """

    def __init__(
        self, reading: Reading, records: Records, *, sheets: list[str], notes: list[str], held: list[Any]
    ) -> None:
        self._records, self._held = records, held
        self.sheets, self.notes = sheets, notes
        first = list(islice(records(), LOOK_AT))
        if not any(_width(row) for row in first) and not any(_width(row) for row in records()):
            raise TableProblem(_("There is not a single filled cell in this file."))
        number = find_header(first) if reading.header is None else min(max(reading.header, 0), MOST_ROWS)
        self.reading = replace(reading, header=number)
        top = next(islice(records(), number - 1, number), []) if number else []
        width = max((_width(row) for row in first[number:]), default=0)
        if max(width, _width(top)) > MOST_COLUMNS:
            raise TableProblem(_("There are too many columns: this is not a table."))
        self.header = names(top[: _width(top)], width)
        if number > 1:
            notes.append(_("The names of the columns stand in row %(n)d.") % {"n": number})
        elif not number:
            notes.append(_("The columns have no names."))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not blank with its number in the file, as long as the header or longer.

        The memory does not grow with the file. Raises TableProblem when it is longer than any table.
        """
        width = len(self.header)
        for number, cells in enumerate(self._records(), start=1):
            if number > MOST_ROWS:
                raise TableProblem(
                    _("There are more than %(most)d rows in the table. Part it into several.")
                    % {"most": MOST_ROWS}
                )
            if number <= (self.reading.header or 0) or not any(cell.strip() for cell in cells):
                continue
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            elif len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                del cells[width:]
            yield number, cells

    def close(self) -> None:
        """Let the file go."""
        for each in self._held:
            each.close()

    def __enter__(self) -> "Table":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_table(path: Path, *, reading: Reading | None = None) -> Table:
    """Open a file as a table; what `reading` leaves open is found out from the content.

    Raises TableProblem, which says in plain words why it is no table and what to do.
    """
    size = path.stat().st_size
    if not size:
        raise TableProblem(_("The file is empty."))
    if size > LARGEST:
        raise wrapped.too_large(LARGEST)
    held: list[Any] = []
    try:
        return _opened(path, reading or Reading(), held, [])
    except BaseException:
        for each in held:
            each.close()
        raise


def _opened(path: Path, reading: Reading, held: list[Any], notes: list[str], depth: int = 0) -> Table:
    with path.open("rb") as file:
        start = file.read(START)
    if depth < 2 and wrapped.is_gzip(start):
        held.append(wrapped.unpack_gzip(path, LARGEST))
        notes.append(_("The table was taken out of an archive."))
        return _opened(Path(held[-1].name), reading, held, notes, depth + 1)
    if start.startswith(ZIP) and not wrapped.is_spreadsheet(path):
        if depth > 1:
            raise TableProblem(_("There is an archive inside an archive. Give the table itself."))
        copy, name = wrapped.unpack_zip(path, LARGEST)
        held.append(copy)
        notes.append(_("The table %(name)s was taken out of an archive.") % {"name": name})
        return _opened(Path(copy.name), reading, held, notes, depth + 1)
    if start.startswith((OLE, *ZIP)):
        return _from_sheets(path, reading, held, notes)
    if not start.strip():
        raise TableProblem(_("The file is empty."))
    if start.startswith(NOT_TABLES) or _is_binary(start):
        raise TableProblem(
            _("This is not a table. Give a CSV, Excel (.xlsx, .xls) or LibreOffice (.ods) file.")
        )
    if MARKUP.match(start.removeprefix(codecs.BOM_UTF8)):
        return _from_html(path, reading, held, notes)
    return _from_text(path, reading, held, notes)


def _from_sheets(path: Path, reading: Reading, held: list[Any], notes: list[str]) -> Table:
    with path.open("rb") as file:
        is_locked = LOCKED in file.read(65_536)
    if is_locked:
        raise TableProblem(_("The file is locked with a password. Take the password off and try again."))
    book = Workbook(path)
    held.append(book)
    name = reading.sheet if reading.sheet and reading.sheet in book.sheets else book.first_filled()
    if len(book.sheets) > 1:
        notes.append(_("The sheet “%(name)s” is read.") % {"name": name})
    reading = Reading(kind=SHEET, sheet=name, header=reading.header)
    return Table(reading, partial(book.rows, name), sheets=book.sheets, notes=notes, held=held)


def _from_html(path: Path, reading: Reading, held: list[Any], notes: list[str]) -> Table:
    if path.stat().st_size > html_tables.LARGEST:
        raise wrapped.too_large(html_tables.LARGEST)
    encoding = _encoding(path, reading, notes)
    rows = html_tables.largest_table(path.read_text(encoding, errors="replace").replace("\0", "\ufffd"))
    notes.append(_("The largest table of the web page is read."))
    reading = Reading(kind=HTML, encoding=encoding, header=reading.header)
    return Table(reading, lambda: (list(row) for row in rows), sheets=[], notes=notes, held=held)


def _from_text(path: Path, reading: Reading, held: list[Any], notes: list[str]) -> Table:
    encoding = _encoding(path, reading, notes)
    dialect = delimited.sniff(path, encoding, reading.delimiter)
    reading = Reading(kind=TEXT, encoding=encoding, delimiter=dialect.delimiter, header=reading.header)
    return Table(reading, lambda: delimited.read(path, encoding, dialect), sheets=[], notes=notes, held=held)


def _encoding(path: Path, reading: Reading, notes: list[str]) -> str:
    """The chosen encoding, else the one that the content tells; an unusual one is said in the notes."""
    if reading.encoding:
        try:
            return "utf-8-sig" if reading.encoding == "utf-8" else codecs.lookup(reading.encoding).name
        except LookupError:
            pass
    encoding, broken = encodings.detect(path)
    if encoding not in ("utf-8", "utf-8-sig"):
        said = ENCODINGS.get(encoding, encoding)
        notes.append(_("The file is in the encoding %(name)s.") % {"name": said})
    if broken:
        notes.append(_("%(n)d characters of the file are damaged.") % {"n": broken})
    return encoding


def _is_binary(start: bytes) -> bool:
    """Control characters stand in no text, but in UTF-16 every second byte is one."""
    found = len(CONTROL.findall(start))
    is_wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        b"\0" in start and start.count(b"\0") > len(start) / 10
    )
    return found > max(len(start) / 50, 2) and not is_wide


def _width(row: list[str]) -> int:
    """How many cells up to the last filled one."""
    return max((index for index, cell in enumerate(row, start=1) if cell.strip()), default=0)
