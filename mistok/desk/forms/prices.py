"""Price lists: money as people write it, a decision, a line, an exemption, a raise."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.desk.models import PriceExemption, PriceLine, PriceList
from mistok.desk.models.prices import DEAREST
from mistok.desk.queries.prices import price_lists_for, why_free
from mistok.network.forms.points_fields import day_input
from mistok.network.models import Organisation
from mistok.network.partners import own_libraries
from mistok.network.permissions import Permission

HRYVNIAS = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
STEPS = [(10, _("10 kopiykas")), (50, _("50 kopiykas")), (100, _("1 hryvnia"))]


class HryvniasField(forms.CharField):
    """A sum as people write it – «3», «3,50», «1 200.5 грн» – kept as whole kopiykas, exactly."""

    def __init__(self, *args: Any, most: int = DEAREST, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("max_length", 20)
        self.most = most
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Kopiykas, or None for nothing. Raises ValidationError when it is no sum of money."""
        text = "".join(str(value or "").removesuffix("грн").split()).replace("₴", "")
        if not text:
            return None
        match = HRYVNIAS.fullmatch(text)
        if match is None:
            raise ValidationError(_("Write a sum in hryvnias, for example 3,50."), code="invalid")
        kopiykas = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
        if kopiykas > self.most:
            raise ValidationError(_("This sum is too large."), code="max")
        return kopiykas

    def clean(self, value: Any) -> Any:
        found = self.to_python(value)
        if found is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return found

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, int) else value


def written(kopiykas: int) -> str:
    """A sum as it stands in a field: 350 → «3,50»."""
    return str((Decimal(kopiykas) / 100).quantize(Decimal("0.01"))).replace(".", ",")


class NewPricesForm(forms.Form):
    """Whose prices, and what to begin with."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Library"), empty_label=None)
    like = forms.ModelChoiceField(
        PriceList.objects.none(),
        label=_("Begin with the lines of"),
        required=False,
        empty_label=_("an empty list"),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = own_libraries(by, Permission.MANAGE_POINTS)  # type: ignore[attr-defined]
        known = price_lists_for(by, Permission.MANAGE_POINTS).filter(approved_at__isnull=False)
        self.fields["like"].queryset = known  # type: ignore[attr-defined]


class DecisionForm(forms.ModelForm[PriceList]):
    """The decision by which the prices are in force, and its file."""

    paper = forms.FileField(
        label=_("File of the decision"),
        help_text=_("PDF, Word, Excel, OpenDocument or a picture, up to 20 MB."),
        required=False,
    )

    class Meta:
        model = PriceList
        fields = ["body", "decision_number", "decided_on", "valid_from", "rounding"]
        widgets = {"decided_on": day_input(), "valid_from": day_input()}
        help_texts = {
            "body": _("The council, its executive committee or the head of the library."),
            "rounding": _("Only what is paid in cash; a card pays exactly."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        decided, start = cleaned.get("decided_on"), cleaned.get("valid_from")
        if decided and start and start < decided:
            self.add_error("valid_from", _("Prices cannot be in force before the decision was made."))
        return cleaned


class PriceLineForm(forms.ModelForm[PriceLine]):
    """One line of a price list."""

    price = HryvniasField(label=_("Price, UAH"))

    class Meta:
        model = PriceLine
        fields = ["name", "short_name", "kind", "unit", "price", "list_item"]
        help_texts = {"short_name": _("If the name is long.")}

    field_order = ["name", "short_name", "kind", "unit", "price", "list_item"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if why := why_free(name):
            raise ValidationError(why, code="free")
        return name

    def clean_price(self) -> int:
        price: int = self.cleaned_data["price"]
        if price < 1:
            raise ValidationError(_("What costs nothing does not stand in a price list."))
        return price

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        same = self.instance.prices.lines.filter(name=cleaned.get("name"), unit=cleaned.get("unit"))
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("This stands in the list already."))
        return cleaned


class ExemptionForm(forms.ModelForm[PriceExemption]):
    """For whom it is free."""

    class Meta:
        model = PriceExemption
        fields = ["who", "ground"]

    def clean_who(self) -> str:
        who = " ".join(str(self.cleaned_data["who"]).split())
        if self.instance.prices.exemptions.filter(who=who).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This stands in the list already."))
        return who


class RaiseForm(forms.Form):
    """By how much all prices change."""

    per_cent = forms.IntegerField(
        label=_("Per cent"), help_text=_("With a minus to lower them."), min_value=-90, max_value=500
    )
    step = forms.TypedChoiceField(label=_("Round to"), coerce=int, choices=STEPS, initial=50)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
