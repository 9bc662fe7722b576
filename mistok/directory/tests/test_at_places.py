"""Where a service is given: by whom it is said, how readers find the nearest place."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.directory.actions.at_places import end_at, give_at
from mistok.directory.at_places import given, still_given
from mistok.directory.models import ServiceAtPlace
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.models import PlaceState, TerritoryCategory
from mistok.network.places.ground import Kind
from mistok.network.tests.factories import PlaceFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hromada():
    return TerritoryFactory(
        name="Коблівська", category=TerritoryCategory.HROMADA, latitude=46.66, longitude=31.2
    )


@pytest.fixture
def service():
    return ServiceFactory(name="Паспорт громадянина", slug="passport")


@pytest.fixture
def office(hromada):
    return PlaceFactory(
        name="ЦНАП Коблеве", slug="kobleve", territory=hromada, latitude=46.66, longitude=31.2
    )


def today():
    return timezone.localdate()


def test_a_head_finds_an_office_and_adds_it(cast, sign_in, client, service, office):
    head = sign_in(cast.head)
    desk = reverse("directory:service-given", args=["passport"])
    assert "Місця ще не вказано" in head.get(desk).text
    page = head.get(desk, {"q": "Коблеве"}).text
    assert 'value="offices:kobleve"' in page
    head.post(
        reverse("directory:service-given-add", args=["passport"]), {"place": ["offices:kobleve", "x:y"]}
    )
    row = ServiceAtPlace.objects.get()
    assert (row.service, row.place) == (service, office)
    assert Entry.objects.filter(event=Event.SERVICE_PLACED, details__added=1).count() == 1
    card = client.get(service.get_absolute_url()).text
    assert "Де надають" in card
    assert "ЦНАП Коблеве" in card
    assert "Паспорт громадянина" in client.get(office.get_absolute_url()).text
    assert 'value="offices:kobleve"' not in head.get(desk, {"q": "Коблеве"}).text


def test_all_offices_of_a_hromada_at_once_and_each_once(cast, sign_in, service, office, hromada):
    for number in range(3):
        PlaceFactory(territory=hromada, name=f"Віддалене місце {number}")
    PlaceFactory(name="Деінде")
    PlaceFactory(territory=hromada, name="Зачинений", state=PlaceState.CLOSED)
    head = sign_in(cast.head)
    page = head.get(reverse("directory:service-given", args=["passport"]), {"q": "Коблівська громада"}).text
    assert "Додати разом: 4 центри" in page or "Додати разом: 4 " in page
    add = reverse("directory:service-given-add", args=["passport"])
    for _twice in range(2):
        answer = head.post(add, {"in": hromada.pk, "kind": "offices", "q": "Коблівська"}, follow=True)
    assert "усе це вже є" in answer.text
    assert service.at_places.count() == 4


def test_what_ended_is_kept_and_comes_back_with_what_was_peculiar(cast, service, office):
    key = (Kind.OFFICE, office.slug)
    give_at(service=service, places=[key, key], by=cast.head)
    service.at_places.update(note="Вікно 3", since=today() - timedelta(days=30))
    rows = still_given(service, today())
    assert end_at(service=service, rows=rows.values(), by=cast.head) == 1
    assert end_at(service=service, rows=rows.values(), by=cast.head) == 0
    assert service.at_places.get().until == today() - timedelta(days=1)
    assert given(service.pk, today()).count == 0
    assert given(service.pk, today() - timedelta(days=1)).count == 1
    give_at(service=service, places=[key], by=cast.head)
    assert service.at_places.get(until=None).note == "Вікно 3"
    end_at(service=service, rows=still_given(service, today()).values(), by=cast.head)
    assert service.at_places.count() == 2


def test_row_of_another_service_is_not_ended(cast, sign_in, service, office):
    other = ServiceFactory().at_places.create(place=office)
    end = reverse("directory:service-given-end", args=["passport"])
    sign_in(cast.head).post(end, {"row": [str(other.pk), "x"], "all": "1"})
    other.refresh_from_db()
    assert other.until is None


@pytest.mark.parametrize(
    ("hours", "kept"),
    [
        ("", ""),
        ("Mo-Fr 10:00-12:00", "Mo-Fr 10:00-12:00"),
        ("Пн-Чт 9:00-16:00, перерва 13:00-14:00, Пт-Нд вихідний", "Mo-Th 09:00-13:00,14:00-16:00; Fr-Su off"),
    ],
)
def test_peculiar_hours_are_written_as_people_do(cast, sign_in, client, service, office, hours, kept):
    row = service.at_places.create(place=office)
    edit = reverse("directory:service-given-edit", args=["passport", row.pk])
    said = {"opening_hours": hours, "note": "Кабінет 5", "by_appointment": "on", "phone": "0512 37-00-00"}
    assert sign_in(cast.head).post(edit, said).status_code == 302
    row.refresh_from_db()
    assert row.opening_hours == kept
    page = client.get(reverse("directory:service-places", args=["passport"])).text
    assert "Кабінет 5" in page
    assert 'href="tel:0512370000"' in page
    assert ("Ця послуга:" in page) == bool(hours)


@pytest.mark.parametrize(
    "said",
    [
        {"opening_hours": "коли як"},
        {"url": "не адреса"},
        {"since": "2026-11-20", "until": "2026-11-19"},
    ],
)
def test_what_cannot_be_is_not_kept(cast, sign_in, service, office, said):
    row = service.at_places.create(place=office)
    edit = reverse("directory:service-given-edit", args=["passport", row.pk])
    assert sign_in(cast.head).post(edit, said).status_code == 422
    row.refresh_from_db()
    assert (row.opening_hours, row.url, row.since) == ("", "", None)


def test_nearest_place_stands_first(client, service, office):
    far = PlaceFactory(
        name="ЦНАП Миколаїв",
        latitude=46.97,
        longitude=32.0,
        territory__name="Миколаїв",
        territory__category="K",
    )
    service.at_places.create(place=far)
    service.at_places.create(place=office)
    PlaceFactory(name="Без послуги", latitude=46.66, longitude=31.2)
    address = reverse("directory:service-places", args=["passport"])
    near = client.get(address, {"near": "Коблівська громада"}).text
    assert near.index("ЦНАП Коблеве") < near.index("ЦНАП Миколаїв")
    assert "Без послуги" not in near
    assert "ЦНАП Коблеве" not in client.get(address, {"near": "немає такого"}).text
    nowhere = reverse("directory:service-places", args=[ServiceFactory(slug="nowhere").slug])
    assert "Місця ще не вказано" in client.get(nowhere).text


def test_a_point_names_what_is_given_there(client, network, service):
    service.at_places.create(point=network.point)
    page = client.get(network.point.get_absolute_url()).text
    assert "Послуги, які надають тут" in page


def test_three_thousand_offices_cost_as_much_as_three(
    cast, sign_in, client, service, hromada, django_assert_max_num_queries
):
    costs = []
    head = sign_in(cast.head)
    for count in (3, 600):
        for _number in range(count):
            PlaceFactory.build(territory=hromada)
        places = [
            PlaceFactory.build(pk=uuid7(), territory=hromada, organisation=service.provider)
            for _number in range(count)
        ]
        type(places[0]).objects.bulk_create(places)
        with django_assert_max_num_queries(60) as adding:
            give_at(service=service, places=[(Kind.OFFICE, each.slug) for each in places], by=cast.head)
        with django_assert_max_num_queries(60) as reading:
            client.get(reverse("directory:service-places", args=["passport"]))
            client.get(service.get_absolute_url())
            head.get(reverse("directory:service-given", args=["passport"]))
        costs.append(len(adding) + len(reading))
    assert service.at_places.count() == 603
    assert costs[1] <= costs[0] + 4  # the places are asked for by five hundred
