"""The search line that offers, and the pages of what people look for, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mistok.directory.tests.factories import ServiceFactory
from mistok.search import suggestions
from mistok.search.actions import rebuild
from mistok.search.models import AskedQuery, BestBet, HiddenQuestion, Reformulation, SavedSearch, SynonymGroup

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked():
    service = ServiceFactory(slug="subsidy", name="Житлова субсидія: подати заяву")
    rebuild()
    day = timezone.localdate()
    long = "що робити коли не вистачає грошей на житловокомунальніпослугитаопалення взимку пенсіонерці"
    for number, (query, found) in enumerate({"субсидія": 3, "дрова": 0, long: 2, "торф": 2}.items()):
        AskedQuery.objects.create(day=day, query=query, times=20 - number, found=found)
        AskedQuery.objects.create(day=day - timedelta(days=40), query=query, times=3, found=found)
    Reformulation.objects.create(day=day, first="дрова", then="торф", times=3)
    HiddenQuestion.objects.create(query="погода")
    SynonymGroup.objects.create(phrases=["хата", long], also=["житло"], note="Так кажуть")
    BestBet.objects.create(phrases=["хата"], kind="service", key=str(service.uuid), title=service.name)
    SavedSearch.objects.create(code="code", email="reader@example.org", parameters={"q": "субсидія"})
    suggestions.forget()


def test_what_is_offered_is_chosen_by_keys_and_put_away(page, axe, asked):
    page.goto("/")
    field = page.get_by_role("combobox", name="Що вам потрібно зробити?")
    field.press_sequentially("субси")
    lines = page.get_by_role("option")
    expect(lines).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    axe(page)
    field.press("ArrowDown")
    expect(lines.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == lines.first.get_attribute("id")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("субси")
    field.press_sequentially("д")
    expect(lines).to_have_count(2)
    field.press("ArrowUp")
    expect(lines.last).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url("**/services/subsidy/")


def test_pages_of_words_are_accessible_and_narrow(page, axe, asked, cast, enter):
    for path in ("/search/saved/?q=субсидія", "/search/saved/code/"):
        page.goto(path)
        axe(page)
    enter(page, cast.head)
    paths = ["/demand/", "/demand/?show=nothing", "/demand/?show=again", "/demand/question/?q=дрова"]
    paths += ["/demand/hidden/", "/demand/synonyms/", "/demand/synonyms/new/?phrase=дрова", "/demand/bets/"]
    paths += ["/demand/bets/new/?phrase=субсидія", "/demand/trial/?q=хата"]
    for path in paths:
        page.goto(path)
        axe(page)
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.set_viewport_size({"width": 1280, "height": 900})
