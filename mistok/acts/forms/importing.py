"""What a person says of a file of acts: the file, how it is read, which column is which field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mistok.acts.importing.columns import FIELDS, TITLE
from mistok.acts.importing.files import LARGEST
from mistok.acts.importing.places import Places
from mistok.acts.models import ActImport, Kind
from mistok.lib.tables import Reading
from mistok.lib.tables.reading import ENCODINGS, TEXT
from mistok.network.models import Organisation, OrganisationKind, Territory

MOST_COLUMNS = 150
DELIMITERS = ((";", _("semicolon ;")), (",", _("comma ,")), ("\t", _("tab")), ("|", _("bar |")))
LOCAL_KINDS = (Kind.DECISION, Kind.INSTRUCTION, Kind.ORDER, Kind.PROGRAMME, Kind.REGULATION, Kind.OTHER)


class ActFileForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label=_("File of acts"),
        help_text=_("CSV, Excel, JSON, or an archive of the parliament’s open data; up to 300 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.jsonl,.gz,.zip"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(
                _("The file is larger than %(limit)s. Part it into several."),
                params={"limit": filesizeformat(LARGEST)},
            )
        return file


class ActReadingForm(forms.Form):
    """How a table is read; only what makes sense for it is asked."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    encoding = forms.ChoiceField(
        label=_("Encoding"), help_text=_("If you see strange letters below, choose another one.")
    )
    delimiter = forms.ChoiceField(label=_("What parts the columns"), choices=DELIMITERS)
    header = forms.IntegerField(
        label=_("Row with the names of the columns"),
        min_value=0,
        max_value=1000,
        help_text=_("0: the columns have no names."),
    )

    def __init__(self, *args: Any, batch: ActImport, **kwargs: Any) -> None:
        self.reading = Reading.load(batch.reading)
        encoding = (self.reading.encoding or "").removesuffix("-sig")
        initial = {
            "sheet": self.reading.sheet, "encoding": encoding, "delimiter": self.reading.delimiter,
            "header": self.reading.header,
        }  # fmt: skip
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

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to choose: a list of objects is read in one way."""
        return self.reading.header is not None

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


class ActColumnsForm(forms.Form):
    """A field of an act for each column, and values for what no column says."""

    territory = forms.CharField(
        label=_("Territory"),
        required=False,
        max_length=120,
        help_text=_("A name, or a code of the codifier. It is taken for rows that name none."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, closed_on=None),
        label=_("Authority of the network"),
        required=False,
        empty_label=_("– by the name in the row –"),
    )
    adopter = forms.CharField(
        label=_("Who adopted the acts"),
        required=False,
        max_length=250,
        help_text=_("For rows that do not say it."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of acts"),
        choices=[(each.value, each.label) for each in LOCAL_KINDS],
        help_text=_("For rows that do not say it."),
    )

    def __init__(self, *args: Any, batch: ActImport, **kwargs: Any) -> None:
        self.header = list(batch.reading.get("columns", []))[:MOST_COLUMNS]
        self.mended = set(batch.reading.get("mended", []))
        initial: dict[str, Any] = dict(batch.defaults)
        initial |= {f"column_{index}": name for name, index in batch.mapping.items()}
        super().__init__(*args, **kwargs | {"initial": initial})
        options = [("", _("– leave out –")), *((name, capfirst(title)) for name, title in FIELDS.items())]
        for index, name in enumerate(self.header):
            self.fields[f"column_{index}"] = forms.ChoiceField(label=name, required=False, choices=options)

    def columns(self) -> list[Any]:
        """The bound field of each column."""
        return [self[f"column_{index}"] for index in range(len(self.header))]

    def clean_territory(self) -> str:
        said = str(self.cleaned_data["territory"]).strip()
        if not said or Territory.objects.filter(pk=said).exists():
            return said
        code = Places().territory(said)
        if code is None:
            raise ValidationError(
                _("There is no such place, or there are several: write the code of the codifier.")
            )
        return code

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
        if TITLE not in self.mapping and "text" not in self.mapping:
            self.add_error(None, _("Say which column holds the title of the act."))
        return data

    def defaults(self) -> dict[str, Any]:
        """What the person said for all rows."""
        data = self.cleaned_data
        found = {name: data[name] for name in ("territory", "adopter", "kind") if data[name]}
        if data["organisation"]:
            found["organisation"] = str(data["organisation"].pk)
        return found
