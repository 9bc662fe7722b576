"""A cell of a table as a value of a card, and a value as a cell; each is the other's way back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.directory.importing.columns import LANGUAGES
from mistok.directory.importing.lookups import LookupProblem, Lookups, plain
from mistok.directory.models import Channel, Level, LibrarianRole, Service, ServiceKind, Signature, TermUnit
from mistok.directory.snapshots import LISTS, MANY_TO_MANY
from mistok.lib import web_addresses

LONGEST_ITEM, MOST_ITEMS = 500, 60
BULLET = "• "
BULLETS = re.compile(r"^[•▪●·–—*-]\s+")
NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
PARTED = re.compile(r"\s*[;|]\s*")
ACTS_PARTED = re.compile(r"\s*;\s*")  # the bar parts an act from its address
FREE = re.compile(r"(безоплатно|безкоштовно|безплатно|без оплати|free( of charge)?)\.?", re.IGNORECASE)
MONEY = re.compile(
    r"(?P<sum>\d[\d\s\u00a0]*(?:[.,]\d{1,2})?)\s*(?:грн\.?|гривень|гривні|гривня|uah|₴)\.?", re.I
)
UNITS: dict[str, str] = {
    r"(хвилин\w*|хв\.?|minutes?)": TermUnit.MINUTES,
    r"(годин\w*|год\.?|hours?)": TermUnit.HOURS,
    r"(робоч\w+\s+(дн\w+|день)|р\.\s?д\.|working days?)": TermUnit.WORKING_DAYS,
    r"(календарн\w+\s+)?(дн\w+|день)|(calendar )?days?": TermUnit.CALENDAR_DAYS,
    r"(місяц\w+|місяць|міс\.?|months?)": TermUnit.MONTHS,
}
YES = frozenset(("так", "yes", "true", "1", "+", "є", "x", "х", "адміністративна"))
NO = frozenset(("ні", "no", "false", "0", "-", "немає", "не"))
WORDS: dict[str, dict[str, str]] = {
    "channels": {
        "онлайн": Channel.ONLINE, "електронно": Channel.ONLINE, "через інтернет": Channel.ONLINE,
        "в електронній формі": Channel.ONLINE, "застосунок": Channel.APP, "дія": Channel.APP,
        "особисто": Channel.OFFICE, "цнап": Channel.OFFICE, "очно": Channel.OFFICE,
        "телефоном": Channel.PHONE, "телефон": Channel.PHONE, "поштою": Channel.POST, "пошта": Channel.POST,
        "електронною поштою": Channel.EMAIL, "бібліотека": Channel.LIBRARY, "у бібліотеці": Channel.LIBRARY,
    },
    "kind": {"послуга": ServiceKind.E_SERVICE, "ресурс": ServiceKind.RESOURCE, "сайт": ServiceKind.RESOURCE},
    "level": {
        "загальнодержавний": Level.NATIONAL, "державний": Level.NATIONAL, "національний": Level.NATIONAL,
        "обласний": Level.REGIONAL, "регіональний": Level.REGIONAL, "місцевий": Level.LOCAL,
        "локальний": Level.LOCAL,
    },
    "signature": {"ні": Signature.NONE, "так": Signature.ANY, "кеп": Signature.ANY, "bankid": Signature.ANY},
    "librarian_role": {}, "term_unit": {},
}  # fmt: skip
CHOICES: dict[str, Any] = {
    "kind": ServiceKind, "level": Level, "signature": Signature, "librarian_role": LibrarianRole,
    "term_unit": TermUnit, "channels": Channel,
}  # fmt: skip
SEVERAL = frozenset((*LISTS, *MANY_TO_MANY))
is_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, in words that say what to do."""

    field: str
    text: str


class Cells:
    """Reads cells into values in the shape of a snapshot. One for each run: it holds what was looked up."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.choices = {name: _words(name) for name in CHOICES}

    def read(self, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
        """The values of all cells that say something, and the problems of the others."""
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, text in cells.items():
            if not text.strip():
                continue
            try:
                found |= self._value(name, text, cells)
            except LookupProblem as problem:
                problems.append(Problem(name, str(problem)))
        return found, problems

    def fits(self, name: str, text: str) -> bool:
        """Whether the cell can be a value of the field; any text can be a text."""
        try:
            self._value(name, text, {name: text})
        except LookupProblem:
            return False
        return True

    def _value(self, name: str, text: str, cells: Mapping[str, str]) -> dict[str, Any]:
        if "\ufffd" in text:
            raise LookupProblem(_("the letters are broken; save the file as UTF-8"))
        if name == "cost" and "cost_amount" not in cells:
            return _cost(" ".join(text.split()))
        if name == "term" and "term_value" not in cells:
            return _term(" ".join(text.split()))
        return {
            name: self._several(name, text) if name in SEVERAL else self._one(name, " ".join(text.split()))
        }

    def _several(self, name: str, text: str) -> list[Any]:
        if name in MANY_TO_MANY:
            return list(self.lookups.listed(name, self._parts(name, text)))
        if name == "channels":
            codes = {self._choice(name, each) for each in self._parts(name, text)}
            return [each for each in Channel.values if each in codes]
        return _items(name, text)

    def _one(self, name: str, said: str) -> Any:
        if name == "provider":
            return self.lookups.provider(said)
        if name == "territory":
            return self.lookups.territory(said).pk
        if name in CHOICES:
            return self._choice(name, said)
        if name == "state_id" and said.isdigit() and len(said) < 5:
            return said.zfill(5)  # a spreadsheet takes the zeros off a number
        plainly = READERS.get(name)
        return plainly(said) if plainly else said

    def _parts(self, name: str, text: str) -> list[str]:
        whole = " ".join(text.split())
        known = self.choices.get(name) or getattr(self.lookups, name, {})
        if plain(whole) in known:
            return [whole]
        parts = parted(text)
        if len(parts) == 1 and "," in whole:
            parts = [each.strip() for each in whole.split(",") if each.strip()]
        return parts

    def _choice(self, name: str, said: str) -> str:
        value = self.choices[name].get(plain(said))
        if value is None:
            shown = ", ".join(str(each) for each in CHOICES[name].labels)
            raise LookupProblem(
                _("“%(name)s” is not in the list: %(list)s") % {"name": said[:60], "list": shown}
            )
        return value


def parted(text: str, marks: re.Pattern[str] = PARTED) -> list[str]:
    """The items of a cell: its lines where it has several or bullets, else what the marks part."""
    lines = [" ".join(each.split()) for each in text.strip().splitlines()]
    if len(lines) > 1 or BULLETS.match(lines[0] if lines else ""):
        return [BULLETS.sub("", each) for each in lines if BULLETS.sub("", each)]
    return [each for each in marks.split(lines[0]) if each] if lines else []


def joined(items: list[str]) -> str:
    """Items as `parted` takes them apart again."""
    is_plain = len(items) > 1 or not any(mark in items[0] for mark in ";|,") if items else True
    marked = [each if is_plain and not BULLETS.match(each) else f"{BULLET}{each}" for each in items]
    return "\n".join(marked)


def limit_of(name: str) -> int:
    """How many characters a text of the card may have; 0: it is no text."""
    return getattr(Service._meta.get_field(name), "max_length", None) or 0


def shorten(text: str, most: int) -> str:
    """The text cut at the end of a word, with an ellipsis, to at most so many characters."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    if text[most - 1] != " " and " " in cut[most // 2 :]:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:–—-(«“") + "…"


def _words(name: str) -> dict[str, str]:
    """All that may be written for a choice: codes, names in both languages, everyday words."""
    found = {plain(said): str(code) for said, code in WORDS[name].items()}
    for language in LANGUAGES:
        with override(language):
            found |= {plain(str(said)): str(code) for code, said in CHOICES[name].choices}
    return found | {str(code): str(code) for code in CHOICES[name].values}


def _items(name: str, text: str) -> list[Any]:
    parts = parted(text, ACTS_PARTED if name == "legal_basis" else PARTED)
    if name == "synonyms" and len(parts) == 1 and not BULLETS.match(text.strip()):
        parts = [each.strip() for each in parts[0].split(",") if each.strip()]
    if name == "steps" and parts and all(NUMBERED.match(each) for each in parts):
        parts = [NUMBERED.sub("", each) for each in parts]
    if len(parts) > MOST_ITEMS:
        raise LookupProblem(_("%(n)d items, at most %(limit)d") % {"n": len(parts), "limit": MOST_ITEMS})
    longest = max(map(len, parts), default=0)
    if longest > LONGEST_ITEM:
        raise LookupProblem(
            _("an item has %(length)d characters, at most %(limit)d; make two of it")
            % {"length": longest, "limit": LONGEST_ITEM}
        )
    return [_act(each) for each in parts] if name == "legal_basis" else list(parts)


def _act(line: str) -> dict[str, str]:
    title, bar, url = (each.strip() for each in line.rpartition("|"))
    if not bar:
        return {"title": url, "url": ""}
    return {"title": title, "url": _address(url) if url else ""}


def _address(said: str) -> str:
    """The address; a scheme that is missing and the like are mended where that is certain."""
    url = said
    try:
        is_address(url)
    except ValidationError:
        url = web_addresses.clean(said).url
    if not url:
        raise LookupProblem(_("this is no web address; it begins with https://"))
    return url


def _yes_or_no(said: str) -> bool:
    if said.casefold() in YES:
        return True
    if said.casefold() in NO:
        return False
    raise LookupProblem(_("write “yes” or “no”"))


def _number(name: str, said: str) -> Any:
    digits = said.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    most = {"demand": 100, "term_value": 999, "cost_amount": 99_999_999}[name]
    try:
        value = Decimal(digits)
    except InvalidOperation:
        raise LookupProblem(_("write a number")) from None
    if not value.is_finite() or not 0 <= value <= most:
        raise LookupProblem(_("write a number from 0 to %(most)d") % {"most": most})
    if name == "cost_amount":
        return f"{value:.2f}"
    if value != int(value):
        raise LookupProblem(_("write a whole number"))
    return int(value)


def _cost(said: str) -> dict[str, Any]:
    if FREE.fullmatch(said):
        return {"cost": "", "cost_amount": "0.00"}
    if found := MONEY.fullmatch(said):
        return {"cost": "", "cost_amount": _number("cost_amount", found[1])}
    return {"cost": said, "cost_amount": None}


def _term(said: str) -> dict[str, Any]:
    for pattern, unit in UNITS.items():
        whole = rf"(?:до\s+|протягом\s+)?(\d{{1,3}})\s*(?:\(\w+\)\s*)?(?:{pattern})\.?"
        found = re.fullmatch(whole, said, re.IGNORECASE)
        if found and int(found[1]) > 0:
            return {"term": "", "term_value": int(found[1]), "term_unit": str(unit)}
    return {"term": said, "term_value": None, "term_unit": ""}


READERS: dict[str, Callable[[str], Any]] = {
    "is_administrative": _yes_or_no,
    "url": _address,
    "demand": partial(_number, "demand"),
    "term_value": partial(_number, "term_value"),
    "cost_amount": partial(_number, "cost_amount"),
}
