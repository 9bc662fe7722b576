"""Reading the catalogue: what residents may see, in the shapes that pages show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from mistok.directory import at_places
from mistok.directory.freshness import is_listed
from mistok.directory.guides import guides_of
from mistok.directory.models import LifeSituation, Service
from mistok.lib.alphabet import Alphabetical
from mistok.lib.kept import kept_until_change
from mistok.network.models import Organisation, OrganisationKind
from mistok.network.public import place_text
from mistok.network.queries import today

LIST_FIELDS = (
    "pk", "slug", "name", "summary", "kind", "level", "is_administrative", "confirmed_on",
    "provider__name", "provider__short_name", "territory__name", "territory__category",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A service with its neighbours in the catalogue."""

    service: Service
    related: list[dict[str, Any]]
    others: list[dict[str, Any]]
    guides: list[tuple[str, str]]
    given: at_places.Given


def public_services() -> QuerySet[Service]:
    """Services in use, the most demanded first; neither drafts nor archived cards."""
    return Service.objects.filter(retired_on=None, is_draft=False).order_by("-demand", Alphabetical("name"))


def listed_services() -> QuerySet[Service]:
    """Those that stand in lists: whose review is not overdue by a whole term. Their pages stay reachable."""
    return public_services().filter(is_listed(today()))


def rows(services: QuerySet[Service]) -> list[dict[str, Any]]:
    """The services as a list shows them, in one query: url, name, summary, provider, place, is_confirmed …"""
    found = []
    for row in services.values(*LIST_FIELDS):
        row["provider"] = row.pop("provider__short_name") or row["provider__name"]
        name, category = row.pop("territory__name"), row.pop("territory__category")
        row["place"] = place_text(name, category) if name else ""
        row["is_confirmed"] = row.pop("confirmed_on") is not None
        row["url"] = reverse("directory:service-detail", args=[row["slug"]])
        found.append(row)
    return found


@kept_until_change(most=4)
def situations_for_home(limit: int) -> list[dict[str, Any]]:
    """The first life situations with address, name and number of services. Kept until the content changes."""
    found: Iterable[Any] = situations_with_counts()[:limit]
    return [{"url": each.get_absolute_url(), "name": each.name, "in_use": each.in_use} for each in found]


def situations_with_counts() -> QuerySet[LifeSituation]:
    """Life situations that lead to at least one service, with how many as `in_use`. One query."""
    used = Q(services__retired_on=None, services__is_draft=False) & is_listed(today(), "services__")
    in_use = Count("services", filter=used)
    # said aloud, because grouping drops the order of the model
    return (
        LifeSituation.objects.annotate(in_use=in_use)
        .filter(in_use__gt=0)
        .order_by("order", Alphabetical("name"))
    )


def cards(*, with_retired: bool = False) -> QuerySet[Service]:
    """Services with all that a card shows, in three queries; retired ones for who keeps the catalogue."""
    found = Service.objects.all() if with_retired else public_services()
    return found.select_related("provider", "territory").prefetch_related("situations", "audiences")


def related(service: Service, limit: int = 5) -> list[dict[str, Any]]:
    """Services that help in the same situations, those that share most of them first."""
    shared = Count("situations", filter=Q(situations__in=service.situations.all()))
    others = listed_services().exclude(pk=service.pk).annotate(shared=shared).filter(shared__gt=0)
    return rows(others.order_by("-shared", "-demand", Alphabetical("name"))[:limit])


@kept_until_change(most=400)
def card(slug: str) -> Card:
    """What every reader of the card sees. Kept until the content changes. Raises Service.DoesNotExist."""
    return with_neighbours(cards().get(slug=slug))


def with_neighbours(service: Service) -> Card:
    """The service of `cards()` with what stands beside it: seven queries in all, and what the ground asks."""
    beside = related(service)
    others = others_of_provider(service, without=[row["slug"] for row in beside])
    given = at_places.given(service.pk, today())
    return Card(service, beside, others, guides_of(service), given)


def others_of_provider(
    service: Service, limit: int = 5, without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """What else the same provider offers, leaving out what already stands beside (`without`: slugs)."""
    others = listed_services().filter(provider=service.provider_id).exclude(slug__in=[service.slug, *without])
    return rows(others[:limit])


def providers() -> QuerySet[Organisation]:
    """Who may stand as a provider: service providers, authorities and libraries that still exist."""
    kinds = (OrganisationKind.PROVIDER, OrganisationKind.AUTHORITY, OrganisationKind.LIBRARY)
    return Organisation.objects.filter(kind__in=kinds, closed_on=None).order_by(Alphabetical("name"))
