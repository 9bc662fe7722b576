"""Ukrainian alphabetical order for lists that the database sorts, the same on both databases.

By themselves they sort by codes of letters: «№ 10» before «№ 2», «Єланець» before «Арбузинка». What Python
sorts takes `ukrainian.text.sort_key`; it is also what SQLite asks here, so that the two orders are one.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField

FUNCTION = "UKRAINIAN_ORDER"
COLLATION = "ukrainian_order"
KEPT = 20_000  # keys in the process: a few megabytes

# Punctuation does not count, numbers do, case only decides between equals. PostgreSQL may be built without
# ICU: then letters go as the system knows them, or by their codes as before, but nothing fails.
COLLATIONS = (
    "(provider = icu, locale = 'uk-UA-u-ka-shifted-kn-true-ks-level2')",
    "(provider = libc, locale = 'uk_UA.utf8')",
    'FROM "C"',
)


class Alphabetical(Func):
    """The place of a name in the Ukrainian alphabet, to order by: `order_by(Alphabetical("name"), "pk")`.

    Digits come first and count as numbers, then Ukrainian letters, then Latin; case, apostrophes, quotation
    marks and other signs matter only between names otherwise equal. An index on the name does not help it:
    SQLite asks Python once for each row, so it is for lists of thousands and not for the whole codifier.
    """

    function = FUNCTION
    arity = 1
    output_field = TextField()

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """ICU would let spaces go with the punctuation, and take № and ʼ for letters."""
        template = f"TRANSLATE(%(expressions)s, ' \u00a0№ʼ`+', '||') COLLATE \"{COLLATION}\""
        return self.as_sql(compiler, connection, template=template, **extra)


def teach(connection: BaseDatabaseWrapper, sort_key: Callable[[str], bytes]) -> None:
    """Give a new connection to SQLite the order; PostgreSQL has it in itself."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _kept(sort_key), deterministic=True)


@lru_cache(1)
def _kept(sort_key: Callable[[str], bytes]) -> Callable[[str | None], bytes | None]:
    kept = lru_cache(KEPT)(sort_key)
    return lambda text: None if text is None else kept(text)


def create_collation(connection: BaseDatabaseWrapper) -> None:
    """Create in PostgreSQL what `Alphabetical` sorts by: the best that the server can.

    It may be there already: an older backup put into the database leaves in it what it does not know.
    """
    if connection.vendor != "postgresql":
        return
    for collation in COLLATIONS:
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(f"CREATE COLLATION IF NOT EXISTS {COLLATION} {collation}")
            return
        except DatabaseError:
            if collation == COLLATIONS[-1]:
                raise


def drop_collation(connection: BaseDatabaseWrapper) -> None:
    """Undo `create_collation`: for a migration that turns back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP COLLATION {COLLATION}")
