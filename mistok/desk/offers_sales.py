"""What the desk says on the public page of a point: that something there is paid for, and how much."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.desk.queries.prices import approved
from mistok.lib.kept import kept_until_change
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare
from mistok.network.queries import subtree, today


@kept_until_change()
def libraries_with_prices(day: date) -> frozenset[UUID]:
    """The libraries whose points sell on the day: those with a price list in force and all below them."""
    begun = approved().filter(valid_from__lte=day)
    roots = {each.organisation_id for each in begun if each.state_on(day) == "in-force"}
    return frozenset(subtree(roots, day)) if roots else frozenset()


def prices_here(point: ServicePoint) -> Offer:
    """A link to the price list of the point, where it has one."""
    links = []
    if point.organisation_id in libraries_with_prices(today()):
        links = [
            (str(_("Prices: printing, copying, scanning")), reverse("desk:point-prices", args=[point.slug]))
        ]
    return Offer(title=_("Paid services"), links=links)


declare("desk-prices", prices_here)
