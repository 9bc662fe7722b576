"""An answer for everybody."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7
from mistok.reception import choosing
from mistok.reception.models import Case
from mistok.reception.words import numbers_text
from mistok.search.declarations import SearchDocument

CONTACT = re.compile(r"\S+@\S+|\d(?:[\s().+–-]*\d){8,}")
MONTHS = [(3, _("in 3 months")), (6, _("in 6 months")), (12, _("in a year"))]


class AnswerTextForm(forms.Form):
    """The question in general words and the answer; whatever may point at the person who asked is refused."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)
    question = forms.CharField(
        label=_("Question, in general words"), max_length=200,
        help_text=_("As anybody could ask it: without names, numbers and the story of one person."),
        error_messages={"required": _("Write the question.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Each step in a line of its own: a guide may be made of it later."),
        error_messages={"required": _("Write the answer.")},
    )  # fmt: skip
    find = forms.CharField(
        label=_("Look for a source"), required=False, max_length=400,
        help_text=_("Services, guides, acts and answers. The chosen ones stay chosen."),
    )  # fmt: skip
    sources = forms.MultipleChoiceField(
        label=_("Sources"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, found: Sequence[tuple[str, str]], case: Case | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["sources"].choices = found  # type: ignore[attr-defined]

    def clean_question(self) -> str:
        question = " ".join(str(self.cleaned_data["question"]).replace("\0", "").split())
        if CONTACT.search(question) or numbers_text(question):
            raise ValidationError(_("There is a contact or a number in the question. Take it out."))
        self._without_the_asker(question)
        return question

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\0", "").replace("\r\n", "\n").strip()
        if numbers_text(text):
            raise ValidationError(_("There is a number of a person’s papers in the answer. Take it out."))
        self._without_the_asker(text)
        return text

    def _without_the_asker(self, text: str) -> None:
        """Neither the contact of the asker nor the first name at the head of a letter."""
        if self.case is None:
            return
        lowered = text.lower()
        if any(each and each.lower() in lowered for each in (self.case.email, self.case.phone)):
            raise ValidationError(_("Here is the contact of the person who asked. Take it out."))
        words = set(re.findall(r"[\w’'-]+", lowered))
        if any(len(part) > 2 and part in words for part in self.case.asker_name.lower().split()):
            raise ValidationError(_("Here is the name of the person who asked. Take it out."))

    def documents(self) -> list[SearchDocument]:
        """The chosen sources."""
        return choosing.documents(self.cleaned_data["sources"])


class PublishForm(forms.Form):
    """When to look at it anew."""

    months = forms.TypedChoiceField(label=_("Look at it anew"), choices=MONTHS, coerce=int, initial=6)


class SendBackForm(forms.Form):
    """What the author should mend."""

    note = forms.CharField(
        label=_("What has to be mended"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what has to be mended.")},
    )  # fmt: skip


class RetireForm(forms.Form):
    """Why nobody should read it any more; readers see these words."""

    why = forms.CharField(
        label=_("Why it is withdrawn"), max_length=200,
        help_text=_("Readers who come by an old link see these words."),
        error_messages={"required": _("Write why.")},
    )  # fmt: skip
