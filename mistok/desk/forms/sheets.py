"""Which blank sheet is wanted; the filled one that comes back."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.sheets.blank import LONGEST, NUMBER, new_number
from mistok.lib.tables.forms import FileForm

LARGEST = 5 * 1024 * 1024  # bytes: a sheet of a week has some ten thousand
LENGTHS = [(7, _("a week")), (1, _("one day"))]


class BlankForm(forms.Form):
    """The days of a blank sheet, and its number when one is known already."""

    first = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Choose the day in the calendar or write it as 2026-11-19.")},
    )
    days = forms.TypedChoiceField(label=_("For"), choices=LENGTHS, coerce=int)
    number = forms.RegexField(NUMBER, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            data.setdefault("first", monday().isoformat())
            data.setdefault("days", str(LONGEST))
        super().__init__(data, **kwargs)

    def wanted(self) -> dict[str, Any]:
        """The arguments of `blank` besides the point, once the form is valid."""
        return self.cleaned_data | {"number": self.cleaned_data["number"] or new_number()}


class SheetForm(FileForm):
    """A filled sheet."""

    largest = LARGEST
    file = forms.FileField(
        label=_("The filled sheet"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods) or CSV."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Choose the file of the sheet."),
            "empty": _("The file is empty."),
        },
    )


def monday() -> date:
    """The first day of this week."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())
