"""A screen turned to a visitor: until the librarian comes back, the browser answers with the question only.

The mark stands in the session on the server, so neither the address bar nor the button «back» leads anywhere:
every other address of the house sends the visitor to the question again. The librarian’s password opens it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

TURNED = "turned_screen"  # in the session: the code of the box that is asked for
MAY_OPEN = frozenset(
    {"desk:feedback-screen", "desk:feedback-thanks", "desk:feedback-back", "ui:stylesheet", "healthz"}
)


class TurnedScreenMiddleware:
    """Stands after the session and before the views; scripts are told 401, as when signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Pages of readers without a session stay untouched by it, and may be shared.
        code = request.session.get(TURNED) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if code is None or _is_open(request.path_info):
            return self.get_response(request)
        if request.content_type == "application/json" or "HX-Request" in request.headers:
            return JsonResponse({"problem": "turned"}, status=401)
        response = redirect("desk:feedback-screen", code)
        response["Cache-Control"] = "no-store"
        return response


def _is_open(path: str) -> bool:
    try:
        return resolve(path).view_name in MAY_OPEN
    except Resolver404:
        return False
