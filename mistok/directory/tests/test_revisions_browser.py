"""The long form, the difference and the decision, seen and checked in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mistok.directory import actions
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_librarian_proposes_and_head_approves(page, enter, axe, cast, follow):
    service = ServiceFactory(
        slug="subsidy", name="Житлова субсидія", situations=[LifeSituationFactory(slug="utilities")],
        legal_basis=[{"title": "Закон № 1", "url": "https://zakon.rada.gov.ua/"}],
        refusal=["бракує документа"], channels=["online"], term_value=10, term_unit="working-days",
        alert="Реєстр закрито",
    )  # fmt: skip
    page.goto(service.get_absolute_url())
    axe(page)
    enter(page, cast.librarian)
    page.goto(reverse("directory:service-edit", args=["subsidy"]))
    axe(page)
    page.get_by_label("Вартість словами").fill("100 грн")
    page.locator("[name=bring]").fill("паспорт або ID-картка\nкод")
    follow(page.get_by_role("button", name="Надіслати на схвалення"))
    page.wait_for_url("**/catalogue/texts/**")
    axe(page)
    actions.edit_service(service=service, by=cast.administrator, values={"cost": "200 грн"})
    enter(page, cast.head)
    page.goto(reverse("directory:revision-list"))
    axe(page)
    follow(page.get_by_role("link", name="Житлова субсидія"))
    axe(page)
    page.get_by_label("слова автора").check()
    follow(page.get_by_role("button", name="Схвалити"))
    page.wait_for_url("**/services/subsidy/")
    page.goto(reverse("directory:service-history", args=["subsidy"]))
    axe(page)
    follow(page.get_by_role("button", name="Порівняти обидва"))
    expect(page.get_by_text("100 грн").first).to_be_visible()
    axe(page)
    page.goto(reverse("directory:catalogue"))
    axe(page)
