"""Days of the cash and price lists that wait for the head stand on her first page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.desk.actions.cash import close_day, count_cash
from mistok.desk.tests.factories_sales import PriceLineFactory, PriceListFactory, sold
from mistok.desk.waiting import waits_for

pytestmark = pytest.mark.django_db
WAITING = "/desk/cash-waiting/"


@pytest.fixture
def line(network):
    return PriceLineFactory(prices=PriceListFactory(organisation=network.central), price=300)


@pytest.fixture
def yesterday(network, cast, line):
    day = timezone.localdate() - timedelta(days=1)
    sold(network.point, cast.librarian, {line: 2}, day=day)
    return day


def count(network, cast, day):
    given = {"handed_over": 0, "handed_to": "", "note_of": ""}
    count_cash(point=network.point, day=day, counted=600, by=cast.librarian, **given)


def shown(person):
    return {str(each.label): each.count for each in waits_for(person) if each.count}


def test_counted_day_waits_for_the_head_until_it_is_closed(network, cast, sign_in, yesterday):
    head = sign_in(cast.head)
    assert shown(cast.head) == {}
    page = head.get(WAITING).content.decode()
    assert "Ще не пораховано" in page
    count(network, cast, yesterday)
    assert shown(cast.head) == {"Закрити касові дні": 1}
    assert shown(cast.librarian) == shown(cast.region) == {}
    desk = head.get("/desk/central-point/").content.decode()
    assert f'<a href="{WAITING}">Закрити касові дні</a> 1' in desk
    page = head.get(WAITING).content.decode()
    assert f'href="{reverse("desk:cash-day", args=["central-point", yesterday])}"' in page
    assert "6,00" in page
    assert "Ще не пораховано" not in page
    close_day(point=network.point, day=yesterday, by=cast.head)
    assert shown(cast.head) == {}
    assert "Ніщо не чекає" in head.get(WAITING).content.decode()


def test_days_of_other_libraries_do_not_wait_for_her(network, cast, sign_in, yesterday):
    count(network, cast, yesterday)
    assert sign_in(cast.colleague).get(WAITING).status_code == 404
    assert sign_in(cast.librarian).get(WAITING).status_code == 404


def test_drafts_of_prices_wait_for_who_approves_them(network, cast):
    PriceListFactory(organisation=network.central, draft=True)
    PriceListFactory(organisation=network.other, draft=True)
    assert shown(cast.head) == {"Затвердити прейскуранти": 1}
    assert shown(cast.librarian) == {}
