"""The catalogue as a resident reads it."""

from urllib.parse import urlsplit

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

POINTS_SHOWN = 3


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
