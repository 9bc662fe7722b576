"""Columns of sets of local acts (постанова 835) as fields: recognised though their names are misspelt.

Reference names of the sets legalBases, motions and normatives, names met elsewhere, Ukrainian ones.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

TITLE = "title"
FIELDS: Mapping[str, Any] = {
    TITLE: _("title"),
    "key": _("key of the row at the source"),
    "number": _("number"),
    "date": _("day of adoption"),
    "type": _("kind of act"),
    "adopter": _("who adopted it"),
    "adopter_code": _("code of the adopter (ЄДРПОУ)"),
    "body": _("body: council, executive committee"),
    "place": _("territory: name or code of the codifier"),
    "convocation": _("convocation"),
    "session": _("session"),
    "result": _("result of the vote, or stage"),
    "status": _("status"),
    "since": _("in force from"),
    "subject": _("what it sets (subject)"),
    "url": _("official page"),
    "text": _("text"),
}  # fmt: skip

# How columns are called: names of the state's rules first, then names met elsewhere.
NAMES: Mapping[str, Sequence[str]] = {
    "title": ("legalActTitle", "actTitle", "title", "name", "назва", "назва акта", "назва рішення",
              "заголовок", "назва документа", "найменування", "nazva", "тема", "про що"),
    "key": ("uid", "id", "identifier", "ідентифікатор", "код запису"),
    "number": ("legalActId", "legalActNumber", "actNumber", "num_doc", "num", "number", "номер", "номер акта",
               "номер рішення", "номер документа", "№", "№ рішення", "реєстраційний номер"),
    "date": ("legalActDate", "legalActDateAccepted", "actDate", "date_accepted", "date", "data", "дата",
             "дата прийняття", "дата рішення", "дата акта", "дата ухвалення", "дата документа"),
    "type": ("legalActType", "actType", "type", "тип", "вид", "вид акта", "тип акта", "вид документа",
             "тип документа"),
    "adopter": ("legalActAdopterName", "publisherName", "publisher_name", "authorityName", "видавник",
                "хто прийняв", "суб’єкт прийняття", "суб’єкт нормотворення", "орган", "назва органу",
                "розпорядник", "видавець"),
    "adopter_code": ("legalActAdopterId", "publisherIdentifier", "authorityId", "єдрпоу", "код єдрпоу",
                     "edrpou"),
    "body": ("body", "орган влади", "вид органу"),
    "place": ("authorityCattutc", "community", "katottg", "cattutc", "катоттг", "код катоттг", "громада",
              "територія", "територіальна громада", "territory"),
    "convocation": ("convocation", "скликання"),
    "session": ("legislativeSession", "session", "сесія", "засідання"),
    "result": ("votingResult", "stage", "result", "результат", "результат голосування", "стадія", "етап"),
    "status": ("legalActStatus", "status", "статус", "стан", "чинність"),
    "since": ("validFrom", "чинний з", "набирає чинності", "дата набрання чинності"),
    "subject": ("subject", "норматив", "предмет"),
    "url": ("legalActUrl", "textUrl", "url", "link", "посилання", "адреса", "сторінка", "гіперпосилання"),
    "text": ("text", "текст", "текст акта", "зміст"),
}  # fmt: skip
# Columns that look like a field and are none: figures of the vote, drafts, pages of a crawler.
FOREIGN = (
    "projectNum", "votingFor", "votingAgainst", "votingAbstain", "notVoting", "absent", "validThrough",
    "legalActPublication", "source_page", "legalActIdentifier",
)  # fmt: skip
# Letters and signs that are taken for another one, in a name written with Latin letters.
_CYRILLIC = str.maketrans("асеіїорхукмтвн", "aceiiopxykmtbh")
_ALIKE = str.maketrans("1l|0", "iiio")
_NOT_LETTERS = re.compile(r"[\W_]+")
_REMARK = re.compile(r"\s*\([^)]*\)\s*$")
SHORT = 4  # a name of so few letters is recognised only when it is spelt right


@dataclass(frozen=True, slots=True)
class Guess:
    """A column taken for a field, and whether its name was mended for it."""

    field: str
    is_mended: bool = False


def guess(header: Sequence[str]) -> dict[str, int]:
    """The column of each field, as far as the names tell. A field is never given two columns."""
    return {each.field: index for index, each in guesses(header).items()}


def guesses(header: Sequence[str]) -> dict[int, Guess]:
    """What each column was taken for: names spelt right come first, then those of a set's own order."""
    plain = [skeleton(each) for each in header]
    exact = {
        skeleton(name): (order, code) for code, names in NAMES.items() for order, name in enumerate(names)
    }
    foreign = {skeleton(name) for name in FOREIGN}
    if skeleton("legalActTitle") in plain:  # the set of norms: its own title is what the act sets
        exact[skeleton("title")] = (0, "subject")
    candidates: list[tuple[int, int, int, str]] = []
    for index, said in enumerate(plain):
        if not said or said in foreign:
            continue
        if said in exact:
            order, code = exact[said]
            candidates.append((0, order, index, code))
        elif (found := _nearest(said, [*exact, *foreign])) and found[1] in exact:
            order, code = exact[found[1]]
            candidates.append((found[0], order, index, code))
    result: dict[int, Guess] = {}
    taken: set[str] = set()
    for distance, _order, index, code in sorted(candidates):
        if code not in taken:
            taken.add(code)
            result[index] = Guess(code, is_mended=distance > 0 or not _is_literal(header[index], code))
    return result


def skeleton(name: str) -> str:
    """A name of a column as it is compared: no case, no signs, letters that look alike are one.

    >>> skeleton("legalActld") == skeleton("legalActId"), skeleton("Назва акта ") == skeleton("назва_акта")
    (True, True)
    """
    small = _REMARK.sub("", name.strip().strip("\ufeff\"'")).casefold()
    small = _NOT_LETTERS.sub("", small.replace("№", "номер")) if small != "№" else "номер"
    is_latin = any("a" <= char <= "z" for char in small)
    if is_latin:
        small = small.translate(_CYRILLIC)
    return small.translate(_ALIKE)


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be added, taken away, changed or swapped; more than `most` is `most + 1`.

    >>> distance("vottingagains", "votingagainst", 2), distance("tex", "text", 1), distance("abc", "xyz", 1)
    (2, 1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        current = [place]
        for at, wanted in enumerate(other, start=1):
            cost = min(row[at] + 1, current[-1] + 1, row[at - 1] + (letter != wanted))
            if before and at > 1 and letter == other[at - 2] and one[place - 2] == wanted:
                cost = min(cost, before[at - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return min(row[-1], most + 1)


def _nearest(said: str, names: Sequence[str]) -> tuple[int, str] | None:
    """The only name so near that it must be meant, and how far it is."""
    if len(said) < SHORT - 1:
        return None
    found: list[tuple[int, str]] = []
    for name in names:
        most = max(len(name), len(said)) // 6 + (1 if len(name) >= SHORT else 0)
        if len(name) < SHORT or (away := distance(said, name, most)) > most:
            continue
        found.append((away, name))
    found.sort()
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0]


def _is_literal(name: str, code: str) -> bool:
    said = " ".join(_REMARK.sub("", name).split()).casefold()
    return any(said == each.casefold() for each in NAMES[code]) or (code == "subject" and said == "title")
