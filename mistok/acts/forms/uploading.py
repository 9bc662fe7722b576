"""What a person says of a file that becomes an act."""

from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mistok.acts.actions.files import matching, suggested
from mistok.acts.models import Act, ActUpload, Kind, Level
from mistok.acts.places import territory_named
from mistok.lib.reading import LARGEST
from mistok.network.forms.points import TerritoryField
from mistok.network.forms.points_fields import day_input

LARGEST_FOLDER = 500 * 1024 * 1024  # bytes
ENDINGS = ".pdf,.docx,.doc,.rtf,.html,.htm,.txt"
MOST_TEXT = 5_000_000  # characters that a person may paste


class UploadForm(forms.Form):
    """The file of one act."""

    file = forms.FileField(
        label=_("File of the act"),
        help_text=_("PDF, Word, RTF, HTML or text, up to 50 MB. It is kept as it is, byte for byte."),
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        return _not_too_large(self.cleaned_data["file"], LARGEST)


class FolderForm(forms.Form):
    """A folder of files in a ZIP."""

    file = forms.FileField(
        label=_("ZIP of a folder"),
        help_text=_("Up to 5,000 files in any folders inside, up to 500 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.LOCAL)
    issuer = forms.CharField(
        label=_("Who adopted them"),
        max_length=300,
        required=False,
        help_text=_("For files that do not say it themselves."),
    )
    publish = forms.BooleanField(
        label=_("Publish acts whose title, number and day are certain"),
        required=False,
        initial=True,
        help_text=_("The others wait as drafts for a person to check."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        return _not_too_large(self.cleaned_data["file"], LARGEST_FOLDER)


class CheckForm(forms.Form):
    """What the act is, begun with what the file says of itself."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *Kind.choices])
    number = forms.CharField(
        label=_("Number"), max_length=80, required=False, help_text=_("As the act has it: 12-3/VIII.")
    )
    adopted_on = forms.DateField(label=_("Adopted"), required=False, widget=day_input())
    title = forms.CharField(
        label=_("Title"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without the kind and the number."),
    )
    issuer = forms.CharField(label=_("Who adopted it"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.LOCAL)
    territory = TerritoryField(
        label=_("Territory"),
        required=False,
        help_text=_("For local acts: the name of the settlement or hromada, or its code."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Type or paste it, so that the act is found by its words. It may be left empty."),
    )
    is_published = forms.BooleanField(label=_("Everybody sees it"), required=False, initial=True)
    as_existing = forms.BooleanField(
        label=_("It is the act that is already here: give it this file and this text"), required=False
    )

    def __init__(self, *args: Any, upload: ActUpload, **kwargs: Any) -> None:
        told = suggested(upload)
        is_state = told.kind in (Kind.LAW, Kind.CODE, Kind.DECREE) or "України" in told.issuer
        level = Level.STATE if is_state else Level.LOCAL
        super().__init__(*args, **kwargs)
        initial: dict[str, Any] = {
            "kind": told.kind or "",
            "number": told.number,
            "adopted_on": told.adopted_on,
            "title": told.title,
            "issuer": told.issuer,
            "level": level,
            "territory": (territory_named(told.issuer) if told.issuer and not is_state else None) or "",
        }
        self.initial = {**initial, **self.initial}
        self.upload = upload
        self.existing: Act | None = None
        if upload.text:
            del self.fields["text"]
        if not self.is_bound:
            self.existing = matching(told.number, told.adopted_on, told.kind, level)
        elif "as_existing" in self.data:
            self.existing = self._existing_of(self.data)
        if self.existing is None:
            del self.fields["as_existing"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.setdefault("text", self.upload.text)
        if not cleaned.get("as_existing") and "as_existing" not in self.fields:
            found = self._existing_of(cleaned)
            if found is not None and not self.errors:
                self.existing = found
                self.fields["as_existing"] = deepcopy(self.base_fields["as_existing"])
                if "as_new" not in self.data:
                    raise ValidationError(
                        gettext(
                            "An act of this number and day is here already: “%(title)s”. Say whether it is "
                            "the same, or store this one beside it."
                        )
                        % {"title": found.title}
                    )
        cleaned["existing"] = self.existing if cleaned.get("as_existing") else None
        return cleaned

    @staticmethod
    def _existing_of(given: Any) -> Act | None:
        day = given.get("adopted_on")
        if isinstance(day, str):
            try:
                day = forms.DateField().clean(day)
            except ValidationError:
                return None
        kind = Kind(given["kind"]) if given.get("kind") in Kind.values else None
        return matching(str(given.get("number") or ""), day, kind, str(given.get("level")))


def _not_too_large(file: UploadedFile[bytes], most: int) -> UploadedFile[bytes]:
    if (file.size or 0) > most:
        raise ValidationError(gettext("The file is larger than %(limit)s.") % {"limit": filesizeformat(most)})
    return file
