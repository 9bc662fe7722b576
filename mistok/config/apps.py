from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class ConfigConfig(AppConfig):
    name = "mistok.config"
    label = "config"

    def ready(self) -> None:
        connection_created.connect(_teach_the_alphabet)


def _teach_the_alphabet(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """The floors of the alphabet and of the database do not know each other."""
    from mistok.lib.alphabet import teach
    from mistok.ukrainian.text import sort_key

    teach(connection, sort_key)
