"""What the reception says on the public page of a point and on the card of a service."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.directory import card_links
from mistok.directory.models import Service
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare
from mistok.network.queries import today


def ask_here(point: ServicePoint) -> Offer:
    """Where to leave a question; nothing at a point that is closed. No query."""
    is_open = point.closed_on is None or point.closed_on > today()
    ask = f"{reverse('reception:question-ask')}?point={point.slug}"
    return Offer(
        title=_("Ask without coming"),
        links=[(str(_("Leave a question to the librarian")), ask)] if is_open else [],
        more=(_("Answers to questions"), reverse("reception:answer-list")),
    )


def ask_about(service: Service) -> card_links.CardLink:
    """To a question about this service."""
    url = f"{reverse('reception:question-ask')}?service={service.slug}"
    return card_links.CardLink(_("Leave a question about this service"), url)


declare("reception", ask_here)
card_links.declare("reception", 20, ask_about)
