"""Price lists for whoever manages the points of a library: drafts, lines, approval."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions import prices as actions
from mistok.desk.forms.prices import (
    DecisionForm,
    ExemptionForm,
    NewPricesForm,
    PriceLineForm,
    RaiseForm,
)
from mistok.desk.models import PriceExemption, PriceLine, PriceList
from mistok.desk.queries.prices import price_lists_for, unfit
from mistok.lib.files.actions import give, keep_document
from mistok.network.permissions import Permission
from mistok.network.views.staff import form_page, person

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def price_lists(request: HttpRequest) -> HttpResponse:
    """All versions of the libraries that the person manages, those in force first."""
    user = person(request, Permission.MANAGE_POINTS)
    found = price_lists_for(user, Permission.MANAGE_POINTS).prefetch_related("lines")
    order = ["draft", "in-force", "coming", "replaced"]
    versions = sorted(found, key=lambda each: order.index(each.state))
    return render(request, "desk/prices/list.html", {"versions": versions})


@require_http_methods(METHODS)
def prices_add(request: HttpRequest) -> HttpResponse:
    """Begin a draft, empty or like another version."""
    user = person(request, Permission.MANAGE_POINTS)
    form = NewPricesForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        draft = actions.draft_prices(**form.cleaned_data, by=user)
        return redirect("desk:prices-detail", draft.pk)
    return form_page(request, form, _("New price list"), reverse("desk:prices"))


@require_safe
def prices_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """A version: its decision, lines and exemptions, and what can be done with it."""
    _user, prices = _managed(request, key)
    is_draft = prices.approved_at is None
    context = {
        "prices": prices,
        "is_draft": is_draft,
        "lines": prices.lines.all(),
        "exemptions": prices.exemptions.all(),
        "unfit": unfit(prices) if is_draft else [],
        "is_decided": bool(
            prices.decision_number and prices.decided_on and prices.body and prices.valid_from
        ),
        "raising": RaiseForm(initial={"seen": sum(line.price for line in prices.lines.all())}),
    }
    return render(request, "desk/prices/detail.html", context)


@require_http_methods(METHODS)
def prices_decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the decision by which a draft will be in force."""
    user, prices = _managed(request, key)
    form = DecisionForm(request.POST or None, request.FILES or None, instance=prices)

    def save() -> None:
        fresh = form.save(commit=False)
        if paper := form.cleaned_data["paper"]:
            fresh.file = keep_document(paper)
        actions.change_prices(prices=fresh, fields=form.changed_data, by=user)

    return _form(request, form, save, _("Decision on prices"), prices, field="paper")


@require_safe
def prices_file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file of the decision, of a draft too."""
    _user, prices = _managed(request, key)
    return give(get_object_or_404(PriceList.objects.exclude(file=None), pk=prices.pk).file, inline=True)  # type: ignore[arg-type]


@require_http_methods(METHODS)
def line_add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a line to a draft."""
    user, prices = _managed(request, key)
    form = PriceLineForm(request.POST or None, instance=PriceLine(prices=prices))
    return _form(
        request,
        form,
        lambda: actions.put_line(line=form.save(commit=False), by=user),
        _("New line of the price list"),
        prices,
        field="name",
    )


@require_http_methods(METHODS)
def line_edit(request: HttpRequest, key: UUID, line: int) -> HttpResponse:
    """Change a line of a draft."""
    user, prices = _managed(request, key)
    found = get_object_or_404(prices.lines.select_related("prices"), pk=line)
    form = PriceLineForm(request.POST or None, instance=found)
    return _form(
        request,
        form,
        lambda: actions.put_line(line=form.save(commit=False), by=user),
        _("Line of the price list"),
        prices,
        field="name",
    )


@require_POST
def line_remove(request: HttpRequest, key: UUID, line: int) -> HttpResponse:
    """Take a line out of a draft."""
    user, prices = _managed(request, key)
    found = prices.lines.select_related("prices").filter(pk=line).first()
    if found is None:  # pressed twice
        return redirect("desk:prices-detail", key)
    return _act(request, prices, lambda: actions.remove_line(line=found, by=user), _("The line is removed."))


@require_http_methods(METHODS)
def exemption_add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say in a draft for whom it is free."""
    user, prices = _managed(request, key)
    form = ExemptionForm(request.POST or None, instance=PriceExemption(prices=prices))
    return _form(
        request,
        form,
        lambda: actions.put_exemption(exemption=form.save(commit=False), by=user),
        _("For whom it is free"),
        prices,
        field="who",
    )


@require_POST
def exemption_remove(request: HttpRequest, key: UUID, exemption: int) -> HttpResponse:
    """Take an exemption out of a draft."""
    user, prices = _managed(request, key)
    found = prices.exemptions.select_related("prices").filter(pk=exemption).first()
    if found is None:  # pressed twice
        return redirect("desk:prices-detail", key)
    done = _("The exemption is removed.")
    return _act(request, prices, lambda: actions.remove_exemption(exemption=found, by=user), done)


@require_POST
def prices_raise(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change all prices of a draft by so many per cent."""
    user, prices = _managed(request, key)
    form = RaiseForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for each in form.errors.values() for error in each))
        return redirect("desk:prices-detail", key)
    return _act(
        request,
        prices,
        lambda: actions.raise_prices(prices=prices, by=user, **form.cleaned_data),
        _("The prices are changed. Look at each of them."),
    )


@require_POST
def prices_approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a draft in force from its day."""
    user, prices = _managed(request, key)
    return _act(
        request,
        prices,
        lambda: actions.approve(prices=prices, by=user),
        _("The price list is approved. Points sell by it from its day, and everybody can read it."),
    )


@require_POST
def prices_recall(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make an approved version, by which nothing was sold, a draft again."""
    user, prices = _managed(request, key)
    done = _("It is a draft again.")
    return _act(request, prices, lambda: actions.recall(prices=prices, by=user), done)


@require_POST
def prices_copy(request: HttpRequest, key: UUID) -> HttpResponse:
    """A new draft with the lines of this version."""
    user, prices = _managed(request, key)
    draft = actions.draft_prices(organisation=prices.organisation, like=prices, by=user)
    messages.success(request, _("This is a copy. Change the prices and write the new decision."))
    return redirect("desk:prices-detail", draft.pk)


@require_POST
def prices_drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    if not PriceList.objects.filter(pk=key).exists():  # pressed twice
        return redirect("desk:prices")
    user, prices = _managed(request, key)
    try:
        actions.drop_draft(prices=prices, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("desk:prices-detail", key)
    messages.success(request, _("The draft is thrown away."))
    return redirect("desk:prices")


def _managed(request: HttpRequest, key: UUID) -> tuple[User, PriceList]:
    user = cast(User, request.user)
    return user, get_object_or_404(price_lists_for(user, Permission.MANAGE_POINTS), pk=key)


def _form(
    request: HttpRequest,
    form: BaseForm,
    save: Callable[[], object],
    title: str,
    prices: PriceList,
    *,
    field: str,
) -> HttpResponse:
    """A page of one form about a draft; what the action refuses is said at the `field`."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                save()
        except ValidationError as error:
            form.add_error(field, error.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:prices-detail", prices.pk)
    return form_page(request, form, title, reverse("desk:prices-detail", args=[prices.pk]))


def _act(request: HttpRequest, prices: PriceList, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the version in both cases."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("desk:prices-detail", prices.pk)
