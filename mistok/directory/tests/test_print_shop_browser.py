"""The print shop in a real browser: choose, look, take the file."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_choose_look_and_download(page, enter, axe, cast, network):
    housing = LifeSituationFactory(slug="housing", name="Житло")
    ServiceFactory(name="Житлова субсидія: подати заяву", situations=[housing])
    ServiceFactory(name="Закордонний паспорт: записатися")
    enter(page, cast.librarian)
    # Six pictures at once would share the one connection of the test database.
    page.route("**/pages/1.png", lambda route: route.abort())
    page.goto(reverse("directory:print-shop"))
    axe(page)
    page.unroute("**/pages/1.png")
    page.get_by_role("link", name="Плакат послуг").click()
    page.get_by_label("Житлова субсидія: подати заяву").uncheck()
    page.get_by_label("Папір").select_option("a3")
    page.get_by_label("Скільки примірників").fill("5")
    page.get_by_role("button", name="Показати").first.click()
    expect(page.locator("main")).to_contain_text("5 аркушів паперу")
    picture = page.get_by_role("img", name="Сторінка 1")
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") > 700
    axe(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    with page.expect_download() as wanted:
        page.get_by_role("link", name="Завантажити PDF").click()
    assert wanted.value.suggested_filename == f"poster-{network.point.slug}.pdf"
