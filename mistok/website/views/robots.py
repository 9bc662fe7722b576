"""What robots may read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mistok.lib.access import shared

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
