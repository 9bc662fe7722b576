"""The slip of a visitor. Nothing typed is lost: the same form draws the page again."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.actions import MOST_PEOPLE, Item
from mistok.desk.actions.storing import check_note
from mistok.desk.cards import LONGEST
from mistok.desk.facts import certainty_of
from mistok.desk.models import (
    NOTE_LENGTH,
    Channel,
    Independence,
    Minutes,
    Outcome,
    Subject,
    Topic,
    WhyNot,
)
from mistok.desk.queries import subject_of
from mistok.network.models import VisitorCategory

NUMBER_ERRORS: dict[str, Any] = {
    "required": _("Write how many people came."),
    "invalid": _("Write the number of people in digits, for example 6."),
    "min_value": _("Write the number of people in digits, for example 6."),
    "max_value": _("Write a number of people up to 100,000."),
}
GONE = _("This service or topic is no longer in the directory. Search again.")


def item_of(
    subject: Subject,
    times: int,
    outcome: str,
    *,
    independence: int | None = None,
    minutes: int | None = None,
    why: str = "",
) -> Item:
    """One thing helped with, whichever of the two kinds it is."""
    return Item(
        service=None if isinstance(subject, Topic) else subject,
        topic=subject if isinstance(subject, Topic) else None,
        times=times,
        outcome=outcome,
        independence=independence,
        minutes=minutes,
        why=why,
    )


class SlipForm(forms.Form):
    """The slip of the visitor who stands here: who came, how many, by what way, on what day."""

    q = forms.CharField(required=False, max_length=200)
    open = forms.CharField(required=False, max_length=120)
    category = forms.ModelMultipleChoiceField(
        VisitorCategory.objects.all(),
        required=False,
        label=_("Who came"),
        error_messages={"invalid_choice": _("There is no such category of visitors any more. Choose again.")},
    )
    number = forms.IntegerField(
        min_value=1,
        max_value=MOST_PEOPLE,
        label=_("How many people"),
        error_messages=NUMBER_ERRORS,
    )
    rough = forms.BooleanField(required=False, label=_("roughly"))
    channel = forms.ChoiceField(choices=Channel.choices, label=_("Where"))
    day = forms.DateField(
        required=False,
        label=_("Day"),
        error_messages={"invalid": _("Choose the day in the calendar or write it as 2026-11-19.")},
    )
    same = forms.UUIDField(required=False, label=_("The same person"))
    age_from = forms.IntegerField(required=False, min_value=0, max_value=120, label=_("Youngest, years"))
    age_to = forms.IntegerField(required=False, min_value=0, max_value=120, label=_("Oldest, years"))
    minutes = forms.TypedChoiceField(
        choices=[("", "–"), *Minutes.choices],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("How long"),
    )
    independence = forms.TypedChoiceField(
        choices=[("", "–"), *Independence.choices],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("How far by themselves"),
    )
    why = forms.ChoiceField(choices=[("", "–"), *WhyNot.choices], required=False, label=_("Why not possible"))
    card = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=_("Library card"),
        help_text=_("To see that a reader came again. The number is not kept, only a mark made of it."),
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LENGTH,
        label=_("Note"),
        help_text=_("Without names and numbers of documents."),
    )

    DEFAULTS = {"number": "1", "channel": Channel.DESK}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            for name, value in self.DEFAULTS.items():
                data.setdefault(name, value)
        super().__init__(data, **kwargs)

    def clean_day(self) -> date | None:
        """The past day the slip is for; None for today."""
        day: date | None = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Check the date."))
        return None if day == timezone.localdate() else day

    def clean_note(self) -> str:
        """The note on one line; numbers of documents must be taken out of it."""
        note = " ".join(self.cleaned_data["note"].split())
        if note:
            check_note(note)
        return note

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        youngest, oldest = cleaned.get("age_from"), cleaned.get("age_to")
        if (youngest is None) != (oldest is None) and not {"age_from", "age_to"} & self.errors.keys():
            # One age is known: a lesson for one person, or all of an age.
            cleaned["age_from"] = cleaned["age_to"] = youngest if oldest is None else oldest
        elif youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_from", _("The youngest cannot be older than the oldest."))
        return cleaned

    @property
    def chosen(self) -> list[str]:
        """Codes of the ticked categories, as they were sent."""
        return [str(code) for code in self["category"].value() or []]

    @property
    def past_day(self) -> date | None:
        """The past day the slip is for, when a good one was given."""
        day: date | None = None if "day" in self.errors else self.cleaned_data["day"]
        return day

    def ages(self) -> tuple[int, int] | None:
        """The youngest and the oldest, when given."""
        if self.cleaned_data["age_from"] is None:
            return None
        return self.cleaned_data["age_from"], self.cleaned_data["age_to"]


class RecordForm(SlipForm):
    """A slip with what was done: one press of a button."""

    uuid = forms.UUIDField(error_messages={"required": _("Reload the page and try again.")})
    act = forms.CharField(
        max_length=140,
        error_messages={"required": _("Choose what you helped with: search or press a usual act.")},
    )

    def clean_act(self) -> tuple[str, Subject]:
        """What came of it and what it was: "done:service:subsydiia"."""
        outcome, _colon, act = self.cleaned_data["act"].partition(":")
        try:
            return Outcome(outcome).value, subject_of(act)
        except (ValueError, LookupError):
            raise ValidationError(GONE) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "act" in cleaned and not self.is_lesson:
            for name in ("age_from", "age_to"):  # left over from a lesson's card; of no matter here
                self.errors.pop(name, None)
                cleaned[name] = None
        return cleaned

    def item(self) -> Item:
        """One thing, as many times as there were people; a lesson is one however many listen."""
        outcome, subject = self.cleaned_data["act"]
        times = 1 if self.is_lesson else self.cleaned_data["number"]
        cleaned = self.cleaned_data
        return item_of(
            subject,
            times,
            outcome,
            independence=cleaned["independence"],
            minutes=cleaned["minutes"],
            # Chosen for another button, it is of no matter here.
            why=cleaned["why"] if outcome == Outcome.NOT_POSSIBLE else "",
        )

    @property
    def is_lesson(self) -> bool:
        """Whether a practical skill was taught: only then ages are kept."""
        subject = self.cleaned_data["act"][1]
        return isinstance(subject, Topic) and subject.is_skill

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.record` that the slip knows."""
        cleaned = self.cleaned_data
        return {
            "uuid": cleaned["uuid"],
            "items": [self.item()],
            "number": cleaned["number"],
            "categories": list(cleaned["category"]),
            "occurred_at": cleaned["day"],
            "certainty": certainty_of(cleaned["number"], rough=cleaned["rough"]),
            "channel": cleaned["channel"],
            "ages": self.ages() if self.is_lesson else None,
            "note": cleaned["note"],
            "card": cleaned["card"],
        }
