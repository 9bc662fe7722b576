"""Dates, times and periods as Ukrainian sentences have them: every form is written out, none is computed."""

from datetime import date, datetime, time, timedelta
from typing import Final

MONTHS: Final = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip
MONTHS_GENITIVE: Final = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip
MONTHS_ACCUSATIVE: Final = MONTHS
MONTHS_LOCATIVE: Final = (
    "січні", "лютому", "березні", "квітні", "травні", "червні",
    "липні", "серпні", "вересні", "жовтні", "листопаді", "грудні",
)  # fmt: skip

WEEKDAYS: Final = ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя")
WEEKDAYS_GENITIVE: Final = ("понеділка", "вівторка", "середи", "четверга", "п’ятниці", "суботи", "неділі")
WEEKDAYS_ACCUSATIVE: Final = ("понеділок", "вівторок", "середу", "четвер", "п’ятницю", "суботу", "неділю")
WEEKDAYS_LOCATIVE: Final = ("понеділку", "вівторку", "середі", "четверзі", "п’ятниці", "суботі", "неділі")
WEEKDAYS_SHORT: Final = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")

QUARTERS: Final = ("I", "II", "III", "IV")


def date_long(day: date) -> str:
    """
    >>> date_long(date(2026, 11, 20))
    '20 листопада 2026'
    """
    return f"{day_month(day)} {day.year}"


def day_month(day: date) -> str:
    """
    >>> day_month(date(2026, 11, 20))
    '20 листопада'
    """
    return f"{day.day} {MONTHS_GENITIVE[day.month - 1]}"


def weekday_date(day: date) -> str:
    """
    >>> weekday_date(date(2026, 11, 20))
    'п’ятниця, 20 листопада 2026'
    """
    return f"{WEEKDAYS[day.weekday()]}, {date_long(day)}"


def on_weekday(day: date) -> str:
    """When something happens, for the middle of a sentence.

    >>> on_weekday(date(2026, 11, 25))
    'у середу, 25 листопада'
    """
    return f"у {WEEKDAYS_ACCUSATIVE[day.weekday()]}, {day_month(day)}"


def month_year(day: date) -> str:
    """
    >>> month_year(date(2012, 7, 1))
    'липень 2012'
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def in_month(day: date) -> str:
    """
    >>> in_month(date(2026, 2, 3))
    'у лютому 2026 року'
    """
    return f"у {MONTHS_LOCATIVE[day.month - 1]} {day.year} року"


def time_hm(moment: time | datetime) -> str:
    """
    >>> time_hm(time(14, 30)), time_hm(time(9, 5, 59))
    ('14:30', '09:05')
    """
    return f"{moment.hour:02d}:{moment.minute:02d}"


def period(start: date, end: date, *, named: bool = True) -> str:
    """The days from `start` to `end`, both included, the way a report's heading says it.

    Whole years, half-years, quarters and months are called by their names; `named=False` spells half-years
    and quarters by their months («з січня по березень 2026 року»). Raises ValueError when `end` comes first.

    >>> period(date(2012, 7, 1), date(2013, 2, 28))
    'з липня 2012 по лютий 2013 року'
    >>> period(date(2026, 10, 28), date(2026, 11, 3))
    'з 28 жовтня по 3 листопада 2026 року'
    """
    if end < start:
        raise ValueError(f"the period ends on {end} before it starts on {start}")
    if start == end:
        return f"за {date_long(start)} року"
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        return _whole_months(start, end, named)
    if start.year != end.year:
        return f"з {date_long(start)} по {date_long(end)} року"
    if start.month != end.month:
        return f"з {day_month(start)} по {date_long(end)} року"
    return f"з {start.day} по {date_long(end)} року"


def _whole_months(start: date, end: date, named: bool) -> str:
    first, last = start.month, end.month
    if (first, last) == (1, 12):
        return f"за {start.year} рік" if start.year == end.year else f"за {start.year}–{end.year} роки"
    if start.year != end.year:
        return f"з {MONTHS_GENITIVE[first - 1]} {start.year} по {MONTHS_ACCUSATIVE[last - 1]} {end.year} року"
    if first == last:
        return f"за {MONTHS_ACCUSATIVE[first - 1]} {start.year} року"
    if named and first % 3 == 1 and last == first + 2:
        return f"за {QUARTERS[first // 3]} квартал {start.year} року"
    if named and first in (1, 7) and last == first + 5:
        return f"за {QUARTERS[first // 6]} півріччя {start.year} року"
    return f"з {MONTHS_GENITIVE[first - 1]} по {MONTHS_ACCUSATIVE[last - 1]} {start.year} року"
