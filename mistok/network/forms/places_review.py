"""What a person decides about an office of a register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.lib.opening_hours import is_readable
from mistok.lib.web_addresses import clean
from mistok.network.models import Place, PlaceState, Territory
from mistok.network.places_review import hromadas


class HromadaForm(forms.Form):
    """The hromada chosen from the list that was found by a name."""

    territory = forms.ModelChoiceField(queryset=Territory.objects.none(), label=_("Hromada"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = hromadas()  # type: ignore[attr-defined]


class HoursForm(forms.ModelForm[Place]):
    """The hours in the OpenStreetMap syntax, as they were read from the text by a person."""

    class Meta:
        model = Place
        fields = ["opening_hours", "hours_note"]
        help_texts = {
            "opening_hours": _(
                "For example: Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-16:00; Sa-Su off. "
                "Left empty: the office gives no hours."
            ),
        }

    def clean_opening_hours(self) -> str:
        hours: str = " ".join(self.cleaned_data["opening_hours"].split())
        if hours and not is_readable(hours):
            raise forms.ValidationError(_("These hours cannot be read. Follow the example."))
        return hours


class WebsiteForm(forms.Form):
    """The web address as a person writes it; small slips are mended here too."""

    website = forms.CharField(
        label=_("Web site"), max_length=300, required=False, help_text=_("Left empty: the office has none.")
    )

    def clean_website(self) -> str:
        asked: str = self.cleaned_data["website"]
        found = clean(asked)
        if asked and not found.url:
            raise forms.ValidationError([str(each) for each in found.reasons])
        return found.url


class AbsenceForm(forms.Form):
    """What became of an office that the register no longer has."""

    state = forms.ChoiceField(label=_("The office"), choices=PlaceState, widget=forms.RadioSelect)
