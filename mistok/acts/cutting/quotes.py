"""Passages in quotes over several lines: what an amending act puts into another one is not its own structure.

Quotes of real acts are not balanced: one closing mark often serves for two («…Закону України "Про освіту";»),
so a passage also ends where a line ends with a mark and the next one goes on amending.
"""

import re
from collections.abc import Callable, Sequence

MARKS = re.compile(r'["«»„“”]')
OPENING, CLOSING = frozenset("«„"), frozenset("»”")
BEFORE_OPENING = frozenset(' \t\u00a0([{-–—/"«„“')
ENDS_WITH_MARK = re.compile(r'["»”“]\s*[;.,)]{0,2}\s*$')
BEGINS_WITH_MARK = re.compile(r'\s*["«„“]')
INTRODUCES = re.compile(r':\s*["«„“]')
# How an amending act goes on behind what it quoted.
AMENDING = re.compile(
    r"\s*(?:у\s|в\s|із?\s|з\s|після\s|част\w+\s|абзац\w*\s|пункт\w*\s|підпункт\w*\s|слов\w+\s|доповнити|статт\w+\s|"
    r"Статт[юі]\s|Доповнити|назв\w+\s|розділ\w*\s|глав\w+\s|примітк\w+\s|виключити|преамбул\w+\s|перше |"
    r"друге |третє |цифр\w+\s|текст\s|(?:У|В)\s(?:статті|частині|пункті|абзаці|розділі|Закон|Кодекс)|\{|"
    r"Розділ|Прикінцеві|ПРИКІНЦЕВІ|Цей Закон|Президент України)"
)
ITEM = re.compile(r"\s*(\d{1,3}|[а-яіїєґ])\s?\)")
LONGEST_PASSAGE = 4_000  # lines
# Lines looked through in all: a text of quotes that nobody closes must not take a minute.
MOST_IN_VAIN = 400_000
LONGEST_NAME = 6  # lines: a name of an act, wrapped


def open_at_end(line: str) -> tuple[int, int] | None:
    """Where the quote begins that the line leaves open, and how many are open; None when all are closed."""
    opened: list[int] = []
    for found in MARKS.finditer(line):
        place = found.start()
        if _opens(line, place, bool(opened)):
            opened.append(place)
        elif opened:
            opened.pop()
    return (opened[0], len(opened)) if opened else None


class Passages:
    """The quotes of one act over several lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.patience = MOST_IN_VAIN

    def end(self, index: int, expected: frozenset[str]) -> int:
        """The last line of the passage that this line leaves open; the line itself when it leaves none open
        or the passage never ends.

        `expected`: how the act's own text would go on – the next point as “3.”, the next item as “2)”.
        """
        line = self.lines[index]
        left = open_at_end(line)
        if left is None:
            return index
        place, depth = left
        is_passage = not line[:place].strip() or bool(INTRODUCES.search(line[: place + 1]))
        if not is_passage or self.patience <= 0:
            return self._end(index, depth, LONGEST_NAME, lambda _at: False)
        if ENDS_WITH_MARK.search(line) and self._goes_on(index + 1, expected):
            return index
        return self._end(index, depth, LONGEST_PASSAGE, lambda at: self._goes_on(at + 1, expected))

    def _end(self, index: int, depth: int, longest: int, goes_on: Callable[[int], bool]) -> int:
        for at in range(index + 1, min(len(self.lines), index + 1 + longest)):
            line = self.lines[at]
            if not line.strip():
                if longest == LONGEST_NAME:
                    return index
                continue
            for found in MARKS.finditer(line):
                depth += 1 if _opens(line, found.start(), depth > 0) else -1
                if depth <= 0:
                    return at
            if longest == LONGEST_PASSAGE and ENDS_WITH_MARK.search(line) and goes_on(at):
                return at
            if longest == LONGEST_PASSAGE:
                self.patience -= 1
        return index

    def _goes_on(self, index: int, expected: frozenset[str]) -> bool:
        """Whether the act’s own text goes on at this line."""
        while index < len(self.lines) and not self.lines[index].strip():
            index += 1
        if index >= len(self.lines):
            return True
        line = self.lines[index]
        if BEGINS_WITH_MARK.match(line) or AMENDING.match(line):
            return True
        return line.split(maxsplit=1)[0] in expected


def _opens(line: str, place: int, is_inside: bool) -> bool:
    mark = line[place]
    if mark in OPENING:
        return True
    if mark in CLOSING:
        return mark == "”" and not is_inside and not line[:place].strip()
    before = line[place - 1] if place else " "
    after = line[place + 1] if place + 1 < len(line) else " "
    if not line[:place].strip():
        return True
    if before not in BEFORE_OPENING:
        return False
    return not after.isspace() and after not in ".,;:)"
