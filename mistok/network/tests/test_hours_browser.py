"""A closure is announced and read; the pages around it are accessible."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mistok.network.models import HoursException

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_librarian_announces_a_closure_and_people_read_it(page, live_server, cast, network, enter, axe):
    enter(page, cast.librarian)
    page.goto(live_server.url + reverse("network:hours", args=[network.point.slug]))
    axe(page)
    page.get_by_role("link", name="Оголосити закриття").click()
    page.get_by_label("Останній день").fill(page.get_by_label("Перший день").input_value())
    page.get_by_label("Причина").fill("Немає світла")
    axe(page)
    page.get_by_role("button", name="Оголосити").click()
    page.get_by_text("Оголошено. Люди бачать це одразу.").wait_for()
    assert HoursException.objects.get().point == network.point
    page.goto(live_server.url + network.point.get_absolute_url())
    expect(page.locator(".notice", has_text="Немає світла")).to_be_visible()
    axe(page)


def test_pages_of_a_point_and_of_the_network_are_accessible(page, live_server, cast, network, enter, axe):
    enter(page, cast.head)
    for name in ("point-edit", "point-readiness", "point-serves"):
        page.goto(live_server.url + reverse(f"network:{name}", args=[network.point.slug]))
        axe(page)
    for name in ("readiness", "coverage", "closures"):
        page.goto(live_server.url + reverse(f"network:{name}"))
        axe(page)
