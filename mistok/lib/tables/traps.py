"""Spreadsheets made to fill the memory, told before anything opens them.

Calamine holds the rectangle around all cells: two of them at the ends of a sheet, a few hundred bytes on
disk, end the whole process, and no exception comes out of that. So a file is looked through first.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from mistok.lib.archives import NOT_UNPACKED
from mistok.lib.tables.problems import TableProblem

LARGEST_UNPACKED = 600 * 1024 * 1024  # bytes; more is a trap and not a table
MOST_CELLS = 30_000_000  # of the rectangle around all cells
MOST_REPEATED = 10_000_000  # of a table of LibreOffice, where every cell of the rectangle may hold a text
NARROWEST = 26  # columns that a sheet is taken to have at least
BLOCK = 1_048_576
OVERLAP = 300  # bytes: no tag that matters is longer
CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,9})["']""")
# Records of .xlsb (MS-XLSB 2.1.4, 2.3): the first number of a row is its place, of a cell its column.
BINARY_ROW, BINARY_CELLS, BINARY_SHEET = 0, range(1, 12), 145


def refuse_traps(path: Path) -> None:
    """Raise TableProblem for a spreadsheet that would fill the memory, and for an archive that is damaged."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST_UNPACKED:
                raise TableProblem(_("There is too much in this file. Part it into several."))
            is_binary = "xl/workbook.bin" in archive.namelist()
            for each in archive.infolist():  # a workbook may keep its sheets under any name
                looks = [_markup, *([_open_document] if each.filename == "content.xml" else [])]
                for look in (*looks, *([_binary] if is_binary else [])):
                    with archive.open(each) as part:
                        if not look(part):
                            raise _too_wide()
    except (*NOT_UNPACKED, expat.ExpatError) as error:
        raise broken() from error


def broken() -> TableProblem:
    """The file has the shape of a spreadsheet and does not open."""
    return TableProblem(
        _("The file is damaged and does not open. Open it in Excel and save it anew as .xlsx.")
    )


def _too_wide() -> TableProblem:
    return TableProblem(
        _("A sheet of this file is too wide and too long. Delete the empty rows and columns.")
    )


def _fits(rows: int, columns: int) -> bool:
    return rows * max(columns, NARROWEST) <= MOST_CELLS


def _markup(part: IO[bytes]) -> bool:
    """Whether a sheet of .xlsx fits the memory, by its last row and its last column."""
    widest, last, rest = 0, 0, b""
    while block := part.read(BLOCK):
        text = rest + block
        for column, row in CELL.findall(text):
            last = max(last, int(row))
            if len(column) > 1:
                widest = max(widest, _number_of(column.upper()))
        last = max(0, last, *map(int, ROW.findall(text)))
        rest = text[-OVERLAP:]
    return _fits(last, widest)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _binary(part: IO[bytes]) -> bool:
    """Whether a sheet of .xlsb fits the memory."""
    last = widest = 0
    is_sheet = False
    for kind, start in _records(part):
        if kind == BINARY_SHEET:
            is_sheet = True
        elif is_sheet and kind == BINARY_ROW:
            last = max(last, start + 1)
        elif is_sheet and kind in BINARY_CELLS:
            widest = max(widest, start + 1)
    return _fits(last, widest)


def _open_document(part: IO[bytes]) -> bool:
    """Whether the tables of .ods fit the memory."""
    return _Repeated().largest(part) <= MOST_REPEATED


def _records(packed: IO[bytes]) -> Iterator[tuple[int, int]]:
    part = BufferedReader(packed, BLOCK)  # type: ignore[type-var]
    while first := part.read(1):
        kind = first[0]
        if kind & 0x80:
            kind = kind & 0x7F | (part.read(1) or b"\0")[0] << 7
        size = shift = 0
        for _place in range(4):
            byte = (part.read(1) or b"\0")[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        start = part.read(min(size, 4))
        part.read(size - len(start))
        yield kind, int.from_bytes(start, "little")


class _Repeated:
    """The tables of .ods, where one cell stands for any number of the same."""

    def __init__(self) -> None:
        self.most = self.rows = self.last = self.widest = self.row = self.column = self.cell = self.filled = 0

    def largest(self, part: IO[bytes]) -> int:
        """Cells of the largest rectangle."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.ParseFile(part)
        return self.most

    def _begin(self, name: str, attributes: dict[str, Any]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "table":
            self.rows = self.last = self.widest = 0
        elif kind == "table-row":
            self.row = _times(attributes, "number-rows-repeated")
            self.column = self.filled = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self.cell = _times(attributes, "number-columns-repeated")
            self.column += self.cell
            if any(each.endswith(":value-type") for each in attributes):
                self.filled = self.column
        elif kind == "p" and self.cell:
            self.filled = self.column

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind in ("table-cell", "covered-table-cell"):
            self.cell = 0
        elif kind == "table-row":
            self.rows += self.row
            self.widest = max(self.widest, self.filled)
            if self.filled:
                self.last = self.rows
            self.most = max(self.most, self.last * self.widest)


def _times(attributes: dict[str, Any], name: str) -> int:
    said = next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "1")
    return int(said)
