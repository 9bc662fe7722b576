"""Orders in the life of a point or a library. What is impossible is said by the actions themselves."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.network.forms.points import TerritoryField
from mistok.network.forms.points_fields import day_input
from mistok.network.history import PointThen
from mistok.network.models import Organisation, OrganisationKind, PointKind, ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import organisations_for, points_for, today

LONGEST_ORDER, LONGEST_NOTE = 120, 300


def libraries_managed(by: User) -> QuerySet[Organisation]:
    """Working libraries whose points the person manages."""
    keys = organisations_for(by, Permission.MANAGE_POINTS)
    still = Q(closed_on=None) | Q(closed_on__gt=today())
    return Organisation.objects.filter(still, pk__in=keys, kind=OrganisationKind.LIBRARY).order_by(
        Alphabetical("name")
    )


class OrderForm(forms.Form):
    """From which day, by which order and why."""

    day = forms.DateField(label=_("From the day"), widget=day_input())
    order = forms.CharField(
        label=_("Order: number and date"),
        max_length=LONGEST_ORDER,
        required=False,
        help_text=_("For instance: № 15 of 1 March 2026"),
    )
    note = forms.CharField(label=_("Explanation"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("day", today())
        super().__init__(*args, **kwargs)


class ClosePointForm(OrderForm):
    """From which day a point serves nobody, and why."""

    note = None  # type: ignore[assignment]
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_NOTE, help_text=_("For instance: a move, repairs, no staff.")
    )
    field_order = ["day", "reason", "order"]


class ReorganisePointForm(OrderForm):
    """Another name, kind, place or library of a point from a day on."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=PointKind.choices)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Library"), empty_label=None)
    territory = TerritoryField(label=_("Settlement"), help_text=_("Its name or code."))
    address = forms.CharField(label=_("Address"), max_length=200)
    field_order = ["day", "name", "kind", "organisation", "territory", "address", "order", "note"]

    def __init__(self, *args: Any, then: PointThen, by: User, **kwargs: Any) -> None:
        initial = {
            "name": then.name,
            "kind": then.kind,
            "organisation": then.organisation.pk,
            "territory": then.territory.pk,
            "address": then.address,
        }
        super().__init__(*args, initial=initial, **kwargs)
        itself = Organisation.objects.filter(pk=then.organisation.pk)
        self.fields["organisation"].queryset = (libraries_managed(by) | itself).distinct()  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the point is from that day on."""
        return {
            name: self.cleaned_data[name] for name in ("name", "kind", "organisation", "territory", "address")
        }


class MergePointForm(OrderForm):
    """Where people go instead."""

    into = forms.ModelChoiceField(
        ServicePoint.objects.none(),
        label=_("Joined to"),
        help_text=_("The public page of this point will send people there."),
    )
    field_order = ["into", "day", "order", "note"]

    def __init__(self, *args: Any, point: ServicePoint, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = points_for(by, Permission.MANAGE_POINTS).filter(closed_on=None).exclude(pk=point.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class ReopenPointForm(OrderForm):
    """From which day a closed point receives people again, and at which library."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Library"), empty_label=None)
    field_order = ["day", "organisation", "order", "note"]

    def __init__(self, *args: Any, point: ServicePoint, by: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"organisation": point.organisation_id}, **kwargs)
        self.fields["organisation"].queryset = libraries_managed(by)  # type: ignore[attr-defined]


class ReopenLibraryForm(OrderForm):
    """From which day a closed library works again, and under whom."""

    parent = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Stands under"), required=False, empty_label=_("as before")
    )
    field_order = ["day", "parent", "order", "note"]

    def __init__(self, *args: Any, library: Organisation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = libraries_managed(by).exclude(pk=library.pk)
        self.fields["parent"].queryset = found  # type: ignore[attr-defined]


class DaysForm(forms.Form):
    """Two days to compare."""

    start = forms.DateField(label=_("First day"), widget=day_input())
    end = forms.DateField(label=_("Last day"), widget=day_input())

    def add_prefix(self, field_name: str) -> str:
        return {"start": "from", "end": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day is before the first one."))
        return cleaned
