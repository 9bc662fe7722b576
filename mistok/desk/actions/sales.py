"""Selling, taking back on the same day, giving money back. Sums are in kopiykas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions import Conflict, Refused
from mistok.desk.actions.cash import check_day, day_of_cash
from mistok.desk.actions.periods import check_open
from mistok.desk.actions.storing import hold
from mistok.desk.models import (
    Payment,
    PriceExemption,
    PriceLine,
    PriceList,
    Refund,
    RefundLine,
    RefundReason,
    Sale,
    SaleLine,
    SaleVoidReason,
)
from mistok.desk.models.sales import MOST_UNITS
from mistok.desk.queries.prices import prices_on
from mistok.desk.queries.sales import rounded
from mistok.network.models import ServicePoint
from mistok.ukrainian.numbers import money


@dataclass(frozen=True, slots=True)
class Sold:
    """The stored sale; `created` is False when it had been stored before under the same identifier."""

    sale: Sale
    created: bool


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to pay before it is paid."""

    lines: list[tuple[PriceLine, int]]
    total: int
    rounding: int

    @property
    def in_cash(self) -> int:
        return self.total + self.rounding


def bill(prices: PriceList, quantities: Mapping[int, int]) -> Bill:
    """Lines of the list with their quantities, and sums: exact, and as cash is rounded. Raises Refused."""
    known = {line.pk: line for line in prices.lines.all()}
    if unknown := set(quantities) - set(known):
        raise Refused(
            _("The price list has changed since the page was opened. Choose again."),
            code=f"line-{min(unknown)}",
        )
    wanted = [(known[key], number) for key, number in quantities.items() if number]
    if any(not 1 <= number <= MOST_UNITS for _line, number in wanted):
        raise Refused(_("Write a quantity from 1 to %(most)d."), code="quantity", params={"most": MOST_UNITS})
    total = sum(line.price * number for line, number in wanted)
    return Bill(wanted, total, rounded(total, prices.rounding) - total)


@transaction.atomic
def sell(
    *,
    by: User,
    point: ServicePoint,
    uuid: UUID,
    quantities: Mapping[int, int],
    payment: str,
    day: date | None = None,
    tendered: int | None = None,
    exemption: PriceExemption | None = None,
) -> Sold:
    """Sell lines of the price list of the day (keys and quantities); sending the same again changes nothing.

    `uuid` is made by the client, once for each sale. `day` is a past day, None for now. `tendered` is the
    cash handed in. Whether the person may sell at the point is checked where the point is fetched.
    Raises Refused when it cannot be so, Conflict when another sale stands under the identifier.
    """
    hold([point.pk])
    if (stored := Sale.objects.filter(pk=uuid).first()) is not None:
        return _again(stored, by, point, quantities, payment, day)
    sale_day = day or timezone.localdate()
    check_day(point, sale_day)
    check_open(point, sale_day)
    prices = prices_on(point, sale_day)
    if prices is None:
        raise Refused(_("No price list is in force on this day: nothing can be sold."), code="no-prices")
    wanted = bill(prices, quantities)
    if not wanted.lines:
        raise Refused(_("Choose what is sold."), code="empty")
    sale = _prepared(by, point, uuid, prices, wanted, Payment(payment), day)
    _paid(sale, wanted, tendered, exemption)
    sale.cash_day = day_of_cash(point, sale_day)
    sale.number = (Sale.objects.filter(point=point).aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            sale.save(force_insert=True)
    except IntegrityError:  # the same identifier, at this moment, at another point
        if (stored := Sale.objects.filter(pk=uuid).first()) is None:
            raise
        return _again(stored, by, point, quantities, payment, day)
    SaleLine.objects.bulk_create(
        SaleLine(
            sale=sale,
            price_line=line,
            kind=line.kind,
            name=line.name,
            unit=line.unit,
            price=line.price,
            quantity=number,
            amount=line.price * number,
        )
        for line, number in wanted.lines
    )
    note(Event.SALE_RECORDED, sale, by=by, organisation=point.organisation, number=sale.number)
    return Sold(sale, created=True)


def _prepared(
    by: User,
    point: ServicePoint,
    uuid: UUID,
    prices: PriceList,
    wanted: Bill,
    payment: Payment,
    day: date | None,
) -> Sale:
    """The sale, not yet stored. Of a past day the hour is not known: noon stands for it."""
    now = timezone.now()
    is_past = day is not None and day != timezone.localdate()
    moment = (
        datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone()) if day and is_past else now
    )
    return Sale(
        uuid=uuid,
        point=point,
        staff=by,
        occurred_at=moment,
        time_known=not is_past,
        received_at=now,
        revised_at=now,
        day=day or timezone.localdate(),
        prices=prices,
        decision=prices.decision,
        payment=payment,
        total=wanted.total,
    )


def _paid(sale: Sale, wanted: Bill, tendered: int | None, exemption: PriceExemption | None) -> None:
    """How the sale is paid. Raises Refused when the banknote is too small or the ground is missing."""
    if sale.payment == Payment.EXEMPT:
        if exemption is None or exemption.prices_id != sale.prices_id:
            raise Refused(_("Choose by what right it is free of charge."), code="exemption")
        sale.paid, sale.exempt_who, sale.exempt_ground = 0, exemption.who, exemption.ground
        return
    if sale.payment == Payment.CASH:
        sale.rounding = wanted.rounding
        sale.tendered = tendered or None
    sale.paid = sale.total + sale.rounding
    if sale.tendered is not None and sale.tendered < sale.paid:
        raise Refused(
            _("%(given)s is less than the %(sum)s to pay."),
            code="tendered",
            params={"given": money(sale.tendered), "sum": money(sale.paid)},
        )


def _again(
    stored: Sale, by: User, point: ServicePoint, quantities: Mapping[int, int], payment: str, day: date | None
) -> Sold:
    """The identifier is known: the same content is the same sale sent twice, anything else a conflict."""
    known = {line.price_line_id: line.quantity for line in stored.lines.all()}
    same = (
        stored.point_id == point.pk
        and stored.staff_id == by.pk
        and stored.payment == payment
        and known == {key: number for key, number in quantities.items() if number}
        and (day is None or stored.day == day)
    )
    if not same:
        raise Conflict(str(stored.pk))
    return Sold(stored, created=False)


@transaction.atomic
def void_sale(*, sale: Sale, reason: str, by: User) -> Sale:
    """Take a sale of today back as if it had not been. Doing it twice is doing it once. Raises Refused."""
    hold([sale.point_id])
    held = _held(sale)
    if held.voided_at:
        return held
    if reason not in SaleVoidReason:
        raise Refused(_("Choose why the sale is taken back."), code="reason")
    today = timezone.localdate()
    if today not in (held.day, timezone.localdate(held.received_at)):
        raise Refused(_("A sale is taken back on its own day. Give the money back instead."), code="late")
    if Refund.objects.filter(sale=held).exists():
        raise Refused(_("Money was already given back for this sale."), code="refunded")
    day_of_cash(held.point, held.day)
    held.voided_at = held.revised_at = timezone.now()
    held.void_reason = reason
    held.save(update_fields=["voided_at", "void_reason", "revised_at"])
    note(Event.SALE_VOIDED, held, by=by, organisation=held.point.organisation, number=held.number)
    return held


@transaction.atomic
def refund(
    *, sale: Sale, uuid: UUID, quantities: Mapping[int, int], reason: str, by: User, payment: str = ""
) -> Refund:
    """Give money back for units of sold lines (keys of sale lines and quantities); it is of today’s cash.

    Cash is rounded as it was taken, and together never passes what was paid. `payment` is how it is given
    back, by default as it was paid. The same identifier sent twice is one refund. Raises Refused, Conflict.
    """
    hold([sale.point_id])
    held = _held(sale)
    wanted = {key: number for key, number in quantities.items() if number}
    if (stored := Refund.objects.filter(pk=uuid).first()) is not None:
        known = {line.sale_line_id: line.quantity for line in stored.lines.all()}
        if stored.sale_id != held.pk or known != wanted:
            raise Conflict(str(uuid))
        return stored
    lines = {line.pk: line for line in held.lines.all()}
    _refundable(held, lines, wanted, reason)
    way = Payment.CASH if held.payment == Payment.EXEMPT else Payment(payment or held.payment)
    amount = _given_back(held, lines, wanted)
    today = timezone.localdate()
    given = Refund.objects.create(
        uuid=uuid,
        sale=held,
        cash_day=day_of_cash(held.point, today),
        staff=by,
        day=today,
        payment=way,
        amount=amount,
        reason=reason,
    )
    for key, number in wanted.items():
        # The database refuses a counter that passes what was sold, whoever counts it up at the same moment.
        SaleLine.objects.filter(pk=key).update(refunded=F("refunded") + number)
        sum_of_line = 0 if held.payment == Payment.EXEMPT else lines[key].price * number
        RefundLine.objects.create(refund=given, sale_line=lines[key], quantity=number, amount=sum_of_line)
    Sale.objects.filter(pk=held.pk).update(refunded=F("refunded") + amount, revised_at=timezone.now())
    note(Event.SALE_REFUNDED, held, by=by, organisation=held.point.organisation, number=held.number)
    return given


def _refundable(sale: Sale, lines: Mapping[int, SaleLine], wanted: Mapping[int, int], reason: str) -> None:
    if sale.voided_at:
        raise Refused(_("This sale was taken back: there is nothing to give back."), code="voided")
    if not wanted:
        raise Refused(_("Write how many units are taken back."), code="empty")
    if reason not in RefundReason:
        raise Refused(_("Choose why the money is given back."), code="reason")
    if set(wanted) - set(lines):
        raise Refused(_("This was not sold here."), code="line")
    for key, number in wanted.items():
        if not 1 <= number <= lines[key].left:
            raise Refused(
                _("“%(name)s”: no more than %(left)d can be taken back."),
                code="too-many",
                params={"name": lines[key].name, "left": lines[key].left},
            )


def _given_back(sale: Sale, lines: Mapping[int, SaleLine], wanted: Mapping[int, int]) -> int:
    """How much is given back: the rest to the kopiyka when nothing is left, else the prices, rounded."""
    rest = sale.paid - sale.refunded
    if all(line.left == wanted.get(key, 0) for key, line in lines.items()):
        return rest
    by_prices = sum(lines[key].price * number for key, number in wanted.items())
    step = sale.prices.rounding if sale.payment == Payment.CASH else 1
    return min(rounded(by_prices, step), rest)


@transaction.atomic
def write_fiscal_number(*, sale: Sale, number: str, by: User) -> None:
    """The number of the fiscal receipt that the network’s own cash register gave for this sale."""
    held = _held(sale)
    held.fiscal_number, held.revised_at = number.strip()[:40], timezone.now()
    held.save(update_fields=["fiscal_number", "revised_at"])
    note(Event.SALE_CHANGED, held, by=by, organisation=held.point.organisation, number=held.number)


def _held(sale: Sale) -> Sale:
    """The sale as it stands now, held until the end of the transaction."""
    return (
        Sale.objects.select_for_update(of=("self",))
        .select_related("point__organisation", "prices")
        .get(pk=sale.pk)
    )
