"""The month and the diary of a library: all its points together, each with the way to its own page."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mistok.desk import library_paper as paper
from mistok.desk.queries.libraries import Library, as_library, seen_libraries
from mistok.desk.queries.library_diary import LibraryDay, library_day
from mistok.desk.queries.library_summary import LibraryMonth, PointMonth, library_month
from mistok.desk.queries.summary import month_after, month_before
from mistok.desk.summary_paper import adjustments_said, cell
from mistok.desk.views.summary import totals_said
from mistok.directory.views.exporting import XLSX, attached
from mistok.ukrainian.dates import month_year
from mistok.ukrainian.text import typographic


@require_safe
def summary(request: HttpRequest, slug: str, month: date | None = None) -> HttpResponse:
    """A month by points and indicators, with the month before."""
    found = _month(request, slug, month)
    after = month_after(found.first)
    context: dict[str, Any] = {
        "library": found.library,
        "month": found,
        "totals": totals_said(found.totals),
        "groups": [(each, [_row(found, row) for row in rows]) for each, rows in found.groups],
        "closings": paper.closings_said(found) if found.rows else [],
        "readers": paper.library_readers_said(found),
        "adjustments": adjustments_said(found.adjustments),
        "said": month_year(found.first),
        "earlier": month_year(month_before(found.first)),
        "before": month_before(found.first) if found.had_before else None,
        "after": after if after <= timezone.localdate() else None,
        "after_said": month_year(after),
        "day": min(found.last, timezone.localdate()),
    }
    return render(request, "desk/library/summary.html", context)


@require_safe
def summary_pdf(request: HttpRequest, slug: str, month: date) -> HttpResponse:
    """The month of the library on paper."""
    content = paper.month_pdf(_month(request, slug, month))
    answer = HttpResponse(content, content_type="application/pdf")
    return attached(answer, f"{_('month')}-{slug}-{month:%Y-%m}.pdf")


@require_safe
def summary_xlsx(request: HttpRequest, slug: str, month: date) -> HttpResponse:
    """The month of the library as a spreadsheet."""
    content = paper.month_xlsx(_month(request, slug, month))
    return attached(HttpResponse(content, content_type=XLSX), f"{_('month')}-{slug}-{month:%Y-%m}.xlsx")


@require_safe
def diary(request: HttpRequest, slug: str, day: date | None = None) -> HttpResponse:
    """The diaries of all points of the library for a day, one after another, under their totals."""
    found = _day(request, slug, day)
    today = timezone.localdate()
    context = {
        "library": found.library,
        "found": found,
        "before": found.day - timedelta(days=1) if found.had_before else None,
        "after": found.day + timedelta(days=1) if found.day < today else None,
        "weekday": typographic(date_format(found.day, "l")).lower(),
        "today": today,
        "too_many": paper.too_many_said(found) if found.whole is None else "",
    }
    return render(request, "desk/library/diary.html", context)


@require_safe
def diary_pdf(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The diary of the library for a day on paper."""
    content = paper.diary_pdf(_day(request, slug, day))
    answer = HttpResponse(content, content_type="application/pdf")
    return attached(answer, f"{_('diary')}-{slug}-{day:%Y-%m-%d}.pdf")


def _row(month: LibraryMonth, row: PointMonth) -> dict[str, Any]:
    """A point of the month for the page: a dash where nothing is recorded, a zero for none of a thing."""
    figures = [cell(each, row.figure(each), "0") if row.has_records else "–" for each in month.totals]
    is_linked = row.is_seen and row.then.point.opened_on <= month.last
    return {
        "point": row.then,
        "is_linked": is_linked,
        "notes": paper.notes_said(row),
        "figures": figures,
        "has_records": row.has_records,
    }


def _library(request: HttpRequest, slug: str) -> Library:
    """The library, when the person sees its figures; 404 for everybody else."""
    return as_library(request.user, get_object_or_404(seen_libraries(request.user), slug=slug))


def _month(request: HttpRequest, slug: str, month: date | None) -> LibraryMonth:
    """The month; 404 for one that has not come, or in which the library had no point."""
    library = _library(request, slug)
    this = timezone.localdate().replace(day=1)
    first = (month or this).replace(day=1)
    if first > this or first == date.min:
        raise Http404
    found = library_month(library, first, request.user)
    if not found.rows and first != this:
        raise Http404
    return found


def _day(request: HttpRequest, slug: str, day: date | None) -> LibraryDay:
    """The day; 404 for one that has not come, or on which the library had no point."""
    library = _library(request, slug)
    today = timezone.localdate()
    day = day or today
    if day > today:
        raise Http404
    found = library_day(library, day, request.user)
    if not found.had_points and day != today:
        raise Http404
    return found
