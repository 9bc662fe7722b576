"""The list of services as a resident narrows it."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from mistok.directory.listing import Choice, Filters, listing
from mistok.lib.access import shared
from mistok.lib.kept import kept_until_change
from mistok.network.models import Territory
from mistok.network.permissions import Permission
from mistok.network.places.ground import ground
from mistok.network.places.names import Named, find, meant
from mistok.network.public import place_text
from mistok.network.queries import may, today

ON_PAGE = 30
LONGEST_PLACE = 80
SELECTED = mark_safe(" selected")


@shared
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """All services in use, narrowed by plain links and selects, or to what works in a place."""
    filters = Filters.of(request.GET.dict())
    near = request.GET.get("near", "").strip()[:LONGEST_PLACE]
    named = find(near, ground(today())) if near else []
    if place := meant(named):
        return redirect(
            reverse("directory:service-list") + replace(filters, territory=place.unit.code).address
        )
    context = {
        "near": near,
        "named": [_offered(filters, each) for each in named],
        **_listing(filters, request.GET.get("page", "1")[:8]),
        "filters": filters,
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/service_list.html", context)


@kept_until_change(most=500)
def _listing(filters: Filters, number: str) -> dict[str, Any]:
    """A page of the list with its filters, shaped for the template; a hundred options are joined here."""
    found = listing(filters)
    page = _page(found.paginator(ON_PAGE), number)
    chosen = [
        {"label": choice.label, "url": filters.without(name).address}
        for name, choices in found.facets.items()
        for choice in choices
        if choice.chosen
    ]
    place = _place(filters.territory)
    if place:
        chosen.insert(0, {"label": place, "url": filters.without("territory").address})
    options = {name: _options(choices) for name, choices in found.facets.items()}
    return {
        "rows": list(page.object_list),
        "page": page,
        "options": options,
        "chosen": chosen,
        "place": place,
    }


def _offered(filters: Filters, named: Named) -> dict[str, str]:
    """One of several places that bear the name: its address in the list, and what it lies in."""
    around = ", ".join(unit.text for unit in named.around)
    return {
        "url": replace(filters, territory=named.unit.code).address,
        "name": named.text,
        "former": named.former,
        "around": around,
    }


def _place(code: str) -> str:
    territory = Territory.objects.filter(pk=code).first() if code else None
    return place_text(territory.name, territory.category) if territory else ""


def _options(choices: list[Choice]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{} ({})</option>',
        ((each.value, SELECTED if each.chosen else "", capfirst(each.label), each.count) for each in choices),
    )


def _page(paginator: Paginator[Any], given: str) -> Page[Any]:
    """The page asked for. Raises Http404 for what is no page of this list."""
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:6]) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(given[:6]))
