"""Partners, their people, agreements and talks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.network.models import (
    Agreement,
    ChannelKind,
    Contact,
    Interaction,
    Organisation,
    OrganisationKind,
)
from mistok.network.partners import KINDS, contacts_of, own_libraries
from mistok.network.permissions import Permission
from mistok.network.queries import today

CHANNELS = 4  # ways to reach one person that the form has room for
MOST_FILES = 5
KIND_LABELS = [(value, label) for value, label in OrganisationKind.choices if value in KINDS]
CHANNEL_CHOICES = [("", "—"), *ChannelKind.choices]


class Day(forms.DateInput):
    """A day chosen from a calendar where the browser has one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; none is fine too."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise ValidationError(_("Five files at most at once."))
        return [super(FilesField, self).clean(each, initial) for each in given]


class PartnerForm(forms.ModelForm[Organisation]):
    """A partner or an authority."""

    class Meta:
        model = Organisation
        fields = ["kind", "name", "short_name", "website", "email", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=KIND_LABELS, initial="partner")

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        same = Organisation.objects.filter(name=name, kind__in=KINDS, closed_on=None).exclude(
            pk=self.instance.pk
        )
        if same.exists():
            raise ValidationError(_("Such an organisation is in the registry already."))
        return name


class ContactForm(forms.ModelForm[Contact]):
    """A person with several ways to be reached."""

    class Meta:
        model = Contact
        fields = ["name", "position", "speaks_for_it", "basis", "since", "note"]
        widgets = {"since": Day()}
        help_texts = {"basis": _("for instance: order № 12 of 1 March 2026")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = (
            list(self.instance.channels.all()) if self.instance.pk and not self.instance._state.adding else []
        )
        for number in range(1, CHANNELS + 1):
            channel = known[number - 1] if number <= len(known) else None
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Way %(number)s") % {"number": number},
                choices=CHANNEL_CHOICES,
                required=False,
                initial=channel.kind if channel else "",
            )
            self.fields[f"value_{number}"] = forms.CharField(
                label=_("Number or address"),
                max_length=200,
                required=False,
                initial=channel.value if channel else "",
            )
        best = next((str(number) for number, each in enumerate(known, 1) if each.is_preferred), "")
        self.fields["best"] = forms.ChoiceField(
            label=_("The best way"),
            choices=[("", "—"), *((str(n), str(n)) for n in range(1, CHANNELS + 1))],
            required=False,
            initial=best,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("speaks_for_it") and not cleaned.get("basis"):
            self.add_error("basis", _("Write on what basis the person speaks for the organisation."))
        for number in range(1, CHANNELS + 1):
            kind, value = cleaned.get(f"kind_{number}"), (cleaned.get(f"value_{number}") or "").strip()
            if value and not kind:
                self.add_error(f"kind_{number}", _("Choose what this is: a phone, an e-mail or another way."))
            if kind and not value:
                self.add_error(f"value_{number}", _("Write the number or address, or take the way off."))
            if kind == ChannelKind.EMAIL and value:
                try:
                    validate_email(value)
                except ValidationError as error:
                    self.add_error(f"value_{number}", error)
        return cleaned

    def channels(self) -> list[dict[str, Any]]:
        """The ways that were filled in."""
        return [
            {
                "kind": self.cleaned_data[f"kind_{number}"],
                "value": self.cleaned_data[f"value_{number}"].strip(),
                "is_preferred": self.cleaned_data["best"] == str(number),
            }
            for number in range(1, CHANNELS + 1)
            if self.cleaned_data[f"kind_{number}"]
        ]


class AgreementForm(forms.ModelForm[Agreement]):
    """An agreement of one of our libraries with the partner, with its files."""

    papers = FilesField(
        label=_("files"), required=False, help_text=_("PDF, Word or a picture; those given before stay.")
    )

    class Meta:
        model = Agreement
        fields = ["title", "number", "library", "signed_on", "since", "until", "renews", "note"]
        widgets = {"signed_on": Day(), "since": Day(), "until": Day()}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        libraries = own_libraries(by, Permission.MANAGE_PARTNERS)
        self.fields["library"].queryset = libraries  # type: ignore[attr-defined]
        self.fields["library"].empty_label = None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        return cleaned


class InteractionForm(forms.ModelForm[Interaction]):
    """What was said, and what comes next."""

    class Meta:
        model = Interaction
        fields = ["kind", "on", "library", "contact", "summary", "next_step", "next_on"]
        widgets = {"on": Day(), "next_on": Day(), "summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, by: User, partner: Organisation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        self.fields["library"].queryset = own_libraries(by, Permission.SEE_PARTNERS)  # type: ignore[attr-defined]
        self.fields["library"].empty_label = None  # type: ignore[attr-defined]
        present = [each.pk for each in contacts_of(partner)[0]]
        self.fields["contact"].queryset = Contact.objects.filter(pk__in=present)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("on") and cleaned["on"] > today():
            self.add_error("on", _("This day is still to come. Write a plan as the next step."))
        if cleaned.get("next_on") and not cleaned.get("next_step"):
            self.add_error("next_step", _("Write what is to be done by that day."))
        return cleaned


class LastDayForm(forms.Form):
    """The day on which something ends, today unless said otherwise."""

    day = forms.DateField(label=_("Last day"), widget=Day)

    def __init__(self, *args: Any, since: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": today()})
        super().__init__(*args, **kwargs)
        self.since = since

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if self.since and day < self.since:
            raise ValidationError(_("The last day is before the first one."))
        return day
