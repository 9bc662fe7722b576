"""What of a point is found: its name, address, library, and its place by old names and by all around it."""

from datetime import date

import pytest

from mistok.network.models import ServicePoint, Territory, TerritoryName
from mistok.network.tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ServicePointFactory,
    TerritoryFactory,
)
from mistok.search.actions import changed, drain, rebuild
from mistok.search.queries import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def point():
    region = TerritoryFactory(code="UA56000000000066151", level=1, category="O", name="Рівненська")
    city = TerritoryFactory(code="UA56060470010021434", level=4, category="M", name="Вараш", parent=region)
    TerritoryName.objects.create(
        territory_id="UA56060470010021434", name="Кузнецовськ", until=date(2016, 5, 19)
    )
    TerritoryName.objects.create(territory_id="UA56060470010021434", name="Вараш", since=date(2016, 5, 19))
    library = OrganisationFactory(name="Вараська публічна бібліотека", slug="varash")
    return ServicePointFactory(
        slug="varash",
        name="Хаб цифрової освіти",
        organisation=library,
        territory=city,
        address="вул. Енергетиків, 3",
    )


def keys(text):
    return [hit.key for hit in search(text).hits]


@pytest.mark.parametrize(
    "asked",
    [
        "хаб",
        "Енергетиків",
        "Вараш",
        "у Вараші",
        "Кузнецовськ",
        "Кузнецовську",
        "Рівненська область",
        "вараська бібліотека",
    ],
)
def test_point_is_found_by(point, asked):
    ServicePointFactory(name="Інший пункт", slug="other")
    rebuild()
    assert keys(asked)[0] == str(point.uuid)


def test_point_hit_leads_to_its_page_and_names_its_place(point):
    rebuild()
    hit = search("Вараш").hits[0]
    assert (hit.kind, hit.url) == ("point", point.get_absolute_url())
    assert hit.summary == "Вараш, вул. Енергетиків, 3"


def test_closed_point_is_not_found(point):
    rebuild()
    ServicePoint.objects.update(closed_on=date(2026, 1, 1))
    changed("point", str(point.uuid))
    drain()
    assert keys("Вараш") == []


def test_indexing_asks_the_database_no_more_for_more_points(django_assert_max_num_queries):
    for _ in range(25):
        ServicePointFactory()
    with django_assert_max_num_queries(15):
        assert rebuild() == 25


def test_without_an_index_points_answer_themselves(point):
    ServicePointFactory(name="Інший пункт", slug="other")
    results = search("Вараш")
    assert results.degraded
    assert [hit.slug for hit in results.hits] == ["varash"]


@pytest.fixture
def office():
    oblast = TerritoryFactory(name="Миколаївська", level=1, category="O")
    hromada = TerritoryFactory(name="Коблівська", level=3, category="H", parent=oblast)
    village = TerritoryFactory(name="Рибаківка", category="C", parent=hromada)
    TerritoryName.objects.create(territory=village, name="Свердлове", until=date(2016, 1, 1))
    return PlaceFactory(
        slug="rybakivka",
        name="Віддалене робоче місце відділу «Центр надання адміністративних послуг»",
        territory=hromada,
        given={"settlement": village.pk},
    )


@pytest.mark.parametrize("asked", ["цнап рибаківка", "Рибаківка", "свердлове", "Коблівська громада"])
def test_office_is_found_by(office, asked):
    PlaceFactory(name="ЦНАП деінде")
    rebuild()
    hit = search(asked).hits[0]
    assert (hit.kind, hit.slug, hit.url) == ("place", "rybakivka", office.get_absolute_url())
    assert hit.tag == "Центр адмінпослуг"


def test_point_stands_before_offices_of_its_place(office):
    point = ServicePointFactory(name="Пункт е-послуг", territory=Territory.objects.get(name="Рибаківка"))
    rebuild()
    assert [hit.kind for hit in search("Рибаківка").hits] == ["point", "place"]
    assert keys("Рибаківка")[0] == str(point.uuid)


def test_office_closed_for_good_is_not_found(office):
    rebuild()
    office.state = "closed"
    office.save()
    changed("place", str(office.pk))
    drain()
    assert keys("Рибаківка") == []


def test_without_an_index_offices_answer_themselves(office):
    PlaceFactory(name="ЦНАП деінде")
    assert [hit.slug for hit in search("Коблівська").hits] == ["rybakivka"]


def test_indexing_asks_the_database_no_more_for_more_offices(django_assert_max_num_queries):
    PlaceFactory.create_batch(25)
    with django_assert_max_num_queries(15):
        assert rebuild() == 25
