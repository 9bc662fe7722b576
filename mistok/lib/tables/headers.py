"""Where the names of the columns stand, and what the columns are called."""

import json
import re
from collections.abc import Container, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mistok.lib.tables.problems import TableProblem

LOOK_AT = 60  # rows
NUMBER = re.compile(r"[-+]?\d[\d\s\u00a0]*([.,]\d+)?%?|\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
YEAR = re.compile(r"(19|20)\d\d")


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The number, from 1, of the row with the names of the columns; 0 when the table begins with data."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    counts = sorted(each for each in filled if each) or [0]
    typical = counts[len(counts) * 2 // 3]
    for index, count in enumerate(filled):
        if count and count >= 0.6 * typical:
            return 0 if _is_data(rows[index], rows[index + 1 :]) else index + 1
    return 0


def names(row: Sequence[str], width: int) -> list[str]:
    """Names of all columns, each once: an empty one is numbered, a repeated one gets a number too."""
    found: list[str] = []
    taken: set[str] = set()
    for index in range(max(width, len(row))):
        said = " ".join(row[index].split()) if index < len(row) else ""
        base = said or _("Column %(n)d") % {"n": index + 1}
        name, times = base, 1
        while name in taken:
            times += 1
            name = f"{base} ({times})"
        taken.add(name)
        found.append(name)
    return found


def columns_said(text: str, header: Sequence[str], fields: Container[str]) -> dict[str, int]:
    """The place of the column of each field, from JSON: `{"name": "Назва послуги"}`, or a number from 1.

    Raises TableProblem for what is no such JSON, and for a field or a column that is not there.
    """
    try:
        given: Any = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise TableProblem(_('The columns should be JSON: {"field": "header of the column"}.'))
    found = {}
    for field, said in given.items():
        place = said - 1 if isinstance(said, int) else header.index(said) if said in header else -1
        if field not in fields or not 0 <= place < len(header):
            raise TableProblem(
                _("There is no field “%(field)s” or no column “%(column)s”. The columns are: %(columns)s")
                % {"field": field, "column": said, "columns": ", ".join(header)}
            )
        found[field] = place
    return found


def _is_data(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Numbers above numbers speak for data, words above numbers for names."""
    data = header = 0
    for index, cell in enumerate(row):
        values = [each[index].strip() for each in below if index < len(each) and each[index].strip()]
        numbers = sum(bool(NUMBER.fullmatch(value)) for value in values)
        is_numeric = numbers * 2 >= len(values)
        if NUMBER.fullmatch(cell.strip()):
            is_year = YEAR.fullmatch(cell.strip()) and not any(YEAR.fullmatch(value) for value in values)
            data += is_numeric and not is_year
        elif cell.strip() and values:
            header += is_numeric
    return data > header
