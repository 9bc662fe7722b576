"""Pages of appointments: for whoever comes, for the staff, and for whoever has no business here."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mistok.audit.models import Entry, Event
from mistok.desk.actions import appointments as actions
from mistok.desk.actions.appointments_rules import change_rules
from mistok.desk.models import Appointment, AppointmentState, BookingRules, CalendarKey, Encounter
from mistok.desk.queries.appointments_times import key_of
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory, TopicFactory
from mistok.desk.tests.test_appointments import at, next_weekday
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.models import HoursException
from mistok.network.tests.factories import ServicePointFactory
from mistok.search.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_pacing():
    cache.clear()


@pytest.fixture
def rules(network) -> BookingRules:
    return BookingRules.objects.create(point=network.point, is_on=True, note="Вхід із двору")


@pytest.fixture
def service():
    return ServiceFactory(name="Призначення субсидії", short_name="Субсидія", bring=["паспорт", "код"])


@pytest.fixture
def made(rules, service) -> Appointment:
    return actions.book(
        point=rules.point, subject=service, at=at(next_weekday(), "10:00"), name="Оля", phone="067 123 45 67"
    )


def links(response, start: str) -> list[str]:
    return [
        each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', response.text) if start in each
    ]


def booking(slug: str, name: str, **query: str) -> str:
    return reverse(f"desk:{name}", args=[slug], query=query)


# For whoever comes


def test_sum_of_errors_writes_no_colon_after_a_question(client, rules):
    where = booking("central-point", "booking-new", about="other", at=key_of(at(next_weekday(), "10:00")))
    page = client.post(where, {"name": "", "phone": "abc", "uuid": uuid4()}).text
    assert "Як вас кликати? Напишіть" in page
    assert "Телефон: Це не номер" in page


def test_long_list_of_services_is_folded_after_the_first_ones(client, rules):
    for _each in range(15):
        ServiceFactory()
    page = client.get(booking("central-point", "booking-service")).text
    before, _sign, folded = page.partition("<details>")
    assert "Показати ще 3" in folded
    assert (before.count("about=service"), folded.count("about=service")) == (12, 3)


def test_service_is_found_by_a_word_of_its_own(client, rules, service):
    ServiceFactory(name="Заміна водійського посвідчення")
    page = client.get(booking("central-point", "booking-service", q="субсидію")).text
    assert "Призначення субсидії" in page
    assert "водійського" not in page
    assert "about=service" in page
    nothing = client.get(booking("central-point", "booking-service", q="ъъъ<i>")).text
    assert "Нічого не знайдено" in nothing
    assert "<i>" not in nothing
    assert "водійського" in client.get(booking("central-point", "booking-service", q=" ")).text


def test_card_of_a_service_leads_to_a_time_where_one_may_book(client, cast, network, service):
    address = f"{reverse('desk:booking-start')}?about=service%3A{service.slug}"
    assert address not in client.get(service.get_absolute_url()).text
    kept = BookingRules(point=network.point, is_on=True)
    change_rules(rules=kept, lengths=[], by=cast.head)
    assert address in client.get(service.get_absolute_url()).text
    times = booking("central-point", "booking-times", about=f"service:{service.slug}")
    assert times.replace("%3A", ":") in client.get(address).text.replace("%3A", ":")


def test_booking_from_the_point_to_the_slip(client, rules, service, django_assert_max_num_queries):
    start = client.get(reverse("desk:booking-start"))
    assert rules.point.name in start.text
    what = client.get(links(start, "/appointments/central-point/")[0])
    assert "Вхід із двору" in what.text
    assert "Субсидія" not in what.text  # people read the whole name
    times_url = next(each for each in links(what, "times/") if "service" in each)
    with django_assert_max_num_queries(8):
        times = client.get(times_url)
    new_url = links(times, "/new/?")[0]
    form = client.get(new_url)
    uuid = form.context["form"].initial["uuid"]
    answer = client.post(new_url, {"name": "Оля", "phone": "", "email": "", "uuid": uuid})
    kept = Appointment.objects.get()
    assert answer.url == reverse("desk:booking-detail", args=[kept.shown_code])
    assert (kept.name, kept.service, kept.origin) == ("Оля", service, "site")
    again = client.post(new_url, {"name": "Оля", "uuid": uuid})  # the form sent twice
    assert again.url == answer.url
    page = client.get(answer.url)
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert kept.shown_code in page.text
    assert "паспорт" in page.text
    assert kept.shown_code in client.get(reverse("desk:booking-slip", args=[kept.shown_code])).text
    calendar = client.get(reverse("desk:booking-calendar", args=[kept.shown_code]))
    assert calendar.headers["Content-Type"].startswith("text/calendar")


def test_slip_as_pdf_says_all(client, made, tmp_path):
    response = client.get(reverse("desk:booking-pdf", args=[made.shown_code]))
    (tmp_path / "slip.pdf").write_bytes(response.content)
    reader = PdfReader(tmp_path / "slip.pdf")
    said = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    for words in (made.shown_code, "10:00", "Призначення субсидії", "паспорт", "Оля"):
        assert words in said


def test_booking_form_says_what_is_wrong_and_keeps_what_was_typed(client, rules):
    url = booking("central-point", "booking-new", about="other", at=key_of(at(next_weekday(), "10:00")))
    wrong = {"name": "Оля 12345", "phone": "позвоніть", "email": "olia@", "uuid": str(uuid4())}
    response = client.post(url, wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "phone", "email"}
    assert "позвоніть" in response.text
    robot = client.post(url, {"name": "Оля", "uuid": str(uuid4()), "website": "https://spam.example"})
    assert robot.status_code == 422
    assert not Appointment.objects.exists()


def test_booking_a_time_that_was_just_taken_offers_the_nearest(client, rules, made):
    url = booking("central-point", "booking-new", about="other", at=key_of(made.starts_at))
    response = client.post(url, {"name": "Петро", "uuid": str(uuid4())})
    assert response.status_code == 409
    assert "Петро" in response.text
    assert links(response, "at=")


def test_booking_is_paced(client, rules):
    url = booking("central-point", "booking-new", about="other", at=key_of(at(next_weekday(), "10:00")))
    answers = [client.post(url, {"name": "Оля", "uuid": str(uuid4())}).status_code for _each in range(11)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_booking_letter_leaves_when_there_is_an_address(client, rules, django_capture_on_commit_callbacks):
    url = booking("central-point", "booking-new", about="other", at=key_of(at(next_weekday(), "10:00")))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"name": "Оля", "email": "olia@example.org", "uuid": str(uuid4())})
    assert Appointment.objects.get().shown_code in mail.outbox[0].body
    assert mail.outbox[0].attachments[0].filename == "appointment.ics"


def test_times_of_a_full_point_lead_to_others(client, rules, network):
    rules.opens_before = 1
    rules.hours = "Mo 00:00-00:05"
    rules.save()
    BookingRules.objects.create(point=network.branch_point, is_on=True)
    response = client.get(booking("central-point", "booking-times", about="other"))
    assert "Пункт у філії" in response.text
    assert links(response, "/appointments/branch-point/new/")


def test_points_without_booking_are_not_there(client, rules, network):
    for name in ("booking-service", "booking-times", "booking-new"):
        assert client.get(booking("other-point", name)).status_code == 404
        assert client.get(booking("no-such", name)).status_code == 404
    rules.is_on = False
    rules.save()
    assert client.get(booking("central-point", "booking-service")).status_code == 404
    assert "Записатися поки що нікуди" in client.get(reverse("desk:booking-start")).text
    assert client.get(booking("central-point", "booking-times", about="service:no")).status_code == 404


def test_code_opens_the_appointment_and_wrong_ones_are_paced(client, made):
    find = reverse("desk:booking-find")
    assert client.get(find).status_code == 200
    assert made.shown_code in client.get(find, {"code": made.code.lower()}).url
    assert client.get(find, {"code": "22222222"}).status_code == 404
    assert client.get(reverse("desk:booking-detail", args=["22222222"])).status_code == 404
    answers = {client.get(find, {"code": "22222222"}).status_code for _each in range(70)}
    assert 429 in answers


def test_person_moves_and_cancels_by_code(client, made):
    move = reverse("desk:booking-move", args=[made.shown_code])
    chosen = links(client.get(move), "at=")[0]
    assert "Новий час" in client.get(f"{move}{chosen}").text
    assert client.post(move, {"at": chosen.removeprefix("?at=")}).status_code == 302
    made.refresh_from_db()
    assert made.sequence == 1
    assert client.post(move, {"at": "nonsense"}).status_code == 409
    cancel = reverse("desk:booking-cancel", args=[made.shown_code])
    assert client.get(cancel).status_code == 200
    client.post(cancel)
    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED
    assert "скасовано" in client.get(reverse("desk:booking-detail", args=[made.shown_code])).text
    assert client.get(move).status_code == client.get(cancel).status_code == 302


def test_point_page_offers_to_book(client, network, rules):
    page = client.get(network.point.get_absolute_url())
    assert reverse("desk:booking-service", args=["central-point"]) in page.text
    assert "appointments/" not in client.get(network.other_point.get_absolute_url()).text


# For the staff


STAFF_PAGES = ("board", "week", "new", "calls")


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_pages_are_for_who_helps_here(sign_in, cast, made, page):
    url = reverse(f"desk:appointment-{page}", args=["central-point"])
    assert sign_in(cast.librarian).get(url).status_code == 200
    assert sign_in(cast.colleague).get(url).status_code == 404
    assert sign_in(cast.region).get(url).status_code == 404
    assert sign_in(cast.resident).get(url).status_code in (302, 403, 404)
    assert (
        sign_in(cast.librarian).get(reverse(f"desk:appointment-{page}", args=["no-such"])).status_code == 404
    )
    assert sign_in(cast.librarian).delete(url).status_code == 405


@pytest.mark.parametrize("step", ["arrive", "serve", "miss", "back", "called", "finish", "move", "cancel"])
def test_steps_are_for_who_helps_here(sign_in, cast, made, step):
    url = reverse(f"desk:appointment-{step}", args=[made.pk])
    assert sign_in(cast.colleague).post(url).status_code == 404
    assert (
        sign_in(cast.librarian).post(reverse(f"desk:appointment-{step}", args=[uuid4()])).status_code == 404
    )
    if step not in ("finish", "move", "cancel"):
        assert sign_in(cast.librarian).get(url).status_code == 405
    assert sign_in(cast.librarian).post(url).status_code in (200, 302, 422)
    made.refresh_from_db()


def test_staff_writes_down_by_phone(sign_in, cast, rules, service):
    client = sign_in(cast.librarian)
    url = reverse("desk:appointment-new", args=["central-point"])
    times = client.get(url, {"about": f"service:{service.slug}"})
    chosen = links(times, "at=")[-1]
    form = client.get(f"{url}{chosen}").context["form"]
    sent = {"name": "Пані Марія", "phone": "067 123 45 67", "email": "", "uuid": form.initial["uuid"]}
    assert client.post(f"{url}{chosen}", {**sent, "name": ""}).status_code == 422
    response = client.post(f"{url}{chosen}", sent, follow=True)
    kept = Appointment.objects.get()
    assert (kept.booked_by, kept.origin, kept.service) == (cast.librarian, "staff", service)
    assert kept.shown_code in response.text
    assert "Пані Марія" in response.text
    late = client.post(f"{url}{chosen}", {**sent, "uuid": str(uuid4())})
    assert late.status_code == 422
    assert "щойно зайняли" in late.text


def test_staff_writes_what_for_in_words(sign_in, cast, rules, service):
    other = ServiceFactory(name="Перерахунок субсидії")
    client = sign_in(cast.librarian)
    url = reverse("desk:appointment-new", args=["central-point"])
    empty = client.get(url)
    assert '<option value="Перерахунок субсидії">' in empty.text
    assert "at=" not in empty.text
    found = client.get(url, {"about-words": "субсидії"})
    assert "Виберіть, що саме" in found.text
    assert {f'value="service:{each.slug}"' in found.text for each in (service, other)} == {True}
    assert "at=" not in found.text
    chosen = client.get(url, {"about-words": "субсидії", "about": f"service:{other.slug}"})
    assert f"about=service%3A{other.slug}&amp;at=" in chosen.text
    named = client.get(url, {"about-words": " перерахунок  СУБСИДІЇ "})
    assert f"about=service%3A{other.slug}&amp;at=" in named.text
    assert "about=other&amp;at=" in client.get(url, {"about-words": ""}).text
    unknown = client.get(url, {"about-words": "щъщъщъ"})
    assert "Нічого не знайдено" in unknown.text
    assert "at=" not in unknown.text


def test_line_asks_which_when_words_are_of_several(sign_in, cast, rules, service):
    ServiceFactory(name="Перерахунок субсидії")
    client = sign_in(cast.librarian)
    line = reverse("desk:appointment-line", args=["central-point"])
    sent = {"about-words": "субсидія", "name": "Іван", "uuid": str(uuid4())}
    asked = client.post(line, sent)
    assert asked.status_code == 422
    assert 'value="Іван"' in asked.text
    assert client.post(line, {**sent, "about": f"service:{service.slug}"}).status_code == 302
    assert Appointment.objects.get().service == service


def test_times_for_the_staff_go_far_ahead(sign_in, cast, rules):
    client = sign_in(cast.librarian)
    url = reverse("desk:appointment-new", args=["central-point"])
    first = client.get(url, {"about": "other"})
    later = client.get(f"{url}{links(first, 'since=')[0]}")
    assert later.status_code == 200
    assert links(later, "at=") != links(first, "at=")
    assert client.get(url, {"about": "other", "since": "nonsense"}).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_of_other_centuries_are_not_there(sign_in, cast, network, day):
    client = sign_in(cast.librarian)
    assert client.get(f"/desk/central-point/appointments/{day}/").status_code == 404
    assert client.get(f"/desk/central-point/appointments/week/{day}/").status_code == 404
    calls = reverse("desk:appointment-calls", args=["central-point"])
    assert client.get(calls, {"day": day}).status_code == 200


def visit_now(point, service) -> Appointment:
    begun = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=20)
    return Appointment.objects.create(
        point=point, service=service, starts_at=begun, ends_at=begun + timedelta(minutes=30), place=9,
        day=timezone.localdate(), name="Оля",
    )  # fmt: skip


def test_visit_recorded_at_the_end_is_counted_once(sign_in, cast, network, rules, service):
    client = sign_in(cast.librarian)
    visit = visit_now(network.point, service)
    board = client.get(reverse("desk:appointment-board", args=["central-point"]))
    assert "Запізнюються" in board.text
    client.post(reverse("desk:appointment-arrive", args=[visit.pk]))
    to_desk = client.post(reverse("desk:appointment-serve", args=[visit.pk]), {"desk": "1"})
    assert f"open=service%3A{service.slug}" in to_desk.url
    finish = reverse("desk:appointment-finish", args=[visit.pk])
    form = client.get(finish).context["form"]
    sent = {"how": "record", "about": form.initial["about"], "outcome": "done", "uuid": form.initial["uuid"]}
    assert client.post(finish, {**sent, "about": ""}).status_code == 422
    for _twice in range(2):
        assert client.post(finish, sent).status_code == 302
    visit.refresh_from_db()
    assert visit.state == AppointmentState.DONE
    assert Encounter.objects.get() == visit.encounter
    assert visit.encounter.items.get().service == service


def test_visit_linked_with_the_record_of_the_desk(sign_in, cast, network, rules, service):
    client = sign_in(cast.librarian)
    visit = visit_now(network.point, service)
    client.post(reverse("desk:appointment-serve", args=[visit.pk]))
    now = timezone.now()
    record = EncounterFactory(point=network.point, occurred_at=now, staff=cast.librarian)
    EncounterItemFactory(encounter=record, service=service)
    finish = reverse("desk:appointment-finish", args=[visit.pk])
    form = client.get(finish).context["form"]
    assert form.initial["how"] == str(record.pk)  # the same thing, since the help began
    for _twice in range(2):
        sent = {"how": str(record.pk), "outcome": "done", "uuid": form.initial["uuid"]}
        assert client.post(finish, sent).status_code == 302
    visit.refresh_from_db()
    assert visit.encounter == record
    assert Encounter.objects.count() == 1


def test_line_and_no_show(sign_in, cast, network, rules, service):
    client = sign_in(cast.librarian)
    line = reverse("desk:appointment-line", args=["central-point"])
    uuid = str(uuid4())
    for _twice in range(2):
        client.post(line, {"about": f"service:{service.slug}", "name": "Іван", "uuid": uuid})
    waiting = Appointment.objects.get()
    assert waiting.in_line
    assert client.post(line, {"about": "service:no", "uuid": str(uuid4())}).status_code == 422
    assert Appointment.objects.count() == 1
    late = visit_now(network.point, service)
    client.post(reverse("desk:appointment-miss", args=[late.pk]))
    late.refresh_from_db()
    assert late.state == AppointmentState.MISSED
    board = client.get(reverse("desk:appointment-board", args=["central-point"]))
    assert "Усе-таки людина прийшла" in board.text
    assert sign_in(cast.colleague).post(line, {"uuid": uuid}).status_code == 404


def test_staff_moves_and_cancels(sign_in, cast, made):
    client = sign_in(cast.librarian)
    move = reverse("desk:appointment-move", args=[made.pk])
    chosen = links(client.get(move), "at=")[-1].removeprefix("?at=")
    assert client.post(move, {"at": chosen}).status_code == 302
    made.refresh_from_db()
    assert key_of(made.starts_at) == chosen
    assert client.post(move, {"at": "nonsense"}).status_code == 409
    cancel = reverse("desk:appointment-cancel", args=[made.pk])
    assert client.post(cancel, {"reason": "because"}).status_code == 422
    client.post(cancel, {"reason": "staff"})
    made.refresh_from_db()
    assert made.cancel_reason == "staff"
    noted = Entry.objects.filter(event=Event.APPOINTMENT_CANCELLED).get()
    assert noted.details == {"why": "staff"}


def test_missed_person_gets_a_new_appointment_and_stays_counted(sign_in, cast, network, rules, service):
    late = visit_now(network.point, service)
    actions.miss(late, by=cast.librarian)
    move = reverse("desk:appointment-move", args=[late.pk])
    client = sign_in(cast.librarian)
    client.post(move, {"at": key_of(at(next_weekday(), "10:00"))})
    late.refresh_from_db()
    assert late.state == AppointmentState.MISSED
    fresh = Appointment.objects.exclude(pk=late.pk).get()
    assert (fresh.name, fresh.service, fresh.state) == ("Оля", service, AppointmentState.BOOKED)


def test_calls_show_closures_and_marks(sign_in, cast, made):
    client = sign_in(cast.librarian)
    calls = reverse("desk:appointment-calls", args=["central-point"])
    HoursException.objects.create(point=made.point, since=made.day, until=made.day, reason="ремонт")
    assert "tel:+380671234567" in client.get(calls).text
    assert client.get(calls, {"day": made.day.isoformat()}).status_code == 200
    assert client.get(calls, {"day": "nonsense"}).status_code == 200
    called = reverse("desk:appointment-called", args=[made.pk])
    client.post(called, {"called": "1", "day": made.day.isoformat()})
    made.refresh_from_db()
    assert made.called_by == cast.librarian
    client.post(called, {"called": "0"})
    made.refresh_from_db()
    assert made.called_at is None
    assert "припадає на час" in client.get(reverse("desk:appointment-board", args=["central-point"])).text


def test_calls_of_a_friday_are_those_of_monday(sign_in, cast, rules, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=1)
    friday = tomorrow + timedelta(days=(4 - tomorrow.weekday()) % 7)
    monday = friday + timedelta(days=3)
    for moment, more in (("10:00", {"phone": "067 123 45 67"}), ("11:00", {"email": "olia@example.org"})):
        actions.book(point=rules.point, subject=None, at=at(monday, moment), name="Оля", **more)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: friday)
    client = sign_in(cast.librarian)
    page = client.get(reverse("desk:appointment-calls", args=["central-point"]))
    assert page.context["day"] == monday
    assert "tel:+380671234567" in page.text
    board = reverse("desk:appointment-board", args=["central-point"])
    assert "Нагадати телефоном: 1 людині" in client.get(board).text
    actions.mark_called(Appointment.objects.get(email=""), by=cast.librarian, called=True)
    assert "Нагадати телефоном" not in client.get(board).text


def test_lists_ask_no_more_for_more_rows(sign_in, cast, rules, service, django_assert_max_num_queries):
    client = sign_in(cast.librarian)
    day = next_weekday()
    for time in ("09:00", "09:30", "10:00", "11:00", "12:00", "15:00"):
        actions.book(point=rules.point, subject=service, at=at(day, time), name="Оля", phone="0671234567")
    for name in ("appointment-board-day", "appointment-week-day"):
        with django_assert_max_num_queries(17):
            assert client.get(reverse(f"desk:{name}", args=["central-point", day])).status_code == 200
    with django_assert_max_num_queries(17):
        client.get(reverse("desk:appointment-calls", args=["central-point"]), {"day": day.isoformat()})


# Rules


def rules_sent(**more) -> dict[str, str]:
    return {
        "minutes": "30", "step": "30", "places": "2", "opens_before": "14", "closes_before": "60",
        "when": "all", "grace": "15", "keep_days": "30", "note": "", "is_on": "on",
        "lengths-TOTAL_FORMS": "2", "lengths-INITIAL_FORMS": "0",
        "lengths-0-about": "", "lengths-0-minutes": "30", "lengths-1-about": "", "lengths-1-minutes": "30",
        **more,
    }  # fmt: skip


def test_rules_are_previewed_then_saved_by_the_head(sign_in, cast, network, service):
    topic = TopicFactory(parent=TopicFactory(code="3.1.9"))
    client = sign_in(cast.head)
    url = reverse("desk:appointment-rules", args=["central-point"])
    assert client.get(url).status_code == 200
    own = {"when": "own", "week-1-opens": "10:00", "week-1-closes": "12:00"}
    preview = client.post(url, rules_sent(preview="1", **own))
    assert "Це лише перегляд" in preview.text
    assert "10:00–11:30" in preview.text
    assert not BookingRules.objects.exists()
    seen = Change.objects.count()
    lengths = {"lengths-0-about": f"service:{service.slug}", "lengths-0-minutes": "60",
               "lengths-1-about": f"topic:{topic.code}", "lengths-1-minutes": "15"}  # fmt: skip
    client.post(url, rules_sent(**own, **lengths))
    kept = BookingRules.objects.get()
    assert (kept.is_on, kept.places, kept.hours) == (True, 2, "Mo off; Tu 10:00-12:00; We-Su off")
    assert [each.minutes for each in kept.lengths.all()] == [60, 15]
    assert Change.objects.count() > seen  # shared pages follow
    assert Entry.objects.filter(event=Event.BOOKING_RULES_CHANGED).count() == 1
    client.post(url, rules_sent())
    kept.refresh_from_db()
    assert (kept.hours, kept.lengths.count()) == ("", 0)


def test_rules_refuse_what_cannot_be(sign_in, cast, network, service):
    client = sign_in(cast.head)
    url = reverse("desk:appointment-rules", args=["central-point"])
    for wrong in (
        {"places": "0"}, {"minutes": "7"}, {"opens_before": "1000"}, {"when": "own"},
        {"lengths-0-about": f"service:{service.slug}", "lengths-1-about": f"service:{service.slug}"},
        {"lengths-0-about": "service:no"},
    ):  # fmt: skip
        assert client.post(url, rules_sent(**wrong)).status_code == 422, wrong
    assert not BookingRules.objects.exists()
    for person in (cast.librarian, cast.colleague, cast.region):
        assert sign_in(person).get(url).status_code == 404


# Calendar


def test_calendar_address_is_secret_shown_once_and_revocable(sign_in, cast, made, client):
    mine = sign_in(cast.librarian)
    page = reverse("desk:appointment-calendar")
    assert mine.post(page).status_code == 302
    address = re.search(r"<code>(.+?)</code>", mine.get(page).text)[1]
    assert "<code>" not in mine.get(page).text
    feed = "/" + address.split("/", 3)[3]
    text = client.get(feed).text.replace("\r\n ", "")
    assert f"UID:{made.pk}@" in text
    assert "Оля" not in text
    assert "0671234567" not in text.replace(" ", "")
    assert CalendarKey.objects.get().read_on == timezone.localdate()
    mine.post(page)
    assert client.get(feed).status_code == 404  # the new address switched it off
    assert mine.post(reverse("desk:appointment-calendar-end")).status_code == 302
    assert not CalendarKey.objects.exists()
    assert client.get(reverse("desk:calendar-feed", args=["nonsense"])).status_code == 404
    assert sign_in(cast.region).get(page).status_code == 404


def test_calendar_of_who_left_the_library_is_closed(sign_in, cast, made, client):
    mine = sign_in(cast.librarian)
    mine.post(reverse("desk:appointment-calendar"))
    text = mine.get(reverse("desk:appointment-calendar")).text
    feed = "/" + re.search(r"<code>(.+?)</code>", text)[1].split("/", 3)[3]
    cast.librarian.memberships.update(until=timezone.localdate() - timedelta(days=1))
    assert client.get(feed).status_code == 404


def test_points_to_choose_stand_by_the_alphabet_and_by_number(client, network, cast, sign_in):
    names = ["Дорошівка", "Єланець", "Філія № 2", "Філія № 10"]
    for name in reversed(names):
        where = {"organisation": network.central, "territory": network.point.territory}
        point = ServicePointFactory(name=name, **where)
        BookingRules.objects.create(point=point, is_on=True)
    said = client.get(reverse("desk:booking-start")).text
    assert re.findall("|".join(names), said) == names
    chosen = sign_in(cast.librarian).get(reverse("desk:start"), {"choose": "1"}).context["points"]
    assert [each.name for each in chosen if each.name in names] == names
