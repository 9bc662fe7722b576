"""What sales count as: units sold and money, on the whole and by kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import batched

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import PaidKind, Payment, Sale, SaleLine
from mistok.lib.indicators import Indicator, Row, Source, declare

POINTS_AT_ONCE, DAYS_AT_ONCE = 100, 100

PAID = Indicator(
    code="paid_services",
    title=_("Paid services"),
    meaning=_(
        "Pages, sheets and other units of paid services, also those given free of charge by right; less what "
        "was taken back."
    ),
    forms=("одиниця платних послуг", "одиниці платних послуг", "одиниць платних послуг"),
    dimensions=("paid_kind",),
    order=80,
)
INCOME = Indicator(
    code="paid_income",
    title=_("Income of paid services"),
    meaning=_(
        "Money taken in cash and by card less what was given back for the sales of the day; by kinds before "
        "cash is rounded."
    ),
    forms=("гривня від платних послуг", "гривні від платних послуг", "гривень від платних послуг"),
    dimensions=("paid_kind",),
    order=81,
    in_kopiykas=True,
)

type Pair = tuple[int, date]


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs: two queries for each block of both."""
    for points in batched(sorted({point for point, _day in days}), POINTS_AT_ONCE):
        chosen = set(points)
        wanted = {day for point, day in days if point in chosen}
        for some in batched(sorted(wanted), DAYS_AT_ONCE):
            for row in _block(points, some):
                if (row.point_id, row.day) in days:
                    yield row


def _block(points: tuple[int, ...], days: tuple[date, ...]) -> Iterator[Row]:
    """A refund lessens the day of its sale, whenever it was made: no count of a day is below nothing."""
    units: dict[tuple[int, date, str], int] = defaultdict(int)
    money: dict[tuple[int, date, str], int] = defaultdict(int)
    whole: dict[Pair, int] = defaultdict(int)
    sold = SaleLine.objects.filter(sale__point__in=points, sale__day__in=days, sale__voided_at=None)
    by_kind = sold.order_by().values_list("sale__point", "sale__day", "kind", "sale__payment")
    kept = F("quantity") - F("refunded")
    for point, day, kind, payment, number, amount in by_kind.annotate(
        units=Sum(kept), money=Sum(kept * F("price"))
    ):
        units[point, day, kind] += number
        money[point, day, kind] += 0 if payment == Payment.EXEMPT else amount
    taken = Sale.objects.filter(point__in=points, day__in=days, voided_at=None).order_by()
    for point, day, paid in taken.values_list("point", "day").annotate(money=Sum(F("paid") - F("refunded"))):
        whole[point, day] += paid
    yield from _rows(PAID.code, units, _summed(units))
    yield from _rows(INCOME.code, money, whole)


def _summed(units: dict[tuple[int, date, str], int]) -> dict[Pair, int]:
    whole: dict[Pair, int] = defaultdict(int)
    for (point, day, _kind), number in units.items():
        whole[point, day] += number
    return whole


def _rows(code: str, by_kind: dict[tuple[int, date, str], int], whole: dict[Pair, int]) -> Iterator[Row]:
    for (point, day), value in whole.items():
        if value:
            yield Row(code, day, point, value)
    for (point, day, kind), value in by_kind.items():
        if value:
            yield Row(code, day, point, value, 0, "paid_kind", kind)


def touched(since: datetime | None) -> set[Pair]:
    """The pairs whose sales were made, taken back or refunded since the moment; all of them for None."""
    sales = Sale.objects.order_by()
    if since is not None:
        sales = sales.filter(revised_at__gte=since)
    return set(sales.values_list("point", "day").distinct())


def labels(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """Names of the kinds of paid services."""
    return {key: str(PaidKind(key).label) for key in keys} if dimension == "paid_kind" else {}


declare(Source(name="desk-sales", indicators=(PAID, INCOME), rows=rows, touched=touched, labels=labels))
