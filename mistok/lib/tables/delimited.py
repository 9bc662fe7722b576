"""Text with delimiters, record by record: quoted cells over several lines, a quotation mark nobody closes."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import log2
from pathlib import Path

from django.utils.translation import gettext as _

from mistok.lib.tables.problems import TableProblem
from mistok.lib.tables.reading import DELIMITERS

SAMPLE_LINES, SAMPLE_RECORDS = 200, 80
LONGEST_LINE = 4_000_000  # characters
MOST_LINES, MOST_CHARACTERS = 500, 1_000_000  # in one quoted cell
# Excel takes such a cell for a formula; `writing` puts an apostrophe before it, which is taken off here.
GUARDED = re.compile(r"'+[=+\-@\t\r]")
csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are parted and quoted."""

    delimiter: str = ","
    backslash: bool = False  # \" inside a quoted cell
    spaced: bool = False  # a space before the quotation mark


def read(path: Path, encoding: str, dialect: Dialect) -> Iterator[list[str]]:
    """Every record of the file, blank ones too, so that their numbers are those of a spreadsheet's rows."""
    with path.open(encoding=encoding, errors="replace") as file:
        yield from records(_lines(file), dialect)


def sniff(path: Path, encoding: str, delimiter: str | None = None) -> Dialect:
    """The dialect of the file, learnt from its first lines; a delimiter that a person chose is kept."""
    with path.open(encoding=encoding, errors="replace") as file:
        lines = list(islice(_lines(file), SAMPLE_LINES))
    text = "".join(lines)
    choices = [delimiter] if delimiter else DELIMITERS
    best = max(choices, key=lambda each: _evenness(lines, Dialect(each)))
    backslash = '\\"' in text and text.count('\\"') > text.count('""')
    # A cell may as well end in a backslash: read so, its record would run into the next one.
    backslash = backslash and _evenness(lines, Dialect(best, True)) >= _evenness(lines, Dialect(best))
    spaced = f'{best} "' in text and f'{best}"' not in text
    return Dialect(best, backslash, spaced)


def records(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """The lines joined into records and parted into cells."""
    source, waiting = iter(lines), deque[str]()
    while True:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            return
        if '"' not in line:
            yield _plain(line, dialect)
            continue
        taken, is_open = [line], _is_open(line, False, dialect)
        size = len(line)
        while is_open and len(taken) < MOST_LINES and size < MOST_CHARACTERS:
            more = waiting.popleft() if waiting else next(source, None)
            if more is None:
                break
            taken.append(more)
            size += len(more)
            is_open = _is_open(more, True, dialect)
        if is_open:  # nobody closes it: the mark spoils its own line and not the rest of the file
            waiting.extendleft(reversed(taken[1:]))
            yield _plain(line, dialect)
        else:
            yield _quoted("".join(taken), dialect)


def _lines(file: Iterable[str]) -> Iterator[str]:
    readline = file.readline  # type: ignore[attr-defined]
    while line := readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise TableProblem(_("A line of this file has no end: this is not a table."))
        yield line.replace("\0", "\ufffd") if "\0" in line else line


def _plain(line: str, dialect: Dialect) -> list[str]:
    line = line.rstrip("\n")
    return [_bare(cell) for cell in line.split(dialect.delimiter)] if line else []


def _quoted(text: str, dialect: Dialect) -> list[str]:
    reader = csv.reader(
        [text.removesuffix("\n")],
        delimiter=dialect.delimiter,
        escapechar="\\" if dialect.backslash else None,
        skipinitialspace=dialect.spaced,
    )
    try:
        return [_bare(cell) for cell in next(reader, [])]
    except csv.Error:
        return _plain(text.replace("\n", " "), dialect)


def _bare(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def _is_open(line: str, inside: bool, dialect: Dialect) -> bool:
    """Whether a quoted cell goes on behind this line; `inside`: one came into it."""
    place, delimiter = 0, dialect.delimiter
    while True:
        if inside:
            place = line.find('"', place)
            if place < 0:
                return True
            if dialect.backslash and line[place - 1 : place] == "\\":
                place += 1
                continue
            if line[place + 1 : place + 2] == '"':
                place += 2
                continue
            inside = False
        elif line[place : place + 1] == '"':
            inside = True
            place += 1
            continue
        elif dialect.spaced and line[place : place + 1] == " ":
            place += 1
            continue
        place = line.find(delimiter, place)
        if place < 0:
            return False
        place += 1


def _evenness(lines: list[str], dialect: Dialect) -> float:
    """How evenly the dialect parts the records; nothing when it parts none."""
    first = list(islice(records(lines, dialect), SAMPLE_RECORDS))
    widths = [len(cells) for cells in first if any(cells)] or [len(cells) for cells in first]
    wide = Counter(width for width in widths if width > 1).most_common(1)
    if not wide:
        return 0.0
    width, times = wide[0]
    return times / len(widths) * log2(1 + width)
