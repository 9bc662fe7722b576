"""Something is wrong: what a reader writes, and what a colleague answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mistok.directory.models import SuggestionKind

LONGEST = 1000


class SuggestionForm(forms.Form):
    """A few words of a reader. The field `website` is a trap for robots that fill in everything."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=SuggestionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=_("Tell in your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "What stands there, and how it should be. Do not write names, numbers of papers or other "
            "people’s data."
        ),
        error_messages={"required": _("Write what you saw.")},
    )
    email = forms.EmailField(
        label=_("E-mail for the answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "We write there once, with the answer, and then erase the address. Without it you will see "
            "the answer by a code."
        ),
    )
    website = forms.CharField(required=False)

    def clean_text(self) -> Any:
        text = str(self.cleaned_data["text"]).replace("\0", "").strip()
        if len(text) < 3:
            raise ValidationError(_("Write a few words more, so that we understand."))
        return text

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise ValidationError(_("Leave the field for robots empty."))
        return ""


class SuggestionAnswerForm(forms.Form):
    """The answer to the person."""

    answer = forms.CharField(
        label=_("Answer to the person"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you changed, or why it stays. Whoever has the code reads it: no personal data."),
    )
