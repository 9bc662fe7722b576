"""Sticky labels with QR codes, on the sheets that shops sell; for anything that has an address."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy, override

from mistok.lib.typesetting.codes import code
from mistok.lib.typesetting.engine import pdf

TEMPLATE = "lib/typesetting/labels.typ"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels on A4, in millimetres: how many, how large, where the first one begins."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0
    gap_y: float = 0

    @property
    def holds(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


# The usual sheets, by the size that stands on their packet.
SHEETS: dict[str, Sheet] = {
    "70x36": Sheet(3, 8, 70, 36, 0, 4.5),
    "70x37": Sheet(3, 8, 70, 37, 0, 0.5),
    "63x38": Sheet(3, 7, 63.5, 38.1, 7.25, 15.15, gap_x=2.5),
    "105x57": Sheet(2, 5, 105, 57, 0, 6),
    "105x74": Sheet(2, 4, 105, 74, 0, 0.5),
}
SHEET_NAMES: dict[str, Any] = {
    "70x36": gettext_lazy("70 × 36 mm, 24 on a sheet"),
    "70x37": gettext_lazy("70 × 37 mm, 24 on a sheet"),
    "63x38": gettext_lazy("63.5 × 38.1 mm, 21 on a sheet"),
    "105x57": gettext_lazy("105 × 57 mm, 10 on a sheet"),
    "105x74": gettext_lazy("105 × 74 mm, 8 on a sheet"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """One label: a name, a line under it (an inventory number), what the code says (an address)."""

    title: str
    line: str
    code: str


def labels(sheet: Sheet, rows: Sequence[Label], *, title: str, footer: str = "", skip: int = 0) -> bytes:
    """The labels as PDF/UA, in order, from the place after `skip` used ones on the first sheet.

    `title` names the document; `footer` is the small line on every label (whose it is).
    """
    return pdf(TEMPLATE, label_data(sheet, rows, title=title, footer=footer, skip=skip))


def label_data(
    sheet: Sheet, rows: Sequence[Label], *, title: str, footer: str = "", skip: int = 0
) -> dict[str, Any]:
    """What the template reads; for previews. Raises ValueError when `skip` leaves no place on the sheet."""
    if not 0 <= skip < sheet.holds:
        raise ValueError("there are not so many labels on a sheet")
    with override("uk"):
        return {
            "title": title,
            "words": {"nothing": gettext("There is nothing to print here.")},
            "sheet": asdict(sheet),
            "footer": footer,
            "skip": skip,
            "rows": [
                {
                    "title": row.title,
                    "line": row.line,
                    "code": code(row.code, gettext("QR code: %(name)s") % {"name": row.title}),
                }
                for row in rows
            ],
        }
