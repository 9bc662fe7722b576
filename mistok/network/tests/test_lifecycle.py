"""Turns in the life of points and libraries: what is kept, what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.network.actions import change_point, close_point
from mistok.network.actions.editions import apply_due, editions_of, write_first_editions
from mistok.network.actions.libraries import (
    add_library,
    change_library,
    close_library,
    merge_library,
    rename_library,
    reopen_library,
    resubordinate,
)
from mistok.network.actions.lifecycle import cancel_planned, merge_point, reopen_point, reorganise_point
from mistok.network.actions.people import NotAllowed
from mistok.network.actions.roles import give_role, withdraw_role
from mistok.network.history import organisations_on
from mistok.network.models import ActKind, Membership, NetworkAct, Organisation, Role
from mistok.network.queries import subtree, today
from mistok.network.tests.factories import MembershipFactory, ServicePointFactory, TerritoryFactory
from mistok.network.turns import turns_between
from mistok.search.models import Change

DAY = timedelta(days=1)
THEN = date(2020, 3, 1)


def history(point):
    return [(each.name, each.since, each.until) for each in editions_of(point)]


def said(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refused.value.messages)


def test_rename_in_the_past(cast, network):
    act = reorganise_point(
        point=network.point, day=THEN, values={"name": "Нова назва"}, order="№ 5", by=cast.head
    )
    network.point.refresh_from_db()
    assert network.point.name == "Нова назва"
    assert history(network.point) == [
        ("Центр у центральній", date(2012, 7, 1), THEN - DAY),
        ("Нова назва", THEN, None),
    ]
    assert (act.kind, act.order, act.by) == (ActKind.RENAMED, "№ 5", cast.head)
    assert Entry.objects.get(event=Event.POINT_REORGANISED).details["fields"] == ["name"]
    assert Change.objects.filter(kind="point", key=str(network.point.uuid)).exists()


def test_move_ahead_waits_for_its_day(cast, network):
    day = today() + 5 * DAY
    place = TerritoryFactory(name="Нове")
    act = reorganise_point(
        point=network.point, day=day, values={"territory": place, "address": "вул. Нова, 2"}, by=cast.head
    )
    assert act.kind == ActKind.MOVED
    network.point.refresh_from_db()
    assert network.point.address == "вул. Садова, 1"
    assert apply_due(day - DAY) == 0
    Change.objects.all().delete()
    assert apply_due(day) == 1
    network.point.refresh_from_db()
    assert (network.point.address, network.point.territory) == ("вул. Нова, 2", place)
    assert Change.objects.filter(key=str(network.point.uuid)).exists()
    assert apply_due(day) == 0


def test_pass_to_another_library(cast, network):
    act = reorganise_point(
        point=network.point, day=THEN, values={"organisation": network.branch}, by=cast.head
    )
    network.point.refresh_from_db()
    assert (act.kind, network.point.organisation) == (ActKind.REORGANISED, network.branch)


def test_reorganise_refuses_the_impossible(cast, network):
    point = network.point
    for day, values, words in (
        (THEN, {"name": point.name}, "Нічого не зміниться"),
        (date(2012, 7, 1), {"name": "Інша"}, "Остання зміна"),
        (date(2001, 1, 1), {"name": "Інша"}, "Остання зміна"),
    ):
        with pytest.raises(ValidationError) as refused:
            reorganise_point(point=point, day=day, values=values, by=cast.head)
        assert words in said(refused)
    Organisation.objects.filter(pk=network.branch.pk).update(closed_on=date(2019, 1, 1))
    network.branch.refresh_from_db()
    with pytest.raises(ValidationError, match="закрит"):
        reorganise_point(point=point, day=THEN, values={"organisation": network.branch}, by=cast.head)
    close_point(point=point, day=THEN, reason="", by=cast.head)
    with pytest.raises(ValidationError, match="Спершу відкрийте"):
        reorganise_point(point=point, day=THEN + DAY, values={"name": "Інша"}, by=cast.head)


def test_merge_keeps_the_closed_one(cast, network):
    act = merge_point(
        point=network.branch_point, into=network.point, day=THEN, order="№ 3", note="ремонт", by=cast.head
    )
    network.branch_point.refresh_from_db()
    assert network.branch_point.closed_on == THEN
    assert (act.kind, act.successor_point) == (ActKind.MERGED, network.point)
    assert history(network.branch_point)[-1][2] == THEN - DAY
    assert Entry.objects.get(event=Event.POINT_CLOSED).details["into"] == "central-point"


def test_merge_refuses_the_impossible(cast, network):
    closed = ServicePointFactory(closed_on=date(2019, 1, 1))
    unborn = ServicePointFactory(opened_on=date(2024, 1, 1))
    for into in (network.point, closed, unborn):
        with pytest.raises(ValidationError):
            merge_point(point=network.point, into=into, day=THEN, by=cast.head)
    with pytest.raises(ValidationError, match="пізніше"):
        close_point(point=network.point, day=date(2011, 1, 1), reason="", by=cast.head)
    assert not NetworkAct.objects.exists()


def test_close_before_a_written_change_is_refused(cast, network):
    reorganise_point(point=network.point, day=today() + 9 * DAY, values={"name": "Інша"}, by=cast.head)
    with pytest.raises(ValidationError, match="вже записано"):
        close_point(point=network.point, day=today() + DAY, reason="", by=cast.head)


def test_reopen_leaves_the_gap(cast, network):
    close_point(point=network.point, day=THEN, reason="вода", order="№ 8", by=cast.head)
    with pytest.raises(ValidationError):
        reopen_point(point=network.point, day=THEN - DAY, by=cast.head)
    with pytest.raises(ValidationError):
        reopen_point(point=network.point, day=today() + DAY, by=cast.head)
    reopen_point(point=network.point, day=date(2021, 1, 1), by=cast.head)
    network.point.refresh_from_db()
    assert network.point.closed_on is None
    assert [(since, until) for _name, since, until in history(network.point)] == [
        (date(2012, 7, 1), THEN - DAY),
        (date(2021, 1, 1), None),
    ]
    with pytest.raises(ValidationError):
        reopen_point(point=network.point, day=date(2021, 6, 1), by=cast.head)


def test_planned_act_is_called_off(cast, network):
    day = today() + 3 * DAY
    act = merge_point(point=network.point, into=network.branch_point, day=day, by=cast.head)
    cancel_planned(act=act, by=cast.head)
    network.point.refresh_from_db()
    assert network.point.closed_on is None
    act = reorganise_point(point=network.point, day=day, values={"name": "Інша"}, by=cast.head)
    cancel_planned(act=act, by=cast.head)
    assert history(network.point) == [("Центр у центральній", date(2012, 7, 1), None)]
    past = reorganise_point(point=network.point, day=THEN, values={"name": "Інша"}, by=cast.head)
    with pytest.raises(ValidationError):
        cancel_planned(act=past, by=cast.head)


def test_mended_card_mends_its_edition(cast, network):
    reorganise_point(point=network.point, day=THEN, values={"name": "Нва назва"}, by=cast.head)
    network.point.refresh_from_db()
    network.point.name, network.point.opened_on = "Нова назва", date(2012, 6, 1)
    change_point(point=network.point, fields=["name", "opened_on"], by=cast.head)
    assert history(network.point) == [
        ("Центр у центральній", date(2012, 6, 1), THEN - DAY),
        ("Нова назва", THEN, None),
    ]


def test_first_editions_are_written_once(network):
    closed = ServicePointFactory(opened_on=THEN, closed_on=THEN)
    assert write_first_editions() == 4
    assert write_first_editions() == 0
    assert history(closed) == [(closed.name, THEN, THEN)]


def test_rename_library(cast, network):
    rename_library(library=network.central, day=THEN, name="Нова центральна", short_name="НЦ", by=cast.head)
    network.central.refresh_from_db()
    assert (network.central.name, str(network.central)) == ("Нова центральна", "НЦ")
    assert [each.until for each in network.central.names.order_by("since")] in (
        [THEN - DAY, None],
        [None, THEN - DAY],
    )
    with pytest.raises(ValidationError, match="Остання зміна"):
        rename_library(library=network.central, day=THEN, name="Ще", by=cast.head)
    with pytest.raises(ValidationError, match="вже так"):
        rename_library(
            library=network.central, day=today(), name="Нова центральна", short_name="НЦ", by=cast.head
        )
    network.central.name = "Нова центральна бібліотека"
    change_library(library=network.central, fields=["name"], by=cast.head)
    assert apply_due() == 0


def test_resubordinate(cast, network):
    resubordinate(library=network.branch, parent=network.other, day=THEN, by=cast.administrator)
    assert network.branch.pk in subtree([network.central.pk], THEN - DAY)
    assert network.branch.pk not in subtree([network.central.pk], THEN)
    assert network.branch.pk in subtree([network.other.pk], THEN)


def test_circle_in_the_tree_is_refused(cast, network):
    with pytest.raises(ValidationError, match="сама підпорядкована"):
        resubordinate(library=network.central, parent=network.branch, day=THEN, by=cast.administrator)
    resubordinate(library=network.branch, parent=network.other, day=today() + 9 * DAY, by=cast.administrator)
    with pytest.raises(ValidationError, match="сама підпорядкована"):
        # free of the circle today, in it after the change that is written already
        resubordinate(library=network.other, parent=network.branch, day=today(), by=cast.administrator)


def test_add_library(cast, network):
    library = add_library(
        library=Organisation(name="Сільська бібліотека", opened_on=THEN), parent=network.central, by=cast.head
    )
    assert library.slug == "silska-biblioteka"
    assert library.pk in subtree([network.central.pk], THEN)
    assert library.pk not in subtree([network.central.pk], THEN - DAY)


def test_merge_library_with_people_and_points(cast, network):
    worker = MembershipFactory(organisation=network.branch)
    ahead = MembershipFactory(organisation=network.branch, since=today() + 30 * DAY)
    below = add_library(
        library=Organisation(name="Мала", opened_on=THEN), parent=network.branch, by=cast.head
    )
    merge_library(
        library=network.branch, into=network.central, day=today(), points="pass", roles="move",
        order="№ 1", note="оптимізація", by=cast.head,
    )  # fmt: skip
    network.branch.refresh_from_db()
    network.branch_point.refresh_from_db()
    worker.refresh_from_db()
    assert network.branch.closed_on == today()
    assert network.branch_point.organisation == network.central
    assert worker.until == today() - DAY
    assert not Membership.objects.filter(pk=ahead.pk).exists()
    moved = Membership.objects.filter(organisation=network.central, since__gte=today())
    assert {(each.person_id, each.since) for each in moved} == {
        (worker.person_id, today()),
        (ahead.person_id, today() + 30 * DAY),
    }
    assert {network.branch.pk, below.pk} <= subtree([network.central.pk], today())
    with pytest.raises(ValidationError, match="закрит"):
        close_library(library=network.branch, day=today(), reason="", by=cast.head)


def test_merge_library_closing_its_points(cast, network):
    merge_library(
        library=network.branch, into=network.other, day=today(), points="close", roles="end",
        by=cast.administrator,
    )  # fmt: skip
    network.branch_point.refresh_from_db()
    assert network.branch_point.closed_on == today()
    assert network.branch.pk in subtree([network.other.pk], today())


def test_merge_library_refuses_the_impossible(cast, network):
    asked = {"day": today(), "points": "pass", "roles": "move", "by": cast.administrator}
    with pytest.raises(ValidationError, match="саму до себе"):
        merge_library(library=network.branch, into=network.branch, **asked)
    with pytest.raises(ValidationError, match="сама підпорядкована"):
        merge_library(library=network.central, into=network.branch, **asked)
    Organisation.objects.filter(pk=network.other.pk).update(closed_on=THEN)
    network.other.refresh_from_db()
    with pytest.raises(ValidationError, match="не працює"):
        merge_library(library=network.branch, into=network.other, **asked)


def test_close_library(cast, network):
    with pytest.raises(ValidationError, match="Бібліотека-філія № 1"):
        close_library(library=network.central, day=today(), reason="", by=cast.administrator)
    close_library(library=network.branch, day=today(), reason="немає коштів", by=cast.head)
    network.branch_point.refresh_from_db()
    assert network.branch_point.closed_on == today()


def test_library_opens_again_and_the_time_between_stays_closed(cast, network, sign_in):
    branch = network.branch
    closed, opened = today() - 30 * DAY, today() - 10 * DAY
    close_library(library=branch, day=closed, reason="ремонт", by=cast.head)
    head = sign_in(cast.head)
    page = reverse("network:organisation-detail", args=[branch.slug])
    address = reverse("network:organisation-reopen", args=[branch.slug])
    assert address in head.get(page).text
    assert head.get(address).status_code == 200
    for day, why in ((closed - DAY, "зачинено"), (today() + DAY, "самого дня")):
        refused = head.post(address, {"day": day.isoformat()})
        assert refused.status_code == 422, why
    assert head.post(address, {"day": opened.isoformat(), "order": "№ 7"}).status_code == 302
    branch.refresh_from_db()
    assert branch.closed_on is None
    assert address not in head.get(page).text
    assert head.get(address).status_code == 404
    keys = subtree([network.central.pk], today())
    for day, works in (
        (closed - DAY, True), (closed, False), (opened - DAY, False), (opened, True), (today(), True),
    ):  # fmt: skip
        assert organisations_on(keys, day).filter(pk=branch.pk).exists() is works, day
    told = [turn.kind for turn in turns_between(keys, closed - DAY, today()) if turn.name == str(branch)]
    assert told == [ActKind.CLOSED, ActKind.REOPENED]
    network.branch_point.refresh_from_db()
    assert network.branch_point.closed_on == closed, "points are opened again one by one"
    reopen_point(point=network.branch_point, day=today(), by=cast.head)
    with pytest.raises(ValidationError, match="працює"):
        reopen_library(library=branch, day=today(), by=cast.head)


def test_last_administrator_is_not_closed_away(cast, network):
    boss = MembershipFactory(role=Role.ADMINISTRATOR, organisation=network.other)
    Membership.objects.filter(person=cast.administrator).delete()
    acting = MembershipFactory(role=Role.ADMINISTRATOR, organisation=network.region, until=today() + DAY)
    with pytest.raises(ValidationError, match="адміністратор"):
        close_library(library=network.other, day=today() + 9 * DAY, reason="", by=acting.person)
    assert Membership.objects.get(pk=boss.pk).until is None


def test_head_cannot_end_an_administrator(cast, network):
    MembershipFactory(role=Role.ADMINISTRATOR, organisation=network.branch)
    with pytest.raises(ValidationError, match="адміністратор"):
        close_library(library=network.branch, day=today(), reason="", by=cast.head)


def test_give_role_ahead(cast, network):
    given = give_role(
        person=cast.colleague, organisation=network.branch, role=Role.LIBRARIAN, since=today() + DAY,
        until=today() + 9 * DAY, by=cast.head,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="вже має"):
        give_role(
            person=cast.colleague,
            organisation=network.branch,
            role=Role.LIBRARIAN,
            since=today(),
            by=cast.head,
        )
    with pytest.raises(NotAllowed):
        give_role(
            person=cast.colleague, organisation=network.branch, role=Role.ADMINISTRATOR, since=today(),
            by=cast.head,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        withdraw_role(membership=given, by=cast.librarian)
    withdraw_role(membership=given, by=cast.head)
    assert not Membership.objects.filter(pk=given.pk).exists()
    with pytest.raises(ValidationError):
        withdraw_role(membership=cast.librarian.memberships.get(), by=cast.head)
