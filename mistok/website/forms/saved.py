"""Letters about a search: where to, and how often."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mistok.search.models import Frequency


class SavedSearchForm(forms.Form):
    """The field `website` is a trap for robots that fill in everything."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We will write there only about this search, and erase the address when you end it."),
        error_messages={"required": _("Write your e-mail.")},
    )
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        initial=Frequency.WEEK,
        widget=forms.RadioSelect,
    )
    website = forms.CharField(required=False)

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise ValidationError(_("Leave the field for robots empty."))
        return ""
