"""Who holds a question, and how it ends without an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.network.models import ServicePoint
from mistok.reception.models import Case, CloseReason
from mistok.reception.queries.cases import colleagues, desks_beside
from mistok.reception.words import numbers_text

PERSON, DESK = "person", "desk"


def without_numbers(text: str) -> str:
    """Words for colleagues. Raises ValidationError for numbers of papers: a note is no place for them."""
    text = text.replace("\0", "").strip()
    if numbers_text(text):
        raise forms.ValidationError(_("There is a number of a person’s papers here. Take it out."))
    return text


class HandOverForm(forms.Form):
    """To a colleague here, or to another point of the network."""

    to = forms.ChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose a colleague or another point.")}
    )
    note = forms.CharField(
        label=_("Word for colleagues"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The person who asked does not see it."),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {
            f"{PERSON}:{each.pk}": each for each in colleagues(case) if each.pk != case.claimed_by_id
        }
        self.desks = {f"{DESK}:{each.slug}": each for each in desks_beside(case)}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("– choose –")),
            (_("Colleagues at this point"), [(key, each.name) for key, each in self.people.items()]),
            (_("Other points of the network"), [(key, each.name) for key, each in self.desks.items()]),
        ]

    def clean_note(self) -> str:
        return without_numbers(self.cleaned_data["note"])

    def chosen(self) -> tuple[User | None, ServicePoint | None]:
        """The colleague or the point."""
        key = self.cleaned_data["to"]
        return self.people.get(key), self.desks.get(key)


class CloseForm(forms.Form):
    """Why there will be no answer."""

    reason = forms.ChoiceField(
        label=_("Why there will be no answer"),
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )


class NoteForm(forms.Form):
    """A word for colleagues."""

    text = forms.CharField(
        label=_("Word for colleagues"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write a word or two.")},
    )  # fmt: skip

    def clean_text(self) -> str:
        return without_numbers(self.cleaned_data["text"])
