"""What the catalogue puts into the index: services that are in use, and life situations."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory import freshness, search_guides, search_providers  # noqa: F401 - they declare their own
from mistok.directory.models import LifeSituation, Service
from mistok.directory.queries import public_services
from mistok.search.declarations import SearchDocument, Source, declare, uuids
from mistok.search.fallback import best


def services(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Services by uuid or slug; drafts, archived ones and those long past their review are absent."""
    found = (
        public_services()
        .filter(freshness.is_listed(timezone.localdate()))
        .select_related("provider")
        .prefetch_related("situations", "audiences")
        .order_by("pk")
    )
    if keys is not None:
        found = found.filter(Q(uuid__in=uuids(keys)) | Q(slug__in=list(keys)))
    for service in found.iterator(chunk_size=500):
        yield _service(service)


def situations(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Life situations that have something to show."""
    found = LifeSituation.objects.annotate(
        in_use=Count("services", filter=Q(services__retired_on=None, services__is_draft=False))
    ).order_by("pk")
    if keys is not None:
        found = found.filter(pk__in=list(keys))
    for situation in found:
        yield _situation(situation)


def _service(service: Service) -> SearchDocument:
    provider = service.provider
    others = [service.short_name, provider.short_name, provider.name, *service.synonyms]
    others += [service.state_id, service.local_number]
    situations = [situation.name for situation in service.situations.all()]
    audiences = [audience.name for audience in service.audiences.all()]
    body = [
        *service.result,
        *service.bring,
        *service.steps,
        *situations,
        *audiences,
        service.cost,
        service.term,
    ]
    body += [*service.refusal, *(each["title"] for each in service.legal_basis)]
    return SearchDocument(
        kind="service",
        key=str(service.uuid),
        slug=service.slug,
        title=service.name,
        summary=service.summary,
        keywords=_texts(others),
        body="\n".join(_texts(body)),
        territory=service.territory_id,
        weight=service.demand / 100 * freshness.weight(service, timezone.localdate()),
        confirmed=service.is_confirmed,
        extra={"provider": str(provider), "short_name": service.short_name},
    )


def _situation(situation: LifeSituation) -> SearchDocument:
    return SearchDocument(
        kind="situation",
        key=situation.slug,
        slug=situation.slug,
        title=situation.name,
        summary=situation.summary,
        weight=0.7,
        extra={"services": getattr(situation, "in_use", 0)},
    )


def services_without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Services whose names, other words or summary have words of the text, most demanded first."""
    found = public_services().filter(freshness.is_listed(timezone.localdate()))
    rows = found.values_list("pk", "name", "short_name", "synonyms", "summary")
    keys = best(text, ((pk, "\n".join(_texts(texts))) for pk, *texts in rows), limit)
    chosen = found.select_related("provider").prefetch_related("situations", "audiences").in_bulk(keys)
    return [_service(chosen[key]) for key in keys if key in chosen]


def situations_without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Situations whose name or summary have words of the text."""
    found = {situation.pk: situation for situation in LifeSituation.objects.all()}
    rows = ((pk, f"{situation.name}\n{situation.summary}") for pk, situation in found.items())
    return [_situation(found[key]) for key in best(text, rows, limit)]


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    """The texts among the values, each once. Steps and the like may be objects with texts inside."""
    found: list[str] = []
    for value in values:
        if isinstance(value, dict):
            found += _texts(value.values())
        elif isinstance(value, list):
            found += _texts(value)
        elif isinstance(value, str) and value.strip():
            found.append(value.strip())
    return tuple(dict.fromkeys(found))


declare(
    "service",
    Source(
        label=_("Services"),
        singular=_("Service"),
        documents=services,
        fallback=services_without_index,
        address=lambda slug: reverse("directory:service-detail", args=[slug]),
    ),
)
declare(
    "situation",
    Source(
        label=_("Life situations"),
        singular=_("Life situation"),
        documents=situations,
        fallback=situations_without_index,
        address=lambda slug: reverse("directory:situation-detail", args=[slug]),
    ),
)
