"""The catalogue as a resident reads it."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from mistok.directory import queries, words
from mistok.directory.models import Service
from mistok.lib.access import shared
from mistok.lib.qr import qr_response
from mistok.network.permissions import Permission
from mistok.network.public import place_text, points_now
from mistok.network.queries import may

ON_PAGE = 30
POINTS_SHOWN = 3
FILTERS = tuple(queries.FACETS)


@shared
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """All services in use, narrowed by plain links and selects."""
    filters = queries.Filters(**{name: request.GET.get(name, "")[:80] for name in FILTERS})
    facets = queries.facets(filters)
    paginator = Paginator(queries.services_matching(filters), ON_PAGE)
    page = _page(paginator, request.GET.get("page", "1"))
    chosen = [
        {"label": choice.label, "url": _address(filters.without(name))}
        for name, choices in facets.items()
        for choice in choices
        if choice.chosen
    ]
    context = {
        "rows": queries.rows(page.object_list),
        "page": page,
        "filters": filters,
        "facets": facets,
        "chosen": chosen,
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/service_list.html", context)


@shared
@require_safe
def service_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One card: what it is, what to bring, what to do, and where somebody helps with it."""
    may_edit = may(request.user, Permission.EDIT_DIRECTORY)
    service = get_object_or_404(queries.cards(with_retired=may_edit), slug=slug)
    edited_on = localdate(service.edited_at)
    related = queries.related(service)
    context = {
        "service": service,
        "host": urlsplit(service.url).hostname or service.url,
        "signing": words.SIGNING[service.signature],
        "does": words.LIBRARIAN_DOES[service.librarian_role],
        "does_not": words.LIBRARIAN_DOES_NOT,
        "edited_on": edited_on,
        "edited_since": service.confirmed_on is not None and edited_on > service.confirmed_on,
        "points": points_now()[:POINTS_SHOWN],
        "place": place_text(service.territory.name, service.territory.category) if service.territory else "",
        "related": related,
        "others": queries.others_of_provider(service, without=[row["slug"] for row in related]),
        "print": request.GET.get("print", ""),
        "may_edit": may_edit,
        "may_confirm": may(request.user, Permission.CONFIRM_SERVICES),
    }
    return render(request, "directory/service_detail.html", context)


@shared
@require_safe
def service_qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of the card as a QR code."""
    return qr_response(get_object_or_404(queries.public_services(), slug=slug).get_absolute_url())


def _page(paginator: Paginator[Service], given: str) -> Any:
    """The page asked for. Raises Http404 for what is no page of this list."""
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:6]) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(given[:6]))


def _address(filters: queries.Filters) -> str:
    """The first page of the list narrowed so, as a relative address."""
    return "?" + urlencode({name: value for name in FILTERS if (value := getattr(filters, name))})
