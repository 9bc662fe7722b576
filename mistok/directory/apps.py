from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "mistok.directory"
    label = "directory"
    verbose_name = _("directory of services")

    def ready(self) -> None:
        from mistok.directory import navigation, offers  # noqa: F401 - declare the staff bar, and the pages of points
        from mistok.directory.importing import sources  # noqa: F401 - declares the import of services
        from mistok.directory.printing import navigation as printing_navigation  # noqa: F401
