"""The catalogue as a resident reads it."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from mistok.directory import queries, words
from mistok.directory.models import Service
from mistok.lib.access import shared
from mistok.lib.kept import kept_until_change
from mistok.lib.qr import qr_response
from mistok.network.permissions import Permission
from mistok.network.public import place_text, points_now
from mistok.network.queries import may

ON_PAGE = 30
POINTS_SHOWN = 3
SELECTED = mark_safe(" selected")
FILTERS = tuple(queries.FACETS)


@shared
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """All services in use, narrowed by plain links and selects."""
    filters = queries.Filters(**{name: request.GET.get(name, "")[:80] for name in FILTERS})
    context = {
        **_listing(filters, request.GET.get("page", "1")[:8]),
        "filters": filters,
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/service_list.html", context)


@kept_until_change(most=200)
def _listing(filters: queries.Filters, number: str) -> dict[str, Any]:
    """A page of the list with its filters, shaped for the template; a hundred options are joined here."""
    page = _page(Paginator(queries.services_matching(filters), ON_PAGE), number)
    facets = queries.facets(filters)
    chosen = [
        {"label": choice.label, "url": _address(filters.without(name))}
        for name, choices in facets.items()
        for choice in choices
        if choice.chosen
    ]
    options = {name: _options(choices) for name, choices in facets.items()}
    return {"rows": queries.rows(page.object_list), "page": page, "options": options, "chosen": chosen}


def _options(choices: list[queries.Choice]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{} ({})</option>',
        ((each.value, SELECTED if each.chosen else "", capfirst(each.label), each.count) for each in choices),
    )


@shared
@require_safe
def service_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One card: what it is, what to bring, what to do, and where somebody helps with it."""
    may_edit = may(request.user, Permission.EDIT_DIRECTORY)
    if may_edit:
        card = queries.with_neighbours(get_object_or_404(queries.cards(with_retired=True), slug=slug))
    else:
        card = _card_or_404(slug)
    service = card.service
    edited_on = localdate(service.edited_at)
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
        "related": card.related,
        "others": card.others,
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


def _card_or_404(slug: str) -> queries.Card:
    try:
        return queries.card(slug)
    except Service.DoesNotExist:
        raise Http404 from None


def _page(paginator: Paginator[Service], given: str) -> Any:
    """The page asked for. Raises Http404 for what is no page of this list."""
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:6]) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(given[:6]))


def _address(filters: queries.Filters) -> str:
    """The first page of the list narrowed so, as a relative address."""
    return "?" + urlencode({name: value for name in FILTERS if (value := getattr(filters, name))})
