"""A time is booked on a phone, and the person is received at the desk; axe looks at each page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from mistok.desk.actions import appointments as actions
from mistok.desk.models import Appointment, AppointmentState, BookingRules
from mistok.desk.tests.test_appointments import at, next_weekday
from mistok.directory.tests.factories import ServiceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rules(network) -> BookingRules:
    cache.clear()
    return BookingRules.objects.create(point=network.point, is_on=True)


def test_person_books_moves_and_cancels_on_a_phone(page, axe, rules, follow):
    ServiceFactory(name="Призначення житлової субсидії", bring=["паспорт"])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/points/central-point/")
    follow(page.get_by_role("link", name="Записатися"))
    axe(page)
    follow(page.get_by_role("link", name="Призначення житлової субсидії"))
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    follow(page.get_by_role("link", name="10:00").first)
    follow(page.get_by_role("button", name="Записатися на цей час"))
    expect(page.get_by_role("alert")).to_contain_text("Напишіть будь-яке ім’я")
    axe(page)
    page.get_by_label("Як вас кликати?").fill("Оля")
    follow(page.get_by_role("button", name="Записатися на цей час"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Чекаємо на вас")
    axe(page)
    made = Appointment.objects.get()
    page.goto("/appointment/")
    page.get_by_label("Код запису").fill(made.code.lower())
    follow(page.get_by_role("button", name="Знайти").last)
    follow(page.get_by_role("link", name="Надрукувати талон"))
    axe(page)
    expect(page.get_by_text(made.shown_code)).to_be_visible()
    page.go_back()
    follow(page.get_by_role("link", name="Скасувати запис"))
    axe(page)
    follow(page.get_by_role("button", name="Так, скасувати"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Запис скасовано")


def test_librarian_receives_a_person(page, enter, axe, cast, network, rules, follow):
    service = ServiceFactory(name="Призначення житлової субсидії", short_name="Субсидія")
    begun = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=5)
    visit = Appointment.objects.create(
        point=network.point, service=service, starts_at=begun, ends_at=begun + timedelta(minutes=30), place=1,
        day=timezone.localdate(begun), name="Оля",
    )  # fmt: skip
    actions.book(point=network.point, subject=None, at=at(next_weekday(), "10:00"), name="Іван")
    enter(page, cast.head)
    page.goto("/desk/central-point/appointments/")
    axe(page)
    follow(page.get_by_role("button", name="Людина тут"))
    follow(page.get_by_role("button", name="Почати"))
    axe(page)
    follow(page.get_by_role("link", name="Завершити"))
    axe(page)
    follow(page.get_by_role("button", name="Завершити"))
    visit.refresh_from_db()
    assert visit.state == AppointmentState.DONE
    assert visit.encounter.items.get().service == service
    for path in (
        "week/",
        "new/?about=other",
        "new/?about-words=субсидії",
        f"calls/?day={next_weekday()}",
        "rules/",
    ):
        page.goto(f"/desk/central-point/appointments/{path}")
        axe(page)
