"""Words of the search: what means the same, and what stands first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mistok.directory.forms.fields import LinesField
from mistok.network.forms.partners import Day
from mistok.search.models import BestBet, SynonymGroup
from mistok.search.vocabulary import phrase_parts

LONGEST = 100
MOST = 30


class PhrasesField(LinesField):
    """Phrases, one on a line, each once; a phrase has at least one word."""

    widget = forms.Textarea(attrs={"rows": 5})

    def item(self, line: str) -> str:
        if len(line) > LONGEST:
            raise ValidationError(_("this is too long for a phrase."))
        if not phrase_parts(line):
            raise ValidationError(_("there is no word here."))
        return line

    def to_python(self, value: Any) -> Any:
        found = super().to_python(str(value or "").replace("\0", ""))
        once = list({line.lower(): line for line in reversed(found)}.values())[::-1]
        if len(once) > MOST:
            raise ValidationError(_("Thirty phrases are enough for one matter."))
        return once


class SynonymForm(forms.ModelForm[SynonymGroup]):
    """A group of synonyms; with the second list it works one way."""

    phrases = PhrasesField(
        label=_("What people write"),
        help_text=_("One phrase on a line, any form: “lost passport”. All of them mean the same."),
        error_messages={"required": _("Write what people ask for.")},
    )
    also = PhrasesField(
        label=_("Look also for"),
        required=False,
        help_text=_(
            "Only when it works one way: “car” also finds “motor vehicle tax”, but not the other way round."
        ),
    )
    note = forms.CharField(
        label=_("Note for colleagues"), required=False, max_length=300,
        help_text=_("Where the word comes from, or why it stands here."),
    )  # fmt: skip

    class Meta:
        model = SynonymGroup
        fields = ["phrases", "also", "note"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        phrases, also = said.get("phrases"), said.get("also")
        if phrases is None or also is None:
            return said
        if not also and len(phrases) < 2:
            self.add_error(
                "phrases", _("Write at least two phrases that mean the same, or fill in “Look also for”.")
            )
        if same := {each.lower() for each in phrases} & {each.lower() for each in also}:
            self.add_error("also", _("“%(phrase)s” stands in both lists.") % {"phrase": min(same)})
        return said


class BetForm(forms.ModelForm[BestBet]):
    """A best bet: questions, and the document that stands first for them, chosen among the found ones."""

    phrases = PhrasesField(
        label=_("Questions"),
        help_text=_("One on a line. The document stands first when somebody asks just this, in any form."),
        error_messages={"required": _("Write what people ask for.")},
    )
    find = forms.CharField(
        label=_("Find the document"), required=False, max_length=200,
        help_text=_("Write a word of its title and press “Find”."),
    )  # fmt: skip
    document = forms.ChoiceField(
        label=_("Document"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the document that stands first."),
            "invalid_choice": _("Choose the document that stands first."),
        },
    )
    position = forms.IntegerField(
        label=_("Place among the first"), min_value=1, max_value=20, initial=1,
        help_text=_("If several documents stand first for one question."),
    )  # fmt: skip
    since = forms.DateField(label=_("From the day"), required=False, widget=Day())
    until = forms.DateField(
        label=_("Up to the day"), required=False, widget=Day(),
        help_text=_("For what is true only for a time: a payment, an election, a winter."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note for colleagues"), required=False, max_length=300)

    class Meta:
        model = BestBet
        fields = ["phrases", "position", "since", "until", "note"]

    def __init__(self, *args: Any, documents: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = documents  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", _("The last day comes before the first."))
        return said
