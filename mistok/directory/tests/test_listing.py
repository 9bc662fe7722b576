"""The narrowed list: what passes, what each facet would leave, and that the table follows every change."""

import random
from itertools import combinations, product

import pytest
from django.db import transaction

from mistok.directory.listing import Filters, listing
from mistok.directory.listing.held import held
from mistok.directory.models import Level, Service
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.network.models import TerritoryCategory, TerritoryName
from mistok.network.tests.factories import OrganisationFactory, TerritoryFactory, VisitorCategoryFactory
from mistok.search.actions import changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def services():
    pension = LifeSituationFactory(slug="pension", name="Вихід на пенсію", order=10)
    move = LifeSituationFactory(slug="move", name="Я переїжджаю", order=5)
    old = VisitorCategoryFactory(code="pensioner", name="Пенсіонер")
    first = ServiceFactory(slug="first", situations=[pension], demand=90, cost_amount=0, channels=["online"])
    first.audiences.add(old)
    second = ServiceFactory(
        slug="second",
        situations=[pension, move],
        provider=first.provider,
        demand=50,
        channels=["post", "online"],
    )
    third = ServiceFactory(slug="third", situations=[move], kind="resource", demand=70, cost_amount=120)
    local = ServiceFactory(
        slug="local", level=Level.LOCAL, territory=TerritoryFactory(), situations=[move], demand=10
    )
    ServiceFactory(slug="retired", situations=[pension, move], retired_on="2026-01-01")
    return first, second, third, local


def slugs(filters):
    return [row["slug"] for row in listing(filters).found[0:100]]


def counts(facet):
    return [(each.value, each.count) for each in facet]


def test_a_card_overdue_by_a_whole_term_leaves_the_lists(client, services):
    lost = services[0]
    Service.objects.filter(pk=lost.pk).update(review_due_on="2020-01-01", review_months=6)
    assert slugs(Filters()) == ["third", "second", "local"]
    assert client.get(lost.get_absolute_url()).status_code == 200, "whoever has its address still comes to it"


def test_filters_add_up(services):
    assert slugs(Filters()) == ["first", "third", "second", "local"]
    assert slugs(Filters(situation="move")) == ["third", "second", "local"]
    assert slugs(Filters(situation="move", kind="resource")) == ["third"]
    assert slugs(Filters(provider=services[0].provider.slug, situation="move")) == ["second"]
    assert slugs(Filters(audience="pensioner")) == ["first"]
    assert slugs(Filters(channel="online")) == ["first", "second"]
    assert slugs(Filters(cost="free")) == ["first"]
    assert slugs(Filters(cost="paid")) == ["third"]
    assert slugs(Filters(situation="нема")) == []


def test_facets_count_without_themselves(services):
    facets = listing(Filters(situation="move")).facets
    assert [(each.value, each.count, each.chosen) for each in facets["situation"]] == [
        ("move", 3, True),
        ("pension", 2, False),
    ]
    assert counts(facets["kind"]) == [("e-service", 2), ("resource", 1)]
    assert counts(facets["level"]) == [("national", 2), ("local", 1)]
    assert counts(facets["channel"]) == [("online", 1), ("post", 1)]
    assert facets["audience"] == []
    assert sum(each.count for each in facets["provider"]) == 3


def test_a_unit_inherits_what_works_around_it():
    oblast = TerritoryFactory(code="UA48000000000039575", level=1, category=TerritoryCategory.OBLAST)
    raion = TerritoryFactory(code="UA48060000000080000", level=2, parent=oblast, category="P")
    hromada = TerritoryFactory(code="UA48060150000071713", level=3, parent=raion, category="H")
    village = TerritoryFactory(code="UA48060150010035747", level=4, parent=hromada, category="C")
    other = TerritoryFactory(code="UA48060170000012345", level=3, parent=raion, category="H")
    ServiceFactory(slug="country", demand=50)
    for place, slug, demand in ((oblast, "oblast", 40), (hromada, "here", 30), (other, "there", 20)):
        ServiceFactory(slug=slug, level=Level.LOCAL, territory=place, demand=demand)
    ServiceFactory(slug="village", level=Level.LOCAL, territory=village, demand=10)
    assert slugs(Filters(territory=village.pk)) == ["country", "oblast", "here", "village"]
    assert slugs(Filters(territory=hromada.pk)) == ["country", "oblast", "here", "village"]
    assert slugs(Filters(territory=other.pk)) == ["country", "oblast", "there"]
    assert slugs(Filters(territory=oblast.pk)) == ["country", "oblast"]


@pytest.mark.django_db(transaction=True)
def test_the_table_follows_every_change(services, monkeypatch):
    monkeypatch.setattr("mistok.directory.listing.held.SMALL", 0)
    held.forget()
    assert slugs(Filters()) == ["first", "third", "second", "local"]
    table = held.table
    with transaction.atomic():
        Service.objects.filter(slug="local").update(demand=60, kind="resource")
        changed("service", "local")
    assert slugs(Filters()) == ["first", "third", "local", "second"]
    assert slugs(Filters(kind="resource")) == ["third", "local"]
    with transaction.atomic():
        Service.objects.filter(slug="third").update(retired_on="2026-02-02")
        changed("service", "third")
    assert slugs(Filters()) == ["first", "local", "second"]
    assert held.table is table, "a few changes are put in their places"
    held.forget()


@pytest.mark.django_db(transaction=True)
def test_the_table_shows_writes_past_the_register_within_a_minute(services):
    held.forget()
    assert len(slugs(Filters())) == 4
    ServiceFactory(slug="fifth", demand=95)
    held.checked -= 61
    assert slugs(Filters())[0] == "fifth"
    held.forget()


def test_the_list_costs_the_same_whatever_its_length(client, services, django_assert_max_num_queries):
    for number in range(40):
        ServiceFactory(slug=f"more-{number}", provider=services[0].provider)
    with django_assert_max_num_queries(14):
        assert client.get("/services/").status_code == 200


def test_the_list_is_narrowed_by_the_name_of_a_place(client):
    oblast = TerritoryFactory(code="UA48000000000039575", level=1, category="O", name="Миколаївська")
    raion = TerritoryFactory(
        code="UA48060000000080000", level=2, parent=oblast, category="P", name="Миколаївський"
    )
    hromada = TerritoryFactory(
        code="UA48060150000071713", level=3, parent=raion, category="H", name="Коблівська"
    )
    village = TerritoryFactory(
        code="UA48060150010035747", level=4, parent=hromada, category="C", name="Коблеве"
    )
    for number, name in enumerate(("Лугове", "Лугове")):
        TerritoryFactory(code=f"UA4806015002{number}035747", level=4, parent=hromada, category="C", name=name)
    TerritoryName.objects.create(territory=village, name="Ларжанка", until="1946-01-01")
    ServiceFactory(slug="here", level=Level.LOCAL, territory=hromada)
    for name in ("коблеве", "Ларжанка"):
        response = client.get("/services/", {"near": name})
        assert response.url == f"/services/?territory={village.pk}"
    page = client.get("/services/", {"territory": village.pk}).content.decode()
    assert 'href="/services/here/"' in page
    which = client.get("/services/", {"near": "Лугове"}).content.decode()
    assert "«Лугове»: яке саме місце?" in which
    assert which.count("?territory=UA48060150020") == 1
    assert "не знаємо місця" in client.get("/services/", {"near": "Атлантида"}).content.decode()


def test_counts_are_true_under_every_combination():
    """A few dozen cards made by chance; every pair of values of every two filters is counted by hand too."""
    chance = random.Random(26)
    situations = [LifeSituationFactory(slug=f"s{number}") for number in range(3)]
    audiences = [VisitorCategoryFactory(code=f"a{number}") for number in range(2)]
    providers = [OrganisationFactory(kind="provider") for _each in range(3)]
    facts = {}
    for number in range(40):
        said = {
            "situation": {each.slug for each in chance.sample(situations, chance.randint(1, 2))},
            "audience": {each.code for each in chance.sample(audiences, chance.randint(0, 2))},
            "provider": {chance.choice(providers).slug},
            "kind": {chance.choice(["e-service", "resource"])},
            "channel": set(chance.sample(["online", "post", "phone"], chance.randint(0, 2))),
            "cost": set(chance.choice([[], ["free"], ["paid"]])),
            "level": {"national"},
        }
        service = ServiceFactory(
            slug=f"by-chance-{number}",
            situations=[each for each in situations if each.slug in said["situation"]],
            provider=next(each for each in providers if each.slug in said["provider"]),
            kind=min(said["kind"]),
            channels=sorted(said["channel"]),
            cost_amount={"free": 0, "paid": 50}.get(min(said["cost"], default="")),
        )
        service.audiences.set([each for each in audiences if each.code in said["audience"]])
        facts[service.slug] = said
    pairs = list(combinations(facts["by-chance-0"], 2))
    values = {name: sorted({value for said in facts.values() for value in said[name]}) for name, _ in pairs}
    values["level"] = ["national"]
    for one, other in pairs:
        for first, second in product(["", *values[one]], ["", *values[other]]):
            asked = {name: value for name, value in ((one, first), (other, second)) if value}
            found = listing(Filters(**asked))
            fit = [slug for slug, said in facts.items() if all(asked[name] in said[name] for name in asked)]
            assert {row["slug"] for row in found.found[0:100]} == set(fit)
            for name, facet in found.facets.items():
                others = {key: value for key, value in asked.items() if key != name}
                for choice in facet:
                    true = sum(
                        choice.value in said[name] and all(others[key] in said[key] for key in others)
                        for said in facts.values()
                    )
                    assert choice.count == true, (asked, name, choice.value)
