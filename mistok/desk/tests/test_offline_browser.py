"""The desk without a connection, in a real browser: nothing is lost, and all of it is told in words."""

import pytest
from django.urls import reverse

from mistok.desk.models import Encounter, SyncProblem
from mistok.desk.tests.factories import EncounterFactory
from mistok.desk.tests.screens import LINE, ROWS, back, ready, subjects
from mistok.lib.personal_numbers import personal_numbers
from mistok.network.models import VisitorCategory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAST = 100  # milliseconds from the press to the record on the disk and in the strip
TEXTS = [
    "паспорт АВ 123456", "СН№654321 прийшла", "має ав123456", "ID 001234567", "УНЗР 19840215-01234",
    "код 3184710691", "код 3184 710 691", "картка 4111 1111 1111 1111", "４１１１１１１１１１１１１１１１",
    "рахунок UA21 3996 2200 0002 6007 2335 6600 1", "АВ 123456, код 3184710691", "субсидія, з онукою",
    "телефон 067 123 45 67, 0-800-503-753, +380671234567", "1 234 567 гривень на 123456 людей",
    "прийде 2026-11-21 14:30 або 21.11.2026", "код 3184710690", "заявка 4111 1111 1111 1112", "Ав123456",
]  # fmt: skip


def test_work_without_a_server_is_counted_in_steps_and_milliseconds(away, axe):
    """1 press for a usual act, 3 for a consultation, 2 for a correction; a reload forgets nothing."""
    steps = []

    def press(selector, **how):
        steps.append(selector)
        away.click(selector, **how)

    press('[data-usual="2"]')
    away.wait_for_selector("#today >> text=Платежі")
    assert len(steps) == 1
    (took,) = away.evaluate("performance.getEntriesByName('desk-save').map((each) => each.duration)")
    assert took < FAST
    away.wait_for_selector(f"{LINE}чекають надсилання: 1")
    assert away.inner_text("#today [data-figure=e_services]") == "1"

    steps.clear()
    press('.chip:has([value="pensioner"])')
    away.fill("#id_q", "субсидію")
    press("#found [data-opens]")
    assert "Житлова субсидія" in away.inner_text("#card h2")
    press("#card [data-saves] >> nth=1")
    away.wait_for_selector("#today >> text=пенсіонер · показано")
    assert len(steps) == 3

    steps.clear()
    press("#today [data-mend] >> nth=0")
    press('[data-outcome][value="referred"]')
    away.wait_for_selector("#today >> text=пенсіонер · направлено")
    assert len(steps) == 2
    axe(away)
    away.set_viewport_size({"width": 360, "height": 740})
    axe(away)
    assert away.evaluate("document.documentElement.scrollWidth") <= 360

    away.reload()
    ready(away)
    away.wait_for_selector("#today >> text=пенсіонер · направлено")
    away.goto(reverse("desk:start"))  # the installed desk opens at its last point
    ready(away)
    assert away.inner_text("#today [data-figure=people]") == "2"
    assert Encounter.objects.count() == 0
    back(away)
    assert subjects() == ["Житлова субсидія", "Комунальні платежі"]
    assert Encounter.objects.count() == 2  # set right before it was sent: no correction is needed
    away.wait_for_selector("#today [data-record]")
    assert away.inner_text("#today [data-figure=people]") == "2"


def test_one_visit_grows_is_taken_back_and_corrected_after_sending(away):
    away.keyboard.press("1")
    away.wait_for_selector("[data-same]", state="attached")
    away.keyboard.press("0")
    away.keyboard.press("2")
    away.wait_for_selector("#today >> text=Субсидія, Платежі")
    assert away.inner_text("#today [data-figure=people]") == "1"
    away.keyboard.press("Control+z")
    away.wait_for_selector(".toast >> text=Запис скасовано")
    assert "Платежі" not in away.inner_text("#today [data-list]")
    back(away)
    away.wait_for_selector("#today [data-record]")
    away.context.set_offline(True)
    away.click("#today [data-mend]")
    away.click('[data-other-act][value="service:bills"]')
    away.wait_for_selector("#today >> text=Платежі")
    back(away)
    assert subjects() == ["Комунальні платежі"]
    assert Encounter.objects.count() == 2
    away.wait_for_selector("#today [data-record]")
    away.keyboard.press("1")
    away.wait_for_selector(".toast:has-text('Субсидія')")
    away.wait_for_selector(f"{LINE}усе надіслано")
    away.keyboard.press("Control+z")  # the server has it: the withdrawal is a record of its own
    away.wait_for_selector(".toast >> text=Запис скасовано")
    away.wait_for_selector(f"{LINE}усе надіслано")
    assert subjects() == ["Комунальні платежі"]


def test_refused_and_conflicting_records_are_shown_and_mended(away, axe, cast, network, comes_true):
    away.check('[value="student"]', force=True)
    away.click('[data-usual="1"]')
    away.wait_for_selector("#today >> text=студент")
    away.click('[data-usual="2"]')
    away.wait_for_selector(f"{LINE}чекають надсилання: 2")
    taken = away.evaluate(ROWS)[1]["uuid"]
    EncounterFactory(uuid=taken, point=network.point, staff=cast.librarian, number=7)
    VisitorCategory.objects.filter(code="student").delete()
    away.context.set_offline(False)
    away.wait_for_selector(f"{LINE}потребують вашої уваги: 2")
    assert "Такої категорії" in away.inner_text("[data-problems]")
    axe(away)
    listed = SyncProblem.objects.filter(settled_at=None)
    conflict = away.locator("[data-problems] li", has_text="ідентифікатором")
    conflict.locator("[data-mend-it]").click()
    away.fill("[data-other-find]", "субсидія")
    away.wait_for_selector('[data-other-found] [value="service:subsydiia"]')
    axe(away)
    away.press("[data-other-find]", "Enter")  # a record of its own, for another one has the identifier
    away.wait_for_selector(f"{LINE}потребують вашої уваги: 1")
    comes_true(away, lambda: subjects() == ["Житлова субсидія"])
    comes_true(away, lambda: [each.answer for each in listed.all()] == ["rejected"])
    away.click("[data-problems] [data-discard]")
    away.click('[data-problems] [data-reason][value="twice"]')
    away.wait_for_selector(f"{LINE}усе надіслано")
    comes_true(away, lambda: not listed.exists())
    away.click("[data-put-away] summary")
    away.click("[data-put-away] [data-again]")
    away.click("[data-problems] [data-mend-it]")
    away.uncheck('[data-mending] [value="student"]', force=True)
    away.click("[data-mending] [type=submit]")
    away.wait_for_selector(f"{LINE}усе надіслано")
    assert subjects() == ["Житлова субсидія", "Житлова субсидія"]
    assert not listed.exists()


def test_signed_out_device_keeps_what_waits_for_the_same_person_alone(away, axe, enter, cast, network):
    """The session is over, somebody else works, then the same person comes back."""
    other = cast.head
    own = away.context.cookies()
    away.click('[data-usual="1"]')
    away.wait_for_selector("#today >> text=Субсидія")
    away.context.clear_cookies(name="mistok_session")
    away.context.set_offline(False)
    away.wait_for_selector("[data-ended] >> text=Увійти й продовжити", timeout=60_000)
    axe(away)
    away.click('[data-usual="2"]')
    away.wait_for_selector(f"{LINE}чекають надсилання: 2")
    assert "subsydiia" not in str(away.evaluate(ROWS))
    enter(away, other)
    away.goto(reverse("desk:point", args=[network.point.slug]))
    ready(away)
    away.wait_for_selector("[data-foreign] >> text=іншого працівника: 2")
    assert away.inner_text("#today [data-figure=people]") == "0"
    axe(away)
    away.click(".menu summary")
    away.click("[data-sign-out] button")
    away.wait_for_url(lambda url: "/desk/" not in url)
    left = away.evaluate("indexedDB.databases().then((all) => all.map((each) => each.name))")
    assert "mistok-keys" not in left
    assert away.evaluate("caches.has('mistok-desk-pages')") is False
    assert Encounter.objects.count() == 0
    away.context.add_cookies(own)
    away.goto(reverse("desk:point", args=[network.point.slug]))
    ready(away)
    away.wait_for_selector(f"{LINE}усе надіслано")
    assert subjects() == ["Житлова субсидія", "Комунальні платежі"]
    assert set(Encounter.objects.values_list("staff", flat=True)) == {cast.librarian.pk}


def test_cleared_storage_is_told(away):
    away.click('[data-usual="1"]')
    away.wait_for_selector(f"{LINE}чекають надсилання: 1")
    away.evaluate(
        """() => new Promise((resolve) => {
          const request = indexedDB.deleteDatabase("mistok-desk");
          request.onsuccess = request.onblocked = request.onerror = () => resolve(1);
        })"""
    )
    for _time in range(2):  # told until somebody has understood it
        away.reload()
        ready(away)
        assert "ще не було надіслано: 1" in away.inner_text("[data-evicted]")
    away.click("[data-evicted] button")
    away.wait_for_selector("[data-evicted]", state="hidden")
    away.reload()
    ready(away)
    assert away.is_hidden("[data-evicted]")


def test_several_visitors_at_once_survive_a_reload(desk, axe):
    desk.check('[value="pensioner"]', force=True)
    desk.click("[data-more]")
    assert desk.locator("[data-category]:checked").count() == 0
    desk.check('[value="student"]', force=True)
    desk.fill("#id_number", "3")
    desk.wait_for_timeout(600)
    axe(desk)
    desk.reload()
    ready(desk)
    assert desk.input_value("#id_number") == "3"
    address = desk.url
    desk.goto(f"{address}?day=2026-01-05")  # a look at another day has slips of its own
    ready(desk)
    desk.fill("#id_number", "8")
    desk.goto(f"{address}?channel=phone")  # what a link came with stands beside what was begun
    ready(desk)
    assert desk.locator("[data-slips] [data-open]").count() == 3
    desk.click('[data-slips] [data-at="2"] [data-close]')
    desk.click('[data-slips] [data-at="0"] [data-open]')
    assert desk.is_checked('[value="pensioner"]')
    desk.click('[data-usual="1"]')
    desk.wait_for_selector(".toast >> text=Субсидія")
    desk.click('[data-slips] [data-at="1"] [data-open]')
    assert desk.input_value("#id_number") == "3"
    assert desk.locator("[data-same]").count() == 0  # the first visitor is not this one
    desk.click('[data-slips] [data-at="0"] [data-close]')
    assert desk.is_checked('.desk-who [value="student"]')


def test_numbers_of_documents_are_named_while_typing(desk):
    """The device and the server tell the same numbers."""
    told = desk.evaluate(
        "(texts) => import('/static/desk/js/notes.js').then(({ warningsOf }) => texts.map(warningsOf))", TEXTS
    )
    assert told == [[str(each) for each in personal_numbers(text)] for text in TEXTS]
    desk.click(".desk-extra summary")
    desk.fill("#id_note", "паспорт АВ 123456")
    desk.wait_for_selector(".desk-extra [data-note-warning] >> text=Приберіть це")


def test_wrong_clock_is_told_and_set_right_by_the_server(away, cast):
    away.add_init_script("const now = Date.now; Date.now = () => now() + 86400000;")
    away.reload()
    ready(away)
    away.click('[data-usual="1"]')
    away.wait_for_selector("#today >> text=Субсидія")
    back(away)
    away.wait_for_selector("[data-clock] >> text=поспішає на")
    (stored,) = Encounter.objects.all()
    assert stored.is_from_today
