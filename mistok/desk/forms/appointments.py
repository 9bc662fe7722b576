"""Forms of appointments: who comes, what became of it, why it is cancelled."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import CancelReason, Encounter, Outcome, Subject, act_of
from mistok.desk.queries import choices_of_help, subject_of

OTHER = "other"  # in place of an act: the person will say when they come
NOT_IN_A_NAME = re.compile(r"[\d@/\\<>]")


def subject_named(act: str) -> Subject | None:
    """The service or topic of an address or form; None for «another question». Raises LookupError."""
    return None if act in ("", OTHER) else subject_of(act)


def act_named(subject: Subject | None) -> str:
    """How addresses and forms name it."""
    return OTHER if subject is None else act_of(subject)


def about_choices(first: list[Subject] | None = None) -> list[Any]:
    """All that one may come for, what is usual at the point on top."""
    groups: list[Any] = [
        (name, [(act, str(each)) for act, each in subjects]) for name, subjects in choices_of_help()
    ]
    usual = [(act_of(each), str(each)) for each in first or []]
    top = [(str(_("Usual here")), usual)] if usual else []
    return [(OTHER, _("Another question")), *top, *groups]


class AboutField(forms.ChoiceField):
    """A service, a topic or another question."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("What the person comes for"), choices=about_choices, **kwargs)

    def clean(self, value: Any) -> Any:
        """The thing itself; None for another question."""
        try:
            return subject_named(str(value or ""))
        except LookupError as error:
            raise forms.ValidationError(_("This is no longer in the list. Choose again.")) from error


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
        name = " ".join(str(self.cleaned_data["name"]).replace("\0", "").split())
        if NOT_IN_A_NAME.search(name):
            raise forms.ValidationError(_("Write only a name here, without numbers and addresses."))
        return name

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

    about = AboutField(required=False)
    name = forms.CharField(label=_("What to call the person by"), required=False, max_length=60)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).replace("\0", "").split())


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
    about = forms.ChoiceField(label=_("What you helped with"), required=False)
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
        self.fields["about"].choices = [("", "–"), *about_choices()[1:]]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(str(label))) for value, label in Outcome.choices
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") == RECORD:
            try:
                cleaned["subject"] = subject_of(cleaned.get("about") or "")
            except LookupError:
                self.add_error("about", _("Choose what you helped with."))
        return cleaned

    @property
    def record(self) -> Encounter | None:
        """The record of the desk that was named, if one was."""
        return self.records.get(str(self.cleaned_data["how"]))


def _record_text(encounter: Encounter) -> str:
    what = ", ".join(str(item.subject) for item in encounter.items.all()) or str(_("people counted"))
    return f"{timezone.localtime(encounter.occurred_at):%H:%M} · {what}"
