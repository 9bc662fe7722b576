"""A blank sheet: what stands in its rows and columns, as XLSX and as PDF."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.desk.models import act_of
from mistok.desk.queries.tally import offered
from mistok.lib.typesetting.engine import pdf
from mistok.network.models import ServicePoint, VisitorCategory
from mistok.ukrainian.dates import period

PEOPLE = "people"
CATEGORY = "category:"
MORE = 5  # empty rows for what is not usual here
TEMPLATE = "desk/sheets/sheet.typ"
LONGEST_NAME = 58  # characters on a line of the printed sheet
LONGEST = 7  # days on a sheet: more do not fit A4
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without those that look alike
NUMBER = re.compile(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be filled: the code by which it is known again, and its words."""

    code: str
    name: str
    short: str = ""

    @property
    def brief(self) -> str:
        """The name as it stands on one line of paper."""
        return self.name if len(self.name) <= LONGEST_NAME else self.short or self.name


@dataclass(frozen=True, slots=True)
class Blank:
    """A sheet of a point for some days. Its number makes two sheets of the same days two sheets."""

    number: str
    point: ServicePoint
    days: Sequence[date]
    acts: Sequence[Line]
    people: Sequence[Line]

    @property
    def term(self) -> str:
        return period(self.days[0], self.days[-1], named=False)

    @property
    def known_by(self) -> str:
        """The line by which the sheet is known again."""
        return f"{_('Point')}: {self.point.slug} · {_('Sheet')} № {self.number}"


def new_number() -> str:
    """A number for a sheet that nobody guesses and everybody can read aloud: «7K3M-9QXD»."""
    drawn = "".join(secrets.choice(LETTERS) for _place in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def blank(point: ServicePoint, first: date, days: int, number: str) -> Blank:
    """The sheet for so many days from the first one: the usual acts of the point and all categories."""
    acts = [Line(act_of(each), each.name, each.short_name) for each in offered(point, first)]
    categories = VisitorCategory.objects.all()
    return Blank(
        number,
        point,
        [first + timedelta(days=each) for each in range(min(max(days, 1), LONGEST))],
        acts,
        [
            Line(PEOPLE, _("People in all")),
            *(Line(f"{CATEGORY}{each.pk}", each.name) for each in categories),
        ],
    )


def as_xlsx(sheet: Blank) -> bytes:
    """The sheet as an Excel file for A4 on its side: to print, or to fill in and bring back."""
    with override("uk"):
        return _xlsx(sheet)


def _xlsx(sheet: Blank) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    title = book.add_format({"bold": True, "font_size": 14})
    soft = book.add_format({"font_color": "#444444"})
    head = book.add_format(
        {"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "top"}
    )
    words = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
    code = book.add_format({"border": 1, "font_size": 8, "font_color": "#555555", "valign": "vcenter"})
    strong = book.add_format({"border": 1, "bold": True, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "num_format": "0", "valign": "vcenter", "font_size": 12})
    page = book.add_worksheet(_("Sheet"))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    page.set_footer(f"&L{sheet.known_by}&R&P / &N")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 46)
    page.set_column(2, 1 + len(sheet.days), 11)
    page.write_string(0, 0, f"{_('Sheet of counting')}: {sheet.point.name}", title)
    page.write_string(1, 0, f"{sheet.point.organisation.name} · {sheet.term}", soft)
    page.write_string(2, 0, sheet.known_by, soft)
    page.write_string(3, 0, _rule(), soft)
    header = 4
    page.write_string(header, 0, _("Code"), head)
    page.write_string(header, 1, _("What is counted"), head)
    for column, day in enumerate(sheet.days, start=2):
        page.write_string(header, column, _heading(day), head)
    page.repeat_rows(header)
    page.freeze_panes(header + 1, 2)
    row = header
    for line in (*sheet.acts, *[Line("", "")] * MORE, *sheet.people):
        row += 1
        page.set_row(row, 21)
        page.write_string(row, 0, line.code, code)
        page.write_string(row, 1, line.name, strong if line.code == PEOPLE else words)
        for column in range(2, 2 + len(sheet.days)):
            page.write_blank(row, column, None, cell)
    page.data_validation(
        header + 1, 2, row, 1 + len(sheet.days),
        {
            "validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning",
            "error_title": _("A number"), "error_message": _("Write the number in digits, for example 12."),
        },
    )  # fmt: skip
    page.print_area(0, 0, row, 1 + len(sheet.days))
    book.close()
    return out.getvalue()


def as_pdf(sheet: Blank) -> bytes:
    """The sheet on paper (PDF/UA, A4 on its side), to be filled with a pencil."""
    with override("uk"):
        return pdf(
            TEMPLATE,
            {
                "title": f"{_('Sheet of counting')}: {sheet.point.name}, {sheet.term}",
                "heading": _("Sheet of counting"),
                "point": sheet.point.name,
                "organisation": sheet.point.organisation.name,
                "term": sheet.term,
                "known_by": sheet.known_by,
                "filled_by": _("Filled in by:"),
                "rule": _rule(),
                "thing": _("What is counted"),
                "code": _("Code"),
                "days": [_heading(day) for day in sheet.days],
                "wide": round(133 / len(sheet.days), 1),
                "rows": [
                    {"name": line.brief, "code": _bare(line.code), "strong": line.code == PEOPLE}
                    for line in (*sheet.acts, *[Line("", "")] * MORE, *sheet.people)
                ],
                "words": {},
            },
        )


def _bare(code: str) -> str:
    """The code as it is written by hand; the reading of a sheet knows it without its kind too."""
    return code.partition(":")[2] or code


def _rule() -> str:
    return _(
        "Write how many times each thing was helped with; beside a skill, how many people were taught. Count "
        "each person in one category only. What is not here, write on the empty lines by its full name."
    )


def _heading(day: date) -> str:
    """«пн 16.11.2026»: read again whatever a spreadsheet does to it."""
    return f"{date_format(day, 'D').lower()} {day:%d.%m.%Y}"
