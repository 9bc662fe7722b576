"""Щоденник роботи: the day's primary document, made for paper."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mistok.desk.diary_paper import diary_pdf as paper
from mistok.desk.navigation import READING, tools_for
from mistok.desk.queries import day_at, may_at
from mistok.desk.queries.diary import diary_parts
from mistok.desk.queries.libraries import libraries_for, library_over
from mistok.desk.views.slips import LAST_POINT
from mistok.directory.views.exporting import attached
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import points_for
from mistok.ukrainian.text import typographic


@require_safe
def diary_start(request: HttpRequest) -> HttpResponse:
    """To today's diary: of the only point, the last one, or the choice."""
    points = points_for(request.user, Permission.SEE_FIGURES)
    found = list(points.select_related("organisation", "territory"))
    last = request.session.get(LAST_POINT)
    for point in found:
        if len(found) == 1 or (point.slug == last and "choose" not in request.GET):
            return redirect("desk:diary", point.slug)
    context = {"points": found, "diaries": True, "libraries": libraries_for(request.user)}
    return render(request, "desk/start.html", context)


@require_safe
def diary(request: HttpRequest, slug: str, day: date | None = None) -> HttpResponse:
    """All records of a day at a point with their totals, and what was corrected or withdrawn."""
    today = timezone.localdate()
    day = day or today
    point = _point_on(request, slug, day)
    found = day_at(point, day)
    records_here = may_at(request.user, Permission.RECORD_HELP, point)
    return render(
        request,
        "desk/diary.html",
        {
            "point": point,
            "day": found,
            "parts": diary_parts(point, found),
            "before": day - timedelta(days=1) if day > point.opened_on else None,
            "after": day + timedelta(days=1) if day < today else None,
            "weekday": typographic(date_format(day, "l")).lower(),
            "today": today,
            "corrects_others": may_at(request.user, Permission.CORRECT_OTHERS, point),
            "records_here": records_here,
            "may_add": records_here and (point.closed_on is None or day < point.closed_on),
            "tools": [] if records_here else tools_for(request.user, point, READING),
            "library": library_over(request.user, point),
        },
    )


@require_safe
def diary_pdf(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The diary of a day on paper, in its four parts."""
    point = _point_on(request, slug, day)
    content = paper(point, diary_parts(point, day_at(point, day)))
    answer = HttpResponse(content, content_type="application/pdf")
    return attached(answer, f"{_('diary')}-{slug}-{day:%Y-%m-%d}.pdf")


def _point_on(request: HttpRequest, slug: str, day: date) -> ServicePoint:
    """The point, when the person sees its figures; 404 also for a day to come or before the point."""
    mine = points_for(request.user, Permission.SEE_FIGURES).select_related("organisation")
    point = get_object_or_404(mine, slug=slug)
    today = timezone.localdate()
    if day != today and not point.opened_on <= day < today:
        raise Http404
    return point
