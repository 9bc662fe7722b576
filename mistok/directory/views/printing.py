"""The print shop: choose a product, a point and services; look at the pages; take the file."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mistok.accounts.models import User
from mistok.directory import queries
from mistok.directory.guides import public_collections
from mistok.directory.printing.choice import MOST_COPIES, Choice, offered
from mistok.directory.printing.large_card import public_card
from mistok.directory.printing.products import Product
from mistok.directory.printing.shelf import SHELF
from mistok.lib.access import shared
from mistok.lib.alphabet import Alphabetical
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import may, open_points, points_for

SMALL_PPI = 64.0
LARGE_PPI = 144.0
ONE_HOUR = 3600


@require_safe
def print_shop(request: HttpRequest) -> HttpResponse:
    """What can be printed, each with a picture of its first page."""
    points = _points(request)
    context = {"products": list(SHELF.values()), "has_points": points.exists()}
    return render(request, "directory/print_shop.html", context)


@require_safe
def print_product(request: HttpRequest, product: str) -> HttpResponse:
    """One product: choices on the left, the pages on the right; the address carries the whole choice."""
    points = _points(request)
    choice = _choice(request, product, points)
    text, situation = request.GET.get("q", "")[:80], request.GET.get("situation", "")[:40]
    collection = request.GET.get("collection", "")[:80]
    layout = choice.printed().layout()
    situations = queries.situations_with_counts()
    context: dict[str, Any] = {
        "product": choice.product,
        "choice": choice,
        "points": points,
        "options": [
            (option, choice.options[option.name], f"print-{option.name}") for option in choice.product.options
        ],
        "offered": offered(choice, text, situation, collection),
        "collection": collection,
        "collections": public_collections(),
        "q": text,
        "situation": situation,
        "situations": situations,
        "layout": layout,
        "pages": range(1, layout.pages + 1),
        "sheets": layout.sheets_for(choice.copies),
        "most_copies": MOST_COPIES,
    }
    return render(request, "directory/print_shop_product.html", context)


@require_safe
def print_page(request: HttpRequest, product: str, number: int) -> HttpResponse:
    """A page as a picture: small on the screen, large when one looks closer (`?large=1`)."""
    choice = _choice(request, product, _points(request))
    pages = choice.printed().pictures(LARGE_PPI if request.GET.get("large") else SMALL_PPI)
    if not 1 <= number <= len(pages):
        raise Http404
    response = HttpResponse(pages[number - 1], content_type="image/png")
    response["Cache-Control"] = f"private, max-age={ONE_HOUR}"
    return response


@require_safe
def print_file(request: HttpRequest, product: str) -> HttpResponse:
    """The file to print."""
    choice = _choice(request, product, _points(request))
    return _pdf(choice.printed().pdf(), f"{choice.product.code}-{choice.point.slug}", "attachment")


@shared
@require_safe
def service_large_print(request: HttpRequest, slug: str) -> HttpResponse:
    """A card in large letters for any reader, as a file; one copy for all until the catalogue changes."""
    service = get_object_or_404(queries.public_services().select_related("provider"), slug=slug)
    return _pdf(public_card(service), slug, "inline")


def _points(request: HttpRequest) -> QuerySet[ServicePoint]:
    """Open points for which the person may print; 404 for who prints nowhere."""
    person = cast(User, request.user)
    if not may(person, Permission.SEE_FIGURES):
        raise Http404
    mine = points_for(person, Permission.SEE_FIGURES)
    return (
        (open_points() & mine)
        .select_related("organisation")
        .order_by(Alphabetical("organisation__name"), Alphabetical("name"))
    )


def _choice(request: HttpRequest, code: str, points: QuerySet[ServicePoint]) -> Choice:
    product: Product | None = SHELF.get(code)
    if product is None:
        raise Http404
    if slug := request.GET.get("point", ""):
        point = get_object_or_404(points, slug=slug)
    elif (first := points.first()) is not None:
        point = first
    else:
        raise Http404
    return Choice.of(product, point, request.GET)


def _pdf(content: bytes, name: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'{disposition}; filename="{name}.pdf"'
    return response
