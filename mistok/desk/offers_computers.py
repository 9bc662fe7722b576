"""The public page of a point leads to its free computers, where it has any."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import ComputerPlace
from mistok.lib.kept import kept_until_change
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare


@kept_until_change()
def points_with_places() -> frozenset[int]:
    """The points where visitors sit at computers; `save_place` tells of a change."""
    return frozenset(ComputerPlace.objects.filter(retired_on=None).values_list("point", flat=True))


def offer(point: ServicePoint) -> Offer:
    """One link, or nothing."""
    links = []
    if point.pk in points_with_places():
        links.append((str(_("Which are free now")), reverse("desk:computers-free", args=[point.slug])))
    return Offer(_("Computers for visitors"), links)


declare("desk-computers", offer)
