"""The cash of a point: what was sold and given back in a time, and what should lie in the box."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mistok.desk.models import CashDay, PaidKind, PaidUnit, Payment, Refund, RefundLine, Sale, SaleLine
from mistok.lib.alphabet import Alphabetical
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for
from mistok.ukrainian.text import sort_key


@dataclass(slots=True)
class ReportLine:
    """One thing at one price: units and kopiykas, sold, given free and taken back."""

    kind: str
    name: str
    unit: str
    price: int
    sold: int = 0
    amount: int = 0
    free: int = 0
    taken_back: int = 0
    given_back: int = 0

    @property
    def unit_name(self) -> str:
        return str(PaidUnit(self.unit).label)

    @property
    def kind_name(self) -> str:
        return str(PaidKind(self.kind).label)

    @property
    def net(self) -> int:
        return self.amount - self.given_back


@dataclass(frozen=True, slots=True)
class Sums:
    """Kopiykas in and out of the cash and the terminal in a time, and how many sales there were."""

    sales: int = 0
    voided: int = 0
    refunds: int = 0
    cash: int = 0
    card: int = 0
    cash_back: int = 0
    card_back: int = 0
    rounding: int = 0
    free: int = 0

    @property
    def income(self) -> int:
        """What stays with the library."""
        return self.cash + self.card - self.cash_back - self.card_back

    @property
    def cash_net(self) -> int:
        return self.cash - self.cash_back

    @property
    def card_net(self) -> int:
        return self.card - self.card_back


@dataclass(frozen=True, slots=True)
class Report:
    """What was sold at a point from one day to another."""

    point: ServicePoint
    start: date
    end: date
    lines: list[ReportLine]
    sums: Sums
    decisions: list[str]

    @property
    def of_lines(self) -> int:
        """The lines together, before cash was rounded."""
        return sum(line.net for line in self.lines)

    @property
    def rounded(self) -> int:
        """How much the money differs from the prices because cash is rounded."""
        return self.sums.income - self.of_lines


@dataclass(frozen=True, slots=True)
class DayReport:
    """A report of one day with its cash."""

    report: Report
    cash: CashDay | None
    opening: int
    sales: list[Sale] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """What should lie in the box in the end."""
        return self.opening + self.report.sums.cash_net

    @property
    def difference(self) -> int | None:
        """What was counted over (or under) what should be; None while it is not counted."""
        return None if self.cash is None or self.cash.counted is None else self.cash.counted - self.expected

    @property
    def is_stale(self) -> bool:
        """Whether something was sold or given back after the cash was counted."""
        at = self.cash.counted_at if self.cash else None
        if at is None:
            return False
        return any(each.revised_at > at for each in self.sales) or any(
            each.occurred_at > at for each in self.refunds
        )


def days_to_close(person: Person) -> QuerySet[CashDay]:
    """Counted days of the libraries that the person answers for which nobody has closed, the oldest first."""
    return _not_closed(person).filter(counted__isnull=False)


def days_to_count(person: Person, before: date) -> QuerySet[CashDay]:
    """Days before this one which nobody has counted: later ones cannot be closed. The oldest first."""
    return _not_closed(person).filter(counted=None, day__lt=before)


def _not_closed(person: Person) -> QuerySet[CashDay]:
    libraries = organisations_for(person, Permission.CORRECT_OTHERS)
    found = CashDay.objects.filter(point__organisation__in=libraries, closed_at=None)
    return found.select_related("point", "counted_by").order_by("day", Alphabetical("point__name"))


def last_closed(point: ServicePoint) -> CashDay | None:
    """The last day that was closed."""
    return CashDay.objects.filter(point=point, closed_at__isnull=False).order_by("-day").first()


def opening_of(point: ServicePoint, day: date) -> int:
    """Kopiykas in the box at the start of the day: as written, else what the days before left there."""
    own = CashDay.objects.filter(point=point, day=day).values_list("opening", flat=True).first()
    if own is not None:
        return own
    earlier = CashDay.objects.filter(point=point, day__lt=day).order_by("-day")
    base = earlier.filter(Q(opening__isnull=False) | Q(counted__isnull=False)).first()
    if base is None:
        return _moved(point, None, day)
    if base.left is not None:
        return base.left + _moved(point, base.day + timedelta(days=1), day)
    return (base.opening or 0) + _moved(point, base.day, day)


def _moved(point: ServicePoint, since: date | None, before: date) -> int:
    """Cash taken less cash given back from the day to the eve of the other."""
    days: dict[str, Any] = {"day__lt": before} | ({"day__gte": since} if since else {})
    taken = Sale.objects.filter(point=point, payment=Payment.CASH, voided_at=None, **days)
    back = Refund.objects.filter(sale__point=point, payment=Payment.CASH, **days)
    return int(
        (taken.aggregate(sum=Sum("paid"))["sum"] or 0) - (back.aggregate(sum=Sum("amount"))["sum"] or 0)
    )


def report(point: ServicePoint, start: date, end: date) -> Report:
    """What was sold and given back from the first day to the last, both included."""
    sales = Sale.objects.filter(point=point, day__range=(start, end))
    refunds = Refund.objects.filter(sale__point=point, day__range=(start, end))
    decisions = sales.filter(voided_at=None).order_by().values_list("decision", flat=True).distinct()
    return Report(point, start, end, _lines(point, start, end), _sums(sales, refunds), sorted(decisions))


def _lines(point: ServicePoint, start: date, end: date) -> list[ReportLine]:
    found: dict[tuple[str, str, str, int], ReportLine] = {}

    def line(key: tuple[str, str, str, int]) -> ReportLine:
        return found.setdefault(key, ReportLine(*key))

    of = "kind", "name", "unit", "price"
    sold = SaleLine.objects.filter(
        sale__point=point, sale__day__range=(start, end), sale__voided_at=None
    ).order_by()
    for *key, payment, units, amount in sold.values_list(*of, "sale__payment").annotate(
        Sum("quantity"), Sum("amount")
    ):
        each = line((key[0], key[1], key[2], key[3]))
        if payment == Payment.EXEMPT:
            each.free += units
        else:
            each.sold, each.amount = each.sold + units, each.amount + amount
    back = RefundLine.objects.filter(refund__sale__point=point, refund__day__range=(start, end)).order_by()
    named = [f"sale_line__{name}" for name in of]
    for *key, units, amount in back.values_list(*named).annotate(Sum("quantity"), Sum("amount")):
        each = line((key[0], key[1], key[2], key[3]))
        each.taken_back, each.given_back = each.taken_back + units, each.given_back + amount
    order = list(PaidKind.values)
    return sorted(found.values(), key=lambda each: (order.index(each.kind), sort_key(each.name), each.price))


def _sums(sales: QuerySet[Sale], refunds: QuerySet[Refund]) -> Sums:
    kept = sales.filter(voided_at=None)
    by = {
        row[0]: row[1:]
        for row in kept.order_by()
        .values_list("payment")
        .annotate(Count("pk"), Sum("paid"), Sum("rounding"), Sum("total"))
    }
    back = {
        row[0]: row[1:]
        for row in refunds.order_by().values_list("payment").annotate(Count("pk"), Sum("amount"))
    }
    nothing = (0, 0, 0, 0)
    return Sums(
        sales=sum(each[0] for each in by.values()),
        voided=sales.exclude(voided_at=None).count(),
        refunds=sum(each[0] for each in back.values()),
        cash=by.get(Payment.CASH, nothing)[1],
        card=by.get(Payment.CARD, nothing)[1],
        cash_back=back.get(Payment.CASH, nothing)[1],
        card_back=back.get(Payment.CARD, nothing)[1],
        rounding=by.get(Payment.CASH, nothing)[2],
        free=by.get(Payment.EXEMPT, nothing)[3],
    )


def day_report(point: ServicePoint, day: date) -> DayReport:
    """The whole day: lines, sums, each sale and refund, the cash."""
    return DayReport(
        report(point, day, day),
        CashDay.objects.filter(point=point, day=day).select_related("counted_by", "closed_by").first(),
        opening_of(point, day),
        list(Sale.objects.filter(point=point, day=day).select_related("staff").prefetch_related("lines")),
        list(
            Refund.objects.filter(sale__point=point, day=day)
            .select_related("sale", "staff")
            .prefetch_related("lines__sale_line")
        ),
    )


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day in the summary of a month."""

    day: date
    sales: int
    cash: int
    card: int
    cash_back: int
    card_back: int
    cash_day: CashDay | None

    @property
    def given_back(self) -> int:
        return self.cash_back + self.card_back

    @property
    def income(self) -> int:
        return self.cash + self.card - self.cash_back - self.card_back


def month_days(point: ServicePoint, start: date, end: date) -> list[MonthDay]:
    """The days of the time on which there was something, in order: four queries however many days."""
    span = {"day__range": (start, end)}
    sums: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sold = Sale.objects.filter(point=point, voided_at=None, **span).order_by()
    for day, payment, number, paid in sold.values_list("day", "payment").annotate(Count("pk"), Sum("paid")):
        sums[day]["sales"] += number
        sums[day][payment] += paid
    back = Refund.objects.filter(sale__point=point, **span).order_by()
    for day, payment, amount in back.values_list("day", "payment").annotate(Sum("amount")):
        sums[day][f"{payment}_back"] += amount
    days = {each.day: each for each in CashDay.objects.filter(point=point, **span)}
    return [
        MonthDay(
            day,
            sums[day]["sales"],
            sums[day]["cash"],
            sums[day]["card"],
            sums[day]["cash_back"],
            sums[day]["card_back"],
            days.get(day),
        )
        for day in sorted({*sums, *days})
    ]
