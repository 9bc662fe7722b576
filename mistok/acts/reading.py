"""The text of provisions as a page shows it: paragraphs, links to what is named, marked words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from mistok.acts.models import Act, ActVersion, Provision
from mistok.acts.naming import part_name
from mistok.acts.points import Point, points
from mistok.acts.queries import HIGHEST, Line, depths
from mistok.acts.references import Reference, find, resolve
from mistok.search import analysis

LONGEST_QUESTION = 100
MOST_WORDS = 6
MOST_FOUND = 100  # provisions listed
ANCHOR = "anchor"  # stands for the point in the address of its page
SHORTEST_STEM, ENDING = 3, 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a provision; a numbered point has an anchor of its own."""

    html: SafeString
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A provision ready to be drawn."""

    anchor: str
    name: str
    heading: SafeString
    depth: int
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Question:
    """Words looked for in an act: by their dictionary forms, and by stems for a first quick look."""

    text: str
    words: tuple[frozenset[str], ...] = ()
    stems: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, given: str) -> "Question":
        """At most six words; what has no word finds nothing."""
        text = " ".join(given[:LONGEST_QUESTION].split())
        words = [frozenset((word.form, *word.keys)) for word in analysis.words(text)][:MOST_WORDS]
        stems = tuple(frozenset(_stem(form) for form in forms) for forms in words)
        return cls(text, tuple(words), stems)

    @property
    def keys(self) -> Set[str]:
        return frozenset().union(*self.words)

    def may_be_in(self, text: str) -> bool:
        """A quick look: whether the beginnings of all the words occur."""
        low = text.lower()
        return bool(self.stems) and all(any(stem in low for stem in stems) for stems in self.stems)

    def is_in(self, text: str) -> bool:
        """Whether all the words stand in the text, in whatever form."""
        if not self.may_be_in(text):
            return False
        there = {name for word in analysis.words(text) for name in (word.form, *word.keys)}
        return all(not forms.isdisjoint(there) for forms in self.words)

    def places(self, line: str) -> list[tuple[int, int]]:
        """Where the words stand in a line."""
        low = line.lower()
        if not any(stem in low for stems in self.stems for stem in stems):
            return []
        found: list[tuple[int, int]] = []
        for word in analysis.words(line):
            if not self.keys.isdisjoint((word.form, *word.keys)) and (
                not found or word.start >= found[-1][1]
            ):
                found.append((word.start, word.end))
        return found


def found_in(version: ActVersion, question: Question) -> tuple[list[str], bool]:
    """Anchors of the provisions that have all the words, in order; and whether there are more than listed."""
    found: list[str] = []
    rows = version.provisions.order_by("position").values_list("anchor", "heading", "text")
    for anchor, heading, text in rows.iterator(chunk_size=500):
        if question.is_in(f"{heading}\n{text}"):
            if len(found) == MOST_FOUND:
                return found, True
            found.append(anchor)
    return found, False


def shown(
    act: Act,
    provisions: Sequence[Provision],
    outline: Sequence[Line],
    question: Question,
    *,
    highest: int = HIGHEST,
    pages: str = "",
) -> list[Shown]:
    """The provisions with links to what they name (one question to the store for all) and marked
    words; the first of them has a heading of the level `highest`. With `pages`, an address with ANCHOR
    in it, numbers of points lead to their own pages."""
    lines = {each.pk: each.text.split("\n") for each in provisions}
    named = {line: find(line) for rows in lines.values() for line in rows if line}
    anchors = {line.anchor for line in outline}
    addresses = resolve({each for found in named.values() for each in found}, act, anchors)
    level_of = dict(
        zip((line.anchor for line in outline), depths(line.level for line in outline), strict=True)
    )
    first = min((level_of[each.anchor] for each in provisions), default=HIGHEST)
    return [
        Shown(
            anchor=each.anchor,
            name=part_name(each.anchor) or each.heading,
            heading=_marked(each.heading, question.places(each.heading)),
            depth=max(highest, level_of[each.anchor] - first + highest),
            paragraphs=[
                _paragraph(line, line_html(line, named.get(line, ()), addresses, question), point, pages)
                for line, point in _with_points(each, lines[each.pk], anchors)
            ],
        )
        for each in provisions
    ]


def _with_points(
    provision: Provision, lines: Sequence[str], anchors: Set[str]
) -> Iterator[tuple[str, Point | None]]:
    found = points(provision.anchor, provision.text, anchors)
    return ((line, found.get(number)) for number, line in enumerate(lines) if line)


def _paragraph(line: str, html: SafeString, point: Point | None, pages: str) -> Paragraph:
    if point is None:
        return Paragraph(html)
    sign = escape(line[: point.sign].rstrip())
    if pages and html.startswith(sign):
        linked = f'<a href="{escape(pages.replace(ANCHOR, point.anchor))}">{sign}</a>'
        html = mark_safe(linked + html[len(sign) :])  # noqa: S308 - every piece is escaped
    return Paragraph(html, point.anchor)


def line_html(
    line: str, named: Iterable[Reference], addresses: Mapping[Reference, str], question: Question
) -> SafeString:
    """One paragraph: what it names as links, the words looked for as marks, all else as plain text."""
    places = question.places(line) if question.words else []
    parts: list[str] = []
    at = 0
    for reference in named:
        address = addresses.get(reference)
        if not address:
            continue
        parts.append(_piece(line, at, reference.start, places))
        inner = _piece(line, reference.start, reference.end, places)
        parts.append(f'<a href="{escape(address)}">{inner}</a>')
        at = reference.end
    parts.append(_piece(line, at, len(line), places))
    return mark_safe("".join(parts))  # noqa: S308 - every piece is escaped


def _marked(line: str, places: Sequence[tuple[int, int]]) -> SafeString:
    return mark_safe(_piece(line, 0, len(line), places))  # noqa: S308 - every piece is escaped


def _piece(line: str, start: int, stop: int, places: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    for begin, end in places:
        if begin < start or end > stop:
            continue
        parts += [escape(line[start:begin]), f"<mark>{escape(line[begin:end])}</mark>"]
        start = end
    return "".join([*parts, escape(line[start:stop])])


def _stem(form: str) -> str:
    return re.sub(r"\W", "", form)[: max(SHORTEST_STEM, len(form) - ENDING)].lower()
