"""Numbers of normative acts as people and registers write them, in one spelling.

A law has two: its own («2939-VI») and that of the state register («2939-17»). The last part of the latter is
the convocation of the parliament plus eleven since 1990, and the Roman number itself before. Letters that
tell acts apart stay: «61а-01» and «61б-01», «704-2019-п» (постанова) and «704-2019-р» (розпорядження).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_DASHES: Final = str.maketrans(dict.fromkeys("–—‐‑−―", "-"))
_CYRILLIC: Final = str.maketrans("abceikmhoptx", "авсеікмнортх")
_LATIN: Final = str.maketrans("іхсмв", "ixcmv")
_ROMANS: Final = (
    "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
    "xvi", "xvii", "xviii", "xix", "xx",
)  # fmt: skip
_BY_ROMAN: Final = {roman: number for number, roman in enumerate(_ROMANS) if roman}
_FIRST_FREE: Final = 14  # until 1998 the register has the number of the SSR itself (XII, XIII), then 14 = III
_FIRST_ROMAN: Final = 7  # earlier laws have no Roman number at all

_ROMAN = r"[ivxіх]{1,5}"
_DIGITS = r"\d{1,8}[а-яґєіїa-z]?"
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<whole>{_DIGITS}/\d{{2,4}}) ?- ?(?P<suffix>вр|bp|вp|bр)(?![\w])",  # 254к/96-вр
        r"(?P<whole>[vznra][a-zа]?\d{4,8}-\d{2})(?!\w)",  # z1378-06
        r"(?P<whole>\d{3}_[a-z]?\d{2,3}(?:-\d{2})?)(?!\w)",  # 995_009
        r"(?P<whole>\d{1,5}-\d{4}) ?- ?(?P<suffix>[прнp])(?!\w)",  # 704-2019-п
        rf"(?P<whole>\d{{1,4}} ?- ?\d{{1,4}}) ?/ ?(?P<roman>{_ROMAN})(?!\w)",  # 20-15/VIII, of a council
        rf"(?P<whole>\d{{1,5}}) ?/ ?(?P<roman>{_ROMAN})(?!\w)",
        rf"(?P<whole>{_DIGITS}) ?- ?(?P<roman>{_ROMAN})(?![\w'])",  # 2939-VI
        rf"(?P<whole>{_DIGITS}) (?P<roman>[ivxіх]{{2,5}}|[vx])(?![\w'/])",  # 2939 VI
        r"(?P<whole>\d{1,5}) ?- ?(?P<suffix>рп|[рp]|п|од|аг)(?!\w)",  # 220-р
        r"(?P<whole>\d{1,5}[а-яґєіїa-z]?-\d{2})(?![\w-])",  # 2939-17
        rf"(?P<whole>{_DIGITS}/\d{{2,5}}(?:/\d{{2,5}})?)(?!\w)",  # 393/96
        r"(?P<whole>\d{1,4}-\d{1,4})(?![\w-])",  # 12-3, of a council
    )
)
_BARE = re.compile(r"(?:№|(?<!\w)n(?:o|r)?\.?|(?<!\w)номер) ?(?P<bare>\d{1,6})(?![\w.,/-]*\d)")
_AFTER_KIND = re.compile(
    r"(?:закон\w*|постанов\w*|розпоряджен\w*|наказ\w*|указ\w*|рішенн\w*|пкму|ркму|кму)(?: україни)?"
    r" (?P<bare>\d{1,6})(?![\w.,/-]*\d)"
)
_OF_PARLIAMENT: Final = frozenset({"вр", "bp", "вp", "bр"})
_LEADING = re.compile(r"\D{0,3}?0*(\d+[а-яґєії]?)(?=[-/]|$)")
_STARTS = re.compile(r"(?<![\w.,/-])")

_CHANGES = re.compile(
    r"\W*про\s+(?:внесення\s+(?:змін\w*|доповнен\w*)|зміни?\b|доповнення\b|затвердження\s+змін\b"
    r"|визнання\s+так\w+,?\s+що\s+втрати\w+|скасування\b)",
    re.IGNORECASE,
)

_ORDERS = re.compile(
    r"\b(?:внести (?:до|в|у|такі)\b.{0,250}?(?:змін|доповнен)|внести (?:змін|доповнен)"
    r"|викласти в такій редакції|визнати так\w+,? що втрати)",
    re.IGNORECASE | re.DOTALL,
)
_UNIT: Final = {"ст": "art", "стат": "art", "п": "p", "пункт": "p", "дод": "annex", "розд": "sec"}
_PROVISION = re.compile(
    r"(?<!\w)(?P<unit>ст(?:\.|атт(?:я|і|ю|ею|ей|ям|ях|ями)|ать[яиюе]\w?)?|п(?:\.|\.п\.|ункт(?:у|ом|і|и|ів|а|ами)?)"
    r"|дод(?:\.|ат(?:ок|ка|ку|ком|ки|ків))|розд(?:\.|іл(?:у|ом|і|и|ів)?))"
    r" ?(?:№ ?)?(?P<number>\d{1,4}(?:[-.]\d{1,3})*|[ivxіх]{1,5})(?![\w/])"
)
_PART_OF = re.compile(
    r"(?<!\w)(?:ч(?:\.|астин\w*)|абз(?:\.|ац\w*)|пп\.|підпункт\w*) ?\d{1,3}(?:[.-]\d{1,3})*"
)


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """A number of an act in a question: the spellings it may be kept under, the surest first, and where it
    stands in the text as it was searched. `is_bare`: digits alone, many acts bear them.
    """

    keys: tuple[str, ...]
    start: int
    end: int
    is_bare: bool = False


def plain(text: str) -> str:
    """The text in small letters with one kind of dash; letters and places stay one to one."""
    low = text.lower()
    if len(low) != len(text):  # «İ» becomes two
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return low.translate(_DASHES)


def canonical(number: str) -> str:
    """A number in its one spelling; what is no number known stays, in small letters without spaces.

    >>> canonical("№ 2939–VІ"), canonical("254к/96-BP"), canonical("220-p"), canonical("20 - 15/VIII")
    ('2939-vi', '254к/96-вр', '220-р', '20-15/viii')
    """
    low = plain(number).strip().removeprefix("№").strip()
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(low):
            return _joined(match)
    return re.sub(r"\s+", "", low)


def spellings(number: str, registration: str = "") -> list[str]:
    """All keys under which an act of this number is found, the bare digits last.

    >>> spellings("2939-VI", "2939-17")
    ['2939-vi', '2939-17', '2939']
    >>> spellings("393/96-ВР", "393/96-вр")
    ['393/96-вр', '393/96', '393']
    """
    found: list[str] = []
    for each in (number, registration or registration_of(number) or ""):
        if not each:
            continue
        key = canonical(each)
        found.append(key)
        if match := re.fullmatch(r"(.+/\d{2,4})-вр", key):
            found.append(match[1])
        if match := re.fullmatch(r"(\d+)-(\d{4})-([прн])", key):
            found.append(f"{match[1]}-{match[3]}")
        if match := re.fullmatch(r"(.+/)\d*?(\d{2})", key.removesuffix("-вр")):
            found.append(match[1] + match[2])
    found += [match[1] for key in tuple(found) if (match := _LEADING.match(key))]
    return list(dict.fromkeys(found))


def registration_of(number: str) -> str | None:
    """The register's number of a law of 1998 or later by its own; None where it is not certain.

    >>> registration_of("2939-VI"), registration_of("1871-IX"), registration_of("704")
    ('2939-17', '1871-20', None)
    """
    match = re.fullmatch(r"(\d+[а-яґєії]?)-([ivx]+)", canonical(number))
    roman = _BY_ROMAN.get(match[2]) if match else None
    if match is None or roman is None:
        return None
    if roman in (12, 13, 14):
        return f"{match[1]}-{roman}"
    return f"{match[1]}-{roman + 11}" if 3 <= roman <= 9 else None


def number_of(registration: str) -> str:
    """The number people write, by that of the register.

    >>> number_of("2939-17"), number_of("254к/96-вр"), number_of("704-2019-п"), number_of("322-08")
    ('2939-VI', '254к/96-ВР', '704', '322-VIII')
    """
    key = canonical(registration)
    if key.endswith("-вр"):
        return f"{key[:-3]}-ВР"
    if match := re.fullmatch(r"(\d+)-\d{4}-([пр])", key):
        return match[1] if match[2] == "п" else f"{match[1]}-р"
    match = re.fullmatch(r"(\d+[а-яґєії]?)-(\d\d)", key)
    if match is None:
        return registration
    suffix = int(match[2])
    roman = min(suffix - 11 if suffix >= _FIRST_FREE else suffix, len(_ROMANS) - 1)
    return f"{match[1]}-{_ROMANS[roman].upper()}" if suffix >= _FIRST_ROMAN else registration


def asked(question: str) -> list[NumberAsked]:
    """The numbers of acts in a question, left to right.

    >>> [each.keys for each in asked("Закон України № 2297-VI від 01.06.2010")]
    [('2297-vi', '2297-17')]
    >>> [(each.keys, each.is_bare) for each in asked("ПКМУ 704 п. 3")]
    [(('704',), True)]
    """
    return list(_asked(question[:1000]))


@lru_cache(512)
def _asked(question: str) -> tuple[NumberAsked, ...]:
    low = plain(question)
    low = _blanked(low, [match.span() for each in (_DATE, _PROVISION) for match in each.finditer(low)])
    found: list[NumberAsked] = []
    at = 0
    while start := _STARTS.search(low, at):
        begin = start.start()
        if begin >= len(low):
            break
        if not (low[begin].isdigit() or low[begin] in "vznra"):
            at = begin + 1
            continue
        match = next((each for pattern in _PATTERNS if (each := pattern.match(low, begin))), None)
        if match is None:
            at = begin + 1
            continue
        found.append(NumberAsked(_keys(_joined(match)), match.start(), match.end()))
        at = match.end()
    taken = [(each.start, each.end) for each in found]
    for pattern in (_BARE, _AFTER_KIND):
        for match in pattern.finditer(low):
            begin, end = match.span("bare")
            if all(end <= other or begin >= stop for other, stop in taken):
                found.append(NumberAsked((match["bare"],), begin, end, is_bare=True))
                taken.append((begin, end))
    return tuple(sorted(found, key=lambda each: each.start))


def provision_asked(question: str) -> tuple[str, int, int] | None:
    """The anchor of the provision asked for («ст. 20» is `art-20`, «п. 3» `p-3`), and where it is named.

    >>> provision_asked("ст. 20 закону про звернення громадян"), provision_asked("пенсія")
    (('art-20', 0, 6), None)
    """
    low = plain(question[:1000])
    found = list(_PROVISION.finditer(low))
    match = next((each for each in found if each["unit"].startswith("ст")), found[0] if found else None)
    if match is None:
        return None
    unit = next(anchor for start, anchor in _UNIT.items() if match["unit"].startswith(start))
    number = match["number"].translate(_LATIN) if not match["number"][0].isdigit() else match["number"]
    if not number[0].isdigit():
        number = str(_BY_ROMAN.get(number, ""))
    return (f"{unit}-{re.sub(r'[.]', '-', number)}", match.start(), match.end()) if number else None


def without_provisions(question: str) -> str:
    """The question without the names of provisions: what is left names the act.

    >>> without_provisions("ч. 1 ст. 20 закону про звернення громадян").strip()
    'закону про звернення громадян'
    """
    low = plain(question)
    spans = [match.span() for pattern in (_PROVISION, _PART_OF) for match in pattern.finditer(low)]
    return _blanked(question, spans)


def orders_changes(beginning: str) -> bool:
    """Whether the beginning of a text says that it changes another act.

    >>> orders_changes("Верховна Рада постановляє: 1. Внести до Закону України такі зміни: у статті 5")
    True
    """
    return bool(_ORDERS.search(beginning))


def only_changes(title: str) -> bool:
    """Whether a title says that the act only changes others.

    >>> only_changes("Про внесення змін до Закону України «Про освіту»"), only_changes("Про освіту")
    (True, False)
    """
    return bool(_CHANGES.match(title))


def _joined(match: re.Match[str]) -> str:
    parts = match.groupdict()
    whole = re.sub(r"\s+", "", parts["whole"])
    if re.fullmatch(r"\d+[a-z](?:/\d+)?", whole):
        whole = whole.translate(_CYRILLIC)
    if roman := parts.get("roman"):
        latin = roman.translate(_LATIN)
        separator = "/" if "/" in match.string[match.end("whole") : match.start("roman")] else "-"
        return f"{whole}{separator}{latin}"
    if suffix := parts.get("suffix"):
        return f"{whole}-{'вр' if suffix in _OF_PARLIAMENT else suffix.translate(_CYRILLIC)}"
    return whole


def _keys(key: str) -> tuple[str, ...]:
    keys = [key]
    if registration := registration_of(key):
        keys.append(registration)
    return tuple(dict.fromkeys(keys))


_DATE = re.compile(r"(?<![\d.])\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?![\d.])|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
