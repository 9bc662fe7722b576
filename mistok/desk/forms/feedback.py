"""The network’s question, the words of a visitor, the cards of a box."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import FeedbackQuestion, VoidReason
from mistok.network.forms.partners import Day

MOST_REASONS = 6
# Digits as many as a phone, a tax number or a card has; a passport with letters; an e-mail.
NUMBERS = re.compile(r"(?:\d[\s\-()]*){8,}|[А-ЯҐЄІЇ]{2}\s?\d{6}\b|\S+@\S+\.\S+")


class QuestionForm(forms.ModelForm[FeedbackQuestion]):
    """The one question, the words of its faces, the reasons to tap. Saving makes a new version."""

    good_reasons = forms.CharField(
        label=_("Reasons after the smiling face"),
        help_text=_("One a line, at most six, short: they stand on buttons."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    other_reasons = forms.CharField(
        label=_("Reasons after the other faces"),
        help_text=_("One a line, at most six, short: they stand on buttons."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    class Meta:
        model = FeedbackQuestion
        fields = ["text", "good", "middle", "bad", "thanks", "why", "asks_text"]
        help_texts = {
            "text": _("One short question that a person answers at once."),
            "why": _("Stands over the reasons. Without it reasons are not asked."),
            "asks_text": _(
                "The page warns not to write names and numbers, and refuses what looks like them; even so "
                "look at the words from time to time."
            ),
        }

    def __init__(self, *args: Any, current: FeedbackQuestion | None, **kwargs: Any) -> None:
        if current is not None:
            texts = {
                side: "\n".join(each.text for each in current.reasons.all() if each.after_good == side)
                for side in (True, False)
            }
            initial = {name: getattr(current, name) for name in self.Meta.fields}
            kwargs["initial"] = {**initial, "good_reasons": texts[True], "other_reasons": texts[False]}
        super().__init__(*args, **kwargs)

    def clean_good_reasons(self) -> list[str]:
        return self._reasons("good_reasons")

    def clean_other_reasons(self) -> list[str]:
        return self._reasons("other_reasons")

    def _reasons(self, name: str) -> list[str]:
        lines = [" ".join(line.split()) for line in str(self.cleaned_data[name]).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_REASONS:
            raise ValidationError(_("At most six reasons: more are not read."))
        if any(len(line) > 40 for line in lines):
            raise ValidationError(_("A reason is at most 40 characters long."))
        return lines

    def facts(self) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        return {name: said[name] for name in (*self.Meta.fields, "good_reasons", "other_reasons")}


class ReasonsForm(forms.Form):
    """What a visitor tapped and perhaps wrote after the answer."""

    reasons = forms.MultipleChoiceField(required=False)
    text = forms.CharField(required=False, max_length=300, strip=True)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = choices  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\0", "")
        if NUMBERS.search(text):
            raise ValidationError(
                _("Please take numbers and addresses out: a phone, a passport, a card or an e-mail.")
            )
        return text


class TallyForm(forms.Form):
    """How many paper cards of each answer there were in the box."""

    day = forms.DateField(
        label=_("Day of the answers"),
        help_text=_("When a box was gathered for a week, its last day."),
        widget=Day,
    )
    good = forms.IntegerField(label=_("Smiling"), min_value=0, required=False)
    middle = forms.IntegerField(label=_("Straight"), min_value=0, required=False)
    bad = forms.IntegerField(label=_("Sad"), min_value=0, required=False)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: FeedbackQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()
        for face, said in question.answers:
            self.fields[face].help_text = escape(said)  # a help text may be HTML
        self.asked = list(question.reasons.all()) if question.why else []  # in the order of the card
        for each in self.asked:
            self.fields[f"reason-{each.pk}"] = forms.IntegerField(
                label=each.text, help_text=_("On how many cards it is ticked."), min_value=0, required=False
            )

    def facts(self) -> dict[str, Any]:
        """The arguments of the action; an empty field is no card."""
        said = self.cleaned_data
        counts = {face: said[face] or 0 for face in ("good", "middle", "bad")}
        reasons = {each.pk: said[f"reason-{each.pk}"] or 0 for each in self.asked}
        return {"day": said["day"], "uuid": said["uuid"], "reasons": reasons, **counts}


class TallyVoidForm(forms.Form):
    """Why a count is withdrawn."""

    reason = forms.ChoiceField(choices=VoidReason.choices)


class PasswordForm(forms.Form):
    """The librarian takes the screen back."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "off"}), strip=False
    )
