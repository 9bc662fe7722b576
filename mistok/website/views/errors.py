"""Error pages. None of them may need what has just failed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or what was sent cannot be understood."""
    return _page("400.html", 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: mostly an expired form."""
    return render(request, "403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, which is also what a stranger sees of what is not theirs."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: the database may be away, so the page asks nothing of it and knows nothing of the reader."""
    return _page("500.html", 500)


def _page(template: str, status: int) -> HttpResponse:
    """A page without the request: no session, no user, no query."""
    return HttpResponse(loader.render_to_string(template, {"site_name": settings.SITE_NAME}), status=status)
