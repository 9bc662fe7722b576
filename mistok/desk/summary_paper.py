"""The month of a point as PDF and as XLSX. Ukrainian whatever the screen speaks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import batched

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.desk.models import day_of
from mistok.desk.queries.summary import Adjustments, Figure, Month, Readers, Total, month_before
from mistok.lib.typesetting.document import Column, Heading, Paragraph, Part, Signature, Table, document
from mistok.ukrainian.dates import date_long, month_year
from mistok.ukrainian.numbers import money, number, percent

COLUMNS = 8  # indicators that stand side by side on A4


def month_pdf(month: Month) -> bytes:
    """The month as PDF/UA: totals beside the month before, then day by day."""
    with override("uk"):
        heading = _("Summary of the month")
        said = month_year(month.first)
        parts: list[Part] = [totals_table(month.totals, month.first)]
        parts += [Paragraph(each) for each in readers_said(month.readers)]
        if month.closed_at:
            parts.append(Paragraph(closed_said(month.closed_at)))
        parts += [Paragraph(each) for each in adjustments_said(month.adjustments)]
        parts += [Heading(_("By days"))]
        for some in batched(month.totals, COLUMNS):
            parts.append(_by_days(month, list(some)))
        return document(
            heading,
            parts,
            title=f"{heading}: {month.point.name}, {said}",
            organisation=month.point.organisation.name,
            subtitle=f"{month.point.name}\n{said}",
            signatures=[Signature(_("Head of the library"))],
            footer=f"{month.point.name} · {said}",
            landscape=True,
        )


def month_xlsx(month: Month) -> bytes:
    """The month as an Excel file whose numbers are numbers."""
    with override("uk"):
        return spreadsheet(
            (f"{month.point.name}, {month_year(month.first)}", month.point.organisation.name),
            (_("Day"),),
            (([_day(day)], [figure for _total, figure in figures]) for day, figures in month.rows()),
            month.totals,
            month.first,
            (*readers_said(month.readers), *adjustments_said(month.adjustments)),
        )


def spreadsheet(
    title: tuple[str, str],
    heads: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Sequence[Figure] | None]],
    totals: list[Total],
    first: date,
    said: Iterable[str],
) -> bytes:
    """A month as an Excel file: rows begin with words under `heads`, then stand the figures of `totals`.

    A row without figures (None) has empty cells: nothing was recorded there, which is not a zero.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True})
    body = book.add_format({"border": 1})
    strong = book.add_format({"border": 1, "bold": True})
    page = book.add_worksheet(month_year(first)[:31])
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    wide = len(heads)
    page.set_column(0, wide - 1, 26)
    page.set_column(wide, wide + len(totals) - 1, 13)
    for row, text in enumerate(title):
        page.write_string(row, 0, text, None if row else bold)
    for column, text in enumerate((*heads, *(str(each.indicator.title) for each in totals))):
        page.write_string(3, column, text, head)
    sums = (
        (_("In all"), [each.figure.value for each in totals]),
        (_("of them estimated"), [each.figure.rough for each in totals]),
        (month_year(month_before(first)), [each.before.value for each in totals]),
        (_("Against the month before"), [each.change for each in totals]),
    )
    told = [(words, [each.value for each in figures or ()], body) for words, figures in rows]
    told += [([name, *[""] * (wide - 1)], values, strong) for name, values in sums]
    row = 3
    for row, (words, values, style) in enumerate(told, start=4):
        for column, text in enumerate(words):
            page.write_string(row, column, text, style)
        for column, total in enumerate(totals):
            if values:
                page.write_number(row, wide + column, _plain(total, values[column]), style)
            else:
                page.write_blank(row, wide + column, None, style)
    for text in said:
        row += 1
        page.write_string(row + 1, 0, text)
    page.freeze_panes(4, 1)
    page.repeat_rows(3)
    book.close()
    return out.getvalue()


def readers_said(readers: Readers) -> list[str]:
    """Different people, where they chose to be known; nothing when nobody showed a card."""
    if not readers.different:
        return []
    said = _("Different readers who showed a card: %(n)s, of them on more than one day: %(again)s.")
    return [said % {"n": number(readers.different), "again": number(readers.again)}]


def closed_said(at: datetime) -> str:
    """That the figures stand still, and since when."""
    return _("The month is closed since %(day)s: its figures change no more.") % {
        "day": date_long(day_of(at))
    }


def adjustments_said(adjustments: Adjustments) -> list[str]:
    """What was set right in the month, a sentence each; none when nothing was."""
    told = (
        (_("Records written down later than on their day: %(n)s."), adjustments.late),
        (_("Records corrected by newer ones: %(n)s."), adjustments.replaced),
        (_("Records withdrawn: %(n)s."), adjustments.withdrawn),
        (_("Records of an earlier, already reported period that count here: %(n)s."), adjustments.moved_in),
        (
            _("Records of this month that came after its report and count later: %(n)s."),
            adjustments.moved_out,
        ),
    )
    return [said % {"n": number(n)} for said, n in told if n]


def shown(total: Total, value: int) -> str:
    """A value as people read it: money in hryvnias."""
    return money(value) if total.is_money else number(value)


def change_said(total: Total) -> str:
    """«+12 (+25 %)»; a dash when both months are empty."""
    if not total.change:
        return "0" if total.figure.value else "–"
    sign = "+" if total.change > 0 else "−"
    said = f"{sign}{shown(total, abs(total.change))}"
    if not total.before.value:
        return said
    return f"{said} ({sign}{percent(abs(total.change), total.before.value)})"


def rough_said(figure: Figure) -> str:
    """The share that was estimated; a dash when nothing was."""
    return percent(figure.rough, figure.value) if figure.rough else "–"


def totals_table(totals: list[Total], first: date) -> Table:
    """Every indicator of the month with its estimated share, beside the month before."""
    columns = [
        Column(_("Indicator")),
        Column(_("In all"), 30, number=True),
        Column(_("Estimated"), 26, number=True),
        Column(month_year(month_before(first)), 36, number=True),
        Column(_("Against the month before"), 54, number=True),
    ]
    rows = [
        [
            str(each.indicator.title),
            shown(each, each.figure.value),
            rough_said(each.figure),
            shown(each, each.before.value),
            change_said(each),
        ]
        for each in totals
    ]
    return Table(columns, rows)


def _by_days(month: Month, totals: list[Total]) -> Table:
    columns = [Column(_("Day"), 34), *(Column(str(each.indicator.title), number=True) for each in totals)]
    rows = [
        [
            _day(day),
            *(cell(each, month.cells.get((each.indicator.code, day), Figure())) for each in totals),
        ]
        for day in month.days
    ]
    return Table(
        columns, rows, total=[_("In all"), *(shown(each, each.figure.value) for each in totals)], size=9
    )


def cell(total: Total, figure: Figure, zero: str = "–") -> str:
    """A figure in a table, marked when a part of it was estimated."""
    if not figure.value:
        return zero
    return ("≈ " if figure.rough else "") + shown(total, figure.value)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}, {date_format(day, 'D').lower()}"


def _plain(total: Total, value: int) -> float:
    return value / 100 if total.is_money else value
