"""Guides in the index: found by their name, steps and the services they are for."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.directory.guides import public_guides, whole
from mistok.directory.models import Guide
from mistok.search.declarations import SearchDocument, Source, declare, uuids
from mistok.search.fallback import best

WEIGHT = 0.4  # below a card that fits as well


def guides(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Published guides by uuid or slug."""
    found = whole(public_guides())
    if keys is not None:
        found = found.filter(Q(uuid__in=uuids(keys)) | Q(slug__in=list(keys)))
    for guide in found:
        yield _document(guide)


def without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Guides whose name or summary have words of the text."""
    found = {guide.pk: guide for guide in whole(public_guides())}
    rows = ((pk, f"{guide.name}\n{guide.summary}") for pk, guide in found.items())
    return [_document(found[key]) for key in best(text, rows, limit)]


def _document(guide: Guide) -> SearchDocument:
    steps = [part for step in guide.steps.all() for part in (step.text, step.hint) if part]
    return SearchDocument(
        kind="guide",
        key=str(guide.uuid),
        slug=guide.slug,
        title=guide.name,
        summary=guide.summary,
        keywords=tuple(service.short_name for service in guide.services.all()),
        body="\n".join([guide.before, *steps]),
        weight=WEIGHT,
        confirmed=guide.confirmed_on is not None,
    )


declare(
    "guide",
    Source(
        label=_("Guides"),
        singular=_("Guide"),
        documents=guides,
        fallback=without_index,
        address=lambda slug: reverse("directory:guide-detail", args=[slug]),
    ),
)
