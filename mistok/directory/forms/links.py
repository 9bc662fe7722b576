"""What a colleague writes about a link."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory.actions.links import LONGEST_TRUST
from mistok.lib.web_client import BadAddress, read_address


class AddressField(forms.URLField):
    """An address that our own check could ask: http or https, no password, the usual port."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found:
            try:
                read_address(found)
            except BadAddress:
                raise ValidationError(_("This address cannot be opened: copy it from the browser.")) from None
        return found


class TrustForm(forms.Form):
    """“I looked, it works.”"""

    note = forms.CharField(
        label=_("What you saw"),
        max_length=200,
        help_text=_("For example: opens in the library, asks to sign in through Diia."),
    )
    until = forms.DateField(
        label=_("Believe it until"),
        initial=lambda: timezone.localdate() + timedelta(days=30),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most 90 days ahead. Then the checks decide again."),
    )

    def clean_until(self) -> Any:
        day, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= day <= today + LONGEST_TRUST:
            raise ValidationError(_("Choose a day within the next 90."))
        return day


class ReplacementForm(forms.Form):
    """The right address, for every card that has the old one."""

    new = AddressField(label=_("New address"), max_length=300)
    note = forms.CharField(
        label=_("Why, for the history of the cards"), max_length=200, required=False, initial=""
    )


class ArchivedCopyForm(forms.Form):
    """Where an archived copy of the page is."""

    url = AddressField(
        label=_("Archived copy"),
        max_length=600,
        required=False,
        help_text=_("Open it and see that it is there. Readers are offered it while the page is missing."),
    )
