"""The map and the list of places in a real browser, wide and narrow."""

import pytest
from playwright.sync_api import expect

from mistok.network.tests.factories import PlaceFactory, ServicePointFactory
from mistok.network.tests.land import Land

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def land():
    land = Land()
    land.outlines()
    for number in range(3):
        PlaceFactory(
            name=f"Центр адміністративних послуг № {number}",
            territory=land.city_hromada,
            opening_hours="24/7",
        )
    ServicePointFactory(name="Пункт у бібліотеці", territory=land.city, latitude=46.97, longitude=32.0)
    return land


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 360])
def test_map_by_levels_and_a_moving_one(page, land, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("/map/")
    axe(page)
    assert fits(page)
    assert not any("leaflet" in url for url in loaded)
    page.locator("svg a").first.focus()  # by keyboard
    page.locator('svg a[aria-label^="Миколаївська область"]').press("Enter")
    page.get_by_role("heading", level=1, name="Миколаївська область").wait_for()
    page.goto(f"/map/?in={land.city_hromada.pk}")
    axe(page)
    page.get_by_role("button", name="Показати інтерактивну мапу").click()
    page.locator(".moving-dot").first.wait_for()
    expect(page.locator(".moving-dot")).to_have_count(4)
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Пункт у бібліотеці").press("Enter")
    page.locator(".leaflet-popup").get_by_role("link", name="Пункт у бібліотеці").wait_for()
    assert all(url.startswith((page.url.split("/map/")[0], "data:")) for url in loaded)


def test_places_without_javascript(chromium, live_server, land, axe):
    context = chromium.new_context(base_url=live_server.url, locale="uk-UA", java_script_enabled=False)
    page = context.new_page()
    page.goto("/places/")
    page.get_by_role("searchbox", name="Ваше село").fill("Новомиколаївка")
    page.get_by_text("Лише ті, що мені підходять").first.click()
    page.get_by_label("зараз відчинено").check()
    page.get_by_role("button", name="Показати").click()
    page.get_by_role("link", name="Новомиколаївка").first.click()
    page.get_by_role("link", name="Центр адміністративних послуг № 1").click()
    expect(page.get_by_text("Відчинено цілодобово")).to_be_visible()
    page.goto("/map/")
    assert page.get_by_role("button", name="Показати інтерактивну мапу").count() == 0
    context.close()


def test_office_and_list_hold_at_phone_width(page, land, axe):
    page.set_viewport_size({"width": 360, "height": 800})
    office = PlaceFactory(
        name="Віддалене робоче місце відділу «Центр надання адміністративних послуг»",
        territory=land.shore_hromada,
        facilities=["ramp", "step-free"],
        website="https://krasnopilska-gromada.example.org/centr-nadannya-administrativnih-poslug-14-59-34/",
        given={"timetable": "пн: 08:00-17:00"},
        hours_reading="review",
        opening_hours="",
    )
    for path in (office.get_absolute_url(), "/places/?near=Коблеве", "/places/?near=Новомиколаївка"):
        page.goto(path)
        axe(page)
        assert fits(page)
