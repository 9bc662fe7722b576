"""Closures, other hours for some days, and the weekly editor: nobody has to know the syntax."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from mistok.lib.weekly_hours import Line, Week, from_line, plain_hours
from mistok.network.forms.points_fields import day_input
from mistok.network.models import HoursException, ServicePoint
from mistok.network.queries import today
from mistok.ukrainian.text import typographic

LONGEST_BY_A_LIBRARIAN = 14  # days; longer closures are a decision of the head
FARTHEST = timedelta(days=2 * 366)  # further away a year was mistyped

CLOSED, HOURS = "closed", "hours"


class ClosureForm(forms.Form):
    """Days on which nobody is received. `longest` limits them; None lets even «until further notice»."""

    since = forms.DateField(label=_("First day"), widget=day_input())
    until = forms.DateField(label=_("Last day"), required=False, widget=day_input())
    further_notice = forms.BooleanField(label=_("until further notice"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("People will read it: repairs, no heating, training.")
    )
    one_day_is_meant = False  # by a last day left empty

    def __init__(self, *args: Any, longest: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest
        if longest is not None:
            del self.fields["further_notice"]
            self.fields["until"].help_text = _(
                "No later than the 14th day. A longer closure is announced by the head."
            )
        if not self.is_bound:
            self.initial.setdefault("since", today())

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if abs(since - today()) > FARTHEST:
            raise forms.ValidationError(_("Check the year."))
        return since

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if cleaned.pop("further_notice", False):
            if until:
                self.add_error("until", _("Give the last day or tick “until further notice”, not both."))
        elif since and "until" in cleaned:
            if until is None and self.one_day_is_meant:
                until = cleaned["until"] = since
            self._check(since, until)
        return cleaned

    def _check(self, since: date, until: date | None) -> None:
        if until is None:
            self.add_error("until", _("Give the last day."))
        elif until < since:
            self.add_error("until", _("The last day comes before the first."))
        elif until - since > FARTHEST:
            self.add_error("until", _("Check the year."))
        elif self.longest is not None and (until - since).days >= self.longest:
            self.add_error("until", _("A closure longer than 14 days is announced by the head."))

    @property
    def exception(self) -> dict[str, Any]:
        """What the actions ask for."""
        return {name: self.cleaned_data[name] for name in ("since", "until", "reason")} | {
            "hours": self.cleaned_data.get("hours", "")
        }


class ExceptionForm(ClosureForm):
    """Days with other hours, or none."""

    works = forms.ChoiceField(
        label=_("On these days the point"),
        choices=[(HOURS, _("works at other hours")), (CLOSED, _("is closed"))],
        widget=forms.RadioSelect,
        initial=HOURS,
    )
    hours = forms.CharField(
        label=_("Hours"), required=False, max_length=250,
        help_text=_("For example: 09:00–14:00, or 09:00–13:00, 14:00–17:00"),
    )  # fmt: skip
    field_order = ("since", "until", "further_notice", "works", "hours", "reason")
    one_day_is_meant = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _("Left empty: this one day.")
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = cleaned.get("hours", "")
        if cleaned.get("works") == CLOSED:
            cleaned["hours"] = ""
        elif not given:
            self.add_error("hours", _("Write the hours: 09:00–14:00."))
        else:
            hours = plain_hours(given)
            if hours is None:
                self.add_error("hours", _("These hours cannot be read. Write them so: 09:00–14:00."))
            cleaned["hours"] = hours or ""
        return cleaned


class ClosureOfManyForm(ClosureForm):
    """One closure for several points."""

    points = forms.ModelMultipleChoiceField(
        label=_("Points"), queryset=ServicePoint.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("points",)

    def __init__(self, *args: Any, points: QuerySet[ServicePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].queryset = points  # type: ignore[attr-defined]


def filled_in(exception: HoursException) -> dict[str, Any]:
    """What the form of a known exception begins with."""
    return {
        "since": exception.since,
        "until": exception.until,
        "further_notice": exception.until is None,
        "works": HOURS if exception.opening_hours else CLOSED,
        "hours": exception.opening_hours.replace("-", "–").replace(",", ", ")
        if exception.opening_hours[:1].isdigit()
        else exception.opening_hours,
        "reason": exception.reason,
    }


def _weekday(number: int) -> str:
    return typographic(str(WEEKDAYS[number]))  # Django writes п'ятниця


class WeekWidget(forms.Widget):
    """Seven rows: from, to, the break, and «as the day above»."""

    template_name = "network/hours_week.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        lines = value or [Line()] * 7
        context["rows"] = [(number, _weekday(number), lines[number]) for number in range(7)]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Line] | None:
        if self.value_omitted_from_data(data, files, name):
            return None
        lines: list[Line] = []
        for number in range(7):
            if number and data.get(f"{name}-{number}-same"):
                lines.append(lines[-1])
            else:
                times = (data.get(f"{name}-{number}-{part}") or "" for part in Line.__slots__)
                lines.append(Line(*(str(each).strip()[:5] for each in times)))
        return lines

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-opens" if id_ else ""


class WeekField(forms.Field):
    """The week of a point. None when the page did not show the editor."""

    widget = WeekWidget

    def clean(self, value: list[Line] | None) -> Week | None:
        if value is None:
            return None
        week, wrong = [], []
        for number, line in enumerate(value):
            try:
                week.append(from_line(line))
            except ValueError:
                wrong.append(_weekday(number))
        if wrong:
            raise forms.ValidationError(
                _("Check the times of these days, earlier ones first and both of each pair: %(days)s."),
                params={"days": ", ".join(wrong)},
            )
        return tuple(week)

    def has_changed(self, initial: list[Line] | None, data: list[Line] | None) -> bool:
        return data is not None and data != (initial or [Line()] * 7)
