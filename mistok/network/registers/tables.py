"""Rows of a table that somebody else made: CSV in whatever encoding and with whatever delimiter, or XLSX.

An unclosed quotation mark spoils its own row and not the rest of the file.
"""

import codecs
import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine
from django.utils.translation import gettext as _

from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.tables import TableProblem
from mistok.lib.tables.traps import refuse_traps
from mistok.network.imports import Fault

LOOK_AT = 65_536  # bytes that tell the encoding
HEADER_WITHIN = 5  # sheets may have a line of long titles above the names of the columns
LONGEST_CONTENT = 500
MOST_LINES = 20  # in one quoted cell


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its number in the file (the first line is 1) and its cells by column."""

    number: int
    cells: dict[str, str]

    @property
    def content(self) -> str:
        """The row as a person will see it in the list of bad ones."""
        return ";".join(self.cells.values())[:LONGEST_CONTENT]

    def fault(self, reason: str) -> Fault:
        """The row left out."""
        return Fault(self.number, self.content, reason)


def read_table(path: Path, columns: Sequence[str], what: str) -> Iterator[Row | Fault]:
    """Every row that is not empty. Cells are stripped and their inner spaces made single.

    `columns` must all be there, in any order, other ones may be. Raises ImportProblem, which names `what` was
    expected, when they are not or when the file is no table at all.
    """
    lines = _sheet(path, what) if zipfile.is_zipfile(path) else _lines(path, columns)
    header: list[str] | None = None
    for number, cells in lines:
        if isinstance(cells, Fault):
            if header is None:
                break
            yield cells
        elif header is None:
            names = [each.lower() for each in cells]
            if set(columns) <= set(names):
                header = names
            elif number >= HEADER_WITHIN:
                break
        elif any(cells):
            if len(cells) != len(header):
                reason = _("There should be %(number)d columns.") % {"number": len(header)}
                yield Fault(number, ";".join(cells)[:LONGEST_CONTENT], reason)
            else:
                yield Row(number, dict(zip(header, cells, strict=True)))
    if header is None:
        raise ImportProblem(
            _("This is not %(what)s: the columns %(columns)s should stand in it.")
            % {"what": what, "columns": ", ".join(columns)}
        )


type Lines = Iterator[tuple[int, list[str] | Fault]]


def _lines(path: Path, columns: Sequence[str]) -> Lines:
    with path.open("rb") as file:
        start = file.read(LOOK_AT)
    encoding = _encoding(start)
    first = start.decode(encoding, errors="replace").partition("\n")[0].lower()
    delimiter = max(",;\t", key=lambda each: sum(f"{each}{name}" in first for name in columns))
    with path.open(encoding=encoding, errors="replace") as file:
        for number, text in _whole_rows(file):
            text = text.replace("\0", "\ufffd")
            try:
                cells = next(csv.reader([text], delimiter=delimiter, strict=True), [])
            except csv.Error:
                yield number, Fault(number, _content(text), _("The quotation marks do not match."))
                continue
            if "\ufffd" in text:
                reason = _("The encoding is broken: save the file as UTF-8.")
                yield number, Fault(number, _content(text), reason)
                continue
            yield number, [" ".join(cell.split()) for cell in cells]


def _whole_rows(file: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Rows with the number of their first line. A quoted cell may hold line breaks, but only so many:
    a quotation mark that nothing closes spoils its own line alone."""
    waiting: list[str] = []
    first = 0
    for number, line in enumerate(file, start=1):
        waiting.append(line)
        first = first or number
        if sum(each.count('"') for each in waiting) % 2 == 0:
            yield first, "".join(waiting)
            waiting, first = [], 0
        elif len(waiting) > MOST_LINES:
            yield from ((first + index, each) for index, each in enumerate(waiting))
            waiting, first = [], 0
    yield from ((first + index, each) for index, each in enumerate(waiting))


def _content(text: str) -> str:
    return text.strip()[:LONGEST_CONTENT]


def _encoding(start: bytes) -> str:
    """UTF-8 unless most of it is not: one wrong byte must not turn the whole file into another alphabet."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    wrong = start.decode("utf-8", errors="replace").count("\ufffd")
    letters = sum(byte >= 0xC0 for byte in start)
    return "cp1251" if wrong > letters / 2 else "utf-8-sig"


def _sheet(path: Path, what: str) -> Lines:
    try:
        refuse_traps(path)
    except TableProblem as problem:
        raise ImportProblem(str(problem)) from problem
    try:
        sheet = python_calamine.load_workbook(path).get_sheet_by_index(0)
        for number, values in enumerate(sheet.iter_rows(), start=1):
            yield number, [_said(each) for each in values]
    except (python_calamine.CalamineError, ValueError, OSError, IndexError) as error:
        raise ImportProblem(
            _("This is not %(what)s: the file does not open as a table.") % {"what": what}
        ) from error


def _said(value: object) -> str:
    """A cell as the CSV edition of the same register writes it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
