"""Correcting and withdrawing a record."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.actions import MOST_PEOPLE, Item, ages_of
from mistok.desk.forms.slip import GONE, NUMBER_ERRORS, SlipForm, item_of
from mistok.desk.models import Certainty, Encounter, Outcome, Subject, VoidReason
from mistok.desk.queries import subject_of


class LineForm(forms.Form):
    """One thing helped with. Zero times, or nothing chosen, and the line goes."""

    act = forms.CharField(max_length=120, required=False, label=_("What"))
    times = forms.IntegerField(
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        label=_("Times"),
        error_messages={
            "invalid": _("Write in digits how many times; 0 removes the line."),
            "min_value": _("Write in digits how many times; 0 removes the line."),
        },
    )
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False, label=_("What came of it"))
    minutes = SlipForm.base_fields["minutes"]
    independence = SlipForm.base_fields["independence"]
    why = SlipForm.base_fields["why"]

    def __init__(self, *args: Any, subject: Subject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject

    def clean_act(self) -> Subject | None:
        act = self.cleaned_data["act"]
        try:
            return subject_of(act, retired=True) if act else None
        except LookupError:
            raise ValidationError(GONE) from None

    def item(self) -> Item | None:
        """The line as a fact; None when there is nothing in it."""
        subject, times = self.cleaned_data["act"], self.cleaned_data["times"]
        if subject is None or times == 0:
            return None
        outcome = self.cleaned_data["outcome"] or Outcome.DONE
        return item_of(
            subject,
            times or 1,
            outcome,
            independence=self.cleaned_data["independence"],
            minutes=self.cleaned_data["minutes"],
            why=self.cleaned_data["why"] if outcome == Outcome.NOT_POSSIBLE else "",
        )


class CorrectionForm(SlipForm):
    """All that can be set right in a record; its lines of help are small forms of their own."""

    uuid = forms.UUIDField()
    number = forms.IntegerField(
        min_value=0, max_value=MOST_PEOPLE, label=_("How many people"), error_messages=NUMBER_ERRORS
    )
    certainty = forms.ChoiceField(choices=Certainty.choices, label=_("How sure is the number"))
    time = forms.TimeField(
        required=False,
        label=_("Time, if known"),
        error_messages={"invalid": _("Write the time as 14:30, or leave it empty.")},
    )
    forget_card = forms.BooleanField(required=False, label=_("Forget the card of this visit"))

    def __init__(self, data: Any = None, *, encounter: Encounter, **kwargs: Any) -> None:
        super().__init__(data, initial=_as_it_stands(encounter), **kwargs)
        self.encounter = encounter
        self.fields["day"].required = True
        for name in ("minutes", "independence", "why"):  # each line of help has its own
            del self.fields[name]
        self.lines = [
            LineForm(
                data,
                prefix=f"line-{number}",
                subject=item.subject,
                initial={
                    "act": item.act,
                    "times": item.times,
                    "outcome": item.outcome,
                    "minutes": item.minutes,
                    "independence": item.independence,
                    "why": item.why,
                },
            )
            for number, item in enumerate(encounter.items.all())
        ]
        self.more = LineForm(data, prefix="more", initial={"times": 1, "outcome": Outcome.DONE})

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Check the date."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, hour = cleaned.get("day"), cleaned.get("time")
        if day and hour and _moment(day, hour) > timezone.now():
            self.add_error("time", _("This time has not come yet. Check the date."))
        return cleaned

    def is_valid(self) -> bool:
        """Whether the record and every line of it can be read."""
        return all([super().is_valid(), *(line.is_valid() for line in (*self.lines, self.more))])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What must be mended, each with the key of its field; no key when it is about the whole."""
        found = []
        for form in (self, *self.lines, self.more):
            for name, errors in form.errors.items():
                key = form[name].id_for_label if name in form.fields else ""
                found += [(key, str(error)) for error in errors]
        return found

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.correct` besides the record and the person."""
        cleaned = self.cleaned_data
        items = [line.item() for line in (*self.lines, self.more)]
        return {
            "uuid": cleaned["uuid"],
            "items": [item for item in items if item],
            "number": cleaned["number"],
            "categories": list(cleaned["category"]),
            "occurred_at": self.occurred_at(),
            "certainty": cleaned["certainty"],
            "channel": cleaned["channel"],
            "ages": self.ages(),
            "note": cleaned["note"],
            "card": "" if cleaned["forget_card"] else cleaned["card"] or None,
        }

    def occurred_at(self) -> datetime | date | None:
        """The moment or plain day that was written; None when nothing of it was changed."""
        if not {"day", "time"} & set(self.changed_data):
            return None
        day: date = self.cleaned_data["day"]
        if self.cleaned_data["time"] is None:
            return day
        return _moment(day, self.cleaned_data["time"])


class VoidForm(forms.Form):
    """Why a record is withdrawn."""

    reason = forms.ChoiceField(
        choices=VoidReason.choices,
        label=_("Why"),
        error_messages={"required": _("Choose why the record is withdrawn.")},
    )


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def _as_it_stands(encounter: Encounter) -> dict[str, Any]:
    """The record in the fields of its correction."""
    local = timezone.localtime(encounter.occurred_at, timezone.get_default_timezone())
    ages = ages_of(encounter) or (None, None)
    return {
        "category": [category.pk for category in encounter.categories.all()],
        "number": encounter.number,
        "certainty": encounter.certainty,
        "channel": encounter.channel,
        "day": encounter.true_day,
        "time": local.time().replace(second=0, microsecond=0) if encounter.time_known else None,
        "age_from": ages[0],
        "age_to": ages[1],
        "note": encounter.note,
    }
