"""What the store of acts says on the page of a point: the rules it works by, and local programmes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.acts.models import ActCollection
from mistok.acts.queries import public_collections
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare

SHOWN = 3


def rules_of(point: ServicePoint) -> Offer:
    """Published collections of the legal basis and of local programmes; every point shows the same."""
    purposes = (ActCollection.Purpose.LEGAL_BASIS, ActCollection.Purpose.PROGRAMMES)
    found = public_collections().filter(purpose__in=purposes).values_list("name", "slug")[:SHOWN]
    return Offer(
        title=_("By what rules we work"),
        links=[(name, reverse("acts:collection-detail", args=[slug])) for name, slug in found],
        more=(_("Collections of acts"), reverse("acts:collection-list")),
    )


declare("acts", rules_of)
