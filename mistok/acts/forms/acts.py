"""What staff write of an act: what is known of it, what it does to others, its words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.acts.forms.fields import LinesField, NamedActsField
from mistok.acts.models import Act, Relation, RelationKind, Status
from mistok.network.forms.points import TerritoryField
from mistok.network.forms.points_fields import day_input
from mistok.ukrainian.act_numbers import canonical

MOST_TEXT = 5_000_000  # characters
KINDS = {
    RelationKind.AMENDS: _("Acts that it changes"),
    RelationKind.REPEALS: _("Acts that it repeals"),
    RelationKind.APPROVES: _("Acts that it approves"),
    RelationKind.IMPLEMENTS: _("Acts that it carries out"),
}


class ActForm(forms.ModelForm[Act]):
    """What is known of an act. A status is nothing without its source and day."""

    subjects = LinesField(label=_("Subjects"), required=False, help_text=_("One on a line."))
    territory = TerritoryField(
        label=_("Territory"),
        required=False,
        help_text=_("For local acts: the name of the settlement or hromada, or its code."),
    )

    class Meta:
        model = Act
        fields = [
            "title", "short_name", "level", "kind", "kind_name", "number", "registration", "adopted_on",
            "in_force_on", "issuer", "territory", "status", "status_source", "status_on", "subjects",
            "is_amending", "url",
        ]  # fmt: skip
        widgets = {
            "title": forms.Textarea(attrs={"rows": 3}),
            "adopted_on": day_input(),
            "in_force_on": day_input(),
            "status_on": day_input(),
        }
        help_texts = {
            "short_name": _("As people call it. For example: law on citizens’ appeals."),
            "registration": _("Of the state site zakon.rada.gov.ua. Local acts have none."),
            "status_source": _("Who says so: a register, an official page, a letter."),
            "url": _("On the site of who published it."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        act = self.instance
        if act.pk:
            self.initial["territory"] = act.territory_id or ""
        by_kind: dict[str, list[tuple[None, str]]] = {}
        if act.pk:
            for relation in act.relations.filter(is_by_hand=True):
                by_kind.setdefault(relation.kind, []).append((None, relation.reference))
        for kind, label in KINDS.items():
            self.fields[f"relation_{kind}"] = NamedActsField(
                label=label,
                required=False,
                initial=by_kind.get(kind, []),
                help_text=_("One on a line: number, exact title or address on this site. Only those "
                            "written by hand stand here."),
            )  # fmt: skip

    def clean_registration(self) -> str | None:
        """In small letters, as the register has it; none is NULL, so that many may have none."""
        said = (self.cleaned_data.get("registration") or "").strip()
        return canonical(said)[:80] if said else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("status") not in (None, "", Status.UNKNOWN):
            if not cleaned.get("status_source"):
                self.add_error("status_source", _("Say who says so, or choose “not established”."))
            if not cleaned.get("status_on"):
                self.add_error("status_on", _("Say on which day it was so."))
        for name in ("status_on", "adopted_on"):
            day = cleaned.get(name)
            if day and day > timezone.localdate():
                self.add_error(name, _("This day is yet to come."))
        own = self.instance.pk
        for kind in KINDS:
            for act, _said in cleaned.get(f"relation_{kind}") or ():
                if act is not None and act.pk == own:
                    self.add_error(f"relation_{kind}", _("An act cannot do this to itself."))
        return cleaned

    def relations(self) -> list[Relation]:
        """The relations written by hand, not saved."""
        return [
            Relation(kind=kind, other=act, reference=said, is_by_hand=True)
            for kind in KINDS
            for act, said in dict.fromkeys(self.cleaned_data.get(f"relation_{kind}") or ())
        ]


class TextForm(forms.Form):
    """The words of an act as a new edition."""

    text = forms.CharField(
        label=_("Text of the act"),
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Paste the whole text. Articles, points and sections are recognised by themselves."),
    )
    since = forms.DateField(label=_("Edition of"), required=False, widget=day_input())
    reason = forms.CharField(
        label=_("On the ground of"), max_length=300, required=False,
        help_text=_("The act that brought this edition. For example: Law No. 1150-IX."),
    )  # fmt: skip
    text_problem = forms.CharField(
        label=_("What is wrong with the text"),
        max_length=300,
        required=False,
        help_text=_("For example: tables are left out. Everybody reads this over the text."),
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\0", "")
        if not text.strip():
            raise ValidationError(_("The text is empty."))
        return text
