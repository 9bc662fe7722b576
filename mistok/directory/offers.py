"""What the catalogue says on the page of a point or an office: what people come there for."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.directory.models import ServiceAtPlace
from mistok.directory.queries import listed_services
from mistok.lib.kept import kept_until_change
from mistok.network.models import Place, ServicePoint
from mistok.network.offers import Offer, declare, declare_at_offices
from mistok.network.queries import today

SHOWN = 6
MOST_AT_OFFICE = 30


def most_demanded(point: ServicePoint) -> Offer:
    """The most demanded services; every point helps with all of them."""
    return _offer(_("What people come for most"), _demanded())


def given_at(place: Place) -> Offer:
    """The services given at the office today, the most demanded first."""
    return _offer(_("Services given here"), _given(today(), place=place.pk))


def given_at_point(point: ServicePoint) -> Offer:
    """The services that the point itself gives today: others come to it to receive people, or it signs up."""
    return _offer(_("Services given here"), _given(today(), point=point.pk))


def _offer(title: Any, found: list[tuple[str, str]]) -> Offer:
    return Offer(
        title=title,
        links=[(name, reverse("directory:service-detail", args=[slug])) for name, slug in found],
        more=(_("All services"), reverse("directory:service-list")),
    )


@kept_until_change(most=1)
def _demanded() -> list[tuple[str, str]]:
    return list(listed_services().values_list("name", "slug")[:SHOWN])


@kept_until_change(most=500)
def _given(day: date, **where: object) -> list[tuple[str, str]]:
    there = ServiceAtPlace.objects.on(day).filter(**where)
    found = listed_services().filter(pk__in=there.values("service"))
    return list(found.values_list("name", "slug")[:MOST_AT_OFFICE])


declare("directory", given_at_point)
declare("directory-demand", most_demanded)
declare_at_offices("directory", given_at)
