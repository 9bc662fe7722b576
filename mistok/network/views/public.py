"""Where a resident may come: the list of points and the page of each."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mistok.lib.access import shared
from mistok.lib.opening_hours import week
from mistok.lib.qr import qr_response
from mistok.network.hours import with_exceptions
from mistok.network.models import ServicePoint, TerritoryCategory
from mistok.network.offers import offers
from mistok.network.places.ground import Kind
from mistok.network.public import PointNow, now, place_text, points_now
from mistok.network.queries import open_points
from mistok.network.views.gone import point_gone
from mistok.network.views.whereabouts import map_address
from mistok.ui.maps import Place, dots_map


@shared
@require_safe
def point_list(request: HttpRequest) -> HttpResponse:
    """All points, those open this moment first. Near a named place they stand on the page of places."""
    if near := request.GET.get("near", "").strip():
        query = urlencode({"near": near, "what": Kind.POINT})
        return redirect(f"{reverse('network:place-list')}?{query}", permanent=True)
    points = points_now()
    context = {
        "points": points,
        "open_now": sum(each.is_open for each in points),
        "map": dots_map(_places(points)),
    }
    return render(request, "network/point_list.html", context)


@shared
@require_safe
def point_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One point: where it is, when it is open, what is there."""
    point = _points().filter(slug=slug).first()
    if point is None:
        return point_gone(request, slug)
    territory = point.territory
    named = territory.name, territory.category
    context = {
        "point": point,
        "now": now(point),
        "week": week(point.opening_hours),
        "offers": offers(point),
        "place": "" if territory.category == TerritoryCategory.DISTRICT else place_text(*named),
        "map_url": map_address(point),
    }
    return render(request, "network/point_detail.html", context)


@shared
@require_safe
def point_qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of the point's page as a QR code."""
    return qr_response(get_object_or_404(open_points(), slug=slug).get_absolute_url())


def _places(points: list[PointNow]) -> Iterator[Place]:
    for each in points:
        point = each.point
        if point.latitude is not None and point.longitude is not None:
            state = "open" if each.is_open else "closed" if each.is_closed else ""
            name = f"{point.name}. {each.status_text}"
            yield Place(name, point.get_absolute_url(), point.latitude, point.longitude, state)


def _points() -> QuerySet[ServicePoint]:
    return with_exceptions(open_points().select_related("organisation", "territory"))
