"""Hours as people write them – a week of days with a break, or a line of times – and OpenStreetMap syntax.

Both ways, and only where nothing is lost: what the plain form cannot say stays in the syntax.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from mistok.lib.opening_hours import day_hours, is_readable

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SOME_MONDAY = date(2026, 6, 1)
TIME = r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?"
RANGE = re.compile(rf"(?:з|від|из|с|from)?\s*{TIME}\s*(?:-|–|—|до|to)\s*{TIME}\s*", re.IGNORECASE)
# weekdays, times, «off» and the signs between: no seasons, weeks of the year, holidays, comments
ONLY_WEEKLY = re.compile(rf"(?:{'|'.join(DAYS)}|\d?\d:\d\d|off|closed|24/7|[\s,;-])*")

type Hours = tuple[tuple[str, str], ...]  # («09:00», «13:00»), («14:00», «18:00»); empty: a day off
type Week = tuple[Hours, ...]  # seven of them, Monday first


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the editor: from, to and the break, each «HH:MM» or empty."""

    opens: str = ""
    closes: str = ""
    pause: str = ""
    back: str = ""


def from_week(week: Week) -> str:
    """The week in the syntax: «Mo-Fr 09:00-13:00,14:00-18:00; Sa,Su off».

    >>> from_week(((("09:00", "18:00"),),) * 5 + ((), ()))
    'Mo-Fr 09:00-18:00; Sa,Su off'
    """
    if not any(week):
        return ""
    # a rule after «;», and «off» after anything, cut off the night that began the day before
    nights = any(last <= first for hours in week for first, last in hours)
    rules = []
    for hours, numbered in groupby(enumerate(week), key=lambda each: each[1]):
        days = [DAYS[number] for number, _ in numbered]
        named = f"{days[0]}-{days[-1]}" if len(days) > 2 else ",".join(days)
        if hours or not nights:
            rules.append(f"{named} {','.join('-'.join(each) for each in hours) or 'off'}")
    return (", " if nights else "; ").join(rules)


def to_week(spec: str) -> Week | None:
    """The week that the specification means; None when it says more than one can write by weekdays.

    >>> to_week("Mo-Fr 09:00-18:00; PH off") is None
    True
    """
    if not spec.strip():
        return ((),) * 7
    if not ONLY_WEEKLY.fullmatch(spec) or not is_readable(spec):
        return None
    week = tuple(day_hours(spec, SOME_MONDAY + timedelta(days=number), False) for number in range(7))
    return week if all(_is_plain(hours) for hours in week) else None


def _is_plain(hours: Hours) -> bool:
    """Whether a day is from one time to another with one break at most."""
    if len(hours) == 2:
        return hours[0][0] < hours[0][1] < hours[1][0] < hours[1][1]
    return len(hours) < 2


def to_lines(week: Week) -> list[Line]:
    """The week as the editor shows it: the pause between two openings is the break."""
    lines = []
    for hours in week:
        if len(hours) == 2:
            (opens, pause), (back, closes) = hours
            lines.append(Line(opens, closes, pause, back))
        else:
            lines.append(Line(*hours[0]) if hours else Line())
    # a time input knows no 24:00
    return [replace(line, closes="00:00") if line.closes == "24:00" else line for line in lines]


def from_line(line: Line) -> Hours:
    """The hours of a day. Raises ValueError when they are out of order or one of a pair is missing."""
    if bool(line.opens) != bool(line.closes) or bool(line.pause) != bool(line.back):
        raise ValueError("one of two times is missing")
    if line.pause and not line.opens:
        raise ValueError("a break without hours")
    if not line.opens:
        return ()
    closes = _closing(line.closes)
    if not line.pause:
        if line.opens == closes:
            raise ValueError("no time between")
        return ((line.opens, closes),)
    if not line.opens < line.pause < line.back < closes:
        raise ValueError("the break is outside the hours")
    return (line.opens, line.pause), (line.back, closes)


def plain_hours(text: str) -> str | None:
    """Hours written plainly in the syntax; the syntax itself as it is; None for what cannot be read.

    >>> plain_hours("9.00 – 13, з 14:00 до 18:00")
    '09:00-13:00,14:00-18:00'
    """
    text = " ".join(text.split())
    ranges = re.split(r"\s*(?:[,;]|\bта\b|\bі\b|\band\b)\s*", text)
    found = [RANGE.fullmatch(each) for each in ranges]
    if text and all(found):
        times = [_range(match) for match in found if match]
        return ",".join(times) if is_readable(",".join(times)) and _in_order(times) else None
    return text if text and is_readable(text) else None


def _range(match: re.Match[str]) -> str:
    first, first_minutes, last, last_minutes = match.groups()
    return f"{int(first):02d}:{first_minutes or '00'}-{int(last):02d}:{last_minutes or '00'}"


def _in_order(ranges: list[str]) -> bool:
    """Whether each range ends after it began and none begins before the one before ended."""
    edges = [edge for each in ranges for edge in each.split("-")]
    return all(first < last for first, last in pairwise(edges)) and edges[-1] <= "24:00"


def _closing(text: str) -> str:
    return "24:00" if text == "00:00" else text
