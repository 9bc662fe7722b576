"""What the store of acts says on the page of a point: the rules it works by, and local programmes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.acts.models import ActCollection
from mistok.acts.queries import public_collections
from mistok.lib.kept import kept_until_change
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare

SHOWN = 3


def rules_of(point: ServicePoint) -> Offer:
    """Published collections of the legal basis and of local programmes; every point shows the same."""
    return Offer(
        title=_("By what rules we work"),
        links=[(name, reverse("acts:collection-detail", args=[slug])) for name, slug in _collections()],
        more=(_("Collections of acts"), reverse("acts:collection-list")),
    )


@kept_until_change(most=1)
def _collections() -> list[tuple[str, str]]:
    """Names and short addresses: the same on every point’s page, so read once for each revision."""
    purposes = (ActCollection.Purpose.LEGAL_BASIS, ActCollection.Purpose.PROGRAMMES)
    return list(public_collections().filter(purpose__in=purposes).values_list("name", "slug")[:SHOWN])


declare("acts", rules_of)
