"""Down the lines of an act: which of the proposed marks begin a part, by what stands before them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mistok.acts.cutting import quotes
from mistok.acts.cutting.headings import WRAPPED, heading_at
from mistok.acts.cutting.marks import (
    ANNEX,
    APPROVED,
    Mark,
    Part,
    is_capitals,
    is_signature,
    is_title,
    mark_of,
    opens_paper,
)

RANKS = {Part.BOOK: 1, Part.SECTION: 2, Part.SUBSECTION: 3, Part.CHAPTER: 4, Part.PARAGRAPH: 5}
GAP, ARTICLE_GAP = 2, 30  # numbers that may be missing: a text is seldom whole
NOTED_GAP = 400  # behind a note “{Статті 10–60 виключено}”
HEAD = 3  # lines before which nothing is signed or annexed
FRESH = 15  # lines of an annex before which ЗАТВЕРДЖЕНО belongs to it


@dataclass(slots=True)
class Cut:
    """A part as it was found. `scope`: the annex it stands in, with which time this number came."""

    kind: Part
    said: str
    level: int
    scope: tuple[str, int] | None
    within: tuple[tuple[Part, str], ...]
    heading: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where the walk is inside an act or an annex of it."""

    sections: list[Mark] = field(default_factory=list)
    last_of: dict[Part, tuple[int, ...]] = field(default_factory=dict)
    article: tuple[int, ...] | None = None
    is_in_article: bool = False
    point: tuple[int, ...] | None = None
    deep: tuple[int, ...] | None = None
    nested: int = 0  # the last point of a list that stands inside a point
    item: str = ""  # the last “2)” or “б)”
    has_points: bool = False
    is_signed: bool = False


class Walker:
    """One walk over the lines of one act."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self.at = 0
        self.seen = 0  # lines that are not blank
        self.before = ""  # the last of them
        self.scope: tuple[str, int] | None = None
        self.scopes: dict[str, int] = {}
        self.place = _Place()
        self.cuts: list[Cut] = []
        self.passages = quotes.Passages(self.lines)

    def walk(self) -> list[Cut]:
        """All parts in their order; lines before the first one are the preamble."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                if self.cuts:
                    self.cuts[-1].lines.append("")
                self.at += 1
                continue
            start = self.at
            self._begin(line)
            if (
                self.at == start
            ):  # else the line is the heading of the part and the next one may begin another
                self._go_on()
        return self.cuts

    def _begin(self, line: str) -> None:
        """Open a part when the line begins one."""
        mark = mark_of(line)
        if mark is not None and self._accepts(mark):
            self._open(mark)
        elif self._is_paper(line):
            self._open(Mark(Part.ANNEX, (), ""))
        elif self._is_signed(line):
            self._add(Part.SIGNATURE, "", 1)
            self.place.is_signed = True
        elif not self.cuts:
            self._add(Part.PREAMBLE, "", 1)

    def _go_on(self) -> None:
        """Take the line, with the whole passage in quotes that it opens, into the part that is open."""
        last = self.passages.end(self.at, self._expected())
        if last == self.at and (place := self._glued(self.lines[self.at])):
            line = self.lines[self.at]
            self._take(line[:place])
            self.lines[self.at] = line[place:]
            return
        for index in range(self.at, last + 1):
            self._take(self.lines[index])
        self.at = last + 1

    def _take(self, line: str) -> None:
        self.cuts[-1].lines.append(line)
        if bare := line.strip():
            self.seen += 1
            self.before = bare
            if found := quotes.ITEM.match(bare):
                self.place.item = found[1]

    def _expected(self) -> frozenset[str]:
        """How the text of the act goes on behind a passage: the next point, the next item."""
        place, found = self.place, set[str]()
        if place.point is not None:
            found.add(f"{place.point[0] + 1}.")
        if place.deep is not None:
            raised = ".".join(map(str, (*place.deep[:-1], place.deep[-1] + 1)))
            found |= {raised, f"{raised}."}
        if place.item.isdecimal():
            found.add(f"{int(place.item) + 1})")
        elif place.item:
            found |= {f"{chr(ord(place.item) + step)})" for step in (1, 2)}
        if roman := place.last_of.get(Part.SECTION):
            found |= {f"{ROMANS[each]}." for each in range(roman[0] + 1, roman[0] + 2) if each < len(ROMANS)}
        return frozenset(found)

    # What is accepted

    def _accepts(self, mark: Mark) -> bool:
        if mark.kind == Part.ARTICLE:
            return self._accepts_article(mark)
        if mark.kind == Part.POINT:
            return self._accepts_point(mark)
        if mark.kind == Part.ANNEX:
            return self.seen >= HEAD
        return self._accepts_section(mark)

    def _accepts_article(self, mark: Mark) -> bool:
        number, last = mark.number, self.place.article
        if last is None:
            if self.place.has_points or self.place.is_signed:
                return number[0] == 1 and mark.is_sure
            return mark.is_sure or number[0] <= GAP
        if number == (1,) or number == last:
            return mark.is_sure
        gap = number[0] - last[0]
        return number > last and gap <= (self._gap(ARTICLE_GAP) if mark.is_sure else 1)

    def _accepts_point(self, mark: Mark) -> bool:
        place = self.place
        if place.is_in_article:
            return False
        accepted = self._follows(mark.number) if mark.is_sure else self._follows_deep(mark.number)
        if place.is_signed and self.scope is None and (not accepted or place.point is None):
            return False
        return accepted

    def _follows(self, number: tuple[int, ...]) -> bool:
        place, last = self.place, self.place.point
        if last is None:
            return number == (1,) or (number[0] <= self._gap(1) and len(number) == 1)
        if number == (1,):
            place.nested = 1
            return False
        if place.nested and number[0] == place.nested + 1 and place.nested < last[0]:
            place.nested += 1
            return False
        gap = number[0] - last[0]
        if not (number > last and gap <= self._gap(GAP)):
            return False
        return gap > 0 or len(number) > 1

    def _follows_deep(self, number: tuple[int, ...]) -> bool:
        place = self.place
        last = place.deep or place.point
        if last is None:
            section = place.sections[-1].number[:1] if place.sections else ()
            return number == (1, 1) or number == (*section, 1)
        if number == (*last, 1):
            return True
        if len(number) > len(last) or (len(number) < 2 and len(last) > 1):
            return False
        size = len(number)
        if number[:-1] == last[: size - 1]:
            return 0 < number[-1] - last[size - 1] <= GAP
        return size > 1 and number == (last[0] + 1, 1)

    def _accepts_section(self, mark: Mark) -> bool:
        place = self.place
        if place.is_signed and self.scope is None:
            return False
        last = place.last_of.get(mark.kind)
        gap = mark.number[0] - (last[0] if last else 0)
        if mark.is_roman:
            if place.is_in_article and not is_title(mark.rest):
                return False
            return (
                gap == 1
                or (bool(last) and 1 < gap <= self._gap(1))
                or (
                    bool(last) and gap == 0 and len(mark.number) > 1 and mark.number > last  # type: ignore[operator]
                )
            )
        if mark.kind == Part.SECTION and any(each.is_roman for each in place.sections):
            return False  # an act of «I.» and «II.» has no «Розділ» but in what it puts into others
        if mark.kind == Part.BOOK:
            return len(self.lines[self.at].strip()) < WRAPPED and mark.number != last
        if mark.is_sure:
            return mark.number[0] == 1 or last is None or (mark.number > last and gap <= self._gap(5))
        return gap == 1 or mark.number[0] == 1

    def _gap(self, usual: int) -> int:
        """How many numbers may be missing here: many behind a note that they were taken out."""
        return NOTED_GAP if self.before[:1] == "{" or self.before[-1:] == "}" else usual

    def _is_paper(self, line: str) -> bool:
        if line.strip()[:1] not in PAPER_LETTERS or not opens_paper(line) or not self.cuts:
            return False
        current = self.cuts[-1]
        if current.kind == Part.ANNEX and len(current.lines) < FRESH:
            return False
        if APPROVED.fullmatch(line):
            return self.place.is_signed or self.place.has_points
        return current.kind == Part.SIGNATURE

    def _is_signed(self, line: str) -> bool:
        if self.seen < HEAD or line.strip()[:1] not in SIGNING_LETTERS:
            return False
        if self.cuts[-1].kind == Part.SIGNATURE:
            return False
        after = next((each for each in self.lines[self.at + 1 : self.at + 4] if each.strip()), "")
        return is_signature(line, after)

    # What is opened

    def _open(self, mark: Mark) -> None:
        place = self.place
        if mark.kind == Part.ANNEX:
            self._enter(mark)
        elif mark.kind == Part.ARTICLE:
            place.article, place.is_in_article, place.point, place.deep = mark.number, True, None, None
            self._add(Part.ARTICLE, mark.said, self._depth() + 1)
            self._head(mark)
        elif mark.kind == Part.POINT:
            self._open_point(mark)
        else:
            rank = RANKS[mark.kind]
            place.sections = [each for each in place.sections if RANKS[each.kind] < rank]
            for kind in [each for each in place.last_of if RANKS[each] > rank]:
                del place.last_of[kind]
            place.last_of[mark.kind] = mark.number
            self._add(mark.kind, mark.said, self._depth() + 1)
            place.sections.append(mark)
            place.is_in_article, place.point, place.deep = False, None, None
            self._head(mark)
        place.item, place.nested = "", 0

    def _open_point(self, mark: Mark) -> None:
        place = self.place
        if mark.is_sure:
            place.point, place.deep = mark.number, None
            depth = 1
        else:
            place.deep = mark.number
            place.point = (mark.number[0],)
            depth = len(mark.number) - (0 if self._has_point(mark.number[0]) else 1)
        place.has_points, place.is_signed = True, place.is_signed and self.scope is not None
        self._add(Part.POINT, mark.said, self._depth() + max(depth, 1))
        if is_capitals(mark.rest) or (is_title(mark.rest) and self._has_subpoints(mark)):
            self._head(mark)

    def _has_point(self, number: int) -> bool:
        """Whether the point above “3.1” was a part of its own."""
        for cut in reversed(self.cuts):
            if cut.kind != Part.POINT:
                return False
            if "-" not in cut.said:
                return cut.said == str(number)
        return False

    def _has_subpoints(self, mark: Mark) -> bool:
        after = next((each.strip() for each in self.lines[self.at + 1 : self.at + 6] if each.strip()), "")
        return after.startswith(f"{'.'.join(map(str, mark.number))}.1")

    def _enter(self, mark: Mark) -> None:
        """Go into an annex: its numbers are its own."""
        time = self.scopes[mark.said] = self.scopes.get(mark.said, 0) + 1
        self.scope, self.place = (mark.said, time), _Place()
        self._add(Part.ANNEX, mark.said, 1)
        line = self.lines[self.at]
        if ANNEX.fullmatch(line):
            self.cuts[-1].heading = line.strip()
            self._passed(self.at, self.at + 1)

    def _add(self, kind: Part, said: str, level: int) -> None:
        within = tuple((each.kind, each.said) for each in self.place.sections)
        self.cuts.append(Cut(kind, said, level, self.scope, within))

    def _depth(self) -> int:
        return len(self.place.sections) + (self.scope is not None)

    def _head(self, mark: Mark) -> None:
        """Give the part its heading; what follows the number on its line and is no title begins the text."""
        found = heading_at(self.lines, self.at, mark)
        self.cuts[-1].heading = found.text
        if found.rest:
            self.lines[self.at] = found.rest
        else:
            self._passed(self.at, found.end)

    def _passed(self, start: int, end: int) -> None:
        for index in range(start, min(end, len(self.lines))):
            if bare := self.lines[index].strip():
                self.seen += 1
                self.before = bare
        self.at = end

    def _glued(self, line: str) -> int:
        """Where the next point begins inside the line, when a line break was lost; 0 when none does."""
        place = self.place
        if place.is_in_article or (place.is_signed and self.scope is None) or len(line) < WRAPPED:
            return 0
        number = place.point[0] + 1 if place.point else 1
        at = line.find(f" {number}. ", 10)
        if at < 0:
            return 0
        after = line[at + len(str(number)) + 3 : at + len(str(number)) + 4]
        before = line[:at].strip()
        whole_word = (
            len(before) > 3 and before[-1] in ".;:" and before[-4:-1].isalpha() and before[-4:-1].islower()
        )
        if not after.isupper() or not whole_word or quotes.open_at_end(line[:at]):
            return 0
        return at + 1


ROMANS = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]
PAPER_LETTERS = frozenset("ЗСУКПМДРІХ")
SIGNING_LETTERS = frozenset("АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЮЯ")
