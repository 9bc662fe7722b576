"""What robots may read."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mistok.directory.queries import listed_services, situations_with_counts
from mistok.lib.access import shared
from mistok.network.queries import open_points

PAGES = (
    "website:home", "directory:service-list", "directory:situation-list", "network:point-list",
    "network:place-list", "network:map", "website:about", "website:accessibility", "website:privacy",
)  # fmt: skip
CLOSED = ("/admin/", "/account/", "/search/", "/en/search/", "/go/", "/en/go/", "/suggest/", "/suggestions/")


@shared
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public but the search, whose pages have no end."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@shared
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, in three queries."""
    paths = list(_paths())
    rows = "".join(f"<url><loc>{escape(settings.SITE_URL + path)}</loc></url>" for path in paths)
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _paths() -> Iterator[str]:
    services = list(listed_services().values_list("slug", flat=True))
    situations = list(situations_with_counts().values_list("pk", flat=True))
    points = list(open_points().values_list("slug", flat=True))
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield from (reverse(name) for name in PAGES)
            yield from (reverse("directory:service-detail", args=[slug]) for slug in services)
            yield from (reverse("directory:situation-detail", args=[slug]) for slug in situations)
            yield from (reverse("network:point-detail", args=[slug]) for slug in points)
