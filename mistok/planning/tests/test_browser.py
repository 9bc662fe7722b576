"""The dashboard and the report in a real browser: reached by clicks, nothing for axe to find."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.django_db(transaction=True)
def test_head_goes_from_the_dashboard_to_the_report_and_its_word_file(
    page, enter, axe, cast, network, facts, follow
):
    today = timezone.localdate()
    for point in (network.point, network.branch_point):
        facts.add(point.pk, today, people=9, service="subsidy", category="student")
    enter(page, cast.head)
    page.goto(reverse("planning:dashboard"))
    axe(page)
    follow(page.get_by_role("link", name="Цей рік", exact=True))
    page.get_by_label("Що показати").select_option("point:branch-point")
    follow(page.get_by_role("button", name="Показати"))
    expect(page.locator(".figure dd").first).to_have_text("9")
    follow(page.get_by_role("link", name="Скласти звіт за ці дні"))
    axe(page)
    expect(page.locator(".report")).to_contain_text("скористалось 9 осіб, які отримали 9 е-послуг")
    with page.expect_download() as download:
        page.get_by_role("link", name="Завантажити для Word").click()
    assert download.value.suggested_filename.startswith("zvit-point-branch-point-")
    follow(page.get_by_role("link", name="Змінити дні"))
    axe(page)
    page.get_by_label("Останній день").fill("2020-01-01")
    follow(page.get_by_role("button", name="Скласти звіт"))
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
