"""The map by levels: the drawing and the table say the same, and both are light."""

import gzip
import json
import re
from random import Random

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from mistok.network.models import Outline, Place
from mistok.network.tests.factories import OrganisationFactory, PlaceFactory, ServicePointFactory
from mistok.network.tests.land import Land, square, unit
from mistok.ui.stylesheets import sheet

pytestmark = pytest.mark.django_db

MAP = "/map/"
LIGHT = 60 * 1024  # bytes on the wire, everything the first visit moves
DRAWN = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)">.*?<text[^>]*>(\d+)</text>')
ROW = re.compile(
    r'<th scope="row"><a href="([^"]+)"[^>]*>([^<]+)</a></th><td class="number"[^>]*>(\d+)</td>'
    r'<td class="number"[^>]*>(\d+)</td><td class="number"[^>]*>(\d+)</td>'
)


@pytest.fixture
def land():
    land = Land()
    PlaceFactory.create_batch(3, territory=land.city_hromada)
    PlaceFactory.create_batch(2, territory=land.shore_hromada)
    PlaceFactory(territory=land.far_hromada)
    PlaceFactory(territory=None)
    ServicePointFactory(territory=land.city)
    return land


def page_of(client, code=""):
    response = client.get(MAP, {"in": code} if code else {})
    assert response.status_code == 200
    return response.content.decode()


def said(page):
    """What the drawing says and what the table says: address → number."""
    drawn = {address: int(number) for address, _name, number in DRAWN.findall(page)}
    table = {address: int(both) for address, _name, _points, _offices, both in ROW.findall(page)}
    return drawn, table


@pytest.mark.parametrize("with_outlines", [True, False])
def test_drawing_and_table_say_the_same(client, land, with_outlines):
    if with_outlines:
        land.outlines()
    country, oblast, raion = (page_of(client, code) for code in ("", land.mykolaiv_oblast.pk, land.raion.pk))
    for page in (country, oblast, raion):
        drawn, table = said(page)
        assert drawn == table
        assert drawn
    assert sorted(said(country)[1].values()) == [1, 6]
    assert list(said(oblast)[1].values()) == [6]
    assert sorted(said(raion)[1].values()) == [2, 4]


def test_numbers_are_read_aloud_with_names(client, land):
    assert 'aria-label="Миколаївська область: 1 пункт бібліотек, 5 центрів адмінпослуг"' in page_of(client)


def test_offices_without_a_hromada_are_counted_in_words(client, land):
    assert "У сумі враховано ще 1 центр, громаду якого поки не встановлено." in page_of(client)
    assert "поки не встановлено" not in page_of(client, land.raion.pk)


def test_hromada_shows_its_places_with_the_numbers_of_the_list(client, land):
    page = page_of(client, land.city_hromada.pk)
    assert page.count('class="map-dot') == 4
    assert re.findall(r'aria-hidden="true">(\d+)</text>', page) == ["1", "2", "3", "4"]
    titles = re.findall(r'<a href="([^"]+)" aria-label="\d\.', page)
    rows = re.findall(r'row-title"[^>]*><a href="([^"]+)"', page)
    assert titles == rows
    assert "/points/" in rows[0]


def test_the_way_up(client, land):
    page = page_of(client, land.city_hromada.pk)
    for code in (land.raion.pk, land.mykolaiv_oblast.pk):
        assert f'href="{MAP}?in={code}"' in page
    assert "Миколаївський район" in page


def test_the_only_oblast_is_the_whole_map(client):
    """A network of one oblast sees its raions at once, with everybody counted."""
    oblast = unit("UA48", "Миколаївська", "O", where=(46.97, 31.99))
    raion = unit("UA4806", "Миколаївський", "P", oblast, (46.97, 31.99))
    hromada = unit("UA4806015", "Миколаївська", "H", raion, (46.97, 31.99))
    PlaceFactory(territory=hromada)
    PlaceFactory(territory=None)
    page = page_of(client)
    assert said(page)[1] == {f"{MAP}?in={raion.pk}": 1}
    assert "0 пунктів бібліотек, 2 центри адмінпослуг" in page
    assert "У сумі враховано ще 1 центр" in page
    assert f'data-moving="{MAP}{oblast.pk}.json"' in page
    assert "Україна</a>" not in page_of(client, raion.pk)


def test_settlement_leads_to_its_hromada(client, land):
    for settlement in (land.village, land.city):
        response = client.get(MAP, {"in": settlement.pk})
        assert response.status_code == 302
        assert response.url == f"{MAP}?in={settlement.parent_id}"


@pytest.mark.parametrize("code", ["нема", "UA" + "9" * 17, "'"])
def test_unknown_unit(client, land, code):
    assert client.get(MAP, {"in": code}).status_code == 404
    assert client.get(f"{MAP}{code}.json").status_code == 404


@pytest.mark.parametrize("address", [MAP, f"{MAP}all.json"])
def test_wrong_method(client, db, address):
    assert client.post(address).status_code == 405


def test_empty_land(client, db):
    assert "Мапа ще порожня" in page_of(client)


def test_hromada_without_anybody(client, land):
    Place.objects.filter(territory=land.shore_hromada).delete()
    page = page_of(client, land.shore_hromada.pk)
    assert "Тут ще нікого немає" in page
    assert f"{reverse('network:place-list')}?in={land.shore_hromada.pk}" in page


def test_queries_do_not_grow(client, land, django_assert_max_num_queries):
    land.outlines()
    counts = []
    for _batch in range(2):
        PlaceFactory.create_batch(40, territory=land.city_hromada)
        # inside a transaction nothing is kept: the ground is laid for each drawing
        with django_assert_max_num_queries(40) as captured:
            for code in ("", land.raion.pk):
                client.get(MAP, {"in": code})
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_data_for_a_moving_map(client, land):
    land.outlines()
    response = client.get(reverse("network:map-data", args=[land.shore_hromada.pk]))
    assert response["Content-Type"].startswith("application/geo+json")
    features = json.loads(response.content)["features"]
    assert [each["geometry"]["type"] for each in features] == ["Point", "Point"]
    first, second = (each["geometry"]["coordinates"] for each in features)
    assert first == [31.21, 46.67]
    assert first != second  # one place, and still both can be pressed
    assert set(features[0]["properties"]) == {"n", "u", "s", "t"}
    assert (
        client.get(response.wsgi_request.path, headers={"If-None-Match": response["ETag"]}).status_code == 304
    )

    country = json.loads(client.get(reverse("network:map-data", args=["all"])).content)["features"]
    numbers = {each["properties"]["n"].split(":")[0]: each["properties"]["c"] for each in country}
    assert numbers == {"Миколаївська область": 6, "Хмельницька область": 1}
    assert {each["geometry"]["type"] for each in country} == {"MultiPolygon", "Point"}


def test_tiles_only_from_a_named_server(client, land, settings):
    assert "data-tiles" not in page_of(client)
    settings.TILES, settings.TILES_ATTRIBUTION = "https://tiles.example.org/{z}/{x}/{y}.png", "© Приклад"
    page = page_of(client)
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in page
    assert "© Приклад" in page
    assert django_settings.SECURE_CSP["img-src"] == ["'self'", "data:"]


def test_first_visit_of_the_whole_country_is_light():
    """3,432 offices in 27 oblasts with borders as crooked as real ones: the bar is 60 KB for everything."""
    random = Random(27)
    provider = OrganisationFactory(kind="provider")
    hromadas = []
    for number in range(27):
        west, south = 23 + number % 9 * 1.8, 45 + number // 9 * 2.2
        oblast = unit(f"UA{number + 1:02}", f"Область№{number}", "O", where=(south + 1, west + 0.9))
        raion = unit(f"UA{number + 1:02}01", f"Район№{number}", "P", oblast)
        hromadas.append(unit(f"UA{number + 1:02}01001", f"Громада№{number}", "H", raion, (south + 1, west)))
        corners = [point for point in square(west, south, 1.7) for _ in range(26)]
        ring = [[x + random.uniform(-0.1, 0.1), y + random.uniform(-0.1, 0.1)] for x, y in corners]
        Outline.objects.create(territory=oblast, rings=[[*ring, ring[0]]], source="перевірка")
    Place.objects.bulk_create(
        Place(
            slug=f"tsnap-{number}", name=f"Центр надання адміністративних послуг № {number}",
            organisation=provider, territory=hromadas[number % 27], address="вул. Миру, 1",
        )
        for number in range(3432)
    )  # fmt: skip
    response = Client().get(MAP, headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(response.content).decode()
    assert sum(said(page)[0].values()) == 3432
    moved = len(response.content) + len(sheet("resident").gzipped)
    for part in set(re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(/static/[^"]+)"', page)):
        moved += len(b"".join(Client().get(part).streaming_content))
    assert moved < LIGHT / 2
    assert "leaflet" not in re.findall(r"<(?:script|link)[^>]+>", page)
