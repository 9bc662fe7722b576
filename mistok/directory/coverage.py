"""Where a service works: what an oblast, raion or hromada offers, each of its settlements has too."""

from collections import Counter

from django.utils.translation import ngettext

from mistok.lib.kept import kept_until_change
from mistok.network.models import Territory, TerritoryCategory
from mistok.network.public import place_text

SETTLEMENTS = (
    TerritoryCategory.CITY,
    TerritoryCategory.TOWN,
    TerritoryCategory.SETTLEMENT,
    TerritoryCategory.VILLAGE,
)


def above(territory: Territory) -> list[str]:
    """Codes of the unit and of all units above it, the nearest first: five queries at most."""
    found: list[str] = []
    unit: Territory | None = territory
    while unit is not None and unit.pk not in found:
        found.append(unit.pk)
        unit = unit.parent
    return found


def below(territory: Territory) -> list[Territory]:
    """The units of today below this one, level by level: four queries at most."""
    found: list[Territory] = []
    level = [territory.pk]
    while level:
        units = list(Territory.objects.filter(parent__in=level, closed_on=None))
        found += units
        level = [each.pk for each in units]
    return found


def coverage_text(territory: Territory) -> str:
    """Where a service of this unit works: «Миколаївська громада та її 5 сіл», «Київська область: 69 громад».

    A settlement, and a unit whose parts are not in the codifier, is called by its name alone.
    """
    name = place_text(territory.name, territory.category)
    if territory.category == TerritoryCategory.HROMADA:
        return _with_settlements(name, territory)
    if territory.category in (TerritoryCategory.OBLAST, TerritoryCategory.RAION):
        hromadas = Counter(each.category for each in below(territory))[TerritoryCategory.HROMADA]
        if hromadas:
            said = ngettext("%(place)s: %(n)s hromada", "%(place)s: %(n)s hromadas", hromadas)
            return said % {"place": name, "n": hromadas}
    return name


@kept_until_change(most=500)
def where_it_works(code: str) -> str:
    """`coverage_text` by the code of a unit, kept until the public content changes."""
    return coverage_text(Territory.objects.get(pk=code))


def _with_settlements(name: str, hromada: Territory) -> str:
    counts = Counter(each.category for each in below(hromada) if each.category in SETTLEMENTS)
    villages = counts[TerritoryCategory.VILLAGE]
    others = sum(counts.values()) - villages
    if villages and others:
        n = villages + others
        said = ngettext("%(place)s: %(n)s settlement", "%(place)s: %(n)s settlements", n)
        return said % {"place": name, "n": n}
    if villages:
        said = ngettext("%(place)s and its %(n)s village", "%(place)s and its %(n)s villages", villages)
        return said % {"place": name, "n": villages}
    return name
