"""A question from the form to the published answer, in a real browser."""

import pytest
from django.core import mail
from django.core.cache import cache

from mistok.reception.models import Answer, Case

NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


def fits(page, axe):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_resident_asks_a_librarian_answers_the_head_publishes(page, enter, axe, cast, network, follow):
    cache.clear()
    page.set_viewport_size(NARROW)
    page.goto("/ask/")
    fits(page, axe)
    follow(page.get_by_role("button", name="Переглянути перед надсиланням"))
    fits(page, axe)  # each error is named
    page.get_by_label("Ваше запитання").fill("Як переоформити субсидію після переїзду?")
    page.get_by_label("Електронна пошта").fill("olha@example.org")
    page.get_by_label("Як до вас звертатися").fill("Ольга")
    page.get_by_label("Погоджуюся").check()
    follow(page.get_by_role("button", name="Переглянути перед надсиланням"))
    fits(page, axe)
    follow(page.get_by_role("button", name="Змінити"))
    assert page.get_by_label("Ваше запитання").input_value().startswith("Як переоформити")
    follow(page.get_by_role("button", name="Переглянути перед надсиланням"))
    follow(page.get_by_role("button", name="Надіслати запитання"))
    fits(page, axe)
    under_code = page.url
    case = Case.objects.get()
    assert case.shown_code in page.locator("main").inner_text()

    enter(page, cast.librarian)
    page.set_viewport_size(WIDE)
    page.goto("/questions/")
    fits(page, axe)
    follow(page.get_by_role("link", name="субсидію"))
    follow(page.get_by_role("button", name="Відповім я"))
    fits(page, axe)
    follow(page.get_by_role("button", name="Показати контакт"))
    assert "olha@example.org" in page.locator("main").inner_text()
    fits(page, axe)
    page.goto(case.get_absolute_url())
    follow(page.get_by_role("link", name="Відповісти", exact=True))
    page.get_by_label("Відповідь людині").fill("Подайте нову заяву в «Дії».")
    fits(page, axe)
    follow(page.get_by_role("button", name="Надіслати електронною поштою"))
    assert [letter.to for letter in mail.outbox if letter.to] == [["olha@example.org"]]
    follow(page.get_by_role("link", name="Зробити відповіддю для всіх"))
    page.get_by_label("Запитання загальними словами").fill("Що робити із субсидією після переїзду?")
    fits(page, axe)
    follow(page.get_by_role("button", name="Подати керівникові"))

    page.context.clear_cookies()
    enter(page, cast.head)
    page.goto(f"/questions/answers/{Answer.objects.get().pk}/")
    fits(page, axe)
    follow(page.get_by_role("button", name="Оприлюднити"))
    page.goto("/questions/figures/")
    fits(page, axe)

    page.context.clear_cookies()
    page.goto(under_code)
    page.get_by_label("Так, допомогла").check()
    fits(page, axe)
    follow(page.get_by_role("button", name="Сказати"))
    assert Case.objects.get().helped is True
    page.set_viewport_size(NARROW)
    page.goto("/answers/")
    fits(page, axe)
    follow(page.get_by_role("link", name="Що робити із субсидією"))
    fits(page, axe)
