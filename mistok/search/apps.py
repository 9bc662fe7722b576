from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "mistok.search"
    label = "search"
    verbose_name = _("search")

    def ready(self) -> None:
        from mistok.lib.shared_pages import declare_revision
        from mistok.search.queries import shown_revision
        from mistok.search.renewing import notice

        autodiscover_modules("search")
        declare_revision(lambda: notice(shown_revision()))
