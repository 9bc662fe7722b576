"""What an address and a name of an office say of where it is: oblast, raion, hromada, settlement, council.

Words only, without a database; `matching` finds the units. Names are in the nominative where the text allows
it for sure («Миколаївської міської ради» → «миколаївська»), otherwise every possible nominative is given.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mistok.ukrainian.text import normalise

SETTLEMENTS = {
    "м": "M", "місто": "M", "місті": "M", "міста": "M",
    "с": "C", "село": "C", "селі": "C", "села": "C",
    "смт": "X", "селище": "X", "селищі": "X", "селища": "X", "с-ще": "X", "сел": "X",
}  # fmt: skip
COUNCILS = {"міськ": "M", "селищн": "X", "сільськ": "C"}

_NAME = r"[а-яєіїґ'-]+"
_OBLAST = re.compile(rf"({_NAME}(?:а|ої))\s+обл(?:асть|асті|\.)?(?![а-яєіїґ])")
_RAION = re.compile(rf"({_NAME}(?:ськ|цьк|зьк)(?:ий|ого|ому))\s+р(?:айон[уі]?|-н[уі]?)(?![а-яєіїґ])")
_COUNCIL_KIND = r"(м[іи]ськ|сел[иіе]щн|с[іи]льс?ь?к|ср?ілськ|сілськ)\w*"
_HROMADA = re.compile(
    rf"({_NAME}(?:а|ої|ай))\s+(?:{_COUNCIL_KIND}\s+)?(?:об'єднан\w+\s+)?"
    r"(?:територіальн\w+\s+громад|отг(?![а-яєіїґ])|тг(?![а-яєіїґ])|громад)"
)
_COUNCIL = re.compile(
    rf"({_NAME}(?:ої|ьк(?:оїї|ї|ой|ій)))\s+(?:{_COUNCIL_KIND}\s+)?"
    r"(?:р[ао]?д[аиі](?![а-яєіїґ])|військов\w*(?:-цивільн\w+)?\s+адміністрац|вца|мва|сва)"
)
_NOT_NAMES = re.compile(rf"{_COUNCIL_KIND}|територіальн\w*|об'єднан\w*|районн\w*|обласн\w*|військов\w*")
_SETTLEMENT = re.compile(
    rf"(?<![а-яєіїґ'-])(м|місто|місті|міста|с|село|селі|села|смт|селище|селищі|селища|с-ще|сел)"
    rf"(?:\.\s*|\s+)((?:{_NAME})(?:\s+{_NAME})?)"
)
_KYIV = re.compile(r"(?<![а-яєіїґ])(?:м\.?\s*київ|місті києві|міста києва)(?![а-яєіїґ])")
_LATIN = str.maketrans("aceiopxyk", "асеіорхук")


@dataclass(frozen=True, slots=True)
class Said:
    """Small letters throughout. `kinds` of a council or settlement are letters of the codifier."""

    oblast: str = ""
    raions: tuple[str, ...] = ()
    hromadas: tuple[str, ...] = ()  # named as hromadas: the surest
    councils: tuple[str, ...] = ()
    council_kind: str = ""
    settlements: tuple[tuple[str, str], ...] = ()  # (kind, name as it stands), the address before the name
    is_kyiv: bool = False


@lru_cache(4096)
def said(address: str, name: str) -> Said:
    """What the two texts say; what is not there is empty."""
    where, what = _plain(address), _plain(name)
    parts = [each.strip() for each in where.split(",")]
    oblasts = _OBLAST.findall(where) or _OBLAST.findall(what)
    councils = [each for each in _COUNCIL.findall(what) if not _NOT_NAMES.fullmatch(each[0])]
    hromadas = _HROMADA.findall(where) or _HROMADA.findall(what)
    hromadas = [each for each in hromadas if not _NOT_NAMES.fullmatch(each[0])]
    kinds = {_kind(kind) for _name, kind in (*hromadas, *councils) if kind}
    settlements = [found for part in parts for found in _settlements(part)] + _settlements(what)
    return Said(
        oblast=feminine(oblasts[-1]) if oblasts else "",
        raions=tuple(dict.fromkeys(masculine(each) for each in _RAION.findall(f"{where} {what}"))),
        hromadas=tuple(dict.fromkeys(feminine(each) for each, _kind in hromadas)),
        councils=tuple(dict.fromkeys(feminine(each) for each, _kind in councils)),
        council_kind=kinds.pop() if len(kinds) == 1 else "",
        settlements=tuple(dict.fromkeys(settlements)),
        is_kyiv=bool(_KYIV.search(parts[-1] if parts else "")) and not oblasts,
    )


def key(name: str) -> str:
    """A name in the one spelling in which names are compared: small letters, one apostrophe."""
    return _plain(name)


def feminine(adjective: str) -> str:
    """«миколаївської» → «миколаївська»."""
    return re.sub(r"(?:оїї|ої|ой|ій|ї|ай)$", "а", adjective)


def masculine(adjective: str) -> str:
    """«миколаївського» → «миколаївський»."""
    return re.sub(r"(?:ого|ому)$", "ий", adjective)


def stem(name: str) -> str:
    """What stays of a city's name in all cases: «чернігова», «чернігові» and «чернігів» have one stem."""
    short = re.sub(r"(?:ого|ому|ові|ем|ом|[аеєиіїоуюяьй])$", "", name)
    return re.sub(r"[іоїєе](?=[^аеєиіїоуюя]{1,2}$)", "*", short)


def _plain(text: str) -> str:
    text = normalise(text).lower().replace("ё", "е")
    # A lone Latin letter beside a full stop is an abbreviation: «c. Зоря».
    text = re.sub(r"(?<![a-z])[aceiopxyk](?=\.)", lambda found: found.group().translate(_LATIN), text)
    return " ".join(re.sub(r"\s*-\s*", "-", re.sub(r"[«»“”„\"()\[\]№]", " ", text)).split())


def _kind(word: str) -> str:
    return "M" if word.startswith("м") else "X" if word.startswith("сел") else "C"


def _settlements(text: str) -> list[tuple[str, str]]:
    """Kinds and names, two words and one: «с. Велика Андрусівка» is tried whole before «Велика»."""
    found = []
    for match in _SETTLEMENT.finditer(text):
        kind, name = SETTLEMENTS[match[1]], match[2]
        found += [(kind, name)] if " " not in name else [(kind, name), (kind, name.split()[0])]
    return found
