"""What the keepers of the catalogue write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory.models import Confirmation, Level, LifeSituation, Service
from mistok.directory.queries import providers
from mistok.network.models import Territory, VisitorCategory
from mistok.ukrainian.translit import slug as address_of


class LinesField(forms.CharField):
    """A list of short texts, one on a line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(each) for each in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [
            line for each in (super().to_python(value) or "").splitlines() if (line := " ".join(each.split()))
        ]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial) or "") != self.to_python(data or ""))


class TerritoryField(forms.CharField):
    """A unit of the codifier by its code, or by its name when only one unit bears it."""

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = list(Territory.objects.filter(pk=text.upper())[:1]) or list(
            Territory.objects.filter(name=text, closed_on=None).order_by("level")[:2]
        )
        if not found:
            raise ValidationError(
                _("There is no such place. Write its name as in the codifier, or its code.")
            )
        if len(found) > 1:
            raise ValidationError(_("Several places have this name. Write the code: UA and 17 digits."))
        return found[0]


class ServiceForm(forms.ModelForm[Service]):
    """The whole card. Checked here, written by `actions`."""

    bring = LinesField(label=_("What to take with you"), required=False, help_text=_("One thing on a line."))
    steps = LinesField(label=_("Steps"), required=False, help_text=_("One step on a line, in order."))
    synonyms = LinesField(
        label=_("Other words for it"),
        required=False,
        help_text=_("As people say it, one on a line; helps the search."),
    )
    territory = TerritoryField(
        label=_("Territory"),
        required=False,
        help_text=_("Only for regional and local services: a name or a code of the codifier (КАТОТТГ)."),
    )
    situations = forms.ModelMultipleChoiceField(
        LifeSituation.objects.all(), label=_("Life situations"), widget=forms.CheckboxSelectMultiple
    )
    audiences = forms.ModelMultipleChoiceField(
        VisitorCategory.objects.all(),
        label=_("For whom"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty when it is for everybody."),
    )

    class Meta:
        model = Service
        fields = [
            "name", "short_name", "slug", "summary", "url", "kind", "provider", "level", "territory",
            "is_administrative", "situations", "audiences", "bring", "steps", "cost", "term", "signature",
            "librarian_role", "boundary", "synonyms", "report_phrase", "demand",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "slug": _("The last part of the page’s address. Leave empty to make it from the name."),
            "url": _("The official page, beginning with https://"),
            "boundary": _("What the librarian must leave to the person or to the authority."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers()  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["slug"]  # printed codes lead to this address: it never changes
        else:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "slug" in self.fields and not self.errors.get("slug"):
            self._clean_slug(given)
        level, territory = given.get("level"), given.get("territory")
        if level == Level.NATIONAL and territory:
            self.add_error("territory", _("A national service has no territory: leave this empty."))
        elif level and level != Level.NATIONAL and not territory and not self.errors.get("territory"):
            self.add_error("territory", _("Say where this service works."))
        return given

    def _clean_slug(self, given: dict[str, Any]) -> None:
        given["slug"] = given.get("slug") or address_of(given.get("name", ""))
        if given.get("name") and not given["slug"]:
            self.add_error("slug", _("Write a short address in Latin letters."))
        elif given["slug"] == "new" or Service.objects.filter(slug=given["slug"]).exists():
            self.add_error("slug", _("Another card has this address. Write a different one."))

    def _post_clean(self) -> None:
        """The model's checks without their trace: the instance stays as stored until `actions` write it."""
        names = [field.attname for field in self.instance._meta.concrete_fields]
        stored = {name: getattr(self.instance, name) for name in names}
        super()._post_clean()  # type: ignore[misc]
        for name, value in stored.items():
            setattr(self.instance, name, value)


class ConfirmationForm(forms.Form):
    """How a person made sure, and when."""

    how = forms.ChoiceField(
        label=_("How did you make sure?"), choices=Confirmation.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=_("On which day?"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day


class RetirementForm(forms.Form):
    """Why a card leaves the catalogue."""

    reason = forms.CharField(
        label=_("Why does it leave the catalogue?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the service has closed; it moved to another card. Do not name people."),
    )
