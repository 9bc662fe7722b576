"""What a cell of a filled sheet says: a number however it was written, a day however it is named. Pure."""

import re
from datetime import date

MOST = 100_000
NOTHING = {"", "-", "–", "—", "−", "x", "х"}
# «1.000» may be a thousand or one: nobody knows, so it is no number.
PLAIN = re.compile(r"(\d{1,3}(?:[ \u00a0]\d{3})+|\d{1,9})(?:[.,]00?)?")
UNIT = re.compile(r"\s*(раз(?:ів|и)?|осіб|особи|особа|людей|люди|людина|чол\.?|шт\.?)$", re.IGNORECASE)
ROUGH = re.compile(r"^(?:[~≈]|близько|приблизно|десь|прибл\.|бл\.)\s*", re.IGNORECASE)
MARKS = re.compile(r"[|/IІiіl\s]+")
ISO = re.compile(r"(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
DOTTED = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})(?:[./](20\d\d|\d\d))?(?!\d)")
NAMED = re.compile(r"(?<!\d)(\d{1,2})\s+([а-яґєії]+)(?:\s+(20\d\d))?", re.IGNORECASE)
MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
    "листопада", "грудня",
)  # fmt: skip


class NotANumber(ValueError):
    """The cell says something that is no count of people or acts."""


def number_of(text: str) -> tuple[int | None, bool]:
    """The number of a cell and whether it is rough; None for an empty one. Raises NotANumber.

    «12», «12,0», «1 200», «≈40», «12 осіб» and strokes «|||| ||» are numbers; «-3», «12,5», «10–15» are not.
    """
    said = text.strip()
    if said.casefold() in NOTHING:
        return None, False
    bare, rough = ROUGH.subn("", said)
    bare = UNIT.sub("", bare.strip())
    if found := PLAIN.fullmatch(bare):
        value = int(re.sub(r"\D", "", found[1]))
        if value > MOST:
            raise NotANumber(text)
        return value, bool(rough)
    if MARKS.fullmatch(bare):
        return len(re.sub(r"\s", "", bare)), bool(rough)
    raise NotANumber(text)


def day_of_heading(text: str, today: date) -> date | None:
    """The day in a heading or a cell: «пн 16.11.2026», «16.11», «2026-11-16», «16 листопада»; else None.

    Without a year it is the last such day that has come.
    """
    if found := ISO.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := DOTTED.search(text):
        year = int(found[3]) if found[3] else None
        if year is not None and year < 100:
            year += 2000
        return _nearest(year, int(found[2]), int(found[1]), today)
    if (found := NAMED.search(text)) and found[2].casefold() in MONTHS:
        month = MONTHS.index(found[2].casefold()) + 1
        return _nearest(int(found[3]) if found[3] else None, month, int(found[1]), today)
    return None


def _nearest(year: int | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _day(year, month, day)
    this = _day(today.year, month, day)
    return _day(today.year - 1, month, day) if this is None or this > today else this


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
