"""The one form of one's own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User


class ErasureForm(forms.Form):
    """Erasure cannot be undone, so the person proves once more who they are."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password. Nothing was erased."))
        return password
