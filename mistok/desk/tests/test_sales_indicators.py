"""What sales count as: units and money by kind, less what was given back for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mistok.desk.actions.sales import refund, void_sale
from mistok.desk.indicators_sales import INCOME, labels, rows, touched
from mistok.desk.models import PaidKind, Payment, RefundReason, SaleVoidReason
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


def found(point, *days):
    return {(row.indicator, row.day, row.key): row.value for row in rows({(point.pk, day) for day in days})}


def test_units_and_money_by_kind(network, cast, prices, django_assert_max_num_queries):
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    printed = PriceLineFactory(prices=prices, price=310)
    scanned = PriceLineFactory(prices=prices, kind=PaidKind.SCAN, price=500)
    sale = sold(network.point, cast.librarian, {printed: 2, scanned: 1}, day=yesterday)  # 11,20 → 11,00
    sold(network.point, cast.librarian, {printed: 1}, Payment.CARD)
    right = PriceExemptionFactory(prices=prices)
    sold(network.point, cast.librarian, {printed: 5}, Payment.EXEMPT, exemption=right)
    wrong = sold(network.point, cast.librarian, {printed: 9})
    void_sale(sale=wrong, reason=SaleVoidReason.TWICE, by=cast.librarian)
    line = sale.lines.get(kind=PaidKind.SCAN)
    refund(sale=sale, uuid=uuid7(), quantities={line.pk: 1}, reason=RefundReason.DEFECT, by=cast.librarian)
    with django_assert_max_num_queries(2):
        values = found(network.point, yesterday, today)
    assert values == {
        ("paid_services", yesterday, ""): 2,
        ("paid_services", yesterday, "print"): 2,
        ("paid_services", today, ""): 6,
        ("paid_services", today, "print"): 6,
        ("paid_income", yesterday, ""): 600,
        ("paid_income", yesterday, "print"): 620,
        ("paid_income", today, ""): 310,
        ("paid_income", today, "print"): 310,
    }
    assert touched(None) == {(network.point.pk, yesterday), (network.point.pk, today)}
    assert touched(timezone.now() + timedelta(minutes=1)) == set()


def test_money_is_shown_in_hryvnias():
    assert str(INCOME.shown(1250)) == "12.5"
    assert labels("paid_kind", ["print"]) == {"print": "друк"}
    assert labels("topic", ["print"]) == {}
