"""Counting by hand in a real browser: few presses, nothing lost with the network, read by axe."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from mistok.desk.models import Encounter, StreetAction, Tally
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.tests.factories import VisitorCategoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORED = "JSON.stringify(localStorage)"


@pytest.fixture
def librarian(page, enter, cast, network):
    VisitorCategoryFactory(code="pensioner", name="Пенсіонер")
    ServiceFactory(slug="bills", name="Комунальні платежі", short_name="Платежі", demand=90)
    ServiceFactory(slug="aid", name="Житлова субсидія", short_name="Субсидія", demand=80)
    enter(page, cast.librarian)
    return page


def test_row_of_a_crowded_hour_is_three_steps(librarian, network, axe):
    page = librarian
    page.goto(reverse("desk:tally", args=[network.point.slug]))
    axe(page)
    page.get_by_label("Платежі").click()  # one
    page.keyboard.type("12")  # two
    page.keyboard.press("Enter")  # three
    expect(page.get_by_text("Пораховано: 12 людей.")).to_be_visible()
    axe(page)
    assert Tally.objects.get().records.get().encounter.number == 12
    page.get_by_role("button", name="Забрати назад").first.click()
    expect(page.get_by_text("Пораховане забрано")).to_be_visible()
    assert not Encounter.objects.counted().exists()


def test_street_action_survives_a_reload_and_a_lost_network(librarian, network, axe, comes_true):
    page = librarian
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(reverse("desk:street", args=[network.point.slug]))
    page.wait_for_selector("[data-add]:not([hidden])")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for name, times in (
        ("На п’ять людей більше", 2),
        ("На одну людину більше", 3),
        ("На одну людину менше", 1),
    ):
        for _press in range(times):
            page.get_by_role("button", name=name).click()
    page.get_by_label("Листівка 1").fill("Візитівка центру")
    page.get_by_label("Роздано 1").fill("40")
    page.get_by_label("Що за акція").fill("Біля ринку")
    page.get_by_label("Де", exact=True).fill("Центральний ринок")
    comes_true(page, "caches.match(location.href).then((kept) => Boolean(kept))")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#id_people")).to_have_value("12")
    expect(page.get_by_label("Що за акція")).to_have_value("Біля ринку")
    expect(page.get_by_text("Незбережені числа знову у формі")).to_be_visible()
    axe(page)
    assert "ринк" not in page.evaluate(STORED)  # only its person reads it
    page.get_by_role("button", name="Зберегти акцію").click()
    expect(page.get_by_text("чекають незбережені підрахунки: 1")).to_be_visible()
    expect(page.locator("#id_people")).to_have_value("0")
    assert "ринк" not in page.evaluate(STORED)
    assert "mistok-queue-street" in page.evaluate(STORED)
    page.reload()
    expect(page.get_by_text("чекають незбережені підрахунки: 1")).to_be_visible()
    assert not StreetAction.objects.exists()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-kept-state]")).to_be_hidden()
    action = StreetAction.objects.get()
    assert (action.encounter.number, action.leaflets, action.place) == (12, 40, "Центральний ринок")
    page.reload()
    assert StreetAction.objects.count() == 1


def test_count_of_someone_signed_out_waits_for_them(librarian, network, enter, cast, comes_true):
    page = librarian
    page.goto(reverse("desk:tally", args=[network.point.slug]))
    page.get_by_label("Платежі").fill("3")
    comes_true(page, f"{STORED}.includes('mistok-draft-tally')")
    page.reload()
    expect(page.get_by_label("Платежі")).to_have_value("3")
    page.get_by_role("button", name="Почати спочатку").click()
    expect(page.get_by_label("Платежі")).to_have_value("")
    page.get_by_label("Платежі").fill("7")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    full = "() => { Storage.prototype.put = Storage.prototype.setItem; Storage.prototype.setItem = null; }"
    page.evaluate(full)
    page.keyboard.press("Enter")
    expect(page.get_by_text("На пристрої немає місця")).to_be_visible()
    expect(page.get_by_label("Платежі")).to_have_value("7")
    page.evaluate("() => { Storage.prototype.setItem = Storage.prototype.put; }")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Увійдіть знову")).to_be_visible()
    assert not Tally.objects.exists()
    enter(page, cast.librarian)
    page.reload()
    expect(page.locator("[data-kept-state]")).to_be_hidden()
    assert Tally.objects.get().records.get().encounter.number == 7
