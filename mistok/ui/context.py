"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, is_valid_path
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from mistok.ui import navigation

PRODUCT = "Місток", "Mistok"
IN_UKRAINIAN = mark_safe(' lang="uk"')


def chrome(request: HttpRequest) -> dict[str, object]:
    """The name of the network, the way to the other language, links of the bars; worked out when drawn.

    `uk` marks words of the catalogue and of the network on pages in another language: `<h1{{ uk }}>`.
    A screen reader then says them in Ukrainian.
    """
    return {
        "site_name": "" if settings.SITE_NAME in PRODUCT else settings.SITE_NAME,
        "uk": "" if (get_language() or "uk").startswith("uk") else IN_UKRAINIAN,
        "other_language_url": SimpleLazyObject(lambda: other_language_url(request)),
        "resident_nav": SimpleLazyObject(lambda: navigation.links(request, navigation.RESIDENT)),
        "footer_nav": SimpleLazyObject(lambda: navigation.links(request, navigation.FOOTER)),
        "staff_nav": SimpleLazyObject(lambda: navigation.staff_links(request)),
        "staff_menu": SimpleLazyObject(lambda: navigation.staff_links(request, seldom=True)),
    }


def other_language_url(request: HttpRequest) -> str:
    """This page in English, or in Ukrainian from an English one; empty where there is no such page."""
    language = "uk" if (get_language() or "uk") == "en" else "en"
    path = request.path_info
    path = path.removeprefix("/en") if language == "uk" else f"/en{path}"
    with override(language):
        if not is_valid_path(path):
            return ""
    query = request.META.get("QUERY_STRING", "")
    return get_script_prefix() + path.lstrip("/") + (f"?{query}" if query else "")
