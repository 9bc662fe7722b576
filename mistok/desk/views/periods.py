"""Closing the months of a library once they are reported."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mistok.desk.actions.periods import last_of_month, lift, lock
from mistok.desk.actions.storing import Refused
from mistok.desk.models import PeriodLock
from mistok.desk.queries.periods import months_of
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import points_for


@require_http_methods(["GET", "HEAD", "POST"])
def period_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The months of the point's library; a sent one is closed."""
    point = _point(request, slug)
    problem = ""
    if request.method == "POST":
        assert request.user.is_authenticated
        try:
            first = date.fromisoformat(f"{request.POST.get('month', '')[:7]}-01")
            lock(by=request.user, organisation=point.organisation, first=first, last=last_of_month(first))
        except Refused as refusal:
            problem = refusal.messages[0]
        except (ValueError, OverflowError):
            problem = _("Choose the month to close.")
        else:
            messages.success(request, _("The month is closed. Late records will count on the day they come."))
            return redirect("desk:period-list", slug)
    context = {
        "point": point,
        "months": months_of(point.organisation, timezone.localdate()),
        "problem": problem,
    }
    return render(request, "desk/periods/list.html", context, status=422 if problem else 200)


@require_POST
def period_lift(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Open the period again."""
    point = _point(request, slug)
    assert request.user.is_authenticated
    held = get_object_or_404(PeriodLock, pk=key, organisation=point.organisation_id)
    lift(held, by=request.user)
    messages.success(request, _("The period is open again. Its figures may change now."))
    return redirect("desk:period-list", slug)


def _point(request: HttpRequest, slug: str) -> ServicePoint:
    mine = points_for(request.user, Permission.CORRECT_OTHERS).select_related("organisation")
    return get_object_or_404(mine, slug=slug)
