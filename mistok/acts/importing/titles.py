"""What the title of an act says that it does to others: changes, repeals, approves."""

import re
from collections.abc import Iterator

from mistok.acts.models import RelationKind
from mistok.acts.records import Link

MOST = 20  # acts that one title names
LONGEST = 300
_AMENDS = re.compile(
    r"\W*(?:про\s+)?(?:внесення\s+(?:змін\w*|доповнен\w*)|зміни?\b|доповнення\b|затвердження\s+змін\b)", re.I
)
_REPEALS = re.compile(
    r"\W*про\s+(?:визнання\s+так\w+,?\s+що\s+втрати\w+|скасування\b)|втрати\w+\s+чинність", re.I
)
_APPROVES = re.compile(r"\W*про\s+(?:затвердження|схвалення|введення\s+в\s+дію)\s+", re.I)
_OPEN, _CLOSE = '«„“"', '»”“"'
_QUOTED = re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}]{{4,}})[{_CLOSE}]")
_ACT = re.compile(  # what stands right before the quotes of a title
    r"(?:закон|кодекс|постанов|указ|декрет|розпоряджен|наказ|рішен|основ|положен|програм)\w*"
    r"(?:\s+(?:України|УРСР|Верховної|Ради|Кабінету|Міністрів|Президента))*\s*$",
    re.I,
)
# «№ 3» alone is a number of an annex: an act's has a letter, a bar or the day before it.
_NUMBER = re.compile(r"(?:№|\bN)\s?(\d[\w.]*[-/][\w/.-]*)|від\s[^№«\"]{6,30}(?:№|\bN)\s?(\d[\w/.-]*)", re.I)
_CODE = re.compile(
    r"(?:[\w'’-]+(?:ого|ому|ий|их|им)\s+){0,2}кодекс\w*(?:\s+законів)?(?:\s+про\s+працю)?\s+україни"
    r"(?:\s+про\s+[^,;«\"(]{4,80}?)?(?=$|[,;(]|\s+(?:щодо|стосовно|у|з|та|і|від|на|для)\b)",
    re.I,
)
_CONSTITUTION = re.compile(r"до\s+конституції\s+україни", re.I)


def links_of(title: str) -> tuple[Link, ...]:
    """The relations that a title tells of, each act as the title names it: by its title or its number.

    >>> links_of("Про внесення змін до Закону України «Про освіту»")
    (Link(kind=RelationKind.AMENDS, reference='Про освіту', anchor=''),)
    """
    kind = _kind(title)
    if kind is None:
        return ()
    if kind is RelationKind.APPROVES:
        what = _APPROVES.sub("", title, count=1).strip(" .")
        return (Link(kind, what[:LONGEST]),) if len(what) >= 8 else ()
    found = dict.fromkeys(_named(title))
    return tuple(Link(kind, each[:LONGEST]) for each in list(found)[:MOST])


def _kind(title: str) -> RelationKind | None:
    if _AMENDS.match(title):
        return RelationKind.AMENDS
    if _REPEALS.match(title):
        return RelationKind.REPEALS
    return RelationKind.APPROVES if _APPROVES.match(title) else None


def _named(title: str) -> Iterator[str]:
    """Acts that the title names: titles in quotes, numbers, codes by their name."""
    quoted = [
        match
        for match in _QUOTED.finditer(title)
        if match[1].lower().startswith("про ") or _ACT.search(title[: match.start()])
    ]
    yield from (match[1].strip() for match in quoted)
    bare = _QUOTED.sub(" ", title)
    yield from ((match[1] or match[2]).strip(".") for match in _NUMBER.finditer(bare))
    if not quoted:
        yield from (match[0].strip() for match in _CODE.finditer(bare))
        if _CONSTITUTION.search(bare):
            yield "Конституція України"
