"""What each row would do: a new card, a changed one, nothing, or nothing because something is wrong."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mistok.directory.importing.columns import FOR_READERS, KEY, REQUIRED, heading
from mistok.directory.importing.lookups import Lookups
from mistok.directory.importing.values import Cells, Problem, limit_of, shorten
from mistok.directory.models import Level, Service
from mistok.directory.snapshots import FIELDS, LISTS, MANY_TO_MANY, Fields, snapshot
from mistok.network.models import Territory, TerritoryCategory

NEW, CHANGED, SAME, BAD = "n", "c", "s", "b"
BY_CARD, BY_STATE_ID, BY_LOCAL_NUMBER, BY_NAME = "card", "state_id", "local_number", "name"
SLUG = re.compile(r"[-a-z0-9_]{1,80}")
NOT_SLUGS = frozenset(("new",))
EMPTY: Fields = {
    name: [] if name in (*LISTS, *MANY_TO_MANY) else "" for name in FIELDS
} | {"territory": None, "cost_amount": None, "term_value": None}  # fmt: skip
DEFAULTS: Fields = {
    name: Service._meta.get_field(name).get_default()  # type: ignore[union-attr]
    for name in ("kind", "signature", "librarian_role", "is_administrative", "demand")
}
REGIONAL = (TerritoryCategory.OBLAST, TerritoryCategory.RAION, TerritoryCategory.SPECIAL_CITY)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose for the whole file.

    `columns`: the column of each field. `values`: cells for fields without one, for new cards only. `key`:
    what says which card a row is. `clear`: an empty cell empties the field. `publish`: new cards are
    published. `shorten`: a name that is too long is cut, and stands whole in the summary.
    """

    columns: Mapping[str, int]
    values: Mapping[str, str] = field(default_factory=dict)
    key: str = BY_NAME
    clear: bool = False
    publish: bool = False
    shorten: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row. `after` is the whole card as it would be, `changed` the fields that differ."""

    kind: str
    number: int
    cells: list[str]
    service: Service | None = None
    slug: str = ""
    before: Fields = field(default_factory=dict)
    after: Fields = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def reason(self) -> str:
        """All that is wrong with the row, field by field."""
        return "; ".join(f"{heading(each.field)}: {each.text}" for each in self.problems)[:300]


@dataclass(slots=True)
class _Row:
    number: int
    cells: list[str]
    given: Fields
    problems: list[Problem]
    slug: str = ""
    key: tuple[str, ...] = ()
    service: Service | None = None


class Examiner:
    """Judges rows one chunk after another; remembers which cards the file has named already."""

    def __init__(self, choices: Choices, width: int, lookups: Lookups | None = None) -> None:
        self.choices, self.width = choices, width
        self.lookups = lookups or Lookups()
        self.cells = Cells(self.lookups)
        self.seen: dict[int, int] = {}
        self.defaults, self.default_problems = self.cells.read(dict(choices.values))
        self.levels: dict[str, str] = {}

    def judge(self, rows: Iterable[tuple[int, list[str]]]) -> list[Verdict]:
        """The verdicts on these rows, in their order. Six queries, whatever their number."""
        read = [self._read(number, cells) for number, cells in rows]
        self._find(read)
        return [self._verdict(row) for row in read]

    def pass_over(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Rows that an earlier run has dealt with: only their cards are remembered."""
        for number, cells in rows:
            row = self._read(number, cells)
            if row.key:
                self.seen.setdefault(hash(row.key), number)

    def _read(self, number: int, cells: list[str]) -> _Row:
        picked = {name: cells[index] for name, index in self.choices.columns.items() if index < len(cells)}
        key_cell = " ".join(picked.pop(KEY, "").split())
        given, problems = self.cells.read(picked)
        if len(cells) > self.width:
            problems.append(Problem("name", _("there are more cells in this row than columns in the table")))
        if self.choices.shorten and len(given.get("name", "")) > limit_of("name"):
            whole = given["name"]
            given["name"] = shorten(whole, limit_of("name"))
            if len(whole) > limit_of("summary"):
                problems.append(Problem("name", too_long(whole, limit_of("summary"))))
            given.setdefault("summary", whole)
        if self.choices.clear:
            for name, text in picked.items():
                if not text.strip() and name not in (*REQUIRED, *DEFAULTS, "level"):
                    given.setdefault(name, EMPTY[name])
        row = _Row(number, cells, given, problems, slug=key_cell)
        row.key = self._key(row)
        return row

    def _key(self, row: _Row) -> tuple[str, ...]:
        """What says which card it is; a row without the chosen key is known by its name and provider."""
        chosen = self.choices.key
        if chosen == BY_CARD and row.slug:
            return BY_CARD, row.slug.lower()
        if chosen in (BY_STATE_ID, BY_LOCAL_NUMBER) and row.given.get(chosen):
            return chosen, str(row.given[chosen])
        provider = row.given.get("provider") or self.defaults.get("provider")
        if row.given.get("name") and provider:
            return BY_NAME, row.given["name"], provider
        return ()

    def _find(self, rows: Sequence[_Row]) -> None:
        """Put the card of each row beside it."""
        found: dict[tuple[str, ...], list[Service]] = defaultdict(list)
        for name in (BY_CARD, BY_STATE_ID, BY_LOCAL_NUMBER, BY_NAME):
            wanted = {row.key[1] for row in rows if row.key[:1] == (name,)}
            if wanted:
                for key, card in _cards_by(name, wanted):
                    found[key].append(card)
        for row in rows:
            matching = found.get(row.key, [])
            if len(matching) > 1:
                row.problems.append(
                    Problem(row.key[0], _("several cards have this; choose another key for the file"))
                )
            elif matching:
                row.service = matching[0]

    def _verdict(self, row: _Row) -> Verdict:
        problems = row.problems
        if row.key:
            earlier = self.seen.setdefault(hash(row.key), row.number)
            if earlier != row.number:
                problems.append(
                    Problem(row.key[0], _("the same card already stands in row %(n)d") % {"n": earlier})
                )
        elif self.choices.key == BY_CARD and not row.slug and not row.given.get("name"):
            problems.append(Problem(KEY, _("it is empty, and so is the name")))
        if row.service is None:
            before: Fields = {}
            base = EMPTY | DEFAULTS | self.defaults
            if self.choices.key == BY_CARD and row.slug and not SLUG.fullmatch(row.slug):
                problems.append(Problem(KEY, _("there is no such card")))
            problems += [each for each in self.default_problems if each.field not in row.given]
        else:
            before = base = snapshot(row.service)
        given = {name: value for name, value in row.given.items() if not _alike(base.get(name), value)}
        if given.get("state_id") == str(base["state_id"]).zfill(5) and base["state_id"]:
            del given["state_id"]  # a short number is read with the zeros that spreadsheets take off
        after = base | given
        derived = "territory" in given if row.service else "level" not in self.defaults
        if derived and "level" not in row.given:
            after["level"] = self._level_of(after["territory"])
        changed = tuple(name for name in FIELDS if before.get(name) != after.get(name)) if before else ()
        self._check(row, after, changed, problems)
        if problems:
            return Verdict(BAD, row.number, row.cells, row.service, problems=tuple(problems))
        kind = NEW if row.service is None else CHANGED if changed else SAME
        slug = row.slug.lower() if self.choices.key == BY_CARD else ""
        return Verdict(kind, row.number, row.cells, row.service, slug, before, after, changed)

    def _level_of(self, code: str | None) -> str:
        if code is None:
            return str(Level.NATIONAL)
        if code not in self.levels:
            unit = Territory.objects.filter(pk=code).first()
            is_region = unit is not None and unit.category in REGIONAL
            self.levels[code] = str(Level.REGIONAL if is_region else Level.LOCAL)
        return self.levels[code]

    def _check(self, row: _Row, after: Fields, changed: Sequence[str], problems: list[Problem]) -> None:
        """What the form of a card would ask, of the fields that this row writes."""
        is_new = row.service is None
        if is_new and not after["short_name"] and after["name"]:
            after["short_name"] = shorten(after["name"], limit_of("short_name"))
        named = {each.field for each in problems}
        public = self.choices.publish if row.service is None else not row.service.is_draft
        needed = (*REQUIRED, *(FOR_READERS if public else ()))
        written = [name for name in FIELDS if (is_new or name in changed) and name not in named]
        problems += [
            Problem(name, _("it is missing")) for name in needed if name in written and not after[name]
        ]
        problems += [
            Problem(name, too_long(after[name], limit_of(name)))
            for name in written
            if name not in ("provider", "territory")
            and isinstance(after[name], str)
            and len(after[name]) > (limit_of(name) or 10_000)
        ]
        if "territory" not in named:
            problems += _misplaced(after)
        if bool(after["term_unit"]) != (after["term_value"] is not None):
            problems.append(Problem("term_unit", _("a number and a unit go together")))


def too_long(text: str, most: int) -> str:
    """How long the text is and may be."""
    return _("%(length)d characters, at most %(limit)d") % {"length": len(text), "limit": most}


def _misplaced(after: Fields) -> list[Problem]:
    if after["level"] == Level.NATIONAL and after["territory"]:
        return [Problem("territory", _("a national service has none; empty it or change the level"))]
    if after["level"] != Level.NATIONAL and not after["territory"]:
        return [Problem("territory", _("it is missing; say where the service works"))]
    return []


def _cards_by(name: str, wanted: set[str]) -> Iterator[tuple[tuple[str, ...], Service]]:
    """Cards that have one of these as their key, each with the key of its row."""
    cards = Service.objects.prefetch_related(*MANY_TO_MANY)
    if name == BY_CARD:
        uuids = {UUID(each) for each in wanted if _is_uuid(each)}
        yield from (((name, each.slug), each) for each in cards.filter(slug__in=wanted))
        if uuids:
            yield from (((name, str(each.uuid)), each) for each in cards.filter(uuid__in=uuids))
    elif name == BY_NAME:
        for each in cards.filter(name__in=wanted):
            yield (name, each.name, str(each.provider_id)), each
    else:
        for each in cards.filter(**{f"{name}__in": wanted}):
            yield (name, getattr(each, name)), each


def _alike(stored: Any, given: Any) -> bool:
    """Whether two values differ in nothing but blanks."""
    if isinstance(stored, str) and isinstance(given, str):
        return " ".join(stored.split()) == " ".join(given.split())
    if isinstance(stored, list) and isinstance(given, list):
        return len(stored) == len(given) and all(_alike(a, b) for a, b in zip(stored, given, strict=True))
    if isinstance(stored, dict) and isinstance(given, dict):
        names = stored.keys() | given.keys()
        return all(_alike(stored.get(name) or "", given.get(name) or "") for name in names)
    return bool(stored == given)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return len(text) == 36
