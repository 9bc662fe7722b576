"""Reading the codifier of administrative and territorial units (КАТОТТГ), without a database.

Two shapes are known: the official file of the ministry (`;`, the chain of codes from the oblast down in five
columns) and the reshaped one (code, parent, level, category, name). Each line is read by itself, so that one
unclosed quotation mark spoils one row and not the rest of the file.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from mistok.lib.jobs.runners import ImportProblem
from mistok.network.models import TerritoryCategory

CODE = re.compile(r"UA[0-9]{17}")
LONGEST_NAME = 120
# How many digits after "UA" say where a unit of the level lies; the rest up to the twelfth are zeros, and the
# last five number the unit itself (order of Minregion № 290 of 26.11.2020; true of all 31,748 units of 2025).
PLACE_DIGITS = {1: 2, 2: 4, 3: 7, 4: 10, 5: 12}
OFFICIAL = ("перший рівень", "другий рівень", "третій рівень", "четвертий рівень", "додатковий рівень")
RESHAPED = ("code", "parent", "level", "category", "name")
# Texts of the ministry print Cyrillic letters that look like the Latin ones of the codifier.
LATIN = str.maketrans("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXU")


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A good row. Sorted, parents come before their children."""

    level: int
    row: int
    code: str
    parent: str
    category: str
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is left out: its number in the file (the header is row 1), its text, and why."""

    row: int
    content: str
    reason: str


class BadRowError(ValueError):
    """The row cannot be a unit; the text says why."""


def read_codifier(path: Path) -> Iterator[Unit | Fault]:
    """Every unit and every bad row of the file, in its order.

    Raises ImportProblem when the file as a whole is not the codifier.
    """
    with path.open("rb") as file:
        encoding, delimiter, parse = _recognise(file.readline())
        seen: dict[str, int] = {}
        for number, raw in enumerate(file, start=2):
            if not raw.strip(b" \t\r\n;,"):
                continue
            try:
                unit = parse(number, _cells(raw, encoding, delimiter))
                if unit.code in seen:
                    raise BadRowError(
                        _("The code %(code)s already stands in row %(row)d.")
                        % {"code": unit.code, "row": seen[unit.code]}
                    )
            except BadRowError as error:
                text = raw.decode(encoding, errors="replace").strip().replace("\0", "�")
                yield Fault(number, text[:500], str(error))
            else:
                seen[unit.code] = number
                yield unit


type Parser = Callable[[int, list[str]], Unit]


def _recognise(header: bytes) -> tuple[str, str, Parser]:
    """The encoding, the delimiter and the parser of the file, learnt from its first line."""
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = header.decode(encoding)
        except UnicodeDecodeError:
            continue
        for delimiter in (";", ",", "\t"):
            names = tuple(cell.strip().strip('"').lower() for cell in text.split(delimiter))
            if names[:5] == OFFICIAL and len(names) >= 7:
                return encoding.removesuffix("-sig"), delimiter, _official
            if names[:5] == RESHAPED:
                return encoding.removesuffix("-sig"), delimiter, _reshaped
    raise ImportProblem(
        _(
            "This is not the codifier: its first row should name the columns “Перший рівень; … ; Назва "
            "об’єкта” or “code, parent, level, category, name”. Take the CSV file from the ministry’s page."
        )
    )


def _cells(raw: bytes, encoding: str, delimiter: str) -> list[str]:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise BadRowError(_("The encoding is broken: save the file as UTF-8.")) from None
    if "�" in text or "\0" in text:
        raise BadRowError(_("The encoding is broken: save the file as UTF-8."))
    try:
        return [" ".join(cell.split()) for cell in next(csv.reader([text], delimiter=delimiter, strict=True))]
    except csv.Error:
        raise BadRowError(_("The quotation marks do not match.")) from None


def _official(number: int, cells: list[str]) -> Unit:
    if len(cells) < 7 or any(cells[7:]):
        raise BadRowError(_("There should be 7 columns."))
    chain = cells[:5]
    while chain and not chain[-1]:
        chain.pop()
    code = _code(chain[-1] if chain else "")
    above = [_code(each) for each in chain[:-1] if each]
    return _unit(number, code, above[-1] if above else "", len(chain), cells[5], cells[6])


def _reshaped(number: int, cells: list[str]) -> Unit:
    if len(cells) < 5 or any(cells[5:]):
        raise BadRowError(_("There should be 5 columns."))
    code, parent, level, category, name = cells[:5]
    if level not in {"1", "2", "3", "4", "5"}:
        raise BadRowError(_("The level should be a number from 1 to 5."))
    return _unit(number, _code(code), _code(parent) if parent else "", int(level), category, name)


def _code(text: str) -> str:
    code = text.upper().translate(LATIN)
    if not CODE.fullmatch(code):
        raise BadRowError(
            _("The code “%(code)s” is wrong: it should be UA and 17 digits.") % {"code": text[:40]}
        )
    return code


def _unit(number: int, code: str, parent: str, level: int, category: str, name: str) -> Unit:
    _check_place(code, parent, level)
    letter = category.upper().translate(LATIN)
    if letter not in TerritoryCategory.values:
        raise BadRowError(_("The category “%(category)s” is unknown.") % {"category": category[:20]})
    if not name:
        raise BadRowError(_("The name is missing."))
    if len(name) > LONGEST_NAME:
        raise BadRowError(_("The name is longer than %(limit)d characters.") % {"limit": LONGEST_NAME})
    return Unit(level, number, code, parent, letter, name)


def _check_place(code: str, parent: str, level: int) -> None:
    """The digits of a code tell where the unit lies; a slip of the pen in them shows itself here."""
    digits = PLACE_DIGITS[level]
    within = parent[2:12].rstrip("0")
    misplaced = code[2 + digits : 14].strip("0") or not code[2 : 2 + digits].startswith(within)
    if misplaced or (level > 1) != bool(parent):
        raise BadRowError(
            _("The code %(code)s is wrong: it does not fit the unit above it.") % {"code": code}
        )
