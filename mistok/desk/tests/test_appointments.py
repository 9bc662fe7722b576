"""Times, places and steps of appointments, below the pages."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mistok.accounts.personal import terms
from mistok.audit.models import Entry, Event
from mistok.desk import appointments_calendar as calendar
from mistok.desk.actions import Item
from mistok.desk.actions import appointments as actions
from mistok.desk.actions.periods import lock
from mistok.desk.appointments_letters import remind
from mistok.desk.indicators_appointments import rows as indicator_rows
from mistok.desk.models import Appointment, AppointmentState, BookingRules, CancelReason, Encounter, TakenTime
from mistok.desk.queries.appointments import board, conflicts, figures, of_code, to_call
from mistok.desk.queries.appointments_times import (
    beginnings,
    elsewhere,
    free_days,
    key_of,
    length_of,
    moment_of,
    rules_of,
    spans,
)
from mistok.desk.tests.factories import EncounterFactory, TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.models import HoursException

KYIV = ZoneInfo("Europe/Kyiv")


def next_weekday(number: int = 1) -> date:
    """A Tuesday (or another day) at least three days ahead."""
    day = timezone.localdate() + timedelta(days=3)
    return day + timedelta(days=(number - day.weekday()) % 7)


def at(day: date, text: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{text}").replace(tzinfo=KYIV)


@pytest.fixture
def rules(network) -> BookingRules:
    return BookingRules.objects.create(point=network.point, is_on=True)


def hours(pairs) -> list[str]:
    return [f"{timezone.localtime(first):%H:%M}" for first, _last in pairs]


def book(rules, moment, **more):
    return actions.book(point=rules.point, subject=None, at=moment, name="Оля", **more)


# When the point can receive


@pytest.mark.django_db
def test_times_end_before_the_closing(rules):
    found = hours(beginnings(rules, next_weekday(), 45))
    assert found[0] == "09:00"
    assert found[-1] == "17:00"  # 17:30 would end at 18:15


@pytest.mark.django_db
def test_times_leave_out_breaks_days_off_and_own_hours(rules):
    rules.point.opening_hours = "Mo-Fr 09:00-13:00,14:00-18:00"
    rules.hours = "Tu 10:00-15:00"
    assert spans(rules, next_weekday(1)) == [(600, 780), (840, 900)]
    assert hours(beginnings(rules, next_weekday(1), 60)) == [
        "10:00",
        "10:30",
        "11:00",
        "11:30",
        "12:00",
        "14:00",
    ]
    assert spans(rules, next_weekday(2)) == []
    rules.hours = ""
    assert spans(rules, next_weekday(6)) == []


@pytest.mark.django_db
def test_times_follow_closures_other_hours_and_the_last_day_of_a_point(rules):
    day = next_weekday()
    HoursException.objects.create(point=rules.point, since=day, until=day, opening_hours="10:00-12:00")
    assert spans(rules_of(rules.point), day) == [(600, 720)]
    HoursException.objects.create(point=rules.point, since=day, until=day, reason="ремонт")
    found = free_days(rules_of(rules.point), [day], 30, since=timezone.now())[0]
    assert not found.works
    assert found.difference.reason == "ремонт"
    rules.point.closed_on = day + timedelta(days=1)
    assert spans(rules, day + timedelta(days=1)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "first", "times"),
    [
        (
            date(2027, 3, 28),
            ["02:00", "02:30", "04:00", "04:30", "05:00", "05:30"],
            6,
        ),  # 03:00 does not exist
        (date(2026, 10, 25), ["02:00", "02:30", "03:00", "03:30", "04:00", "04:30", "05:00", "05:30"], 8),
    ],
)
def test_times_when_clocks_change(rules, day, first, times):
    rules.point.opening_hours = "Mo-Su 02:00-06:00"
    found = beginnings(rules, day, 30)
    assert hours(found) == first
    assert len({begin for begin, _end in found}) == times
    assert all(end - begin == timedelta(minutes=30) for begin, end in found)


@pytest.mark.django_db
def test_times_of_an_opening_hour_that_is_not_round_stand_on_the_grid(rules):
    rules.point.opening_hours = "Mo-Fr 09:07-11:00"
    assert hours(beginnings(rules, next_weekday(), 30)) == ["09:10", "09:40", "10:10"]


@pytest.mark.django_db
def test_length_by_service_and_topic(rules):
    service, topic = ServiceFactory(), TopicFactory()
    rules.lengths.create(service=service, minutes=60)
    rules.lengths.create(topic=topic, minutes=15)
    known = rules_of(rules.point)
    assert [length_of(known, each) for each in (service, topic, None, ServiceFactory())] == [60, 15, 30, 30]


def test_moment_in_an_address():
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment_of(key_of(moment)) == moment
    for wrong in ("", "tomorrow", "20261324T0000Z", "99991231T2359Z"):
        with pytest.raises(ValueError, match=r"."):
            moment_of(wrong)


# Taking a time


@pytest.mark.django_db
def test_book_takes_places_one_after_another_and_no_more(rules):
    rules.places = 2
    rules.save()
    moment = at(next_weekday(), "10:00")
    assert [book(rules, moment).place for _each in range(2)] == [1, 2]
    with pytest.raises(actions.TakenError, match="щойно зайняли"):
        book(rules, moment)
    assert Entry.objects.filter(event=Event.APPOINTMENT_BOOKED).count() == 2


@pytest.mark.django_db
def test_book_longer_help_leaves_no_overlap(rules):
    service = ServiceFactory()
    rules.lengths.create(service=service, minutes=60)
    day = next_weekday()
    actions.book(point=rules.point, subject=service, at=at(day, "10:00"), name="Оля")
    free = free_days(rules_of(rules.point), [day], 30, since=timezone.now())[0]
    assert "10:30" not in [f"{timezone.localtime(each.at):%H:%M}" for each in free.times]
    longer = free_days(rules_of(rules.point), [day], 60, since=timezone.now())[0]
    assert "09:30" not in [f"{timezone.localtime(each.at):%H:%M}" for each in longer.times]
    with pytest.raises(actions.TakenError):
        actions.book(point=rules.point, subject=service, at=at(day, "09:30"), name="Петро")


@pytest.mark.django_db
def test_book_again_after_rules_changed_never_overlaps(rules):
    day = next_weekday()
    book(rules, at(day, "10:00"))
    rules.step, rules.minutes = 20, 20
    rules.save()
    with pytest.raises(actions.TakenError):
        book(rules, at(day, "10:20"))
    assert book(rules, at(day, "09:40"))


@pytest.mark.django_db
def test_book_on_the_site_within_its_term(rules, cast):
    rules.opens_before, rules.closes_before = 10, 60
    rules.save()
    far = at(next_weekday() + timedelta(days=21), "10:00")
    with pytest.raises(actions.TakenError, match="уже не можна"):
        book(rules, far)
    assert book(rules, far, by=cast.librarian).origin == "staff"
    with pytest.raises(actions.TakenError, match="минув"):
        book(rules, timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=1))
    with pytest.raises(actions.TakenError, match="немає"):
        book(rules, at(next_weekday(), "10:01"))
    with pytest.raises(actions.TakenError):
        book(rules, at(next_weekday(), "20:00"), by=cast.librarian)
    rules.is_on = False
    rules.save()
    with pytest.raises(actions.TakenError, match="не приймає"):
        book(rules, at(next_weekday(), "10:00"))


@pytest.mark.django_db
def test_book_twice_by_the_same_form_is_once(rules):
    moment = at(next_weekday(), "10:00")
    first = book(rules, moment)
    again = book(rules, moment, uuid=first.uuid)
    assert again == first
    with pytest.raises(actions.TakenError):
        book(rules, at(next_weekday(), "11:00"), uuid=first.uuid)


@pytest.mark.django_db
def test_database_refuses_a_second_one_at_the_same_place(rules):
    first = book(rules, at(next_weekday(), "10:00"))
    twin = Appointment.objects.get(pk=first.pk)
    twin.pk, twin.code, twin._state.adding = None, "ZZZZZZZZ", True
    twin.uuid = Appointment._meta.pk.get_default()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        TakenTime.objects.create(
            appointment=first, point=rules.point, at=first.starts_at + timedelta(minutes=5), place=1
        )


COMERS = """
import multiprocessing, sys
from datetime import datetime
import django
django.setup()
from mistok.desk.actions import appointments as actions
from mistok.desk.queries.appointments_times import rules_of
from mistok.lib.opening_hours import is_day_off
from mistok.network.models import ServicePoint
is_day_off(datetime.now().date())  # reads the calendars of holidays, slowly, before there are many to do it

def come(queued, moment, gate, said):
    if not queued:
        actions._in_line = rules_of
    point = ServicePoint.objects.select_related("organisation").get(slug="central-point")
    gate.wait(60)
    try:
        said.put(actions.book(point=point, subject=None, at=datetime.fromisoformat(moment), name="Оля").place)
    except actions.TakenError:
        said.put("taken")

split = multiprocessing.get_context("fork")
for queued, moment in zip(("line", "", "line", ""), sys.argv[1:], strict=True):
    gate, said = split.Barrier(3), split.SimpleQueue()
    comers = [split.Process(target=come, args=(queued, moment, gate, said)) for _each in range(3)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join()
    print(*sorted(str(said.get()) for comer in comers if comer.exitcode == 0))
"""


@pytest.mark.django_db(transaction=True)
def test_book_from_several_processes_at_once_never_doubles(rules, tmp_path):
    """Three processes on one database for two places, in line and past the line, where the unique keys alone
    decide. One interpreter starts and splits: what takes long is the start.
    """
    rules.places = 2
    rules.save()
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{known['NAME']}"
    else:
        address = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    environment = {
        **os.environ, "MISTOK_DATA": str(tmp_path), "DATABASE_URL": address, "PYTHONIOENCODING": "utf-8",
        "DJANGO_SETTINGS_MODULE": "mistok.config.settings",
    }  # fmt: skip
    moments = [at(next_weekday(), text).isoformat() for text in ("10:00", "11:00", "14:00", "15:00")]
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", COMERS, *moments],
        env=environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["1 2 taken"] * 4, done.stderr


# Moving and cancelling


@pytest.mark.django_db
def test_move_keeps_the_code_and_frees_the_time(rules, django_capture_on_commit_callbacks):
    day = next_weekday()
    first = book(rules, at(day, "10:00"), email="olia@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        moved = actions.move(first, at=at(day, "10:30"))
    assert (moved.code, moved.sequence, moved.place) == (first.code, 1, 1)
    assert book(rules, at(day, "10:00"))
    assert "новий час" in mail.outbox[0].subject
    assert moved.shown_code in mail.outbox[0].body
    with pytest.raises(actions.TakenError):
        actions.move(moved, at=at(day, "10:00"))


@pytest.mark.django_db
def test_move_onto_a_time_that_overlaps_its_own(rules):
    rules.step = 15
    rules.save()
    day = next_weekday()
    first = book(rules, at(day, "10:00"))
    assert actions.move(first, at=at(day, "10:15")).starts_at == at(day, "10:15")
    assert TakenTime.objects.count() == 6


@pytest.mark.django_db
def test_cancel_frees_the_time_and_says_why(rules, cast, django_capture_on_commit_callbacks):
    moment = at(next_weekday(), "10:00")
    first = book(rules, moment, email="olia@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        gone = actions.cancel(first, reason=CancelReason.BLACKOUT, by=cast.librarian)
    assert gone.state == AppointmentState.CANCELLED
    assert "немає світла" in mail.outbox[0].body
    assert book(rules, moment).place == 1
    assert actions.cancel(gone, reason=CancelReason.PERSON).cancel_reason == CancelReason.BLACKOUT
    with pytest.raises(actions.WrongStepError):
        actions.move(gone, at=at(next_weekday(), "11:00"), by=cast.librarian)


@pytest.mark.django_db
def test_cancel_needs_a_reason_of_the_list(rules, cast):
    first = book(rules, at(next_weekday(), "10:00"))
    with pytest.raises(actions.WrongStepError):
        actions.cancel(first, reason="because", by=cast.librarian)


# The day


def came_today(rules, cast, minutes: int = 40, **more) -> Appointment:
    """An appointment that began so many minutes ago, whatever the hours say."""
    begun = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=minutes)
    return Appointment.objects.create(
        point=rules.point, starts_at=begun, ends_at=begun + timedelta(minutes=30),
        day=timezone.localdate(begun), place=Appointment.objects.count() + 1, name="Оля", **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_steps_of_a_visit(rules, cast, network):
    first = came_today(rules, cast)
    assert board(network.point, first.day, rules, timezone.now()).late == [first]
    actions.arrive(first, by=cast.librarian)
    actions.serve(first, by=cast.librarian)
    encounter = EncounterFactory(point=rules.point)
    done = actions.finish(first, by=cast.librarian, encounter=encounter)
    assert (done.state, done.staff, done.encounter) == (AppointmentState.DONE, cast.librarian, encounter)
    assert done.waited == 0
    with pytest.raises(actions.WrongStepError):
        actions.arrive(first, by=cast.librarian)
    assert actions.put_back(first, by=cast.librarian).state == AppointmentState.SERVING
    assert actions.put_back(first, by=cast.librarian).state == AppointmentState.ARRIVED
    assert actions.put_back(first, by=cast.librarian).state == AppointmentState.BOOKED
    with pytest.raises(actions.WrongStepError):
        actions.put_back(first, by=cast.librarian)


@pytest.mark.django_db
def test_steps_pressed_twice_are_one_step(rules, cast):
    visit = came_today(rules, cast)
    first = actions.arrive(visit, by=cast.librarian)
    assert actions.arrive(visit, by=cast.librarian).arrived_at == first.arrived_at
    first = actions.serve(visit, by=cast.librarian)
    assert actions.serve(visit, by=cast.librarian).served_at == first.served_at
    with pytest.raises(actions.WrongStepError):
        actions.serve(visit, by=cast.head)  # somebody else helps already
    for _twice in range(2):
        assert actions.put_back(visit, by=cast.librarian, seen="serving").state == AppointmentState.ARRIVED
    item, uuid = Item(service=ServiceFactory()), uuid4()
    for _twice in range(2):
        done = actions.finish(visit, by=cast.librarian, item=item, uuid=uuid)
    assert done.state == AppointmentState.DONE
    assert Encounter.objects.count() == 1
    late = came_today(rules, cast)
    for _twice in range(2):
        assert actions.miss(late, by=cast.librarian).state == AppointmentState.MISSED
    moment = at(next_weekday(), "10:00")
    again = [actions.move(late, at=moment, by=cast.librarian) for _twice in range(2)]
    assert again[0] == again[1] != late
    actions.cancel(again[0], reason=CancelReason.PERSON)
    assert actions.move(late, at=moment, by=cast.librarian).is_live


@pytest.mark.django_db
def test_one_record_belongs_to_one_visit(rules, cast):
    encounter = EncounterFactory(point=rules.point)
    actions.finish(came_today(rules, cast), by=cast.librarian, encounter=encounter)
    twin = came_today(rules, cast)
    with pytest.raises(actions.WrongStepError, match="іншого запису"):
        actions.finish(twin, by=cast.librarian, encounter=encounter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=twin.pk).update(encounter=encounter)


@pytest.mark.django_db
def test_finish_twice_records_once(rules, cast):
    visit = came_today(rules, cast)
    item = Item(service=ServiceFactory())
    actions.finish(visit, by=cast.librarian, item=item)
    with pytest.raises(actions.WrongStepError):
        actions.finish(visit, by=cast.librarian, item=item)
    assert Encounter.objects.count() == 1


@pytest.mark.django_db
def test_no_step_changes_the_figures_of_a_closed_month(rules, cast, network):
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    visit = came_today(rules, cast)
    begun = at(last, "10:00")
    Appointment.objects.filter(pk=visit.pk).update(
        starts_at=begun, ends_at=begun + timedelta(minutes=30), day=last
    )
    lock(by=cast.head, organisation=network.central, first=last.replace(day=1), last=last)
    for step in (actions.miss, actions.arrive, actions.serve, actions.finish):
        with pytest.raises(actions.WrongStepError, match="у звіті"):
            step(visit, by=cast.librarian)
    assert Appointment.objects.get(pk=visit.pk).state == AppointmentState.BOOKED


@pytest.mark.django_db
def test_miss_only_after_the_time_has_begun(rules, cast):
    ahead = book(rules, at(next_weekday(), "10:00"))
    with pytest.raises(actions.WrongStepError, match="ще не настав"):
        actions.miss(ahead, by=cast.librarian)
    late = came_today(rules, cast)
    assert actions.miss(late, by=cast.librarian).state == AppointmentState.MISSED
    assert actions.arrive(late, by=cast.librarian).state == AppointmentState.ARRIVED


@pytest.mark.django_db
def test_the_line_takes_no_time_from_who_booked(rules, cast):
    waiting = actions.join_line(point=rules.point, subject=None, by=cast.librarian, name="Іван")
    assert waiting.in_line
    assert waiting.place is None
    assert not TakenTime.objects.exists()
    assert actions.join_line(point=rules.point, subject=None, by=cast.librarian, uuid=waiting.uuid) == waiting


@pytest.mark.django_db
def test_figures_and_indicators_of_the_day(rules, cast, network):
    actions.miss(came_today(rules, cast, 100), by=cast.librarian)
    first = came_today(rules, cast, 50)
    Appointment.objects.filter(pk=first.pk).update(
        state=AppointmentState.DONE, arrived_at=first.starts_at - timedelta(minutes=5),
        served_at=first.starts_at + timedelta(minutes=12),
    )  # fmt: skip
    actions.cancel(book(rules, at(next_weekday(), "10:00")), reason=CancelReason.PERSON)
    actions.join_line(point=rules.point, subject=None, by=cast.librarian)
    day = first.day
    found = figures(network.point, day - timedelta(days=1), timezone.localdate())
    assert (found.made, found.came, found.missed, found.line) == (2, 1, 1, 1)
    assert (found.missed_share, found.wait) == (50, 12)
    asked = (day, day - timedelta(days=1), timezone.localdate(), next_weekday())
    days = {(network.point.pk, each) for each in asked}
    sums: dict[str, int] = {}
    for row in indicator_rows(days):
        sums[row.indicator] = sums.get(row.indicator, 0) + row.value
    assert sums == {
        "appointments": 2, "appointments_came": 1, "appointments_missed": 1, "appointments_cancelled": 1,
        "line": 1, "wait_minutes": 12, "waits": 1,
    }  # fmt: skip


# Closures, reminders, data


@pytest.mark.django_db
def test_closure_announced_later_lists_whom_to_call(rules, network, django_assert_max_num_queries):
    day = next_weekday()
    touched = book(rules, at(day, "16:00"), phone="067 123 45 67")
    book(rules, at(day, "09:00"))
    assert conflicts(network.point, timezone.now()) == []
    HoursException.objects.create(point=network.point, since=day, until=day, opening_hours="09:00-13:00")
    with django_assert_max_num_queries(3):
        assert conflicts(network.point, timezone.now()) == [touched]


@pytest.mark.django_db
def test_remind_the_day_before_and_call_the_others(rules, cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    moment = at(tomorrow, "11:00")
    old = timezone.now() - timedelta(days=2)
    common = {
        "point": rules.point,
        "starts_at": moment,
        "ends_at": moment + timedelta(minutes=30),
        "day": tomorrow,
    }
    written = Appointment.objects.create(**common, place=1, email="a@example.org", booked_at=old)
    called = Appointment.objects.create(**common, place=2, phone="067 123 45 67", booked_at=old)
    Appointment.objects.create(**common, place=3, email="b@example.org")  # booked just now: knows it
    assert remind() == 1
    assert remind() == 0
    assert mail.outbox[0].to == ["a@example.org"]
    assert written.shown_code in mail.outbox[0].body
    assert to_call(rules.point, tomorrow)[0] == called
    assert written not in to_call(rules.point, tomorrow)
    actions.mark_called(called, by=cast.librarian)
    assert to_call(rules.point, tomorrow)[-1].called_by == cast.librarian


@pytest.mark.django_db
def test_remind_goes_on_when_mail_is_down(rules, monkeypatch):
    tomorrow = timezone.localdate() + timedelta(days=1)
    moment = at(tomorrow, "11:00")
    Appointment.objects.create(
        point=rules.point, starts_at=moment, ends_at=moment + timedelta(minutes=30), day=tomorrow, place=1,
        email="a@example.org", booked_at=timezone.now() - timedelta(days=2),
    )  # fmt: skip

    def refuse(*_args, **_kwargs):
        raise OSError("no server")

    monkeypatch.setattr("mistok.desk.appointments_letters.EmailMessage.send", refuse)
    assert remind() == 0
    assert Appointment.objects.get().reminded_at is None


@pytest.mark.django_db
def test_names_are_erased_in_time_and_counts_stay(rules, cast, network):
    old = came_today(rules, cast, minutes=60 * 24 * 32, phone="067 123 45 67", email="a@example.org")
    fresh = came_today(rules, cast)
    term = next(each for each in terms() if each.name == "appointments")
    assert term.forget(timezone.now()) == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.name, old.phone, old.email) == ("", "", "")
    assert fresh.name == "Оля"
    assert term.forget(timezone.now()) == 0
    assert figures(network.point, old.day, old.day).made == 1


@pytest.mark.django_db
def test_code_is_found_however_it_is_typed(rules):
    made = book(rules, at(next_weekday(), "10:00"))
    for typed in (made.code, made.shown_code, made.shown_code.lower(), f" {made.code[:4]} {made.code[4:]} "):
        assert of_code(typed) == made
    for wrong in ("", "1", made.code[:7], "00000000"):
        assert of_code(wrong) is None
    assert not set("O01IL") & set(made.code)


@pytest.mark.django_db
def test_elsewhere_tells_the_nearest_first(rules, network, django_assert_max_num_queries):
    for point, latitude in (
        (network.point, 46.97),
        (network.branch_point, 46.95),
        (network.other_point, 46.2),
    ):
        point.latitude, point.longitude = latitude, 32.0
        point.save()
    for point in (network.branch_point, network.other_point):
        BookingRules.objects.create(point=point, is_on=True)
    with django_assert_max_num_queries(4):
        found = elsewhere(network.point, None, timezone.now())
    assert [each.point for each in found] == [network.branch_point, network.other_point]
    assert 2 < found[0].kilometres < 3
    assert found[0].times


@pytest.mark.django_db
def test_calendar_keeps_to_the_standard(rules, cast):
    service = ServiceFactory(name="Допомога, пільги; субсидії " + "довга назва " * 6, short_name="Субсидія")
    made = actions.book(point=rules.point, subject=service, at=at(next_weekday(), "10:00"), name="Оля Таємна")
    text = calendar.for_person(made)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Допомога\\, пільги\\; субсидії" in unfolded
    assert f"UID:{made.pk}@" in unfolded
    assert unfolded.count("BEGIN:VALARM") == unfolded.count("END:VALARM") == 2
    moved = actions.move(made, at=at(next_weekday(), "11:00"))
    gone = actions.cancel(moved, reason=CancelReason.CLOSED, by=cast.librarian)
    for_staff = calendar.for_staff([gone]).replace("\r\n ", "")
    assert "STATUS:CANCELLED" in for_staff
    assert "SEQUENCE:2" in for_staff
    assert f"UID:{made.pk}@" in for_staff
    assert "Таємна" not in for_staff
