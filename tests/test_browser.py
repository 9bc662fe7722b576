"""The main job and every page, in a real browser, on the demonstration network."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone

from mistok.accounts.models import User
from mistok.config.demo import network
from mistok.desk.models import Encounter
from mistok.search.actions import drain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "guide" / "pictures"
POINT = "/desk/kropyvnytskoho/"
RESIDENT_PAGES = [
    "/",
    "/search/?q=субсидію",
    "/search/?q=хвостокрил",
    "/services/",
    "/services/?situation=displaced&page=1",
    "/services/housing-subsidy/",
    "/services/housing-subsidy/?print=large",
    "/situations/",
    "/situations/displaced/",
    "/points/",
    "/points/kropyvnytskoho/",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/account/login/",
    "/account/password/reset/",
    "/no-such-page/",
    "/en/",
    "/en/services/housing-subsidy/",
]
STAFF_PAGES = [
    POINT,
    f"{POINT}?q=субсидія",
    f"{POINT}diary/",
    f"{POINT}diary/2012-07-04/",
    "/dashboard/",
    "/dashboard/?scope=network&from=2012-07-01&to=2013-02-28",
    "/reports/",
    "/reports/period/?scope=library:mykolaiv-central&from=2012-07-01&to=2013-02-28",
    "/network/",
    "/people/",
    "/people/invitations/new/",
    "/journal/",
    "/imports/",
    "/services/housing-subsidy/edit/",
    "/account/me/",
    "/ui/",
]


@pytest.fixture
def demo(demo_kept, demo_files, page):
    pass


def person(key):
    return User.objects.get(email=network.email(key))


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


def visit(page, addresses, axe):
    """Each page answers, passes axe at both widths, and is never wider than a small phone."""
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        response = page.goto(address)
        assert response.status == (404 if "no-such" in address else 200), address
        assert page.locator("h1").count() == 1, address
        axe(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert width(page) <= 320, f"{address} is wider than a small phone"
        axe(page)


def test_every_resident_page_is_accessible(page, demo, axe):
    visit(page, RESIDENT_PAGES, axe)


def test_every_staff_page_is_accessible(page, demo, enter, axe):
    enter(page, person("admin"))
    visit(page, STAFF_PAGES, axe)


def test_dark_scheme_keeps_contrast(page, demo, enter, axe):
    page.emulate_media(color_scheme="dark")
    for address in ("/", "/services/housing-subsidy/", "/points/kropyvnytskoho/"):
        page.goto(address)
        axe(page)
    enter(page, person("head"))
    for address in (POINT, "/dashboard/", "/ui/"):
        page.goto(address)
        axe(page)


def at_the_desk(page):
    """The desk writes on the device first; from here on it does."""
    page.wait_for_selector('[data-ready="1"]', state="attached")


def all_sent(page):
    """All that the desk wrote has come to the server."""
    page.wait_for_selector("[data-state-line] >> text=усе надіслано")


def test_main_job_from_question_to_report(page, demo, enter):
    """Own words lead to the card; recorded by keyboard, it stands in diary, dashboard and report."""
    page.goto("/")
    page.keyboard.press("Tab")
    search = page.locator("[data-search]").first
    search.focus()
    page.keyboard.type("гроші на комуналку")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    page.get_by_role("link", name=re.compile("субсидія", re.IGNORECASE)).first.press("Enter")
    page.wait_for_url("**/services/**")

    enter(page, person("librarian"))
    before = (
        Encounter.objects.counted().filter(point__slug="kropyvnytskoho", day=timezone.localdate()).count()
    )
    page.goto(POINT)
    at_the_desk(page)
    page.keyboard.press("/")
    page.keyboard.type("житлова субсидія")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("Житлова субсидія")).wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Записано").first.wait_for()
    all_sent(page)
    counted = Encounter.objects.counted().filter(point__slug="kropyvnytskoho", day=timezone.localdate())
    assert counted.count() == before + 1
    newest = counted.order_by("-received_at").first()
    assert [item.service.slug for item in newest.items.all()] == ["housing-subsidy"]

    page.goto(f"{POINT}diary/")
    assert page.get_by_text("Житлова субсидія").count() >= 1
    people = sum(counted.values_list("number", flat=True))
    today = timezone.localdate().isoformat()
    page.goto(f"/dashboard/?scope=point:kropyvnytskoho&from={today}&to={today}")
    assert re.search(rf"\b{people}\b", page.locator("main").inner_text())
    page.goto(f"/reports/period/?scope=point:kropyvnytskoho&from={today}&to={today}")
    assert re.search(rf"\b{people}\b", page.locator("main").inner_text())


def test_usual_act_is_one_key_and_can_be_undone(page, demo, enter):
    enter(page, person("librarian"))
    page.goto(POINT)
    at_the_desk(page)
    today = Encounter.objects.counted().filter(point__slug="kropyvnytskoho", day=timezone.localdate())
    before = today.count()
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("1")
    page.get_by_text("Записано").first.wait_for()
    all_sent(page)
    assert today.count() == before + 1
    page.get_by_role("button", name="Скасувати").first.click()
    page.get_by_text("Запис скасовано").first.wait_for()
    all_sent(page)
    assert today.count() == before


def test_main_job_without_javascript(chromium, live_server, page, demo, enter):
    """Residents and librarians whose browser runs no script do the same."""
    enter(page, person("librarian"))
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="uk-UA")
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    before = Encounter.objects.counted().count()
    plain.goto(POINT)
    plain.get_by_role("button", name=re.compile("Комунальні платежі")).first.click()
    plain.get_by_text("Записано").first.wait_for()
    assert Encounter.objects.counted().count() == before + 1
    context.close()


def test_guide_pictures_are_of_this_program(page, demo, enter):
    """Takes the pictures of the user guide; `MISTOK_PICTURES=1` keeps them in docs/."""
    drain()
    enter(page, person("head"))
    shots = {
        "desk": f"{POINT}?q=субсидія",
        "dashboard": "/dashboard/?scope=library:mykolaiv-central",
        "report": "/reports/period/?scope=library:mykolaiv-central&from=2012-07-01&to=2013-02-28",
        "card": "/services/housing-subsidy/",
        "people": "/people/",
    }
    page.set_viewport_size({"width": 1280, "height": 800})
    for name, address in shots.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        taken = page.screenshot()
        assert len(taken) > 10_000, f"{name} is an empty picture"
        if os.environ.get("MISTOK_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            (PICTURES / f"{name}.png").write_bytes(taken)
        assert (PICTURES / f"{name}.png").exists(), f"the guide lacks {name}.png"
