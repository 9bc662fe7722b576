"""What the reception says on the public page of a point."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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


declare("reception", ask_here)
