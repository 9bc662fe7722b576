"""What differs between two texts of a card, in words; and how a proposed text meets a card that moved on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext

from mistok.directory.models import Channel, LifeSituation, Service
from mistok.directory.snapshots import FIELDS, LISTS, MANY_TO_MANY
from mistok.network.models import Organisation, Territory, VisitorCategory
from mistok.ukrainian.numbers import number

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a list, or a whole short value; `kind`: same, added or removed."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs. Texts stand side by side; lists also line by line in `lines`."""

    name: str
    label: str
    old: list[str]
    new: list[str]
    lines: list[Line]
    is_list: bool
    now: list[str] | None = None  # what stands in the card at present, where somebody else changed it too


@dataclass(frozen=True, slots=True)
class Merge:
    """How a text written over `base` meets the card as it stands.

    `mine`: fields of the author alone; `both`: changed by the author and by somebody else, differently;
    `theirs`: changed by others only, which nobody must undo unawares.
    """

    mine: tuple[str, ...]
    both: tuple[str, ...]
    theirs: tuple[str, ...]


def merge(base: Mapping[str, Any], wanted: Mapping[str, Any], current: Mapping[str, Any]) -> Merge:
    """Sort the fields of the author's text. A field that an older text did not know is nobody's change."""
    mine, both, theirs = [], [], []
    for name in FIELDS:
        if name not in wanted or name not in base:
            continue
        moved = current.get(name) != base[name]
        if wanted[name] == base[name]:
            if moved:
                theirs.append(name)
        elif wanted[name] == current.get(name):
            continue
        elif moved:
            both.append(name)
        else:
            mine.append(name)
    return Merge(tuple(mine), tuple(both), tuple(theirs))


def difference(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    only: Iterable[str] | None = None,
    now: Mapping[str, Any] | None = None,
) -> list[Change]:
    """The fields that differ, in the order of the form, with values in words. At most four queries.

    `only` limits the fields; `now` is the card of today, shown beside where it is given.
    """
    wanted = set(FIELDS if only is None else only)
    names = [
        name for name in FIELDS
        if name in wanted and name in after and (name not in before or before[name] != after[name])
    ]  # fmt: skip
    spoken = Words([each for each in (before, after, now) if each is not None])
    return [_change(name, before.get(name), after[name], spoken, now) for name in names]


def shown(fields: Mapping[str, Any]) -> list[tuple[str, list[str], bool]]:
    """A whole text for reading: label, values in words, whether it is a list. Empty fields are left out."""
    spoken = Words([fields])
    found = []
    for name in FIELDS:
        values = spoken.of(name, fields.get(name))
        if values:
            found.append((label(name), values, is_list(name)))
    return found


def label(name: str) -> str:
    """What people call the field."""
    return str(capfirst(Service._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def labels(names: Iterable[str]) -> list[str]:
    """The fields by their names, in the order of the form; other names are left out."""
    wanted = set(names)
    return [label(name) for name in FIELDS if name in wanted]


def is_list(name: str) -> bool:
    """Whether the field holds several values."""
    return name in LISTS or name in MANY_TO_MANY


class Words:
    """Values in the words of the page: related rows by name, looked up once for all the texts."""

    def __init__(self, texts: list[Mapping[str, Any]]) -> None:
        self.names: dict[str, dict[str, str]] = {
            "provider": _names(Organisation.objects.in_bulk(_keys(texts, "provider"))),
            "territory": _names(Territory.objects.in_bulk(_keys(texts, "territory"))),
            "situations": _names(LifeSituation.objects.in_bulk(_keys(texts, "situations"))),
            "audiences": _names(VisitorCategory.objects.in_bulk(_keys(texts, "audiences"))),
            "channels": {str(value): str(said) for value, said in Channel.choices},
        }

    def of(self, name: str, value: Any) -> list[str]:
        """The value as lines of text; nothing is an empty list."""
        if value is None or value == "" or value == []:
            return []
        if is_list(name):
            return [self._one(name, each) for each in value]
        return [self._one(name, value)]

    def _one(self, name: str, value: Any) -> str:
        if name in self.names:
            return self.names[name].get(str(value), str(value))
        if name == "legal_basis":
            return f"{value['title']} | {value['url']}" if value.get("url") else str(value["title"])
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        choices = dict(Service._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
        if value in choices:
            return str(choices[value])
        return number(value) if isinstance(value, int) else str(value)


def _change(name: str, old: Any, new: Any, spoken: Words, now: Mapping[str, Any] | None) -> Change:
    before, after = spoken.of(name, old), spoken.of(name, new)
    lines = _lines(before, after) if is_list(name) else []
    present = None if now is None else spoken.of(name, now.get(name))
    return Change(name, label(name), before, after, lines, is_list(name), present)


def _lines(before: list[str], after: list[str]) -> list[Line]:
    found = []
    for kind, start, stop, new_start, new_stop in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            found += [Line(each, SAME) for each in before[start:stop]]
        else:
            found += [Line(each, REMOVED) for each in before[start:stop]]
            found += [Line(each, ADDED) for each in after[new_start:new_stop]]
    return found


def _keys(texts: list[Mapping[str, Any]], name: str) -> set[str]:
    found: set[str] = set()
    for fields in texts:
        value: Any = fields.get(name)
        found.update(value if isinstance(value, list) else [value] if value else [])
    return found


def _names(rows: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): str(row) for key, row in rows.items()}
