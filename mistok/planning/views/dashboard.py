"""The dashboard: today's record stands on it at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mistok.lib.indicators import indicators
from mistok.network.permissions import Permission
from mistok.network.queries import may, today
from mistok.planning.actions import refresh
from mistok.planning.board import address, board, tabs
from mistok.planning.forms import DashboardForm
from mistok.planning.queries import figures, last_day
from mistok.planning.scopes import Scope
from mistok.planning.views.access import owned_or_404, scopes_or_404


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures of a scope and a period; both stand in the address."""
    scopes = scopes_or_404(request)
    form = DashboardForm(request.GET, scopes=scopes, today=today())
    owned_or_404(form)
    context: dict[str, object] = {"form": form, "scope": form.chosen, "valid": form.is_valid()}
    if form.chosen is None:
        context["may_add_points"] = may(request.user, Permission.MANAGE_POINTS)
    elif form.is_valid():
        context |= _figures(request, form.chosen, form)
    if form.chosen is not None:
        context["tabs"] = tabs(form.chosen, form.name if form.is_valid() else None)
    return render(request, "planning/dashboard.html", context)


def _figures(request: HttpRequest, scope: Scope, form: DashboardForm) -> dict[str, object]:
    refresh()
    found = figures(scope.stretches, form.period, name=form.name)
    context: dict[str, object] = {"figures": found, "period": found.period}
    if found.is_empty:
        return context | _elsewhere(request, scope)
    return context | {"board": board(found, scope, indicators())}


def _elsewhere(request: HttpRequest, scope: Scope) -> dict[str, object]:
    """Where to go from an empty period: to the last days that have records, or to the desk."""
    last = last_day(scope.stretches)
    if last is None:
        return {"may_record": may(request.user, Permission.RECORD_HELP)}
    return {"last": last, "last_url": address(scope.code, last.replace(day=1), last)}
