"""Closed by default: a view opens to strangers only when it is marked (`lib.access`) or listed here."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mistok.lib.access import access_of, is_asked_by_program
from mistok.network.queries import is_staff

# allauth's views are not ours to mark. Everything else of allauth needs a sign-in.
PUBLIC_NAMES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
    }
)
SIGNED_IN_PREFIXES = ("account_", "mfa_")


class StaffOnlyMiddleware:
    """Sends strangers to sign in, answers 404 to whoever has no role, and asks staff for a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        access = self.access(request, view)
        if access == "public":
            return None
        if not request.user.is_authenticated:
            if is_asked_by_program(view):
                return _said(401, "signed_out", _("Sign in to go on."))
            return redirect_to_login(_way_back(request))
        if access == "signed_in":
            return None
        if access == "admin":
            if not request.user.is_staff:
                raise Http404
        elif not is_staff(request.user):
            raise Http404
        if settings.SECOND_FACTOR == "required" and not is_mfa_enabled(request.user):
            if is_asked_by_program(view):
                return _said(403, "second_factor", _("Set up the second factor of your sign-in first."))
            return redirect("mfa_activate_totp")
        return None

    def access(self, request: HttpRequest, view: Callable[..., Any]) -> str:
        match = request.resolver_match
        name = match.url_name or "" if match else ""
        if match and "admin" in match.app_names:
            return "admin"
        if name in PUBLIC_NAMES:
            return "public"
        if name.startswith(SIGNED_IN_PREFIXES) and view.__module__.startswith("allauth"):
            return "signed_in"
        return access_of(view)


def _said(status: int, code: str, text: str) -> JsonResponse:
    """A closed door in words of a program."""
    return JsonResponse({"code": code, "text": text}, status=status)


def _way_back(request: HttpRequest) -> str:
    """Where to go on after the sign-in: the page asked for, or the one whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.META.get("HTTP_REFERER", ""))
    if page.netloc != request.get_host():
        return reverse(settings.LOGIN_REDIRECT_URL)
    return f"{page.path}?{page.query}" if page.query else page.path
