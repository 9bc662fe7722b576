"""What robots may find: every public page in both languages (sitemaps.org protocol, 0.9).

Up to 50,000 addresses are one file; a larger network has an index that leads to parts of so many.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mistok.acts.models import Act
from mistok.acts.queries import public_collections as act_collections
from mistok.directory.guides import public_collections, public_guides
from mistok.directory.queries import listed_services, situations_with_counts
from mistok.lib.access import shared
from mistok.lib.kept import kept_until_change
from mistok.network.models import Place, PlaceState
from mistok.network.queries import open_points
from mistok.reception.queries.answers import public_answers

MOST = 50_000  # addresses in a file, says the protocol
PAGES = (
    "website:home", "directory:service-list", "directory:situation-list", "directory:guide-list",
    "directory:collection-list", "acts:act-list", "acts:collection-list", "network:point-list",
    "network:place-list", "network:map", "reception:question-ask", "reception:answer-list",
    "website:about", "website:accessibility", "website:privacy",
)  # fmt: skip
SCHEME = "http://www.sitemaps.org/schemas/sitemap/0.9"


@shared
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses, or where their parts stand. Nine queries."""
    paths = _paths()
    if len(paths) <= MOST:
        return _written("urlset", "url", paths)
    parts = range(1, -(-len(paths) // MOST) + 1)
    return _written("sitemapindex", "sitemap", [reverse("sitemap-part", args=[part]) for part in parts])


@shared
@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """Fifty thousand addresses of many, counted from 1."""
    part = _paths()[(number - 1) * MOST : number * MOST] if number else []
    if not part:
        raise Http404
    return _written("urlset", "url", part)


def _written(root: str, row: str, paths: list[str]) -> HttpResponse:
    rows = "".join(f"<{row}><loc>{escape(settings.SITE_URL + path)}</loc></{row}>" for path in paths)
    text = f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{SCHEME}">{rows}</{root}>'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@kept_until_change(most=1)
def _paths() -> list[str]:
    return list(_all_paths())


def _all_paths() -> Iterator[str]:
    works = Place.objects.exclude(state=PlaceState.CLOSED).order_by("slug")
    kinds = (
        ("directory:service-detail", list(listed_services().values_list("slug", flat=True))),
        ("directory:situation-detail", list(situations_with_counts().values_list("pk", flat=True))),
        ("directory:guide-detail", list(public_guides().values_list("slug", flat=True))),
        ("directory:collection-detail", list(public_collections().values_list("slug", flat=True))),
        ("acts:act-detail", list(Act.objects.public().order_by("slug").values_list("slug", flat=True))),
        ("acts:collection-detail", list(act_collections().values_list("slug", flat=True))),
        ("reception:answer-detail", list(public_answers().values_list("slug", flat=True))),
        ("network:point-detail", list(open_points().values_list("slug", flat=True))),
        ("network:place-detail", list(works.values_list("slug", flat=True))),
    )
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield from (reverse(name) for name in PAGES)
            for name, keys in kinds:
                yield from (reverse(name, args=[key]) for key in keys)
