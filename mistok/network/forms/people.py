"""Inviting a person, answering an invitation, ending a role."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.network.models import Membership, Organisation, Role
from mistok.network.permissions import Permission
from mistok.network.queries import may_give, memberships, organisations_for, today


class InvitationForm(forms.Form):
    """Who is invited where. The lists offer only what the inviting person may give."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The invitation goes here; later this is the name to sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        places = Organisation.objects.filter(
            pk__in=organisations_for(by, Permission.MANAGE_PEOPLE), closed_on=None
        ).order_by(Alphabetical("name"))
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]
        own = [each.organisation for each in memberships(by)]
        self.fields["organisation"].initial = own[0].pk if own else None
        roles = [
            (value, label) for value, label in Role.choices if any(may_give(by, value, each) for each in own)
        ]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        organisation, role, email = (cleaned.get(name) for name in ("organisation", "role", "email"))
        if organisation and role and not may_give(self.by, role, organisation):
            self.add_error("role", _("You cannot give this role at this organisation."))
        if organisation and role and email:
            held = Membership.objects.on(today()).filter(
                person__email__iexact=email, organisation=organisation, role=role
            )
            if held.exists():
                self.add_error("email", _("This person already has this role here."))
        return cleaned


class JoinForm(forms.Form):
    """A new person says their name and chooses a password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_(
            "At least 10 characters. Four or five words in a row are easy to remember and hard to guess."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if password := cleaned.get("password"):
            person = User(email=self.email, name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class EndRoleForm(forms.Form):
    """The last day of a role, today unless said otherwise."""

    last_day = forms.DateField(
        label=_("Last day of work"),
        help_text=_("Up to this day inclusive the person can sign in and work."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_day": today()})
        super().__init__(*args, **kwargs)
        self.membership = membership

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if self.membership.since and day < self.membership.since:
            raise forms.ValidationError(_("The role began later than this day."))
        return day
