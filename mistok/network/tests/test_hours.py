"""Closures and other hours: what residents read, and who may announce them."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.lib.opening_hours import KYIV, Closed
from mistok.network.hours import (
    differences,
    schedule_of,
    status_of,
    status_text,
    term_text,
    today_text,
)
from mistok.network.models import HoursException, ServicePoint
from mistok.network.public import now, points_now
from mistok.network.queries import today
from mistok.network.tests.factories import ServicePointFactory
from mistok.search.models import Change

FRIDAY = datetime(2026, 11, 20, 10, 30, tzinfo=KYIV)
DAY = timedelta(days=1)


def november(day: int) -> date:
    return date(2026, 11, day)


def text_of(point: ServicePoint) -> str:
    found = now(point, FRIDAY)
    return found.status_text


# ---- in words


@pytest.mark.django_db
def test_closure_with_an_end_in_words():
    point = ServicePointFactory()
    point.exceptions.create(since=november(16), until=november(25), reason="ремонт")
    found = now(point, FRIDAY)
    assert found.status_text == "Зачинено до четверга, 09:00"
    assert (found.notice, found.reason) == ("Зачинено до 25 листопада включно", "ремонт")
    assert found.order[0] == 1


@pytest.mark.django_db
def test_closure_without_an_end_in_words():
    point = ServicePointFactory()
    point.exceptions.create(since=november(16), until=None, reason="пошкоджено вікна")
    assert text_of(point) == "Зачинено до подальшого повідомлення"
    assert now(point, FRIDAY).notice == "Зачинено до подальшого повідомлення"


@pytest.mark.django_db
def test_closure_of_a_point_without_hours_says_its_last_day():
    point = ServicePointFactory(opening_hours="")
    point.exceptions.create(since=november(16), until=november(30))
    assert text_of(point) == "Зачинено до 30 листопада включно"


@pytest.mark.django_db
def test_other_hours_today_in_words():
    point = ServicePointFactory()
    point.exceptions.create(
        since=november(20), until=november(20), opening_hours="10:00-14:00", reason="концерт"
    )
    found = now(point, FRIDAY)
    assert found.status_text == "Відчинено до 14:00"
    assert found.notice == "Сьогодні інші години: 10:00–14:00"


@pytest.mark.django_db
def test_differences_in_words():
    point = ServicePointFactory(sanitary_day="last-3", holidays="off")
    point.exceptions.create(
        since=date(2026, 12, 1), until=date(2026, 12, 5), opening_hours="Mo-Fr 10:00-14:00", reason="опалення"
    )
    point.exceptions.create(since=november(28), until=date(2026, 12, 3), reason="навчання")
    point.exceptions.create(since=date(2026, 12, 18), until=None, reason="переїзд")
    assert [str(each) for each in differences(point, november(20), 40)] == [
        "Четвер, 26 листопада – зачинено: санітарний день",
        "28 листопада – 3 грудня – зачинено: навчання",
        "1–5 грудня – Пн–Пт 10:00–14:00; Сб, Нд вихідний: опалення",
        "З 18 грудня до подальшого повідомлення – зачинено: переїзд",
    ]


@pytest.mark.django_db
def test_holiday_that_closes_is_named():
    point = ServicePointFactory(holidays="off")
    assert [str(each) for each in differences(point, date(2026, 12, 20), 10)] == [
        "П’ятниця, 25 грудня – зачинено: Різдво Христове"
    ]


def test_term_of_another_year_has_the_year():
    assert term_text(date(2026, 12, 28), date(2027, 1, 3), november(20)) == "28 грудня – 3 січня 2027"


@pytest.mark.django_db
def test_day_off_inside_other_hours_is_closed_today():
    point = ServicePointFactory(opening_hours="Mo-Su 09:00-18:00")
    point.exceptions.create(since=november(1), until=november(30), opening_hours="Mo-Th 10:00-14:00")
    assert today_text(schedule_of(point).difference(november(20)), november(20)) == "Сьогодні зачинено"


@pytest.mark.django_db
def test_status_of_an_unsaved_point_has_no_exceptions():
    assert status_of(ServicePointFactory.build(organisation=None, territory=None), FRIDAY).is_open


def test_status_text_of_a_closure_next_year():
    opens = datetime(2027, 1, 4, 9, tzinfo=KYIV)
    assert status_text(Closed(opens), FRIDAY) == "Зачинено до 4 січня 2027, 09:00"


@pytest.mark.django_db
def test_points_now_costs_one_query_for_all_exceptions(django_assert_num_queries):
    for _number in range(6):
        ServicePointFactory().exceptions.create(since=november(20), until=november(20))
    with django_assert_num_queries(2):
        assert not any(each.is_open for each in points_now(at=FRIDAY))


@pytest.mark.django_db
def test_point_page_tells_what_differs(client, network):
    point = network.point
    point.exceptions.create(since=today(), until=today(), reason="прорвало трубу")
    point.exceptions.create(since=today() + 3 * DAY, until=today() + 4 * DAY, reason="ярмарок")
    ServicePoint.objects.filter(pk=point.pk).update(
        sanitary_day="last-working",
        has_shelter=True,
        shelter_note="підвал, вхід із двору",
        has_generator=True,
    )
    page = client.get(point.get_absolute_url()).text
    for words in (
        "Сьогодні зачинено", "Прорвало трубу", "ярмарок", "останній робочий день місяця",
        "підвал, вхід із двору", "генератор або зарядна станція", "Години роботи цього тижня", "Зазвичай:",
    ):  # fmt: skip
        assert words in page
    assert "прорвало трубу" in client.get(reverse("network:point-list")).text


# ---- the pages of who works there


def asked(**given: object) -> dict[str, object]:
    return {"since": today(), "until": today() + DAY, "works": "closed", "reason": "Немає світла"} | given


def address(name: str, point: ServicePoint, *more: int) -> str:
    return reverse(f"network:{name}", args=[point.slug, *more])


def test_librarian_announces_a_short_closure(cast, network, sign_in):
    client = sign_in(cast.librarian)
    response = client.post(address("hours-closure", network.point), asked())
    assert response.status_code == 302
    exception = HoursException.objects.get()
    assert (exception.point, exception.opening_hours, exception.reason) == (network.point, "", "Немає світла")
    entry = Entry.objects.get(event=Event.HOURS_EXCEPTED)
    assert (entry.object_key, entry.details["act"]) == (str(network.point.pk), "added")
    assert Change.objects.filter(kind="point", key=str(network.point.uuid)).exists()
    page = client.get(address("hours", network.point)).text
    assert "Немає світла" in page


def test_librarian_may_not_close_for_long(cast, network, sign_in):
    client = sign_in(cast.librarian)
    where = address("hours-closure", network.point)
    assert client.post(where, asked(until=today() + 13 * DAY)).status_code == 302
    response = client.post(where, asked(until=today() + 14 * DAY))
    assert list(response.context["form"].errors) == ["until"]
    response = client.post(where, asked(until="", further_notice="on"))
    assert list(response.context["form"].errors) == ["until"]
    long = network.point.exceptions.create(since=today(), until=None)
    assert client.get(address("hours-change", network.point, long.pk)).status_code == 404
    assert client.post(address("hours-remove", network.point, long.pk)).status_code == 404
    assert "Оголосив керівник" in client.get(address("hours", network.point)).text


def test_librarian_is_a_stranger_elsewhere(cast, network, sign_in):
    for user in (cast.colleague, cast.region, cast.authority, cast.resident):
        assert sign_in(user).get(address("hours", network.point)).status_code == 404
    own = network.point.exceptions.create(since=today(), until=today())
    assert (
        sign_in(cast.head).get(address("hours-change", network.branch_point, own.pk)).status_code == 404
    )  # of another point


def test_head_closes_until_further_notice_and_opens_again(cast, network, sign_in):
    client = sign_in(cast.head)
    assert (
        client.post(address("hours-closure", network.point), asked(until="", further_notice="on")).status_code
        == 302
    )
    exception = HoursException.objects.get()
    assert exception.until is None
    form = client.get(address("hours-change", network.point, exception.pk)).context["form"]
    assert form.initial["further_notice"]
    assert client.post(address("hours-remove", network.point, exception.pk)).status_code == 302
    assert not HoursException.objects.exists()
    assert [each.details["act"] for each in Entry.objects.filter(event=Event.HOURS_EXCEPTED)] == [
        "removed",
        "added",
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("9–14", "09:00-14:00"),
        ("Mo-Fr 10:00-12:00", "Mo-Fr 10:00-12:00"),
        ("з 9 до 13, 14-17", "09:00-13:00,14:00-17:00"),
    ],
)
def test_other_hours_are_written_plainly(cast, network, sign_in, written, kept):
    client = sign_in(cast.head)
    given = asked(works="hours", hours=written, until="")
    assert client.post(address("hours-new", network.point), given).status_code == 302
    exception = HoursException.objects.get()
    assert (exception.opening_hours, exception.until) == (kept, exception.since)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"works": "hours", "hours": "зранку"}, "hours"),
        ({"works": "hours", "hours": ""}, "hours"),
        ({"until": "2001-01-01"}, "until"),
        ({"since": "0026-11-20"}, "since"),
        ({"since": ""}, "since"),
        ({"until": "9999-12-31"}, "until"),
        ({"further_notice": "on"}, "until"),
        ({"works": "maybe"}, "works"),
        ({"reason": "а" * 300}, "reason"),
    ],
)
def test_exception_with_a_wrong_field(cast, network, sign_in, given, wrong):
    response = sign_in(cast.head).post(address("hours-new", network.point), asked(**given))
    assert response.status_code == 422
    assert wrong in response.context["form"].errors
    assert not HoursException.objects.exists()


def test_closure_needs_an_end_or_a_word_about_it(cast, network, sign_in):
    response = sign_in(cast.head).post(address("hours-closure", network.point), asked(until=""))
    assert list(response.context["form"].errors) == ["until"]


def test_change_of_nothing_writes_nothing(cast, network, sign_in):
    exception = network.point.exceptions.create(
        since=today(), until=today() + DAY, opening_hours="09:00-13:00,14:00-17:00", reason="облік"
    )
    client = sign_in(cast.head)
    where = address("hours-change", network.point, exception.pk)
    initial = client.get(where).context["form"].initial
    assert initial["hours"] == "09:00–13:00, 14:00–17:00"
    initial.pop("further_notice")
    assert client.post(where, initial).status_code == 302
    assert not Entry.objects.filter(event=Event.HOURS_EXCEPTED).exists()
    assert client.post(where, initial | {"reason": "ремонт"}).status_code == 302
    exception.refresh_from_db()
    assert exception.reason == "ремонт"


def test_head_closes_several_points_at_once(cast, network, sign_in):
    client = sign_in(cast.head)
    where = reverse("network:closures")
    given = asked(points=[network.point.pk, network.branch_point.pk])
    assert client.post(where, given).status_code == 302
    assert {each.point for each in HoursException.objects.all()} == {network.point, network.branch_point}
    assert Entry.objects.filter(event=Event.HOURS_EXCEPTED).count() == 2
    response = client.post(where, asked(points=[network.other_point.pk]))
    assert list(response.context["form"].errors) == ["points"]
    assert list(client.post(where, asked()).context["form"].errors) == ["points"]


def test_hours_page_costs_the_same_for_many_exceptions(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.head)
    for number in range(20):
        network.point.exceptions.create(since=today() + number * DAY, until=today() + number * DAY)
    with django_assert_max_num_queries(10):
        client.get(address("hours", network.point))


# ---- the weekly editor


@pytest.fixture
def point_form(cast, network, sign_in):
    client = sign_in(cast.head)
    where = reverse("network:point-edit", args=[network.point.slug])
    form = client.get(where).context["form"]
    filled = {
        name: form.initial[name]
        for name in form.fields
        if form.initial.get(name) or form.initial.get(name) == 0
    }

    def post(**given: object):
        response = client.post(where, filled | given)
        network.point.refresh_from_db()
        return response

    return post


def test_week_of_the_form_becomes_the_hours(network, point_form):
    given = {
        "week-0-opens": "09:00",
        "week-0-closes": "18:00",
        "week-0-pause": "13:00",
        "week-0-back": "14:00",
    }
    given |= {f"week-{number}-same": "1" for number in range(1, 5)}
    assert point_form(**given).status_code == 302
    assert network.point.opening_hours == "Mo-Fr 09:00-13:00,14:00-18:00; Sa,Su off"
    assert Entry.objects.get(event=Event.POINT_CHANGED).details == {"fields": ["opening_hours"]}


def test_week_of_the_form_unchanged(network, point_form):
    given = {
        f"week-{n}-{part}": value
        for n in range(5)
        for part, value in (("opens", "09:00"), ("closes", "18:00"))
    }
    assert point_form(**given).status_code == 302
    assert not Entry.objects.filter(event=Event.POINT_CHANGED).exists()


def test_week_emptied_means_hours_unknown(network, point_form):
    assert point_form(**{"week-0-opens": ""}).status_code == 302
    assert network.point.opening_hours == ""


def test_week_with_wrong_times_keeps_what_was_typed(network, point_form):
    response = point_form(**{"week-2-opens": "18:00"})
    assert response.status_code == 422
    assert "Середа" in " ".join(response.context["form"].errors["week"])
    assert 'value="18:00"' in response.text


def test_week_and_syntax_that_disagree(network, point_form):
    given = {"week-0-opens": "10:00", "week-0-closes": "12:00", "opening_hours": "Tu 10:00-12:00"}
    assert list(point_form(**given).context["form"].errors) == ["opening_hours"]
    assert point_form(**given | {"opening_hours": "Mo 10:00-12:00"}).status_code == 302


def test_hours_that_no_week_can_say_are_left_to_the_syntax(cast, network, sign_in):
    ServicePoint.objects.filter(pk=network.point.pk).update(
        opening_hours="Mo-Fr 09:00-18:00; Jul-Aug Mo-Fr 08:00-17:00"
    )
    response = sign_in(cast.head).get(reverse("network:point-edit", args=[network.point.slug]))
    assert "week" not in response.context["form"].fields


def test_point_form_keeps_the_passport(network, point_form):
    given = {"has_generator": "on", "has_banner": "on", "has_shelter": "on", "shelter_note": "підвал"}
    given |= {
        "internet_mbps": "100",
        "facilities": ["ramp", "stop"],
        "sanitary_day": "last-day",
        "holidays": "off",
    }
    assert point_form(**given).status_code == 302
    point = network.point
    assert (point.internet_mbps, point.facilities, point.sanitary_day) == (
        100,
        ["wifi", "ramp"],
        "last-day",
    ) or (point.facilities == ["ramp", "stop"])
    assert list(point_form(facilities=["rocket"]).context["form"].errors) == ["facilities"]
