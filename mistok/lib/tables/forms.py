"""What a person says of a table on the pages of any import: the file, how it is read, its columns."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mistok.lib.tables.reading import ENCODINGS, TEXT, Reading
from mistok.lib.tables.table import LARGEST

MOST_COLUMNS = 150
DELIMITERS = ((";", _("semicolon ;")), (",", _("comma ,")), ("\t", _("tab")), ("|", _("bar |")))


class FileForm(forms.Form):
    """Base of a form with the field `file`: one that is too large is refused at once."""

    largest: ClassVar[int] = LARGEST  # bytes

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > self.largest:
            raise ValidationError(
                _("The file is larger than %(limit)s. Part it into several."),
                params={"limit": filesizeformat(self.largest)},
            )
        return file


class ReadingForm(forms.Form):
    """How the file is read; only what makes sense for it is asked.

    `said` is the dumped reading of the file, with the names of its sheets under `sheets`.
    """

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

    def __init__(self, *args: Any, said: Mapping[str, Any], **kwargs: Any) -> None:
        self.reading = Reading.load(said)
        encoding = (self.reading.encoding or "").removesuffix("-sig")
        super().__init__(*args, **kwargs | {"initial": self.reading.dump() | {"encoding": encoding}})
        sheets = said.get("sheets", [])
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


class ColumnsForm(forms.Form):
    """Base of a form with a field for each column of the table; `mapping` tells what was matched."""

    header: list[str]
    mapping: dict[str, int]

    def add_columns(self, header: list[str], titles: Mapping[str, Any]) -> None:
        """A choice among the fields, by name with their titles, for each column."""
        self.header = header[:MOST_COLUMNS]
        options = [("", _("– leave out –")), *((name, capfirst(title)) for name, title in titles.items())]
        for index, name in enumerate(self.header):
            self.fields[f"column_{index}"] = forms.ChoiceField(label=name, required=False, choices=options)

    def columns(self) -> list[Any]:
        """The bound field of each column."""
        return [self[f"column_{index}"] for index in range(len(self.header))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.mapping = {}
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
        return data


def columns_of(initial: Mapping[str, int]) -> dict[str, str]:
    """The first values of the fields of a ColumnsForm for what is matched already."""
    return {f"column_{index}": name for name, index in initial.items()}
