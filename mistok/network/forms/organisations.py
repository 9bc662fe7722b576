"""Libraries: their card, name, superior, joining and closing, and roles in them with days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.network.forms.lifecycle import LONGEST_NOTE, OrderForm, libraries_managed
from mistok.network.forms.points import TerritoryField
from mistok.network.forms.points_fields import day_input
from mistok.network.models import Organisation, Role
from mistok.network.queries import may_give, today


class LibraryForm(forms.ModelForm[Organisation]):
    """The card of a library."""

    territory = TerritoryField(label=_("Settlement"), required=False, help_text=_("Its name or code."))

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "territory", "website", "email", "phone", "opened_on"]
        widgets = {"opened_on": day_input()}
        help_texts = {"name": _("To give another name from a day on, use “Rename”: the old one stays known.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.territory_id:
            self.initial["territory"] = self.instance.territory_id


class NewLibraryForm(LibraryForm):
    """A library that joins the network, under one that the person manages."""

    parent = forms.ModelChoiceField(Organisation.objects.none(), label=_("Stands under"), empty_label=None)
    field_order = ["name", "short_name", "parent", "territory", "opened_on"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = libraries_managed(by)  # type: ignore[attr-defined]
        self.fields["opened_on"].required = True
        self.fields["name"].help_text = ""


class RenameForm(OrderForm):
    """Another name of a library from a day on."""

    name = forms.CharField(label=_("Name"), max_length=250)
    short_name = forms.CharField(label=_("Short name"), max_length=120, required=False)
    field_order = ["day", "name", "short_name", "order", "note"]

    def __init__(self, *args: Any, library: Organisation, **kwargs: Any) -> None:
        names = {"name": library.name, "short_name": library.short_name}
        super().__init__(*args, initial=names, **kwargs)


class SuperiorForm(OrderForm):
    """Under which library this one stands from a day on."""

    parent = forms.ModelChoiceField(Organisation.objects.none(), label=_("Stands under"))
    field_order = ["parent", "day", "order", "note"]

    def __init__(self, *args: Any, library: Organisation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = libraries_managed(by).exclude(pk=library.pk)
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]


class MergeLibraryForm(OrderForm):
    """Which library this one is joined to, and what becomes of its points and people."""

    into = forms.ModelChoiceField(Organisation.objects.none(), label=_("Joined to"))
    points = forms.ChoiceField(
        label=_("Its points"),
        choices=[("pass", _("pass to that library")), ("close", _("close on the same day"))],
        widget=forms.RadioSelect,
        initial="pass",
    )
    roles = forms.ChoiceField(
        label=_("Its people"),
        choices=[("move", _("work in that library, in the same roles")), ("end", _("their roles end"))],
        widget=forms.RadioSelect,
        initial="move",
    )
    field_order = ["into", "day", "points", "roles", "order", "note"]

    def __init__(self, *args: Any, library: Organisation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = libraries_managed(by).exclude(pk=library.pk)  # type: ignore[attr-defined]


class CloseLibraryForm(OrderForm):
    """From which day a library works no more, and why."""

    note = None  # type: ignore[assignment]
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_NOTE)
    field_order = ["day", "reason", "order"]


class GiveRoleForm(forms.Form):
    """A role of a person who works in the network already, with its days."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    role = forms.ChoiceField(label=_("Role"))
    since = forms.DateField(label=_("First day"), widget=day_input())
    until = forms.DateField(
        label=_("Last day"), required=False, widget=day_input(), help_text=_("Empty: without an end.")
    )

    def __init__(self, *args: Any, library: Organisation, people: Any, by: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": today()}
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        roles = [(value, label) for value, label in Role.choices if may_give(by, value, library)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
