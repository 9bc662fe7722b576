from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "mistok.network"
    label = "network"
    verbose_name = _("network")

    def ready(self) -> None:
        from mistok.network import navigation, shelf, sources  # noqa: F401 - declare the staff bar and the imports
