"""The journal page: whose acts, filters, cost."""

import pytest
from django.urls import reverse

from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.models import Role
from mistok.network.tests.factories import MembershipFactory

JOURNAL = "network:journal"


@pytest.fixture
def written(cast, network) -> None:
    audit.record(
        Event.POINT_CHANGED, network.point, by=cast.head, organisation=network.central, fields=["phone"]
    )
    audit.record(Event.POINT_CHANGED, network.other_point, by=cast.colleague, organisation=network.other)
    audit.record(Event.SIGNED_IN, cast.librarian, by=cast.librarian)


def rows(response):
    return [(row.entry.event, row.who, row.where) for row in response.context["rows"]]


@pytest.mark.usefixtures("written")
def test_journal_names_people_and_places(cast, sign_in):
    assert rows(sign_in(cast.administrator).get(reverse(JOURNAL))) == [
        ("person.signed_in", "Librarian", ""),
        ("point.changed", "Colleague", "Сусідня центральна бібліотека"),
        ("point.changed", "Head", "Центральна бібліотека"),
    ]


@pytest.mark.usefixtures("written")
def test_journal_shows_own_places_only(network, sign_in):
    local = MembershipFactory(role=Role.ADMINISTRATOR, organisation=network.central).person
    assert [where for _event, _who, where in rows(sign_in(local).get(reverse(JOURNAL)))] == [
        "",
        "Центральна бібліотека",
    ]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"event": "person.signed_in"}, 1),
        ({"event": "no.such"}, 3),
        ({"day": "2001-01-01"}, 0),
        ({"day": "nonsense"}, 3),
        ({"page": "99"}, 3),
        ({"organisation": "nonsense"}, 3),
    ],
)
def test_journal_filters(cast, sign_in, asked, found):
    assert len(rows(sign_in(cast.administrator).get(reverse(JOURNAL), asked))) == found


@pytest.mark.usefixtures("written")
def test_journal_of_a_place(cast, network, sign_in):
    found = rows(sign_in(cast.administrator).get(reverse(JOURNAL), {"organisation": network.central.pk}))
    assert [who for _event, who, _where in found] == ["Head"]


def test_journal_is_not_for_everybody(cast, sign_in):
    for user in (cast.head, cast.librarian, cast.region, cast.authority, cast.resident):
        assert sign_in(user).get(reverse(JOURNAL)).status_code == 404


@pytest.mark.usefixtures("written")
def test_journal_cost_does_not_grow(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.administrator)
    for number in range(60):
        audit.record(
            Event.POINT_CHANGED, network.point, by=cast.head, organisation=network.central, number=number
        )
    with django_assert_max_num_queries(12):
        client.get(reverse(JOURNAL))


@pytest.mark.usefixtures("written")
def test_journal_names_things_and_details(cast, sign_in):
    page = sign_in(cast.administrator).get(reverse(JOURNAL))
    assert [row.thing for row in page.context["rows"]] == [
        "",
        "Пункт у сусідів",
        "Центр у центральній",
    ]
    assert "змінені поля: телефон" in page.text


def test_journal_tells_details_in_words(cast, network, sign_in):
    audit.record(Event.POINT_CHANGED, network.point, by=cast.head, fields=["phone", "gone_field"], unit=7)
    audit.record(
        Event.HOURS_EXCEPTED, network.point, by=cast.head, act="removed", since="2026-11-21", until=""
    )
    audit.record(Event.EQUIPMENT_CHANGED, network.point, by=cast.head, step="to-repair")
    audit.record(Event.SERVICES_EXPORTED, cast.head, by=cast.head, what="points", form="csv")
    shown = sign_in(cast.administrator).get(reverse(JOURNAL)).context["rows"]
    told = [[f"{name}: {value}" for name, value in row.details] for row in shown[:4]]
    assert told == [
        ["що: пункти", "файл: csv"],
        ["крок: передано в ремонт"],
        ["що зроблено: прибрано", "відколи: 21 листопада 2026"],
        ["змінені поля: телефон, gone_field"],
    ]
    assert shown[0].thing == "", "the person is already named as the one who did it"
