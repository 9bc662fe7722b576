"""How allauth behaves here: nobody signs up alone, accounts begin with an invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; everything else is allauth's own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
