"""Opening and changing a service point."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.lib.opening_hours import is_readable
from mistok.lib.weekly_hours import from_week, to_lines, to_week
from mistok.network.forms.hours import WeekField
from mistok.network.forms.points_fields import day_input
from mistok.network.models import Facility, Organisation, ServicePoint, Territory
from mistok.network.permissions import Permission
from mistok.network.queries import organisations_for, today

MOST_NAMESAKES = 12


class TerritoryField(forms.CharField):
    """A unit of the codifier by its name or code. For namesakes the error lists their codes."""

    def clean(self, value: Any) -> Territory | None:
        asked = " ".join(str(super().clean(value) or "").split())
        if not asked:
            return None
        still = Territory.objects.filter(closed_on=None)
        if found := still.filter(pk=asked.upper()).first():
            return found
        # SQLite folds the case of Latin letters only, so the usual spelling of a name is tried as well.
        spellings = {asked, asked.capitalize(), asked.title()}
        namesakes = list(
            still.filter(name__in=spellings, level__gte=3).select_related("parent__parent")[
                : MOST_NAMESAKES + 1
            ]
        )
        settlements = [each for each in namesakes if each.level >= 4] or namesakes
        if len(settlements) == 1:
            return settlements[0]
        if not settlements:
            raise forms.ValidationError(
                _("There is no “%(name)s” in the codifier. Write the name of the settlement or its code."),
                params={"name": asked[:60]},
            )
        raise forms.ValidationError(
            [
                forms.ValidationError(_("Several places bear this name. Write the code of the right one:")),
                *(f"{each.pk} – {_path(each)}" for each in settlements[:MOST_NAMESAKES]),
            ]
        )


class PointForm(forms.ModelForm[ServicePoint]):
    """All that is known of a point. The library is chosen among those whose points the person manages."""

    territory = TerritoryField(
        label=_("Settlement"),
        required=False,
        help_text=_("Its name or code. Left empty: the same as the library’s."),
    )

    week = WeekField(
        label=_("Hours by weekdays"),
        required=False,
        help_text=_("A day left empty is a day off. The break may be left empty too."),
    )
    facilities = forms.MultipleChoiceField(
        label=_("What there is for people"),
        choices=[choice for choice in Facility.choices if choice[0] != Facility.WIFI],  # it has its own box
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ServicePoint
        fields = [
            "name", "kind", "organisation", "slug", "territory", "address", "directions", "latitude",
            "longitude", "phone", "email", "opening_hours", "hours_note", "sanitary_day", "holidays",
            "computers", "has_internet", "internet_mbps", "has_wifi", "has_scanner", "has_printer",
            "has_banner", "step_free", "works_in_blackout", "has_generator", "has_shelter", "shelter_note",
            "facilities", "population_served", "opened_on",
        ]  # fmt: skip
        widgets = {"opened_on": day_input()}
        help_texts = {
            "slug": _(
                "Latin letters, digits and hyphens; it stands in the address of the page and never changes."
            ),
            "opening_hours": _(
                "For hours that a week cannot say, in the OpenStreetMap syntax: "
                "Mo-Fr 09:00-18:00; Jul-Aug Mo-Fr 08:00-17:00."
            ),
            "holidays": _("Under martial law no public holiday is a day off."),
            "latitude": _("Degrees with a decimal point, from any map: 46.9750."),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = organisations_for(by, Permission.MANAGE_POINTS)
        libraries = Organisation.objects.filter(pk__in=places, kind="library").order_by(Alphabetical("name"))
        self.fields["organisation"].queryset = libraries  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = None  # type: ignore[attr-defined]
        if self.instance.pk:
            # History hangs on both: records were made at this library, printed cards bear this address.
            del self.fields["slug"], self.fields["organisation"]
            self.fields["territory"].help_text = _path(self.instance.territory)
        else:
            self.fields["opened_on"].initial = today()
        self.fields["holidays"].required = False
        week = to_week(self.instance.opening_hours)
        if week is None:
            del self.fields["week"]
        else:
            self.fields["week"].initial = to_lines(week)

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        return [
            (title, [self[name] for name in names.split() if name in self.fields])
            for title, names in (
                (_("What and where"), "name kind organisation slug territory address directions "
                 "latitude longitude phone email opened_on population_served"),
                (_("Hours"), "week opening_hours hours_note sanitary_day holidays"),
                (_("What is here"), "computers has_internet internet_mbps has_wifi has_scanner has_printer "
                 "has_banner"),
                (_("Power cuts and shelter"), "works_in_blackout has_generator has_shelter shelter_note"),
                (_("Comfort and access"), "step_free facilities"),
            )
        ]  # fmt: skip

    @property
    def changed_fields(self) -> list[str]:
        """Names of the changed columns: the week is written into the hours."""
        named = ["opening_hours" if name == "week" else name for name in self.changed_data]
        return list(dict.fromkeys(named))

    def clean_opening_hours(self) -> str:
        hours: str = self.cleaned_data["opening_hours"].strip()
        if hours and not is_readable(hours):
            raise forms.ValidationError(
                _("These hours cannot be read. Write them so: Mo-Fr 09:00-18:00; Sa 10:00-16:00; Su off")
            )
        return hours

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        library = self.instance.organisation if self.instance.pk else cleaned.get("organisation")
        if "territory" in cleaned and cleaned["territory"] is None and library:
            cleaned["territory"] = library.territory
            if library.territory is None:
                self.add_error("territory", _("The library has no settlement of its own: name the point’s."))
        self._choose_hours(cleaned)
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give both coordinates or none."))
        return cleaned

    def _choose_hours(self, cleaned: dict[str, Any]) -> None:
        """The week and the syntax say the same thing; whichever was changed counts."""
        week = cleaned.pop("week", None)
        if "week" not in self.changed_data or week is None:
            return
        if "opening_hours" not in self.changed_data:
            cleaned["opening_hours"] = from_week(week)
        elif "opening_hours" in cleaned and to_week(cleaned["opening_hours"]) != week:
            self.add_error("opening_hours", _("This differs from the week above. Change one of the two."))


class DayForm(forms.Form):
    """As of which day the network is shown."""

    on = forms.DateField(label=_("As of the day"), required=False, widget=day_input())


def _path(territory: Territory) -> str:
    """“Ivanivka, Ivanivska, Bashtanskyi”: the unit and two above it."""
    above = territory.parent
    names = [
        territory.name,
        *([above.name] if above else []),
        *([above.parent.name] if above and above.parent else []),
    ]
    return ", ".join(names)
