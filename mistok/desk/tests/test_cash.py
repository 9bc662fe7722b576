"""The cash of a day: what should be in the box, closing in order, opening again with a reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mistok.desk.actions import Refused
from mistok.desk.actions.cash import close_day, count_cash, reopen_day
from mistok.desk.actions.sales import refund, void_sale
from mistok.desk.models import CashDay, CashStep, Payment, RefundReason, SaleVoidReason
from mistok.desk.queries.cash import day_report, month_days, opening_of
from mistok.desk.tests.factories_sales import (
    PriceExemptionFactory,
    PriceLineFactory,
    PriceListFactory,
    sold,
)
from mistok.lib.identifiers import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def prices(network):
    return PriceListFactory(organisation=network.central)


@pytest.fixture
def line(prices):
    return PriceLineFactory(prices=prices, name="Чорно-білий друк", price=300)


@pytest.fixture
def today():
    return timezone.localdate()


def count(network, cast, day, counted, **more):
    given = {"handed_over": 0, "handed_to": "", "note_of": "", **more}
    return count_cash(point=network.point, day=day, counted=counted, by=cast.librarian, **given)


def close(network, cast, day):
    return close_day(point=network.point, day=day, by=cast.head)


def test_reopened_twice_by_one_press_is_once(network, cast, line, today):
    sold(network.point, cast.librarian, {line: 1})
    count(network, cast, today, 300)
    for _round in range(2):
        close(network, cast, today)
        for _press in range(2):
            day = reopen_day(point=network.point, day=today, reason="помилка", by=cast.head)
            assert not day.is_closed
    assert CashStep.objects.filter(kind=CashStep.Kind.REOPENED).count() == 2


def test_report_of_a_day(network, cast, prices, line, today):
    colour = PriceLineFactory(prices=prices, name="Кольоровий друк", price=410)
    point, librarian = network.point, cast.librarian
    sold(point, librarian, {line: 3})  # 9,00
    sold(point, librarian, {line: 1, colour: 1})  # 7,10 → 7,00
    paid_back = sold(point, librarian, {colour: 2}, Payment.CARD)  # 8,20
    right = PriceExemptionFactory(prices=prices)
    sold(point, librarian, {line: 5}, Payment.EXEMPT, exemption=right)
    wrong = sold(point, librarian, {line: 100})
    void_sale(sale=wrong, reason=SaleVoidReason.MISTAKE, by=librarian)
    refund(
        sale=paid_back, uuid=uuid7(), quantities={paid_back.lines.get().pk: 1}, reason=RefundReason.DEFECT,
        by=librarian,
    )  # fmt: skip
    found = day_report(point, today)
    sums = found.report.sums
    assert (sums.sales, sums.voided, sums.refunds) == (4, 1, 1)
    assert (sums.cash, sums.card, sums.card_back, sums.free, sums.income) == (1600, 820, 410, 1500, 2010)
    assert [(each.name, each.sold, each.free, each.taken_back, each.net) for each in found.report.lines] == [
        ("Кольоровий друк", 3, 0, 1, 820),
        ("Чорно-білий друк", 4, 5, 0, 1200),
    ]
    assert found.report.of_lines + found.report.rounded == sums.income
    assert (found.opening, found.expected) == (0, 1600)


def test_count_has_to_fit_or_say_why(network, cast, line, today):
    sold(network.point, cast.librarian, {line: 3})
    with pytest.raises(Refused) as refused:
        count(network, cast, today, 800)
    assert "9,00" in refused.value.messages[0]
    assert count(network, cast, today, 800, note_of="бракує гривні").counted == 800
    for wrong in ({"handed_over": 1000, "handed_to": "x"}, {"handed_over": 100}):
        with pytest.raises(Refused):
            count(network, cast, today, 900, **wrong)


def test_what_is_left_opens_the_next_day(network, cast, line, today):
    first, second = today - timedelta(days=3), today - timedelta(days=1)
    sold(network.point, cast.librarian, {line: 10}, day=first)
    count(network, cast, first, 130_00, opening=100_00, handed_over=80_00, handed_to="бухгалтерка Коваль")
    assert opening_of(network.point, today) == 50_00
    sold(network.point, cast.librarian, {line: 1}, day=second)
    assert opening_of(network.point, second) == 50_00
    assert opening_of(network.point, today) == 53_00
    assert opening_of(network.branch_point, today) == 0


def test_days_are_closed_in_order_and_numbered(network, cast, line, today):
    yesterday = today - timedelta(days=1)
    sold(network.point, cast.librarian, {line: 1}, day=yesterday)
    sold(network.point, cast.librarian, {line: 1})
    count(network, cast, today, 600)
    with pytest.raises(Refused) as refused:
        close(network, cast, today)
    assert refused.value.code == "order"
    with pytest.raises(Refused) as refused:
        close(network, cast, yesterday)
    assert refused.value.code == "not-counted"
    count(network, cast, yesterday, 300)
    assert close(network, cast, yesterday).number == 1
    assert close(network, cast, today).number == 2
    assert close(network, cast, today).number == 2
    with pytest.raises(Refused) as refused:
        sold(network.point, cast.librarian, {line: 1})
    assert refused.value.code == "cash-closed"


def test_closing_needs_a_fresh_count(network, cast, line, today):
    sold(network.point, cast.librarian, {line: 1})
    count(network, cast, today, 300)
    sold(network.point, cast.librarian, {line: 1}, Payment.CARD)
    with pytest.raises(Refused) as refused:
        close(network, cast, today)
    assert refused.value.code == "stale"


def test_reopening_keeps_the_number_and_the_reason(network, cast, line, today):
    yesterday = today - timedelta(days=1)
    for day in (yesterday, today):
        sold(network.point, cast.librarian, {line: 1}, day=day)
        count(network, cast, day, 300 if day == yesterday else 600)
        close(network, cast, day)
    for day, reason in ((yesterday, "помилка"), (today, "")):
        with pytest.raises(Refused):
            reopen_day(point=network.point, day=day, reason=reason, by=cast.head)
    reopen_day(point=network.point, day=today, reason="помилка", by=cast.head)
    sold(network.point, cast.librarian, {line: 1})
    count(network, cast, today, 900)
    assert close(network, cast, today).number == 2
    steps = list(CashStep.objects.filter(cash_day__day=today).values_list("kind", "reason"))
    assert steps == [("closed", ""), ("reopened", "помилка"), ("closed", "")]
    assert [each.figures.get("cash") for each in CashStep.objects.filter(kind="closed")][-1] == 600


def test_month_has_its_days(network, cast, line, today, django_assert_num_queries):
    for number in range(3):
        day = today - timedelta(days=number)
        sold(network.point, cast.librarian, {line: number + 1}, day=day)
    with django_assert_num_queries(3):
        found = month_days(network.point, today - timedelta(days=5), today)
    assert [(each.day, each.income) for each in found] == [
        (today - timedelta(days=2), 900),
        (today - timedelta(days=1), 600),
        (today, 300),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE desk_cashday SET handed_over = 1, handed_to = 'x'",
        "UPDATE desk_cashday SET counted = 5, handed_over = 6, handed_to = 'x'",
        "UPDATE desk_cashday SET counted = 5, handed_over = 5",
        "UPDATE desk_cashday SET closed_at = '2026-11-21 10:00:00+00:00'",
        "UPDATE desk_cashday SET opening = -1",
    ],
)
def test_database_refuses_false_cash(network, statement, today):
    CashDay.objects.create(point=network.point, day=today)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
