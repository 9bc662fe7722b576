"""Equipment and stock-taking."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.lib.typesetting.labels import SHEET_NAMES
from mistok.network.forms.partners import Day
from mistok.network.models import (
    Equipment,
    EquipmentEventKind,
    EquipmentState,
    ServicePoint,
)
from mistok.network.partners import own_libraries
from mistok.network.permissions import Permission
from mistok.network.queries import organisations_for, points_for, today

LONGEST_COMMISSION = 12
STEP_LABELS: dict[str, Any] = {
    EquipmentEventKind.TO_REPAIR: _("Send to repair"),
    EquipmentEventKind.REPAIRED: _("Came back from repair"),
    EquipmentEventKind.FOUND: _("Found again"),
    EquipmentEventKind.WRITTEN_OFF: _("Write off"),
}


class EquipmentForm(forms.ModelForm[Equipment]):
    """A thing of the inventory. Where it stands is chosen once; afterwards it is moved."""

    class Meta:
        model = Equipment
        fields = [
            "inventory_number", "name", "kind", "organisation", "point", "room", "serial", "acquired_on",
            "price", "origin", "note",
        ]  # fmt: skip
        widgets = {"acquired_on": Day()}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["organisation"].queryset = own_libraries(by, Permission.MANAGE_EQUIPMENT)  # type: ignore[attr-defined]
            self.fields["organisation"].empty_label = None  # type: ignore[attr-defined]
            points = points_for(by, Permission.MANAGE_EQUIPMENT).filter(closed_on=None)
            self.fields["point"].queryset = points  # type: ignore[attr-defined]
            self.fields["point"].empty_label = _("in the store")  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"], self.fields["point"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        point, library = cleaned.get("point"), cleaned.get("organisation")
        if point and library and point.organisation_id != library.pk:
            self.add_error("point", _("This point belongs to another library."))
        number = cleaned.get("inventory_number")
        if library and number:
            same = Equipment.objects.filter(organisation=library, inventory_number=number)
            if same.exists():
                self.add_error("inventory_number", _("This number is taken in this library."))
        return cleaned

    def save(self, commit: bool = True) -> Equipment:
        thing = super().save(commit=False)
        if thing._state.adding and thing.point is None:
            thing.state = EquipmentState.STORED
        if commit:
            thing.save()
        return thing


class MoveForm(forms.Form):
    """Where a thing goes, from which day and by what paper."""

    point = forms.ModelChoiceField(
        ServicePoint.objects.none(), label=_("To where"), required=False, empty_label=_("to the store")
    )
    room = forms.CharField(label=_("Room or place"), max_length=120, required=False)
    on = forms.DateField(label=_("Day"), widget=Day)
    document = forms.CharField(label=_("Act or order"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        points = points_for(by, Permission.MANAGE_EQUIPMENT).filter(closed_on=None)
        self.fields["point"].queryset = points  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """What happens to a thing: repair, write-off."""

    on = forms.DateField(label=_("Day"), widget=Day)
    document = forms.CharField(label=_("Act or order"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)


class FaultForm(forms.Form):
    """What does not work."""

    note = forms.CharField(label=_("What does not work?"), max_length=300)


class StartForm(forms.Form):
    """Where is counted, by what order and by whom."""

    point = forms.ModelChoiceField(ServicePoint.objects.none(), label=_("Where"), empty_label=None)
    order = forms.CharField(label=_("Order: number and date"), max_length=120, required=False)
    commission = forms.CharField(
        label=_("Commission"),
        help_text=_("A member a line: position, name and surname. They will stand under the act."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = points_for(by, Permission.MANAGE_EQUIPMENT).filter(closed_on=None)
        self.fields["point"].queryset = points  # type: ignore[attr-defined]

    def clean_commission(self) -> list[str]:
        lines = [" ".join(line.split())[:160] for line in self.cleaned_data["commission"].splitlines()]
        return [line for line in lines if line][:LONGEST_COMMISSION]


class EndForm(forms.Form):
    """Which of the things that belong elsewhere stay here."""

    move_here = forms.ModelMultipleChoiceField(
        Equipment.objects.none(),
        label=_("These stay here from now on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, by: User, misplaced: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        libraries = organisations_for(by, Permission.MANAGE_EQUIPMENT)
        things = Equipment.objects.filter(pk__in=misplaced, organisation__in=libraries)
        if things.exists():
            self.fields["move_here"].queryset = things  # type: ignore[attr-defined]
        else:
            del self.fields["move_here"]


class LabelsForm(forms.Form):
    """On which sheets labels are printed, and how many of the first sheet are gone already."""

    sheet = forms.ChoiceField(label=_("Sheet of labels"), choices=list(SHEET_NAMES.items()))
    skip = forms.IntegerField(
        label=_("Labels used up on the first sheet"), min_value=0, max_value=23, required=False, initial=0
    )
