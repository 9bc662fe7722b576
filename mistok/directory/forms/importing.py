"""What a person says of a table of services: the file, which column is which field of a card."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mistok.directory.importing.batches import choices_of, header_of, keys_in
from mistok.directory.importing.columns import COLUMNS, KEY, title
from mistok.directory.importing.examining import (
    BY_CARD,
    BY_LOCAL_NUMBER,
    BY_NAME,
    BY_STATE_ID,
    Choices,
)
from mistok.directory.importing.lookups import LookupProblem, Lookups
from mistok.directory.models import Batch, Level, LifeSituation, ServiceKind
from mistok.lib.tables.forms import ColumnsForm, FileForm, columns_of

KEYS = {
    BY_CARD: _("the address of the card"),
    BY_STATE_ID: _("the number in the state register"),
    BY_LOCAL_NUMBER: _("the number in the local list"),
    BY_NAME: _("the name together with the provider"),
}


class UploadForm(FileForm):
    """The table itself."""

    file = forms.FileField(
        label=_("Table of services"),
        help_text=_("CSV, Excel (.xlsx, .xls) or LibreOffice (.ods), up to 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods,.html,.zip,.gz"}),
    )


class CardColumnsForm(ColumnsForm):
    """A field of the card for each column; values for fields without one; how cards are known and added."""

    key = forms.ChoiceField(
        label=_("How do we know that a row is about a card that is here already?"),
        widget=forms.RadioSelect,
    )
    provider = forms.CharField(
        label=_("Provider"),
        required=False,
        max_length=250,
        help_text=_("For new cards whose row names none."),
    )
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", _("by the territory")), *Level.choices],
    )
    territory = forms.CharField(
        label=_("Territory"),
        required=False,
        max_length=120,
        help_text=_("A name, or a code of the codifier."),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=ServiceKind.choices)
    url = forms.URLField(
        label=_("Official address"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("For new cards whose row names none; drafts may do without."),
    )
    situations = forms.ModelMultipleChoiceField(
        LifeSituation.objects.all(),
        label=_("Life situations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    clear = forms.TypedChoiceField(
        label=_("If a cell is empty"),
        choices=[("", _("leave in the card what stands there")), ("1", _("empty that field of the card"))],
        required=False,
        widget=forms.RadioSelect,
    )
    publish = forms.TypedChoiceField(
        label=_("New cards"),
        choices=[("", _("come as drafts, readers do not see them yet")), ("1", _("are published at once"))],
        required=False,
        widget=forms.RadioSelect,
    )
    shorten = forms.BooleanField(
        label=_("Cut names longer than 120 characters; the whole name goes into the summary"), required=False
    )

    DEFAULTS = ("provider", "level", "territory", "kind", "url")

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        choices = choices_of(batch)
        initial = {name: choices.values.get(name, "") for name in self.DEFAULTS} | {
            "situations": [each for each in choices.values.get("situations", "").split(";") if each],
            "key": choices.key,
            "clear": "1" if choices.clear else "",
            "publish": "1" if choices.publish else "",
            "shorten": choices.shorten,
        }
        super().__init__(*args, **kwargs | {"initial": initial | columns_of(choices.columns)})
        self.add_columns(header_of(batch), {name: title(name) for name in COLUMNS})
        self.fields["key"].choices = list(KEYS.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "name" not in self.mapping and KEY not in self.mapping:
            self.add_error(None, _("Say which column holds the name of the service."))
        if data.get("key") and data["key"] not in keys_in(self.mapping) and data["key"] != BY_NAME:
            self.add_error("key", _("No column is matched with this; match it above, or choose another."))
        self._check_defaults(data)
        return data

    def chosen(self) -> Choices:
        """The decisions of the person."""
        data = self.cleaned_data
        values = {name: data[name] for name in self.DEFAULTS if data[name] and name not in self.mapping}
        if data["situations"] and "situations" not in self.mapping:
            values["situations"] = ";".join(each.pk for each in data["situations"])
        return Choices(
            columns=self.mapping,
            values=values,
            key=data["key"],
            clear=bool(data["clear"]),
            publish=bool(data["publish"]),
            shorten=data["shorten"],
        )

    def _check_defaults(self, data: dict[str, Any]) -> None:
        if "provider" not in self.mapping and not data.get("provider") and KEY not in self.mapping:
            self.add_error("provider", _("No column names the provider: write it here."))
        if data.get("territory"):
            try:
                Lookups().territory(data["territory"])
            except LookupProblem as problem:
                self.add_error("territory", capfirst(str(problem)) + ".")
        is_placed = data.get("territory") or "territory" in self.mapping
        if data.get("level") not in ("", None, Level.NATIONAL) and not is_placed:
            self.add_error("territory", _("Say where these services work."))
