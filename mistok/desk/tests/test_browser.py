"""The desk in a real browser: counted in presses, kept through failures, read by axe."""

import re

import pytest
from django.urls import reverse

from mistok.desk.models import Encounter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UUID7 = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")


def focused(page):
    return page.evaluate("document.activeElement.id")


def counted(desk=None):
    """What counts on the server, when the device has sent all it had (it pauses between tries)."""
    if desk:
        desk.wait_for_selector("[data-state-line] >> text=усе надіслано", timeout=90_000)
    return list(Encounter.objects.counted().order_by("received_at", "occurred_at"))


def test_main_job_by_keyboard_alone(desk, axe):
    """Found, opened, recorded; the search has the focus before and after."""
    assert focused(desk) == "id_q"
    desk.keyboard.press("Shift+Digit1")
    desk.keyboard.type("субсидія")
    desk.wait_for_selector("#found button")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[data-main]:focus")
    axe(desk)
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".toast >> text=Записано: Субсидія")
    assert focused(desk) == "id_q"
    assert desk.input_value("#id_q") == ""
    assert desk.locator("[data-category]:checked").count() == 0
    (record,) = counted(desk)
    assert [category.code for category in record.categories.all()] == ["pensioner"]
    assert UUID7.match(str(record.pk))


def test_enter_before_the_answer_opens_the_first(desk):
    desk.keyboard.type("субсидія")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[data-main]:focus")
    assert "Житлова субсидія" in desk.inner_text("#card h2")


def test_usual_act_is_one_tap_and_one_key(desk, axe):
    desk.click('[data-usual="2"]')
    desk.wait_for_selector(".toast >> text=Платежі")
    desk.keyboard.press("1")
    desk.wait_for_selector(".toast >> text=Субсидія")
    assert [str(each.items.get().subject) for each in counted(desk)] == [
        "Комунальні платежі",
        "Житлова субсидія",
    ]
    assert desk.inner_text("#today .figure dd") == "2"
    axe(desk)


def test_batch_is_number_and_act(desk):
    desk.fill("#id_number", "6")
    desk.click('[data-usual="2"]')
    desk.wait_for_selector("#today >> text=6 × Платежі")
    (record,) = counted(desk)
    assert (record.number, record.certainty, record.items.get().times) == (6, "tally", 6)
    assert desk.input_value("#id_number") == "1"


def test_undo_and_the_keys_of_number_and_same_person(desk):
    desk.keyboard.press("+")
    desk.keyboard.press("1")
    desk.wait_for_selector(".toast >> text=2 × Субсидія")
    desk.keyboard.press("Control+z")
    desk.wait_for_selector(".toast >> text=Запис скасовано")
    assert counted(desk) == []
    assert desk.locator("[data-same]").count() == 0
    desk.keyboard.press("1")
    desk.wait_for_selector("[data-same]", state="attached")
    desk.keyboard.press("0")
    desk.keyboard.press("2")
    desk.wait_for_selector("#today >> text=Субсидія, Платежі")
    (visit,) = counted(desk)
    assert visit.items.count() == 2


def test_double_click_is_one_record(desk):
    desk.dblclick('[data-usual="1"]')
    desk.wait_for_selector(".toast")
    desk.wait_for_timeout(300)
    assert len(counted(desk)) == 1


def test_keys_can_be_switched_off(desk):
    desk.click("summary >> text=Минулий день")
    desk.click("[data-keys-switch]")
    desk.focus("#id_q")
    desk.keyboard.press("1")
    assert desk.input_value("#id_q") == "1"
    assert counted(desk) == []


def test_lesson_asks_for_the_number_first(desk, axe):
    desk.keyboard.type("грамотність")
    desk.wait_for_selector("#found button")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#id_number:focus")
    desk.keyboard.type("12")
    desk.fill("#id_age_from", "22")
    desk.fill("#id_age_to", "70")
    axe(desk)
    desk.wait_for_load_state("networkidle")
    desk.click("[data-main]")
    desk.wait_for_selector(".toast")
    (lesson,) = counted(desk)
    assert (lesson.number, lesson.age_from, lesson.age_to) == (12, 22, 70)


def test_wrong_number_is_told_and_kept(desk, axe):
    desk.fill("#id_number", "0")
    desk.click('[data-usual="1"]')
    desk.wait_for_selector("#problem >> text=Не записано")
    assert desk.input_value("#id_number") == "0"
    assert counted(desk) == []
    axe(desk)


def test_other_pages_are_accessible(desk, axe, network):
    desk.keyboard.press("1")
    desk.wait_for_selector(".toast")
    desk.wait_for_selector("[data-state-line] >> text=усе надіслано")
    desk.wait_for_selector("#today [data-record]")
    desk.click("#today [data-mend]")
    axe(desk)
    desk.click("[data-whole-page]")
    desk.wait_for_selector("h1 >> text=Виправити запис")
    axe(desk)
    desk.goto(reverse("desk:diary", args=[network.point.slug]))
    axe(desk)
    desk.goto(reverse("desk:point", args=[network.point.slug]) + "?day=2026-01-05")
    axe(desk)
