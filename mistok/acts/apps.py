from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActsConfig(AppConfig):
    name = "mistok.acts"
    label = "acts"
    verbose_name = _("store of acts")

    def ready(self) -> None:
        """Declarations of the app are made here, each in its own module."""
        from mistok.acts import folder, navigation  # noqa: F401 - declare the work of a folder and the staff menu
        from mistok.acts.importing import sources  # noqa: F401 - declares the imports of acts
