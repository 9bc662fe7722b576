"""What appointments say on the public page of a point and on the card of a service: where one may book."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import BookingRules, act_of
from mistok.directory import card_links
from mistok.directory.models import Service
from mistok.lib.kept import kept_until_change
from mistok.network.models import ServicePoint
from mistok.network.offers import Offer, declare
from mistok.network.queries import today


@kept_until_change(most=1)
def points_that_receive() -> frozenset[int]:
    """The points with appointments; `change_rules` tells of a change."""
    return frozenset(BookingRules.objects.filter(is_on=True).values_list("point", flat=True))


def booking(point: ServicePoint) -> Offer:
    """The way to a time of one's own; nothing where the point does not receive by appointment."""
    is_open = point.closed_on is None or point.closed_on > today()
    is_on = is_open and point.pk in points_that_receive()
    links = [(str(_("Book a time")), reverse("desk:booking-service", args=[point.slug]))] if is_on else []
    return Offer(title=_("Come at your time"), links=links)


def booking_about(service: Service) -> card_links.CardLink | None:
    """To a time of one’s own for this service; nothing while no point receives by appointment."""
    if not points_that_receive():
        return None
    url = f"{reverse('desk:booking-start')}?{urlencode({'about': act_of(service)})}"
    return card_links.CardLink(_("Book a time for this service"), url)


declare("appointments", booking)
card_links.declare("appointments", 10, booking_about)
