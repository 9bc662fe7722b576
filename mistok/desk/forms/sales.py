"""A sale at the desk, and what may follow it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.forms.prices import HryvniasField
from mistok.desk.models import (
    Payment,
    PriceExemption,
    PriceLine,
    PriceList,
    RefundReason,
    Sale,
    SaleVoidReason,
)
from mistok.desk.models.sales import MOST_UNITS
from mistok.network.forms.points_fields import day_input

MOST_TENDERED = 1_000_000_00


def _units(most: int = MOST_UNITS, **attributes: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=0,
        max_value=most,
        required=False,
        error_messages={"invalid": _("Write the quantity in digits.")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": most, **attributes}),
    )


class SaleForm(forms.Form):
    """Quantities of the lines of a list, and how it is paid. One field a line: `q-<key>`."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(required=False, widget=forms.HiddenInput)
    given = HryvniasField(label=_("Cash handed in, UAH"), required=False, most=MOST_TENDERED)
    exemption = forms.ModelChoiceField(
        PriceExemption.objects.none(), label=_("By what right"), required=False, empty_label=_("choose")
    )

    def __init__(self, *args: Any, prices: PriceList, lines: list[PriceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["exemption"].queryset = prices.exemptions.all()  # type: ignore[attr-defined]
        for line in lines:
            field = self.fields[f"q-{line.pk}"] = _units()
            field.label = line.name

    def rows(self) -> list[tuple[PriceLine, Any]]:
        """Each line with its bound field, in the order of buttons."""
        return [(line, self[f"q-{line.pk}"]) for line in self.lines]

    @property
    def quantities(self) -> dict[int, int]:
        """What was chosen: key of a line → units."""
        found = {line.pk: self.cleaned_data.get(f"q-{line.pk}") or 0 for line in self.lines}
        return {key: number for key, number in found.items() if number}


class PastDayForm(forms.Form):
    """Another day to enter sales for."""

    day = forms.DateField(label=_("Day"), widget=day_input())

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the date."))
        return day


class VoidForm(forms.Form):
    """Why a sale of today is taken back."""

    reason = forms.ChoiceField(label=_("Why"), choices=SaleVoidReason)
    anew = forms.BooleanField(label=_("Enter it anew with the same lines"), required=False)


class RefundForm(forms.Form):
    """How many units are taken back and why. One field a line: `r-<key>`."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Why"), choices=RefundReason)
    payment = forms.ChoiceField(label=_("How the money is given back"), required=False)
    anew = forms.BooleanField(label=_("Enter the right sale next"), required=False)

    def __init__(self, *args: Any, sale: Sale, uuid: UUID, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"uuid": uuid, "payment": sale.payment})
        super().__init__(*args, **kwargs)
        self.lines = [line for line in sale.lines.all() if line.left]
        for line in self.lines:
            field = self.fields[f"r-{line.pk}"] = _units(line.left)
            field.label = line.name
            field.initial = line.left
        self.order_fields(["uuid", *(f"r-{line.pk}" for line in self.lines)])
        ways: Any = [each for each in Payment.choices if each[0] != Payment.EXEMPT]
        self.fields["payment"].choices = ways  # type: ignore[attr-defined]
        if sale.payment == Payment.EXEMPT:
            del self.fields["payment"]

    def rows(self) -> list[tuple[Any, Any]]:
        """Each line with its bound field."""
        return [(line, self[f"r-{line.pk}"]) for line in self.lines]

    @property
    def quantities(self) -> dict[int, int]:
        """What is taken back: key of a sold line → units."""
        found = {line.pk: self.cleaned_data.get(f"r-{line.pk}") or 0 for line in self.lines}
        return {key: number for key, number in found.items() if number}


class FiscalForm(forms.Form):
    """The number of the fiscal receipt, where the network has a cash register."""

    number = forms.CharField(label=_("Fiscal number of the receipt"), max_length=40, required=False)
