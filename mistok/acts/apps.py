from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActsConfig(AppConfig):
    name = "mistok.acts"
    label = "acts"
    verbose_name = _("store of acts")

    def ready(self) -> None:
        """Declarations of the app are made here, each in its own module."""
        # declare the work of a folder, the staff menu, the section of a point page
        from mistok.acts import folder, navigation, offers  # noqa: F401
        from mistok.acts.importing import sources  # noqa: F401 - declares the imports of acts
