"""The joined style sheets, and the gallery of components."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mistok.lib.access import public
from mistok.ui import gallery as samples
from mistok.ui.stylesheets import SHEETS, sheet

A_YEAR = "public, max-age=31536000, immutable"


@public
@require_safe
def stylesheet(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """A joined sheet. An address from before an update gets today's sheet, not to be kept."""
    if name not in SHEETS:
        raise Http404
    found = sheet(name)
    gzipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.gzipped if gzipped else found.text, content_type="text/css; charset=utf-8")
    if gzipped:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = A_YEAR if digest == found.digest else "no-cache"
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    return render(request, "ui/gallery.html", samples.samples())
