"""What place people mean: units of the codifier by a name they bear now or bore before.

«Новомиколаївка», «с. Коблеве», «Миколаївський район», «Іванівка, Одеська область», «Кіровоград».
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mistok.network.models import Territory, TerritoryCategory, TerritoryName
from mistok.network.places.ground import UNIT, Chain, Ground, Unit, upwards
from mistok.ukrainian.morphology import keys
from mistok.ukrainian.text import normalise, sort_key

MOST = 150  # bearers of one name: the most frequent, Іванівка, has 119
LONGEST = 6  # words
SHORTEST_BEGINNING = 3  # letters of a name that is not written to its end
MOST_BEGINNINGS = 40

_C = TerritoryCategory
CITIES = frozenset({_C.CITY, _C.SPECIAL_CITY})
SETTLEMENTS = frozenset({_C.TOWN, _C.SETTLEMENT})
LIVED_IN = CITIES | SETTLEMENTS | {_C.VILLAGE}
KINDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("м", "місто", "місті", "міста"), CITIES),
    **dict.fromkeys(("смт", "селище", "селищі", "селища", "с-ще"), SETTLEMENTS),
    **dict.fromkeys(("с", "село", "селі", "села"), frozenset({_C.VILLAGE})),
    **dict.fromkeys(("громада", "громади", "громаді", "тг", "отг"), frozenset({_C.HROMADA})),
    **dict.fromkeys(("район", "району", "районі", "р-н"), frozenset({_C.RAION, _C.DISTRICT})),
    **dict.fromkeys(("область", "області", "обл"), frozenset({_C.OBLAST})),
}
# Said beside a name and says nothing of the place.
EMPTY_WORDS = frozenset(
    ["в", "у", "на", "біля", "поруч", "коло", "міська", "сільська", "селищна", "територіальна"]
)
SMALL_WORDS = frozenset(["на", "за", "над", "під", "про", "і", "та"])  # Микільське-на-Дніпрі

type Narrowing = list[tuple[tuple[str, ...], frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Named:
    """A unit that bears the name. `former` is the name it was found by, when it is another now."""

    unit: Unit
    chain: Chain
    units: dict[str, Unit]
    former: str = ""

    @property
    def text(self) -> str:
        """«Новомиколаївка», or «Нова Назва (раніше Жовтневе)» made by the template."""
        return self.unit.text

    @property
    def around(self) -> list[Unit]:
        """What it lies in, the smallest first."""
        return [self.units[code] for code in self.chain[1:]]


def find(text: str, ground: Ground) -> list[Named]:
    """The units that the words may mean, cities first, then by oblast. Four queries a reading."""
    parts = [_part(each) for each in re.split(r"[,;]", normalise(text))]
    parts = [each for each in parts if each[0]]
    if not parts:
        return []
    (name, categories), rest = parts[0], parts[1:]
    for tried, narrowed in _readings(name, rest):
        # «Коблеве, Миколаївський район» without its comma: the kind belongs to the end
        kinds = categories if len(tried) == len(name) else categories & LIVED_IN
        found = [each for each in _bearers(tried, ground) if _fits(each, kinds, narrowed)]
        if found:
            return sorted(found, key=_order)
    return []


def known(code: str, ground: Ground) -> Named | None:
    """The unit of the code; None when there is none. At most three queries, none down to hromadas."""
    if not re.fullmatch(r"UA\d{17}", code):
        return None
    units = ground.units | upwards([code], ground.units)
    return _named(units[code], units) if code in units else None


def meant(found: list[Named]) -> Named | None:
    """The one that is meant without asking: the only one, or the only city among villages."""
    if len(found) == 1:
        return found[0]
    cities = [each for each in found if each.unit.category in CITIES]
    alone = len(cities) == 1 and all(each.unit.category not in CITIES for each in found[1:])
    return cities[0] if alone and found[0] is cities[0] and not cities[0].former else None


def _part(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a name, and the kinds that are said beside it."""
    categories: frozenset[str] = frozenset()
    kept = []
    for word in re.findall(r"[\w'-]+", text.lower())[:LONGEST]:
        if word in KINDS and not (categories and word in ("с", "м")):
            categories = categories | KINDS[word]
        elif word not in EMPTY_WORDS:
            kept.append(word)
    return tuple(kept), categories


def _readings(name: tuple[str, ...], rest: Narrowing) -> Iterator[tuple[tuple[str, ...], Narrowing]]:
    """The whole as a name; its beginning as a name and the end as what it lies in; in the first form."""
    yield name, rest
    for cut in range(len(name) - 1, 0, -1):
        yield name[:cut], [(name[cut:], frozenset()), *rest]
    lemmas = tuple(keys(word)[0] for word in name)
    if lemmas != name:
        yield lemmas, rest


def _bearers(words: tuple[str, ...], ground: Ground) -> list[Named]:
    spellings = set(_spellings(" ".join(words)))
    rows = Territory.objects.values_list(*UNIT)
    now = {row[0]: Unit(*row) for row in rows.filter(name__in=spellings)[:MOST]}
    named = TerritoryName.objects.filter(name__in=spellings).exclude(territory__in=list(now))
    former = dict(named.values_list("territory_id", "name")[:MOST])
    before = {row[0]: Unit(*row) for row in rows.filter(pk__in=list(former))} if former else {}
    found = now | before
    if not found:
        return []
    units = ground.units | found
    units |= upwards({unit.parent for unit in found.values() if unit.parent}, units)
    bearers = [_named(unit, units, former.get(unit.code, "")) for unit in found.values()]
    standing = [each for each in bearers if each.unit.closed_on is None]
    return standing or bearers


def beginnings(text: str, ground: Ground) -> list[Named]:
    """Units whose name begins like the text, for a name not written to its end. Three queries at most."""
    words, _categories = _part(normalise(text))
    if len("".join(words)) < SHORTEST_BEGINNING:
        return []
    begun = " ".join(words)
    rows = Territory.objects.filter(closed_on=None).order_by("name", "pk").values_list(*UNIT)
    found: dict[str, Unit] = {}
    for spelling in _spellings(begun):
        # a range, not LIKE: SQLite has no index for that one
        end = spelling[:-1] + chr(ord(spelling[-1]) + 1)
        found |= {
            row[0]: Unit(*row)
            for row in rows.filter(name__gte=spelling, name__lt=end)[:MOST_BEGINNINGS]
            if row[2].startswith(spelling)
        }
        if found:
            break
    units = ground.units | found
    units |= upwards({unit.parent for unit in found.values() if unit.parent}, units)
    return sorted((_named(unit, units) for unit in found.values()), key=_order)


def _named(unit: Unit, units: dict[str, Unit], former: str = "") -> Named:
    chain, code = [], unit.code
    at: Unit | None = unit
    while at is not None and code not in chain:
        chain.append(code)
        code = at.parent or ""
        at = units.get(code)
    return Named(unit, tuple(chain), {code: units[code] for code in chain}, former)


def _fits(named: Named, categories: frozenset[str], narrowing: Narrowing) -> bool:
    """Whether it is of the kind said and lies in all that was said beside it."""
    if categories and named.unit.category not in categories:
        return False
    names = [_stem(unit.name) for unit in named.around]
    return all(any(name.startswith(_stem(" ".join(words))) for name in names) for words, _kinds in narrowing)


def _stem(name: str) -> str:
    """Without the ending of an adjective: «Миколаївський», «миколаївської» → «миколаївськ»."""
    return re.sub(r"(?<=.{3})(?:ий|ого|ому|ої|ій|а|у)$", "", normalise(name).lower())


def _spellings(name: str) -> Iterator[str]:
    """How the codifier may write it: «кам’янець-подільський» → «Кам’янець-Подільський», both apostrophes."""
    pieces = re.split(r"([ -])", name)
    capitals = "".join(each if each in SMALL_WORDS else each[:1].upper() + each[1:] for each in pieces)
    words = " ".join(each[:1].upper() + each[1:] for each in name.split(" "))
    for each in dict.fromkeys((capitals, words, name[:1].upper() + name[1:])):
        yield each.replace("'", "’")
        if "'" in each:
            yield each


def _order(named: Named) -> tuple[object, ...]:
    ranks = {_C.SPECIAL_CITY: 0, _C.CITY: 0, _C.OBLAST: 1, _C.RAION: 2, _C.HROMADA: 3}
    outwards: Iterable[Unit] = reversed(named.around)
    rank = ranks.get(_C(named.unit.category), 4)
    return rank, [sort_key(unit.name) for unit in outwards], sort_key(named.unit.name), named.unit.code
