"""What the catalogue says on the page of a point or an office: what people come there for."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.directory.models import ServiceAtPlace
from mistok.directory.queries import listed_services
from mistok.network.models import Place, ServicePoint
from mistok.network.offers import Offer, declare, declare_at_offices
from mistok.network.queries import today

SHOWN = 6
MOST_AT_OFFICE = 30


def most_demanded(point: ServicePoint) -> Offer:
    """The most demanded services; every point helps with all of them."""
    found = listed_services().values_list("name", "slug")[:SHOWN]
    return Offer(
        title=_("What people come for most"),
        links=[(name, reverse("directory:service-detail", args=[slug])) for name, slug in found],
        more=(_("All services"), reverse("directory:service-list")),
    )


def given_at(place: Place) -> Offer:
    """The services given at the office today, the most demanded first."""
    return _given(place.services_there.on(today()))


def given_at_point(point: ServicePoint) -> Offer:
    """The services that the point itself gives today: others come to it to receive people, or it signs up."""
    return _given(point.services_there.on(today()))


def _given(there: QuerySet[ServiceAtPlace]) -> Offer:
    found = (
        listed_services().filter(pk__in=there.values("service")).values_list("name", "slug")[:MOST_AT_OFFICE]
    )
    return Offer(
        title=_("Services given here"),
        links=[(name, reverse("directory:service-detail", args=[slug])) for name, slug in found],
        more=(_("All services"), reverse("directory:service-list")),
    )


declare("directory", given_at_point)
declare("directory-demand", most_demanded)
declare_at_offices("directory", given_at)
