"""Counting with a phone in a cellar: no connection, a reload, two devices – every look once at the server."""

import pytest
from playwright.sync_api import Page, expect

from mistok.network.equipment import findings
from mistok.network.models import Sighting
from mistok.network.tests.factories import EquipmentFactory, StockTakingFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def taking(network, cast):
    things = [
        EquipmentFactory(organisation=network.central, point=network.point, inventory_number=f"1014-{n}")
        for n in range(1, 4)
    ]
    return StockTakingFactory(
        organisation=network.central,
        point=network.point,
        started_by=cast.head,
        expected=[str(thing.pk) for thing in things],
    )


def test_counting_goes_on_without_a_connection(page: Page, enter, axe, cast, taking, comes_true):
    enter(page, cast.librarian)
    page.set_viewport_size({"width": 360, "height": 740})
    path = f"/equipment/stock-takings/{taking.pk}/count/"
    page.goto(path)
    axe(page)
    comes_true(page, "caches.match(location.href).then((kept) => Boolean(kept))")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Підрахунок")
    page.get_by_label("Номер на речі").fill("1014-2")
    page.keyboard.press("Enter")
    page.get_by_label("Номер на речі").fill("чужий-9")
    page.get_by_role("button", name="Є на місці").click()
    page.get_by_role("group", name="1014-1").get_by_label("немає").check()
    expect(page.locator("[data-counted]")).to_have_text("2")
    expect(page.locator("[data-sending]")).to_contain_text("3")
    assert not Sighting.objects.exists()
    page.reload()
    expect(page.locator("[data-sending]")).to_contain_text("3")
    expect(page.locator("[data-counted]")).to_have_text("2")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-sending]")).to_contain_text("Усе надіслано")
    result = findings(taking)
    assert [line.number for line in result.found] == ["1014-2"]
    assert [line.number for line in result.missing] == ["1014-1"]
    assert [line.number for line in result.unknown] == ["чужий-9"]
    page.reload()
    expect(page.locator("[data-counted]")).to_have_text("2")
    assert Sighting.objects.count() == 3
