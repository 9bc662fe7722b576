import pytest

from mistok.directory import queries
from mistok.directory.models import Level
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.network.tests.factories import TerritoryFactory, VisitorCategoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def services():
    pension = LifeSituationFactory(slug="pension", name="Вихід на пенсію", order=10)
    move = LifeSituationFactory(slug="move", name="Я переїжджаю", order=5)
    old = VisitorCategoryFactory(code="pensioner", name="Пенсіонер")
    first = ServiceFactory(slug="first", situations=[pension], demand=90)
    first.audiences.add(old)
    second = ServiceFactory(slug="second", situations=[pension, move], provider=first.provider, demand=50)
    third = ServiceFactory(slug="third", situations=[move], kind="resource", demand=70)
    local = ServiceFactory(
        slug="local", level=Level.LOCAL, territory=TerritoryFactory(), situations=[move], demand=10
    )
    ServiceFactory(slug="retired", situations=[pension, move], retired_on="2026-01-01")
    return first, second, third, local


def slugs(found):
    return [row["slug"] for row in queries.rows(found)]


def test_rows_most_demanded_first_without_retired(services):
    assert slugs(queries.public_services()) == ["first", "third", "second", "local"]


def test_situations_with_counts(services, django_assert_num_queries):
    LifeSituationFactory(slug="empty")
    with django_assert_num_queries(1):
        found = [(each.pk, each.in_use) for each in queries.situations_with_counts()]
    assert found == [("move", 3), ("pension", 2)]


def test_related_share_most_situations_first(services):
    sixth = ServiceFactory(slug="sixth", situations=services[1].situations.all(), demand=1)
    assert [row["slug"] for row in queries.related(services[1])] == ["sixth", "first", "third", "local"]
    assert [row["slug"] for row in queries.related(sixth, limit=1)] == ["second"]


def test_others_of_provider(services):
    assert [row["slug"] for row in queries.others_of_provider(services[0])] == ["second"]
    assert queries.others_of_provider(services[0], without=["second"]) == []
