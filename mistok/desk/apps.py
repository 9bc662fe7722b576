from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "mistok.desk"
    label = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        from mistok.desk import (  # noqa: F401 - declare what others ask
            indicators,
            indicators_appointments,
            indicators_computers,
            indicators_feedback,
            indicators_growth,
            indicators_sales,
            indicators_street,
            navigation,
            offers_appointments,
            offers_computers,
            offers_sales,
            personal_data_appointments,
            personal_data_computers,
            personal_data_feedback,
            personal_data_paper,
            print_demand,
            waiting,
        )
