"""Where to go: points and offices near a place that people name, and the page of an office."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mistok.lib.access import shared
from mistok.lib.opening_hours import week
from mistok.lib.qr import qr_response
from mistok.network.hours import with_exceptions
from mistok.network.models import Facility, HoursReading, Place, PlaceState, TerritoryCategory
from mistok.network.now import Now
from mistok.network.offers import offers_at
from mistok.network.places import names, near
from mistok.network.places.ground import AREAS, Ground, Kind, Unit, ground
from mistok.network.places.names import Named
from mistok.network.public import place_text
from mistok.network.views.whereabouts import map_address
from mistok.ukrainian.text import sort_key

LONGEST_NAME = 80  # characters of what people write
PAGE = 20
# What people ask for before they set out; an office's page tells the rest.
ASKED_FACILITIES = (
    Facility.STEP_FREE, Facility.RAMP, Facility.ACCESSIBLE_TOILET, Facility.PRAM, Facility.SELF_SERVICE,
    Facility.WIFI, Facility.PARKING, Facility.CARD,
)  # fmt: skip
KINDS = {Kind.POINT: _("only library points"), Kind.OFFICE: _("only offices")}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, and the address without it."""

    label: Any
    url: str


@dataclass(frozen=True, slots=True)
class Bearers:
    """Units with the name asked, in one oblast."""

    oblast: str
    found: list[tuple[str, str, str]]  # what it is called, what it lies in, its address


@shared
@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Points and offices near a place named in words (`near`) or by its code (`in`)."""
    asked = " ".join(request.GET.get("near", "").replace("\0", "").split())[:LONGEST_NAME]
    moment = near.this_moment()
    base = ground(moment.day)
    wanted = _wanted(request.GET)
    context: dict[str, Any] = {
        "near": asked,
        "wanted": wanted,
        "facilities": [(code, Facility(code).label, code in wanted.facilities) for code in ASKED_FACILITIES],
        "kinds": [(kind, label, wanted.kind is kind) for kind, label in KINDS.items()],
        "chosen": _chosen(request.GET, wanted),
    }
    named, others = _place(request.GET, asked, base)
    if named:
        rows = near.near_unit(named, base, wanted, moment)
        centre = near.centre_of(named)
        context |= {"named": named, "centre": centre if centre != named.unit else None}
        context["others_url"] = _with(request.GET, {"in": None, "which": "1"}) if others else ""
        context["map_url"] = f"{reverse('network:map')}?in={_on_map(named)}"
    elif others:
        context |= {"bearers": _bearers(others, request.GET), "bearers_count": len(others)}
        return render(request, "network/place_list.html", context)
    else:
        rows = near.with_words(asked, wanted, moment)
        context["oblasts"] = [] if asked else _oblasts(base)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "rows": list(page), "is_full": len(rows) == near.MOST}
    return render(request, "network/place_list.html", context)


@shared
@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One office: where it is, when it receives people, how one gets in, and who helps near by."""
    place = get_object_or_404(with_exceptions(_places()), slug=slug)
    now = Now[Place].of(place)
    moment = near.Moment(now.at)
    context = {
        "place": place,
        "now": now,
        "works": place.state == PlaceState.WORKS,
        "is_gone": place.state == PlaceState.CLOSED,
        "week": week(place.opening_hours) if place.opening_hours else [],
        "verbatim": place.given.get("timetable", "") if _is_unread(place) else "",
        "is_by_appointment": place.hours_reading == HoursReading.APPOINTMENT,
        "facilities": [str(Facility(code).label) for code in Facility.values if code in place.facilities],
        "unit": _unit_of(place),
        "offers": offers_at(place),
        "nearest": near.nearest_point(place.latitude, place.longitude, ground(moment.day), moment),
        "is_about": bool(place.given.get("approximate")),
        "map_url": "" if place.given.get("approximate") else map_address(place),
    }
    return render(request, "network/place_detail.html", context)


@shared
@require_safe
def place_qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of the office's page as a QR code."""
    return qr_response(get_object_or_404(Place, slug=slug).get_absolute_url())


def _places() -> Any:
    return Place.objects.select_related("organisation", "territory__parent__parent__parent")


def _is_unread(place: Place) -> bool:
    return place.hours_reading in (HoursReading.REVIEW, HoursReading.APPOINTMENT)


def _unit_of(place: Place) -> str:
    """«Коблівська громада, Миколаївський район, Миколаївська область»."""
    found, unit = [], place.territory
    while unit is not None:
        if unit.category != TerritoryCategory.DISTRICT:
            found.append(place_text(unit.name, unit.category))
        unit = unit.parent
    return ", ".join(found)


def _wanted(query: QueryDict) -> near.Wanted:
    kind = query.get("what", "")
    return near.Wanted(
        kind=Kind(kind) if kind in set(Kind) else None,
        open_now=query.get("open") == "1",
        facilities=frozenset(code for code in query.getlist("with") if code in Facility.values),
    )


def _place(query: QueryDict, asked: str, base: Ground) -> tuple[Named | None, list[Named]]:
    """The place that is meant, and the others of its name; none at all for a street or for nothing."""
    if named := names.known(query.get("in", ""), base):
        return named, []
    found = (names.find(asked, base) or names.beginnings(asked, base)) if asked else []
    named = None if query.get("which") and len(found) > 1 else names.meant(found)
    return named, [each for each in found if each is not named]


def _chosen(query: QueryDict, wanted: near.Wanted) -> list[Chosen]:
    found = [Chosen(KINDS[wanted.kind], _with(query, {"what": None}))] if wanted.kind else []
    if wanted.open_now:
        found.append(Chosen(_("open now"), _with(query, {"open": None})))
    for code in sorted(wanted.facilities):
        rest = [each for each in query.getlist("with") if each != code]
        found.append(Chosen(capfirst(str(Facility(code).label)), _with(query, {"with": rest})))
    return found


def _with(query: QueryDict, changes: dict[str, Any]) -> str:
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed.setlist(name, [value] if isinstance(value, str) else list(value))
    return f"?{changed.urlencode()}"


def _bearers(found: Iterable[Named], query: QueryDict) -> list[Bearers]:
    """By oblast, in their order; each with its raion and hromada, so that one tells them apart."""

    def oblast(named: Named) -> str:
        return named.around[-1].text if named.around else ""

    groups = []
    for name, members in groupby(sorted(found, key=lambda each: sort_key(oblast(each))), key=oblast):
        rows = [
            (
                _called(each),
                ", ".join(unit.text for unit in each.around[:-1]),
                _with(query, {"in": each.unit.code}),
            )
            for each in members
        ]
        groups.append(Bearers(name, rows))
    return groups


def _called(named: Named) -> str:
    category = TerritoryCategory(named.unit.category)
    if category in (TerritoryCategory.OBLAST, TerritoryCategory.RAION, TerritoryCategory.HROMADA):
        return named.text
    return f"{category.label} {named.text}"


def _on_map(named: Named) -> str:
    """The code of the unit that has a map of its own: the hromada of a settlement."""
    return next((code for code in named.chain if named.units[code].category in AREAS), "")


def _oblasts(base: Ground) -> list[tuple[Unit, int, str]]:
    address = reverse("network:place-list")
    units = [base.units[code] for code in base.children.get(None, [])]
    return [(unit, base.tally(unit.code).all, f"{address}?in={unit.code}") for unit in units]
