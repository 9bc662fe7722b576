"""Many rows into one table at the speed of the driver: building one statement of all of them costs more."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

COPIED = 20  # rows from which a stream is worth its beginning and end


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values of the named fields ("point_id" for a key), each already of its field's kind.

    Nothing is checked and no default is filled in but by the database: for rows that were checked before.
    Raises what the database raises; to be called inside a transaction.
    """
    connection = connections[router.db_for_write(model)]
    into, width, adapters = _prepared(model, tuple(names), connection.alias)
    values: Sequence[Any] = list(rows)
    if adapters and values:  # by columns: no row is looked at for values that need nothing
        columns: list[Iterable[Any]] = list(zip(*values, strict=True))
        for place, adapt in adapters:
            columns[place] = _adapted(columns[place], adapt)
        values = list(zip(*columns, strict=True))
    if connection.vendor == "postgresql" and len(values) >= COPIED:
        _copy(connection, f"COPY {into} FROM STDIN", values)
    elif values:
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * width)
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", values)  # noqa: S608


def _copy(connection: BaseDatabaseWrapper, statement: str, values: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL takes a stream of rows several times as fast as so many statements."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as stream:
        for row in values:
            stream.write_row(row)


@cache
def _prepared(
    model: type[models.Model], names: tuple[str, ...], alias: str
) -> tuple[str, int, list[tuple[int, Callable[[Any], Any]]]]:
    """The table with its columns, how many they are, and how the database wants values of some of them."""
    connection = connections[alias]
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    adapters = [(place, _adapter(field, connection)) for place, field in enumerate(fields)]
    needed = [(place, adapt) for place, adapt in adapters if adapt is not None]
    return f"{quote(model._meta.db_table)} ({columns})", len(fields), needed


def _adapted(column: Iterable[Any], adapt: Callable[[Any], Any]) -> list[Any]:
    """The values as the database wants them; one that stands in row after row is adapted once."""
    found, before, adapted = [], None, None
    for value in column:
        if value is not before:
            before, adapted = value, None if value is None else adapt(value)
        found.append(adapted)
    return found


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
