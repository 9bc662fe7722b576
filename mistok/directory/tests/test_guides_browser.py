"""Guides, collections and places of a service in a real browser: written by a head, read on a phone."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from mistok.directory.models import Collection, Guide, ServiceAtPlace
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.tests.factories import PlaceFactory

NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


def fits(page, axe):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_head_writes_a_guide_and_a_reader_follows_it(page, enter, axe, cast, follow, comes_true):
    service = ServiceFactory(name="Паспорт громадянина України: стан оформлення")
    content = BytesIO()
    Image.new("RGB", (1400, 800), "#0b4a8f").save(content, "PNG")
    page.set_viewport_size(NARROW)
    enter(page, cast.head)
    page.goto(f"{reverse('directory:guide-add')}?service={service.slug}")
    fits(page, axe)
    page.get_by_label("Назва", exact=False).first.fill("Перевірити стан паспорта")
    page.get_by_label("Коротко").fill("Як дізнатися, чи готовий паспорт.")
    page.locator("[name=step-0-text]").fill("Відкрийте сайт міграційної служби.")
    page.locator("[name=step-0-upload]").set_input_files(
        {"name": "screen.png", "mimeType": "image/png", "buffer": content.getvalue()}
    )
    follow(page.get_by_role("button", name="Зберегти"))
    assert (
        "Скажіть словами" in page.locator("main").inner_text() or page.locator(".step-picture").count() == 1
    )
    fits(page, axe)  # the picture is kept, its words are asked for
    page.locator("[name=step-0-alt]").fill("Головна сторінка сайту")
    follow(page.get_by_role("button", name="Зберегти"))
    fits(page, axe)
    follow(page.get_by_role("button", name="Опублікувати"))
    guide = Guide.objects.get()
    assert guide.is_published
    page.context.clear_cookies()
    page.goto(service.get_absolute_url())
    follow(page.get_by_role("link", name="Перевірити стан паспорта"))
    picture = page.get_by_role("img", name="Головна сторінка сайту")
    picture.scroll_into_view_if_needed()
    comes_true(page, "document.querySelector('.step-picture').naturalWidth > 0")
    fits(page, axe)
    page.set_viewport_size(WIDE)
    fits(page, axe)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_head_names_places_and_puts_a_collection_together(page, enter, axe, cast, follow):
    service = ServiceFactory(name="Реєстрація місця проживання")
    for number in range(3):
        PlaceFactory(name=f"ЦНАП Коблеве, віддалене місце № {number}")
    page.set_viewport_size(NARROW)
    enter(page, cast.head)
    page.goto(service.get_absolute_url())
    follow(page.get_by_role("link", name="Де надають"))
    fits(page, axe)
    page.get_by_label("Назва, вулиця").fill("Коблеве")
    follow(page.get_by_role("button", name="Знайти"))
    for box in page.locator("[name=place]").all():
        box.check()
    fits(page, axe)
    follow(page.get_by_role("button", name="Додати вибрані"))
    assert ServiceAtPlace.objects.count() == 3
    fits(page, axe)
    follow(page.get_by_role("link", name="Змінити").first)
    page.get_by_label("Години цієї послуги").fill("коли як")
    follow(page.get_by_role("button", name="Зберегти"))
    fits(page, axe)
    page.goto(reverse("directory:collection-add"))
    fits(page, axe)
    page.get_by_label("Назва", exact=False).first.fill("Переїхали")
    page.get_by_label("Що в добірці", exact=False).or_(page.locator("[name=things]")).first.fill(service.name)
    follow(page.get_by_role("button", name="Зберегти"))
    assert Collection.objects.get().items.count() == 1
    fits(page, axe)
    page.goto(reverse("directory:service-places", args=[service.slug]))
    fits(page, axe)
    page.set_viewport_size(WIDE)
    fits(page, axe)
