"""Closures and other hours of some days, at one point and at several."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.network.actions import hours as actions
from mistok.network.forms.hours import (
    LONGEST_BY_A_LIBRARIAN,
    ClosureForm,
    ClosureOfManyForm,
    ExceptionForm,
    filled_in,
)
from mistok.network.hours import schedule_of, told
from mistok.network.models import HoursException, ServicePoint
from mistok.network.permissions import Permission
from mistok.network.public import now
from mistok.network.queries import may, organisations_for, points_for, today

METHODS = ["GET", "HEAD", "POST"]
PAST_SHOWN = 10


@require_safe
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """What is announced at a point: this week, the coming exceptions, the past ones."""
    point, longest = _point(request, slug)
    day = today()
    rows = [(each, told(each, day), _may_touch(each, longest)) for each in point.exceptions.all()]
    context = {
        "point": point,
        "now": now(point),
        "week": schedule_of(point).week(day),
        "coming": [row for row in rows if row[0].until is None or row[0].until >= day],
        "past": [row for row in reversed(rows) if row[0].until and row[0].until < day][:PAST_SHOWN],
        "manages": longest is None,
    }
    return render(request, "network/hours.html", context)


@require_http_methods(METHODS)
def exception_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Other hours for some days."""
    point, longest = _point(request, slug)
    form = ExceptionForm(request.POST or None, longest=longest)
    return _except(request, point, form, _("Other hours for some days"))


@require_http_methods(METHODS)
def closure(request: HttpRequest, slug: str) -> HttpResponse:
    """The point receives nobody for some days or until further notice."""
    point, longest = _point(request, slug)
    form = ClosureForm(request.POST or None, longest=longest)
    return _except(request, point, form, _("Announce a closure"))


@require_http_methods(METHODS)
def exception_change(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Mend what was announced."""
    point, longest = _point(request, slug)
    exception = _exception(point, key, longest)
    form = ExceptionForm(request.POST or None, longest=longest, initial=filled_in(exception))
    if request.method == "POST" and form.is_valid():
        actions.change_exception(exception=exception, **form.exception, by=cast(User, request.user))
        messages.success(request, _("Saved. People see it at once."))
        return redirect("network:hours", point.slug)
    return _page(request, point, form, _("Change the announced days"))


@require_POST
def exception_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """The usual week is true again."""
    point, longest = _point(request, slug)
    actions.remove_exception(exception=_exception(point, key, longest), by=cast(User, request.user))
    messages.success(request, _("Removed: the usual hours are true on these days again."))
    return redirect("network:hours", point.slug)


@require_http_methods(METHODS)
def closure_of_many(request: HttpRequest) -> HttpResponse:
    """Close several points for the same days at once."""
    user = cast(User, request.user)
    if not may(user, Permission.MANAGE_POINTS):
        raise Http404
    points = points_for(user, Permission.MANAGE_POINTS).filter(closed_on=None).select_related("organisation")
    form = ClosureOfManyForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        made = actions.close_for_days(
            points=form.cleaned_data["points"],
            **{name: form.exception[name] for name in ("since", "until", "reason")},
            by=user,
        )
        said = ngettext(
            "The closure is announced at %(number)s point.",
            "The closure is announced at %(number)s points.",
            len(made),
        )
        messages.success(request, said % {"number": len(made)})
        return redirect("network:tree")
    context = {"form": form}
    return render(request, "network/hours_many.html", context, status=422 if form.errors else 200)


def _except(request: HttpRequest, point: ServicePoint, form: ClosureForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        actions.except_hours(point=point, **form.exception, by=cast(User, request.user))
        messages.success(request, _("Announced. People see it at once."))
        return redirect("network:hours", point.slug)
    return _page(request, point, form, title)


def _page(request: HttpRequest, point: ServicePoint, form: ClosureForm, title: str) -> HttpResponse:
    context: dict[str, Any] = {"point": point, "form": form, "title": title}
    return render(request, "network/hours_form.html", context, status=422 if form.errors else 200)


def _point(request: HttpRequest, slug: str) -> tuple[ServicePoint, int | None]:
    """The point, and how many days the person may announce there; None for as many as needed.

    Who works at the point may announce a short closure: the boiler does not wait for the head.
    """
    user = cast(User, request.user)
    managed = organisations_for(user, Permission.MANAGE_POINTS)
    worked = organisations_for(user, Permission.RECORD_HELP)
    point = get_object_or_404(_open(managed | worked), slug=slug)
    return point, None if point.organisation_id in managed else LONGEST_BY_A_LIBRARIAN


def _open(organisations: set[Any]) -> QuerySet[ServicePoint]:
    still = Q(closed_on=None) | Q(closed_on__gt=today())
    return ServicePoint.objects.filter(still, organisation__in=organisations).select_related(
        "organisation", "territory"
    )


def _exception(point: ServicePoint, key: int, longest: int | None) -> HoursException:
    exception = get_object_or_404(point.exceptions.select_related("point__organisation"), pk=key)
    if not _may_touch(exception, longest):
        raise Http404
    return exception


def _may_touch(exception: HoursException, longest: int | None) -> bool:
    if longest is None:
        return True
    return exception.until is not None and (exception.until - exception.since).days < longest
