"""Providers in the index: «Пенсійний фонд» leads to all that it gives."""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.directory.queries import public_services
from mistok.network.models import Organisation
from mistok.search.declarations import SearchDocument, Source, declare, uuids
from mistok.search.fallback import best

WEIGHT = 0.2  # below the services themselves


def providers(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Organisations with services in use, by id or slug."""
    found = _with_services()
    if keys is not None:
        found = found.filter(Q(pk__in=uuids(keys)) | Q(slug__in=list(keys)))
    for provider in found.iterator(chunk_size=500):
        yield _document(provider)


def without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Providers whose names have words of the text."""
    found = {provider.pk: provider for provider in _with_services()}
    rows = ((pk, f"{provider.name}\n{provider.short_name}") for pk, provider in found.items())
    return [_document(found[key]) for key in best(text, rows, limit)]


def address(slug: str) -> str:
    """The list of all services of the provider."""
    return f"{reverse('directory:service-list')}?{urlencode({'provider': slug})}"


def _with_services() -> QuerySet[Organisation]:
    given = public_services().order_by().filter(provider=OuterRef("pk"))
    return Organisation.objects.filter(Exists(given)).order_by("pk")


def _document(provider: Organisation) -> SearchDocument:
    return SearchDocument(
        kind="provider",
        key=str(provider.pk),
        slug=provider.slug,
        title=provider.name,
        keywords=(provider.short_name,) if provider.short_name else (),
        weight=WEIGHT,
    )


declare(
    "provider",
    Source(
        label=_("Providers"),
        singular=_("Provider: all its services"),
        documents=providers,
        fallback=without_index,
        address=address,
    ),
)
