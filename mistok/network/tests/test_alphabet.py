"""Lists that the database sorts go by the Ukrainian alphabet, on both databases alike."""

import pytest
from django.db import connection, transaction
from django.db.models import Count

from mistok.lib import alphabet
from mistok.lib.alphabet import Alphabetical, create_collation, drop_collation
from mistok.network.models import Organisation, ServicePoint
from mistok.network.tests.factories import OrganisationFactory, ServicePointFactory, TerritoryFactory
from mistok.ukrainian.text import sort_key

pytestmark = pytest.mark.django_db

ORDER = [
    "2 кабінет", "10 кабінет", "«Аптека»", "Арбузинка", "гора", "ґанок", "Дорошівка", "е-послуга",
    "Е-садок", "ЄС", "Єланець", "«Ївга»", "Об'єднання", "об’ява", "Обʼєкт", "Паспорт (обмін)",
    "Паспорт, утрата", "ПК 2", "ПК-10", "Філія № 2", "Філія №3", "Філія № 10", "Філія дитяча",
    "Центр дитячий", "центральна", "Центральна бібліотека № 2", "Центральна бібліотека № 10",
    "IT-хаб", "Zoom",
]  # fmt: skip


@pytest.fixture
def named():
    place = TerritoryFactory()
    names = sorted(set(ORDER), key=lambda name: name[::-1])
    return [OrganisationFactory(name=name, territory=place).pk for name in names]


def names(found) -> list[str]:
    return list(found.values_list("name", flat=True))


def test_the_database_sorts_as_python_does(named):
    found = Organisation.objects.filter(pk__in=named)
    assert names(found) == sorted(ORDER, key=sort_key)
    assert names(found.reverse()) == names(found)[::-1]
    assert (found.first().name, found.last().name) == ("2 кабінет", "Zoom")
    assert names(found[3:6]) + names(found[6:9]) == names(found)[3:9]


def test_equal_names_are_told_apart_by_case_and_marks(named):
    twins = ["Дія", "дія", "«Дія»"]
    for name in reversed(twins):
        OrganisationFactory(name=name)
    once = names(Organisation.objects.filter(name__in=twins))
    assert sorted(once) == sorted(twins)
    assert names(Organisation.objects.filter(name__in=twins)) == once


def test_the_order_holds_in_queries_of_every_kind(named):
    for name in ("№ 10", "№ 2"):
        for library in Organisation.objects.filter(pk__in=named, name__in=["ЄС", "Zoom", "Арбузинка"]):
            ServicePointFactory(organisation=library, name=f"{library.name} {name}")
    libraries = Organisation.objects.filter(points__isnull=False)
    assert names(libraries.distinct()) == ["Арбузинка", "ЄС", "Zoom"]
    by_library = ServicePoint.objects.filter(organisation__in=named).order_by("organisation", "name")
    assert [each.organisation.name for each in by_library.select_related("organisation")][::2] == [
        "Арбузинка", "ЄС", "Zoom",
    ]  # fmt: skip
    grouped = ServicePoint.objects.filter(organisation__in=named).values_list("organisation__name")
    assert list(grouped.annotate(Count("pk")).order_by(Alphabetical("organisation__name"))) == [
        ("Арбузинка", 2), ("ЄС", 2), ("Zoom", 2),
    ]  # fmt: skip
    fetched = libraries.distinct().prefetch_related("points")
    assert [point.name for each in fetched for point in each.points.all()][2:4] == ["ЄС № 2", "ЄС № 10"]
    with transaction.atomic():
        assert names(libraries.filter(name="Zoom").select_for_update(of=["self"]))[0] == "Zoom"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the collation is PostgreSQL’s")
def test_a_server_without_icu_sorts_as_before_and_fails_nowhere(named, monkeypatch):
    broken = "(provider = nothing)"
    monkeypatch.setattr(alphabet, "COLLATIONS", (broken, broken, alphabet.COLLATIONS[-1]))
    create_collation(connection)  # it is there, so nothing is wanted of the server
    drop_collation(connection)
    create_collation(connection)
    assert sorted(names(Organisation.objects.filter(pk__in=named))) == sorted(ORDER)
