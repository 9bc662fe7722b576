"""What the catalogue says on the page of a point: what people come there for."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.directory.queries import public_services
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare

SHOWN = 6


def most_demanded(point: ServicePoint) -> Offer:
    """The most demanded services; every point helps with all of them."""
    found = public_services().values_list("name", "slug")[:SHOWN]
    return Offer(
        title=_("What people come for most"),
        links=[(name, reverse("directory:service-detail", args=[slug])) for name, slug in found],
        more=(_("All services"), reverse("directory:service-list")),
    )


declare("directory", most_demanded)
