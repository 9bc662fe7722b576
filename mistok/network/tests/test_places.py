"""Where to go: what place is meant, what is near it, and the page of an office."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from mistok.lib.opening_hours import KYIV
from mistok.network.models import Facility, HoursReading
from mistok.network.places import names, near
from mistok.network.places.ground import Kind, ground
from mistok.network.tests.factories import PlaceFactory, ServicePointFactory
from mistok.network.tests.land import Land

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 20, 10, 30, tzinfo=KYIV)
LIST = "/places/"


@pytest.fixture
def land():
    return Land()


@pytest.fixture
def offices(land):
    """By their distance from Mykolaiv: in the city, on the shore (62 km), in Khmelnychchyna (over 500 km)."""
    return [
        PlaceFactory(name="У місті", territory=land.city_hromada, latitude=46.96, longitude=32.0),
        PlaceFactory(name="Біля моря", territory=land.shore_hromada),
        PlaceFactory(name="Далеко", territory=land.far_hromada, opening_hours="24/7"),
    ]


def find(text):
    return [each.unit.name for each in names.find(text, ground(FRIDAY.date()))]


def only(text):
    (found,) = names.find(text, ground(FRIDAY.date()))
    return found


def nearby(text, at=FRIDAY, **wanted):
    found = near.near_unit(only(text), ground(FRIDAY.date()), near.Wanted(**wanted), near.this_moment(at))
    return [each.spot.name for each in found]


def page_of(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Коблеве", ["Коблеве"]),
        ("коблеве", ["Коблеве"]),
        ("с. Коблеве", ["Коблеве"]),
        ("село Коблеве, Миколаївська область", ["Коблеве"]),
        ("Коблеве Миколаївський район", ["Коблеве"]),
        ("Коблеве, Хмельницька область", []),
        ("м. Коблеве", []),
        ("у Миколаєві", ["Миколаїв"]),
        ("Миколаївська", ["Миколаївська", "Миколаївська"]),
        ("Миколаївська область", ["Миколаївська"]),
        ("Миколаївська міська громада", ["Миколаївська"]),
        ("миколаївський р-н", ["Миколаївський"]),
        ("нова назва", ["Нова Назва"]),
        ("Жовтневе", ["Нова Назва"]),
        ("Новомиколаївка", ["Новомиколаївка", "Новомиколаївка"]),
        ("Новомиколаївка Хмельницька", ["Новомиколаївка"]),
        ("Париж", []),
        ("", []),
        (",;.", []),
        ("' OR 1=1 --", []),
    ],
)
def test_place_that_is_meant(land, asked, expected):
    assert find(asked) == expected


def test_former_name_is_said(land):
    assert only("Жовтневе").former == "Жовтневе"
    assert only("Нова Назва").former == ""


def test_beginning_of_a_name_finds_it(land):
    base = ground(FRIDAY.date())
    assert [each.unit.name for each in names.beginnings("Рибак", base)] == ["Рибаківка"]
    assert names.beginnings("Ри", base) == []


def test_unit_by_its_code(land):
    base = ground(FRIDAY.date())
    assert names.known(land.village.code, base).chain == (
        land.village.code, land.shore_hromada.code, land.raion.code, land.mykolaiv_oblast.code,
    )  # fmt: skip
    assert names.known("UA" + "9" * 17, base) is None
    assert names.known("Коблеве", base) is None


def test_nearest_first(land, offices):
    assert nearby("Миколаїв") == ["У місті", "Біля моря", "Далеко"]
    assert nearby("Коблеве") == ["Біля моря", "У місті", "Далеко"]
    assert nearby("Жовтневе") == ["Далеко", "Біля моря", "У місті"] or nearby("Жовтневе")[0] == "Далеко"


def test_settlement_without_coordinates_is_reached_from_its_hromada(land, offices):
    named = only("Рибаківка")
    assert near.centre_of(named).code == land.shore_hromada.code
    assert nearby("Рибаківка")[0] == "Біля моря"


def test_office_of_the_very_settlement_comes_before_those_of_its_hromada(land, offices):
    PlaceFactory(
        name="Я у Рибаківці", territory=land.shore_hromada, given={"settlement": land.village.code},
        latitude=46.67, longitude=31.21,
    )  # fmt: skip
    PlaceFactory(name="А деінде", territory=land.shore_hromada)
    found = near.near_unit(only("Рибаківка"), ground(FRIDAY.date()), near.Wanted(), near.this_moment(FRIDAY))
    assert found[0].spot.name == "Я у Рибаківці"
    assert not found[1].is_here


def test_land_without_coordinates_goes_by_its_tree(land):
    for territory in (land.shore_hromada, land.shore, land.raion, land.mykolaiv_oblast):
        territory.latitude = territory.longitude = None
        territory.save()
    ServicePointFactory(name="Десь у районі", territory=land.raion)
    ServicePointFactory(name="Деінде", territory=land.far_city)
    assert nearby("Рибаківка") == ["Десь у районі"]


def test_filters(land, offices):
    offices[0].facilities = [Facility.STEP_FREE]
    offices[0].save()
    ServicePointFactory(name="Бібліотека", territory=land.city, step_free=True, opening_hours="")
    step_free = frozenset({Facility.STEP_FREE})
    assert nearby("Миколаїв", kind=Kind.POINT) == ["Бібліотека"]
    assert set(nearby("Миколаїв", facilities=step_free)) == {"У місті", "Бібліотека"}
    assert nearby("Миколаїв", open_now=True) == ["У місті", "Біля моря", "Далеко"]
    assert nearby("Миколаїв", at=FRIDAY.replace(hour=20), open_now=True) == ["Далеко"]


def test_suspended_office_is_not_open_and_a_closed_one_is_gone(land, offices):
    offices[0].state = "suspended"
    offices[0].save()
    offices[1].state = "closed"
    offices[1].save()
    assert nearby("Миколаїв") == ["У місті", "Далеко"]
    assert nearby("Миколаїв", open_now=True) == ["Далеко"]


@pytest.mark.parametrize(
    ("kilometres", "about", "here", "expected"),
    [
        (None, False, True, ""),
        (0.1, False, True, "поруч"),
        (0.1, True, True, "тут-таки"),
        (0.1, True, False, "у цій же громаді"),
        (0.74, False, True, "700 м"),
        (3.44, False, True, "3,4 км"),
        (12.6, False, True, "13 км"),
        (12.6, True, True, "близько 13 км"),
    ],
)
def test_distance_in_words(kilometres, about, here, expected):
    assert near.distance_text(kilometres, is_about=about, is_here=here) == expected


def test_list_without_a_question_offers_oblasts(client, land, offices):
    page = page_of(client)
    assert "Миколаївська область" in page
    assert reverse("network:map") in page


def test_list_near_a_place(client, land, offices):
    page = page_of(client, near="Жовтневе")
    assert "Раніше: Жовтневе" in page
    assert "Відстань рахуємо від центру: Волочиська громада" in page
    assert page.index("Далеко") < page.index("Біля моря")
    assert "у цій же громаді" in page


def test_list_asks_which_of_several(client, land, offices):
    page = page_of(client, near="Новомиколаївка", open="1")
    assert "Новомиколаївка: 2 місця. Уточніть, яке" in page
    assert page.index("Миколаївська область") < page.index("Хмельницька область")
    addresses = re.findall(r'href="(\?[^"]*in=UA[^"]*)"', page)
    assert len(addresses) == 2
    assert all("open=1" in address for address in addresses)
    page = client.get(LIST + addresses[1].replace("&amp;", "&")).content.decode()
    assert page.index("Далеко") < page.index("У місті") if "У місті" in page else "Далеко" in page


def test_city_is_meant_rather_than_villages_of_its_name(client, land, offices):
    land.namesakes[0].name = "Миколаїв"
    land.namesakes[0].save()
    page = page_of(client, near="Миколаїв")
    assert "Поруч: Миколаїв" in page
    assert "Інші місця з такою назвою" in page
    assert "Уточніть, яке" in page_of(client, near="Миколаїв", which="1")


def test_list_by_words_of_an_address(client, land, offices):
    ServicePointFactory(name="На Лисенка", territory=land.far_city, address="вул. Лисенка, 3")
    assert "На Лисенка" in page_of(client, near="лисенка")
    assert "На Лисенка" in page_of(client, near="вул. Лисенка")


def test_list_of_nothing_says_what_to_do(client, land, offices):
    page = page_of(client, near="<b>Париж")
    assert "Ми не знаємо такого місця" in page
    assert "<b>Париж" not in page
    assert "Зніміть якусь умову" in page_of(client, near="Коблеве", **{"with": "braille"})


def test_list_by_pages(client, land):
    for number in range(45):
        PlaceFactory(name=f"Центр {number:02}", territory=land.city_hromada)
    first, last = page_of(client, near="Миколаїв"), page_of(client, near="Миколаїв", page=3)
    assert first.count("row-title") == 20
    assert last.count("row-title") == 5
    assert "near=%D0%9C" in first
    assert page_of(client, near="Миколаїв", page="сорок").count("row-title") == 20


@pytest.mark.parametrize(
    "query",
    [
        {"in": "нема"},
        {"in": "UA" + "1" * 17},
        {"what": "все"},
        {"with": "нема"},
        {"near": "\0"},
        {"near": "я" * 5000},
        {"page": "-1"},
    ],
)
def test_list_survives_any_query(client, land, offices, query):
    page_of(client, **query)


@pytest.mark.parametrize("query", [{"near": "Миколаїв"}, {"in": "UA48".ljust(19, "0")}, {}])
def test_list_budget_does_not_grow(client, land, django_assert_max_num_queries, query):
    counts = []
    for batch in (2, 60):
        PlaceFactory.create_batch(batch, territory=land.city_hromada)
        ServicePointFactory.create_batch(batch, territory=land.city)
        with django_assert_max_num_queries(16) as captured:
            client.get(LIST, query)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_office_page_says_where_when_and_how(client, land, django_assert_max_num_queries):
    ServicePointFactory(name="Бібліотека поруч", territory=land.city)
    office = PlaceFactory(
        name="Прозорий офіс",
        territory=land.city_hromada,
        latitude=46.96,
        longitude=32.0,
        opening_hours="Mo-Fr 09:00-13:00,14:00-18:00",
        phone="(0512) 37-03-38",
        email="cnap@example.org",
        website="https://cnap.example.org/",
        facilities=["ramp", "braille"],
    )
    with django_assert_max_num_queries(18):
        page = client.get(office.get_absolute_url()).content.decode()
    for expected in (
        "Миколаївська громада, Миколаївський район, Миколаївська область",
        "перерва 13:00–14:00",
        "tel:+380512370338",
        "mailto:cnap@example.org",
        "https://cnap.example.org/",
        "Пандус",
        "Інформація шрифтом Брайля",
        "Бібліотека поруч",
        "openstreetmap.org/?mlat=46.96000",
        reverse("network:place-qr", args=[office.slug]),
    ):
        assert expected in page


def test_office_page_shows_the_timetable_word_for_word_until_a_person_reads_it(client, land):
    office = PlaceFactory(
        opening_hours="", hours_reading=HoursReading.REVIEW, given={"timetable": "пн: 0:.00 <до> обіду"}
    )
    page = client.get(office.get_absolute_url()).content.decode()
    assert "пн: 0:.00 &lt;до&gt; обіду" in page
    assert "слово в слово" in page
    office.hours_reading = HoursReading.APPOINTMENT
    office.save()
    assert "Лише за попереднім записом" in client.get(office.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("state", "said"), [("suspended", "Центр тимчасово не працює"), ("closed", "Цей центр закрито назавжди")]
)
def test_office_page_of_one_that_does_not_work(client, land, state, said):
    office = PlaceFactory(state=state, opening_hours="24/7")
    page = client.get(office.get_absolute_url()).content.decode()
    assert said in page
    assert "Відчинено" not in page


def test_office_whose_house_is_not_known_is_not_shown_on_a_street_map(client, land):
    office = PlaceFactory(latitude=46.97, longitude=31.99, given={"approximate": "hromada"})
    assert "openstreetmap" not in client.get(office.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["place-detail", "place-qr"])
def test_office_pages_bad_id_and_wrong_method(client, land, name):
    office = PlaceFactory()
    assert client.get(reverse(f"network:{name}", args=["nema"])).status_code == 404
    assert client.post(reverse(f"network:{name}", args=[office.slug])).status_code == 405


def test_list_wrong_method(client, db):
    assert client.post(LIST).status_code == 405
