"""What the catalogue says on the pages of the network."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mistok.directory.tests.factories import ServiceFactory
from mistok.network.tests.factories import PlaceFactory
from mistok.search.actions import rebuild
from mistok.search.queries import search

pytestmark = pytest.mark.django_db


def test_office_names_the_services_given_there_now(client):
    office = PlaceFactory()
    today = timezone.localdate()
    ServiceFactory(name="Паспорт громадянина").at_places.create(place=office)
    ServiceFactory(name="Уже не тут").at_places.create(place=office, until=today - timedelta(days=1))
    ServiceFactory(name="Ще не тут").at_places.create(place=office, since=today + timedelta(days=1))
    ServiceFactory(name="Чернетка", is_draft=True).at_places.create(place=office)
    page = client.get(office.get_absolute_url()).content.decode()
    assert "Послуги, які надають тут" in page
    assert "Паспорт громадянина" in page
    for absent in ("Уже не тут", "Ще не тут", "Чернетка"):
        assert absent not in page


def test_office_without_services_says_nothing_of_them(client):
    ServiceFactory(name="Паспорт громадянина")
    page = client.get(PlaceFactory().get_absolute_url()).content.decode()
    assert "Послуги, які надають тут" not in page


@pytest.mark.parametrize("asked", ["адміністративна послуга", "послуга", "центр послуг"])
def test_services_stand_before_thousands_of_offices(asked):
    ServiceFactory(slug="guide", name="Центр адміністративних послуг: знайти адресу", summary="Адмінпослуги.")
    for number in range(150):
        PlaceFactory(name=f"Центр надання адміністративних послуг № {number}")
    rebuild()
    hits = search(asked, limit=10).hits
    assert hits[0].kind == "service"
    assert hits[1].kind == "place"
