"""Tables that leave the house: CSV and XLSX that open well in a Ukrainian Excel and come back unchanged."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from itertools import batched
from typing import IO, Any

import xlsxwriter

# A spreadsheet would run such a cell as a formula. Plain numbers are let through.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
NUMBER = re.compile(r"[-+]?\d{1,15}([.,]\d+)?")
CHUNK = 200  # rows in a piece of the answer
LONGEST_CELL = 32_767  # characters, by Excel
NARROW, WIDE = 10, 60

type Cell = str | int | Decimal


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The table as CSV for Excel in Ukraine: UTF-8 with its mark, semicolons. Made piece by piece."""
    yield b"\xef\xbb\xbf" + _piece([header])
    for some in batched(rows, CHUNK):
        yield _piece(some)


def write_xlsx(
    file: IO[bytes],
    *,
    sheet: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int] = (),
    notes: Sequence[tuple[str, Sequence[Sequence[Cell]]]] = (),
) -> None:
    """The table as an Excel file, row by row, so that the memory does not grow. A cell is text, or a
    number that Excel adds up: whole (int) or of money (Decimal).

    `widths` in characters; `notes` are further sheets: a name and rows.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    head = book.add_format(
        {"bold": True, "bg_color": "#E8EEF7", "text_wrap": True, "valign": "top", "border": 1}
    )
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    whole = book.add_format({"valign": "top", "num_format": "0"})
    sums = book.add_format({"valign": "top", "num_format": "#,##0.00"})
    page = book.add_worksheet(sheet[:31])
    page.freeze_panes(1, 0)
    for column, name in enumerate(header):
        width = widths[column] if column < len(widths) else len(name) + 4
        page.set_column(column, column, min(max(width, NARROW), WIDE))
    _write(page, 0, header, head)
    for number, row in enumerate(rows, start=1):
        _write(page, number, row, body, whole, sums)
    for name, lines in notes:
        page = book.add_worksheet(name[:31])
        page.set_column(0, 0, 34)
        page.set_column(1, 3, WIDE)
        for number, line in enumerate(lines):
            _write(page, number, line, head if number == 0 else body, whole, sums)
    book.close()


def inert(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula; `open_table` gives it back as it was."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def _piece(rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _write(
    page: Any, number: int, row: Sequence[Cell], style: Any, whole: Any = None, sums: Any = None
) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, Decimal | int):
            page.write_number(number, column, cell, sums if isinstance(cell, Decimal) else whole)
        elif cell:
            page.write_string(number, column, cell[:LONGEST_CELL], style)
