"""Many rows into one table at the speed of the driver: building one statement of all of them costs more."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values of the named fields ("point_id" for a key), each already of its field's kind.

    Nothing is checked and no default is filled in but by the database: for rows that were checked before.
    Raises what the database raises; to be called inside a transaction.
    """
    connection = connections[router.db_for_write(model)]
    statement, adapters = _prepared(model, tuple(names), connection.alias)
    values = [list(row) for row in rows]
    for place, adapt in adapters:
        for row in values:
            if row[place] is not None:
                row[place] = adapt(row[place])
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


@cache
def _prepared(
    model: type[models.Model], names: tuple[str, ...], alias: str
) -> tuple[str, list[tuple[int, Callable[[Any], Any]]]]:
    """The statement, and how the database wants values of some columns."""
    connection = connections[alias]
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    adapters = [(place, _adapter(field, connection)) for place, field in enumerate(fields)]
    needed = [(place, adapt) for place, adapt in adapters if adapt is not None]
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})", needed  # noqa: S608


def _adapter(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> Callable[[Any], Any] | None:
    """None where the driver takes the value as it is: texts, whole numbers, truth."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return None if connection.features.has_native_uuid_field else lambda value: value.hex
    if isinstance(target, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(target, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(target, models.CharField | models.IntegerField | models.BooleanField | models.TextField):
        return None
    return lambda value: field.get_db_prep_save(value, connections[connection.alias])
