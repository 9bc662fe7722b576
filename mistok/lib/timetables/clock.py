"""Hours as people write them: «8.00-17.15», «з 9 до 18», «08-00 16-00», «12:0020:00».

Every way to take the numbers for clock times is tried; the hours are believed only when all the ways
that make sense agree. Times are minutes from midnight, 0 to 1440.
"""

import re
from collections.abc import Iterator

type Interval = tuple[int, int]
type Intervals = tuple[Interval, ...]

DAY_ENDS = 24 * 60
EARLIEST = 5 * 60  # an office that opens earlier is a slip of the pen, unless it never closes
SHORTEST = 10

JOINED = re.compile(r"(?<=[:.])(\d\d)(?=(?:[01]?\d|2[0-4])[:.]\d\d(?!\d))")  # 12:0020:00
HOUR_WORDS = re.compile(r"(?<![а-яіїєґ])(?:годин\w*|год|хвилин\w*|хв|г)(?![а-яіїєґ])\.?")
SINCE = re.compile(r"(?<![а-яіїєґ])(?:із|зі|з|від|с)(?![а-яіїєґ])")
UNTIL = re.compile(r"(?<![а-яіїєґ])(?:до|по)(?![а-яіїєґ])")
RANGE = frozenset({"-", "до", "-до", "до-", ".-", "-.", ".-.", ".-до", ".до", ":-"})
WEAK_RANGE = frozenset({"", ":", "."})  # «8:00 17:00», «9.00:18.00»: both with minutes
LIST = re.compile(r"(?:[,/+]|,?(?:та|і|й)|)з?")
SURE_MINUTES = frozenset({":", ".", ": ", ":-"})
WEAK_MINUTES = frozenset({",", "-", " "})


def hours(phrase: str) -> Intervals | None:
    """The intervals of a phrase in order, or None when it makes no sense or makes sense in several ways."""
    found = set(_readings(*_pieces(phrase)))
    return found.pop() if len(found) == 1 else None


def until(phrase: str) -> int | None:
    """The closing time of «до 20:00», or None when the phrase is anything else."""
    numbers, gaps = _pieces(phrase)
    if gaps[0].strip() != "до":
        return None
    ends = {time for time, _sure, following in _times(numbers, gaps, 0) if following == len(numbers)}
    return ends.pop() if len(ends) == 1 and max(ends) > EARLIEST else None


def clock(minutes: int) -> str:
    """Minutes from midnight as HH:MM; the end of the day is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _pieces(phrase: str) -> tuple[list[str], list[str]]:
    """The numbers, and what stands before each of them, with prepositions in one form."""
    phrase = HOUR_WORDS.sub(" ", JOINED.sub(r"\1 ", phrase))
    phrase = UNTIL.sub("до", SINCE.sub("з", re.sub(r"[–—−‐‑]", "-", phrase)))
    parts = re.split(r"(\d+)", phrase.strip(" \t.,:;-"))
    return parts[1::2], [re.sub(r"\s+", " ", gap) for gap in parts[0::2]][:-1] or [""]


def _readings(numbers: list[str], gaps: list[str]) -> Iterator[Intervals]:
    if not numbers:
        return
    if gaps[0].strip() in ("", "з"):
        yield from _continued(numbers, gaps, 0, ())
    if (
        numbers[0] == "3" and len(gaps) > 1 and not gaps[0].strip() and gaps[1] == " "
    ):  # a digit for the letter З
        yield from _continued(numbers, gaps, 1, ())


def _continued(numbers: list[str], gaps: list[str], at: int, so_far: Intervals) -> Iterator[Intervals]:
    """Every way to read the numbers from `at` on as intervals after those read so far."""
    for start, start_sure, middle in _times(numbers, gaps, at):
        if middle == len(numbers):
            continue
        joint = gaps[middle].replace(" ", "")
        for end, end_sure, following in _times(numbers, gaps, middle):
            meant = joint in RANGE or (joint in WEAK_RANGE and start_sure and end_sure)
            if not meant or not _possible(start, end) or (so_far and so_far[-1][1] > start):
                continue
            if following == len(numbers):
                yield (*so_far, (start, end))
            elif LIST.fullmatch(gaps[following].replace(" ", "")):
                yield from _continued(numbers, gaps, following, (*so_far, (start, end)))


def _times(numbers: list[str], gaps: list[str], at: int) -> Iterator[tuple[int, bool, int]]:
    """The times that may begin at a number: minutes, whether minutes were written, the number after."""
    number = numbers[at]
    if len(number) in (3, 4):
        yield from _time(number[:-2], number[-2:], at + 1, coarse=True)
        return
    if len(number) > 4 or int(number) > 24:
        return
    yield int(number) * 60, False, at + 1
    if at + 1 < len(numbers) and gaps[at + 1] in SURE_MINUTES | WEAK_MINUTES:
        yield from _time(number, numbers[at + 1], at + 2, coarse=gaps[at + 1] in WEAK_MINUTES)


def _time(hour: str, minute: str, following: int, coarse: bool) -> Iterator[tuple[int, bool, int]]:
    """One time; where the writing leaves a doubt (`coarse`), minutes are in fives."""
    if len(minute) != 2 or int(minute) > 59 or (coarse and int(minute) % 5):
        return
    time = int(hour) * 60 + int(minute)
    if time <= DAY_ENDS:
        yield time, True, following


def _possible(start: int, end: int) -> bool:
    if (start, end) == (0, DAY_ENDS):
        return True
    return start >= EARLIEST and start + SHORTEST <= end <= DAY_ENDS
