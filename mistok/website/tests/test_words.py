"""Words on residents’ pages, in either language."""

from urllib.parse import quote

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_examples_on_the_english_page_ask_in_ukrainian(client):
    page = client.get("/en/").content.decode()
    assert "see a doctor" in page
    assert f"?q={quote('запис до лікаря')}" in page


def test_english_search_tells_in_which_language_the_cards_are(client):
    hint = "Ukrainian words find the most"
    assert hint in client.get("/en/search/", {"q": "pension"}).content.decode()
    assert hint not in client.get("/search/", {"q": "пенсія"}).content.decode()


def test_english_brand_is_not_said_twice(client, settings):
    settings.SITE_NAME = "Місток"
    assert "<small" not in client.get("/en/").content.decode()


def test_privacy_names_no_field_as_programmers_do(client):
    assert "email адреса" not in client.get(reverse("website:privacy")).content.decode().lower()
