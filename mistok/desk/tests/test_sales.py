"""Sales: exact money, once for each identifier, never more given back than was taken."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.desk.actions import Conflict, Refused
from mistok.desk.actions.sales import refund, sell, void_sale, write_fiscal_number
from mistok.desk.models import (
    Payment,
    Refund,
    RefundReason,
    Rounding,
    Sale,
    SaleLine,
    SaleVoidReason,
)
from mistok.desk.queries.sales import rounded, usual_lines
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


def give_back(sale, number, by, **more):
    return refund(
        sale=sale,
        uuid=more.pop("uuid", None) or uuid7(),
        quantities={sale.lines.get().pk: number},
        reason=RefundReason.DEFECT,
        by=by,
        **more,
    )


def test_sale_keeps_the_prices_of_its_day(network, cast, prices, line):
    sale = sold(network.point, cast.librarian, {line: 4})
    type(line).objects.update(price=900, name="Інше")
    stored = sale.lines.get()
    assert (stored.price, stored.amount, stored.name) == (300, 1200, "Чорно-білий друк")
    assert sale.decision == "Міська рада, № 31/5 від 20 грудня 2025 року"
    assert (sale.total, sale.paid, sale.number) == (1200, 1200, 1)
    assert Entry.objects.filter(event=Event.SALE_RECORDED).count() == 1


def test_sent_twice_counts_once(network, cast, line):
    uuid = uuid7()
    first = sold(network.point, cast.librarian, {line: 2}, uuid=uuid)
    assert sold(network.point, cast.librarian, {line: 2}, uuid=uuid) == first
    assert Sale.objects.count() == 1
    for changed in ({"quantities": {line: 3}}, {"payment": Payment.CARD}):
        with pytest.raises(Conflict):
            sold(
                network.point,
                cast.librarian,
                changed.get("quantities", {line: 2}),
                changed.get("payment", Payment.CASH),
                uuid=uuid,
            )


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_counts_once_and_numbers_go_on(network, cast, line):
    twice, together = uuid7(), Barrier(6)

    def send(number):
        together.wait()
        try:
            return sold(network.point, cast.librarian, {line: 1}, uuid=twice if number < 3 else None).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(send, range(6)))
    assert len(set(numbers[:3])) == 1
    assert sorted(set(numbers)) == [1, 2, 3, 4]
    assert Sale.objects.count() == 4


@pytest.mark.parametrize(
    ("amount", "step", "to_pay"),
    [
        (1224, 50, 1200),
        (1225, 50, 1250),
        (1249, 50, 1250),
        (1251, 50, 1250),
        (1274, 50, 1250),
        (1275, 50, 1300),
        (1299, 50, 1300),
        (1234, 10, 1230),
        (1235, 10, 1240),
        (1237, 1, 1237),
        (10, 50, 0),
    ],
)
def test_cash_is_rounded_and_a_card_is_not(network, cast, prices, amount, step, to_pay):
    assert rounded(amount, step) == to_pay
    type(prices).objects.update(rounding=Rounding(step))
    line = PriceLineFactory(prices=prices, price=amount)
    cash = sold(network.point, cast.librarian, {line: 1})
    card = sold(network.point, cast.librarian, {line: 1}, Payment.CARD)
    assert (cash.paid, cash.rounding, card.paid, card.rounding) == (to_pay, to_pay - amount, amount, 0)


def test_change_of_a_banknote(network, cast, line):
    sale = sold(network.point, cast.librarian, {line: 3}, tendered=50_00)
    assert (sale.tendered, sale.change) == (5000, 4100)
    with pytest.raises(Refused) as refused:
        sold(network.point, cast.librarian, {line: 3}, tendered=5_00)
    assert "9,00" in str(refused.value.messages[0])


def test_exempt_pays_nothing_by_a_named_right(network, cast, prices, line):
    right = PriceExemptionFactory(prices=prices)
    sale = sold(network.point, cast.librarian, {line: 3}, Payment.EXEMPT, exemption=right)
    assert (sale.total, sale.paid, sale.exempt_ground) == (900, 0, right.ground)
    with pytest.raises(Refused):
        sold(network.point, cast.librarian, {line: 3}, Payment.EXEMPT)
    elsewhere = PriceExemptionFactory()
    with pytest.raises(Refused):
        sold(network.point, cast.librarian, {line: 3}, Payment.EXEMPT, exemption=elsewhere)


@pytest.mark.parametrize("number", [0, -1, 2001])
def test_quantity_has_to_make_sense(network, cast, line, number):
    with pytest.raises(Refused):
        sold(network.point, cast.librarian, {line: number})


def test_line_of_another_list_is_refused(network, cast, line):
    with pytest.raises(Refused):
        sold(network.point, cast.librarian, {PriceLineFactory(): 1})


def test_nothing_is_sold_without_a_list(network, cast, line):
    with pytest.raises(Refused) as refused:
        sold(network.other_point, cast.colleague, {line: 1})
    assert refused.value.code == "no-prices"


def test_past_day_is_sold_by_its_own_list(network, cast, prices, line):
    day = timezone.localdate() - timedelta(days=2)
    sale = sold(network.point, cast.librarian, {line: 1}, day=day)
    assert (sale.day, sale.cash_day.day, sale.time_known) == (day, day, False)
    with pytest.raises(Refused):
        sold(network.point, cast.librarian, {line: 1}, day=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        sold(network.point, cast.librarian, {line: 1}, day=date(2025, 12, 31))
    assert refused.value.code in ("no-prices", "closed")


# Giving back


def test_refund_of_a_part_and_the_rest(network, cast, line):
    sale = sold(network.point, cast.librarian, {line: 5})
    assert give_back(sale, 2, cast.librarian).amount == 600
    assert give_back(sale, 3, cast.librarian).amount == 900
    sale.refresh_from_db()
    assert (sale.refunded, sale.lines.get().left) == (1500, 0)
    with pytest.raises(Refused) as refused:
        give_back(sale, 1, cast.librarian)
    assert refused.value.code == "too-many"


def test_refund_gives_the_rounding_back_too(network, cast, prices):
    line = PriceLineFactory(prices=prices, price=110)
    sale = sold(network.point, cast.librarian, {line: 3})  # 3,30 → 3,50
    assert sale.paid == 350
    assert give_back(sale, 1, cast.librarian).amount == 100
    assert give_back(sale, 2, cast.librarian).amount == 250


def test_refund_sent_twice_is_one(network, cast, line):
    sale, uuid = sold(network.point, cast.librarian, {line: 5}), uuid7()
    give_back(sale, 2, cast.librarian, uuid=uuid)
    give_back(sale, 2, cast.librarian, uuid=uuid)
    with pytest.raises(Conflict):
        give_back(sale, 3, cast.librarian, uuid=uuid)
    assert Refund.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_refunds_at_once_never_pass_what_was_sold(network, cast, line):
    sale, together = sold(network.point, cast.librarian, {line: 5}), Barrier(4)

    def give(_number):
        together.wait()
        try:
            return give_back(sale, 2, cast.librarian).amount
        except Refused:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(give, range(4))) == [0, 0, 600, 600]
    assert SaleLine.objects.get().refunded == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE desk_saleline SET refunded = quantity + 1",
        "UPDATE desk_sale SET refunded = paid + 1",
        "UPDATE desk_sale SET paid = paid + 1",
        "UPDATE desk_saleline SET amount = amount - 1",
        "UPDATE desk_sale SET payment = 'exempt'",
        "UPDATE desk_sale SET voided_at = received_at",
        "UPDATE desk_sale SET tendered = paid - 1",
    ],
)
def test_database_refuses_false_sums(network, cast, line, statement):
    sold(network.point, cast.librarian, {line: 5})
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_void_takes_back_on_the_day(network, cast, line):
    sale = sold(network.point, cast.librarian, {line: 5})
    with pytest.raises(Refused):
        void_sale(sale=sale, reason="", by=cast.librarian)
    void_sale(sale=sale, reason=SaleVoidReason.TWICE, by=cast.librarian)
    again = void_sale(sale=sale, reason=SaleVoidReason.FAULT, by=cast.librarian)
    assert again.void_reason == SaleVoidReason.TWICE
    with pytest.raises(Refused):
        give_back(sale, 1, cast.librarian)


def test_void_is_too_late_another_day_or_after_a_refund(network, cast, line):
    sale = sold(network.point, cast.librarian, {line: 5})
    give_back(sale, 1, cast.librarian)
    with pytest.raises(Refused) as refused:
        void_sale(sale=sale, reason=SaleVoidReason.TWICE, by=cast.librarian)
    assert refused.value.code == "refunded"
    old = sold(network.point, cast.librarian, {line: 5})
    before = timezone.now() - timedelta(days=3)
    Sale.objects.filter(pk=old.pk).update(day=before.date(), received_at=before)
    with pytest.raises(Refused) as refused:
        void_sale(sale=old, reason=SaleVoidReason.TWICE, by=cast.librarian)
    assert refused.value.code == "late"


def test_fiscal_number_is_the_network_own(network, cast, line):
    sale = sold(network.point, cast.librarian, {line: 1})
    write_fiscal_number(sale=sale, number=" 3000123 ", by=cast.librarian)
    sale.refresh_from_db()
    assert sale.fiscal_number == "3000123"


def test_usual_lines_come_first(network, cast, prices, line):
    other = PriceLineFactory(prices=prices, name="Сканування")
    week_ago = timezone.localdate() - timedelta(days=7)
    assert usual_lines(prices, network.point, timezone.localdate()) == [line, other]
    sold(network.point, cast.librarian, {other: 2}, day=week_ago)
    assert usual_lines(prices, network.point, timezone.localdate()) == [other, line]
    assert usual_lines(prices, network.branch_point, timezone.localdate()) == [line, other]


def test_sell_asks_the_database_a_steady_number_of_times(
    network, cast, prices, django_assert_max_num_queries
):
    lines = [PriceLineFactory(prices=prices) for _number in range(12)]
    with django_assert_max_num_queries(24):
        sell(
            by=cast.librarian,
            point=network.point,
            uuid=uuid7(),
            quantities={each.pk: 1 for each in lines},
            payment=Payment.CASH,
        )
