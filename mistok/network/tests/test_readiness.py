"""Passports of readiness, and whom the network serves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.network.coverage import find_territories, network_coverage, served, without_parts
from mistok.network.models import Membership, PointDocument, ServicePoint, Territory, TerritoryName
from mistok.network.queries import today
from mistok.network.readiness import REQUIREMENTS, passports
from mistok.network.tests.factories import ServicePointFactory, StoredFileFactory, TerritoryFactory


def codes(passport) -> set[str]:
    return {each.code for each in passport.missing}


@pytest.fixture
def regulation(network, db):
    usual = {"organisation": network.central, "kind": "regulation", "title": "Положення"}

    def add(**given):
        return PointDocument.objects.create(file=StoredFileFactory(), **usual | given)

    return add


def test_passport_of_a_bare_point_says_what_to_do(cast, network):
    bare = ServicePointFactory(has_internet=False, opening_hours="")
    passport = passports([bare], today())[0]
    assert codes(passport) == set(REQUIREMENTS)
    assert all(each.todo for each in passport.missing)
    assert (passport.met, passport.is_ready) == (0, False)


def test_passport_of_a_full_point(cast, network, regulation):
    ServicePoint.objects.filter(pk=network.point.pk).update(
        computers=3,
        has_scanner=True,
        has_printer=True,
        has_banner=True,
        facilities=["ramp"],
        internet_mbps=50,
    )
    regulation(number="12")
    network.point.refresh_from_db()
    passport = passports([network.point], today())[0]
    assert passport.is_ready
    said = {each.code: each.said for each in passport.items}
    assert (said["internet"], said["access"], said["regulation"]) == ("50 Мбіт/с", "пандус", "12")
    assert said["staff"] == "2 людини"


@pytest.mark.parametrize(
    "given",
    [
        {"valid_until": date(2020, 1, 1)},
        {"withdrawn_on": date(2020, 1, 1)},
        {"kind": "order"},
    ],
)
def test_regulation_that_does_not_count(cast, network, regulation, given):
    regulation(**given)
    assert "regulation" in codes(passports([network.point], today())[0])


def test_regulation_of_another_point_does_not_count(cast, network, regulation):
    regulation(point=ServicePointFactory(organisation=network.central))
    assert "regulation" in codes(passports([network.point], today())[0])
    regulation(point=network.point)
    assert "regulation" not in codes(passports([network.point], today())[0])


def test_staff_whose_role_is_over_do_not_count(cast, network):
    Membership.objects.filter(organisation=network.central).update(until=today() - timedelta(days=1))
    assert "staff" in codes(passports([network.point], today())[0])


def test_passports_cost_two_queries(cast, network, django_assert_num_queries):
    points = list(ServicePoint.objects.all())
    with django_assert_num_queries(2):
        passports(points, today())


def test_passport_page_per_person(cast, network, sign_in):
    where = reverse("network:point-readiness", args=[network.point.slug])
    for user, status in (
        (cast.librarian, 200),
        (cast.head, 200),
        (cast.region, 200),
        (cast.colleague, 404),
        (cast.authority, 404),
    ):
        assert sign_in(user).get(where).status_code == status
    form = reverse("network:point-edit", args=[network.point.slug])
    assert form in sign_in(cast.head).get(where).text
    assert form not in sign_in(cast.librarian).get(where).text


def test_readiness_overview_and_its_table(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.head)
    where = reverse("network:readiness")
    client.get(where)
    for _number in range(8):
        ServicePointFactory(organisation=network.central)
    with django_assert_max_num_queries(12):
        response = client.get(where)
    assert len(response.context["passports"]) == 10
    assert response.context["totals"][1] == 10  # internet
    ServicePoint.objects.filter(pk=network.point.pk).update(name="=1+1")
    table = client.get(reverse("network:readiness-table"))
    lines = table.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 11
    assert lines[0].startswith("Пункт;Бібліотека;")
    assert any(line.startswith("'=1+1;") for line in lines)
    assert "attachment" in table["Content-Disposition"]


# ---- coverage


@pytest.fixture
def land(db):
    """An oblast with two hromadas: one of a town and a village, one alone."""
    oblast = TerritoryFactory(name="Тестова", level=1, category="O")
    raion = TerritoryFactory(name="Тестівський", level=2, category="P", parent=oblast)
    first = TerritoryFactory(
        name="Перша", level=3, category="H", parent=raion, population=1000, population_year=2024
    )
    second = TerritoryFactory(
        name="Друга", level=3, category="H", parent=raion, population=500, population_year=2024
    )
    town = TerritoryFactory(name="Містечко", parent=first, population=700, population_year=2022)
    village = TerritoryFactory(name="Зелене", category="C", parent=first)
    return {each.name: each for each in (oblast, raion, first, second, town, village)}


def test_parts_are_not_counted_twice(land):
    found = served([land["Перша"], land["Містечко"], land["Зелене"]])
    assert (found.people, found.years, found.unknown) == (1000, "2024", [])
    assert [(each.hromada.name, each.percent) for each in found.shares] == [("Перша", 100)]
    assert without_parts([land["Тестівський"], land["Друга"]]) == [land["Тестівський"]]


def test_unknown_population_is_said(land):
    found = served([land["Містечко"], land["Зелене"]])
    assert (found.people, found.years) == (700, "2022")
    assert found.unknown == [land["Зелене"]]
    assert found.shares[0].percent == 70


def test_network_coverage_names_who_has_no_point(land, django_assert_num_queries):
    point = ServicePointFactory(territory=land["Містечко"])
    oblasts = {land["Тестова"].pk}
    covered = network_coverage(oblasts, today())
    assert [row.hromada.name for row in covered.bare] == ["Друга"]
    assert (covered.people, covered.people_without, covered.years) == (1500, 500, "2024")
    first = next(row for row in covered.rows if row.hromada == land["Перша"])
    assert (first.people, first.percent) == (None, None)  # nothing is guessed
    point.serves.add(land["Містечко"], land["Зелене"])
    for _number in range(5):
        ServicePointFactory(territory=land["Містечко"]).serves.add(land["Містечко"])
    with django_assert_num_queries(3):
        covered = network_coverage(oblasts, today())
    first = next(row for row in covered.rows if row.hromada == land["Перша"])
    assert (len(first.points), first.people, first.percent) == (6, 700, 70)


def test_network_coverage_of_a_whole_raion(land):
    ServicePointFactory(territory=land["Містечко"]).serves.add(land["Тестівський"])
    covered = network_coverage({land["Тестова"].pk}, today())
    assert covered.bare == []
    assert [row.percent for row in covered.rows] == [100, 100]


def test_closed_point_covers_nobody(land):
    ServicePointFactory(territory=land["Містечко"], closed_on=today())
    assert len(network_coverage({land["Тестова"].pk}, today()).bare) == 2


def test_coverage_pages(cast, network, land, sign_in):
    ServicePoint.objects.filter(pk=network.point.pk).update(territory=land["Містечко"])
    client = sign_in(cast.librarian)
    page = client.get(reverse("network:coverage")).text
    assert "1 громада з 2 не має жодного пункту" in page
    assert "500" in page
    table = client.get(reverse("network:coverage-table")).content.decode("utf-8-sig")
    assert len(table.splitlines()) == 3
    assert sign_in(cast.authority).get(reverse("network:coverage")).status_code == 404


def test_territories_are_found_by_old_names_and_nearest_first(land):
    far = TerritoryFactory(name="Зелене", category="C")
    TerritoryName.objects.create(territory=land["Містечко"], name="Ленінськ", until=date(2016, 5, 1))
    assert find_territories("ленінськ") == [land["Містечко"]]
    assert find_territories("зелене", land["Містечко"]) == [land["Зелене"], far]
    assert find_territories("містеч", None)[0].name.startswith("Містеч")
    assert find_territories(land["Друга"].pk.lower()) == [land["Друга"]]
    assert find_territories("  ") == []


def test_head_chooses_whom_a_point_serves(cast, network, land, sign_in):
    client = sign_in(cast.head)
    where = reverse("network:point-serves", args=[network.point.slug])
    page = client.get(where, {"q": "зелене"})
    assert [each.pk for each, *_rest in page.context["found"]] == [land["Зелене"].pk]
    assert client.post(where, {"unit": land["Перша"].pk}).status_code == 302
    client.post(where, {"unit": land["Перша"].pk})  # twice is once
    assert list(network.point.serves.all()) == [land["Перша"]]
    assert Entry.objects.filter(event=Event.POINT_CHANGED).count() == 1
    assert "Населення за даними на 2024" in client.get(where).text
    client.post(where, {"unit": land["Перша"].pk, "remove": "1"})
    assert not network.point.serves.exists()
    client.post(where, {"unit": "нема"})
    assert Territory.objects.filter(served_by=network.point).count() == 0
    for user, slug in (
        (cast.librarian, network.point.slug), (cast.head, network.other_point.slug), (cast.head, "no-such"),
    ):  # fmt: skip
        assert sign_in(user).get(reverse("network:point-serves", args=[slug])).status_code == 404
