"""The form of an action outdoors; the buttons of a telephone only turn its numbers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.desk.actions import MOST_PEOPLE
from mistok.desk.actions.street import LONGEST_NAME, Facts
from mistok.desk.forms.tally import NUMBER, WRONG
from mistok.desk.models import StreetAction, VoidReason
from mistok.desk.models.encounters import NOTE_LENGTH
from mistok.desk.queries.street import colleagues
from mistok.network.models import ServicePoint

KINDS = 6  # kinds of leaflets in one form


class StreetForm(forms.Form):
    """All that is told of an action."""

    uuid = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _("Reload the page and try again.")}
    )
    people = forms.IntegerField(
        min_value=0,
        max_value=MOST_PEOPLE,
        label=_("People we talked to"),
        error_messages={
            "required": _("Write how many people you talked to; 0 when there was nobody."),
            "invalid": WRONG,
            "min_value": WRONG,
            "max_value": _("Write a number of people up to 100,000."),
        },
    )
    rough = forms.BooleanField(required=False, label=_("Counted roughly"))
    title = forms.CharField(
        max_length=160, label=_("What action"), error_messages={"required": _("Write what the action was.")}
    )
    place = forms.CharField(
        max_length=200, label=_("Where"), error_messages={"required": _("Write where the action was.")}
    )
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": _("Choose the day in the calendar or write it as 2026-11-19."),
            "required": _("Choose the day in the calendar or write it as 2026-11-19."),
        },
    )
    begins = forms.TimeField(
        required=False,
        label=_("From what time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time as 14:30, or leave it empty.")},
    )
    ends = forms.TimeField(
        required=False,
        label=_("Until what time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time as 14:30, or leave it empty.")},
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What people asked about. No names, telephones or numbers of documents."),
    )
    staff = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        label=_("Who was there"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"), _("This person works here no longer. Choose again.")
        ),
    )

    def __init__(
        self, data: Any = None, *, point: ServicePoint, action: StreetAction | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, initial=self._initial(action) | kwargs.pop("initial", {}), **kwargs)
        self.fields["staff"].queryset = colleagues(point)  # type: ignore[attr-defined]
        for row in range(KINDS):
            self.fields[f"leaflet-{row}"] = forms.CharField(
                max_length=LONGEST_NAME, required=False, label=_("Leaflet")
            )
            self.fields[f"number-{row}"] = forms.IntegerField(label=_("Handed out"), **NUMBER)

    @staticmethod
    def _initial(action: StreetAction | None) -> dict[str, Any]:
        """The action as it stands, in the fields of its correction."""
        if action is None:
            return {"people": 0, "day": timezone.localdate()}
        told = {name: getattr(action, name) for name in ("title", "place", "day", "begins", "ends", "note")}
        for row, each in enumerate(action.handed_out.all()[:KINDS]):
            told |= {f"leaflet-{row}": each.material, f"number-{row}": each.number}
        return told | {
            "people": action.encounter.number,
            "rough": action.encounter.is_rough,
            "staff": [each.pk for each in action.staff.all()],
        }

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Check the date."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("begins") and cleaned.get("ends") and cleaned["ends"] < cleaned["begins"]:
            self.add_error("ends", _("The action cannot end before it begins."))
        for row in range(KINDS):
            name, number = cleaned.get(f"leaflet-{row}"), cleaned.get(f"number-{row}")
            if number and not name:
                self.add_error(f"leaflet-{row}", _("Write what was handed out."))
            elif name and number is None and f"number-{row}" not in self.errors:
                self.add_error(f"number-{row}", _("Write how many were handed out."))
        return cleaned

    def facts(self) -> Facts:
        """What was told, once the form is valid."""
        cleaned = self.cleaned_data
        return Facts(
            **{
                name: cleaned[name] for name in ("title", "place", "day", "people", "begins", "ends", "rough")
            },
            note=" ".join(cleaned["note"].split()),
            leaflets=tuple(
                (cleaned[f"leaflet-{row}"], cleaned[f"number-{row}"] or 0)
                for row in range(KINDS)
                if cleaned[f"leaflet-{row}"]
            ),
        )

    def handed_out(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"leaflet-{row}"], self[f"number-{row}"]) for row in range(KINDS)]


class WithdrawForm(forms.Form):
    """Why an action is withdrawn."""

    reason = forms.ChoiceField(
        choices=[choice for choice in VoidReason.choices if choice[0] != VoidReason.UNDO],
        label=_("Why"),
        error_messages={"required": _("Choose why the record is withdrawn.")},
    )
