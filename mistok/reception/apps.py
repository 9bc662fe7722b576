from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    name = "mistok.reception"
    label = "reception"
    verbose_name = _("reception")

    def ready(self) -> None:
        from mistok.reception import indicators, navigation, offers, waiting  # noqa: F401 - declare what others ask
