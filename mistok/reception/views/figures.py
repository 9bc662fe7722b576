"""How the promise is kept, in numbers."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mistok.lib.alphabet import Alphabetical
from mistok.network.permissions import Permission
from mistok.network.queries import open_points, points_for, today
from mistok.network.views import staff
from mistok.reception.queries.figures import kept

PERIODS = ((30, _("30 days")), (90, _("90 days")), (365, _("a year")))


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Questions of the last days at the desks of the person, or at one of them."""
    person = staff.person(request, Permission.RECORD_HELP)
    points = points_for(person, Permission.RECORD_HELP)
    asked = request.GET.get("point", "").replace("\0", "")[:80]
    chosen = points.filter(slug=asked) if asked else points
    days = next((each for each, _label in PERIODS if str(each) == request.GET.get("days")), PERIODS[0][0])
    since = today() - timedelta(days=days - 1)
    context = {
        "found": kept(chosen, since, today()),
        "since": since,
        "until": today(),
        "days": days,
        "periods": PERIODS,
        "points": open_points().filter(pk__in=points.values("pk")).order_by(Alphabetical("name")),
        "point": asked,
    }
    return render(request, "reception/staff/figures.html", context)
