"""The month and the diary of a library as PDF and as XLSX, made of the parts of a point's. In Ukrainian."""

from dataclasses import replace
from itertools import batched

from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.desk.diary_paper import counted_later, four_parts, records
from mistok.desk.models import day_of
from mistok.desk.queries.library_diary import LibraryDay
from mistok.desk.queries.library_summary import LibraryMonth, PointMonth
from mistok.desk.queries.summary import Total
from mistok.desk.summary_paper import (
    COLUMNS,
    adjustments_said,
    cell,
    readers_said,
    shown,
    spreadsheet,
    totals_table,
)
from mistok.lib.typesetting.document import (
    Column,
    Heading,
    Paragraph,
    Part,
    Points,
    Signature,
    Table,
    document,
)
from mistok.ukrainian.dates import WEEKDAYS, date_long, month_year
from mistok.ukrainian.numbers import number

NAMED = 12  # points that a sentence may name


def month_pdf(month: LibraryMonth) -> bytes:
    """The month as PDF/UA: totals beside the month before, then point by point."""
    with override("uk"):
        heading = _("Summary of the month")
        said = month_year(month.first)
        parts: list[Part] = []
        if month.is_empty:
            parts.append(Paragraph(_("Nothing was recorded in this month.")))
        else:
            parts.append(totals_table(month.totals, month.first))
        parts += [Paragraph(each) for each in (*library_readers_said(month), *closings_said(month))]
        parts += [Paragraph(each) for each in adjustments_said(month.adjustments)]
        parts += [Heading(_("By points")), _points(month)]
        if not month.is_empty:
            parts += [_by_points(month, list(some)) for some in batched(month.totals, COLUMNS)]
        return document(
            heading,
            parts,
            title=f"{heading}: {month.library.name}, {said}",
            organisation=month.library.name,
            subtitle=f"{_('By points of the library')}\n{said}",
            signatures=[Signature(_("Head of the library"))],
            footer=f"{month.library.name} · {said}",
            landscape=True,
        )


def month_xlsx(month: LibraryMonth) -> bytes:
    """The month as an Excel file: a row for each point, empty where nothing was recorded."""
    with override("uk"):
        said = (*library_readers_said(month), *closings_said(month), *adjustments_said(month.adjustments))
        return spreadsheet(
            (f"{month.library.name}, {month_year(month.first)}", _("By points of the library")),
            (_("Service point"), _("library").capitalize(), _("Note")),
            (
                (
                    [row.then.name, row.then.organisation.name, "; ".join(notes_said(row))],
                    [row.figure(total) for total in month.totals] if row.has_records else None,
                )
                for row in month.rows
            ),
            month.totals,
            month.first,
            said,
        )


def notes_said(row: PointMonth) -> list[str]:
    """What is to be known of a point in the month: no records, came or went within it, closed or not."""
    told = []
    if not row.has_records:
        told.append(_("nothing is recorded"))
    if row.since:
        told.append(_("from %(day)s") % {"day": date_long(row.since)})
    if row.until:
        told.append(_("last day %(day)s") % {"day": date_long(row.until)})
    if row.closed_at:
        told.append(_("the month is closed %(day)s") % {"day": date_long(day_of(row.closed_at))})
    return told


def library_readers_said(month: LibraryMonth) -> list[str]:
    """Different people of the library, and why they are not the sum of its points."""
    told = readers_said(month.readers)
    if told:
        told.append(_("Whoever came to several points of one library is counted here once."))
    if told and month.has_several_libraries:
        told.append(_("Cards of different libraries are not compared: readers of two are counted in each."))
    return told


def closings_said(month: LibraryMonth) -> list[str]:
    """How many points have closed the month, and which have not; nothing is closed before its end."""
    closed = [row for row in month.rows if row.closed_at]
    if not month.is_over and not closed:
        return [_("The month is not over, so no point has closed it.")]
    told = [_("Points that closed the month: %(n)s of %(all)s.")
            % {"n": number(len(closed)), "all": number(len(month.rows))}]  # fmt: skip
    still_open = [row.then.name for row in month.rows if not row.closed_at]
    if closed and len(still_open) <= NAMED and still_open:
        told.append(_("Not closed: %(names)s.") % {"names": "; ".join(still_open)})
    return told


def diary_pdf(found: LibraryDay) -> bytes:
    """The day as PDF/UA on A4: the library in four parts, then its points one after another."""
    with override("uk"):
        day = found.day
        parts: list[Part] = []
        if found.whole is None:
            parts += [Paragraph(too_many_said(found)), _counts(found)]
        elif found.points:
            parts += [Heading(_("The whole library")), *_under(four_parts(found.whole)), _counts(found)]
        else:
            parts.append(Paragraph(_("Nothing was recorded on this day.")))
        for each in found.points:
            if each.parts is not None:
                told = [*four_parts(each.parts), *records(each.parts), *counted_later(each.parts)]
                parts += [Heading(each.point.name), *_under(told)]
        parts += _silent(found)
        return document(
            _("Diary of the library’s work"),
            parts,
            title=f"{_('Diary of the library’s work')}: {found.library.name}, {date_long(day)}",
            organisation=found.library.name,
            subtitle=f"{_('All points of the library')}\n{date_long(day)}, {WEEKDAYS[day.weekday()]}",
            signatures=[Signature(_("Head of the library"))],
            footer=f"{found.library.name} · {date_long(day)}",
        )


def too_many_said(found: LibraryDay) -> str:
    """Why the records themselves are not there."""
    said = _("%(n)s records are too many for one paper. Open the diary of a single library or point.")
    return said % {"n": number(found.records)}


def _points(month: LibraryMonth) -> Table:
    columns = [Column(_("Service point")), Column(_("library").capitalize()), Column(_("Note"))]
    rows = [
        [row.then.name, row.then.organisation.name, "; ".join(notes_said(row)) or "–"] for row in month.rows
    ]
    return Table(columns, rows)


def _by_points(month: LibraryMonth, totals: list[Total]) -> Table:
    columns = [Column(_("Service point"), 48)]
    columns += [Column(str(each.indicator.title), number=True) for each in totals]
    rows = [
        [
            row.then.name,
            *(cell(each, row.figure(each), "0") if row.has_records else "–" for each in totals),
        ]
        for row in month.rows
    ]
    return Table(
        columns, rows, total=[_("In all"), *(shown(each, each.figure.value) for each in totals)], size=9
    )


def _counts(found: LibraryDay) -> Table:
    """What each point recorded, in a row."""
    columns = [
        Column(_("Service point")),
        Column(_("library").capitalize()),
        Column(_("Records"), 22, number=True),
        Column(_("Persons"), 22, number=True),
    ]
    rows = [
        [each.point.name, each.point.organisation, number(each.records), number(each.people)]
        for each in found.points
    ]
    total = [_("In all"), "", number(found.records), number(found.people)]
    return Table(columns, rows, caption=_("By points"), total=total)


def _silent(found: LibraryDay) -> list[Part]:
    told: list[Part] = []
    if found.silent:
        told += [
            Heading(_("Points without records on this day")),
            Points([each.name for each in found.silent]),
        ]
    if found.elsewhere:
        names = "; ".join(each.name for each in found.elsewhere)
        told.append(Paragraph(_("Points that are with other libraries now: %(names)s.") % {"names": names}))
    return told


def _under(parts: list[Part]) -> list[Part]:
    """The same parts with their headings one step lower."""
    return [replace(each, level=3) if isinstance(each, Heading) else each for each in parts]
