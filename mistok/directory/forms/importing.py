"""What a person says of a table: the file, how it is read, which column is which field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext
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
from mistok.lib.tables import LARGEST, Reading
from mistok.lib.tables.reading import ENCODINGS, TEXT

MOST_COLUMNS = 150
KEYS = {
    BY_CARD: _("the address of the card"),
    BY_STATE_ID: _("the number in the state register"),
    BY_LOCAL_NUMBER: _("the number in the local list"),
    BY_NAME: _("the name together with the provider"),
}
DELIMITER_NAMES = ((";", _("semicolon ;")), (",", _("comma ,")), ("\t", _("tab")), ("|", _("bar |")))


class UploadForm(forms.Form):
    """The table itself."""

    file = forms.FileField(
        label=_("Table of services"),
        help_text=_("CSV, Excel (.xlsx, .xls) or LibreOffice (.ods), up to 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods,.html,.zip,.gz"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(
                _("The file is larger than %(limit)s. Part it into several."),
                params={"limit": filesizeformat(LARGEST)},
            )
        return file


class ReadingForm(forms.Form):
    """How the file is read; only what makes sense for it is asked."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    encoding = forms.ChoiceField(
        label=_("Encoding"), help_text=_("If you see strange letters below, choose another one.")
    )
    delimiter = forms.ChoiceField(label=_("What parts the columns"), choices=DELIMITER_NAMES)
    header = forms.IntegerField(
        label=_("Row with the names of the columns"),
        min_value=0,
        max_value=1000,
        help_text=_("0: the columns have no names."),
    )

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        self.reading = Reading.load(batch.reading)
        encoding = (self.reading.encoding or "").removesuffix("-sig")
        initial = {
            "sheet": self.reading.sheet,
            "encoding": encoding,
            "delimiter": self.reading.delimiter,
            "header": self.reading.header,
        }
        super().__init__(*args, **kwargs | {"initial": initial})
        sheets = batch.reading.get("sheets", [])
        encodings = ENCODINGS if not encoding or encoding in ENCODINGS else {encoding: encoding} | ENCODINGS
        self.fields["sheet"].choices = [(each, each) for each in sheets]  # type: ignore[attr-defined]
        self.fields["encoding"].choices = list(encodings.items())  # type: ignore[attr-defined]
        if len(sheets) < 2:
            del self.fields["sheet"]
        if self.reading.encoding is None:
            del self.fields["encoding"]
        if self.reading.kind != TEXT:
            del self.fields["delimiter"]

    def chosen(self) -> Reading:
        """The reading as the person wants it."""
        data = self.cleaned_data
        return Reading(
            kind=self.reading.kind,
            sheet=data.get("sheet") or self.reading.sheet,
            encoding=data.get("encoding") or self.reading.encoding,
            delimiter=data.get("delimiter") or self.reading.delimiter,
            header=data["header"],
        )


class ColumnsForm(forms.Form):
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
        self.header = header_of(batch)[:MOST_COLUMNS]
        by_column = {index: name for name, index in choices.columns.items()}
        initial = {name: choices.values.get(name, "") for name in self.DEFAULTS} | {
            "situations": [each for each in choices.values.get("situations", "").split(";") if each],
            "key": choices.key,
            "clear": "1" if choices.clear else "",
            "publish": "1" if choices.publish else "",
            "shorten": choices.shorten,
        }
        initial |= {f"column_{index}": name for index, name in by_column.items()}
        super().__init__(*args, **kwargs | {"initial": initial})
        options = [("", _("– leave out –")), *((name, capfirst(title(name))) for name in COLUMNS)]
        for index, name in enumerate(self.header):
            self.fields[f"column_{index}"] = forms.ChoiceField(label=name, required=False, choices=options)
        self.fields["key"].choices = list(KEYS.items())  # type: ignore[attr-defined]

    def columns(self) -> list[Any]:
        """The bound field of each column."""
        return [self[f"column_{index}"] for index in range(len(self.header))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.mapping: dict[str, int] = {}
        for index in range(len(self.header)):
            name = data.get(f"column_{index}")
            if not name:
                continue
            if name in self.mapping:
                first = self.header[self.mapping[name]]
                self.add_error(
                    f"column_{index}",
                    gettext("This field is taken from the column “%(name)s” already.") % {"name": first},
                )
            self.mapping.setdefault(name, index)
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
