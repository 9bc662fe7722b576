import time
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "mistok.accounts"
    label = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in

        autodiscover_modules("personal_data")
        user_logged_in.connect(note_sign_in, dispatch_uid="accounts.note_sign_in")


def note_sign_in(sender: object, request: HttpRequest, user: Any, **kwargs: object) -> None:
    """Write a sign-in into the journal. The signal is allauth's; between our own apps there are none."""
    from mistok.accounts.adapter import SIGNED_IN_AT
    from mistok.audit import actions as audit
    from mistok.audit.models import Event

    request.session[SIGNED_IN_AT] = time.time()
    audit.record(Event.SIGNED_IN, user, by=user)
