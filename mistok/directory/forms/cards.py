"""What the keepers of the catalogue write: the whole card, its confirmation, its way into the archive."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mistok.directory.catalogue_list import possible_keepers
from mistok.directory.forms.fields import LegalBasisField, LinesField, ReplacementField, TerritoryField
from mistok.directory.models import Channel, Confirmation, Level, LifeSituation, Service
from mistok.directory.queries import providers
from mistok.network.models import VisitorCategory
from mistok.ukrainian.translit import slug as address_of

ONE_A_LINE = _("One on a line.")
CARE = ("keeper", "review_months")

# The parts of the long form: anchor, heading, fields. The contents list on top leads to them.
SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("what", _("What it is"),
     ("name", "short_name", "slug", "summary", "kind", "provider", "url", "alert")),
    ("whom", _("For whom and where"), ("situations", "audiences", "level", "territory")),
    ("way", _("What one does and gets"), ("result", "bring", "steps", "channels", "signature")),
    ("price", _("Cost and term"), ("cost_amount", "cost", "term_value", "term_unit", "term")),
    ("law", _("Refusal, law, complaints"), ("refusal", "legal_basis", "appeal", "help_phone")),
    ("library", _("In the library"), ("librarian_role", "boundary", "report_phrase")),
    ("finding", _("Numbers and search"),
     ("is_administrative", "state_id", "local_number", "synonyms", "demand")),
    ("care", _("Who keeps it"), CARE),
    ("why", _("For the colleagues"), ("note",)),
)  # fmt: skip


class ServiceForm(forms.ModelForm[Service]):
    """The whole card. Checked here, written by `actions`.

    `fields_of` fills it with another text than the card's (a draft); `cares` shows who keeps the card.
    """

    bring = LinesField(label=_("What to take with you"), required=False, help_text=_("One thing on a line."))
    steps = LinesField(label=_("Steps"), required=False, help_text=_("One step on a line, in order."))
    result = LinesField(label=_("What one receives"), required=False, help_text=ONE_A_LINE)
    refusal = LinesField(label=_("Grounds for refusal"), required=False, help_text=ONE_A_LINE)
    legal_basis = LegalBasisField(
        label=_("Legal basis"),
        required=False,
        help_text=_("One act on a line: its title, a bar, its address. For example: Law № 1618 | https://…"),
    )
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
    channels = forms.MultipleChoiceField(
        choices=Channel.choices,
        label=_("How to apply"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cost_amount = forms.DecimalField(
        label=_("Cost, UAH"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        localize=True,
        help_text=_("0 means free. Leave empty when it depends."),
    )
    term_value = forms.IntegerField(
        label=_("Term, number"), required=False, min_value=1, max_value=999,
        help_text=_("The longest, as the law gives it."),
    )  # fmt: skip
    demand = forms.IntegerField(label=_("Expected demand, 0–100"), min_value=0, max_value=100, initial=50)
    note = forms.CharField(
        label=_("What was changed and why"),
        required=False,
        max_length=300,
        help_text=_("Stands in the history of the card. Do not name visitors."),
    )

    class Meta:
        model = Service
        fields = [
            "name", "short_name", "slug", "summary", "url", "kind", "provider", "level", "territory", "alert",
            "is_administrative", "situations", "audiences", "result", "bring", "steps", "channels", "cost",
            "cost_amount", "term", "term_value", "term_unit", "signature", "refusal", "legal_basis", "appeal",
            "help_phone", "librarian_role", "boundary", "state_id", "local_number", "synonyms",
            "report_phrase", "demand", "keeper", "review_months",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        labels = {"cost": _("Cost in words"), "term": _("Term in words")}
        help_texts = {
            "slug": _("The last part of the page’s address. Leave empty to make it from the name."),
            "url": _("The official page, beginning with https://"),
            "alert": _("Stands on top of the card until you take it off: “the register is closed until …”."),
            "boundary": _("What the librarian must leave to the person or to the authority."),
            "cost": _("If a number does not say it all."),
            "term": _("If a number does not say it all."),
            "help_phone": _("Several numbers are parted by commas."),
            "state_id": _("For example: 00034."),
        }

    def __init__(
        self, *args: Any, fields_of: dict[str, Any] | None = None, cares: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": dict(fields_of or {})})
        self.fields["provider"].queryset = providers()  # type: ignore[attr-defined]
        self.fields["review_months"] = forms.IntegerField(
            label=_("Review every, months"), min_value=1, max_value=60, initial=6
        )
        if cares:
            self.fields["keeper"].queryset = possible_keepers(self.instance.keeper_id)  # type: ignore[attr-defined]
        else:
            for name in CARE:
                del self.fields[name]
        if self.instance.pk:
            del self.fields["slug"]  # printed codes lead to this address: it never changes
        else:
            self.fields["slug"].required = False

    def sections(self) -> Iterator[tuple[str, Promise, list[BoundField]]]:
        """The parts of the form that have something: anchor, heading, fields."""
        for anchor, heading, names in SECTIONS:
            bound = [self[name] for name in names if name in self.fields]
            if bound:
                yield anchor, heading, bound

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "slug" in self.fields and not self.errors.get("slug"):
            self._clean_slug(given)
        level, territory = given.get("level"), given.get("territory")
        if level == Level.NATIONAL and territory:
            self.add_error("territory", _("A national service has no territory: leave this empty."))
        elif level and level != Level.NATIONAL and not territory and not self.errors.get("territory"):
            self.add_error("territory", _("Say where this service works."))
        if given.get("term_value") and not given.get("term_unit"):
            self.add_error("term_unit", _("Say in what the term is counted."))
        elif given.get("term_unit") and not given.get("term_value") and not self.errors.get("term_value"):
            self.add_error("term_value", _("Write the number, or leave the unit empty."))
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

    note = forms.CharField(
        label=_("Note for colleagues"),
        max_length=200,
        required=False,
        help_text=_("For example: phoned the department, they take papers till noon only."),
    )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day


class RetirementForm(forms.Form):
    """Why a card leaves the catalogue, and where its readers go instead."""

    reason = forms.CharField(
        label=_("Why does it leave the catalogue?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the service has closed; it moved to another card. Do not name people."),
    )
    replaced_by = ReplacementField(
        label=_("Which card replaces it?"),
        required=False,
        help_text=_("Its address on this site, or its exact name. Readers of the old card are led there."),
    )
