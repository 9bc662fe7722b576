"""Stock-taking: begin, count on a phone (also without a connection), end, print the act."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.access import public
from mistok.lib.alphabet import Alphabetical
from mistok.network.actions import stock_taking as actions
from mistok.network.equipment import SHOWN, findings, stock_takings_for
from mistok.network.forms.equipment import EndForm, StartForm
from mistok.network.models import Equipment, StockTaking
from mistok.network.permissions import Permission
from mistok.network.queries import may, organisations_for
from mistok.network.stock_act import act
from mistok.network.views.staff import form_page, person
from mistok.ui.offline import counting_worker

COUNTING = r"/equipment/stock-takings/[0-9a-f-]+/count/$"
METHODS = ["GET", "HEAD", "POST"]
# What a row of the page without scripts says, and what it means.
SAID: dict[str, dict[str, Any]] = {
    "here": {"found": True},
    "faulty": {"found": True, "state": "faulty"},
    "absent": {"found": False},
}


@require_safe
def stock_takings(request: HttpRequest) -> HttpResponse:
    """All stock-takings of the libraries, the latest first."""
    user = person(request, Permission.COUNT_EQUIPMENT)
    found = stock_takings_for(user, Permission.COUNT_EQUIPMENT)
    context = {
        "page": Paginator(found, SHOWN).get_page(request.GET.get("page")),
        "may_manage": may(user, Permission.MANAGE_EQUIPMENT),
    }
    return render(request, "network/equipment/stock_takings.html", context)


@require_http_methods(METHODS)
def stock_taking_start(request: HttpRequest) -> HttpResponse:
    """Begin at a point."""
    user = person(request, Permission.MANAGE_EQUIPMENT)
    form = StartForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            taking = actions.start_stock_taking(by=user, **form.cleaned_data)
        except actions.AlreadyGoingOnError:
            form.add_error("point", _("A stock-taking is going on there already: end it first."))
        else:
            return redirect("network:stock-taking-count", taking.pk)
    return form_page(request, form, _("Begin a stock-taking"), reverse("network:stock-takings"))


@require_safe
def stock_taking_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was found so far, or in the end."""
    user, taking = _own(request, key, Permission.COUNT_EQUIPMENT)
    context = {
        "taking": taking,
        "findings": findings(taking),
        "is_managed": taking.organisation_id in organisations_for(user, Permission.MANAGE_EQUIPMENT),
    }
    return render(request, "network/equipment/stock_taking.html", context)


@require_http_methods(METHODS)
def stock_taking_count(request: HttpRequest, key: UUID) -> HttpResponse:
    """The counting page: a list to tap through. Without scripts it is one form with a button at its end."""
    user, taking = _own(request, key, Permission.COUNT_EQUIPMENT)
    if taking.closed_at is not None:
        return redirect("network:stock-taking-detail", key)
    if request.method == "POST":
        actions.take_in(taking=taking, sightings=_of_form(request, taking), by=user)
        messages.success(request, _("Saved."))
        return redirect("network:stock-taking-count", key)
    result = findings(taking)
    seen = {line.thing.pk: line for line in (*result.found, *result.missing) if line.thing}
    things = Equipment.objects.filter(pk__in=taking.expected).order_by(
        Alphabetical("room"), "inventory_number"
    )
    rows = [{"thing": thing, "said": _said(seen.get(thing.pk))} for thing in things]
    context = {"taking": taking, "rows": rows, "counted": result.counted, "extra": _extra(result)}
    return render(request, "network/equipment/count.html", context)


@require_POST
def stock_taking_sightings(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a device saw, as JSON: a list of records in, an answer for each out.

    A record: id (UUID made by the device), equipment (key or empty), number, found, state, note and
    seen_at (ISO).
    """
    user, taking = _own(request, key, Permission.COUNT_EQUIPMENT)
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return JsonResponse({"problem": _("This is not a record of a stock-taking.")}, status=400)
    if not isinstance(given, list):
        return JsonResponse({"problem": _("This is not a record of a stock-taking.")}, status=400)
    answers = actions.take_in(taking=taking, sightings=given, by=user)
    said = [{"id": each.key, "status": each.status, "reason": each.reason} for each in answers]
    return JsonResponse({"answers": said})


@require_http_methods(METHODS)
def stock_taking_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Look at the outcome once more and end the count."""
    user, taking = _own(request, key, Permission.MANAGE_EQUIPMENT)
    if taking.closed_at is not None:
        return redirect("network:stock-taking-detail", key)
    result = findings(taking)
    misplaced = [line.thing.pk for line in result.misplaced if line.thing]
    form = EndForm(request.POST if request.method == "POST" else None, by=user, misplaced=misplaced)
    if request.method == "POST" and form.is_valid():
        chosen = [thing.pk for thing in form.cleaned_data.get("move_here", [])]
        actions.end_stock_taking(taking=taking, by=user, move_here=chosen)
        messages.success(request, _("The stock-taking is ended. The act is ready to print."))
        return redirect("network:stock-taking-detail", key)
    context = {"taking": taking, "findings": result, "form": form}
    return render(request, "network/equipment/end.html", context, status=422 if form.errors else 200)


@require_safe
def stock_taking_act(request: HttpRequest, key: UUID) -> HttpResponse:
    """The act of discrepancies as PDF, once the count is ended."""
    _user, taking = _own(request, key, Permission.COUNT_EQUIPMENT)
    if taking.closed_at is None:
        raise Http404
    response = HttpResponse(act(taking), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="akt-inventaryzatsii.pdf"'
    return response


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that opens counting pages without a connection; it must come from above them."""
    return counting_worker(COUNTING)


def _of_form(request: HttpRequest, taking: StockTaking) -> list[dict[str, Any]]:
    """Rows of the form in which something was said, and the numbers written below them."""
    said = [
        {"id": str(uuid4()), "equipment": key, **SAID[request.POST[f"said-{key}"]]}
        for key in taking.expected
        if request.POST.get(f"said-{key}") in SAID
        and request.POST.get(f"said-{key}") != request.POST.get(f"was-{key}")
    ]
    numbers = request.POST.get("extra", "").splitlines()
    return said + [{"id": str(uuid4()), "number": number.strip()} for number in numbers if number.strip()]


def _said(line: Any) -> str:
    """What stands in a row: `here`, `faulty`, `absent` or nothing."""
    if line is None or line.sighting is None:
        return ""
    if not line.sighting.found:
        return "absent"
    return "faulty" if line.sighting.state == "faulty" else "here"


def _extra(result: Any) -> list[Any]:
    return [*result.misplaced, *result.unknown]


def _own(request: HttpRequest, key: UUID, permission: Permission) -> tuple[User, StockTaking]:
    user = person(request, permission)
    return user, get_object_or_404(stock_takings_for(user, permission), pk=key)
