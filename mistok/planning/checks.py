"""`mistok check --database default` proves that the rollups equal the facts."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connection

from mistok.planning.actions import verify
from mistok.planning.models import DailyFact


@register(Tags.database)
def rollups_equal_facts(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning when a figure on the dashboard is not what the records say."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if DailyFact._meta.db_table not in connection.introspection.table_names():
        return []  # before the first migration there is nothing to compare
    differences = verify(settled=True)
    if not differences:
        return []
    return [
        Warning(
            f"{len(differences)} daily facts differ from the records, the first one: {differences[0]}.",
            hint="Count them anew: mistok rollup --rebuild",
            id="planning.W001",
        )
    ]
