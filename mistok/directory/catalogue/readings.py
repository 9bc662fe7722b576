"""What the catalogue's own words on cost, term and steps say, as numbers. What is not plain stays words."""

import re
from decimal import Decimal

# «Безоплатно», «Перегляд безоплатний» – and nothing after: «…, за паспорт сплачують окремо» is not free.
FREE = re.compile(r"(?:[а-яіїєґ’]+ )?безоплатн(?:о|ий|а|е|і)", re.IGNORECASE)
# «5 робочих днів», «до 1 місяця; прості питання – до 15 днів»: the term before a semicolon is for everybody.
TERM = re.compile(r"(?:до )?(\d{1,3}) (хвилин|годин|робоч\w+ д|календарн\w+ д|дн|день|місяц)\w*(?:;.*)?")
UNITS = {
    "хвилин": "minutes",
    "годин": "hours",
    "робоч": "working-days",
    "календарн": "days",
    "дн": "days",
    "день": "days",
    "місяц": "months",
}
APP = re.compile(r"(?:Відкрийте|Встановіть)\b.*\bзастосунок\b")


def amount_of(cost: str) -> Decimal | None:
    """Zero where the words say that the whole service is free, otherwise unknown.

    >>> amount_of("Безоплатно"), amount_of("Запис безоплатний, за паспорт сплачують окремо")
    (Decimal('0.00'), None)
    """
    return Decimal("0.00") if FREE.fullmatch(cost.strip()) else None


def term_of(term: str) -> tuple[int | None, str]:
    """The number and unit of a plain term, or (None, "").

    >>> term_of("до 1 місяця; прості питання – до 15 днів"), term_of("щороку до кінця березня")
    ((1, 'months'), (None, ''))
    """
    found = TERM.fullmatch(term.strip())
    if found is None:
        return None, ""
    return int(found[1]), next(unit for word, unit in UNITS.items() if found[2].startswith(word))


def channels_of(kind: str, librarian: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    """How one applies for an e-service: online by its nature; in an app, at the library if it says so.

    A resource is read, not applied for: no channels.
    """
    if kind != "e-service":
        return ()
    found = ["online"]
    if any(APP.match(step) for step in steps):
        found.append("app")
    if librarian == "guides":
        found.append("library")
    return tuple(found)
