"""Business papers as PDF/UA: acts, lists, certificates. A title, parts in order, lines to sign on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, override

from mistok.lib.typesetting.engine import pdf

TEMPLATE = "lib/typesetting/document.typ"
NARROWEST = 8  # millimetres; a number of a row takes as much


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the title of the paper; `level` 3 stands under one of 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list with bullets."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its width in millimetres, "auto" for as wide as its words, None for a share of the rest."""

    name: str
    width: float | str | None = None
    number: bool = False  # figures stand at the right

    def __post_init__(self) -> None:
        if isinstance(self.width, int | float) and self.width < NARROWEST:
            raise ValueError(f"{self.name}: a column of {self.width} mm holds no word")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header on every page; `total`: a last row in bold; `size` of letters in points."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    caption: str = ""
    total: Sequence[object] = ()
    size: float = 10


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: a post and, if known, a name."""

    role: str
    name: str = ""


Part = Heading | Paragraph | Points | Table


def document(
    heading: str,
    parts: Sequence[Part],
    *,
    title: str = "",
    organisation: str = "",
    subtitle: str = "",
    approval: Sequence[str] = (),
    signatures: Sequence[Signature] = (),
    footer: str = "",
    landscape: bool = False,
) -> bytes:
    """The paper as PDF/UA on A4.

    `title` names the file for readers (the heading when empty), `organisation` stands on top at the left,
    `approval` line by line at the right («ЗАТВЕРДЖУЮ» …), `footer` below every page beside its number. All
    words come ready in Ukrainian. Raises ValueError when a row of a table has not as many cells as columns.
    """
    with override("uk"):
        words = {"signature_word": gettext("(signature)"), "name_word": gettext("(name and surname)")}
    return pdf(
        TEMPLATE,
        {
            "title": title or heading,
            "heading": heading,
            "organisation": organisation,
            "subtitle": subtitle,
            "approval": list(approval),
            "parts": [_part(each) for each in parts],
            "signatures": [{"role": each.role, "name": each.name} for each in signatures],
            "footer": footer,
            "landscape": landscape,
            "words": words,
        },
    )


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading():
            return {"kind": "heading", "text": part.text, "level": part.level}
        case Paragraph():
            return {"kind": "paragraph", "text": part.text}
        case Points():
            return {"kind": "list", "items": list(part.items)}
    wide = len(part.columns)
    if any(len(row) != wide for row in part.rows) or len(part.total) not in (0, wide):
        raise ValueError("a row of the table has not as many cells as there are columns")
    return {
        "kind": "table",
        "caption": part.caption,
        "size": part.size,
        "columns": [{"name": c.name, "width": c.width, "number": c.number} for c in part.columns],
        "rows": [["" if cell is None else str(cell) for cell in row] for row in part.rows],
        "total": [str(cell) for cell in part.total],
    }
