"""The form of a crowded hour: plain numbers beside acts and beside who came."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.actions import MOST_PEOPLE
from mistok.desk.counting import Counted
from mistok.desk.models import Subject, act_of
from mistok.desk.queries import subject_of
from mistok.desk.queries.tally import all_subjects, named
from mistok.network.models import VisitorCategory

MORE = 3  # rows for what does not stand in the grid
WRONG = _("Write the number in digits, for example 12.")
NUMBER: dict[str, Any] = {
    "min_value": 0,
    "max_value": MOST_PEOPLE,
    "required": False,
    "error_messages": {
        "invalid": WRONG,
        "min_value": WRONG,
        "max_value": _("Write a number up to 100,000."),
    },
}
HOURS = [("", _("the whole day")), *((str(hour), f"{hour:02}:00–{hour + 1:02}:00") for hour in range(24))]


class TallyForm(forms.Form):
    """Acts, people and categories of an hour or a day; nothing typed is lost when it is drawn again."""

    uuid = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _("Reload the page and try again.")}
    )
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Choose the day in the calendar or write it as 2026-11-19.")},
    )
    hour = forms.ChoiceField(choices=HOURS, required=False, label=_("Hour"))
    people = forms.IntegerField(label=_("People in all"), **NUMBER)
    rough = forms.BooleanField(required=False, label=_("roughly"))

    def __init__(
        self, data: Any = None, *, acts: list[Subject], categories: list[VisitorCategory], **kwargs: Any
    ):
        super().__init__(data, **kwargs)
        self.subjects: dict[str, Subject] = {act_of(each): each for each in acts}
        self.gone = False
        if data is not None:  # the grid may have changed since the page was opened: what was sent counts
            for name in [each.removeprefix("times:") for each in data if each.startswith("times:")]:
                self._add(name)
        self.known = {each.pk: each for each in categories}
        for name in self.subjects:
            self.fields[f"times:{name}"] = forms.IntegerField(label=str(self.subjects[name]), **NUMBER)
        for code, category in self.known.items():
            self.fields[f"who:{code}"] = forms.IntegerField(label=category.name, **NUMBER)
        for row in range(MORE):
            self.fields[f"more-{row}"] = forms.CharField(max_length=200, required=False, label=_("What else"))
            self.fields[f"more-times-{row}"] = forms.IntegerField(label=_("Times"), **NUMBER)

    def _add(self, name: str) -> None:
        if name not in self.subjects:
            try:
                self.subjects[name] = subject_of(name)
            except LookupError:
                self.gone = True

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Check the date."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.gone:
            self.add_error(None, _("A service or topic left the directory meanwhile. Look over the grid."))
        now = timezone.localtime()
        if cleaned.get("day") == now.date() and cleaned.get("hour") and int(cleaned["hour"]) > now.hour:
            self.add_error("hour", _("This hour has not come yet."))
        self.more: list[tuple[Subject, int]] = []
        asked = [row for row in range(MORE) if cleaned.get(f"more-{row}")]
        subjects = all_subjects() if asked else {}
        for row in asked:
            subject = named(cleaned[f"more-{row}"], subjects)
            if subject is None:
                self.add_error(f"more-{row}", _("There is no such service or topic. Choose it in the list."))
            elif not cleaned.get(f"more-times-{row}") and f"more-times-{row}" not in self.errors:
                self.add_error(f"more-times-{row}", _("Write how many times."))
            elif f"more-times-{row}" not in self.errors:
                self.more.append((subject, cleaned[f"more-times-{row}"]))
        return cleaned

    def counted(self) -> Counted:
        """The facts, once the form is valid."""
        cleaned = self.cleaned_data
        acts = [(subject, cleaned[f"times:{name}"] or 0) for name, subject in self.subjects.items()]
        who = [(category, cleaned[f"who:{code}"] or 0) for code, category in self.known.items()]
        return Counted(
            day=cleaned["day"],
            hour=int(cleaned["hour"]) if cleaned["hour"] else None,
            acts=(*((subject, n) for subject, n in acts if n), *self.more),
            categories=tuple((category, n) for category, n in who if n),
            people=cleaned["people"],
            rough=cleaned["rough"],
        )

    def grid(self) -> Iterator[tuple[Subject, forms.BoundField]]:
        """Acts with their numbers, as they stand on the page."""
        for name, subject in self.subjects.items():
            yield subject, self[f"times:{name}"]

    def who(self) -> list[forms.BoundField]:
        return [self[f"who:{code}"] for code in self.known]

    def others(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"more-{row}"], self[f"more-times-{row}"]) for row in range(MORE)]
