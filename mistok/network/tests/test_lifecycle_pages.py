"""Pages of the life of the network: orders, histories, the tree of any day, libraries and their people."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mistok.network.actions import close_point
from mistok.network.actions.lifecycle import merge_point, reorganise_point
from mistok.network.history import tree
from mistok.network.models import Membership, Organisation, Role
from mistok.network.queries import today
from mistok.network.tests.factories import MembershipFactory, ServicePointFactory, TerritoryFactory
from mistok.network.turns import turns_between

DAY = timedelta(days=1)
THEN = date(2020, 3, 1)


@pytest.fixture
def head(cast, sign_in):
    return sign_in(cast.head)


def test_change_page_writes_and_refuses(cast, network, head):
    address = reverse("network:point-reorganise", args=[network.point.slug])
    form = head.get(address).context["form"]
    data = {name: field.value() or "" for name, field in ((each.name, each) for each in form)}
    assert head.post(address, data | {"day": "2020-03-01"}).status_code == 422  # nothing changed
    assert head.post(address, data | {"day": "2020-03-01", "name": "Хаб"}).status_code == 302
    network.point.refresh_from_db()
    assert network.point.name == "Хаб"
    again = head.post(address, data | {"day": "2019-03-01", "name": "Хаб два"})
    assert list(again.context["form"].errors) == ["day"]


def test_merge_page_sends_people_on(cast, network, head, client):
    address = reverse("network:point-merge", args=[network.branch_point.slug])
    data = {"into": network.point.pk, "day": "2020-03-01", "order": "№ 7", "note": ""}
    assert head.post(address, data | {"into": network.other_point.pk}).status_code == 422
    assert head.post(address, data).status_code == 302
    page = client.get(network.branch_point.get_absolute_url())
    assert page.status_code == 410
    assert network.point.get_absolute_url() in page.text
    assert head.get(address).status_code == 404


def test_page_of_a_closed_point_follows_the_chain(cast, network, client):
    merge_point(point=network.branch_point, into=network.point, day=THEN, by=cast.head)
    close_point(point=network.point, day=THEN + DAY, reason="", by=cast.head)
    page = client.get(network.branch_point.get_absolute_url())
    assert page.status_code == 410
    assert page.context["instead"] is None


def test_reopen_page(cast, network, head):
    close_point(point=network.point, day=THEN, reason="", by=cast.head)
    address = reverse("network:point-reopen", args=[network.point.slug])
    assert head.get(address).status_code == 200
    data = {"day": today().isoformat(), "organisation": network.central.pk}
    assert head.post(address, data).status_code == 302
    network.point.refresh_from_db()
    assert network.point.closed_on is None


def test_history_page_calls_off(cast, network, head):
    act = reorganise_point(point=network.point, day=today() + DAY, values={"name": "Хаб"}, by=cast.head)
    page = head.get(reverse("network:point-history", args=[network.point.slug]))
    assert act.pk in page.context["planned"]
    assert head.post(reverse("network:act-cancel", args=[act.pk])).status_code == 302
    assert head.post(reverse("network:act-cancel", args=[act.pk])).status_code == 404


def test_tree_has_names_and_owners_of_its_day(cast, network):
    place = TerritoryFactory()
    values = {"name": "Хаб", "organisation": network.other, "territory": place}
    reorganise_point(point=network.branch_point, day=THEN, values=values, by=cast.administrator)
    close_point(point=network.point, day=THEN, reason="", by=cast.head)
    keys = {network.region.pk, network.central.pk, network.branch.pk, network.other.pk}

    def names(day):
        return {each.library.slug: [str(point) for point in each.points] for each in tree(keys, day)}

    assert names(THEN - DAY) == {
        "region": [], "central": ["Центр у центральній"], "branch": ["Пункт у філії"],
        "other": ["Пункт у сусідів"],
    }  # fmt: skip
    assert names(THEN) == {"region": [], "central": [], "branch": [], "other": ["Пункт у сусідів", "Хаб"]}


def test_turns_between_two_days(cast, network):
    reorganise_point(point=network.branch_point, day=THEN, values={"name": "Хаб"}, order="№ 2", by=cast.head)
    merge_point(point=network.branch_point, into=network.point, day=THEN + 9 * DAY, by=cast.head)
    ServicePointFactory(name="Новий", organisation=network.central, opened_on=THEN + DAY)
    keys = {network.central.pk, network.branch.pk}
    said = [(each.on, each.kind, each.name, each.before, each.after) for each in
            turns_between(keys, THEN - DAY, THEN + 30 * DAY)]  # fmt: skip
    assert said == [
        (THEN, "renamed", "Хаб", "Пункт у філії", "Хаб"),
        (THEN + DAY, "opened", "Новий", "", ""),
        (THEN + 9 * DAY, "merged", "Хаб", "", "Центр у центральній"),
    ]
    assert turns_between(keys, THEN, THEN) == []
    assert turns_between({network.other.pk}, THEN - DAY, THEN + 30 * DAY) == []


def test_changes_page_and_table(cast, network, head):
    reorganise_point(point=network.point, day=THEN, values={"name": "=Хаб"}, order="№ 2", by=cast.head)
    asked = {"from": "2020-01-01", "to": "2020-12-31"}
    page = head.get(reverse("network:changes"), asked)
    assert "№ 2" in page.text
    table = head.get(reverse("network:changes-table"), asked).text
    assert "'=Хаб" in table
    wrong = head.get(reverse("network:changes"), {"from": "2020-12-31", "to": "2020-01-01"})
    assert wrong.status_code == 422
    assert head.get(reverse("network:changes")).status_code == 200


def test_changes_cost_does_not_grow(cast, network, head, django_assert_max_num_queries):
    for _each in range(12):
        point = ServicePointFactory(organisation=network.central)
        reorganise_point(point=point, day=THEN, values={"name": "Хаб"}, by=cast.head)
    with django_assert_max_num_queries(27):
        head.get(reverse("network:changes"), {"from": "2020-01-01", "to": "2020-12-31"})


def test_organisation_list_finds(cast, network, head):
    page = head.get(reverse("network:organisation-list"), {"q": "ФІЛІЯ", "kind": "library"})
    assert [each.slug for each in page.context["page"]] == ["branch"]
    everybody = head.get(reverse("network:organisation-list"))
    assert {each.slug for each in everybody.context["page"]} == {"central", "branch", "council"}


def test_organisation_page_shows_people_to_whom_it_may(cast, network, head, sign_in):
    MembershipFactory(organisation=network.central, until=THEN, person__name="Колишня")
    MembershipFactory(organisation=network.central, since=today() + DAY, person__name="Майбутня")
    address = reverse("network:organisation-detail", args=["central"])
    page = head.get(address)
    assert "Колишня" in page.text
    assert "Майбутня" in page.text
    theirs = sign_in(cast.librarian).get(address)
    assert theirs.status_code == 200
    assert "Колишня" not in theirs.text
    assert sign_in(cast.colleague).get(address).status_code == 404
    assert head.get(reverse("network:organisation-detail", args=["council"])).status_code == 404


def test_library_orders_through_pages(cast, network, head):
    new = {
        "name": "Сільська", "parent": network.central.pk, "opened_on": "2020-01-01",
        "territory": network.central.territory_id,
    }  # fmt: skip
    assert head.post(reverse("network:organisation-add"), new).status_code == 302
    library = Organisation.objects.get(name="Сільська")

    def send(order, **data):
        return head.post(reverse(f"network:organisation-{order}", args=[library.slug]), data)

    assert send("edit", name="Сільська", phone="5-12", opened_on="2020-01-01").status_code == 302
    assert send("rename", day="2021-01-01", name="Нова сільська").status_code == 302
    assert send("superior", day="2021-01-01", parent=network.branch.pk).status_code == 302
    assert send("superior", day="2020-06-01", parent=network.central.pk).status_code == 422
    merged = send("merge", day="2022-01-01", into=network.branch.pk, points="pass", roles="move")
    assert merged.status_code == 302
    assert send("close", day="2022-01-01", reason="кінець").status_code == 404
    branch = reverse("network:organisation-close", args=["branch"])
    assert head.post(branch, {"day": today().isoformat(), "reason": "ремонт"}).status_code == 302


def test_role_is_given_and_called_off(cast, network, head):
    MembershipFactory(organisation=network.branch, person=cast.colleague)
    data = {"person": cast.colleague.pk, "role": Role.LIBRARIAN, "since": (today() + DAY).isoformat()}
    address = reverse("network:role-give", args=["central"])
    assert head.post(address, data).status_code == 302
    assert head.post(address, data).status_code == 422
    given = Membership.objects.get(person=cast.colleague, organisation=network.central)
    assert head.post(reverse("network:role-withdraw", args=[given.pk])).status_code == 302
    assert not Membership.objects.filter(pk=given.pk).exists()


@pytest.mark.parametrize("name", ["point-history", "point-reorganise", "point-merge", "point-documents"])
def test_point_pages_are_for_those_of_the_library(cast, network, sign_in, name):
    address = reverse(f"network:{name}", args=[network.point.slug])
    assert sign_in(cast.head).get(address).status_code == 200
    assert sign_in(cast.colleague).get(address).status_code == 404
    assert sign_in(cast.head).get(reverse(f"network:{name}", args=["no-such"])).status_code == 404
    assert sign_in(cast.head).delete(address).status_code == 405
