"""The kind of an act by its name in a register, and who adopts acts of such a kind."""

import re

from mistok.acts.importing.rows import line, shortened
from mistok.acts.models import Kind

PARLIAMENT = "Верховна Рада України"
LONGEST = 200
# The first word that is met decides; a longer word stands before a shorter one with the same beginning.
_STARTS: tuple[tuple[str, Kind], ...] = (
    ("конституці", Kind.CONSTITUTION),
    ("кодекс", Kind.CODE),
    ("закон", Kind.LAW),
    ("постанов", Kind.RESOLUTION),
    ("указ", Kind.DECREE),
    ("декрет", Kind.DECREE),
    ("розпорядженн", Kind.INSTRUCTION),
    ("наказ", Kind.ORDER),
    ("рішенн", Kind.DECISION),
    ("ухвал", Kind.DECISION),
    ("положенн", Kind.REGULATION),
    ("регламент", Kind.REGULATION),
    ("порядок", Kind.REGULATION),
    ("статут", Kind.REGULATION),
    ("правил", Kind.REGULATION),
    ("інструкці", Kind.REGULATION),
    ("договір", Kind.TREATY),
    ("угод", Kind.TREATY),
    ("конвенці", Kind.TREATY),
    ("протокол", Kind.TREATY),
    ("меморандум", Kind.TREATY),
    ("програм", Kind.PROGRAMME),
    ("лист", Kind.LETTER),
    ("роз'ясненн", Kind.LETTER),
)
_OF_PARLIAMENT = (Kind.CONSTITUTION, Kind.CODE, Kind.LAW)
_REMARK = re.compile(r"\s*\([^)]*\)\s*$")
_APOSTROPHES = str.maketrans("’ʼ`‘", "''''")


def kind_of(name: object) -> tuple[Kind, str]:
    """The kind by its name, and the name in its own words where the kind alone does not keep it.

    >>> kind_of("Закон України"), kind_of("Ухвала"), kind_of("Резолюція")
    ((Kind.LAW, ''), (Kind.DECISION, 'Ухвала'), (Kind.OTHER, 'Резолюція'))
    """
    said = _REMARK.sub("", line(name))
    low = said.lower().translate(_APOSTROPHES)
    for start, kind in _STARTS:
        if low.startswith(start):
            return kind, "" if _is_plain(low, kind) else shortened(said, LONGEST)
    return Kind.OTHER, "" if low in ("", "інший акт", "інше", "null") else shortened(said, LONGEST)


def adopter_of(kind: Kind) -> str | None:
    """Who alone adopts acts of this kind; None where many do."""
    return PARLIAMENT if kind in _OF_PARLIAMENT else None


def _is_plain(low: str, kind: Kind) -> bool:
    """Whether the name says nothing beyond the kind itself."""
    own = low.removesuffix(" україни")
    return own in _PLAIN.get(kind, ())


_PLAIN: dict[Kind, tuple[str, ...]] = {
    Kind.CONSTITUTION: ("конституція",),
    Kind.CODE: ("кодекс",),
    Kind.LAW: ("закон",),
    Kind.RESOLUTION: ("постанова",),
    Kind.DECREE: ("указ",),
    Kind.INSTRUCTION: ("розпорядження",),
    Kind.ORDER: ("наказ",),
    Kind.DECISION: ("рішення",),
    Kind.PROGRAMME: ("програма",),
    Kind.LETTER: ("лист",),
}
