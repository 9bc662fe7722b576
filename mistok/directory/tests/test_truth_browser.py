"""From a reader's “something is wrong” to the answer, and the queue of links, in a real browser."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mistok.directory.models import Link, LinkCheck, Suggestion, Verdict
from mistok.directory.tests.factories import ServiceFactory


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_reader_writes_and_colleague_answers(page, enter, axe, cast, follow):
    service = ServiceFactory(name="Житлова субсидія: подати заяву", review_due_on=timezone.localdate())
    link = Link.objects.create(
        url=service.url, host="example.org", verdict=Verdict.FAILING, problem="timeout",
        verdict_since=timezone.now(), failures=3,
    )  # fmt: skip
    LinkCheck.objects.create(
        link=link, outcome=Verdict.FAILING, problem="timeout", method="GET", seconds=20.0
    )
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(service.get_absolute_url())
    axe(page)
    follow(page.get_by_role("link", name="Тут щось не так?"))
    axe(page)
    follow(page.get_by_role("button", name="Надіслати"))
    page.get_by_label("щось написано неправильно").or_(page.get_by_role("radio").nth(1)).first.check()
    page.get_by_label("Розкажіть своїми словами").fill("Телефон уже не той.")
    follow(page.get_by_role("button", name="Надіслати"))
    page.wait_for_url(lambda address: not address.endswith("/wrong/"))
    expect(page.locator("main")).to_contain_text(Suggestion.objects.get().code)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360

    enter(page, cast.head)
    for name, arguments in (
        ("suggestion-list", []), ("suggestion-answer", [Suggestion.objects.get().pk]), ("link-queue", []),
        ("link-detail", [link.pk]), ("due-list", []),
    ):  # fmt: skip
        page.goto(reverse(f"directory:{name}", args=arguments))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, name
