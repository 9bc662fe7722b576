"""What one edition of an act changed in another: provision by provision, word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from mistok.acts.models import ActVersion
from mistok.acts.naming import part_name

NEW, GONE, CHANGED = "new", "gone", "changed"
MOST = 200  # changed provisions that are shown
AROUND = 1  # unchanged paragraphs shown beside a changed one
LONGEST = 1_500  # words of paragraphs that are compared word by word; a longer one is shown old and new
BUDGET = 60_000  # words compared on one page
ALIKE = 0.3  # a paragraph less alike than this is another one
_SIGNS = str.maketrans("’ʼ‘`“”„«»—–", '\'\'\'\'"""""--')
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

type Told = tuple[str, str, str]  # anchor, heading, text


@dataclass(frozen=True, slots=True)
class Difference:
    """A provision that is new, gone or changed; an empty paragraph stands for what is left out."""

    anchor: str
    title: str
    kind: str
    paragraphs: list[SafeString]


@dataclass(slots=True)
class Comparison:
    """What differs, in the order of the newer edition; `total` counts what is not shown too."""

    differences: list[Difference] = field(default_factory=list)
    total: int = 0


def compare(old: ActVersion, new: ActVersion) -> Comparison:
    """What `new` changed in `old`."""
    before, after = _told(old), _told(new)
    found = Comparison()
    left = [BUDGET]
    was = {each[0]: each for each in before}
    now = {each[0] for each in after}
    for each in _in_order(before, after, now):
        anchor = each[0]
        if anchor not in now:
            kind, first, second = GONE, _lines(each), []
        elif anchor not in was:
            kind, first, second = NEW, [], _lines(each)
        elif _same(was[anchor][1:]) != _same(each[1:]):
            kind, first, second = CHANGED, _lines(was[anchor]), _lines(each)
        else:
            continue
        found.total += 1
        if found.total <= MOST:
            title = each[1] or part_name(anchor) or anchor
            if kind == CHANGED and _same(was[anchor][1:2]) != _same(each[1:2]):
                first, second = [was[anchor][1], *first], [each[1], *second]
            found.differences.append(Difference(anchor, title, kind, _paragraphs(first, second, left)))
    return found


def _told(version: ActVersion) -> list[Told]:
    return list(version.provisions.order_by("position").values_list("anchor", "heading", "text"))


def _in_order(before: Sequence[Told], after: Sequence[Told], now: set[str]) -> list[Told]:
    """The newer edition with what is gone put where it stood: behind the same neighbour."""
    behind: dict[str, list[Told]] = {}
    neighbour = ""
    for each in before:
        if each[0] in now:
            neighbour = each[0]
        else:
            behind.setdefault(neighbour, []).append(each)
    found = [*behind.get("", [])]
    for each in after:
        found += [each, *behind.get(each[0], [])]
    return found


def _same(words: Iterable[str]) -> list[str]:
    """The words with one kind of apostrophe, quote, dash and space: which of them stands changes nothing."""
    return [" ".join(each.translate(_SIGNS).split()) or " " for each in words]


def _lines(told: Told) -> list[str]:
    return [" ".join(line.split()) for line in told[2].split("\n") if line.strip()]


def _paragraphs(old: list[str], new: list[str], left: list[int]) -> list[SafeString]:
    found: list[SafeString] = []
    for kind, a, b, c, d in SequenceMatcher(None, _same(old), _same(new), autojunk=False).get_opcodes():
        if kind == "equal":
            found += _kept(new[c:d], at_start=not found, at_end=d == len(new) and b == len(old))
            continue
        pairs = min(b - a, d - c)
        for before, after in zip(old[a : a + pairs], new[c : c + pairs], strict=True):
            found += _line(before, after, left)
        found += [_piece("del", line) for line in old[a + pairs : b]]
        found += [_piece("ins", line) for line in new[c + pairs : d]]
    return found


def _kept(lines: list[str], *, at_start: bool, at_end: bool) -> list[SafeString]:
    """Of unchanged paragraphs only those beside a changed one; an empty one for the rest."""
    ahead = [] if at_start else lines[:AROUND]
    behind = [] if at_end else lines[max(len(ahead), len(lines) - AROUND) :]
    rest = len(lines) - len(ahead) - len(behind)
    gap = [mark_safe("")] if rest else []
    return [*map(_plain, ahead), *gap, *map(_plain, behind)]


def _line(before: str, after: str, left: list[int]) -> list[SafeString]:
    old, new = _words(before), _words(after)
    left[0] -= len(old) + len(new)
    if left[0] < 0 or max(len(old), len(new)) > LONGEST:
        return [_piece("del", before), _piece("ins", after)]
    matcher = SequenceMatcher(None, _same(old), _same(new), autojunk=False)
    if matcher.ratio() < ALIKE:
        return [_piece("del", before), _piece("ins", after)]
    parts = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.append(escape("".join(new[c:d])))
            continue
        parts += [_piece("del", "".join(old[a:b]))] if b > a else []
        parts += [_piece("ins", "".join(new[c:d]))] if d > c else []
    return [mark_safe("".join(parts))]  # noqa: S308 - every piece is escaped


def _words(line: str) -> list[str]:
    """Words, signs and spaces; an apostrophe that is a letter parts them as any other does."""
    return [line[each.start() : each.end()] for each in _WORDS.finditer(line.translate(_SIGNS))]


def _plain(line: str) -> SafeString:
    return mark_safe(escape(line))  # noqa: S308 - it is escaped


def _piece(tag: str, words: str) -> SafeString:
    return mark_safe(f"<{tag}>{escape(words)}</{tag}>")  # noqa: S308 - it is escaped
