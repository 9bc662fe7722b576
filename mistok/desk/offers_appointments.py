"""What appointments say on the public page of a point: one link, where one may book."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import BookingRules
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare
from mistok.network.queries import today


def booking(point: ServicePoint) -> Offer:
    """The way to a time of one's own; nothing where the point does not receive by appointment."""
    is_open = point.closed_on is None or point.closed_on > today()
    is_on = is_open and BookingRules.objects.filter(point=point, is_on=True).exists()
    links = [(str(_("Book a time")), reverse("desk:booking-service", args=[point.slug]))] if is_on else []
    return Offer(title=_("Come at your time"), links=links)


declare("appointments", booking)
