"""A first visit moves at most 30 KB in 5 requests, its HTML and style sheet at most 14 KB compressed."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PAGES = {
    "home": "/",
    "search": f"/search/?q={quote('субсидія на комунальні')}",
    "list": "/services/",
    "card": "/services/housing-subsidy/",
    "situation": "/situations/displaced/",
    "points": "/points/",
    "point": "/points/kropyvnytskoho/",
    "map": "/map/",
    "where to go": f"/places/?near={quote('Миколаїв')}",
    "English home": "/en/",
}
PARTS = re.compile(r'<(?:link|script|img|source|iframe)[^>]+(?:href|src)="(/[^"]+)"')
FETCHED_LATER = re.compile(r'rel="(?:canonical|alternate|search)"')


@pytest.fixture
def demo(demo_undone, demo_files):
    pass


def fetch(path):
    response = Client().get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, path
    return response


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_first_visit_is_light(path, demo):
    page = fetch(path)
    html = Client().get(path).content.decode()
    links = [tag for tag in re.findall(r"<link[^>]+>", html) if not FETCHED_LATER.search(tag)]
    parts = {
        part for tag in [*links, *re.findall(r"<(?:script|img)[^>]+>", html)] for part in PARTS.findall(tag)
    }
    sizes = {part: size(part) for part in parts}
    sheet = sum(number for part, number in sizes.items() if ".css" in part)
    assert 1 + len(parts) <= 5, parts
    assert len(page.content) + sheet <= 14_000
    assert len(page.content) + sum(sizes.values()) <= 30_000


def size(path):
    response = fetch(path)
    return len(b"".join(response.streaming_content) if response.streaming else response.content)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_comes_from_another_host_and_nothing_is_inline(path, demo):
    html = Client().get(path).content.decode()
    assert not re.findall(r'<(?:link|script|img|iframe)[^>]+(?:href|src)="(?:https?:)?//', html)
    assert not re.findall(r"<script(?![^>]+src=)(?![^>]+ld\+json)|<style|\sstyle=|\son\w+=", html)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_public_pages_set_no_cookie(path, demo):
    assert not fetch(path).cookies
