"""Choosing a file to import."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from mistok.lib.jobs.runners import import_sources

LARGEST = 20 * 1024 * 1024  # bytes; the whole codifier is 3 MB


class ImportForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.geojson,.json,text/csv"})
    )
    edition = forms.DateField(
        label=_("Day of the edition"),
        required=False,
        help_text=_("From which day these names hold. Left empty: the date in the file’s name, else today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, source.title) for kind, source in import_sources().items() if not source.page]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s. Is it really this one?"),
                params={"limit": filesizeformat(LARGEST)},
            )
        return file
