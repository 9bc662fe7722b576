"""The layouts and the gallery as they are sent."""

import re

import pytest
from playwright.sync_api import expect

HTMX_SHORT = re.compile(r"\shx-")
INLINE = re.compile(r"\s(?:style|on\w+)=|<style|<script(?![^>]*(?:src=|application/json))")


def test_gallery_is_for_staff(client, sign_in, cast):
    assert client.get("/ui/").status_code == 302
    assert sign_in(cast.resident).get("/ui/").status_code == 404
    assert sign_in(cast.librarian).get("/ui/").status_code == 200


def test_gallery_holds_nothing_inline(sign_in, cast):
    html = sign_in(cast.librarian).get("/ui/").content.decode()
    assert not INLINE.search(html)
    assert not HTMX_SHORT.search(html)


def test_gallery_repeats_no_id(sign_in, cast):
    html = sign_in(cast.librarian).get("/ui/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", ["/account/login/", "/en/account/login/", "/account/password/reset/"])
def test_account_pages_are_native_and_light(client, db, address):
    response = client.get(address)
    html = response.content.decode()
    assert '<main id="main"' in html
    assert html.count("<h1") == 1
    assert not INLINE.search(html)
    assert len(re.findall(r'<(?:script|img)\b|rel="stylesheet"', html)) == 1


def test_sign_in_that_fails_says_what_to_do(client, db):
    html = client.post("/account/login/", {"login": "олена"}).content.decode()
    assert "data-errors" in html
    assert "errors.js" in html


@pytest.mark.browser
def test_gallery_is_accessible_wide_and_narrow(page, enter, axe, cast):
    enter(page, cast.librarian)
    page.goto("/ui/")
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.browser
def test_dialog_opens_over_the_page_and_gives_the_focus_back(page, enter, cast):
    enter(page, cast.librarian)
    page.goto("/ui/")
    page.click("[data-dialog]")
    expect(page.locator("#sample-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sample-dialog")).not_to_be_visible()
    assert page.evaluate("document.activeElement.dataset.dialog") == "sample-dialog"


@pytest.mark.browser
def test_sign_in_errors_take_the_focus(page, db):
    page.goto("/account/login/")
    page.locator("form[method=post]").evaluate("form => form.noValidate = true")
    page.click("main button")
    page.wait_for_selector("[data-errors]:focus")
    page.click("[data-errors] a")
    assert page.evaluate("document.activeElement.id") == "id_login"
