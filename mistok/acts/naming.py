"""How acts and their parts are called in Ukrainian: in lists, citations and the index."""

import re

from mistok.acts.models import Act, Kind, Level
from mistok.ukrainian.dates import date_long
from mistok.ukrainian.numbers import NO_BREAK_SPACE

# Words of the content, not of the interface: acts are in Ukrainian whatever the reader's language is.
UNITS = {
    "art": "Стаття", "p": "Пункт", "sec": "Розділ", "sub": "Підрозділ", "ch": "Глава", "par": "Параграф",
    "book": "Книга", "annex": "Додаток", "b": "Уривок",
}  # fmt: skip
ALONE = {"preamble": "Преамбула", "signatures": "Підписи"}
KINDS = {
    Kind.CONSTITUTION: "Конституція", Kind.CODE: "Кодекс", Kind.LAW: "Закон України",
    Kind.RESOLUTION: "Постанова", Kind.DECREE: "Указ", Kind.INSTRUCTION: "Розпорядження",
    Kind.ORDER: "Наказ", Kind.DECISION: "Рішення", Kind.REGULATION: "Положення", Kind.TREATY: "Договір",
    Kind.PROGRAMME: "Програма", Kind.LETTER: "Лист", Kind.OTHER: "Акт",
}  # fmt: skip
_STEP = re.compile(r"([a-z]+)-(\d+(?:-\d+)*)")


def part_name(anchor: str) -> str:
    """The name of a provision by its anchor.

    >>> part_name("art-20"), part_name("annex-1-p-2"), part_name("art-20-1"), part_name("preamble")
    ('Стаття 20', 'Додаток 1, пункт 2', 'Стаття 20-1', 'Преамбула')
    """
    if anchor in ALONE:
        return ALONE[anchor]
    steps = [f"{UNITS[unit]} {number}" for unit, number in _STEP.findall(anchor) if unit in UNITS]
    first, *others = steps or [""]
    return ", ".join([first, *(step[0].lower() + step[1:] for step in others)])


def kind_name(act: Act) -> str:
    """What the act is, in its own words when it has them."""
    return act.kind_name or KINDS[Kind(act.kind)]


def named(act: Act) -> str:
    """The act without its title: «Закон України від 2 жовтня 1996 року № 393/96-ВР»."""
    parts = [kind_name(act)]
    if act.level == Level.LOCAL and act.issuer:
        parts.append(f"({act.issuer})")
    if act.adopted_on:
        parts.append(f"від {date_long(act.adopted_on)}")
    if act.number:
        parts.append(f"№{NO_BREAK_SPACE}{act.number}")
    return " ".join(parts)
