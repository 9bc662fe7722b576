"""What to look at and for which days. Forms are sent with GET: a page has an address to pass on."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mistok.planning.periods import LONGEST, Named, Period, last_month, named
from mistok.planning.scopes import Kind, Scope, Scopes

GROUPS = ((Kind.LIBRARY, _("A library with those under it")), (Kind.POINT, _("One point")))


class DateInput(forms.DateInput):
    """The browser's own calendar; it wants ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DaysForm(forms.Form):
    """A scope and the days `from` and `to`, words of Python, so the fields are called otherwise here."""

    scope = forms.ChoiceField(label=_("What to show"))
    start = forms.DateField(label=_("First day"), widget=DateInput)
    end = forms.DateField(label=_("Last day"), widget=DateInput)

    def __init__(self, data: Any = None, *, scopes: Scopes, **kwargs: Any) -> None:
        self.scopes = scopes
        super().__init__(data, **kwargs)
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = scope_choices(scopes)

    def add_prefix(self, field_name: str) -> str:
        return {"start": "from", "end": "to"}.get(field_name, field_name)

    @property
    def chosen(self) -> Scope | None:
        """The scope asked for, the first one when none was; None when it is not this person's."""
        return self.scopes.get(self.data.get("scope") or self.initial.get("scope", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end:
            if end < start:
                self.add_error("end", _("Choose a last day that is not before the first one."))
            elif (end - start).days > LONGEST:
                self.add_error("end", _("Choose at most 25 years at once."))
        return cleaned

    @property
    def period(self) -> Period:
        """The days asked for; only for a valid form."""
        return Period(self.cleaned_data["start"], self.cleaned_data["end"])


class DashboardForm(DaysForm):
    """What the address leaves out is filled in: the widest scope, this month."""

    def __init__(self, query: QueryDict, *, scopes: Scopes, today: date) -> None:
        asked, given = query.get("period", ""), (query.get("from"), query.get("to"))
        self.usual_name = Named(asked) if asked in Named else Named.MONTH
        self.usual = named(self.usual_name, today)
        data = {
            "scope": query.get("scope") or (scopes.all[0].code if scopes.all else ""),
            "from": self.usual.start.isoformat() if given == (None, None) else given[0],
            "to": self.usual.end.isoformat() if given == (None, None) else given[1],
        }
        super().__init__(data, scopes=scopes)

    @property
    def name(self) -> Named | None:
        """The name of the period; None for other days. A named one keeps its name when it is sent as days."""
        return self.usual_name if self.period == self.usual else None


class ReportForm(DaysForm):
    """A report's scope and days; at first those of the month before, or of the report being changed."""

    @classmethod
    def sent(cls, query: QueryDict, *, scopes: Scopes) -> "ReportForm":
        """The form as the address has it; without a scope it is the widest."""
        widest = scopes.all[0].code if scopes.all else ""
        data = {"scope": query.get("scope") or widest, "from": query.get("from"), "to": query.get("to")}
        return cls(data, scopes=scopes)

    @classmethod
    def unsent(cls, query: QueryDict, *, scopes: Scopes, today: date) -> "ReportForm":
        """A form not yet sent, filled in from the address."""
        last = last_month(today)
        initial = {
            "scope": query.get("scope", "") if scopes.get(query.get("scope", "")) else "",
            "start": query.get("from", last.start),
            "end": query.get("to", last.end),
        }
        return cls(scopes=scopes, initial=initial)


def scope_choices(scopes: Scopes) -> list[tuple[Any, Any]]:
    """The whole network first, then libraries, then points, each group under its name."""
    choices: list[tuple[Any, Any]] = [(scope.code, _("Whole network")) for scope in scopes.of(Kind.NETWORK)]
    for kind, title in GROUPS:
        if within := scopes.of(kind):
            choices.append((title, [(scope.code, scope.name) for scope in within]))
    return choices
