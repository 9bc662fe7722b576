"""What a person says of a file of acts: the file, which column is which field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mistok.acts.importing.columns import FIELDS, TITLE
from mistok.acts.importing.files import LARGEST
from mistok.acts.models import ActImport, Kind
from mistok.acts.places import Places
from mistok.lib.tables.forms import ColumnsForm, FileForm, columns_of
from mistok.network.models import Organisation, OrganisationKind, Territory

LOCAL_KINDS = (Kind.DECISION, Kind.INSTRUCTION, Kind.ORDER, Kind.PROGRAMME, Kind.REGULATION, Kind.OTHER)


class ActFileForm(FileForm):
    """The file itself."""

    largest = LARGEST
    file = forms.FileField(
        label=_("File of acts"),
        help_text=_("CSV, Excel, JSON, or an archive of the parliament’s open data; up to 300 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.json,.jsonl,.gz,.zip"}),
    )


class ActColumnsForm(ColumnsForm):
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
        self.mended = set(batch.reading.get("mended", []))
        initial = batch.defaults | columns_of(batch.mapping)
        super().__init__(*args, **kwargs | {"initial": initial})
        self.add_columns(batch.reading.get("columns", []), FIELDS)

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
        data = super().clean()
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
