"""Words of the starting catalogue read as numbers, and numbers said in words."""

from decimal import Decimal

import pytest

from mistok.directory import catalogue, words
from mistok.directory.catalogue.readings import amount_of, channels_of, term_of
from mistok.directory.models import Service


@pytest.mark.parametrize(
    ("cost", "amount"),
    [
        ("Безоплатно", Decimal(0)),
        ("Перегляд безоплатний", Decimal(0)),
        ("Перевірка безоплатна", Decimal(0)),
        ("", None),
        ("За ціною квитка", None),
        ("Запис безоплатний, за паспорт сплачують окремо", None),
        ("Безоплатно; за копії великих документів можуть взяти плату", None),
        ("Один звіт на рік безоплатний", None),
    ],
)
def test_amount_of(cost, amount):
    assert amount_of(cost) == amount


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("5 робочих днів", (5, "working-days")),
        ("до 10 календарних днів", (10, "days")),
        ("до 30 днів", (30, "days")),
        ("1 день", (1, "days")),
        ("до 1 місяця", (1, "months")),
        ("до 1 місяця; прості питання – до 15 днів", (1, "months")),
        ("до 24 годин", (24, "hours")),
        ("15 хвилин", (15, "minutes")),
        ("", (None, "")),
        ("щороку до кінця березня", (None, "")),
        ("до 5 років", (None, "")),
        ("5 робочих днів, а взимку довше", (None, "")),
    ],
)
def test_term_of(term, found):
    assert term_of(term) == found


def test_channels_of():
    assert channels_of("resource", "guides", ("Відкрийте застосунок",)) == ()
    assert channels_of("e-service", "informs", ("Відкрийте сайт",)) == ("online",)
    assert channels_of("e-service", "guides", ("Відкрийте портал або застосунок «Дія»",)) == (
        "online",
        "app",
        "library",
    )
    assert channels_of("e-service", "informs", ("Відкрийте офіційний магазин застосунків",)) == ("online",)


def test_starting_catalogue_is_read():
    found = catalogue.load().services
    free = [card for card in found if card.cost_amount == 0]
    assert len(free) > 200
    assert all("езоплатн" in card.cost for card in free)
    assert all(card.term_unit for card in found if card.term_value)
    assert all("online" in card.channels for card in found if card.kind == "e-service")


@pytest.mark.parametrize(
    ("value", "unit", "text", "said"),
    [
        (10, "working-days", "", ["10 робочих днів"]),
        (1, "working-days", "", ["1 робочий день"]),
        (22, "days", "", ["22 календарні дні"]),
        (3, "months", "якщо всі документи є", ["3 місяці", "якщо всі документи є"]),
        (5, "working-days", "5 робочих днів", ["5 робочих днів"]),
        (2, "hours", "", ["2 години"]),
        (21, "minutes", "", ["21 хвилина"]),
        (None, "", "щороку", ["щороку"]),
        (None, "", "", []),
    ],
)
def test_term_words(value, unit, text, said):
    assert words.term_words(Service(term_value=value, term_unit=unit, term=text)) == said


@pytest.mark.parametrize(
    ("amount", "text", "said"),
    [
        (None, "", []),
        (None, "За ціною квитка", ["За ціною квитка"]),
        (Decimal(0), "", ["Безоплатно"]),
        (Decimal(0), "Перегляд безоплатний", ["Перегляд безоплатний"]),
        (Decimal("1250"), "", ["1250,00 грн"]),
        (Decimal("1250"), "1 250 грн, пільговикам безоплатно", ["1 250 грн, пільговикам безоплатно"]),
        (Decimal("30.6"), "адміністративний збір", ["30,60 грн", "адміністративний збір"]),
    ],
)
def test_cost_words(amount, text, said):
    assert words.cost_words(Service(cost_amount=amount, cost=text)) == said
