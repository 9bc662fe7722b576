"""Sessions at computers: the rule of the point, the line, bookings, and two at once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from mistok.audit.models import Entry, Event
from mistok.desk.actions import computers as actions
from mistok.desk.actions import computers_records as records
from mistok.desk.actions.encounters import Refused
from mistok.desk.models import ComputerSession, Ending, PlaceSlot, SessionState, day_of
from mistok.desk.queries.computers import board_of, session_by_code, sessions_on, slots_of
from mistok.desk.tests.factories_computers import (
    ComputerPlaceFactory,
    ComputerRuleFactory,
    ComputerSessionFactory,
)
from mistok.lib.identifiers import uuid7
from mistok.network.models import EquipmentState
from mistok.network.tests.factories import EquipmentFactory

pytestmark = pytest.mark.django_db

# Thursday, 19 November 2026, 12:00 in Kyiv (+2); the point works 09:00–18:00.
NOON = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


def later(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def place(network):
    return ComputerPlaceFactory(point=network.point, name="Комп’ютер 1")


@pytest.fixture
def me(cast):
    return cast.librarian


def sit(me, place, at=NOON, **more):
    return actions.start(by=me, place=place, uuid=uuid7(), now=at, **more)


def wait(me, point, at=NOON):
    return actions.join_line(by=me, point=point, uuid=uuid7(), now=at)


def book(me, place, starts_at, minutes=60, at=NOON):
    return actions.book(by=me, place=place, uuid=uuid7(), starts_at=starts_at, minutes=minutes, now=at)


def refused(code, act):
    with pytest.raises(Refused) as caught, transaction.atomic():
        act()
    assert caught.value.code == code


def test_a_session_lasts_as_long_as_the_rule_says(me, place):
    session = sit(me, place)
    assert session.state == SessionState.GOING
    assert session.ends_at == later(60)
    assert len(session.code) == 5
    assert not set(session.code) & set("01")
    assert Entry.objects.filter(event=Event.COMPUTER_STARTED).count() == 1


def test_the_same_tap_twice_is_one_session(me, place):
    uuid = uuid7()
    for _time in range(2):
        actions.start(by=me, place=place, uuid=uuid, now=NOON)
    assert ComputerSession.objects.count() == 1


def test_two_do_not_sit_at_one_place(me, place):
    sit(me, place)
    refused("taken", lambda: sit(me, place, later(5)))


def test_the_database_itself_refuses_two_at_one_place(me, place):
    sit(me, place)
    twin = ComputerSessionFactory.build(
        place=place, point=place.point, staff=me, state="going", ended_at=None, ending="", day=day_of(NOON)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_the_database_itself_refuses_one_time_promised_twice(me, place):
    first = book(me, place, later(60))
    other = ComputerSessionFactory(place=place, staff=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceSlot.objects.create(place=place, starts_at=later(60), session=other)
    assert first.slots.count() == 12


def test_a_session_is_over_by_itself_without_any_program(me, place, network):
    session = sit(me, place)
    assert board_of(network.point, later(59)).seats[0].minutes_left == 1
    assert not board_of(network.point, later(60)).seats[0].is_busy
    sit(me, place, later(61))  # the next one sits down, and the first is written down as over
    session.refresh_from_db()
    assert (session.state, session.ended_at, session.ending) == (SessionState.OVER, later(60), Ending.TIME)
    assert session.is_estimate


def test_ending_by_hand_frees_the_place_and_counts_whole_minutes(me, place, network):
    session = sit(me, place)
    ended = actions.end(by=me, session=session, now=later(25) + timedelta(seconds=40))
    assert ended.minutes == 25
    assert not ended.is_estimate
    assert not PlaceSlot.objects.exists()
    assert board_of(network.point, later(26)).free
    assert actions.end(by=me, session=session, now=later(50)).minutes == 25


def test_a_session_ends_before_closing_with_the_quiet_time(me, place):
    assert sit(me, place, later(330)).ends_at == later(350)  # 17:30 → 17:50, closing at 18:00


def test_no_session_begins_in_the_quiet_time(me, place):
    refused("closing", lambda: sit(me, place, later(347)))


def test_a_session_outside_hours_is_allowed_until_midnight(me, place):
    evening = datetime(2026, 11, 19, 21, 30, tzinfo=UTC)  # 23:30 in Kyiv
    assert sit(me, place, evening).ends_at == datetime(2026, 11, 19, 22, 0, tzinfo=UTC)


def test_a_session_after_midnight_in_kyiv_belongs_to_the_new_day(me, place):
    assert sit(me, place, datetime(2026, 11, 19, 22, 5, tzinfo=UTC)).day == date(2026, 11, 20)


def test_a_session_on_the_night_the_clocks_change_lasts_an_hour(me, place):
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 03:30, then 03:00 comes again
    assert sit(me, place, before).ends_at - before == timedelta(hours=1)


def test_an_extension_goes_by_the_rule_and_not_without_end(me, place, network):
    ComputerRuleFactory(point=network.point, most_extensions=1)
    session = sit(me, place)
    assert actions.extend(by=me, session=session, now=later(50)).ends_at == later(90)
    refused("extensions", lambda: actions.extend(by=me, session=session, now=later(80)))


def test_no_extension_while_somebody_waits(me, place, network):
    session = sit(me, place)
    wait(me, network.point)
    refused("waiting", lambda: actions.extend(by=me, session=session, now=later(50)))


def test_an_extension_while_who_waits_has_a_free_place(me, place, network):
    ComputerPlaceFactory(point=network.point)
    session = sit(me, place)
    wait(me, network.point)
    assert actions.extend(by=me, session=session, now=later(50)).ends_at == later(90)


def test_an_extension_right_after_the_time_was_over(me, place):
    session = sit(me, place)
    longer = actions.extend(by=me, session=session, now=later(64))
    assert (longer.state, longer.ends_at) == (SessionState.GOING, later(94))
    assert ComputerSession.objects.counted().count() == 1


def test_no_extension_long_after_the_time_was_over(me, place):
    session = sit(me, place)
    refused("state", lambda: actions.extend(by=me, session=session, now=later(75)))


def test_no_extension_when_another_sat_down_meanwhile(me, place):
    session = sit(me, place)
    sit(me, place, later(61))
    refused("taken", lambda: actions.extend(by=me, session=session, now=later(62)))


def test_a_session_ends_where_a_booking_begins(me, place):
    book(me, place, later(30))
    assert sit(me, place).ends_at == later(30)
    refused(
        "booked",
        lambda: actions.extend(by=me, session=ComputerSession.objects.get(state="going"), now=later(20)),
    )


def test_bookings_do_not_overlap(me, place):
    book(me, place, later(60))
    for start in (30, 60, 115):
        refused("taken", lambda start=start: book(me, place, later(start)))
    assert book(me, place, later(120)).starts_at == later(120)


@pytest.mark.parametrize(
    ("starts_at", "minutes", "code"),
    [
        (later(-5), 30, "past"),
        (later(60), 90, "length"),
        (later(9 * 60), 30, "closed"),  # 21:00
        (later(330), 60, "closing"),  # 17:30–18:30
        (later(2 * 24 * 60), 30, "far"),
    ],
)
def test_a_booking_that_cannot_be(me, place, starts_at, minutes, code):
    refused(code, lambda: book(me, place, starts_at, minutes))


def test_a_booking_for_tomorrow(me, place):
    assert book(me, place, later(24 * 60)).day == date(2026, 11, 20)


def test_who_booked_comes_and_sits_down(me, place):
    booked = book(me, place, later(60))
    came = actions.come(by=me, session=booked, now=later(63))
    assert (came.pk, came.state, came.starts_at) == (booked.pk, SessionState.GOING, later(63))


def test_a_booked_place_waits_for_its_grace_and_then_calls_the_next(me, place, network):
    booked = book(me, place, later(60))
    waits = wait(me, network.point, later(55))
    held = board_of(network.point, later(69)).seats[0]
    assert held.is_held
    assert held.called is None
    seat = board_of(network.point, later(70)).seats[0]
    assert seat.called == waits
    sat = sit(me, place, later(71), waiting=waits)
    booked.refresh_from_db()
    assert booked.state == SessionState.NO_SHOW
    assert (sat.pk, sat.code, sat.ends_at) == (waits.pk, waits.code, later(131))
    refused("state", lambda: actions.come(by=me, session=booked, now=later(72)))


def test_the_line_goes_in_order_and_ends_with_the_day(me, place, network):
    sit(me, place)
    first, second = wait(me, network.point, later(1)), wait(me, network.point, later(2))
    assert board_of(network.point, later(5)).line == [first, second]
    actions.give_up(by=me, session=first, now=later(6))
    assert board_of(network.point, later(61)).seats[0].called == second
    assert board_of(network.point, later(24 * 60)).line == []


def test_a_place_out_of_order_is_not_given(me, place, network):
    records.mark_out(place, by=me, reason="Немає звуку")
    refused("fault", lambda: sit(me, place))
    records.mark_out(place, by=me, reason="")
    assert sit(me, place)


def test_a_place_is_out_of_order_with_its_thing(me, network):
    thing = EquipmentFactory(organisation=network.central, point=network.point)
    place = ComputerPlaceFactory(point=network.point, equipment=thing)
    assert board_of(network.point, NOON).free
    thing.state = EquipmentState.REPAIR
    thing.save()
    assert board_of(network.point, NOON).seats[0].state == "out"
    refused("fault", lambda: sit(me, place))


def test_without_an_automatic_end_a_forgotten_session_closes_with_the_point(me, place, network):
    ComputerRuleFactory(point=network.point, ends_by_itself=False)
    session = sit(me, place)
    over = board_of(network.point, later(75)).seats[0]
    assert (over.state, over.minutes_over) == ("over", 15)
    found = sessions_on(network.point, date(2026, 11, 19), later(24 * 60))
    assert found.forgotten == [session]
    sit(me, place, later(24 * 60))
    session.refresh_from_db()
    assert (session.ended_at, session.ending) == (later(360), Ending.CLOSING)
    assert session.is_forgotten


def test_a_power_cut_ends_all_sessions_at_its_moment(me, place, network):
    other = ComputerPlaceFactory(point=network.point)
    ended_before = actions.end(by=me, session=sit(me, other), now=later(10))
    going, over = sit(me, other, later(50)), sit(me, place)
    assert actions.end_all(by=me, point=network.point, at=later(55), now=later(80)) == 2
    for session, minutes in ((going, 5), (over, 55), (ended_before, 10)):
        session.refresh_from_db()
        assert session.minutes == minutes
    assert {going.ending, over.ending} == {Ending.CUT}
    refused("future", lambda: actions.end_all(by=me, point=network.point, at=later(90), now=later(80)))


def test_a_session_from_paper_is_counted_on_its_day(me, place):
    written = records.record_past(
        by=me, place=place, uuid=uuid7(), starts_at=later(-120), minutes=45, is_estimate=True, now=NOON
    )
    assert (written.minutes, written.is_estimate, written.day) == (45, True, date(2026, 11, 19))


@pytest.mark.parametrize(("start", "minutes", "code"), [(-30, 45, "future"), (-90, 40, "taken")])
def test_a_session_from_paper_that_cannot_be(me, place, start, minutes, code):
    ComputerSessionFactory(place=place, starts_at=later(-60), ended_at=later(-30))
    refused(
        code,
        lambda: records.record_past(
            by=me,
            place=place,
            uuid=uuid7(),
            starts_at=later(start),
            minutes=minutes,
            is_estimate=False,
            now=NOON,
        ),
    )


def correct(session, by, **changes):
    facts = {
        "uuid": uuid7(),
        "reason": "time",
        "place": session.place,
        "starts_at": session.starts_at,
        "ended_at": session.ended_at,
        "now": NOON,
    }
    return records.correct(session, by=by, **facts | changes)


def test_a_correction_replaces_and_the_old_stays(cast, place):
    old = ComputerSessionFactory(place=place, staff=cast.librarian)
    new = correct(old, cast.head, ended_at=NOON - timedelta(minutes=10))
    assert list(ComputerSession.objects.counted()) == [new]
    assert (new.supersedes, new.correction_reason, new.minutes) == (old, "time", 20)
    refused("replaced", lambda: correct(old, cast.head))


def test_a_correction_of_a_past_day_is_for_the_head(cast, place):
    old = ComputerSessionFactory(place=place, staff=cast.librarian, created_at=NOON - timedelta(days=30))
    with pytest.raises(PermissionDenied):
        correct(old, cast.librarian)
    assert correct(old, cast.head)


def test_a_correction_needs_a_reason_of_the_list(cast, place):
    refused("reason", lambda: correct(ComputerSessionFactory(place=place), cast.head, reason="Петренко"))


def test_a_void_takes_a_session_out_also_one_that_goes_on(cast, place):
    session = sit(cast.librarian, place)
    void = records.void(session, by=cast.head, reason="undo", now=later(1))
    assert (void.state, void.void_reason) == (SessionState.OVER, "undo")
    assert not ComputerSession.objects.counted().exists()
    assert sit(cast.librarian, place, later(2))


def test_a_retired_place_keeps_its_sessions(cast, place):
    session = sit(cast.librarian, place)
    refused("live", lambda: records.retire_place(place, by=cast.head, now=later(5)))
    actions.end(by=cast.librarian, session=session, now=later(6))
    records.retire_place(place, by=cast.head, now=later(7))
    assert ComputerSession.objects.counted().count() == 1


def test_a_code_leads_to_a_live_session_only(me, place, network):
    session = sit(me, place)
    assert session_by_code(network.point, session.spoken_code, later(5)) == session
    assert session_by_code(network.other_point, session.code, later(5)) is None
    assert session_by_code(network.point, session.code, later(60)) is None


def test_a_visitor_asks_for_more_and_the_extension_answers(me, place):
    session = sit(me, place)
    assert actions.ask_for_more(session, now=later(50)).asked_at == later(50)
    assert actions.extend(by=me, session=session, now=later(51)).asked_at is None
    refused("state", lambda: actions.ask_for_more(session, now=later(200)))


def test_slots_begin_by_five_minutes():
    assert slots_of(later(3), later(11)) == [later(0), later(5), later(10)]
    assert slots_of(later(5), later(10)) == [later(5)]


def test_the_board_asks_few_questions_however_many_places(me, network, django_assert_max_num_queries):
    for _number in range(6):
        sit(me, ComputerPlaceFactory(point=network.point))
    with django_assert_max_num_queries(5):
        board = board_of(network.point, later(5))
        assert len([seat.place.fault or seat.session.code for seat in board.seats]) == 6
        assert not board.is_quiet


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_sits_down(cast, network):
    place, results = ComputerPlaceFactory(point=network.point), []
    ready = threading.Barrier(4)

    def tap():
        try:
            ready.wait()
            sit(cast.librarian, place)
            results.append("sat")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["sat", "taken", "taken", "taken"]


@pytest.mark.django_db(transaction=True)
def test_of_two_bookings_at_once_one_is_kept(cast, network):
    place, results = ComputerPlaceFactory(point=network.point), []
    ready = threading.Barrier(3)

    def tap(start):
        try:
            ready.wait()
            book(cast.librarian, place, later(start))
            results.append("kept")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=(start,)) for start in (60, 65, 70)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["kept", "taken", "taken"]
