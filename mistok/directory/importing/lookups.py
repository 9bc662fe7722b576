"""What cells name: providers, territories, situations, categories. Only what is certain is found."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from mistok.directory.models import LifeSituation
from mistok.directory.queries import providers
from mistok.network.models import Organisation, Territory, TerritoryCategory, TerritoryName, VisitorCategory
from mistok.network.public import place_text

NEW = "new:"  # stands before the name of a provider that is not there yet
LONGEST_PROVIDER = 250
MOST_KEPT = 20_000  # names of territories looked up
CODE = re.compile(r"\s*(UA\d{17})\b")
SLUG = re.compile(r"\[([-\w]+)\]\s*$")
# What people write before or after a name, and the units it can be.
KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"^(?P<name>.+?)\s+(область|обл\.?)$", re.I), (TerritoryCategory.OBLAST,)),
    (re.compile(r"^(?P<name>.+?)\s+(район|р-н)$", re.I), (TerritoryCategory.RAION,)),
    (
        re.compile(
            r"^(?P<name>.+?)\s+((міська|селищна|сільська)\s+)?(територіальна\s+)?(громада|тг|отг)$", re.I
        ),
        (TerritoryCategory.HROMADA,),
    ),
    (
        re.compile(r"^(м\.|місто)\s*(?P<name>.+)$", re.I),
        (TerritoryCategory.CITY, TerritoryCategory.SPECIAL_CITY),
    ),
    (
        re.compile(r"^(смт|с-ще|селище)\.?\s*(?P<name>.+)$", re.I),
        (TerritoryCategory.SETTLEMENT, TerritoryCategory.TOWN),
    ),
    (re.compile(r"^(с\.|село)\s*(?P<name>.+)$", re.I), (TerritoryCategory.VILLAGE,)),
)


class LookupProblem(Exception):
    """The cell names nothing, or too much; the text says what to write."""


class Lookups:
    """One reading of what can be named; made anew for every job, page and command."""

    def __init__(self) -> None:
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.by_short: dict[str, set[str]] = defaultdict(set)
        self.by_slug: dict[str, str] = {}
        self.names: dict[str, str] = {}
        possible = set(providers().values_list("pk", flat=True))
        for pk, slug, name, short in Organisation.objects.values_list("pk", "slug", "name", "short_name"):
            if pk in possible:
                self.add_provider(str(pk), slug, name, short)
            else:  # known by its short address only
                self.by_slug[slug], self.names[str(pk)] = str(pk), name
        self.situations = _names((each.slug, (each.name, each.slug)) for each in LifeSituation.objects.all())
        self.audiences = _names(
            (each.code, (each.name, each.plural, each.code)) for each in VisitorCategory.objects.all()
        )
        self._territories: dict[str, list[Territory]] = {}

    def add_provider(self, key: str, slug: str, name: str, short: str = "") -> None:
        """A provider that came after the lookups were made."""
        self.by_name[plain(name)].add(key)
        if short:
            self.by_short[plain(short)].add(key)
        self.by_slug[slug] = key
        self.names[key] = name

    def provider(self, text: str) -> str:
        """The key of the organisation with this name, or NEW and the name. Raises LookupProblem."""
        said = " ".join(text.split())
        if (marked := SLUG.search(said)) and marked[1] in self.by_slug:
            return self.by_slug[marked[1]]
        keys = self.by_name.get(plain(said)) or self.by_short.get(plain(said)) or set()
        if len(keys) > 1:
            raise LookupProblem(
                _("several organisations are called so; write the full name, or the name and [short address]")
            )
        if keys:
            return next(iter(keys))
        if len(said) > LONGEST_PROVIDER:
            raise LookupProblem(
                _("%(length)d characters, at most %(limit)d")
                % {"length": len(said), "limit": LONGEST_PROVIDER}
            )
        return NEW + said

    def provider_text(self, key: str) -> str:
        """The name by which `provider` finds this very organisation again."""
        name = self.names.get(key, "")
        if self.by_name.get(plain(name)) == {key}:
            return name
        slug = next((slug for slug, each in self.by_slug.items() if each == key), "")
        return f"{name} [{slug}]"

    def territory(self, text: str) -> Territory:
        """The unit with this code or name, also an old one. Raises LookupProblem."""
        said = " ".join(text.split())
        if said not in self._territories:
            if len(self._territories) >= MOST_KEPT:
                self._territories.clear()
            self._territories[said] = _units(said)
        found = self._territories[said]
        if not found:
            raise LookupProblem(_("there is no such place; write its name as in the codifier, or its code"))
        if len(found) > 1:
            raise LookupProblem(
                _("several places are called so, write the code: %(places)s")
                % {"places": "; ".join(_with_code(each) for each in found[:4])}
            )
        return found[0]

    def listed(self, name: str, parts: Iterable[str]) -> list[str]:
        """Keys of the life situations or categories called so. Raises LookupProblem for the first unknown."""
        known: dict[str, set[str]] = getattr(self, name)
        found: set[str] = set()
        for each in parts:
            keys = known.get(plain(each), set())
            if len(keys) != 1:
                shown = ", ".join(self.shown(name)[:12])
                raise LookupProblem(
                    _("“%(name)s” is not in the list: %(list)s") % {"name": each[:60], "list": shown}
                )
            found |= keys
        return sorted(found)

    def shown(self, name: str) -> list[str]:
        """What may be written for life situations or categories."""
        model: Any = {"situations": LifeSituation, "audiences": VisitorCategory}[name]
        return [str(each) for each in model.objects.all()]


def plain(text: str) -> str:
    """A name as it is compared: small letters, one kind of apostrophe and dash, no quotation marks."""
    small = text.casefold().replace("ʼ", "'").replace("’", "'").replace("`", "'")
    small = re.sub(r"[«»“”„\"]", "", small)
    return " ".join(re.sub(r"[‐‑–—]", "-", small).split())


def _names(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, names in rows:
        for name in names:
            if name:
                found[plain(name)].add(key)
    return dict(found)


def _units(said: str) -> list[Territory]:
    if code := CODE.match(said.upper()):
        return list(Territory.objects.filter(pk=code[1]))
    found = list(_called(said))
    if not found:
        for pattern, categories in KINDS:
            if match := pattern.match(said):
                found = [each for each in _called(match["name"].strip()) if each.category in categories]
                if found:
                    break
    return found


def _called(name: str) -> list[Territory]:
    today = Territory.objects.filter(name=name, closed_on=None).select_related("parent")
    if found := list(today[:10]):
        return found
    old = TerritoryName.objects.filter(name=name).values("territory")
    return list(Territory.objects.filter(pk__in=old).select_related("parent")[:10])


def _with_code(unit: Territory) -> str:
    above = f", {place_text(unit.parent.name, unit.parent.category)}" if unit.parent else ""
    return f"{unit.pk} ({place_text(unit.name, unit.category)}{above})"
