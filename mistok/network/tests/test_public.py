"""Points as residents see them."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from mistok.lib.opening_hours import KYIV, Closed, Open, Unknown
from mistok.network.hours import status_text
from mistok.network.public import equipment, now, phones, place_text, points_now
from mistok.network.tests.factories import ServicePointFactory, TerritoryFactory

FRIDAY = datetime(2026, 11, 20, 10, 30, tzinfo=KYIV)


@pytest.fixture(autouse=True)
def _in_ukrainian():
    with translation.override("uk"):
        yield


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Open(at(20, 18)), "Відчинено до 18:00"),
        (Open(None), "Відчинено цілодобово"),
        (Closed(at(20, 14)), "Зачинено до 14:00"),
        (Closed(at(21, 9)), "Зачинено до завтра, 09:00"),
        (Closed(at(23, 9)), "Зачинено до понеділка, 09:00"),
        (Closed(at(26, 11)), "Зачинено до четверга, 11:00"),
        (Closed(at(27, 9)), "Зачинено до 27 листопада, 09:00"),
        (Closed(None), "Зачинено"),
        (Unknown(), "Години роботи уточніть телефоном"),
    ],
)
def test_status_text(status, expected):
    assert status_text(status, FRIDAY) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("(0512) 24-01-10", [("(0512) 24-01-10", "tel:+380512240110")]),
        (
            "+38 050 123 45 67, 0 800 505 201",
            [("+38 050 123 45 67", "tel:+380501234567"), ("0 800 505 201", "tel:0800505201")],
        ),
        ("512240110", [("512240110", "tel:+380512240110")]),
        ("запитайте чергового", []),
        ("", []),
    ],
)
def test_phones(written, expected):
    assert phones(written) == expected


@pytest.mark.parametrize(
    ("name", "category", "expected"),
    [
        ("Миколаївська", "O", "Миколаївська область"),
        ("Миколаївський", "P", "Миколаївський район"),
        ("Миколаївська", "H", "Миколаївська громада"),
        ("Миколаїв", "M", "Миколаїв"),
        ("Автономна Республіка Крим", "O", "Автономна Республіка Крим"),
    ],
)
def test_place_text_completes_adjectives(name, category, expected):
    assert place_text(name, category) == expected


@pytest.mark.django_db
def test_equipment_names_only_what_is_there():
    bare = ServicePointFactory.build(has_internet=False)
    assert equipment(bare) == []
    full = ServicePointFactory.build(computers=2, has_scanner=True, step_free=True, works_in_blackout=True)
    assert equipment(full) == ["2 комп’ютери", "сканер", "вхід без сходів", "працює під час відключень"]


@pytest.mark.django_db
def test_hours_text_in_one_line():
    point = ServicePointFactory.build(opening_hours="Mo-Fr 09:00-13:00,14:00-18:00")
    assert now(point, FRIDAY).hours_text == "Пн–Пт 09:00–18:00, перерва 13:00–14:00; Сб, Нд вихідний"


@pytest.mark.django_db
def test_points_now_those_open_the_longest_first():
    names = {
        "до вечора": "Mo-Fr 09:00-18:00",
        "до обіду": "Mo-Fr 09:00-13:00",
        "від обіду": "Mo-Fr 14:00-18:00",
        "у понеділок": "Mo 09:00-18:00",
        "невідомо": "",
    }
    for name, hours in reversed(names.items()):
        ServicePointFactory(name=name, opening_hours=hours)
    ServicePointFactory(name="закрито назавжди", closed_on=date(2026, 1, 1))
    ServicePointFactory(name="ще не відкрито", opened_on=date(2027, 1, 1))
    assert [each.point.name for each in points_now(at=FRIDAY)] == list(names)


@pytest.mark.django_db
def test_point_list_shows_points_and_the_map(client, network):
    ServicePointFactory(name="На мапі", latitude=46.97, longitude=32.0, opening_hours="24/7")
    page = client.get(reverse("network:point-list")).content.decode()
    for name in ("На мапі", network.point.name, network.other_point.name):
        assert name in page
    assert 'class="map-dot open"' in page
    assert page.count("<circle") == 2  # the others have no place on the map, and still stand in the list


@pytest.mark.django_db
def test_point_list_near_a_place_leads_to_the_list_of_places(client, network):
    response = client.get(reverse("network:point-list"), {"near": "Коблеве"})
    assert response.status_code == 301
    assert client.get(response.url).status_code == 200
    assert "what=points" in response.url


@pytest.mark.django_db
def test_point_list_of_an_empty_network(client):
    assert "Пунктів ще немає" in client.get(reverse("network:point-list")).content.decode()


@pytest.mark.django_db
def test_point_list_budget_does_not_grow(client, django_assert_max_num_queries):
    for count in (1, 20):
        ServicePointFactory.create_batch(count, latitude=47.0, longitude=32.0)
        with django_assert_max_num_queries(2):  # points and their exceptions
            client.get(reverse("network:point-list"))


@pytest.mark.django_db
def test_point_detail_says_where_when_and_what(client, django_assert_max_num_queries):
    point = ServicePointFactory(
        opening_hours="Mo-Fr 09:00-13:00,14:00-18:00; Sa,Su off",
        phone="(0512) 24-01-10",
        email="point@example.org",
        directions="Вхід із двору.",
        hours_note="Останній четвер – санітарний день.",
        computers=3,
        latitude=46.9655,
        longitude=32.0013,
        territory=TerritoryFactory(name="Коблеве", category="C"),
    )
    with django_assert_max_num_queries(
        9
    ):  # the last three: appointments, prices and computers have one link each
        page = client.get(point.get_absolute_url()).content.decode()
    for expected in (
        point.name,
        "вул. Садова, 1",
        "Коблеве",
        "Вхід із двору.",
        "Пн–Пт",
        "09:00–18:00",
        "перерва 13:00–14:00",
        "вихідний",
        "Останній четвер",
        "tel:+380512240110",
        "mailto:point@example.org",
        "3 комп’ютери",
        "openstreetmap.org/?mlat=46.96550",
        "Безоплатно для кожного",
        reverse("network:point-qr", args=[point.slug]),
    ):
        assert expected in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "said"), [("", "Години роботи ще не відомі"), ("щодня після обіду", "щодня після обіду")]
)
def test_point_detail_with_hours_nobody_can_compute(client, hours, said):
    point = ServicePointFactory(opening_hours=hours)
    page = client.get(point.get_absolute_url()).content.decode()
    assert said in page
    assert "Години роботи уточніть телефоном" in page


@pytest.mark.django_db
def test_closed_point_says_so(client):
    point = ServicePointFactory(closed_on=date(2020, 1, 1))
    for name, status in (("point-detail", 410), ("point-qr", 404)):
        assert client.get(reverse(f"network:{name}", args=[point.slug])).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["point-detail", "point-qr"])
def test_point_pages_bad_id_and_wrong_method(client, network, name):
    assert client.get(reverse(f"network:{name}", args=["nema"])).status_code == 404
    assert client.post(reverse(f"network:{name}", args=[network.point.slug])).status_code == 405
