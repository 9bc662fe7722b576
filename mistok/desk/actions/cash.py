"""The cash of a point: opened by the first sale, counted, handed over, closed under a number, reopened."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions import Refused
from mistok.desk.actions.storing import hold
from mistok.desk.models import CashDay, CashStep
from mistok.desk.queries.cash import DayReport, day_report, last_closed
from mistok.network.models import ServicePoint
from mistok.ukrainian.dates import date_long
from mistok.ukrainian.numbers import money


def day_of_cash(point: ServicePoint, day: date) -> CashDay:
    """The day of the cash to write into; the point is held already. Raises Refused when it is closed."""
    check_day(point, day)
    closed = last_closed(point)
    if closed is not None and day <= closed.day:
        raise Refused(
            _("The cash is closed up to %(day)s. The head of the library may open it again."),
            code="cash-closed",
            params={"day": date_long(closed.day)},
        )
    return CashDay.objects.get_or_create(point=point, day=day)[0]


def check_day(point: ServicePoint, day: date) -> None:
    """Raises Refused when there can be no sale at the point on the day."""
    if day > timezone.localdate():
        raise Refused(_("This day has not come yet. Check the date."), code="future")
    if day < point.opened_on or (point.closed_on and day >= point.closed_on):
        raise Refused(_("The point was not open on this day. Check the date."), code="closed")


@transaction.atomic
def count_cash(
    *,
    point: ServicePoint,
    day: date,
    counted: int,
    handed_over: int,
    handed_to: str,
    note_of: str,
    by: User,
    opening: int | None = None,
) -> CashDay:
    """Write down what lies in the box and what was handed over, in kopiykas; till closing as often as needed.

    `opening` is written only where it is not what the day before left. What does not fit needs a word why.
    """
    hold([point.pk])
    cash = day_of_cash(point, day)
    if opening is not None:
        cash.opening = opening
        cash.save(update_fields=["opening"])
    if counted < 0 or not 0 <= handed_over <= counted:
        raise Refused(_("More cannot be handed over than was counted."), code="handed")
    if handed_over and not handed_to:
        raise Refused(_("Write to whom the cash was handed over."), code="handed-to")
    expected = day_report(point, day).expected
    if counted != expected and not note_of:
        raise Refused(
            _("By the records there should be %(sum)s. Count again or write why it does not fit."),
            code="difference",
            params={"sum": money(expected)},
        )
    cash.counted, cash.handed_over, cash.handed_to, cash.note = counted, handed_over, handed_to, note_of
    cash.counted_at, cash.counted_by = timezone.now(), by
    cash.save()
    note(Event.CASH_COUNTED, cash, by=by, organisation=point.organisation)
    return cash


@transaction.atomic
def close_day(*, point: ServicePoint, day: date, by: User) -> CashDay:
    """Close a counted day: it gets a number, for ever. Raises Refused, saying what is missing."""
    hold([point.pk])
    cash = CashDay.objects.filter(point=point, day=day).first()
    if cash is not None and cash.is_closed:
        return cash
    if cash is None or cash.counted is None:
        raise Refused(_("Count the cash first."), code="not-counted")
    earlier = CashDay.objects.filter(point=point, day__lt=day, closed_at=None).order_by("day").first()
    if earlier is not None:
        raise Refused(
            _("Close %(day)s first: days are closed in their order."),
            code="order",
            params={"day": date_long(earlier.day)},
        )
    whole = day_report(point, day)
    if whole.is_stale:
        raise Refused(
            _("Something was sold or given back after the cash was counted. Count it again."), code="stale"
        )
    cash.opening = whole.opening
    if cash.number is None:
        last = CashDay.objects.filter(point=point).aggregate(last=Max("number"))["last"]
        cash.number = (last or 0) + 1
    cash.closed_at, cash.closed_by = timezone.now(), by
    cash.save()
    CashStep.objects.create(cash_day=cash, kind=CashStep.Kind.CLOSED, by=by, figures=_figures(whole, cash))
    note(Event.CASH_CLOSED, cash, by=by, organisation=point.organisation, number=cash.number)
    return cash


@transaction.atomic
def reopen_day(*, point: ServicePoint, day: date, reason: str, by: User) -> CashDay:
    """Open the last closed day again, with a reason that stays. Raises Refused for any other day."""
    hold([point.pk])
    last = CashStep.objects.filter(cash_day__point=point, cash_day__day=day).select_related("cash_day").last()
    if last and (last.kind, last.by_id, last.reason) == (CashStep.Kind.REOPENED, by.pk, reason):
        return last.cash_day  # pressed twice
    cash = last_closed(point)
    if cash is None or cash.day != day:
        raise Refused(_("Only the last closed day can be opened again."), code="not-last")
    if not reason:
        raise Refused(_("Write why the day is opened again."), code="reason")
    cash.closed_at = cash.closed_by = None
    cash.save(update_fields=["closed_at", "closed_by"])
    CashStep.objects.create(cash_day=cash, kind=CashStep.Kind.REOPENED, by=by, reason=reason)
    note(Event.CASH_REOPENED, cash, by=by, organisation=point.organisation, number=cash.number)
    return cash


def _figures(whole: DayReport, cash: CashDay) -> dict[str, int | None]:
    """What was signed, in kopiykas: if the day is opened and closed again, both sums stay."""
    sums = whole.report.sums
    return {
        "opening": whole.opening,
        "cash": sums.cash,
        "card": sums.card,
        "cash_back": sums.cash_back,
        "card_back": sums.card_back,
        "counted": cash.counted,
        "handed_over": cash.handed_over,
        "sales": sums.sales,
    }
