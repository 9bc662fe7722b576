"""The queue of offices, in a browser, by keyboard and with axe."""

from datetime import date

import pytest
from playwright.sync_api import expect

from mistok.network.models import Place
from mistok.network.tests.factories import PlaceFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_office_gets_its_hromada_and_hours(page, enter, axe, cast, follow):
    oblast = TerritoryFactory(code="UA48000000000000001", level=1, category="O", name="Степська")
    raion = TerritoryFactory(
        code="UA48060000000000002", level=2, category="P", name="Садівський", parent=oblast
    )
    TerritoryFactory(code="UA48060150000000003", level=3, category="H", name="Садівська", parent=raion)
    PlaceFactory(
        source="cnap", external_id="7", seen_on=date(2025, 1, 1), name="ЦНАП у степу", match="none",
        territory=None, hours_reading="review", opening_hours="", address="Миру, 1, Степська область",
        given={"timetable": "пн: 08:00-70:00", "problems": ["Ці години не зрозумілі напевно: 08:00-70:00"]},
    )  # fmt: skip
    enter(page, cast.head)
    page.goto("/network/offices/review/")
    axe(page)
    follow(page.get_by_role("link", name="Вирішити: ЦНАП у степу"))
    page.get_by_label("Назва громади").fill("садів")
    follow(page.get_by_role("button", name="Знайти"))
    axe(page)
    follow(page.get_by_role("button", name="Вибрати: Садівська"))
    follow(page.get_by_role("link", name="графік не прочитано"))
    follow(page.get_by_role("link", name="Вирішити: ЦНАП у степу"))
    page.locator("#id_opening_hours").fill("Mo-Th 08:00-17:00; Fr-Su off")
    follow(page.get_by_role("button", name="Показати, як читається"))
    expect(page.locator("#hours")).to_contain_text("08:00–17:00")
    axe(page)
    follow(page.get_by_role("button", name="Зберегти графік"))
    expect(page.locator("#id_opening_hours")).to_have_count(0)
    place = Place.objects.get()
    assert (place.territory_id, place.hours_reading) == ("UA48060150000000003", "person")
