"""The widget and the banner stand on any site, set nothing and show what their owner chose."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from mistok.directory.embedding import BANNERS
from mistok.directory.tests.factories import CollectionFactory, LifeSituationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
WIDGET = "/embed/widget/"


@pytest.fixture
def services():
    housing = LifeSituationFactory(slug="housing", name="Житло й комунальні послуги")
    return [
        ServiceFactory(name="Субсидія", situations=[housing], demand=90),
        ServiceFactory(name="Пенсія", demand=80),
    ]


def test_widget_may_stand_in_a_frame_and_keeps_nothing(client, services):
    response = client.get(WIDGET)
    assert "X-Frame-Options" not in response.headers
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script" not in response["Content-Security-Policy"]
    assert not response.cookies
    page = response.content.decode()
    assert "<script" not in page
    assert page.count('target="_top"') == 4
    assert page.index("Субсидія") < page.index("Пенсія")


def test_other_pages_still_refuse_frames(client):
    assert client.get("/services/")["X-Frame-Options"] == "DENY"


def test_widget_shows_what_was_chosen(client, services):
    page = client.get(WIDGET, {"situation": "housing", "theme": "dark", "n": "1"}).content.decode()
    assert 'class="dark"' in page
    assert "Житло й комунальні послуги" in page
    assert "Субсидія" in page
    assert "Пенсія" not in page
    assert "Субсидія" not in client.get(WIDGET, {"n": "0"}).content.decode()


@pytest.mark.parametrize("given", [{"n": "-1"}, {"n": "999"}, {"situation": "нема"}, {"theme": '"><b>'}])
def test_widget_bears_whatever_is_asked(client, services, given):
    response = client.get(WIDGET, given)
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


@pytest.mark.parametrize("code", BANNERS)
def test_banner_is_a_picture_of_its_size(client, code):
    response = client.get(reverse("directory:embed-banner", args=[code]))
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own picture
    assert root.get("width") == str(BANNERS[code].width)
    assert root[0].text == "Е-послуги: допоможемо безоплатно"


def test_unknown_banner_is_not_found(client):
    assert client.get(reverse("directory:embed-banner", args=["huge"])).status_code == 404


def test_page_gives_the_lines_to_copy(client, services, settings):
    page = client.get("/embed/", {"situation": "housing", "count": 3, "theme": "light"}).content.decode()
    assert "situation=housing&amp;n=3&amp;theme=light" in page
    assert "&lt;iframe src=" in page
    assert "frame-src 'self'" in client.get("/embed/")["Content-Security-Policy"], "the preview is a frame"
    assert settings.SITE_URL in page
    assert client.get("/embed/", {"count": 99}).status_code == 422


def test_widget_shows_a_collection_in_its_order(client, services):
    collection = CollectionFactory(name="Для старших", services=reversed(services))
    page = client.get(WIDGET, {"collection": collection.slug}).text
    assert "Для старших" in page
    assert page.index("Пенсія") < page.index("Субсидія")
    assert f'href="{collection.get_absolute_url()}"' in page
    chooser = client.get("/embed/", {"collection": collection.slug, "n": 3}).text
    assert f"collection={collection.slug}" in chooser
    collection.is_published = False
    collection.save()
    hidden = client.get(WIDGET, {"collection": collection.slug, "n": 2}).text
    assert "Для старших" not in hidden
    assert "Субсидія" in hidden


def test_collections_are_offered_only_when_there_are_any(client, services):
    assert 'name="collection"' not in client.get("/embed/").text
    CollectionFactory(services=services)
    assert 'name="collection"' in client.get("/embed/").text
