"""Forms of appointments: who comes, what became of it, why it is cancelled."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mistok.desk.forms.about import AboutField
from mistok.desk.models import CancelReason, Encounter, Outcome

NOT_IN_A_NAME = re.compile(r"[\d@/\\<>]")


def only_a_name(text: str) -> str:
    """A name in one line. Raises ValidationError when numbers or addresses stand in it."""
    name = " ".join(text.replace("\0", "").split())
    if NOT_IN_A_NAME.search(name):
        raise forms.ValidationError(_("Write only a name here, without numbers and addresses."))
    return name


class AboutForm(forms.Form):
    """What somebody on the phone or at the desk will come for; nothing written is another question."""

    about = AboutField(help_text=_("Begin to write the name. Nothing written is another question."))


class PersonForm(forms.Form):
    """Who comes; no contact is demanded. `website` is a trap for robots that fill in everything."""

    name = forms.CharField(
        label=_("What shall we call you by?"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        help_text=_("A first name is enough; an invented one will do too."),
        error_messages={"required": _("Write any name, so that we know whom to call.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
        help_text=_("We call only if the time has to change, and the day before."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The code and a reminder will come there."),
    )
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(required=False)

    def clean_name(self) -> str:
        return only_a_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        phone = " ".join(str(self.cleaned_data["phone"]).replace("\0", "").split())
        digits = re.sub(r"\D", "", phone)
        if phone and (not 7 <= len(digits) <= 15 or re.search(r"[^\d\s()+.-]", phone)):
            raise forms.ValidationError(_("This is no phone number. Write it so: 067 123 45 67."))
        return phone

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(_("Leave the field for robots empty."))
        return ""

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions ask for."""
        return {each: self.cleaned_data[each] for each in ("name", "phone", "email", "uuid")}


class StaffPersonForm(PersonForm):
    """The same written down by a colleague, mostly by phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call the person by")
        self.fields["name"].help_text = _("A first name is enough. No papers, no numbers.")
        for field in ("name", "phone", "email"):
            self.fields[field].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].help_text = _("For a call the day before and if the time has to change.")
        self.fields["email"].help_text = ""
        del self.fields["website"]


class LineForm(forms.Form):
    """Somebody came without an appointment."""

    about = AboutField(help_text=_("Begin to write the name. Nothing written is another question."))
    name = forms.CharField(label=_("What to call the person by"), required=False, max_length=60)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return only_a_name(self.cleaned_data["name"])


class CancelForm(forms.Form):
    """Why the library cancels."""

    reason = forms.ChoiceField(
        label=_("Why it is cancelled"),
        choices=CancelReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is cancelled.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, capfirst(str(CancelReason(value).label))) for value in CancelReason.values]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]


RECORD, NOTHING = "record", "nothing"


class FinishForm(forms.Form):
    """The help is over: record it now, name the record made at the desk already, or say there is none."""

    how = forms.ChoiceField(label=_("How to count it"), widget=forms.RadioSelect)
    about = AboutField(label=_("What you helped with"))
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome.choices, initial=Outcome.DONE)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, records: list[Encounter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = {str(each.pk): each for each in records}
        self.fields["how"].choices = [  # type: ignore[attr-defined]
            (RECORD, _("Record the help now")),
            *((key, _record_text(each)) for key, each in self.records.items()),
            (NOTHING, _("There was no help to record")),
        ]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(str(label))) for value, label in Outcome.choices
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") != RECORD:
            self.errors.pop("about", None)  # it is of no account then
        elif cleaned.get("about") is None and "about" not in self.errors:
            self.add_error("about", _("Choose what you helped with."))
        return cleaned

    @property
    def record(self) -> Encounter | None:
        """The record of the desk that was named, if one was."""
        return self.records.get(str(self.cleaned_data["how"]))


def _record_text(encounter: Encounter) -> str:
    what = ", ".join(str(item.subject) for item in encounter.items.all()) or str(_("people counted"))
    return f"{timezone.localtime(encounter.occurred_at):%H:%M} · {what}"
