"""Selling at the desk: choose, take the money, print the receipt; taking back and giving back."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk import actions
from mistok.desk.actions.sales import bill, refund, sell, void_sale, write_fiscal_number
from mistok.desk.forms.sales import FiscalForm, PastDayForm, RefundForm, SaleForm, VoidForm
from mistok.desk.models import Payment, PriceList, Sale
from mistok.desk.queries.cash import last_closed, report
from mistok.desk.queries.prices import prices_on
from mistok.desk.queries.sales import matching, sales_for, usual_lines
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import organisations_for, points_for

METHODS = ["GET", "HEAD", "POST"]
MANY, LONGEST = 12, 100  # lines with which one looks for them by words, and letters of the words
LATEST = 8  # sales beside the buttons; the cash of the day has them all
WIDTHS = ("58", "80", "a6")
NOTES = (20, 50, 100, 200, 500)  # banknotes in hryvnias that are handed in most


@require_http_methods(METHODS)
def sales(request: HttpRequest, slug: str) -> HttpResponse:
    """The screen of selling: buttons of the price list, the sum, the money. Without scripts too."""
    user = cast(User, request.user)
    found = points_for(user, Permission.RECORD_HELP).select_related("organisation")
    point = get_object_or_404(found, slug=slug)
    day = _day(request.POST.get("day") or request.GET.get("day") or "")
    prices = prices_on(point, day)
    if prices is None:
        return render(request, "desk/sales/none.html", _around(user, point, day), status=200)
    lines = usual_lines(prices, point, timezone.localdate())
    if request.method != "POST":
        form = SaleForm(initial=_initial(request, user, prices, day), prices=prices, lines=lines)
        return render(request, "desk/sales/screen.html", _screen(request, user, point, day, prices, form))
    form = SaleForm(request.POST, prices=prices, lines=lines)
    chosen = request.POST.get("do", "")
    if form.is_valid() and chosen in Payment:
        sold = _sell(form, user, point, day, chosen)
        if sold is not None:
            query = QueryDict(mutable=True)
            query["sold"] = str(sold.pk)
            if day != timezone.localdate():
                query["day"] = day.isoformat()
            return redirect(f"{reverse('desk:sales', args=[slug])}?{query.urlencode()}")
    status = 422 if form.errors else 200
    return render(
        request, "desk/sales/screen.html", _screen(request, user, point, day, prices, form), status=status
    )


def _sell(form: SaleForm, user: User, point: ServicePoint, day: date, payment: str) -> Sale | None:
    """The sale as it was stored, or None with the reason in the form."""
    given = form.cleaned_data
    try:
        return sell(
            by=user,
            point=point,
            uuid=given["uuid"],
            quantities=form.quantities,
            payment=payment,
            day=None if day == timezone.localdate() else day,
            tendered=given["given"] if payment == Payment.CASH else None,
            exemption=given["exemption"] if payment == Payment.EXEMPT else None,
        ).sale
    except actions.Conflict:
        form.add_error(None, _("This page was already used for another sale. Open the screen anew."))
    except ValidationError as error:
        code = getattr(error, "code", "")
        field = {"tendered": "given", "exemption": "exemption"}.get(str(code))
        form.add_error(field, error.messages)
    return None


def _initial(request: HttpRequest, user: User, prices: PriceList, day: date) -> dict[str, Any]:
    """A fresh identifier; when a sale is entered anew, its quantities."""
    initial: dict[str, Any] = {"uuid": uuid7(), "day": day}
    try:
        again = UUID(request.GET.get("again", ""))
    except ValueError:
        return initial
    sale = sales_for(user, Permission.RECORD_HELP).filter(pk=again).first()
    if sale is not None:
        known = {(line.kind, line.name): line.pk for line in prices.lines.all()}
        for line in sale.lines.all():
            if key := known.get((line.kind, line.name)):
                initial[f"q-{key}"] = line.quantity
    return initial


def _screen(
    request: HttpRequest, user: User, point: ServicePoint, day: date, prices: PriceList, form: SaleForm
) -> dict[str, Any]:
    quantities = form.quantities if form.is_bound and form.is_valid() else {}
    counted = bill(prices, quantities) if quantities else None
    given = form.cleaned_data.get("given") if counted else None
    asked = request.GET.get("find", "").replace("\0", "").strip()[:LONGEST]
    return {
        **_around(user, point, day),
        "may_find": len(form.lines) > MANY,
        "asked": asked,
        "found": matching(form.lines, asked) | set(quantities),
        "prices": prices,
        "form": form,
        "counted": counted,
        "change": given - counted.in_cash if counted and given and given >= counted.in_cash else None,
        "notes": NOTES,
        "sold": _sold(request, user),
        "sums": report(point, day, day).sums,
        "latest": Sale.objects.filter(point=point, day=day).prefetch_related("lines")[:LATEST],
    }


def _around(user: User, point: ServicePoint, day: date) -> dict[str, Any]:
    """What every state of the screen needs."""
    closed = last_closed(point)
    return {
        "point": point,
        "day": day,
        "past": day if day != timezone.localdate() else None,
        "closed": closed if closed is not None and day <= closed.day else None,
        "past_day": PastDayForm(),
        "manages": point.organisation_id in organisations_for(user, Permission.MANAGE_POINTS),
    }


def _sold(request: HttpRequest, user: User) -> Sale | None:
    """The sale just made, to say the change and offer the receipt."""
    try:
        key = UUID(request.GET.get("sold", ""))
    except ValueError:
        return None
    return sales_for(user, Permission.RECORD_HELP).filter(pk=key, voided_at=None).first()


def _day(text: str) -> date:
    """The asked day, today when it is none or has not come yet."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    today = timezone.localdate()
    return day if day is not None and day <= today else today


@require_safe
def sale_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A sale, what came of it, and what can still be done."""
    _user, sale = _found(request, uuid)
    return _detail(request, sale)


def _detail(request: HttpRequest, sale: Sale, **forms: Any) -> HttpResponse:
    form = next(iter(forms.values()), None)
    today = timezone.localdate()
    may_void = today in (sale.day, timezone.localdate(sale.received_at)) and not sale.cash_day.is_closed
    context = {
        "sale": sale,
        "refunds": sale.refunds.select_related("staff").prefetch_related("lines__sale_line"),
        "is_left": sale.voided_at is None and any(line.left for line in sale.lines.all()),
        "may_void": may_void and sale.is_whole,
        "voiding": VoidForm(),
        "refunding": RefundForm(sale=sale, uuid=uuid7()),
        "fiscal": FiscalForm(initial={"number": sale.fiscal_number}),
        "widths": WIDTHS,
        **forms,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "desk/sales/detail.html", context, status=status)


@require_safe
def sale_receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt for a narrow printer or A6. It is not a fiscal one, and says so."""
    _user, sale = _found(request, uuid)
    width = request.GET.get("width", "")
    context = {
        "sale": sale,
        "width": width if width in WIDTHS else WIDTHS[0],
        "widths": WIDTHS,
        "refunds": sale.refunds.prefetch_related("lines__sale_line"),
    }
    return render(request, "desk/sales/receipt.html", context)


@require_POST
def sale_void(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a sale of today back."""
    user, sale = _found(request, uuid)
    form = VoidForm(request.POST)
    if form.is_valid():
        try:
            void_sale(sale=sale, reason=form.cleaned_data["reason"], by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The sale is taken back. The money goes back to the person."))
            return _next(sale, anew=form.cleaned_data["anew"])
    return _detail(request, sale, voiding=form)


@require_POST
def sale_refund(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give money back for the whole or a part."""
    user, sale = _found(request, uuid)
    form = RefundForm(request.POST, sale=sale, uuid=uuid7())
    if form.is_valid():
        given = form.cleaned_data
        try:
            refund(
                sale=sale,
                uuid=given["uuid"],
                quantities=form.quantities,
                reason=given["reason"],
                payment=given.get("payment") or "",
                by=user,
            )
        except actions.Conflict:
            form.add_error(None, _("This page was already used for another refund. Open the sale anew."))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The refund is written down."))
            return _next(sale, anew=given["anew"])
    return _detail(request, sale, refunding=form)


@require_POST
def sale_fiscal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the fiscal number that the network’s own cash register gave."""
    user, sale = _found(request, uuid)
    form = FiscalForm(request.POST)
    if form.is_valid():
        write_fiscal_number(sale=sale, number=form.cleaned_data["number"], by=user)
        messages.success(request, _("Saved."))
        return redirect("desk:sale-detail", uuid)
    return _detail(request, sale, fiscal=form)


def _next(sale: Sale, *, anew: bool) -> HttpResponse:
    """Where to go after money went back: to the right sale, or to this one."""
    if anew:
        return redirect(f"{reverse('desk:sales', args=[sale.point.slug])}?again={sale.pk}")
    return redirect("desk:sale-detail", sale.pk)


def _found(request: HttpRequest, uuid: UUID) -> tuple[User, Sale]:
    user = cast(User, request.user)
    found = sales_for(user, Permission.RECORD_HELP).prefetch_related("lines")
    return user, get_object_or_404(found, pk=uuid)
