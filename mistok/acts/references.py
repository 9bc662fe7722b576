"""Acts and provisions named in the text of an act, found by their usual forms and never guessed.

Finding is pure; `resolve` asks the store once for all that a page names. What names several acts, or none,
stays plain text.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from mistok.acts.models import Act, Kind, Provision
from mistok.ukrainian.act_numbers import canonical, registration_of
from mistok.ukrainian.dates import MONTHS_GENITIVE

MOST = 400  # keys of one kind in the question to the database
OPEN, CLOSE = '«“„"', '»”“"'
_NUMBER = r"(?P<number>\d{1,6}[\wʼ’]?(?:[/-][\wІіХхVvXxПпРр-]{1,8}){0,2})"
_DAY = r"(?:\s+від\s+(?P<day>\d{1,2}(?:\s+[а-яіїє]+\s+|\.\d{2}\.)\d{4})(?:\s*(?:року|р\.?))?)?"
_ARTICLE = r"(?:(?:стат(?:тя|ті|тю|тею)|ст\.)\s+(?P<article>\d{1,4}(?:-\d{1,2})?)\s+)?"
_OF_KIND = re.compile(
    _ARTICLE + r"(?P<kind>(?:закон(?:у|ом|і|ові)?|постанов(?:а|и|і|у|ою)|розпорядженн(?:я|ю|ям|і)"
    r"|указ(?:у|ом|і)?)\b)\s+(?P<whose>України|Кабінету\s+Міністрів\s+України|Президента\s+України)" + _DAY
    + r"(?:\s*(?:№|N)\s*" + _NUMBER + r")?(?:\s+[«“„\"](?P<title>Про\s[^«»“”„\"\n]{3,400})[»”“\"])?",
    re.IGNORECASE,
)  # fmt: skip
_MORE_TITLES = re.compile(r"\s*(?:,|та|і|й)\s*[«“„\"](?P<title>Про\s[^«»“”„\"\n]{3,400})[»”“\"]")
_LAWS = re.compile(r"закон(?:и|ів|ам|ами|ах)\s+України(?=\s*[«“„\"])", re.IGNORECASE)
_FIRST_TITLE = re.compile(r"\s*[«“„\"](?P<title>Про\s[^«»“”„\"\n]{3,400})[»”“\"]")
_CODE = re.compile(
    _ARTICLE + r"(?P<code>(?:[А-ЯІЇЄҐ][\w’'ʼ-]+ого\s+(?:[а-яіїєґ]+ого\s+)?кодексу\s+України)"
    r"|Кодексу\s+законів\s+про\s+працю\s+України|Кодексу\s+України\s+про\s+адміністративні\s+правопорушення"
    r"|Конституції\s+України)"
)  # fmt: skip
_OWN = re.compile(
    r"(?P<list>(?:стат(?:тя|ті|тю|тею|ей|тям|тями|тях)|ст\.|ст\.ст\.)\s+\d{1,4}(?:-\d{1,2})?"
    r"(?:(?:\s*,\s*|\s+(?:та|і|й|або|чи)\s+)\d{1,4}(?:-\d{1,2})?)*)\s+(?:цього|даного)\s+(?:Закону|Кодексу)"
)  # fmt: skip
_EACH = re.compile(r"\d{1,4}(?:-\d{1,2})?")
_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`‘", "'"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a text that names an act (or, with no key at all, a provision of the act itself).

    `registrations` are the numbers the state register may have it under, `title` its exact words, `day` the
    day the text gives; `anchor` the provision named with it.
    """

    start: int
    end: int
    kind: Kind | None = None
    registrations: tuple[str, ...] = ()
    title: str = ""
    day: date | None = None
    anchor: str = ""

    @property
    def is_own(self) -> bool:
        return not self.registrations and not self.title


def find(text: str) -> list[Reference]:
    """What the text names, in its order; places do not overlap.

    >>> [(each.registrations, each.anchor) for each in find("до статті 5 Закону України № 393/96-ВР")]
    [(('393/96-вр',), 'art-5')]
    """
    found = sorted(_all(text), key=lambda each: (each.start, -each.end))
    kept: list[Reference] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _all(text: str) -> Iterator[Reference]:
    for match in _OWN.finditer(text):
        begin = match.start("list")
        for number in _EACH.finditer(match["list"]):
            yield Reference(begin + number.start(), begin + number.end(), anchor=f"art-{number[0]}")
    for match in _CODE.finditer(text):
        kind = Kind.CONSTITUTION if match["code"].startswith("Конст") else Kind.CODE
        yield Reference(
            match.start(), match.end(), kind, title=_nominative(match["code"]), anchor=_anchor(match)
        )
    for match in _OF_KIND.finditer(text):
        if (reference := _of_kind(match)) is not None:
            yield reference
    for match in _LAWS.finditer(text):
        following = _FIRST_TITLE.match(text, match.end())
        while following:
            yield Reference(*following.span("title"), Kind.LAW, title=_tidy(following["title"]))
            following = _MORE_TITLES.match(text, following.end())


def _of_kind(match: re.Match[str]) -> Reference | None:
    word, whose = match["kind"].lower(), _tidy(match["whose"]).lower()
    day = _day(match["day"])
    number, title = match["number"], match["title"] or ""
    registrations: tuple[str, ...] = ()
    if word.startswith("закон") and whose == "україни":
        kind = Kind.LAW
        if number:
            key = canonical(number)
            registrations = tuple(filter(None, (key, registration_of(key)))) if not key.isdigit() else ()
    elif word.startswith(("постанов", "розпор")) and whose.startswith("кабінету"):
        kind = Kind.RESOLUTION if word.startswith("постанов") else Kind.INSTRUCTION
        letter = "п" if kind == Kind.RESOLUTION else "р"
        digits = re.match(r"\d+(?=-?[рp]?$)", number or "")
        registrations = (f"{digits[0]}-{day.year}-{letter}",) if digits and day else ()
        title = ""
    elif word.startswith("указ") and whose.startswith("президента"):
        kind = Kind.DECREE
        registrations = (canonical(number),) if number and "/" in number else ()
        title = ""
    else:
        return None
    if not registrations and not title:
        return None
    end = match.end() if title or not match["title"] else match.end("number")
    return Reference(match.start(), end, kind, registrations, _tidy(title), day, _anchor(match))


def _anchor(match: re.Match[str]) -> str:
    return f"art-{match['article']}" if match["article"] else ""


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _nominative(code: str) -> str:
    words = _tidy(code).replace("Кодексу", "Кодекс").replace("кодексу", "кодекс")
    words = words.replace("Конституції", "Конституція")
    head, sign, rest = words.partition("кодекс")
    return re.sub(r"ого\b", "ий", head) + sign + rest if sign else words


def _day(said: str | None) -> date | None:
    if not said:
        return None
    try:
        if "." in said:
            day, month, year = said.split(".")
            return date(int(year), int(month), int(day))
        day, name, year = said.split()
        return date(int(year), MONTHS_GENITIVE.index(name.lower()) + 1, int(day))
    except ValueError:
        return None


def resolve(found: Iterable[Reference], act: Act, anchors: Collection[str]) -> dict[Reference, str]:
    """The address of each reference that names exactly one public act of the store. `anchors` are those of
    `act`, whose text it is; an act that changes others quotes their words, so «цього Закону» is not itself.
    """
    wanted = list(found)
    addresses = {
        each: f"{act.get_absolute_url()}{each.anchor}/"
        for each in wanted
        if each.is_own and each.anchor in anchors and not act.is_amending
    }
    others = [each for each in wanted if not each.is_own]
    if not others:
        return addresses
    known = _known(others)
    named = {each: other for each in others if (other := _one(each, known))}
    there = _there({(other.key, each.anchor) for each, other in named.items() if each.anchor})
    for each, other in named.items():
        if other.key == act.pk and not each.anchor:
            continue
        if (other.key, each.anchor) in there:
            addresses[each] = reverse("acts:provision-detail", args=[other.slug, each.anchor])
        else:
            addresses[each] = reverse("acts:act-detail", args=[other.slug])
    return addresses


@dataclass(frozen=True, slots=True)
class _Known:
    key: int
    slug: str
    kind: str
    day: date | None
    registration: str
    title: str


def _known(wanted: list[Reference]) -> dict[str, list[_Known]]:
    """Acts by registration number and by title; one question for all."""
    registrations = sorted({key for each in wanted for key in each.registrations})[:MOST]
    titles = sorted({spelt for each in wanted if each.title for spelt in _spelt(each.title)})[:MOST]
    basic = Q(title__in=titles, kind__in=(Kind.LAW, Kind.CODE, Kind.CONSTITUTION), is_amending=False)
    rows = Act.objects.public().filter(Q(registration__in=registrations) | basic).order_by()
    found: dict[str, list[_Known]] = defaultdict(list)
    for row in rows.values_list("pk", "slug", "kind", "adopted_on", "registration", "title"):
        one = _Known(row[0], row[1], row[2], row[3], row[4] or "", row[5])
        if one.registration:
            found[one.registration].append(one)
        found[_key(one.title)].append(one)
    return found


def _one(reference: Reference, known: dict[str, list[_Known]]) -> _Known | None:
    """The only act that is named so: by its number when one is given, else by the very title."""
    rows = [one for key in reference.registrations for one in known.get(key, ())]
    if not reference.registrations:
        rows = [one for one in known.get(_key(reference.title), ()) if one.kind == reference.kind]
    if reference.day:
        rows = [one for one in rows if one.day in (None, reference.day)]
    if reference.registrations and reference.kind == Kind.LAW:
        rows = [one for one in rows if one.kind in (Kind.LAW, Kind.CODE, Kind.CONSTITUTION)]
    unique = {one.key: one for one in rows}
    return next(iter(unique.values())) if len(unique) == 1 else None


def _there(pairs: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Which of these provisions stand in the valid editions."""
    if not pairs:
        return set()
    rows = Provision.objects.filter(
        version__is_current=True,
        version__act__in={key for key, _anchor in pairs},
        anchor__in={anchor for _key, anchor in pairs},
    )
    return set(rows.values_list("version__act", "anchor")) & set(pairs)


def _key(title: str) -> str:
    return title.translate(_APOSTROPHES).strip().lower()


def _spelt(title: str) -> set[str]:
    """A title with each of the apostrophes registers use."""
    plain = title.translate(_APOSTROPHES)
    return {title, plain, plain.replace("'", "’"), plain.replace("'", "ʼ")}
