"""The heading of a part: its number with the title, on one line or on several, or the number alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from mistok.acts.cutting.marks import Mark, Part, is_capitals, is_title, mark_of

WRAPPED = 40  # characters: a shorter line was not broken by the margin
MOST_LINES = 4
NEAR, SMALLEST_SAMPLE = 60, 8  # lines
WIDEST_MARGIN, INDENT = 90, 5  # characters
BROKEN = frozenset('(абвгґдеєжзиіїйклмнопрстуфхцчшщьюяN№0123456789"«')  # how no text begins anew
NOT_TITLE = frozenset('{"«„“(')


@dataclass(frozen=True, slots=True)
class Heading:
    """`end`: the line behind it; `rest`: the beginning of the text that stands on the line of the number."""

    text: str
    end: int
    rest: str = ""


def heading_at(lines: Sequence[str], at: int, mark: Mark) -> Heading:
    """The heading that the mark on this line begins."""
    line = lines[at].strip()
    number = line[: len(line) - len(mark.rest)].strip() if mark.rest else line
    start, title = at, [mark.rest] if mark.rest else []
    if not title and (beneath := _next(lines, at + 1)) < len(lines):
        first = lines[beneath].strip()
        if mark_of(first) is None and first[0] not in NOT_TITLE:
            start, title = beneath, [first]
    end = _end_of_title(lines, start, title, by_capitals=mark.kind != Part.ARTICLE)
    if title and is_title(" ".join(title)) and not _is_broken(lines, title[-1], end):
        return Heading(f"{number} {' '.join(title)}", end + 1)
    return Heading(number, at + 1, mark.rest)


def _end_of_title(lines: Sequence[str], start: int, title: list[str], *, by_capitals: bool) -> int:
    """The last line of a title that the margin broke; the lines are added to it."""
    end = start
    while title and end + 1 < len(lines) and len(title) < MOST_LINES:
        last, place = title[-1], end + 1
        is_loud = by_capitals and is_capitals(last)
        if not lines[place].strip() and is_loud:
            place = _next(lines, place)
        line = lines[place].strip() if place < len(lines) else ""
        goes_on = line[:1].islower() and len(lines[end].strip()) >= WRAPPED and last[-1] not in ".;:"
        if not line or not (goes_on or (is_loud and is_capitals(line))) or mark_of(line):
            break
        title.append(line)
        end = place
    return end


def _is_broken(lines: Sequence[str], last: str, end: int) -> bool:
    """Whether the margin broke a sentence here, so that it is no title."""
    after = lines[end + 1].strip() if end + 1 < len(lines) else ""
    width = INDENT + len(lines[end].strip())
    if not after or is_capitals(last) or width < WRAPPED + INDENT:
        return False
    margin = _margin(lines[max(0, end - NEAR) : end + NEAR])
    if not margin:
        return False
    return after[0] in BROKEN or width + 1 + len(after.split(maxsplit=1)[0]) > margin


def _margin(lines: Sequence[str]) -> int:
    """The width at which the lines of the text were broken; 0 when a line is a paragraph."""
    widths = sorted(len(line.strip()) for line in lines if len(line.strip()) >= WRAPPED)
    if len(widths) < SMALLEST_SAMPLE:
        return 0
    margin = widths[len(widths) * 9 // 10]
    return margin if margin <= WIDEST_MARGIN else 0


def _next(lines: Sequence[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index
