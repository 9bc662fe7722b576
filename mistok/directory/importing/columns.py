"""The fields of a card as columns of a table: their names, what they take, and how a column is recognised."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from mistok.directory.differences import label
from mistok.directory.snapshots import FIELDS

KEY = "card"  # no text of a card: its short address or uuid, which says which card a row is
COLUMNS = (KEY, *FIELDS)
REQUIRED = ("name", "provider")  # of every card
FOR_READERS = ("url", "summary", "situations")  # of a published one too
LANGUAGES = ("uk", "en")

HELP: Mapping[str, Any] = {
    KEY: _("The last part of the card’s address, or its uuid: it says which card the row is."),
    "name": _("Required. Up to 120 characters."),
    "short_name": _("Up to 40 characters. Without it the name is shortened."),
    "kind": _("“e-service” or “resource”."),
    "provider": _("Required. The name as in the list of organisations; a new name becomes a new provider."),
    "url": _("The official page, with https://"),
    "summary": _("One or two sentences, up to 400 characters."),
    "level": _("“national”, “regional” or “local”. Without it: by the territory."),
    "territory": _("A code of the codifier (UA and 17 digits), or a name that only one place bears."),
    "situations": _("Names of life situations as in the catalogue, parted by “;”."),
    "audiences": _("Categories of visitors, parted by “;”. Empty: for everybody."),
    "channels": _("For example: online; in person; by post."),
    "signature": _("For example: not needed; an account on the site; Diia.Signature."),
    "cost": _("In words. If it says only “free of charge” or a sum, the sum is taken from it."),
    "cost_amount": _("A number; 0 means free of charge."),
    "term": _("In words. “10 working days” becomes a number and a unit."),
    "term_value": _("A number."),
    "term_unit": _("For example: working days."),
    "legal_basis": _("One act on a line: its title, a bar, its address."),
    "librarian_role": _("“tells about it” or “helps step by step”."),
    "is_administrative": _("“yes” or “no”."),
    "demand": _("A number from 0 to 100."),
    "state_id": _("Five digits, for example 00034."),
}
LINES = _("One on a line, or parted by “;”.")

# How such columns are called elsewhere: registers, open data, tables of libraries.
SYNONYMS: Mapping[str, Sequence[str]] = {
    KEY: ("slug", "uuid", "адреса картки", "картка"),
    "name": ("name", "title", "service", "назва", "назва послуги", "послуга", "найменування",
             "найменування послуги", "назва адміністративної послуги", "service name"),
    "short_name": ("short name", "коротка назва", "скорочена назва"),
    "kind": ("kind", "type", "тип", "вид", "вид послуги"),
    "provider": ("provider", "organisation", "organization", "надавач", "надавач послуги",
                 "суб’єкт надання", "суб’єкт надання послуги", "суб’єкт надання адміністративної послуги",
                 "орган", "установа", "організація", "розпорядник", "виконавець"),
    "url": ("url", "link", "website", "адреса", "посилання", "сайт", "вебсайт", "веб-сайт",
            "офіційна сторінка"),
    "summary": ("summary", "description", "опис", "опис послуги", "короткий опис", "коротко", "анотація"),
    "level": ("level", "рівень"),
    "territory": ("territory", "katottg", "катоттг", "громада", "населений пункт", "місто", "область"),
    "situations": ("situations", "life events", "tags", "ситуації", "життєва ситуація", "життєва подія",
                   "життєві події", "теги"),
    "audiences": ("audience", "audiences", "кому", "отримувачі", "отримувач", "категорія отримувачів",
                  "заявники", "суб’єкт звернення", "аудиторія"),
    "result": ("result", "результат", "результат надання", "результат послуги", "вихідні документи"),
    "bring": ("bring", "documents", "required documents", "документи", "перелік документів",
              "вхідні документи", "необхідні документи", "що потрібно"),
    "steps": ("steps", "instruction", "кроки", "порядок дій", "порядок", "інструкція", "як отримати"),
    "channels": ("channels", "спосіб подання", "способи подання", "як подати", "канали", "спосіб звернення"),
    "signature": ("signature", "підпис", "електронний підпис", "кеп"),
    "cost": ("cost", "price", "fee", "ціна", "плата", "платність", "розмір плати", "вартість послуги"),
    "cost_amount": ("cost amount", "сума", "вартість грн", "ціна грн"),
    "term": ("term", "строк надання", "термін", "термін надання", "строк виконання", "термін виконання"),
    "term_value": ("term value", "строк число", "днів"),
    "term_unit": ("term unit", "одиниця строку", "одиниця"),
    "refusal": ("refusal", "підстави відмови", "підстави для відмови", "відмова"),
    "legal_basis": ("legal basis", "законодавство", "нормативні акти", "правова підстава", "підстава"),
    "appeal": ("appeal", "оскарження", "порядок оскарження"),
    "help_phone": ("phone", "телефон", "гаряча лінія", "контактний телефон"),
    "is_administrative": ("administrative", "адміністративна"),
    "state_id": ("state id", "identifier", "ідентифікатор", "ідентифікатор послуги", "код послуги",
                 "номер у реєстрі", "код у реєстрі"),
    "local_number": ("local number", "id", "номер", "код", "шифр", "номер картки", "igov_id", "№ послуги"),
    "synonyms": ("synonyms", "keywords", "ключові слова", "синоніми", "пошукові слова"),
    "demand": ("demand", "попит"),
    "alert": ("alert", "попередження", "увага"),
}  # fmt: skip
# Columns that tables of ours have for people only, and are never taken for a field.
FOREIGN = ("reason", "причина", "стан", "state", "№", "n", "підтверджено", "змінено", "сторінка")


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a column: its code, its name, and what a cell of it takes."""

    code: str
    title: str
    help: str


def title(code: str) -> str:
    """The header of the column in our own tables, in the language of the reader."""
    return gettext("Address of the card") if code == KEY else label(code)


def all_columns() -> list[Column]:
    """Every column in the order of the card."""
    listed = ("bring", "steps", "result", "refusal", "synonyms")
    return [
        Column(each, title(each), str(LINES if each in listed else HELP.get(each, ""))) for each in COLUMNS
    ]


def guess(
    header: Sequence[str], sample: Sequence[Sequence[str]], fits: Callable[[str, str], bool]
) -> dict[str, int]:
    """The column of each field, as far as names and contents tell. A field is never given two columns.

    `fits(field, cell)` says whether a cell can be a value of the field: a column most of whose cells cannot
    is not proposed.
    """
    found: dict[str, int] = {}
    plain = [_plain(each) for each in header]
    for names in (_own_titles(), _synonyms()):
        for index, said in enumerate(plain):
            code = names.get(said)
            if (
                code
                and code not in found
                and index not in found.values()
                and _holds(code, index, sample, fits)
            ):
                found[code] = index
    if "url" not in found:
        with_addresses = [each for each in range(len(header)) if _are_addresses(each, sample)]
        if with_addresses and with_addresses[0] not in found.values():
            found["url"] = with_addresses[0]
    return found


def _holds(code: str, index: int, sample: Sequence[Sequence[str]], fits: Callable[[str, str], bool]) -> bool:
    cells = [row[index] for row in sample if index < len(row) and row[index].strip()]
    return sum(fits(code, cell) for cell in cells) * 2 >= len(cells)


def _are_addresses(index: int, sample: Sequence[Sequence[str]]) -> bool:
    cells = [row[index].strip() for row in sample if index < len(row) and row[index].strip()]
    return bool(cells) and all(cell.startswith(("https://", "http://")) for cell in cells)


@lru_cache
def _own_titles() -> dict[str, str]:
    """Our own headers, in both languages."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {_plain(title(code)): code for code in COLUMNS}
    return found | {_plain(code): code for code in COLUMNS}


@lru_cache
def _synonyms() -> dict[str, str]:
    return {_plain(name): code for code, names in SYNONYMS.items() for name in names}


def _plain(text: str) -> str:
    """The header as it is compared: small letters, no signs but those inside words."""
    small = text.casefold().replace("'", "’").replace("ʼ", "’").replace("_", " ")
    return " ".join(re.sub(r"[^\w’№ -]+", " ", small).split())


def heading(code: str) -> str:
    """The field inside a sentence about a row."""
    return str(capfirst(title(code)))
