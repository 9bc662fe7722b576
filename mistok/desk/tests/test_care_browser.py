"""The desk when things go wrong, in a real browser: nothing is lost, doubled, or given to somebody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.desk.models import Encounter, EncounterItem, SyncProblem
from mistok.desk.tests.factories import EncounterFactory
from mistok.desk.tests.screens import LINE, ROWS, back, ready, subjects
from mistok.desk.views import offline
from mistok.directory.models import Service
from mistok.network.models import VisitorCategory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A clock that stands wrong by what is kept beside it.
WRONG_CLOCK = """(() => {
  const Real = Date;
  const shift = () => Number(localStorage.getItem("shift") || 0);
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift()); }
    static now() { return Real.now() + shift(); }
  };
})();"""
# Records arrive, the answers do not.
LOSING = """() => {
  const send = window.fetch;
  window.losing = true;
  window.fetch = async (address, how) => {
    const response = await send(address, how);
    const hasRecords = String(address).endsWith("/desk/sync") && JSON.parse(how.body).records.length;
    if (window.losing && hasRecords) throw new TypeError("lost");
    return response;
  };
}"""
# One form comes in while another is on its way.
QUEUE = """async () => {
  const { KeptQueue } = await import("/static/desk/js/kept-queue.js");
  const queue = new KeptQueue("test", { token: () => "", refused: () => true });
  const sent = [];
  window.fetch = async (_address, { body }) => {
    sent.push(body.get("uuid"));
    if (sent.length === 1) await queue.put([["uuid", "second"]]);
    return { redirected: true, url: `${location.origin}/desk/point/` };
  };
  await queue.put([["uuid", "first"]]);
  await queue.deliver();
  return [sent, queue.waiting.length];
}"""


def people(page):
    return page.inner_text("#today [data-figure=people]")


def test_details_of_a_further_thing_keep_the_first_one(away):
    """Told of beside the toast: before it is sent it is altered, later the strip has the whole visit."""
    away.keyboard.press("1")
    away.wait_for_selector("[data-same]", state="attached")
    away.keyboard.press("0")
    away.keyboard.press("2")
    away.click(".toast:has-text('Платежі') [data-details]")
    assert away.is_hidden("#mending-number")  # of the visit, not of this thing
    away.select_option("[data-mending] [name=minutes]", index=2)
    away.fill("#mending-id_note", "двічі питала")
    away.click("[data-mending] [type=submit]")
    away.wait_for_selector("#today >> text=Субсидія, Платежі")
    assert "Платежі, " not in away.inner_text("#today [data-list]")
    assert away.inner_text("#today [data-figure=e_services]") == "2"

    away.evaluate(LOSING)
    away.keyboard.press("1")
    away.wait_for_selector(".toast:has-text('Субсидія')")
    away.keyboard.press("0")
    away.keyboard.press("2")
    away.wait_for_selector(".toast:has-text('Платежі')")
    away.context.set_offline(False)
    for _ in range(100):
        if all(row["attempts"] for row in away.evaluate(ROWS)):
            break
        away.wait_for_timeout(100)
    away.click(".toast:has-text('Платежі') [data-details]")
    away.fill("#mending-id_note", "ще раз")
    away.click("[data-mending] [type=submit]")
    away.wait_for_selector("[data-mending-problem] >> text=уже надсилається")
    away.click("[data-mending] [data-close]")
    away.evaluate("window.losing = false; window.dispatchEvent(new Event('online'))")
    back(away)
    assert subjects() == ["Житлова субсидія"] * 2 + ["Комунальні платежі"] * 2
    assert sorted(Encounter.objects.counted().values_list("note", flat=True)) == ["", "двічі питала"]
    timed = EncounterItem.objects.filter(encounter__in=Encounter.objects.counted(), minutes__isnull=False)
    assert timed.count() == 1


def test_mended_record_stays_one_visit_with_what_was_added(away):
    away.check('[value="student"]', force=True)
    away.click('[data-usual="1"]')
    away.wait_for_selector("[data-same]", state="attached")
    away.keyboard.press("0")
    away.keyboard.press("2")
    away.wait_for_selector(f"{LINE}чекають надсилання: 2")
    VisitorCategory.objects.filter(code="student").delete()
    away.context.set_offline(False)
    away.wait_for_selector(f"{LINE}потребують вашої уваги: 1", timeout=60_000)
    assert SyncProblem.objects.filter(settled_at=None).count() == 1
    away.click("[data-problems] [data-mend-it]")
    assert "Такої категорії" in away.inner_text("[data-mending-problem]")
    away.uncheck('[data-mending] [value="student"]', force=True)
    away.click("[data-mending] [type=submit]")
    away.wait_for_selector(f"{LINE}усе надіслано", timeout=90_000)
    (visit,) = Encounter.objects.counted()
    assert visit.items.count() == 2
    assert not SyncProblem.objects.filter(settled_at=None).exists()


def test_refused_correction_changes_no_figures_and_a_correction_only_what_was_pressed(desk, cast, network):
    service = Service.objects.get(slug="subsydiia")
    tally = EncounterFactory(
        point=network.point, staff=cast.librarian, occurred_at=timezone.now(), number=10, certainty="sample"
    )
    EncounterItem.objects.create(encounter=tally, service=service, times=4)
    desk.reload()
    ready(desk)
    desk.click("#today [data-mend]")
    desk.click('[data-outcome][value="shown"]')
    desk.wait_for_selector("#today >> text=показано")
    back(desk)
    (stored,) = Encounter.objects.counted()
    assert (stored.number, stored.certainty, stored.items.get().times) == (10, "sample", 4)
    desk.wait_for_selector(f'#today [data-uuid="{stored.pk}"][data-record]')
    desk.context.set_offline(True)
    desk.click("#today [data-mend]")
    desk.check('[data-mending] [value="student"]', force=True)
    desk.click("[data-mending] [type=submit]")
    desk.wait_for_selector("#today >> text=студент")
    VisitorCategory.objects.filter(code="student").delete()
    desk.context.set_offline(False)
    desk.wait_for_selector(f"{LINE}потребують вашої уваги: 1", timeout=60_000)
    assert people(desk) == "10"
    assert "студент" not in desk.inner_text("#today [data-list]")
    desk.click("[data-problems] [data-discard]")
    desk.click('[data-problems] [data-reason][value="mistake"]')
    desk.click("[data-put-away] summary")
    desk.click("[data-put-away] [data-again]")  # thought better of it
    desk.wait_for_selector(f"{LINE}потребують вашої уваги: 1", timeout=60_000)


def test_past_day_without_a_connection_is_that_day(away, network):
    day = timezone.localdate() - timedelta(days=1)
    away.click('[data-usual="2"]')
    away.wait_for_selector("#today >> text=Платежі")
    away.click("summary >> text=Минулий день")
    away.fill("#id_day", day.isoformat())
    away.click("[form=day-choice]:not(input)")
    away.wait_for_url(f"**?day={day}")
    ready(away)
    away.wait_for_selector(f".desk-past >> text=Запис за {day.day}")
    assert people(away) == "0"
    away.click('[data-usual="1"]')
    away.wait_for_selector("#today >> text=Субсидія")
    assert "Платежі" not in away.inner_text("#today [data-list]")
    assert "та сама людина: Субсидія" in away.inner_text("#same")
    EncounterFactory(point=network.point, occurred_at=timezone.now() - timedelta(days=1), number=5)
    back(away)
    away.wait_for_selector("#today:not([data-unknown])")  # the day as the server has it
    away.wait_for_selector("#today [data-figure=people]:text-is('6')")
    assert Encounter.objects.get(items__service__slug="subsydiia").day == day
    assert Encounter.objects.get(items__service__slug="bills").day == timezone.localdate()


def test_clock_that_began_anew_is_told_and_loses_no_day(away):
    """A computer forgets its clock without power, and is set right only when there is a connection."""
    away.add_init_script(WRONG_CLOCK)
    away.evaluate("localStorage.setItem('shift', -16 * 365 * 86400000)")
    away.reload()
    ready(away)
    away.wait_for_selector("[data-clock] >> text=відстає на")
    away.click('[data-usual="1"]')
    away.wait_for_selector("#today >> text=Субсидія")
    away.evaluate("localStorage.removeItem('shift')")
    back(away)
    (stored,) = Encounter.objects.all()
    assert stored.is_from_today
    assert timezone.now() - stored.occurred_at < timedelta(minutes=2)
    assert away.is_hidden("[data-clock]")


def test_other_person_in_another_tab_takes_nothing_over(away, enter, cast, network):
    away.click('[data-usual="1"]')
    away.wait_for_selector("#today >> text=Субсидія")
    enter(away, cast.head)  # in another tab: this one knows nothing of it
    away.context.set_offline(False)
    away.wait_for_selector("[data-foreign] >> text=іншого працівника: 1", timeout=60_000)
    assert [(row["state"], row.get("tries", 0)) for row in away.evaluate(ROWS)] == [("waiting", 0)]
    enter(away, cast.librarian)
    away.reload()
    ready(away)
    away.wait_for_selector(f"{LINE}усе надіслано")
    assert list(Encounter.objects.values_list("staff", flat=True)) == [cast.librarian.pk]
    tab = away.context.new_page()
    tab.goto(reverse("desk:point", args=[network.point.slug]))
    ready(tab)
    tab.click(".menu summary")
    tab.click("[data-sign-out] button")
    away.wait_for_url(lambda url: "/desk/" not in url)
    assert "Субсидія" not in away.inner_text("body")


def test_record_noticed_late_is_taken_back_without_a_connection(away):
    away.click('[data-usual="1"]')
    away.click('[data-usual="2"]')
    away.wait_for_selector("#today >> text=Платежі")
    away.click("#today li:has-text('Субсидія') [data-mend]")
    away.click("[data-take-back] summary")
    away.click('[data-take-reason][value="mistake"]')
    away.wait_for_selector(".toast >> text=Запис скасовано")
    assert people(away) == "1"
    assert [row["state"] for row in away.evaluate(ROWS)] == ["waiting"]  # it never was
    back(away)
    away.wait_for_selector("#today [data-record]")
    away.context.set_offline(True)
    away.click("#today [data-mend]")
    away.click("[data-take-back] summary")
    away.click('[data-take-reason][value="twice"]')
    away.wait_for_selector("#today [data-list]", state="hidden")
    back(away)
    assert Encounter.objects.get().void_reason == "twice"


def test_second_tab_keeps_what_the_first_one_sent_and_a_held_enter_records_nothing(desk):
    tab = desk.context.new_page()
    tab.goto(desk.url)
    ready(tab)
    desk.click('[data-usual="1"]')
    desk.wait_for_selector("#today [data-record]")  # sent, and shown by the server
    tab.wait_for_selector("#today [data-record] >> text=Субсидія")
    assert people(tab) == "1"
    tab.fill("#id_q", "платежі")
    tab.wait_for_selector("#found button")
    for _repeated in range(3):
        tab.keyboard.down("Enter")
        tab.wait_for_timeout(100)
    tab.keyboard.up("Enter")
    assert "Комунальні платежі" in tab.inner_text("#card h2")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".toast >> text=Платежі")
    back(tab)
    assert Encounter.objects.count() == 2


def test_update_while_records_wait_brings_new_pages_and_loses_nothing(away, monkeypatch):
    """A page kept before an update does not fit the scripts that come with it."""
    away.click('[data-usual="1"]')
    away.wait_for_selector("#today >> text=Субсидія")
    put_old = "(pages) => pages.put(location.pathname, new Response('old'))"
    away.evaluate(f"caches.open('mistok-desk-pages').then({put_old})")
    monkeypatch.setattr(offline, "_version", lambda: "newer")
    away.context.set_offline(False)
    away.evaluate("document.querySelector('.toast').remove()")
    with away.expect_navigation():  # begun anew, for nobody was in the middle of a visitor
        # Not waited for: with the page that asked, its promise may be gone.
        away.evaluate("void navigator.serviceWorker.ready.then((desk) => desk.update())")
    ready(away)
    back(away)
    kept = away.evaluate("caches.match(location.pathname).then((page) => page.text())")
    assert "data-desk" in kept
    assert away.evaluate("caches.has('mistok-desk-newer')")
    assert subjects() == ["Житлова субсидія"]


def test_sign_out_without_a_connection_is_finished_later(away, network):
    away.click(".menu summary")
    with away.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        away.click("[data-sign-out] button")
    away.context.set_offline(False)
    away.goto(reverse("desk:diary", args=[network.point.slug]))
    away.wait_for_url(lambda url: "/desk/" not in url)
    away.goto(reverse("desk:diary", args=[network.point.slug]))
    assert "login" in away.url


def test_without_a_key_the_plain_page_does_the_work(page, enter, cast, network, supplied):
    enter(page, cast.librarian)
    page.route("**/desk/outbox-key", lambda route: route.abort())
    page.goto(reverse("desk:point", args=[network.point.slug]))
    page.wait_for_selector(f"{LINE}Працює лише зі зв’язком")
    page.focus("#id_q")
    page.keyboard.press("+")
    assert page.input_value("#id_number") == "2"
    page.keyboard.press("1")
    page.wait_for_url("**saved=**")
    assert Encounter.objects.get().number == 2
    assert page.evaluate(QUEUE) == [["first", "second"], 0]


def test_phone_keeps_its_place_and_tells_the_state_where_one_is(desk, chromium, live_server):
    state = desk.context.storage_state()
    phone = chromium.new_context(
        base_url=live_server.url,
        storage_state=state,
        locale="uk-UA",
        viewport={"width": 360, "height": 640},
        has_touch=True,
        is_mobile=True,
    )
    page = phone.new_page()
    page.goto(desk.url)
    ready(page)
    assert page.is_hidden("[data-afloat]")
    page.evaluate("document.getElementById('acts-title').scrollIntoView()")
    page.wait_for_selector("[data-afloat] >> text=На зв’язку")
    place = page.evaluate("scrollY")
    page.tap('[data-usual="2"]')
    page.wait_for_selector(".toast >> text=Платежі")
    assert page.evaluate("document.activeElement.id") != "id_q"  # no keyboard comes up
    assert abs(page.evaluate("scrollY") - place) < 80
    page.wait_for_selector("[data-afloat] >> text=усе надіслано")
    phone.close()
