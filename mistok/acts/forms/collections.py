"""Collections of acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.acts.forms.fields import ItemsField
from mistok.acts.models import ActCollection


class CollectionForm(forms.ModelForm[ActCollection]):
    """What a collection is called and what is in it, in order."""

    things = ItemsField(
        label=_("Acts in their order"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One on a line: number, exact title or address; after a bar, why it is here. For "
                    "example: 393/96-ВР | terms of answers to appeals."),
    )  # fmt: skip

    class Meta:
        model = ActCollection
        fields = ["name", "summary", "purpose", "order", "is_published"]
        widgets: Any = {"summary": forms.Textarea(attrs={"rows": 2})}

    field_order = ["name", "summary", "purpose", "things", "order", "is_published"]
