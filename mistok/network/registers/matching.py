"""Which hromada an office stands in, from what its address and name say. Sure, or not at all.

Names are compared with present and former ones (`TerritoryName`). Whatever leaves two hromadas equally likely
leaves the office to a person.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from mistok.network.models import Territory, TerritoryCategory, TerritoryName
from mistok.network.registers.addresses import Said, key, said, stem

KYIV = TerritoryCategory.SPECIAL_CITY
OBLAST, RAION, HROMADA = 4, 6, 9  # how many signs of a code name the unit of this level
CENTRE = "001"  # number of the settlement that is the centre, in all 1,469 hromadas of the list of centres
SHORTEST_MENDED = 8  # letters: in shorter names one wrong letter makes another name
SAME_KIND = {TerritoryCategory.TOWN: "X", TerritoryCategory.SETTLEMENT: "X"}


@dataclass(frozen=True, slots=True)
class Found:
    """The hromada (or Kyiv) and, when the address names it, the settlement; empty codes when not sure."""

    hromada: str = ""
    settlement: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    kind: str


@dataclass(slots=True)
class Gazetteer:
    """Units by the names they bear and bore. Some 32,000 units with their names take about 20 MiB."""

    oblasts: dict[str, str] = field(default_factory=dict)  # name → first signs of the code
    raions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    hromadas: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    settlements: dict[str, set[Unit]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # oblast → names of hromadas
    whole: dict[str, str] = field(default_factory=dict)  # first signs of a hromada → its code
    kinds: dict[str, str] = field(default_factory=dict)  # hromada → kind of its centre
    cities: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by stem
    kyiv: str = ""

    @classmethod
    def load(cls) -> "Gazetteer":
        """Read the codifier with its former names once."""
        self = cls()
        categories: dict[str, str] = {}
        rows = Territory.objects.filter(closed_on=None, level__lte=4)
        for code, category, name in rows.values_list("code", "category", "name").iterator():
            categories[code] = category
            self._add(code, category, name)
        # A name that is current stands in the unit itself already.
        former = TerritoryName.objects.exclude(until=None).values_list("territory_id", "name")
        for code, name in former.iterator():
            if code in categories:
                self._add(code, categories[code], name)
        return self

    def _add(self, code: str, category: str, name: str) -> None:
        name = key(name)
        if category == TerritoryCategory.OBLAST:
            self.oblasts[name] = code[:OBLAST]
        elif category == KYIV:
            self.kyiv = code if name == "київ" else self.kyiv
        elif category == TerritoryCategory.RAION:
            self.raions[name].add(code[:RAION])
        elif category == TerritoryCategory.HROMADA:
            self.hromadas[name].add(code)
            self.names[code[:OBLAST]].add(name)
            self.whole[code[:HROMADA]] = code
        elif category != TerritoryCategory.DISTRICT:
            kind = SAME_KIND.get(TerritoryCategory(category), str(category))
            self.settlements[name].add(Unit(code, kind))
            if kind == TerritoryCategory.CITY:
                self.cities[stem(name)].add(code)
            if code[HROMADA : HROMADA + 3] == CENTRE:
                self.kinds[code[:HROMADA]] = kind

    def find(self, address: str, name: str) -> Found:
        """The hromada of an office, when the texts leave no doubt."""
        texts = said(address, name)
        if texts.is_kyiv and self.kyiv:
            return Found(self.kyiv)
        within = self.oblasts.get(texts.oblast, "")
        if texts.oblast and not within:
            return Found()  # an oblast that nobody knows
        candidates = self._named(texts, within)
        if len(candidates) != 1:
            candidates = self._narrowed(texts, within, candidates)
        if len(candidates) != 1:
            return Found()
        (hromada,) = candidates
        if not texts.hromadas and self._speaks_of_elsewhere(texts, within, hromada):
            return Found()
        return Found(hromada, self._settlement(texts, hromada))

    def _named(self, texts: Said, within: str) -> set[str]:
        """Hromadas that the texts name; the address goes before the name of the office."""
        by_address = self._called(texts.hromadas, within)
        by_council = self._called(texts.councils, within)
        both = by_address & by_council
        found = both or by_address or by_council
        if not found and within:
            found = self._called(self._mended(texts, within), within)
        return found

    def _called(self, names: Iterable[str], within: str) -> set[str]:
        return {
            code for name in names for code in self.hromadas.get(name, ()) if code.startswith(within or "UA")
        }

    def _mended(self, texts: Said, within: str) -> set[str]:
        """The only names of the oblast that differ from the named ones in a single letter."""
        return {
            known
            for name in (*texts.hromadas, *texts.councils)
            if len(name) >= SHORTEST_MENDED
            for known in self.names[within]
            if one_slip(name, known)
        }

    def _narrowed(self, texts: Said, within: str, candidates: set[str]) -> set[str]:
        """Of several namesakes, those that every further hint leaves; of none, those that the settlement
        names. A hint that would leave nothing is a slip or speaks of something else."""
        if not candidates:
            if not within:
                return set()
            candidates = self._by_settlements(texts, within)
        for hint in (
            {each for each in candidates if self._is_in_raion(each, texts)},
            {each for each in candidates if self._has_settlement(each, texts)},
            {each for each in candidates if self.kinds.get(each[:HROMADA]) == texts.council_kind},
        ):
            if hint & candidates:
                candidates = hint & candidates
        return candidates

    def _is_in_raion(self, hromada: str, texts: Said) -> bool:
        return any(hromada[:RAION] in self.raions.get(each, ()) for each in texts.raions)

    def _has_settlement(self, hromada: str, texts: Said) -> bool:
        return any(
            unit.code.startswith(hromada[:HROMADA])
            for _kind, name in texts.settlements
            for unit in self.settlements.get(name, ())
        )

    def _by_settlements(self, texts: Said, within: str) -> set[str]:
        """Hromadas that have the named settlements; several settlements must lie together."""
        found: set[str] = set()
        for kind, name in texts.settlements:
            units = {each for each in self.settlements.get(name, ()) if each.code.startswith(within)}
            alike = {each for each in units if each.kind == kind} or units
            here = {self.whole[each.code[:HROMADA]] for each in alike if each.code[:HROMADA] in self.whole}
            if here:
                found = found & here or found or here
        return found or self._by_cities(texts, within)

    def _by_cities(self, texts: Said, within: str) -> set[str]:
        """«у місті Рівному»: cities are few, so that the stem tells them apart."""
        return {
            self.whole[code[:HROMADA]]
            for kind, name in texts.settlements
            if kind == TerritoryCategory.CITY
            for code in self.cities.get(stem(name.split()[0]), ())
            if code.startswith(within) and code[:HROMADA] in self.whole
        }

    def _speaks_of_elsewhere(self, texts: Said, within: str, hromada: str) -> bool:
        """Whether the named settlements are known in the oblast, and none of them in the hromada of the
        council: its remote office may stand in a neighbouring town, and nobody can tell."""
        known = [name for _kind, name in texts.settlements if self._is_known(name, within)]
        return bool(within and known) and not self._has_settlement(hromada, texts)

    def _is_known(self, name: str, within: str) -> bool:
        return any(each.code.startswith(within) for each in self.settlements.get(name, ()))

    def _settlement(self, texts: Said, hromada: str) -> str:
        for kind, name in texts.settlements:
            units = [
                each for each in self.settlements.get(name, ()) if each.code.startswith(hromada[:HROMADA])
            ]
            alike = [each for each in units if each.kind == kind] or units
            if len(alike) == 1:
                return alike[0].code
        return ""


@lru_cache(20_000)
def one_slip(one: str, other: str) -> bool:
    """Whether the names differ in one letter: changed, left out, added, or two that changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])
