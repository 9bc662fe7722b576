"""Numbers read as a Ukrainian would say them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.ukrainian import numbers
from mistok.ukrainian.numbers import FEW, MANY, NO_BREAK_SPACE, ONE, OTHER

SERVICE = ("послуга", "послуги", "послуг")


@pytest.mark.parametrize(
    ("n", "form"),
    [
        (0, MANY),
        (1, ONE),
        (2, FEW),
        (4, FEW),
        (5, MANY),
        (11, MANY),
        (14, MANY),
        (20, MANY),
        (21, ONE),
        (22, FEW),
        (111, MANY),
        (112, MANY),
        (121, ONE),
        (1001, ONE),
        (-1, ONE),
        (1.5, OTHER),
        (Decimal("2.0"), FEW),
        (0.1, OTHER),
    ],
)
def test_plural_form(n, form):
    assert numbers.plural_form(n) == form


@given(st.integers(min_value=0, max_value=10**9))
def test_plural_form_depends_on_the_last_two_digits_alone(n):
    assert numbers.plural_form(n) == numbers.plural_form(n % 100)


@given(st.integers(min_value=0, max_value=10**6))
def test_teens_take_the_many_form(n):
    if n % 100 in range(5, 21):
        assert numbers.plural_form(n) == MANY


@pytest.mark.parametrize("n", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(n):
    with pytest.raises(ValueError, match="countable"):
        numbers.plural_form(n)


def test_agreement_and_counted():
    assert [numbers.counted(n, *SERVICE) for n in (1, 2, 5, 21)] == [
        "1 послуга",
        "2 послуги",
        "5 послуг",
        "21 послуга",
    ]
    assert numbers.counted(7, "тренінг", "тренінги", "тренінгів", sep=NO_BREAK_SPACE) == "7\u00a0тренінгів"
    assert numbers.counted(1.5, "день", "дні", "днів", "дня") == "1,5 дня"
    assert numbers.counted(2.5, "година", "години", "годин") == "2,5 години"
    assert numbers.counted(85000, "особа", "особи", "осіб") == "85\u00a0000 осіб"


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, "0"),
        (1607, "1607"),
        (9999, "9999"),
        (10000, "10\u00a0000"),
        (85000, "85\u00a0000"),
        (1234567, "1\u00a0234\u00a0567"),
        (2.5, "2,5"),
        (2.0, "2"),
        (Decimal("12345.60"), "12\u00a0345,6"),
        (-3, "\u22123"),
        (-0.25, "\u22120,25"),
        (1e16, "10\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000"),
    ],
)
def test_number(n, shown):
    assert numbers.number(n) == shown


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_number_loses_no_digit(n):
    assert int(numbers.number(n).replace(NO_BREAK_SPACE, "").replace("\u2212", "-")) == n


def test_money():
    assert numbers.money(1250) == "12,50 грн"
    assert numbers.money(0) == "0,00 грн"
    assert numbers.money(-5) == "\u22120,05 грн"
    assert numbers.money(8500000) == "85\u00a0000,00 грн"


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (2014, "понад 2000"),
        (93, "понад 90"),
        (1607, "понад 1600"),
        (2000, "2000"),
        (7, "7"),
        (0, "0"),
        (90, "90"),
        (347, "понад 340"),
        (340, "340"),
        (85321, "понад 85\u00a0000"),
        (10, "10"),
        (11, "понад 10"),
    ],
)
def test_over(n, shown):
    assert numbers.over(n) == shown


@given(st.integers(min_value=0, max_value=10**9))
def test_a_clear_figure_never_promises_more_and_stays_put(n):
    rounded = numbers.clear_figure(n)
    assert rounded <= n
    assert n - rounded < max(n, 1)
    assert numbers.clear_figure(rounded) == rounded


def test_over_refuses_negative_counts():
    with pytest.raises(ValueError, match="negative"):
        numbers.over(-1)


def test_percent():
    assert numbers.percent(32, 124) == "26\u00a0%"
    assert numbers.percent(1, 1000, sep=" ") == "менше 1 %"
    assert numbers.percent(999, 1000, sep=" ") == "понад 99 %"
    assert numbers.percent(1, 8, digits=1, sep=" ") == "12,5 %"
    assert numbers.percent(0, 5, sep=" ") == "0 %"
    assert numbers.percent(5, 5, sep=" ") == "100 %"
    assert numbers.percent(0, 0) == "–"


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ([], ""),
        (["акт"], "акт"),
        (["a", "b", "c"], "a, b і c"),
        (["довідка", "акт"], "довідка й акт"),
        (["субсидія", "пенсія"], "субсидія й пенсія"),
        (["тренінг", "лекція"], "тренінг і лекція"),
        (["Ольга", "Юрко"], "Ольга і Юрко"),
        (["лікар", "інваліди"], "лікар та інваліди"),
        (["діти", "інше"], "діти й інше"),
        (["«Дія»", "«Аптека»"], "«Дія» й «Аптека»"),
        (["2 семінари", "1 заняття"], "2 семінари і 1 заняття"),
    ],
)
def test_join_list(items, shown):
    assert numbers.join_list(items) == shown
