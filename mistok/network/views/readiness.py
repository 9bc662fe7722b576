"""Passports of readiness, and whom the network serves."""

import csv
from collections.abc import Iterable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.lib.tables.writing import inert
from mistok.network.actions.points import serve
from mistok.network.coverage import (
    ABOVE,
    NetworkCovered,
    find_territories,
    network_coverage,
    oblasts_of,
    served_by,
    upwards,
)
from mistok.network.models import Facility, ServicePoint, Territory
from mistok.network.permissions import Permission
from mistok.network.public import now, place_text
from mistok.network.queries import may, open_points, organisations_for, points_for, today
from mistok.network.readiness import REQUIREMENTS, Passport, next_steps, passports


@require_safe
def passport(request: HttpRequest, slug: str) -> HttpResponse:
    """The passport of a point, made for paper: what it has, what is missing, whom it serves."""
    user = cast(User, request.user)
    point = get_object_or_404(
        points_for(user, Permission.SEE_FIGURES).select_related("organisation", f"territory__{ABOVE}"),
        slug=slug,
    )
    manages = point.organisation_id in organisations_for(user, Permission.MANAGE_POINTS)
    known = Facility.values
    context = {
        "passport": passports([point], today())[0],
        "point": point,
        "place": ", ".join(place_text(each.name, each.category) for each in upwards(point.territory)),
        "now": now(point),
        "served": served_by(point),
        "facilities": [Facility(code).label for code in point.facilities or () if code in known],
        "steps": next_steps(point) if manages else {},
        "back_url": reverse("network:readiness"),
        "day": today(),
    }
    return render(request, "network/readiness_passport.html", context)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Points × requirements, with totals."""
    found = _passports(request)
    ready = sum(each.is_ready for each in found)
    context = {
        "passports": found,
        "labels": [label for label, _todo in REQUIREMENTS.values()],
        "totals": [sum(each.items[place].met for each in found) for place in range(len(REQUIREMENTS))],
        "ready": ready,
        "day": today(),
    }
    return render(request, "network/readiness.html", context)


@require_safe
def overview_table(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    yes, no = _("yes"), pgettext("not there", "no")
    asked = (label for label, _todo in REQUIREMENTS.values())
    head = [_("Point"), _("Library"), _("Settlement"), *asked, _("Met")]
    rows = (
        [
            each.point.name,
            each.point.organisation.name,
            each.point.territory.name,
            *(item.said or (yes if item.met else no) for item in each.items),
            each.met,
        ]
        for each in _passports(request)
    )
    return _table("readiness", head, rows)


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Which hromadas have a point, and how many people have none."""
    return render(request, "network/coverage.html", {"covered": _covered(request), "day": today()})


@require_safe
def coverage_table(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    head = [
        _("Raion"), _("Hromada"), _("Code"), _("Population"), _("Year"), _("Points"), _("People served"),
        _("Percent"),
    ]  # fmt: skip
    rows = (
        [
            row.hromada.parent.name if row.hromada.parent else "",
            row.hromada.name,
            row.hromada.pk,
            row.hromada.population,
            row.hromada.population_year,
            len(row.points),
            row.people,
            row.percent,
        ]
        for row in _covered(request).rows
    )
    return _table("coverage", head, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def serves(request: HttpRequest, slug: str) -> HttpResponse:
    """The settlements and hromadas a point serves: found by name, added and taken away one by one."""
    user = cast(User, request.user)
    point = get_object_or_404(
        points_for(user, Permission.MANAGE_POINTS).select_related("organisation", f"territory__{ABOVE}"),
        slug=slug,
    )
    asked = request.GET.get("q", "").strip()[:80]
    if request.method == "POST":
        return _serve(request, point, user)
    chosen = list(point.serves.select_related(ABOVE).order_by("-population", Alphabetical("name")))
    keys = {each.pk for each in chosen}
    found = find_territories(asked, point.territory)
    context = {
        "point": point,
        "asked": asked,
        "chosen": [(each, _path(each)) for each in chosen],
        "found": [(each, _path(each), each.pk in keys) for each in found],
        "served": served_by(point),
        "own": [each for each in upwards(point.territory) if each.level >= 3 and each.pk not in keys],
    }
    return render(request, "network/coverage_serves.html", context)


def _serve(request: HttpRequest, point: ServicePoint, user: User) -> HttpResponse:
    unit = Territory.objects.filter(pk=request.POST.get("unit", "")[:19]).first()
    if unit is None:
        messages.error(request, _("There is no such unit. Find it by its name."))
    else:
        added = "remove" not in request.POST
        serve(point=point, unit=unit, added=added, by=user)
        said = _("%(unit)s is added.") if added else _("%(unit)s is taken away.")
        messages.success(request, said % {"unit": place_text(unit.name, unit.category)})
    return redirect("network:point-serves", point.slug)


def _passports(request: HttpRequest) -> list[Passport]:
    keys = organisations_for(_reader(request), Permission.SEE_FIGURES)
    points = open_points().filter(organisation__in=keys).select_related("organisation", "territory")
    return passports(points.order_by(Alphabetical("organisation__name"), Alphabetical("name")), today())


def _covered(request: HttpRequest) -> NetworkCovered:
    """Of the oblasts in which the person's points stand; the points of others there count too."""
    keys = organisations_for(_reader(request), Permission.SEE_FIGURES)
    return network_coverage(oblasts_of(open_points().filter(organisation__in=keys)), today())


def _reader(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not may(user, Permission.SEE_FIGURES):
        raise Http404
    return user


def _path(unit: Territory) -> str:
    return ", ".join(place_text(each.name, each.category) for each in list(upwards(unit))[1:])


def _table(name: str, head: Iterable[object], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """UTF-8 with a mark and semicolons, as Excel expects here."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y-%m-%d}.csv"'
    table = csv.writer(response, delimiter=";")
    table.writerow([capfirst(str(each)) for each in head])
    table.writerows([_inert(each) for each in row] for row in rows)
    return response


def _inert(value: object) -> object:
    """A cell that a spreadsheet will not take for a formula; numbers stay numbers."""
    return inert(value) if isinstance(value, str) else value
