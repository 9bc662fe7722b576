"""The list of acts as everybody narrows it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from mistok.acts.listing import Filters, listing
from mistok.acts.queries import place_named
from mistok.lib.access import shared
from mistok.lib.kept import kept_until_change
from mistok.lib.narrowing import Choice
from mistok.network.permissions import Permission
from mistok.network.queries import may

ON_PAGE = 30
LONGEST_QUESTION = 200
SELECTED = mark_safe(" selected")


@shared
@require_safe
def act_list(request: HttpRequest) -> HttpResponse:
    """All published acts, the newest first. A number goes straight to its act and to the provision
    named with it, words to the search."""
    if asked := " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUESTION]:
        if place := place_named(asked):
            return redirect(place)
        return redirect(f"{reverse('website:search')}?{urlencode({'q': asked, 'kind': 'act'})}")
    filters = Filters.of({name: value.replace("\0", "") for name, value in request.GET.dict().items()})
    context = {
        **_listing(filters, request.GET.get("page", "1")[:8]),
        "filters": filters,
        "may_edit": may(request.user, Permission.EDIT_ACTS),
        "may_import": may(request.user, Permission.EDIT_ACTS),
    }
    return render(request, "acts/act_list.html", context)


@kept_until_change(most=300)
def _listing(filters: Filters, number: str) -> dict[str, Any]:
    found = listing(filters)
    paginator = found.paginator(ON_PAGE)
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= paginator.num_pages:
        raise Http404
    page = paginator.page(int(number))
    chosen = [
        {"label": choice.label, "url": filters.without(name).address}
        for name, choices in found.facets.items()
        for choice in choices
        if choice.chosen
    ]
    options = {name: _options(choices) for name, choices in found.facets.items()}
    return {"rows": list(page.object_list), "page": page, "options": options, "chosen": chosen}


def _options(choices: list[Choice]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{} ({})</option>',
        ((each.value, SELECTED if each.chosen else "", capfirst(each.label), each.count) for each in choices),
    )
