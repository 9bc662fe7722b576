"""What is peculiar to a service at one place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.directory.models import ServiceAtPlace
from mistok.lib.opening_hours import is_readable
from mistok.lib.timetables import read
from mistok.lib.web_addresses import clean
from mistok.network.forms.points_fields import day_input


class AtPlaceForm(forms.ModelForm[ServiceAtPlace]):
    """All of it may stay empty: then the address, the phone and the hours of the place itself are true."""

    url = forms.CharField(label=_("Address on the web for this place"), max_length=300, required=False)
    opening_hours = forms.CharField(
        label=_("Hours of this service there"),
        max_length=250,
        required=False,
        help_text=_(
            "As people write them: Mo–Th 9:00–16:00, break 13:00–14:00, Fr–Su closed. "
            "Empty: as the place works."
        ),
    )

    class Meta:
        model = ServiceAtPlace
        fields = ["url", "phone", "opening_hours", "by_appointment", "note", "since", "until"]
        widgets = {"since": day_input(), "until": day_input()}
        help_texts = {
            "note": _("Room, desk, what to say at the door."),
            "until": _("The last day. Empty: for good."),
        }

    def clean_url(self) -> str:
        asked: str = self.cleaned_data["url"]
        found = clean(asked)
        if asked and not found.url:
            raise forms.ValidationError([str(each) for each in found.reasons])
        return found.url

    def clean_opening_hours(self) -> str:
        hours: str = " ".join(self.cleaned_data["opening_hours"].split())
        if not hours or is_readable(hours):
            return hours
        found = read(hours)
        if not found.certain or found.rules or not found.opening_hours:
            raise forms.ValidationError(_("These hours cannot be read. Follow the example."))
        return found.opening_hours

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned
