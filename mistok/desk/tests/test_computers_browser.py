"""The board, the pages of visitors and the question in a browser, also on a phone: axe finds nothing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from mistok.desk.actions import computers as actions
from mistok.desk.models import ComputerSession, FeedbackAnswer
from mistok.desk.tests.factories_computers import ComputerPlaceFactory, ComputerSessionFactory
from mistok.desk.tests.factories_feedback import (
    FeedbackBoxFactory,
    FeedbackQuestionFactory,
    FeedbackReasonFactory,
)
from mistok.lib.identifiers import uuid7

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 720}


def fits(page):
    """Whether nothing stands out to the right of the window."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_sitting_down_and_watching_the_time(page, enter, axe, cast, network, endless_day):
    places = [
        ComputerPlaceFactory(point=network.point, name=f"Комп’ютер {number}", about="зі сканером")
        for number in (1, 2, 3)
    ]
    places[2].out_of_order = "Немає звуку"
    places[2].save()
    now = timezone.now()
    ComputerSessionFactory(
        place=places[1], staff=cast.librarian, state="going", ended_at=None, ending="", code="34567",
        starts_at=now, ends_at=now + timedelta(minutes=30), day=timezone.localdate(),
    )  # fmt: skip
    actions.join_line(by=cast.librarian, point=network.point, uuid=uuid7())
    enter(page, cast.librarian)
    page.goto(reverse("desk:computers", args=[network.point.slug]))
    axe(page)
    page.get_by_role("button", name="сідає").click()
    page.get_by_role("link", name="Надрукувати талон").wait_for()
    session = ComputerSession.objects.get(place=places[0])
    axe(page)
    page.set_viewport_size(PHONE)
    assert fits(page)
    for name in ("computers-free", "computers-screen"):
        page.goto(reverse(f"desk:{name}", args=[network.point.slug]))
        axe(page)
        assert fits(page)
    page.goto(reverse("desk:computers-time", args=[network.point.slug]) + f"?code={session.code}")
    page.get_by_role("button", name="Попросити ще часу").click()
    page.get_by_text("Бібліотекар бачить").wait_for()
    axe(page)
    assert fits(page)


def test_one_tap_on_a_phone_and_a_turned_screen(page, enter, axe, cast, network):
    cache.clear()
    question = FeedbackQuestionFactory()
    FeedbackReasonFactory(question=question, text="Пояснили зрозуміло")
    box = FeedbackBoxFactory(point=network.point)
    page.set_viewport_size(PHONE)
    page.goto(reverse("desk:feedback-answer", args=[box.code]))
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Так").click()
    page.get_by_label("Пояснили зрозуміло").check()
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Надіслати").click()
    page.get_by_role("heading", name="Дякуємо!").wait_for()
    assert FeedbackAnswer.objects.get().reasons.count() == 1
    enter(page, cast.librarian)
    page.goto(reverse("desk:feedback", args=[network.point.slug]))
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Повернути екран").click()
    page.wait_for_url("**/screen/")
    page.get_by_role("heading", name=question.text).wait_for()
    axe(page)
    page.go_back()
    page.wait_for_url("**/screen/")
    page.goto("/desk/")
    assert page.url.endswith("/screen/")
    page.get_by_role("link", name="Для бібліотекаря").click()
    page.get_by_label("Ваш пароль").wait_for()
    axe(page)
