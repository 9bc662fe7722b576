"""Where a service is given: the nearest places for readers, the list itself for those who keep it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.directory.actions.at_places import change_at, end_at, give_at
from mistok.directory.at_places import There, given, rows_of, spot_order, still_given
from mistok.directory.forms.at_places import AtPlaceForm
from mistok.directory.models import Service, ServiceAtPlace
from mistok.directory.queries import public_services
from mistok.lib.access import shared
from mistok.network.permissions import Permission
from mistok.network.places import names, near
from mistok.network.places.areas import kind_text
from mistok.network.places.ground import Ground, Key, Kind, Spot, ground
from mistok.network.places.names import Named
from mistok.network.places.near import Near
from mistok.network.queries import may, today
from mistok.network.views import staff

PAGE, DESK_PAGE = 20, 50
CANDIDATES = 20
LONGEST = 80  # characters of what people write


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its distance, and what is peculiar to the service there."""

    near: Near
    there: There


@shared
@require_safe
def place_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All places that give the service, the nearest to a named place first."""
    service = get_object_or_404(public_services(), slug=slug)
    asked = _asked(request, "near")
    open_now = request.GET.get("open") == "1"
    moment = near.this_moment()
    there = given(service.pk, moment.day).there
    base = ground(moment.day)
    wanted = near.Wanted(open_now=open_now, only=frozenset(there))
    named, others = _place(request, asked, base)
    if named:
        found = near.near_unit(named, base, wanted, moment)
    elif others:
        found = []
    elif asked:
        found = near.with_words(asked, wanted, moment)
    else:
        spots = sorted((spot for spot in base.spots if spot.key in there), key=spot_order)
        found = [Near(spot, None, moment) for spot in spots]
        found = [each for each in found if each.is_open] if open_now else found
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "service": service,
        "count": len(there),
        "near": asked,
        "open_now": open_now,
        "named": named,
        "others": [_other(each, open_now=open_now) for each in others],
        "page": page,
        "rows": [Row(each, there[each.spot.key]) for each in page],
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/service_places.html", context)


@require_safe
def given_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The list itself: what is in it, what can be added to it."""
    _user, service = _service(request, slug)
    asked = _asked(request, "q")
    base = ground(today())
    named = _place(request, asked, base)[0] if asked else None
    known = still_given(service, today())
    found = _found(asked, named, base)
    numbers = [known[key] for key in known if not asked or key in found]
    page = Paginator(numbers, DESK_PAGE).get_page(request.GET.get("page"))
    fresh = [spot for key, spot in found.items() if key not in known]
    context = {
        "service": service,
        "asked": asked,
        "named": named,
        "bulk": _bulk(base, named, known) if named else [],
        "candidates": fresh[:CANDIDATES],
        "more": max(0, len(fresh) - CANDIDATES),
        "page": page,
        "rows": rows_of(page),
        "all_count": len(known),
        "today": today(),
    }
    return render(request, "directory/service_given.html", context)


@require_POST
def given_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add the chosen places, or all points or offices of a unit (`in` with `kind`)."""
    user, service = _service(request, slug)
    base = ground(today())
    chosen = {f"{spot.kind}:{spot.slug}": spot.key for spot in base.spots}
    keys = [chosen[each] for each in request.POST.getlist("place") if each in chosen]
    if unit := request.POST.get("in"):
        kind = request.POST.get("kind")
        keys += [spot.key for spot in base.within(unit) if spot.kind.value == kind]
    added = give_at(service=service, places=keys, by=user)
    if added:
        said = ngettext("%(n)s place is added.", "%(n)s places are added.", added)
        messages.success(request, said % {"n": added})
    else:
        messages.info(request, _("Nothing was chosen that is not in the list already."))
    return _back(request, service)


@require_POST
def given_end(request: HttpRequest, slug: str) -> HttpResponse:
    """The service is no longer given at the chosen places, or at any."""
    user, service = _service(request, slug)
    rows: Collection[int] = [int(each) for each in request.POST.getlist("row") if each.isdecimal()]
    if "all" in request.POST:
        rows = still_given(service, today()).values()
    ended = end_at(service=service, rows=rows, by=user)
    said = ngettext("%(n)s place is taken off.", "%(n)s places are taken off.", ended)
    messages.success(request, said % {"n": ended})
    return _back(request, service)


@require_http_methods(["GET", "HEAD", "POST"])
def given_edit(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """What is peculiar to the service at one place."""
    user = staff.person(request, Permission.EDIT_DIRECTORY)
    rows = ServiceAtPlace.objects.select_related("service", "point", "place")
    row = get_object_or_404(rows, service__slug=slug, pk=key)
    form = AtPlaceForm(request.POST if request.method == "POST" else None, instance=row)
    back = reverse("directory:service-given", args=[slug])
    if request.method == "POST" and form.is_valid():
        change_at(row=form.save(commit=False), by=user)
        messages.success(request, _("Saved."))
        return redirect(back)
    title = _("%(service)s: %(place)s") % {"service": row.service, "place": row.point or row.place}
    return staff.form_page(request, form, title, back)


def _service(request: HttpRequest, slug: str) -> tuple[User, Service]:
    user = staff.person(request, Permission.EDIT_DIRECTORY)
    return user, get_object_or_404(Service, slug=slug, retired_on=None)


def _back(request: HttpRequest, service: Service) -> HttpResponse:
    address = reverse("directory:service-given", args=[service.slug])
    asked = request.POST.get("q", "")[:LONGEST]
    return redirect(f"{address}?{urlencode({'q': asked})}" if asked else address)


def _asked(request: HttpRequest, name: str) -> str:
    return " ".join(request.GET.get(name, "").replace("\0", "").split())[:LONGEST]


def _place(request: HttpRequest, asked: str, base: Ground) -> tuple[Named | None, list[Named]]:
    if named := names.known(request.GET.get("in", ""), base):
        return named, []
    found = names.find(asked, base) if asked else []
    named = names.meant(found)
    return named, [] if named else found


def _other(named: Named, *, open_now: bool) -> tuple[str, str, str]:
    around = ", ".join(unit.text for unit in named.around)
    query = {"in": named.unit.code} | ({"open": "1"} if open_now else {})
    return named.text, around, f"?{urlencode(query)}"


def _found(asked: str, named: Named | None, base: Ground) -> dict[Key, Spot]:
    """Spots with the words, then those of the unit with this name."""
    with_words = [each.spot for each in near.with_words(asked, near.Wanted(), near.this_moment())]
    within = sorted(base.within(named.unit.code), key=spot_order) if named else []
    return {spot.key: spot for spot in [*with_words, *within]}


def _bulk(base: Ground, named: Named, known: Collection[Key]) -> list[dict[str, Any]]:
    """What can be added at one stroke: all points, all offices of the unit that are not in the list."""
    rows = []
    for kind in Kind:
        count = sum(spot.kind is kind and spot.key not in known for spot in base.within(named.unit.code))
        if count:
            rows.append({"kind": kind.value, "text": kind_text(kind, count)})
    return rows
