"""Documents of the shelf."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.network.forms.points_fields import day_input
from mistok.network.models import PointDocument


class DocumentForm(forms.ModelForm[PointDocument]):
    """What a document is, and who may read it."""

    class Meta:
        model = PointDocument
        fields = ["kind", "title", "number", "dated", "valid_until", "is_public"]
        widgets = {"dated": day_input(), "valid_until": day_input()}
        help_texts = {
            "is_public": _("It is shown on the public page of the point. Mind personal data in it."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        dated, until = cleaned.get("dated"), cleaned.get("valid_until")
        if dated and until and until < dated:
            self.add_error("valid_until", _("It cannot end before its own date."))
        return cleaned


class NewDocumentForm(DocumentForm):
    """A document with its file."""

    paper = forms.FileField(
        label=_("File"), help_text=_("PDF, Word, Excel, OpenDocument or a picture, up to 20 MB.")
    )
    field_order = ["paper", "kind", "title"]
