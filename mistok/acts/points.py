"""Numbered parts and points inside a provision («1.», «3)», «а)»): their anchors, names and citations.

Pure but for `place_of`, which asks the store for one provision.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mistok.acts.models import ActVersion, Provision
from mistok.ukrainian import act_numbers
from mistok.ukrainian.translit import slug

_SIGN = re.compile(
    r"\s*(?:(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}(?:\s?[-–]\s?\d{1,2})?)\s?(?P<mark>[.)])|(?P<letter>[а-яєіїґ])\))"
    r"\s+(?!\d)"
)
_OWN = re.compile(r"(?:^|-)p-(\d+(?:-\d+)*)$")
_ARTICLE = re.compile(r"(?:^|-)art-\d")
_ASKED = re.compile(
    r"\b(?:(?P<part>ч(?:\.|аст(?:ин[аиіу]|иною)))|(?P<point>п(?:\.|ункт[уі]?))|(?P<under>пп\.?|підп(?:\.|ункт[уі]?)))"
    r"\s*(?P<number>\d{1,3}(?:[-.]\d{1,2})?)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a provision. `anchor` is unique in the act: `art-20-p-3`, inside a part `art-20-p-1-p-3`;
    `sign` is as long as its number in the line; `name` and `cited` say it without the provision."""

    anchor: str
    sign: int
    name: str
    cited: str


def points(anchor: str, text: str, taken: Collection[str] = ()) -> dict[int, Point]:
    """The points of a provision by the number of the line each begins, from 0. Of two with the same number
    the first has the anchor; what is `taken` by provisions is left to them.

    >>> [each.cited for each in points("art-26", "1. Ради вирішують:\\n1) одне;\\n3 -1 ) друге.").values()]
    ['ч. 1', 'п. 1 ч. 1', 'п. 3-1 ч. 1']
    """
    is_article = bool(_ARTICLE.search(anchor))
    own = match[1] if (match := _OWN.search(anchor)) else ""
    seen = {anchor, *taken}
    found: dict[int, Point] = {}
    top: Point | None = None
    inner: Point | None = None
    is_lost = False  # under a number that is here twice: nobody knows whose points these are
    for place, line in enumerate(text.split("\n")):
        sign = _SIGN.match(line)
        if sign is None:
            continue
        said = re.sub(r"[\s.]+", "-", re.sub(r"\s?[-–]\s?", "-", sign["number"] or "")).strip("-")
        if sign["mark"] == ".":
            top = inner = None
            is_lost = False
            if not place and said == own:
                continue
            outer = None
        else:
            outer = (inner or top) if sign["letter"] else top
        name = _anchored(outer.anchor if outer else anchor, said, sign["letter"])
        if is_lost or name in seen:
            is_lost = is_lost or sign["mark"] == "."
            continue
        seen.add(name)
        point = found[place] = _point(name, sign, said, outer, is_article=is_article)
        if sign["mark"] == ".":
            top = point
        elif sign["mark"] == ")":
            inner = point
    return found


def place_of(version: ActVersion, question: str) -> tuple[str, str] | None:
    """The provision that a question names («ст. 26», «п. 34 ч. 1 ст. 26», «п. 3») and the anchor of the point
    in it, or of the provision itself; None where the edition has none such."""
    asked = act_numbers.provision_asked(question)
    if asked is None:
        return None
    provision = _named(version, asked[0])
    if provision is None:
        return None
    wanted = _wanted(question, is_article=asked[0].startswith("art"))
    if not wanted:
        return provision.anchor, provision.anchor
    found = [each.anchor for each in points(provision.anchor, provision.text).values()]
    ending = "".join(f"-p-{number}" for number in wanted)
    return provision.anchor, next(
        (
            each
            for each in (provision.anchor + ending, *(each for each in found if each.endswith(ending)))
            if each in found
        ),
        provision.anchor,
    )


def point_of(provisions: Iterable[str], anchor: str) -> str:
    """The provision in which an anchor of a point may stand: the one with the longest name that begins it."""
    return max((each for each in provisions if anchor.startswith(f"{each}-")), key=len, default="")


def _named(version: ActVersion, anchor: str) -> Provision | None:
    """The provision of this anchor; else the only one that ends so – of the rules that the act approves."""
    if found := version.provisions.filter(anchor=anchor).first():
        return found
    inside = list(version.provisions.filter(anchor__endswith=f"-{anchor}")[:2])
    return inside[0] if len(inside) == 1 else None


def _wanted(question: str, *, is_article: bool) -> list[str]:
    """The numbers of part, point and subpoint, from the outside in; the point is the provision itself where
    no article is named."""
    said = {str(match.lastgroup and _unit(match)): match["number"] for match in _ASKED.finditer(question)}
    units = ("part", "point", "under") if is_article else ("under",)
    return [said[unit].replace(".", "-") for unit in units if unit in said]


def _unit(match: re.Match[str]) -> str:
    return next(unit for unit in ("part", "point", "under") if match[unit])


def _anchored(outer: str, number: str, letter: str | None) -> str:
    return f"{outer}-{slug(letter)}" if letter else f"{outer}-p-{number}"


def _point(anchor: str, sign: re.Match[str], said: str, outer: Point | None, *, is_article: bool) -> Point:
    if sign["letter"]:
        name, short, said = "підпункт", "підп.", f"«{sign['letter']}»"
    elif sign["mark"] == ".":
        name, short = ("частина", "ч.") if is_article else ("пункт", "п.")
    else:
        name, short = ("пункт", "п.") if is_article else ("підпункт", "підп.")
    return Point(
        anchor,
        sign.end(),
        f"{outer.name}, {name} {said}" if outer else f"{name} {said}",
        f"{short} {said} {outer.cited}" if outer else f"{short} {said}",
    )
