"""The cash of a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.desk.forms.prices import HryvniasField

MOST_CASH = 10_000_000_00


class CountForm(forms.Form):
    """How much lies in the box, and what was handed over to whom."""

    opening = HryvniasField(label=_("Cash at the start of the day, UAH"), required=False, most=MOST_CASH)
    counted = HryvniasField(label=_("Cash in the box now, UAH"), most=MOST_CASH)
    handed_over = HryvniasField(label=_("Of it handed over, UAH"), required=False, most=MOST_CASH)
    handed_to = forms.CharField(
        label=_("To whom"), help_text=_("Position, name and surname."), max_length=160, required=False
    )
    note_of = forms.CharField(label=_("If it does not fit, why"), max_length=250, required=False)

    def __init__(self, *args: Any, opening: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carried = opening
        self.initial.setdefault("opening", opening)

    def facts(self) -> dict[str, Any]:
        """What the action takes; the start of the day only when it is not what the records say."""
        facts = {**self.cleaned_data, "handed_over": self.cleaned_data["handed_over"] or 0}
        if facts["opening"] == self.carried:
            facts["opening"] = None
        return facts


class ReopenForm(forms.Form):
    """Why a closed day is opened again."""

    reason = forms.CharField(label=_("Why"), max_length=250)
