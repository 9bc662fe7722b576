"""Acts as they are read: who sees which, what an act consists of, how a long one is shared out over pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length, Substr

from mistok.acts.models import Act, ActCollection, ActCollectionItem, ActVersion, Kind, Provision, Relation
from mistok.acts.naming import part_name
from mistok.acts.points import place_of
from mistok.network.permissions import Permission
from mistok.network.queries import Person, may
from mistok.ukrainian import act_numbers

WHOLE = 400_000  # characters: a longer act is read by parts
PART = 150_000
RELATED = 200  # relations of one kind that are listed
BEGINNING = 140  # characters of a provision without a heading, in the contents
UNNUMBERED = ("b-", "preamble", "signatures")
HIGHEST, LOWEST = 3, 6  # of headings in the text
KINDS_SAID = {
    "пкму": Kind.RESOLUTION, "постанов": Kind.RESOLUTION, "закон": Kind.LAW, "указ": Kind.DECREE,
    "розпорядж": Kind.INSTRUCTION, "ркму": Kind.INSTRUCTION, "наказ": Kind.ORDER, "рішенн": Kind.DECISION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A provision in the outline of an act, without its text."""

    position: int
    anchor: str
    heading: str
    level: int
    size: int
    beginning: str

    @property
    def title(self) -> str:
        """What the contents call it."""
        if self.heading:
            return self.heading
        words = " ".join(self.beginning.split())
        if len(words) > 90:
            words = words[:90].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
        return words or part_name(self.anchor)

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the contents."""
        return not self.anchor.startswith(UNNUMBERED) or bool(self.heading)


@dataclass(frozen=True, slots=True)
class Part:
    """The provisions that one page shows: positions `first` to `last`."""

    number: int
    first: int
    last: int
    title: str
    until: str


def visible_acts(person: Person) -> QuerySet[Act]:
    """The acts a person may read: those published, all for who edits acts."""
    acts = Act.objects.all() if may(person, Permission.EDIT_ACTS) else Act.objects.public()
    return acts.select_related("territory", "organisation")


def editable_acts(person: Person) -> QuerySet[Act]:
    """The acts a person may change: every one for who edits acts, none for others."""
    return Act.objects.all() if may(person, Permission.EDIT_ACTS) else Act.objects.none()


def outline(version: ActVersion) -> list[Line]:
    """All provisions of an edition in order, without their texts."""
    rows = version.provisions.order_by("position").annotate(
        size=Length("text") + Length("heading"), beginning=Substr("text", 1, BEGINNING)
    )
    return [
        Line(*row) for row in rows.values_list("position", "anchor", "heading", "level", "size", "beginning")
    ]


def parts_of(lines: Sequence[Line], characters: int) -> list[Part]:
    """The pages of an act: one, or for a very long act as many as it takes. A page begins at a heading of the
    highest level where one comes in the second half of the page, else at any provision.
    """
    if not lines:
        return []
    starts = [0]
    if characters > WHOLE:
        highest = min(line.level for line in lines)
        held = 0
        for index, line in enumerate(lines):
            at_section = line.level == highest and held > PART // 2
            if held and (held + line.size > PART or at_section):
                starts.append(index)
                held = 0
            held += line.size
    bounds = [*starts, len(lines)]
    return [
        Part(
            number, lines[start].position, lines[stop - 1].position, lines[start].title, lines[stop - 1].title
        )
        for number, (start, stop) in enumerate(pairwise(bounds), start=1)
    ]


def part_with(parts: Sequence[Part], position: int) -> Part:
    """The page on which a provision stands."""
    return next(part for part in parts if part.first <= position <= part.last)


def texts(version: ActVersion, first: int, last: int) -> list[Provision]:
    """The provisions from one position to another, with their texts."""
    return list(version.provisions.filter(position__gte=first, position__lte=last).order_by("position"))


def depths(levels: Iterable[int]) -> list[int]:
    """Levels of HTML headings under an h2 for provisions of these levels: none is skipped on the way down."""
    found: list[int] = []
    open_levels: list[int] = []
    for level in levels:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        found.append(min(HIGHEST + len(open_levels) - 1, LOWEST))
    return found


def editions(act: Act) -> list[ActVersion]:
    """All editions, the latest first; the valid one before those of the same day."""
    return list(act.versions.order_by("-is_current", "-since", "-pk"))


@dataclass(frozen=True, slots=True)
class Related:
    """An act that this one changes (repeals, approves …), or by which it is changed."""

    label: str
    rows: list[dict[str, Any]]


def relations(act: Act, *, everything: bool = False) -> tuple[list[Related], list[Related]]:
    """What the act does to others, and what others do to it, by kind; the newest first."""
    does: dict[str, list[dict[str, Any]]] = {}
    done: dict[str, list[dict[str, Any]]] = {}
    for relation in act.relations.select_related("other").order_by("kind", "-other__adopted_on", "pk")[
        :RELATED
    ]:
        other = relation.other
        seen = other if other is not None and (other.is_published or everything) else None
        does.setdefault(relation.kind, []).append({"act": seen, "reference": relation.reference})
    incoming = Relation.objects.filter(other=act).select_related("act")
    if not everything:
        incoming = incoming.filter(act__is_published=True)
    for relation in incoming.order_by("kind", "-act__adopted_on", "pk")[:RELATED]:
        rows = done.setdefault(relation.kind, [])
        if all(row["act"].pk != relation.act_id for row in rows):
            rows.append({"act": relation.act, "reference": relation.reference})
    return [Related(k, rows) for k, rows in does.items()], [Related(k, rows) for k, rows in done.items()]


def public_collections() -> QuerySet[ActCollection]:
    """Collections that everybody sees."""
    return ActCollection.objects.filter(is_published=True)


def collections_with(act: Act) -> list[ActCollection]:
    """Public collections in which the act stands."""
    return list(public_collections().filter(items__act=act).distinct())


def items_of(collection: ActCollection, *, everything: bool = False) -> list[ActCollectionItem]:
    """The acts of a collection in order; drafts only for those who edit."""
    items = collection.items.select_related("act").order_by("order", "pk")
    return list(items if everything else items.filter(act__is_published=True))


def acts_named(text: str, acts: QuerySet[Act] | None = None) -> list[Act]:
    """The acts that a number, an address on this site or an exact title names; at most five.

    A number in any spelling: «2939-VI», «2939-17», «N 393/96-BP». Bare digits name an act only if one bears
    them.
    """
    found = Act.objects.public() if acts is None else acts
    said = text.strip()
    path = said.split("?")[0].split("#")[0]
    if "/acts/" in path:
        return list(found.filter(slug=path.rpartition("/acts/")[2].split("/")[0]))
    asked = act_numbers.asked(said)
    keys = {key for each in asked for key in each.keys} | {act_numbers.canonical(said)}
    is_number = any(char.isdigit() for char in said) and len(said) < 40
    by_registration = list(found.filter(registration__in=keys)[:5]) if is_number else []
    if by_registration:
        return by_registration
    bare = said.lstrip("№N ").strip()
    return list(found.filter(Q(number__iexact=bare) | Q(title=said))[:5])


def place_named(text: str) -> str:
    """The address of the public act, or of the provision in it, that a number names and nothing else does:
    «2939-VI», «ПКМУ 704 п. 3», «п. 3 ст. 20 393/96-ВР»; empty where there is none, or several.
    """
    rest = act_numbers.without_provisions(text)
    found = acts_named(text) or acts_named(rest) or _numbered(rest)
    if len(found) != 1:
        return ""
    act = found[0]
    version = act.versions.filter(is_current=True).first()
    place = place_of(version, text) if version else None
    if version is None or place is None:
        return act.get_absolute_url()
    lines = outline(version)
    position = next(line.position for line in lines if line.anchor == place[0])
    part = part_with(parts_of(lines, version.characters), position).number
    return f"{act.get_absolute_url()}{f'?part={part}' if part > 1 else ''}#{place[1]}"


def _numbered(text: str) -> list[Act]:
    """Public acts of a kind with a bare number: «ПКМУ 704», «постанова 704», «розпорядження № 12-р»."""
    low = f" {text.lower()}"
    kind = next((kind for start, kind in KINDS_SAID.items() if f" {start}" in low), None)
    keys = {key for each in act_numbers.asked(text) for key in each.keys}
    if kind is None or not keys:
        return []
    named = Q()
    for key in keys:
        named |= Q(number__iexact=key)
    return list(Act.objects.public().filter(named, kind=kind)[:2])


def end_of_group(lines: Sequence[Line], index: int) -> int:
    """A heading without a text of its own is shown with what stands under it, as far as a page goes."""
    last, size = index, lines[index].size
    if lines[index].beginning:
        return index
    while last + 1 < len(lines) and lines[last + 1].level > lines[index].level:
        size += lines[last + 1].size
        if size > PART // 3:
            break
        last += 1
    return last
