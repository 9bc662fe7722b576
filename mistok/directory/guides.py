"""Reading guides and collections: what everybody sees, and what those who write them see."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from mistok.directory.freshness import is_listed
from mistok.directory.models import Collection, CollectionItem, Guide, GuideStep, Service
from mistok.lib.alphabet import Alphabetical
from mistok.network.queries import today

SERVICE_OF = Prefetch(
    "services", Service.objects.filter(retired_on=None, is_draft=False).order_by(Alphabetical("name"))
)


def public_guides() -> QuerySet[Guide]:
    """Guides that everybody sees, by name."""
    return Guide.objects.filter(is_published=True, archived_on=None).order_by(Alphabetical("name"), "pk")


def whole(guides: QuerySet[Guide]) -> QuerySet[Guide]:
    """The guides with their steps, pictures and services: three queries more, whatever their number."""
    steps = Prefetch("steps", GuideStep.objects.select_related("picture").order_by("order", "pk"))
    return guides.prefetch_related(steps, SERVICE_OF)


def guides_of(service: Service) -> list[tuple[str, str]]:
    """Names and addresses of the guides for a card."""
    found = public_guides().filter(services=service).values_list("name", "slug")
    return [(name, reverse("directory:guide-detail", args=[slug])) for name, slug in found]


def public_collections() -> QuerySet[Collection]:
    """Collections that everybody sees and that have something in them, with how many as `held`."""
    return (
        Collection.objects.filter(is_published=True)
        .annotate(held=Count("items", filter=_shown("items__")))
        .filter(held__gt=0)
        .order_by("order", Alphabetical("name"), "pk")
    )


def items_of(collection: Collection) -> list[CollectionItem]:
    """What everybody sees of a collection, in its order. One query."""
    found = collection.items.filter(_shown()).select_related("service__provider", "guide")
    return list(found.order_by("order", "pk"))


def services_of(collection: str) -> list[int]:
    """Keys of the cards of a published collection, in its order."""
    found = CollectionItem.objects.filter(
        _shown(), collection__slug=collection, collection__is_published=True
    )
    return list(found.exclude(service=None).order_by("order", "pk").values_list("service_id", flat=True))


def _shown(prefix: str = "") -> Q:
    service: dict[str, Any] = {f"{prefix}service__retired_on": None, f"{prefix}service__is_draft": False}
    in_use = Q(**{f"{prefix}service__isnull": False}, **service) & is_listed(today(), f"{prefix}service__")
    published = Q(**{f"{prefix}guide__is_published": True, f"{prefix}guide__archived_on": None})
    return in_use | published
