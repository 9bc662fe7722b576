"""What lets the desk work for days without a connection: worker, manifest, pack of cards, key."""

import base64
import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_safe

from mistok.desk.pack import Pack, pack
from mistok.desk.views.slips import point_of
from mistok.lib.access import public
from mistok.ui.stylesheets import sheet

WORKER = "desk/js/worker.js"
# Everything the page of the desk loads. Modules name each other without a fingerprint, so these addresses
# have none either: the worker keeps them together under one version, and replaces them together.
MODULES = (
    "desk", "cards", "clock", "figures", "found", "handover", "keys", "lasting", "mending", "notes", "outbox",
    "pack", "panel", "past", "problems", "rows", "saving", "sender", "slip", "slips", "state", "stepper",
    "store", "today", "vault", "withdrawing",
)  # fmt: skip
PLAIN = (
    *(f"desk/js/{name}.js" for name in MODULES),
    "ui/js/desk-uuid.js",
    "desk/css/screen.css",
    "desk/img/icon-192.png",
)
NAMED = (
    "ui/js/shortcuts.js",
    "ui/js/dialog.js",
    "ui/js/toast.js",
    "ui/js/connection.js",
    "ui/js/sign-out.js",
    "ui/img/mistok.svg",
)


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list and the version of what it keeps. Public, so that it can be renewed
    also while nobody is signed in; there is nothing of anybody in it."""
    told = {
        "version": _version(),
        "files": _files(),
        "start": reverse("desk:start"),
        "away": reverse("desk:away"),
    }
    body = f"const TOLD = {json.dumps(told)};\n{_source(WORKER).read_text(encoding='utf-8')}"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("desk:start")
    response["Cache-Control"] = "no-cache"
    return response


@public
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a device needs to know to install the desk."""
    start = reverse("desk:start")
    icons = [
        {"src": static("ui/img/mistok.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("desk/img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("desk/img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": static("desk/img/icon-512.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    told = {
        "id": start,
        "name": _("Mistok: the desk"),
        "short_name": _("Desk"),
        "description": _("Records of help at a library, also without a connection."),
        "lang": get_language(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#f3f6f9",
        "theme_color": "#0b4a8f",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@public
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """What the worker shows instead of a page that needs a connection."""
    return render(request, "desk/away.html")


def _current(request: HttpRequest, slug: str) -> Pack:
    point_of(request, slug)
    return pack(slug)


@require_safe
@condition(etag_func=lambda request, slug: f'"{_current(request, slug).digest}"')
def desk_pack(request: HttpRequest, slug: str) -> HttpResponse:
    """The cards, guides and topics of the desk, to be searched and opened on the device. Asked again on each
    opening of the desk, sent again only when something changed."""
    response = HttpResponse(_current(request, slug).text, content_type="application/json")
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
@never_cache
def outbox_key(request: HttpRequest) -> JsonResponse:
    """The keys that open the person's own unsent records on any device: the first locks, the others only open
    what was locked under an earlier signing key of the house. The page keeps them unreadable and forgets them
    at sign-out."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [
        salted_hmac("mistok.desk.outbox", str(request.user.pk), secret=secret, algorithm="sha256").digest()
        for secret in secrets
    ]
    told = {"user": str(request.user.pk), "keys": [base64.b64encode(key).decode() for key in keys]}
    return JsonResponse(told)


def _files() -> list[str]:
    """Addresses of all that the page loads."""
    joined = sheet("staff")
    plain = [f"{settings.STATIC_URL}{name}" for name in PLAIN]
    return [
        *plain,
        *(static(name) for name in NAMED),
        reverse("ui:stylesheet", args=[joined.name, joined.digest]),
    ]


def _version() -> str:
    return _digest(
        0.0 if settings.COLLECTED else max(_source(name).stat().st_mtime for name in (*PLAIN, WORKER))
    )


@lru_cache(maxsize=2)
def _digest(changed: float) -> str:
    """One name for this very set of files."""
    contents = b"".join(_source(name).read_bytes() for name in (*PLAIN, *NAMED, WORKER))
    return sha256(contents + sheet("staff").text).hexdigest()[:12]


def _source(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)
