"""Where a person lands after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from mistok.lib.access import signed_in
from mistok.network.permissions import Permission
from mistok.network.queries import may


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The desk for whoever helps people, the figures for whoever reads them, others their own account."""
    if may(request.user, Permission.RECORD_HELP):
        return redirect("desk:start")
    if may(request.user, Permission.SEE_FIGURES):
        return redirect("planning:dashboard")
    return redirect("accounts:me")
