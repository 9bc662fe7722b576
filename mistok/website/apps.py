from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "mistok.website"
    label = "website"
    verbose_name = _("web site")

    def ready(self) -> None:
        from mistok.website import navigation  # noqa: F401 - declares its entry in the staff bar
