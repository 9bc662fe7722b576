"""The month of a point: page, print, spreadsheet."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mistok.desk.queries.libraries import library_over
from mistok.desk.queries.summary import Month, Total, month_after, month_at, month_before
from mistok.desk.summary_paper import (
    adjustments_said,
    cell,
    change_said,
    closed_said,
    month_pdf,
    month_xlsx,
    readers_said,
    rough_said,
    shown,
)
from mistok.directory.views.exporting import XLSX, attached
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import points_for
from mistok.ukrainian.dates import month_year


@require_safe
def summary(request: HttpRequest, slug: str, month: date | None = None) -> HttpResponse:
    """A month by days and indicators, with the month before."""
    here = _point(request, slug)
    first = _first(here, month)
    found = month_at(here, first)
    after = month_after(first)
    context: dict[str, Any] = {
        "point": here,
        "month": found,
        "totals": totals_said(found.totals),
        "rows": [(day, [cell(total, each) for total, each in figures]) for day, figures in found.rows()],
        "closed": closed_said(found.closed_at) if found.closed_at else "",
        "readers": readers_said(found.readers),
        "adjustments": adjustments_said(found.adjustments),
        "said": month_year(first),
        "earlier": month_year(month_before(first)),
        "before": month_before(first) if first > here.opened_on else None,
        "after": after if after <= timezone.localdate() else None,
        "after_said": month_year(after),
        "library": library_over(request.user, here),
    }
    return render(request, "desk/summary/summary.html", context)


def totals_said(totals: list[Total]) -> list[dict[str, Any]]:
    """The totals of a month for the page."""
    return [
        {
            "title": each.indicator.title,
            "meaning": each.indicator.meaning,
            "value": shown(each, each.figure.value),
            "rough": rough_said(each.figure),
            "before": shown(each, each.before.value),
            "change": change_said(each),
        }
        for each in totals
    ]


@require_safe
def summary_pdf(request: HttpRequest, slug: str, month: date) -> HttpResponse:
    """The month on paper."""
    found = _month(request, slug, month)
    answer = HttpResponse(month_pdf(found), content_type="application/pdf")
    return attached(answer, f"{_('month')}-{slug}-{month:%Y-%m}.pdf")


@require_safe
def summary_xlsx(request: HttpRequest, slug: str, month: date) -> HttpResponse:
    """The month as a spreadsheet."""
    found = _month(request, slug, month)
    return attached(
        HttpResponse(month_xlsx(found), content_type=XLSX), f"{_('month')}-{slug}-{month:%Y-%m}.xlsx"
    )


def _month(request: HttpRequest, slug: str, month: date) -> Month:
    here = _point(request, slug)
    return month_at(here, _first(here, month))


def _first(here: ServicePoint, month: date | None) -> date:
    """The first day of the month; 404 for one that has not come or was before the point."""
    today = timezone.localdate()
    first = (month or today).replace(day=1)
    if first > today or first < here.opened_on.replace(day=1):
        raise Http404
    return first


def _point(request: HttpRequest, slug: str) -> ServicePoint:
    mine = points_for(request.user, Permission.SEE_FIGURES).select_related("organisation")
    return get_object_or_404(mine, slug=slug)
