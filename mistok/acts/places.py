"""Which territory and which authority of the network a set of local acts names; only what is certain."""

import re
from collections.abc import Iterable

from mistok.network.models import Organisation, Territory, TerritoryCategory

MOST_KEPT = 5_000
CODE = re.compile(r"UA\d{17}")
OBLAST = re.compile(r"(?P<name>[\w’'-]+)\s+обл(?:\.|асть|асті)?(?!\w)", re.IGNORECASE)
HROMADA = re.compile(
    r"(?P<name>[\w’'-]+)\s+(?:(?:об[’']?єднана|міська|селищна|сільська)\s+)*"
    r"(?:(?:територіальна\s+)?громада|о?тг)(?!\w)",
    re.IGNORECASE,
)
COUNCIL = re.compile(r"(?P<name>[\w’'-]+)\s+(?:міськ|селищн|сільськ)\w+\s+рад\w*", re.IGNORECASE)
RAION = re.compile(r"(?P<name>[\w’'-]+)\s+(?:район(?!н)|районн\w+\s+рад\w*)", re.IGNORECASE)
CITY = re.compile(r"(?:^|\W)(?:м\.|місто)\s*(?P<name>[\w’'-]+)", re.IGNORECASE)
_GENITIVE = re.compile(r"ої$", re.IGNORECASE)  # «Драбівської селищної ради»
KINDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (HROMADA, (TerritoryCategory.HROMADA,)),
    (COUNCIL, (TerritoryCategory.HROMADA,)),
    (RAION, (TerritoryCategory.RAION,)),
    (CITY, (TerritoryCategory.CITY, TerritoryCategory.SPECIAL_CITY)),
    (OBLAST, (TerritoryCategory.OBLAST,)),
)


class Places:
    """One reading of what cells name; made anew for every job and page."""

    def __init__(self) -> None:
        self._territories: dict[str, str | None] = {}
        self._organisations: dict[str, list[Organisation]] = {}
        for each in Organisation.objects.filter(closed_on=None):
            for name in {_plain(each.name), _plain(each.short_name)} - {""}:
                self._organisations.setdefault(name, []).append(each)

    def territory(self, said: str) -> str | None:
        """The code of the only unit that the words name; None where there is none, or several."""
        if said not in self._territories:
            if len(self._territories) >= MOST_KEPT:
                self._territories.clear()
            self._territories[said] = territory_named(said)
        return self._territories[said]

    def organisation(self, name: str) -> Organisation | None:
        """The only organisation of the network that is called so."""
        found = self._organisations.get(_plain(name), [])
        return found[0] if len(found) == 1 else None


def territory_named(said: str) -> str | None:
    """The code of the only unit that the words name: «Драбівська селищна рада», «м. Київ», «UA48…»."""
    if match := CODE.search(said.upper()):
        return match[0] if Territory.objects.filter(pk=match[0]).exists() else None
    oblast = OBLAST.search(said)
    above = oblast["name"] if oblast else ""
    for pattern, categories in KINDS:
        if match := pattern.search(said):
            name = match["name"]
            is_oblast = pattern is OBLAST
            found = _within(_called(_spellings(name), categories), "" if is_oblast else above)
            return found[0].pk if len(found) == 1 else None
    found = _within(_called([said.split(",")[0].strip()], ()), above)
    return found[0].pk if len(found) == 1 else None


def _called(names: Iterable[str], categories: tuple[str, ...]) -> list[Territory]:
    found = Territory.objects.filter(name__in=list(names), closed_on=None)
    if categories:
        found = found.filter(category__in=categories)
    return list(found.select_related("parent__parent__parent")[:20])


def _within(units: list[Territory], oblast: str) -> list[Territory]:
    if not oblast:
        return units
    wanted = {each.casefold() for each in _spellings(oblast)}
    return [each for each in units if _oblast_of(each).casefold() in wanted]


def _oblast_of(unit: Territory) -> str:
    above: Territory | None = unit
    while above is not None and above.category != TerritoryCategory.OBLAST:
        above = above.parent
    return above.name if above else ""


def _spellings(name: str) -> list[str]:
    """The name as written and in the nominative, with both apostrophes, with a capital."""
    bases = {name, _GENITIVE.sub("а", name)}
    capital = {each[:1].upper() + each[1:] for each in bases}
    return sorted({each.replace("'", "’") for each in capital} | {each.replace("’", "'") for each in capital})


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[«»“”„\"]", "", name).replace("’", "'").casefold().split())
