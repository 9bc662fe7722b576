"""Inviting, joining and importing in a real browser."""

import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import expect

from mistok.lib.jobs.models import Job
from mistok.lib.jobs.tasks import run_job
from mistok.network.models import Membership
from mistok.network.tests.test_imports import GOOD, HEADER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "вечірній трамвай стоїть"


def test_invite_and_join_without_javascript(chromium, live_server, cast, network, enter, axe, settings):
    settings.SITE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, locale="uk-UA", java_script_enabled=False)
    page = context.new_page()
    enter(page, cast.head)
    page.goto("/people/")
    page.get_by_role("link", name="Запросити людину").click()
    page.get_by_label("Ім’я та прізвище").fill("Олена Нова")
    page.get_by_label("Електронна пошта").fill("olena.nova@example.org")
    page.get_by_role("button", name="Надіслати запрошення").click()
    expect(page.get_by_text("Запрошення надіслано на olena.nova@example.org")).to_be_visible()
    context.close()

    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    context = chromium.new_context(locale="uk-UA", java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Пароль").fill("короткий")
    page.get_by_role("button", name="Почати роботу").click()
    expect(page.get_by_label("Ваше ім’я та прізвище")).to_have_value("Олена Нова")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Почати роботу").click()
    page.wait_for_url(lambda address: address != link)
    page.goto(f"{live_server.url}/account/me/")
    expect(page.get_by_role("heading", name="Олена Нова")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Це запрошення вже прийнято")).to_be_visible()
    context.close()
    assert Membership.objects.filter(
        person__email="olena.nova@example.org", organisation=network.central
    ).exists()


def test_import_shows_its_progress(page, cast, enter, axe, tmp_path: Path):
    path = tmp_path / "katottg_2025-05-16.csv"
    path.write_text("\r\n".join([HEADER, *GOOD, "UA48;;;;;O;Зламаний"]), encoding="utf-8")
    enter(page, cast.administrator)
    page.goto("/imports/")
    page.get_by_label("Файл", exact=True).set_input_files(path)
    page.get_by_role("button", name="Завантажити файл").click()
    page.get_by_text("Чекає").wait_for()
    run_job.call(str(Job.objects.get().pk))
    page.get_by_text("Виконано").wait_for()  # the page asked by itself
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Завантажити всі (CSV)").click()
    assert "UA48" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_staff_pages_hold_for_everybody(page, cast, network, enter, axe):
    enter(page, cast.administrator)
    role = cast.librarian.memberships.get()
    for path in (
        "/network/points/new/",
        "/network/points/central-point/edit/",
        "/network/points/central-point/closure/",
        f"/people/roles/{role.pk}/end/",
        "/account/me/erasure/",
    ):
        page.goto(path)
        axe(page)
        page.locator("main input[required]").first.fill("")
        page.get_by_role("main").get_by_role("button").first.click()
        page.locator(".errors").wait_for()
        axe(page)
