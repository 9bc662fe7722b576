"""Small things a reader notices: the language of words, the list that fits nothing, the sheet on paper."""

import pytest
from django.urls import reverse

from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_english_pages_say_which_words_are_ukrainian(client):
    ServiceFactory(slug="subsidy", name="Житлова субсидія", situations=[LifeSituationFactory(slug="bills")])
    for path in ("/en/services/", "/en/services/subsidy/", "/en/situations/bills/", "/en/situations/"):
        assert ' lang="uk">' in client.get(path).content.decode().split("<main", 1)[1], path
    assert ' lang="uk"' not in client.get("/services/subsidy/").content.decode().split("<main", 1)[1]


def test_list_narrowed_to_what_is_not_there_says_so(client):
    ServiceFactory()
    page = client.get(reverse("directory:service-list"), {"provider": "nobody"}).content.decode()
    assert "За всіма умовами разом нічого немає" in page
    assert "Каталог ще порожній" not in page


def test_sheet_begins_with_the_button_that_prints(client):
    service = ServiceFactory()
    page = client.get(service.get_absolute_url(), {"print": "large"}).content.decode()
    assert page.index("data-print") < page.index("<h1")
    assert '<html lang="uk" class="large-print">' in page
