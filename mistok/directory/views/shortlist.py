"""A list of services to print, to send or to take along on a phone."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mistok.directory.models import Service
from mistok.directory.queries import public_services
from mistok.directory.shortlist import MOST, Shortlist, shortlist
from mistok.lib.access import public
from mistok.lib.qr import qr_response
from mistok.network.public import points_now
from mistok.search.queries import search

OFFERED = 8
POINTS_SHOWN = 3
LONGEST_QUESTION = 200


@public
@require_safe
def shortlist_page(request: HttpRequest) -> HttpResponse:
    """The chosen services with all that is needed for them; the field beneath finds more to add."""
    given = request.GET.getlist("s")
    chosen = shortlist(given)
    question = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    if len(given) > 1:  # boxes ticked in a list come one by one
        return redirect(address(chosen.keys, question))
    context = {
        "rows": [{"service": each, "without": address(chosen.without(each))} for each in chosen.services],
        "bring": chosen.bring,
        "keys": chosen.keys,
        "is_full": len(chosen.services) == MOST,
        "letter": _letter(chosen),
        "question": question,
        "offers": _offers(chosen, question) if question else [],
        "points": points_now()[:POINTS_SHOWN] if chosen.services else [],
    }
    return render(request, "directory/shortlist.html", context)


@public
@require_safe
def shortlist_qr(request: HttpRequest) -> HttpResponse:
    """The address of the list as a QR code."""
    return qr_response(address(shortlist(request.GET.getlist("s")).keys))


def address(keys: str, question: str = "") -> str:
    """The page of a list."""
    asked = {name: value for name, value in (("s", keys), ("q", question)) if value}
    page = reverse("directory:shortlist")
    return f"{page}?{urlencode(asked)}" if asked else page


def _letter(chosen: Shortlist) -> str:
    """A letter with the list, to be sent from the reader's own mail program: we learn of no address."""
    lines = [f"• {each.name} – {each.url}" for each in chosen.services]
    body = "\n".join([*lines, "", f"{settings.SITE_URL}{address(chosen.keys)}"])
    return f"mailto:?subject={quote(_('Services to arrange'))}&body={quote(body)}"


def _offers(chosen: Shortlist, question: str) -> list[dict[str, Any]]:
    """Services found by the question, each with the address of the list that has it too."""
    slugs = [hit.slug for hit in search(question, kinds=["service"], limit=OFFERED).hits]
    found: dict[str, Service] = {each.slug: each for each in public_services().filter(slug__in=slugs)}
    had = {each.pk for each in chosen.services}
    return [
        {
            "service": found[slug],
            "is_had": found[slug].pk in had,
            "url": address(f"{chosen.keys}-{found[slug].pk}".strip("-")),
        }
        for slug in slugs
        if slug in found
    ]
