"""The cash of a point: a day, its count and closing, a month; on paper and as a table."""

from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions.cash import close_day, count_cash, reopen_day
from mistok.desk.forms.cash import CountForm, ReopenForm
from mistok.desk.models import CashStep
from mistok.desk.papers_sales import day_paper, day_table, month_paper, month_table
from mistok.desk.queries.cash import (
    day_report,
    days_to_close,
    days_to_count,
    last_closed,
    month_days,
    report,
)
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import organisations_for, points_for
from mistok.network.views import staff

ON_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def cash(request: HttpRequest, slug: str, day: date | None = None) -> HttpResponse:
    """The cash of a day: what was sold, what should be in the box, what was counted."""
    point = _seen(request, slug)
    return _page(request, point, day or timezone.localdate())


def _page(request: HttpRequest, point: ServicePoint, day: date, **forms: Any) -> HttpResponse:
    user = cast(User, request.user)
    today = timezone.localdate()
    whole = day_report(point, day)
    closed = last_closed(point)
    form = next(iter(forms.values()), None)
    context = {
        "point": point,
        "day": day,
        "today": today,
        "whole": whole,
        "sums": whole.report.sums,
        "before": day - timedelta(days=1) if day > point.opened_on else None,
        "after": day + timedelta(days=1) if day < today else None,
        "sells": point.organisation_id in organisations_for(user, Permission.RECORD_HELP),
        "heads": point.organisation_id in organisations_for(user, Permission.CORRECT_OTHERS),
        "manages": point.organisation_id in organisations_for(user, Permission.MANAGE_POINTS),
        "is_over": closed is not None and day <= closed.day,
        "may_reopen": closed is not None and closed.day == day,
        "steps": CashStep.objects.filter(cash_day=whole.cash).select_related("by") if whole.cash else [],
        "counting": CountForm(opening=whole.opening, initial=_counted(whole)),
        "reopening": ReopenForm(),
        **forms,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "desk/cash/day.html", context, status=status)


def _counted(whole: Any) -> dict[str, Any]:
    """What was counted before, so that it can be set right."""
    cash = whole.cash
    if cash is None or cash.counted is None:
        return {}
    return {
        "counted": cash.counted,
        "handed_over": cash.handed_over,
        "handed_to": cash.handed_to,
        "note_of": cash.note,
    }


@require_POST
def count(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """Write down what lies in the box and what was handed over."""
    user = cast(User, request.user)
    point = get_object_or_404(points_for(user, Permission.RECORD_HELP), slug=slug)
    form = CountForm(request.POST, opening=day_report(point, day).opening)
    if form.is_valid():
        try:
            count_cash(point=point, day=day, by=user, **form.facts())
        except ValidationError as error:
            places = {"handed": "handed_over", "handed-to": "handed_to", "difference": "counted"}
            form.add_error(places.get(str(getattr(error, "code", ""))), error.messages)
        else:
            messages.success(request, _("The cash is counted. Print the report and sign it."))
            return redirect("desk:cash-day", slug, day)
    return _page(request, point, day, counting=form)


@require_POST
def closing(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """Close a counted day."""
    user = cast(User, request.user)
    point = get_object_or_404(points_for(user, Permission.CORRECT_OTHERS), slug=slug)
    try:
        closed = close_day(point=point, day=day, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The day is closed. Report № %(number)d.") % {"number": closed.number})
    return redirect("desk:cash-day", slug, day)


@require_POST
def reopening(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """Open the last closed day again."""
    user = cast(User, request.user)
    point = get_object_or_404(points_for(user, Permission.CORRECT_OTHERS), slug=slug)
    form = ReopenForm(request.POST)
    if form.is_valid():
        try:
            reopen_day(point=point, day=day, reason=form.cleaned_data["reason"], by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The day is open again. Its number stays."))
            return redirect("desk:cash-day", slug, day)
    return _page(request, point, day, reopening=form)


@require_safe
def day_pdf(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The report of a day with lines to sign on."""
    point = _seen(request, slug)
    return _file(day_paper(day_report(point, day)), "application/pdf", f"kasa-{slug}-{day}.pdf")


@require_safe
def day_xlsx(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The report of a day as a table."""
    point = _seen(request, slug)
    return _file(day_table(day_report(point, day)), XLSX, f"kasa-{slug}-{day}.xlsx")


@require_safe
def month(request: HttpRequest, slug: str) -> HttpResponse:
    """A month: by lines and by days."""
    point = _seen(request, slug)
    start, end = _month(request)
    user = cast(User, request.user)
    context = {
        "point": point,
        "start": start,
        "found": report(point, start, end),
        "days": month_days(point, start, end),
        "before": (start - timedelta(days=1)).replace(day=1),
        "after": end + timedelta(days=1) if end < timezone.localdate() else None,
        "sells": point.organisation_id in organisations_for(user, Permission.RECORD_HELP),
        "heads": point.organisation_id in organisations_for(user, Permission.CORRECT_OTHERS),
        "manages": point.organisation_id in organisations_for(user, Permission.MANAGE_POINTS),
    }
    return render(request, "desk/cash/month.html", context)


@require_safe
def month_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The month on paper."""
    point = _seen(request, slug)
    start, end = _month(request)
    paper = month_paper(report(point, start, end), month_days(point, start, end))
    return _file(paper, "application/pdf", f"kasa-{slug}-{start:%Y-%m}.pdf")


@require_safe
def month_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The month as a table."""
    point = _seen(request, slug)
    start, end = _month(request)
    table = month_table(report(point, start, end), month_days(point, start, end))
    return _file(table, XLSX, f"kasa-{slug}-{start:%Y-%m}.xlsx")


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Days of all points of the person that wait to be closed, and those that nobody has counted."""
    user = staff.person(request, Permission.CORRECT_OTHERS)
    uncounted = days_to_count(user, timezone.localdate())
    to_close = Paginator(days_to_close(user), ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": to_close, "uncounted": uncounted[:ON_PAGE], "uncounted_count": uncounted.count()}
    return render(request, "desk/cash/waiting.html", context)


def _seen(request: HttpRequest, slug: str) -> ServicePoint:
    found = points_for(request.user, Permission.SEE_FIGURES).select_related("organisation")
    return get_object_or_404(found, slug=slug)


def _month(request: HttpRequest) -> tuple[date, date]:
    """The first and the last day of the asked month (`?month=2026-11`), or of this one."""
    try:
        start = parse_date(f"{request.GET.get('month', '')}-01")
    except ValueError:
        start = None
    today = timezone.localdate()
    if start is None or not date(2000, 1, 1) <= start <= today:
        start = today.replace(day=1)
    following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start, following - timedelta(days=1)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    kind = "inline" if media_type == "application/pdf" else "attachment"
    response["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response
