"""The catalogue as a resident reads it."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mistok.directory import freshness, queries, words
from mistok.directory.card_links import links_of
from mistok.directory.coverage import where_it_works
from mistok.directory.models import Service
from mistok.directory.texts import visible_cards
from mistok.lib.access import shared
from mistok.lib.qr import qr_response
from mistok.network.permissions import Permission
from mistok.network.public import phones, points_now
from mistok.network.queries import may

POINTS_SHOWN = 3


@shared
@require_safe
def service_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One card: what it is, what to bring, what to do, and where somebody helps with it."""
    may_edit = may(request.user, Permission.EDIT_DIRECTORY)
    may_propose = may_edit or may(request.user, Permission.PROPOSE_SERVICES)
    try:
        card = _staff_card(visible_cards(request.user), slug) if may_propose else queries.card(slug)
    except Service.DoesNotExist:
        return _gone(request, slug)
    service = card.service
    context = {
        "service": service,
        "host": urlsplit(service.url).hostname or service.url,
        "signing": words.SIGNING[service.signature],
        "cost": words.cost_words(service),
        "term": words.term_words(service),
        "channels": words.channels(service),
        "help_phones": phones(service.help_phone),
        "does": words.LIBRARIAN_DOES[service.librarian_role],
        "does_not": words.LIBRARIAN_DOES_NOT,
        "freshness": freshness.facts(service),
        "points": points_now()[:POINTS_SHOWN],
        "links": links_of(service),
        "place": where_it_works(service.territory_id) if service.territory_id else "",
        "guides": card.guides,
        "given": card.given,
        "related": card.related,
        "others": card.others,
        "print": request.GET.get("print", ""),
        "may_edit": may_edit,
        "may_propose": may_propose,
        "may_confirm": may(request.user, Permission.CONFIRM_SERVICES),
    }
    return render(request, "directory/service_detail.html", context)


@shared
@require_safe
def service_qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of the card as a QR code."""
    return qr_response(get_object_or_404(queries.public_services(), slug=slug).get_absolute_url())


def _staff_card(visible: QuerySet[Service], slug: str) -> queries.Card:
    return queries.with_neighbours(visible.get(slug=slug))


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """The card is in the archive: printed codes still lead here, so say so and what to open instead."""
    archived = Service.objects.filter(is_draft=False, retired_on__isnull=False)
    service = get_object_or_404(archived.select_related("replaced_by"), slug=slug)
    instead = service.replaced_by
    context: dict[str, Any] = {
        "service": service,
        "instead": instead if instead and not instead.retired_on and not instead.is_draft else None,
        "related": queries.related(service),
    }
    return render(request, "directory/service_gone.html", context, status=410)
