"""Selling in a browser: two taps and the money, the change at once, the same on a phone."""

import pytest
from django.urls import reverse

from mistok.desk.models import Sale
from mistok.desk.tests.factories_sales import (
    PriceExemptionFactory,
    PriceLineFactory,
    PriceListFactory,
    sold,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_line_is_sold_in_two_taps(network, cast, page, enter, axe):
    prices = PriceListFactory(organisation=network.central)
    PriceExemptionFactory(prices=prices)
    line = PriceLineFactory(prices=prices, name="Чорно-білий друк", price=310)
    PriceLineFactory(prices=prices, name="Сканування з розпізнаванням тексту та перевіркою", price=500)
    enter(page, cast.librarian)
    address = reverse("desk:sales", args=[network.point.slug])
    page.goto(address)
    axe(page)
    page.get_by_text("Чорно-білий друк").click()
    page.get_by_role("button", name="Оплачено готівкою").click()
    page.get_by_text("Квитанція № 1: Чорно-білий друк × 1").wait_for()
    assert Sale.objects.get().paid == 300
    page.get_by_role("button", name="На один більше: Чорно-білий друк").click(click_count=2)
    page.get_by_role("button", name="20", exact=True).click()
    assert page.locator("[data-card]").inner_text().replace("\xa0", " ") == "6,20 грн"
    assert page.locator("[data-change]").inner_text().replace("\xa0", " ") == "14,00 грн"
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Оплачено готівкою").click()
    page.get_by_text("Квитанція № 2").wait_for()
    assert Sale.objects.filter(lines__price_line=line).count() == 2
    PriceLineFactory.create_batch(11, prices=prices)  # a long list: one looks for the line by a word
    page.goto(address)
    page.get_by_role("button", name="На один більше: Чорно-білий друк", exact=True).click()
    page.get_by_role("searchbox", name="Знайти за словом").fill("сканувань")
    lines = page.locator(".sale-line:visible strong").all_inner_texts()
    assert sorted(lines) == ["Сканування з розпізнаванням тексту та перевіркою", "Чорно-білий друк"]
    axe(page)


def test_papers_of_money_are_readable_by_everybody(network, cast, page, enter, axe):
    prices = PriceListFactory(organisation=network.central)
    line = PriceLineFactory(prices=prices)
    sale = sold(network.point, cast.librarian, {line: 2})
    draft = PriceListFactory(organisation=network.central, draft=True)
    PriceLineFactory(prices=draft)
    enter(page, cast.head)
    slug = network.point.slug
    for address in (
        reverse("desk:sale-detail", args=[sale.pk]),
        reverse("desk:sale-receipt", args=[sale.pk]),
        reverse("desk:cash", args=[slug]),
        reverse("desk:cash-month", args=[slug]),
        reverse("desk:cash-waiting"),
        reverse("desk:prices"),
        reverse("desk:prices-detail", args=[draft.pk]),
        reverse("desk:point-prices", args=[slug]),
    ):
        page.goto(address)
        axe(page)
