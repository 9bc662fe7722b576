"""A list that lives in its address: order, limits, what to take along, sending and the way to add more."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from mistok.directory.shortlist import MOST, shortlist
from mistok.directory.tests.factories import ServiceFactory
from mistok.search.actions import changed, rebuild

pytestmark = pytest.mark.django_db
PAGE = "/shortlist/"


@pytest.fixture
def services():
    return [
        ServiceFactory(name="Субсидія", bring=["Паспорт", "довідка про доходи"]),
        ServiceFactory(name="Пенсія", bring=["паспорт", "трудова книжка"]),
        ServiceFactory(name="Довідка ВПО", bring=[]),
    ]


def text(response):
    return " ".join(response.content.decode().split())


def test_keys_keep_their_order_and_come_once(services):
    first, second, third = (each.pk for each in services)
    chosen = shortlist([f"{third}-{first}-{third}", str(second), "x", "-", "١٢", "9" * 40])
    assert [each.pk for each in chosen.services] == [third, first, second]
    assert chosen.keys == f"{third}-{first}-{second}"
    assert chosen.without(chosen.services[1]) == f"{third}-{second}"
    assert chosen.bring == [("Паспорт", 2), ("довідка про доходи", 1), ("трудова книжка", 1)]


def test_retired_and_unknown_services_are_left_out(services):
    services[0].retired_on = "2026-01-01"
    services[0].save()
    assert [each.name for each in shortlist([f"{services[0].pk}-{services[1].pk}-999999"]).services] == [
        "Пенсія"
    ]


def test_no_more_than_thirty(client):
    services = ServiceFactory.create_batch(MOST + 2)
    keys = "-".join(str(each.pk) for each in services)
    assert len(shortlist([keys]).services) == MOST
    assert "Список повний" in text(client.get(PAGE, {"s": keys}))


def test_ticked_boxes_become_one_address(client, services):
    keys = [str(each.pk) for each in services[:2]]
    response = client.get(PAGE, {"s": keys})
    assert response.status_code == 302
    assert response.url == f"/shortlist/?s={'-'.join(keys)}"
    assert not response.cookies


def test_the_page_prints_sends_and_goes_along(client, services):
    keys = "-".join(str(each.pk) for each in services[:2])
    page = text(client.get(PAGE, {"s": keys}))
    assert "Субсидія" in page
    assert f"/shortlist/qr.svg?s={keys}" in page
    letter = page.split('href="mailto:?')[1].split('"')[0]
    assert f"/shortlist/?s={keys}" in unquote(letter)
    assert f'href="/shortlist/?s={services[1].pk}"' in page, "the first can be taken off"
    picture = client.get(reverse("directory:shortlist-qr"), {"s": keys})
    assert picture["Content-Type"] == "image/svg+xml"


def test_an_empty_list_says_how_to_begin(client):
    page = text(client.get(PAGE))
    assert "Ще нічого не вибрано" in page
    assert 'name="q"' in page


@pytest.mark.django_db(transaction=True)
def test_more_is_found_and_put_on_the_list(client, services):
    changed("service", *(str(each.uuid) for each in services))
    rebuild()
    page = text(client.get(PAGE, {"s": str(services[0].pk), "q": "пенсія"}))
    assert f'href="/shortlist/?s={services[0].pk}-{services[1].pk}"' in page
    page = text(client.get(PAGE, {"q": "ліхтарик"}))
    assert "нічого не знайшлося" in page


def test_budget_does_not_grow(client, django_assert_max_num_queries):
    for count in (1, 20):
        keys = "-".join(str(each.pk) for each in ServiceFactory.create_batch(count))
        with django_assert_max_num_queries(6):
            client.get(PAGE, {"s": keys})
