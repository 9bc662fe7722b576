"""Paragraphs out of lines that a margin broke: by blank lines, by width, by place on the page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from mistok.lib.reading.cleaning import joined, vocabulary

_PAGE = r"\d{1,4}(?:\s*(?:з|із|/)\s*\d{1,4})?"
# What begins a paragraph of an act wherever it stands.
BEGINS = re.compile(
    r"\s*(?:(?:Стаття|СТАТТЯ|Розділ|РОЗДІЛ|Глава|ГЛАВА|Додаток|ДОДАТОК)\s+\S|\d{1,3}(?:[-.]\d{1,3})*\s?[.)]\s*\D|"
    r"[а-яіїєґ]\)\s|[IVXІХ]+\.\s|[–—•●-]\s|\{|№\s?\d+-?\S*\s+від\s)"
)
ENDS = re.compile(r"[.;:!?»”\"}]\s*$")
UNFINISHED = re.compile(r"[\w,-]$")
NUMBER_OF_PAGE = re.compile(rf"[-–—\s]*(?:[Сс]тор\w*\.?\s*)?{_PAGE}[-–—\s]*")
WRAPPED = 0.6  # of the usual width: a shorter line ends its paragraph
WIDEST_MARGIN, NARROWEST_MARGIN = 120, 45  # characters
EDGE = 2  # lines at the top and at the bottom of a page that may be a header or a footer
MOST_REPEATED = 0.5  # of pages
FEWEST_PAGES = 3
LONGEST_EDGE = 40  # characters of an edge that tells the page or the date
GAP, INDENT, CENTRED, OTHER_SIZE = 1.4, 8.0, 40.0, 1.15


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it begins, in points from left and bottom, and the size of its letters."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def of_lines(lines: Sequence[str]) -> list[str]:
    """Paragraphs of a plain text: parted by blank lines; where a margin broke the lines they are joined."""
    margin, words = _margin(lines), vocabulary(lines)
    found: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
            continue
        if block:
            made = _of_block(block, margin, words) if margin else ["\n".join(block)]
            if margin and found and made[0][:1].islower() and UNFINISHED.search(found[-1]):
                made[0] = joined([found.pop(), made[0]], words)  # a text with a blank line behind every line
            found += made
            block = []
    return found


def of_pages(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Paragraphs of a paper over all its pages, without what stands at the edge of each."""
    found: list[str] = []
    held: list[Line] = []
    words = vocabulary(line.text for page in pages for line in page)
    for page in without_edges(pages):
        shape = _Shape(page)
        for index, line in enumerate(page):
            before = held[-1] if held else None
            if before is not None and shape.parts(before, line, is_first=index == 0):
                found.append(joined([each.text for each in held], words))
                held = []
            held.append(line)
    if held:
        found.append(joined([each.text for each in held], words))
    return found


def without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without headers and footers that come again on most of them, and without their numbers."""
    filled = [[line for line in page if line.text.strip()] for page in pages]
    times: Counter[tuple[bool, str]] = Counter()
    for page in filled:
        times.update({(place < EDGE, _shape_of(page[place].text)) for place in _edges(len(page))})
    total = sum(bool(page) for page in filled)
    least = max(FEWEST_PAGES, total * MOST_REPEATED)
    repeated = {edge for edge, count in times.items() if count >= least}
    kept = []
    for page in filled:
        gone = {
            place
            for place in _edges(len(page))
            if (place < EDGE, _shape_of(page[place].text)) in repeated
            or (total > 1 and place in (0, len(page) - 1) and NUMBER_OF_PAGE.fullmatch(page[place].text))
        }
        kept.append([line for place, line in enumerate(page) if place not in gone])
    return kept


class _Shape:
    """What is usual on a page: where lines begin, how far apart they are, how long."""

    def __init__(self, page: Sequence[Line]) -> None:
        self.left = min((line.x for line in page), default=0.0)
        gaps = [a.y - b.y for a, b in pairwise(page) if 0 < a.y - b.y < 60]
        self.gap = median(gaps) if gaps else 0.0
        self.size = median([line.size for line in page]) if page else 0.0
        widths = sorted(len(line.text) for line in page)
        self.width = widths[len(widths) * 9 // 10] if widths else 0

    def parts(self, before: Line, line: Line, *, is_first: bool) -> bool:
        """Whether a paragraph begins at this line."""
        if BEGINS.match(line.text):
            return True
        bare = before.text.strip()
        if is_first:
            return bool(ENDS.search(bare)) or len(bare) < self.width * WRAPPED
        gap = before.y - line.y
        if self.gap and (gap > self.gap * GAP or gap < -self.gap):
            return True
        if line.size and before.size and not 1 / OTHER_SIZE < line.size / before.size < OTHER_SIZE:
            return True
        is_centred = line.x > self.left + CENTRED and before.x > self.left + CENTRED
        if line.x > self.left + INDENT and (before.x <= self.left + INDENT or ENDS.search(bare)):
            return True
        if is_centred:
            return bool(ENDS.search(bare))
        return len(bare) < self.width * WRAPPED


def _edges(length: int) -> list[int]:
    return [place for place in range(length) if place < EDGE or place >= length - EDGE]


def _shape_of(text: str) -> str:
    bare = " ".join(text.split())
    return re.sub(r"\d+", "#", bare) if len(bare) <= LONGEST_EDGE else bare


def _margin(lines: Sequence[str]) -> int:
    """How wide the lines are where a margin broke them; 0 where a line is a paragraph."""
    widths = sorted(len(line.strip()) for line in lines if line.strip())
    long = [width for width in widths if width >= NARROWEST_MARGIN]
    if len(long) < 5 or len(long) < len(widths) * 0.3:
        return 0
    margin = long[len(long) * 9 // 10]
    if margin > WIDEST_MARGIN or long[-1] > margin * 1.5:
        return 0
    near = sum(width >= margin * 0.8 for width in long)
    return margin if near >= len(long) * 0.6 else 0


def _of_block(block: Sequence[str], margin: int, words: frozenset[str]) -> list[str]:
    found: list[list[str]] = []
    for line in block:
        before = found[-1][-1] if found else ""
        is_indented = len(line) - len(line.lstrip()) >= 3 and before and not before[:1].isspace()
        # the first word of this line would have stood on the line before
        fits = before and len(before.strip()) + 1 + len(line.split(maxsplit=1)[0]) < margin * 0.85
        if not found or BEGINS.match(line) or is_indented or fits:
            found.append([line])
        else:
            found[-1].append(line)
    return [joined(lines, words) for lines in found]
