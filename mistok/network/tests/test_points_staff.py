"""The tree as of a day; opening, changing and closing points."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.network.forms.points import PointForm
from mistok.network.history import tree
from mistok.network.models import ServicePoint
from mistok.network.queries import today
from mistok.network.tests.factories import (
    OrganisationFactory,
    ServicePointFactory,
    SubordinationFactory,
    TerritoryFactory,
)
from mistok.search.models import Change


@pytest.fixture
def filled(network) -> dict[str, object]:
    """A form filled in for a new point."""
    return {
        "name": "Пункт на вокзалі",
        "kind": "point",
        "organisation": network.central.pk,
        "slug": "station",
        "territory": "",
        "address": "пл. Вокзальна, 1",
        "opening_hours": "Mo-Fr 09:00-18:00",
        "computers": 2,
        "opened_on": "2026-03-01",
    }


def test_tree_as_of_a_day(cast, network):
    SubordinationFactory._meta.model.objects.filter(organisation=network.branch).update(
        until=date(2020, 12, 31)
    )
    SubordinationFactory(organisation=network.branch, parent=network.other, since=date(2021, 1, 1))
    keys = {network.region.pk, network.central.pk, network.branch.pk, network.other.pk}

    def shape(day):
        return [(each.library.slug, each.depth) for each in tree(keys, day)]

    assert shape(date(2020, 6, 1)) == [("region", 0), ("other", 1), ("central", 1), ("branch", 2)] or shape(
        date(2020, 6, 1)
    ) == [("region", 0), ("central", 1), ("branch", 2), ("other", 1)]
    assert ("branch", 2) in shape(date(2021, 6, 1))
    assert shape(date(2021, 6, 1)).index(("branch", 2)) == shape(date(2021, 6, 1)).index(("other", 1)) + 1


def test_tree_page_per_person(cast, sign_in):
    def seen(user):
        response = sign_in(user).get(reverse("network:tree"))
        return (
            {each.library.slug for each in response.context["branches"]}
            if response.status_code == 200
            else 404
        )

    assert seen(cast.librarian) == {"central"}
    assert seen(cast.head) == {"central", "branch"}
    assert seen(cast.region) == {"region", "central", "branch", "other"}
    assert seen(cast.authority) == 404
    assert seen(cast.resident) == 404


@pytest.mark.parametrize("asked", ["2001-01-01", "nonsense", ""])
def test_tree_page_of_any_day(cast, sign_in, asked):
    assert sign_in(cast.head).get(reverse("network:tree"), {"on": asked}).status_code == 200


def test_tree_cost_does_not_grow(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.administrator)
    for _each in range(12):
        library = OrganisationFactory()
        SubordinationFactory(organisation=library, parent=network.central)
        ServicePointFactory(organisation=library)
    with django_assert_max_num_queries(11):
        client.get(reverse("network:tree"))


def test_open_point(cast, network, sign_in, filled):
    assert sign_in(cast.head).post(reverse("network:point-open"), filled).status_code == 302
    point = ServicePoint.objects.get(slug="station")
    assert point.territory == network.central.territory
    entry = Entry.objects.get(event=Event.POINT_OPENED)
    assert (entry.actor, entry.organisation) == (str(cast.head.pk), str(network.central.pk))
    assert Change.objects.filter(kind="point", key=str(point.uuid)).exists()


def test_open_point_elsewhere_is_refused(cast, network, sign_in, filled):
    response = sign_in(cast.head).post(
        reverse("network:point-open"), filled | {"organisation": network.other.pk}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["organisation"]
    assert "Пункт на вокзалі" in response.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("opening_hours", "з ранку до вечора"),
        ("territory", "Немає Такого"),
        ("longitude", "31.9"),
        ("slug", "central-point"),
        ("latitude", "975"),
        ("computers", "-1"),
        ("opened_on", "31.02.2026"),
        ("name", "а" * 300),
    ],
)
def test_open_point_with_a_wrong_field(cast, sign_in, filled, field, value):
    response = sign_in(cast.head).post(reverse("network:point-open"), filled | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors


def test_open_point_namesakes_are_listed(cast, filled):
    raion = TerritoryFactory(name="Баштанський", level=2, category="P")
    first, second = (
        TerritoryFactory(name="Іванівка", level=4, category="C", parent=raion) for _each in range(2)
    )
    form = PointForm(filled | {"territory": "іванівка"}, by=cast.head)
    said = " ".join(form.errors["territory"])
    assert first.pk in said
    assert second.pk in said
    assert "Баштанський" in said
    assert PointForm(filled | {"territory": second.pk}, by=cast.head).is_valid()


def test_change_point(cast, network, sign_in, filled):
    address = reverse("network:point-edit", args=[network.point.slug])
    form = sign_in(cast.head).get(address).context["form"]
    data = {name: form.initial.get(name) for name in form.fields if form.initial.get(name) is not None}
    assert sign_in(cast.head).post(address, data | {"opening_hours": "Mo-Sa 08:00-20:00"}).status_code == 302
    network.point.refresh_from_db()
    assert network.point.opening_hours == "Mo-Sa 08:00-20:00"
    assert Entry.objects.get(event=Event.POINT_CHANGED).details == {"fields": ["opening_hours"]}


def test_change_nothing_writes_nothing(cast, network, sign_in):
    address = reverse("network:point-edit", args=[network.point.slug])
    form = sign_in(cast.head).get(address).context["form"]
    data = {
        name: form.initial[name]
        for name in form.fields
        if form.initial.get(name) or form.initial.get(name) == 0
    }
    assert sign_in(cast.head).post(address, data).status_code == 302
    assert not Entry.objects.filter(event=Event.POINT_CHANGED).exists()
    assert not Change.objects.exists()


@pytest.mark.parametrize("name", ["network:point-edit", "network:point-close"])
def test_point_pages_are_for_who_manages_it(cast, network, sign_in, name):
    for user, slug, status in (
        (cast.head, network.point.slug, 200),
        (cast.head, network.branch_point.slug, 200),
        (cast.head, network.other_point.slug, 404),
        (cast.librarian, network.point.slug, 404),
        (cast.region, network.point.slug, 404),
        (cast.head, "no-such-point", 404),
    ):
        assert sign_in(user).get(reverse(name, args=[slug])).status_code == status


def test_close_point_keeps_it(cast, network, sign_in):
    address = reverse("network:point-close", args=[network.point.slug])
    asked = {"day": today() + timedelta(days=3), "reason": "Наказ № 7"}
    assert sign_in(cast.head).post(address, asked).status_code == 302
    network.point.refresh_from_db()
    assert network.point.closed_on == asked["day"]
    assert Entry.objects.get(event=Event.POINT_CLOSED).details["reason"] == "Наказ № 7"
    assert Change.objects.filter(kind="point").count() == 1
    assert sign_in(cast.head).post(address, asked).status_code == 404  # closed once


def test_close_point_before_it_opened_is_refused(cast, network, sign_in):
    address = reverse("network:point-close", args=[network.point.slug])
    response = sign_in(cast.head).post(address, {"day": "2001-01-01", "reason": "Помилка"})
    assert list(response.context["form"].errors) == ["day"]
    with pytest.raises(ValueError, match="before it opened"):
        network.point.close(date(2001, 1, 1))
