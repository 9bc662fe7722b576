"""The map: the country by oblasts, an oblast by raions, a raion by hromadas, a hromada by its places."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from mistok.lib.access import shared
from mistok.network.places import areas, names, near
from mistok.network.places.features import features
from mistok.network.places.ground import AREAS, Ground, ground
from mistok.ui.maps import DotsMap

WHOLE = "all"  # the country, in the address of its data
FRESH = 60  # seconds a browser may keep the data: "open now" must not lag by more


@shared
@require_safe
def area_map(request: HttpRequest) -> HttpResponse:
    """One level of the map with the same numbers in a table, or the places of a hromada with their list."""
    moment = near.this_moment()
    base = ground(moment.day)
    top = areas.top(base)
    code = request.GET.get("in") or top
    if code and (code not in base.units or base.units[code].category not in AREAS):
        return _of_a_settlement(code, base)
    level = areas.level(base, code)
    rows = [] if level.parts else areas.standing(base, code, moment) if code else []
    drawn = areas.areas_drawn(moment.day, code) if level.parts else areas.spots_drawn(rows)
    context: dict[str, Any] = {
        "level": level,
        "is_top": code == top,
        "rows": rows,
        "map": drawn,
        "is_dots": isinstance(drawn, DotsMap),
        "crumbs": [(unit.text, areas.map_url(unit.code)) for unit in level.above],
        "has_country": not top,
        "moving": _moving(level) if drawn else {},
    }
    return render(request, "network/map.html", context)


@shared
@require_safe
def map_data(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a moving map shows of the unit, as GeoJSON; `all` for the country."""
    moment = near.this_moment()
    base = ground(moment.day)
    chosen = "" if code == WHOLE else code
    if chosen and chosen not in base.units:
        raise Http404
    response = JsonResponse(
        features(base, chosen, moment), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
    )
    response["Content-Type"] = "application/geo+json; charset=utf-8"
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:16]}"'
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _of_a_settlement(code: str, base: Ground) -> HttpResponse:
    """A settlement has no map of its own: its hromada has."""
    named = names.known(code, base)
    if named is None:
        raise Http404
    hromada = next((each for each in named.chain if named.units[each].category in AREAS), None)
    if hromada is None or hromada not in base.units:
        raise Http404
    return redirect(areas.map_url(hromada))


def _moving(level: areas.Level) -> dict[str, str]:
    """What the script needs to know, as `data-` attributes."""
    found = {
        "code": level.code or WHOLE,
        "script": static("leaflet/leaflet.js"),
        "style": static("leaflet/leaflet.css"),
    }
    if settings.TILES:
        found |= {"tiles": settings.TILES, "attribution": settings.TILES_ATTRIBUTION}
    return found
