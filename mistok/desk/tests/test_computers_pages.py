"""The board without JavaScript, the page of visitors, the records of a day: for each of the cast."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from mistok.desk.actions import computers as actions
from mistok.desk.indicators import rows as help_rows
from mistok.desk.indicators_computers import rows, touched
from mistok.desk.models import ComputerPlace, ComputerRule, ComputerSession, SessionState, day_of
from mistok.desk.tests.factories_computers import (
    ComputerPlaceFactory,
    ComputerRuleFactory,
    ComputerSessionFactory,
)
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import EquipmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _always_open(endless_day):
    """These tests ask by the clock of the machine."""
    cache.clear()


@pytest.fixture
def place(network):
    return ComputerPlaceFactory(point=network.point, name="Комп’ютер 1")


@pytest.fixture
def desk(network):
    return reverse("desk:computers", args=[network.point.slug])


@pytest.fixture
def librarian(cast, sign_in):
    return sign_in(cast.librarian)


def going(place, staff, minutes=30, **changes):
    """Somebody sits here; `minutes` are left."""
    now = timezone.now().replace(second=0, microsecond=0)
    facts = {
        "state": SessionState.GOING,
        "starts_at": now - timedelta(minutes=10),
        "ends_at": now + timedelta(minutes=minutes, seconds=30),
        "ended_at": None,
        "ending": "",
        "code": "23456",
    }
    return ComputerSessionFactory(place=place, staff=staff, **facts | changes)


def post(client, name, key, **said):
    return client.post(reverse(f"desk:computer-{name}", args=[key]), said)


def test_one_tap_sits_a_visitor_down_and_tells_the_code(librarian, place, desk):
    response = post(librarian, "session-start", place.pk, uuid=str(uuid7()))
    session = ComputerSession.objects.get()
    assert response.url == f"{desk}?told={session.pk}"
    page = librarian.get(response.url).content.decode()
    assert session.spoken_code in page
    assert reverse("desk:computer-session-slip", args=[session.pk]) in page
    assert "Скасувати" in page or "Повернути" in page


def test_a_tap_that_came_too_late_is_told(cast, librarian, place, desk):
    going(place, cast.librarian)
    page = librarian.post(
        reverse("desk:computer-session-start", args=[place.pk]), {"uuid": str(uuid7())}, follow=True
    ).content.decode()
    assert "Тут уже хтось сидить" in page
    assert ComputerSession.objects.count() == 1


def test_extension_end_and_undo_are_one_tap(cast, librarian, place, desk):
    session = going(place, cast.librarian, minutes=5)
    assert post(librarian, "session-extend", session.pk).url == desk
    session.refresh_from_db()
    assert session.extensions == 1
    assert post(librarian, "session-end", session.pk).url == desk
    session.refresh_from_db()
    assert session.state == SessionState.OVER
    assert post(librarian, "session-void", session.pk, reason="undo", back="board").url == desk
    assert not ComputerSession.objects.counted().exists()


def test_a_button_pressed_twice_is_one_extension(cast, librarian, place, desk):
    session = going(place, cast.librarian, minutes=5)
    for seen in ("0", "0"):
        assert post(librarian, "session-extend", session.pk, seen=seen).url == desk
    session.refresh_from_db()
    assert session.extensions == 1
    assert 'name="seen" value="1"' in librarian.get(desk).content.decode()


def test_the_line_and_the_call(cast, librarian, place, network, desk):
    session = going(place, cast.librarian)
    librarian.post(reverse("desk:computers-line-join", args=[network.point.slug]), {"uuid": str(uuid7())})
    waiting = ComputerSession.objects.get(state=SessionState.WAITING)
    assert waiting.spoken_code in librarian.get(desk).content.decode()
    post(librarian, "session-end", session.pk)
    assert f"{waiting.spoken_code} сідає" in librarian.get(desk).content.decode()
    post(librarian, "session-start", place.pk, waiting=str(waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.place) == (SessionState.GOING, place)


def test_the_board_is_refreshed_in_part(librarian, place, desk):
    part = librarian.get(desk, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="board"')
    assert "no-store" in librarian.get(desk).headers["Cache-Control"]


def test_the_board_of_an_empty_point_says_what_to_do(cast, sign_in, desk):
    assert "Додати комп’ютер" in sign_in(cast.head).get(desk).content.decode()
    assert "вносить керівник" in sign_in(cast.librarian).get(desk).content.decode()


def test_a_booking_is_made_and_cancelled(librarian, place, network, desk):
    address = reverse("desk:computer-booking-add", args=[network.point.slug])
    tomorrow = timezone.localdate() + timedelta(days=1)
    facts = {
        "place": place.pk,
        "day": tomorrow.isoformat(),
        "at": "14:00",
        "minutes": "60",
        "uuid": str(uuid7()),
    }
    assert librarian.post(address, facts | {"at": "14:03"}).status_code == 422
    assert librarian.post(address, facts).status_code == 302
    assert librarian.post(address, facts | {"uuid": str(uuid7())}).status_code == 422
    booked = ComputerSession.objects.get()
    assert timezone.localtime(booked.starts_at).strftime("%H:%M") == "14:00"
    assert "14:00–15:00" in librarian.get(desk).content.decode()
    post(librarian, "session-give-up", booked.pk)
    booked.refresh_from_db()
    assert booked.state == SessionState.LEFT


def test_a_session_from_paper_and_the_list_of_the_day(librarian, place, network):
    address = reverse("desk:computer-session-past", args=[network.point.slug])
    yesterday = timezone.localdate() - timedelta(days=1)
    facts = {"place": place.pk, "day": yesterday, "at": "11:00", "minutes": "40", "uuid": str(uuid7())}
    assert librarian.post(address, facts | {"minutes": "0"}).status_code == 422
    response = librarian.post(address, facts)
    page = librarian.get(response.url).content.decode()
    assert "11:00–11:40" in page
    assert "заднім числом" in page


@pytest.mark.parametrize("minutes", ["0", "-5", "1440", "9" * 20])
def test_a_booking_of_a_strange_length_is_told(librarian, place, network, minutes):
    facts = {
        "place": place.pk,
        "day": timezone.localdate(),
        "at": "12:00",
        "minutes": minutes,
        "uuid": uuid7(),
    }
    address = reverse("desk:computer-booking-add", args=[network.point.slug])
    assert librarian.post(address, facts).status_code == 422


def test_a_session_of_a_day_to_come_is_told(librarian, place, network):
    address = reverse("desk:computer-session-past", args=[network.point.slug])
    facts = {"place": place.pk, "day": "9999-12-31", "at": "03:30", "minutes": "1439", "uuid": uuid7()}
    assert librarian.post(address, facts).status_code == 422


def test_a_correction_on_the_page(cast, librarian, sign_in, place):
    session = ComputerSessionFactory(place=place, staff=cast.librarian, created_at=timezone.now())
    address = reverse("desk:computer-session-correction", args=[session.pk])
    facts = {
        "place": place.pk,
        "since": "11:30",
        "until": "11:50",
        "reason": "forgotten",
        "uuid": str(uuid7()),
    }
    assert librarian.get(address).status_code == 200
    assert librarian.post(address, facts | {"until": "11:20"}).status_code == 422
    assert librarian.post(address, facts).status_code == 302
    assert ComputerSession.objects.counted().get().minutes == 20
    page = librarian.get(reverse("desk:computers-past-day", args=[place.point.slug, session.day]))
    assert "кінець не записали вчасно" in page.content.decode()
    assert sign_in(cast.colleague).get(address).status_code == 404
    assert sign_in(cast.region).get(address).status_code == 403


def test_a_power_cut_ends_what_goes_on(cast, librarian, place, network):
    session = going(place, cast.librarian)
    address = reverse("desk:computers-power-cut", args=[network.point.slug])
    assert "Зникло світло" in librarian.get(address).content.decode()
    moment = timezone.localtime().strftime("%H:%M")
    assert librarian.post(address, {"at": moment}).status_code == 302
    session.refresh_from_db()
    assert session.ending == "cut"


def test_the_head_enters_places_and_the_rule(cast, sign_in, network):
    head = sign_in(cast.head)
    thing = EquipmentFactory(organisation=network.central, point=network.point)
    add = reverse("desk:computer-place-add", args=[network.point.slug])
    facts = {"name": " Комп’ютер  3 ", "about": "зі сканером", "equipment": thing.pk, "order": "10"}
    assert head.post(add, facts).status_code == 302
    assert head.post(add, facts).status_code == 422  # the name and the thing are taken
    place = ComputerPlace.objects.get()
    assert (place.name, place.equipment) == ("Комп’ютер 3", thing)
    settings = reverse("desk:computers-settings", args=[network.point.slug])
    rule = {
        "session_minutes": "40", "extension_minutes": "20", "most_extensions": "0", "grace_minutes": "5",
        "quiet_minutes": "0", "ends_by_itself": "on",
    }  # fmt: skip
    assert head.post(settings, rule | {"session_minutes": "5"}).status_code == 422
    assert head.post(settings, rule).status_code == 302
    assert ComputerRule.objects.get().session_minutes == 40
    assert "Комп’ютер 3" in head.get(settings).content.decode()
    assert head.post(reverse("desk:computer-place-retire", args=[place.pk])).status_code == 302
    place.refresh_from_db()
    assert place.retired_on == timezone.localdate()
    assert sign_in(cast.librarian).get(settings).status_code == 404


def test_a_computer_that_does_not_work_is_marked_and_unmarked(librarian, place, desk):
    post(librarian, "place-fault", place.pk, reason="Немає звуку")
    assert "Немає звуку" in librarian.get(desk).content.decode()
    post(librarian, "place-fault", place.pk, works="1")
    place.refresh_from_db()
    assert place.fault == ""


@pytest.mark.parametrize("name", ["session-extend", "session-end", "session-void", "session-give-up"])
def test_acts_are_for_this_desk_only(cast, sign_in, place, name):
    session = going(place, cast.librarian)
    address = reverse(f"desk:computer-{name}", args=[session.pk])
    assert sign_in(cast.librarian).get(address).status_code == 405
    assert sign_in(cast.colleague).post(address).status_code == 404
    assert sign_in(cast.resident).post(address).status_code == 404
    unknown = reverse(f"desk:computer-{name}", args=[uuid7()])
    assert sign_in(cast.librarian).post(unknown).status_code == 404
    session.refresh_from_db()
    assert session.state == SessionState.GOING


def test_everybody_sees_free_places_and_nobody_who_sits_there(cast, client, place, network):
    going(place, cast.librarian)
    ComputerPlaceFactory(point=network.point, name="Комп’ютер 2")
    for name in ("free", "screen"):
        address = reverse(f"desk:computers-{name}", args=[network.point.slug])
        page = client.get(address).content.decode()
        assert "зайнято" in page
        assert "вільно" in page
        assert "234 56" not in page
        assert cast.librarian.name not in page
        assert client.post(address).status_code == 405
        assert 'id="s' in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_a_point_without_computers_has_no_public_page(client, network):
    assert client.get(reverse("desk:computers-free", args=[network.point.slug])).status_code == 404
    assert client.get(reverse("desk:computers-free", args=["no-such"])).status_code == 404


def test_the_large_screen_calls_by_the_code(cast, client, place, network):
    waiting = actions.join_line(by=cast.librarian, point=network.point, uuid=uuid7())
    page = client.get(reverse("desk:computers-screen", args=[network.point.slug])).content.decode()
    assert waiting.spoken_code in page


def test_a_visitor_sees_the_time_left_and_asks_for_more(cast, client, librarian, place, network, desk):
    session = going(place, cast.librarian, minutes=12)
    address = reverse("desk:computers-time", args=[network.point.slug])
    page = client.get(f"{address}?code=234%2056").content.decode()
    assert "лишилося 12 хв" in page or "лишилося 13 хв" in page
    assert client.post(address, {"code": "23456"}).status_code == 302
    session.refresh_from_db()
    assert session.asked_at is not None
    assert "Бібліотекар бачить" in client.get(f"{address}?code=23456").content.decode()
    assert "Просить ще часу" in librarian.get(desk).content.decode()


def test_a_visitor_with_a_wrong_code_learns_nothing(client, place, network):
    address = reverse("desk:computers-time", args=[network.point.slug])
    assert "Такого коду зараз немає" in client.get(f"{address}?code=99999").content.decode()
    assert client.post(address, {"code": "99999"}).status_code == 404
    assert client.post(address, {"code": ""}).status_code == 422


def test_codes_are_not_tried_without_end(client, place, network, monkeypatch):
    monkeypatch.setattr("mistok.desk.views.computers_public.LOOKS", 3)
    address = reverse("desk:computers-time", args=[network.point.slug])
    assert [client.get(f"{address}?code=9999{n}").status_code for n in range(4)] == [200, 200, 200, 429]


def test_pages_that_ask_by_themselves_do_not_use_up_the_tries(cast, client, place, network, monkeypatch):
    monkeypatch.setattr("mistok.desk.views.computers_public.LOOKS", 3)
    session = going(place, cast.librarian)
    address = reverse("desk:computers-time", args=[network.point.slug])
    script = {"HX-Request": "true"}
    asked = [client.get(f"{address}?code={session.code}", headers=script) for _each in range(9)]
    assert {each.status_code for each in asked} == {200}
    assert "<html" not in asked[-1].content.decode()
    actions.end(by=cast.librarian, session=session)
    over = client.get(f"{address}?code={session.code}", headers=script)
    assert over.headers["HX-Refresh"] == "true"
    assert "Такого коду зараз немає" in client.get(f"{address}?code={session.code}").content.decode()


def test_who_waits_sees_the_place_in_the_line(cast, client, place, network):
    going(place, cast.librarian)
    first = actions.join_line(by=cast.librarian, point=network.point, uuid=uuid7())
    second = actions.join_line(by=cast.librarian, point=network.point, uuid=uuid7())
    address = reverse("desk:computers-time", args=[network.point.slug])
    assert "під номером 1" in client.get(f"{address}?code={first.code}").content.decode()
    assert "під номером 2" in client.get(f"{address}?code={second.code}").content.decode()


def test_figures_equal_the_sessions(cast, network, place):
    """A visit each, minutes of what is over; what nobody saw the end of is the estimated part."""
    day = day_of(timezone.now() - timedelta(days=2))
    begin = timezone.now() - timedelta(days=2)
    base = {"place": place, "starts_at": begin, "ends_at": begin + timedelta(hours=1), "day": day}
    ComputerSessionFactory(**base, ended_at=begin + timedelta(minutes=20))
    ComputerSessionFactory(**base, state="going", ended_at=None, ending="")  # time has ended it meanwhile
    ComputerSessionFactory(**base, ended_at=begin, voided_at=timezone.now(), void_reason="twice")
    ComputerSessionFactory(**base, state="no-show", ended_at=None, ending="")
    pair = (network.point.pk, day)
    found = {row.indicator: (row.value, row.rough) for row in rows({pair})}
    assert found == {"computer_sessions": (2, 0), "computer_minutes": (80, 60)}
    assert touched(None) == {pair}
    assert touched(timezone.now() + timedelta(hours=1)) == {pair}  # the one that time has ended
    assert list(rows({(network.other_point.pk, day)})) == []


def test_sessions_are_not_added_to_the_people_served(network, place):
    session = ComputerSessionFactory(place=place)
    assert list(help_rows({(network.point.pk, session.day)})) == []


def test_the_list_of_a_day_asks_no_more_for_more_sessions(
    cast, librarian, place, network, django_assert_max_num_queries
):
    ComputerRuleFactory(point=network.point)
    for number in range(8):
        ComputerSessionFactory(place=place, staff=cast.librarian, code=f"{number:05d}")
    address = reverse("desk:computers-past-day", args=[network.point.slug, date(2026, 11, 19)])
    librarian.get(address)
    with django_assert_max_num_queries(14):
        assert librarian.get(address).content.decode().count("11:30–12:00") >= 8


def test_who_booked_a_broken_place_sits_at_another(cast, librarian, place, network, desk):
    other = ComputerPlaceFactory(point=network.point)
    now = timezone.now()
    soon = {"starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2), "day": day_of(now)}
    booked = going(place, cast.librarian, **soon, state=SessionState.BOOKED)
    post(librarian, "place-fault", place.pk, reason="Не вмикається")
    post(librarian, "session-come", booked.pk, place=str(other.pk))
    booked.refresh_from_db()
    assert (booked.state, booked.place) == (SessionState.GOING, other)


def test_the_page_of_a_point_leads_to_free_computers(cast, sign_in, client, network):
    address = reverse("desk:computers-free", args=[network.point.slug])
    page = network.point.get_absolute_url()
    assert address not in client.get(page).content.decode()
    facts = {"name": "Комп’ютер 1", "order": "10"}
    sign_in(cast.head).post(reverse("desk:computer-place-add", args=[network.point.slug]), facts)
    assert address in client.get(page).content.decode()
