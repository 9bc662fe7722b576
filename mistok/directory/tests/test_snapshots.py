"""The text of a card as JSON: it comes back as it went, and says what differs."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mistok.directory.differences import ADDED, REMOVED, SAME, difference, labels, merge, shown
from mistok.directory.models import Channel, Service, TermUnit
from mistok.directory.snapshots import FIELDS, UnknownReferenceError, apply, digest, dump, snapshot
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.network.models import VisitorCategory
from mistok.network.tests.factories import OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
LINES = st.lists(LINE, max_size=4)


def test_every_field_of_a_card_is_its_text_or_named_as_none():
    not_text = {
        "id", "uuid", "slug", "keeper", "review_months", "review_due_on", "reminded_on", "is_draft",
        "created_at", "edited_at", "confirmed_on", "confirmed_by", "confirmed_how", "confirmed_note",
        "retired_on", "replaced_by",
    }  # fmt: skip
    names = {each.name for each in Service._meta.get_fields() if not each.auto_created or each.name == "id"}
    assert names == not_text | set(FIELDS)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bring=LINES,
    refusal=LINES,
    acts=st.lists(st.fixed_dictionaries({"title": LINE, "url": st.just("https://example.org/")}), max_size=3),
    channels=st.lists(st.sampled_from(Channel.values), unique=True),
    amount=st.none() | st.decimals(0, 99999, places=2),
    term=st.none() | st.tuples(st.integers(1, 999), st.sampled_from(TermUnit.values)),
    name=LINE,
)
def test_text_comes_back_as_it_went(bring, refusal, acts, channels, amount, term, name):
    value, unit = term or (None, "")
    first = ServiceFactory(
        name=name, bring=bring, refusal=refusal, legal_basis=acts, channels=channels, cost_amount=amount,
        term_value=value, term_unit=unit, situations=[LifeSituationFactory(slug="housing")],
    )  # fmt: skip
    kept = json.loads(json.dumps(snapshot(first)))
    other = ServiceFactory()
    apply(other, kept)
    assert snapshot(Service.objects.get(pk=other.pk)) == kept == snapshot(Service.objects.get(pk=first.pk))
    assert apply(other, kept) == []
    assert difference(kept, kept) == []


def test_apply_writes_only_what_is_given_and_names_it():
    service = ServiceFactory(cost="Безоплатно", term="5 днів")
    assert apply(service, {"cost": "200 грн", "cost_amount": "200.00", "term": "5 днів"}) == [
        "cost",
        "cost_amount",
    ]
    service.refresh_from_db()
    assert (service.cost, service.cost_amount, service.term) == ("200 грн", Decimal(200), "5 днів")


def test_apply_leaves_out_a_situation_that_is_gone():
    service = ServiceFactory()
    apply(service, {"situations": ["gone", LifeSituationFactory(slug="housing").pk]})
    assert snapshot(service)["situations"] == ["housing"]


@pytest.mark.parametrize(
    "fields",
    [
        {"provider": "0193a1b0-0000-7000-8000-000000000000"},
        {"provider": "nobody"},
        {"level": "local", "territory": "UA00000000000000999"},
        {"slug": "another"},
    ],
)
def test_apply_refuses_what_is_not_there(fields):
    with pytest.raises(UnknownReferenceError):
        apply(ServiceFactory(), fields)


def test_dump_of_form_values_is_the_snapshot():
    territory, provider = TerritoryFactory(), OrganisationFactory()
    situation = LifeSituationFactory(slug="housing")
    values = {
        "provider": provider, "territory": territory, "level": "local", "situations": [situation],
        "cost_amount": Decimal("12.5"), "slug": "no-text", "keeper": None,
    }  # fmt: skip
    service = ServiceFactory()
    apply(service, dump(values))
    stored = snapshot(Service.objects.get(pk=service.pk))
    assert {name: stored[name] for name in dump(values)} == dump(values)
    assert "slug" not in dump(values)


def test_digest_tells_texts_apart():
    assert digest({"a": 1}, {"b": 2}) != digest({"a": 1}, {"b": 3})
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


BASE = {"name": "А", "cost": "1", "bring": ["паспорт"], "term": "т", "demand": 5}


@pytest.mark.parametrize(
    ("wanted", "current", "mine", "both", "theirs"),
    [
        ({}, {}, (), (), ()),
        ({"name": "Б"}, {}, ("name",), (), ()),
        ({}, {"name": "Б"}, (), (), ("name",)),
        ({"name": "Б"}, {"cost": "2"}, ("name",), (), ("cost",)),
        ({"name": "Б"}, {"name": "В"}, (), ("name",), ()),
        ({"name": "Б"}, {"name": "Б"}, (), (), ()),  # both came to the same
    ],
)
def test_merge(wanted, current, mine, both, theirs):
    found = merge(BASE, BASE | wanted, BASE | current)
    assert (found.mine, found.both, found.theirs) == (mine, both, theirs)


@given(st.data())
def test_merge_never_touches_what_the_author_left(data):
    value = st.sampled_from("абв")
    base, wanted, current = (
        data.draw(st.fixed_dictionaries(dict.fromkeys(("name", "cost", "term", "url"), value)))
        for _ in range(3)
    )
    found = merge(base, wanted, current)
    after = current | {name: wanted[name] for name in found.mine}
    for name in base:
        if wanted[name] == base[name] or name in found.both:
            assert after[name] == current[name]
        else:
            assert after[name] == wanted[name]


def test_difference_speaks_in_words(django_assert_max_num_queries):
    provider = OrganisationFactory(name="Пенсійний фонд", short_name="ПФУ")
    category = VisitorCategory.objects.create(code="retired", name="Пенсіонери", plural="пенсіонерів")
    service = ServiceFactory(bring=["паспорт", "довідка", "заява"])
    before = snapshot(service)
    after = before | {
        "provider": str(provider.pk), "bring": ["паспорт", "код", "заява"], "audiences": [category.pk],
        "channels": ["online"], "is_administrative": True, "term_unit": "months", "demand": 70,
        "legal_basis": [{"title": "Закон № 1", "url": "https://zakon.rada.gov.ua/"}],
    }  # fmt: skip
    with django_assert_max_num_queries(4):
        found = {each.name: each for each in difference(before, after)}
    assert list(found) == [name for name in FIELDS if name in found]
    assert found["provider"].new == ["ПФУ"]
    assert [(line.text, line.kind) for line in found["bring"].lines] == [
        ("паспорт", SAME),
        ("довідка", REMOVED),
        ("код", ADDED),
        ("заява", SAME),
    ]
    assert found["audiences"].new == ["Пенсіонери"]
    assert found["channels"].new == ["онлайн"]
    assert (found["is_administrative"].old, found["is_administrative"].new) == (["ні"], ["так"])
    assert found["term_unit"].old == []
    assert found["legal_basis"].new == ["Закон № 1 | https://zakon.rada.gov.ua/"]


def test_shown_leaves_out_what_is_empty():
    service = ServiceFactory(cost="", term="5 днів")
    named = [label for label, _values, _is_list in shown(snapshot(service))]
    assert labels(["term"])[0] in named
    assert labels(["cost"])[0] not in named
