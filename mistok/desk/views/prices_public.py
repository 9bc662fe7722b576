"""The prices of a point for everybody: only what is approved and in force."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mistok.desk.models import PriceList
from mistok.desk.papers_sales import price_list_paper
from mistok.desk.queries.prices import prices_on
from mistok.lib.access import public, shared
from mistok.lib.files.actions import give
from mistok.network.models import ServicePoint
from mistok.network.queries import open_points, today


@shared
@require_safe
def point_prices(request: HttpRequest, slug: str) -> HttpResponse:
    """The price list of a point as it is today, to be read and printed."""
    point, prices = _in_force(slug)
    context = {
        "point": point,
        "prices": prices,
        "lines": prices.lines.all(),
        "exemptions": prices.exemptions.all(),
        "has_file": prices.file_id is not None,
    }
    return render(request, "desk/prices/public.html", context)


@public
@require_safe
def point_prices_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same on a sheet for the wall."""
    point, prices = _in_force(slug)
    response = HttpResponse(price_list_paper(prices, point), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="prices-{slug}.pdf"'
    return response


@public
@require_safe
def point_decision(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file of the decision by which the prices are in force."""
    _point, prices = _in_force(slug)
    if prices.file is None:
        raise Http404
    return give(prices.file, inline=True)


def _in_force(slug: str) -> tuple[ServicePoint, PriceList]:
    point = get_object_or_404(open_points().select_related("organisation"), slug=slug)
    prices = prices_on(point, today())
    if prices is None:
        raise Http404
    return point, prices
