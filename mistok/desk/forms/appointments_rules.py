"""How a point receives by appointment: one form, and lines with lengths for services."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.desk.forms.about import AboutField, Names
from mistok.desk.models import BookingRules, Subject, act_of
from mistok.desk.models.appointments import LENGTHS
from mistok.lib.weekly_hours import from_week, to_lines, to_week
from mistok.network.forms.hours import WeekField

SPARE = 3  # empty lines to write in
MOST = 40
ALL, OWN = "all", "own"


class RulesForm(forms.ModelForm[BookingRules]):
    """The rules of a point."""

    when = forms.ChoiceField(
        label=_("When you receive by appointment"),
        choices=[(ALL, _("in all opening hours")), (OWN, _("only at these hours"))],
        widget=forms.RadioSelect,
    )
    week = WeekField(
        label=_("Hours of reception by appointment"),
        required=False,
        help_text=_("Only for “only at these hours”. Closures and other hours of the point hold anyway."),
    )

    class Meta:
        model = BookingRules
        fields = [
            "is_on", "minutes", "step", "places", "opens_before", "closes_before", "grace", "keep_days",
            "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = self.instance.hours
        self.fields["when"].initial = OWN if hours else ALL
        # the hours of the point to begin with: one takes away from them
        week = to_week(hours or self.instance.point.opening_hours)
        self.fields["week"].initial = to_lines(week) if week else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        hours = ""
        if cleaned.get("when") == OWN and "week" in cleaned:
            hours = from_week(cleaned["week"] or ((),) * 7)
            if not hours:
                self.add_error("week", _("Write at least one day, or choose all opening hours."))
        self.instance.hours = hours
        return cleaned


class LengthForm(forms.Form):
    """A line: the help with this takes so long."""

    about = AboutField(label=_("Service or topic"))
    minutes = forms.TypedChoiceField(
        label=_("Minutes"), coerce=int, choices=[(each, str(each)) for each in LENGTHS], initial=30
    )

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = cast(AboutField, self.fields["about"])
        about.know(names)
        about.widget.lists = str(self.prefix).endswith("-0")  # the names are brought once for all lines


class LengthLines(forms.BaseFormSet[LengthForm]):
    """All lines; a thing stands once."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        if not hasattr(self, "names"):
            self.names = Names()
        return {**super().get_form_kwargs(index), "names": self.names}

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            subject = form.cleaned_data.get("about") if form.is_valid() else None
            if subject is None:
                continue
            if act_of(subject) in seen:
                form.add_error("about", _("This stands twice. Keep one line."))
            seen.add(act_of(subject))

    @property
    def lengths(self) -> list[tuple[Subject, int]]:
        """What was written, line by line."""
        rows = (form.cleaned_data for form in self.forms)
        return [(row["about"], row["minutes"]) for row in rows if row.get("about") is not None]


Lengths = forms.formset_factory(LengthForm, formset=LengthLines, extra=SPARE, max_num=MOST, validate_max=True)


def lengths_form(rules: BookingRules, sent: Any = None) -> LengthLines:
    """The lines of the rules, with some empty ones."""
    stored = rules.lengths.select_related("service", "topic") if rules.pk else []
    initial = [{"about": act_of(each.subject), "minutes": each.minutes} for each in stored]
    return cast(LengthLines, Lengths(sent, initial=initial, prefix="lengths"))
