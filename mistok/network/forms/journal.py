"""What to look for in the journal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.audit.models import Event
from mistok.network.models import Organisation


class JournalForm(forms.Form):
    event = forms.ChoiceField(label=_("What"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Where"), required=False, empty_label=_("everywhere")
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, places: set[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [("", _("everything")), *Event.choices]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=places)  # type: ignore[attr-defined]
