"""The numbers that Word writes before paragraphs and does not keep as text: 1., 1.1., а), IV."""

from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "ukrainianLower": "абвгґдежзиклмнопрстуфхцчшщюя",
}
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    list: str = ""
    depth: int | None = None
    outline: int | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """All lists of a document, and how far each has come."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.styles = _styles(styles)
        self.lists: dict[str, _List] = {}
        if numbering is None:
            return
        abstract = {
            each.get(f"{W}abstractNumId"): _List(_levels(each)) for each in numbering.iter(f"{W}abstractNum")
        }
        for each in numbering.iter(f"{W}num"):
            of = each.find(f"{W}abstractNumId")
            shared = abstract.get(of.get(f"{W}val")) if of is not None else None
            if shared is None:
                continue
            overrides = each.findall(f"{W}lvlOverride")
            if overrides:  # a list of its own that begins anew
                shared = _List(dict(shared.levels))
                for override in overrides:
                    depth = _number(override.get(f"{W}ilvl"))
                    level = shared.levels.get(depth, _Level())
                    begin = override.find(f"{W}startOverride")
                    own = override.find(f"{W}lvl")
                    level = _level(own) if own is not None else _Level(level.start, level.format, level.text)
                    if begin is not None:
                        level.start = _number(begin.get(f"{W}val"), 1)
                    shared.levels[depth] = level
            self.lists[each.get(f"{W}numId")] = shared

    def label(self, paragraph: Any) -> str:
        """The number of the paragraph as it is printed; empty for what has none. Counts it."""
        name, depth = self._list_of(paragraph)
        found = self.lists.get(name)
        if found is None:
            return ""
        level = found.levels.get(depth)
        if level is None or level.format == "none":
            return ""
        found.counts[depth] = found.counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, LEVELS):
            found.counts.pop(deeper, None)
        if level.format == "bullet":
            return "–"
        text = level.text
        for place in range(depth + 1):
            its = found.levels.get(place, _Level())
            said = _said(
                found.counts.get(place, its.start), its.format if place == depth else _plain(its.format)
            )
            text = text.replace(f"%{place + 1}", said)
        return text.strip()

    def level(self, paragraph: Any) -> int:
        """The level of a heading, from 1; 0 for other paragraphs."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            depth = _number(own.get(f"{W}val"), LEVELS)
            return depth + 1 if depth < LEVELS else 0
        for style in self._style_of(paragraph):
            if style.outline is not None:
                return style.outline + 1 if style.outline < LEVELS else 0
            words = style.name.lower().split()
            if len(words) == 2 and words[0] in ("heading", "заголовок") and words[1].isdecimal():
                return min(int(words[1]), LEVELS)
        return 0

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        name, depth = _list_and_depth(own)
        if name:
            return name, depth or 0
        for style in self._style_of(paragraph):
            if style.list:
                return style.list, depth if depth is not None else style.depth or 0
        return "", 0

    def _style_of(self, paragraph: Any) -> list[_Style]:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        key = named.get(f"{W}val", "") if named is not None else ""
        found: list[_Style] = []
        while key in self.styles and len(found) < LEVELS:
            found.append(self.styles[key])
            key = found[-1].based_on
        return found


def _styles(part: Any) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for each in part.iter(f"{W}style") if part is not None else ():
        name, based = each.find(f"{W}name"), each.find(f"{W}basedOn")
        outline = each.find(f"{W}pPr/{W}outlineLvl")
        numbers, depth = _list_and_depth(each.find(f"{W}pPr/{W}numPr"))
        found[each.get(f"{W}styleId", "")] = _Style(
            name.get(f"{W}val", "") if name is not None else "",
            based.get(f"{W}val", "") if based is not None else "",
            numbers,
            depth,
            _number(outline.get(f"{W}val"), LEVELS) if outline is not None else None,
        )
    return found


def _list_and_depth(properties: Any) -> tuple[str, int | None]:
    if properties is None:
        return "", None
    name, depth = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return (
        name.get(f"{W}val", "") if name is not None else "",
        min(_number(depth.get(f"{W}val")), LEVELS - 1) if depth is not None else None,
    )


def _levels(abstract: Any) -> dict[int, _Level]:
    return {_number(each.get(f"{W}ilvl")): _level(each) for each in abstract.findall(f"{W}lvl")}


def _level(level: Any) -> _Level:
    found = _Level()
    for each in level:
        said = each.get(f"{W}val", "")
        if each.tag == f"{W}start":
            found.start = _number(said, 1)
        elif each.tag == f"{W}numFmt":
            found.format = said
        elif each.tag == f"{W}lvlText":
            found.text = said
    return found


def _said(count: int, written: str) -> str:
    base = written.replace("upper", "lower").replace("Upper", "Lower")
    is_upper = base != written
    if base in LETTERS:
        letters = LETTERS[base]
        text = letters[(count - 1) % len(letters)] * min((count - 1) // len(letters) + 1, 5)
    elif base == "lowerRoman":
        text = _roman(count).lower()
    elif written == "decimalZero":
        text = f"{count:02}"
    else:
        text = str(count)
    return text.upper() if is_upper else text


def _roman(count: int) -> str:
    found, left = "", min(max(count, 0), 3999)
    for size, sign in ROMAN:
        found += sign * (left // size)
        left %= size
    return found


def _plain(written: str) -> str:
    return "decimal" if written == "bullet" else written


def _number(text: str | None, other: int = 0) -> int:
    return int(text) if text is not None and text.lstrip("-").isdecimal() and len(text) < 8 else other
