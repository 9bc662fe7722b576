"""Cells of sets of local acts as values: days, numbers, results of votes, statuses; "null" is nothing."""

import re
from datetime import date, timedelta

from mistok.acts.importing.rows import line
from mistok.ukrainian.dates import MONTHS_GENITIVE

NOTHING = frozenset(
    ("", "null", "none", "nan", "n/a", "na", "-", "–", "—", "немає", "відсутній", "відсутня", "б/н")
)
EXCEL_BEGINS = date(1899, 12, 30)
EARLIEST = 1900
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?![\d])")
_OURS = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_PACKED = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+([а-яіїєґ'’]+)\s+(\d{4})", re.IGNORECASE)
_NUMBER = re.compile(r"(?:№|\bN(?:o|r)?\.?)\s*([\w][\w/.-]*)(?<!\.)", re.IGNORECASE)
_LEADING = re.compile(r"\s*(\d{1,4})\s+від\b")
_NOT_ADOPTED = re.compile(
    r"\bне\s+(?:прийнят|підтриман|набрал|ухвален)|відхилен|знят[оі]|відкладен|про[єе]кт|\bdraft\b|\breject|"
    r"\bnot\s+adopted|\bfail",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"про[єе]кт|\bdraft\b", re.IGNORECASE)
_NO = frozenset(("ні", "no", "false", "0", "неприйнято", "не прийнято"))


def said(cell: str) -> str:
    """The cell as one line; what says that there is nothing is nothing."""
    found = line(cell)
    return "" if found.casefold() in NOTHING else found


def day(cell: str) -> date | None:
    """The day that the cell names, in whichever way of writing; None where it names none.

    >>> day("2021-03-25T00:00:00"), day("25.03.21"), day("Рішення № 4 від 25 березня 2021")
    (datetime.date(2021, 3, 25), datetime.date(2021, 3, 25), datetime.date(2021, 3, 25))
    """
    text = said(cell)
    if match := _ISO.search(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _OURS.search(text):
        year = int(match[3])
        return _made(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))
    if match := _PACKED.fullmatch(text):
        return _made(int(match[1] + match[2]), int(match[3]), int(match[4]))
    if match := _WORDS.search(text):
        month = _month(match[2])
        return _made(int(match[3]), month, int(match[1])) if month else None
    if match := _SERIAL.fullmatch(text):
        return EXCEL_BEGINS + timedelta(days=int(match[1]))
    return None


def number(cell: str) -> str:
    """A number without the sign before it.

    >>> number("№ 43-11/VII"), number("Рішення № 10 від 09.12.2020"), number("4 від 03 лютого 2022 року")
    ('43-11/VII', '10', '4')
    """
    text = said(cell)
    if match := _NUMBER.search(text):
        return match[1]
    if match := _LEADING.match(text):
        return match[1]
    return text


def number_in_date(cell: str) -> str:
    """The number that stands in the cell of the day: «Рішення № 4 від 25 березня 2021»."""
    text = said(cell)
    match = _NUMBER.search(text) or _LEADING.match(text)
    return match[1] if match else ""


def is_adopted(cell: str) -> bool:
    """Whether the result of a vote, or the stage, says that the act was adopted; silence says so too."""
    text = said(cell)
    return not text or not (text.casefold() in _NO or _NOT_ADOPTED.search(text))


def is_draft(cell: str) -> bool:
    """Whether the stage is that of a draft."""
    return bool(_DRAFT.search(said(cell)))


def _made(year: int, month: int, day_: int) -> date | None:
    try:
        found = date(year, month, day_)
    except ValueError:
        return None
    return found if found.year >= EARLIEST else None


def _month(name: str) -> int:
    low = name.lower().replace("’", "'")
    return next((index for index, each in enumerate(MONTHS_GENITIVE, start=1) if each == low), 0)
