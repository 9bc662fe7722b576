"""Residents' pages in a real browser: nothing for axe to find, no sideways scrolling, no need of scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mistok.directory.models import Confirmation
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.network.tests.factories import ServicePointFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/", "/services/", "/services/?situation=utilities&kind=resource", "/services/subsidy/",
    "/services/subsidy/?print=large", "/services/checked/",
    "/situations/", "/situations/utilities/", "/points/",
    "/places/?near=Париж", "/places/", "/map/", "/points/centre/",
    "/about/", "/accessibility/", "/privacy/", "/nema/", "/en/",
]  # fmt: skip


@pytest.fixture
def filled(network):
    utilities = LifeSituationFactory(
        slug="utilities", name="Комунальні платежі", summary="Рахунки й лічильники."
    )
    long_name = "Субсидія на оплату житлово-комунальних послуг, придбання скрапленого газу та палива"
    service = ServiceFactory(
        slug="subsidy", name=long_name, situations=[utilities], boundary="Підпис – лише її."
    )
    ServiceFactory(
        slug="checked",
        situations=[utilities],
        provider=service.provider,
        confirmed_on="2026-11-12",
        confirmed_how=Confirmation.WALKED_THROUGH,
    )
    ServicePointFactory(
        slug="centre",
        name="ЦОГ Центральної бібліотеки ім. М. Л. Кропивницького",
        opening_hours="24/7",
        phone="(0512) 24-01-10",
        computers=6,
        latitude=46.96,
        longitude=32.0,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(page, axe, filled, scheme):
    page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        axe(page)


def test_pages_fit_a_narrow_screen(page, filled):
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_resident_finds_a_service_by_keyboard_without_scripts(chromium, live_server, filled):
    context = chromium.new_context(base_url=live_server.url, locale="uk-UA", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Комунальні платежі").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Субсидія на оплату").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Субсидія")
    expect(page.get_by_role("heading", name="Що взяти з собою")).to_be_visible()
    page.get_by_role("link", name="Надрукувати великим шрифтом").click()
    expect(page.get_by_text("Пам’ятка готова")).to_be_visible()
    context.close()


def test_a_resident_finds_who_is_open_and_calls(page, filled):
    page.goto("/")
    page.get_by_role("link", name="ЦОГ Центральної бібліотеки").click()
    expect(page.get_by_text("Відчинено цілодобово")).to_be_visible()
    assert page.get_by_role("link", name="(0512) 24-01-10").get_attribute("href") == "tel:+380512240110"


def test_print_hides_what_paper_does_not_need(page, filled):
    page.goto("/services/subsidy/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Перейти на офіційну сторінку")).not_to_be_visible()
    expect(page.get_by_text("Офіційна сторінка: https://example.org/service")).to_be_visible()
    expect(page.get_by_role("img", name="QR-код цієї сторінки")).to_be_visible()


@pytest.mark.parametrize("verb", ["edit", "confirm", "retire"])
def test_staff_forms_are_accessible_with_errors_too(page, axe, cast, enter, filled, verb, follow):
    enter(page, cast.head)
    page.goto(reverse(f"directory:service-{verb}", args=["subsidy"]))
    axe(page)
    if verb == "edit":
        page.get_by_label("Офіційна адреса").fill("не адреса")
    follow(page.locator("main form").get_by_role("button").last)
    if verb != "confirm" or page.locator("[role=alert]").count():
        axe(page)
