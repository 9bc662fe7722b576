"""One copy of a page for all anonymous readers.

The Django template is most of a page's cost (docs/performance.md), and residents all read the same pages.
A view marked `@shared` is kept, ready and compressed, until the public content changes: the register of
changes (`declare_revision`, the search outbox) gives a number that grows with each committed change.
Nobody with a session ever gets or fills a shared copy.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

LONGEST_AGE = 60.0  # seconds: "open now" must not lag by more
MOST_PAGES = 2000
MOST_BYTES = 64 * 1024 * 1024  # any query makes another copy: a stranger may ask for the data of the map so

_revision: Callable[[], object] = lambda: 0  # noqa: E731 - replaced by declare_revision


def declare_revision(revision: Callable[[], object]) -> None:
    """Say how to learn the current revision of public content."""
    global _revision
    _revision = revision


def public_revision() -> object:
    """The revision of public content at this moment, as declared."""
    return _revision()


def _nothing() -> None:
    """What most views do when a copy of their page is given out."""


class SharedPagesMiddleware:
    """Keeps and serves the shared copies; stands outside compression and sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[tuple[object, ...], tuple[float, HttpResponse, Callable[[], None]]] = (
            OrderedDict()
        )
        self.size = 0  # bytes of all kept pages
        self.revision: object = None
        self.looked = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.may_share(request):
            return self.get_response(request)
        now = time.monotonic()
        self.follow_revision(now)
        gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        key = (request.get_host(), request.scheme, request.get_full_path(), gzip)
        kept = self.pages.get(key)
        if kept and now - kept[0] < LONGEST_AGE:
            kept[2]()
            return _copy(kept[1], head=request.method == "HEAD")
        response = self.get_response(request)
        if request.method == "GET" and _is_shareable(request, response):
            self.keep(key, (now, _copy(response), getattr(response, "when_shared", _nothing)))
        return response

    def keep(self, key: tuple[object, ...], kept: tuple[float, HttpResponse, Callable[[], None]]) -> None:
        """Keep a copy; the oldest go when there are too many, or too much of them."""
        if old := self.pages.pop(key, None):
            self.size -= len(old[1].content)
        self.pages[key] = kept
        self.size += len(kept[1].content)
        while len(self.pages) > MOST_PAGES or self.size > MOST_BYTES:
            _key, (_at, gone, _told) = self.pages.popitem(last=False)
            self.size -= len(gone.content)

    def may_share(self, request: HttpRequest) -> bool:
        return (
            settings.SHARED_PAGES_LAG is not None
            and request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and "HTTP_HX_REQUEST" not in request.META
        )

    def follow_revision(self, now: float) -> None:
        if self.looked and now - self.looked < (settings.SHARED_PAGES_LAG or 0):
            return
        try:
            revision = _revision()
        except DatabaseError:
            # The database is away: readers get what was kept while it is fresh; the other pages say sorry.
            self.looked = now
            return
        if revision != self.revision:
            self.pages.clear()
            self.size = 0
        self.revision, self.looked = revision, now


def _is_shareable(request: HttpRequest, response: HttpResponseBase) -> bool:
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return False
    return getattr(match.func, "shared", False)


def _copy(response: HttpResponseBase, head: bool = False) -> HttpResponse:
    fresh = HttpResponse(b"" if head else response.content, status=response.status_code)  # type: ignore[attr-defined]
    for name, value in response.items():
        fresh[name] = value
    return fresh
