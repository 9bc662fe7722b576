from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "mistok.accounts"
    label = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        autodiscover_modules("personal_data")
