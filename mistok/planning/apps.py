from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "mistok.planning"
    label = "planning"
    verbose_name = _("planning and reports")

    def ready(self) -> None:
        from mistok.planning import checks, navigation  # noqa: F401 - declare the proof of rollups, the staff bar
