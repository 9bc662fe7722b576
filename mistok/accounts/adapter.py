"""How allauth behaves here: nobody signs up alone, accounts begin with an invitation."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

SIGNED_IN_AT = "signed_in_at"  # in the session: seconds since the epoch


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; whoever has just signed in is not asked for the password at once again."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        signed_in_at = self.request.session.get(SIGNED_IN_AT, 0)
        if time.time() - signed_in_at < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))
