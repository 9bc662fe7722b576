"""One copy for all anonymous readers, and never for anybody else."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from mistok.lib import shared_pages
from mistok.lib.access import public, shared
from mistok.lib.shared_pages import SharedPagesMiddleware


class Match:
    def __init__(self, func):
        self.func = func


@pytest.fixture
def house(settings, monkeypatch):
    """A middleware over a page that counts how often it was made; `revision[0]` is the content’s."""
    settings.SHARED_PAGES_LAG = 0
    revision, made = [1], []
    monkeypatch.setattr(shared_pages, "_revision", lambda: revision[0])

    def serve(view, status=200, cookie=None):
        def page(request):
            made.append(request.path)
            request.resolver_match = Match(view)
            response = HttpResponse(f"№ {len(made)}", status=status, headers={"X-Made": str(len(made))})
            if cookie:
                response.set_cookie("seen", cookie)
            return response

        return SharedPagesMiddleware(page)

    return serve, revision, made


@shared
def shared_view(request): ...


@public
def public_view(request): ...


def get(middleware, path="/services/", **headers):
    cookies = headers.pop("cookies", {})
    request = RequestFactory().get(path, headers=headers)
    request.COOKIES.update(cookies)
    return middleware(request)


def test_second_reader_gets_the_same_copy_with_its_headers(house):
    serve, _, made = house
    middleware = serve(shared_view)
    first, second = get(middleware), get(middleware)
    assert first.content == second.content == "№ 1".encode()
    assert second["X-Made"] == "1"
    assert len(made) == 1


def test_a_committed_change_makes_the_page_anew(house):
    serve, revision, _ = house
    middleware = serve(shared_view)
    get(middleware)
    revision[0] += 1
    assert get(middleware).content == "№ 2".encode()


def test_whoever_has_a_session_never_meets_the_copy(house, settings):
    serve, _, made = house
    middleware = serve(shared_view)
    get(middleware)
    get(middleware, cookies={settings.SESSION_COOKIE_NAME: "librarian"})
    assert len(made) == 2
    assert get(middleware).content == "№ 1".encode()


def test_addresses_and_encodings_are_kept_apart(house):
    serve, _, made = house
    middleware = serve(shared_view)
    get(middleware, "/services/?page=1")
    get(middleware, "/services/?page=2")
    get(middleware, "/services/?page=1", **{"Accept-Encoding": "gzip"})
    assert len(made) == 3


@pytest.mark.parametrize("case", ["not marked", "an error", "sets a cookie"])
def test_what_must_not_be_shared_is_not(house, case):
    serve, _, made = house
    middleware = {
        "not marked": lambda: serve(public_view),
        "an error": lambda: serve(shared_view, status=404),
        "sets a cookie": lambda: serve(shared_view, cookie="yes"),
    }[case]()
    get(middleware)
    get(middleware)
    assert len(made) == 2


def test_head_of_a_kept_page_has_no_body(house):
    serve, _, _ = house
    middleware = serve(shared_view)
    get(middleware)
    request = RequestFactory().head("/services/")
    assert middleware(request).content == b""


def test_memory_is_bounded(house, monkeypatch):
    serve, _, _ = house
    monkeypatch.setattr(shared_pages, "MOST_PAGES", 10)
    middleware = serve(shared_view)
    for number in range(50):
        get(middleware, f"/services/?page={number}")
    assert len(middleware.pages) == 10


def test_kept_page_is_given_out_while_the_database_is_away(house, monkeypatch):
    serve, _revision, made = house
    pages = serve(shared_view)
    assert pages(RequestFactory().get("/")).content == "№ 1".encode()

    def away():
        raise OperationalError("connection failed")

    monkeypatch.setattr(shared_pages, "_revision", away)
    assert pages(RequestFactory().get("/")).content == "№ 1".encode()
    pages(RequestFactory().get("/healthz"))
    assert made == ["/", "/healthz"]


def test_shared_pages_bounded_in_bytes(house, monkeypatch):
    """A stranger who adds a new query each time does not fill the memory."""
    serve, _revision, _made = house
    monkeypatch.setattr(shared_pages, "MOST_BYTES", 20)
    middleware = serve(shared_view)
    for number in range(50):
        middleware(RequestFactory().get(f"/map/all.json?x={number}"))
    assert middleware.size == sum(len(each[1].content) for each in middleware.pages.values()) <= 20
    assert len(middleware.pages) >= 3
    _revision[0] = 2
    middleware(RequestFactory().get("/map/"))
    assert len(middleware.pages) == 1
    assert middleware.size == len(next(iter(middleware.pages.values()))[1].content)
