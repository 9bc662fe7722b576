"""The text of an act cut into its parts: preamble, sections, articles, points, annexes, signatures.

Pure: text in, parts out. Nothing is lost: headings and texts of all parts, one behind another, are the words
of the act in their order. What has no structure becomes blocks of paragraphs.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mistok.acts.cutting.marks import Part
from mistok.acts.cutting.walking import Cut, Walker
from mistok.ukrainian.translit import slug

LONGEST_BLOCK = 3_000  # characters
SHOWN = 100  # characters of a point that has no heading, in the table of contents
_PREFIXES = {
    Part.ARTICLE: "art", Part.POINT: "p", Part.SECTION: "sec", Part.SUBSECTION: "sub", Part.CHAPTER: "ch",
    Part.PARAGRAPH: "par", Part.BOOK: "book", Part.ANNEX: "annex",
}  # fmt: skip
# What numbers anew in each section, so that only the section tells which one is meant.
_IN_SECTIONS = frozenset((Part.POINT, Part.SUBSECTION, Part.CHAPTER, Part.PARAGRAPH))
_IN_BOOKS = frozenset((Part.SECTION,))
_CONTENTS = frozenset(
    (
        Part.BOOK,
        Part.SECTION,
        Part.SUBSECTION,
        Part.CHAPTER,
        Part.PARAGRAPH,
        Part.ARTICLE,
        Part.POINT,
        Part.ANNEX,
    )
)
_LINES = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.;:!?]\s+")


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of an act. `anchor` is unique in the act and stays while the numbers stay; `number` is as the
    anchor says it («20-1»); `heading` is the line that names it («Стаття 20. Строки»), `text` the rest;
    `level` is the depth, 1 the highest."""

    kind: Part
    anchor: str
    number: str
    heading: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    anchor: str
    title: str
    level: int


def provisions(text: str) -> list[Provision]:
    """The parts of an act in their order; none for a text of blanks."""
    lines = _LINES.split(text)
    cuts = Walker(lines).walk()
    if not _is_structured(cuts):
        return _blocks(lines)
    anchors = _anchors(cuts)
    return [
        Provision(cut.kind, anchor, cut.said, " ".join(cut.heading.split()), _trimmed(cut.lines), cut.level)
        for cut, anchor in zip(cuts, anchors, strict=True)
    ]


def contents(parts: Sequence[Provision]) -> list[Entry]:
    """The table of contents: whatever has a number; points without a heading by their first words."""
    return [
        Entry(part.anchor, part.heading or _shown(part.text), part.level)
        for part in parts
        if part.kind in _CONTENTS
    ]


def _is_structured(cuts: Sequence[Cut]) -> bool:
    kinds = Counter(cut.kind for cut in cuts)
    numbered = sum(kinds[each] for each in _CONTENTS)
    return bool(kinds[Part.ARTICLE] or kinds[Part.ANNEX] or numbered > 1)


def _anchors(cuts: Sequence[Cut]) -> list[str]:
    """One for each part. Whoever has the name by right keeps it; a second one gets “-2”, a third “-3”."""
    plain = [_base(cut) for cut in cuts]
    doubled = {name for name, times in Counter(plain).items() if times > 1}
    crowded = {(cut.scope, cut.kind) for cut, name in zip(cuts, plain, strict=True) if name in doubled}
    wanted = [_base(cut, within=_within(cut) if (cut.scope, cut.kind) in crowded else "") for cut in cuts]
    rightful = set(wanted)
    taken: set[str] = set()
    times: Counter[str] = Counter()
    found = []
    for name in wanted:
        anchor = name
        if name in taken:
            count = max(times[name], 1) + 1
            while (anchor := f"{name}-{count}") in taken or anchor in rightful:
                count += 1
            times[name] = count
        taken.add(anchor)
        found.append(anchor)
    return found


def _base(cut: Cut, within: str = "") -> str:
    if cut.kind in (Part.PREAMBLE, Part.SIGNATURE):
        name = str(cut.kind)
    elif cut.said:
        name = f"{_PREFIXES[cut.kind]}-{slug(cut.said)}"
    else:
        name = _PREFIXES[cut.kind]
    return "-".join(each for each in (_scope(cut), within, name) if each)


def _scope(cut: Cut) -> str:
    if cut.scope is None or cut.kind == Part.ANNEX:
        return ""
    number, time = cut.scope
    said = f"annex-{slug(number)}" if number else "annex"
    return said if time == 1 else f"{said}-{time}"


def _within(cut: Cut) -> str:
    """The section that tells apart what numbers anew in each."""
    kinds = _IN_SECTIONS if cut.kind in _IN_SECTIONS else _IN_BOOKS
    if cut.kind not in kinds:
        return ""
    outer = Part.BOOK if cut.kind in _IN_BOOKS else Part.SECTION
    return next((f"{_PREFIXES[kind]}-{slug(said)}" for kind, said in cut.within if kind == outer), "")


def _blocks(lines: Sequence[str]) -> list[Provision]:
    """Paragraphs gathered up to the length of a block; a longer one is parted at the end of a sentence."""
    pieces: list[str] = []
    held: list[str] = []
    size = 0
    for line in lines:
        for piece in _pieces(line):
            if held and size + len(piece) > LONGEST_BLOCK:
                pieces.append("\n".join(held))
                held, size = [], 0
            held.append(piece)
            size += len(piece) + 1
    pieces.append("\n".join(held))
    whole = [text for text in (_trimmed(piece.split("\n")) for piece in pieces) if text]
    return [
        Provision(Part.BLOCK, f"b-{number}", str(number), "", text, 1)
        for number, text in enumerate(whole, start=1)
    ]


def _pieces(line: str) -> list[str]:
    if len(line) <= LONGEST_BLOCK:
        return [line]
    found, start = [], 0
    while len(line) - start > LONGEST_BLOCK:
        window = line[start : start + LONGEST_BLOCK]
        ends = [each.end() for each in _SENTENCE_END.finditer(window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1 or LONGEST_BLOCK
        found.append(window[:cut])
        start += cut
    return [*found, line[start:]]


def _trimmed(lines: Sequence[str]) -> str:
    """The lines without blanks at both ends; of blank lines between, one stays."""
    kept: list[str] = []
    for line in lines:
        bare = line.strip()
        if bare or (kept and kept[-1]):
            kept.append(bare)
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept)


def _shown(text: str) -> str:
    words = " ".join(text[: SHOWN * 2].split())
    if len(words) <= SHOWN:
        return words
    return words[:SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
