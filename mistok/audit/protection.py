"""The journal is append-only in the database itself, whoever holds the connection."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_entry"
MESSAGE = "the journal is append-only"
ACTS = ("UPDATE", "DELETE")

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse();
"""


def protect(connection: BaseDatabaseWrapper) -> None:
    """Let the database refuse to change or delete entries.

    SQLite rebuilds a table that a migration alters and drops its triggers on the way: such a migration must
    call this again, and a test says so. TRUNCATE on PostgreSQL stays possible to the owner of the table.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return
        for act in ACTS:
            cursor.execute(
                f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def release(connection: BaseDatabaseWrapper) -> None:
    """Undo `protect`: for a migration that turns back, and for tests that empty every table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER audit_entry_kept ON {TABLE}; DROP FUNCTION audit_entry_refuse()")
            return
        for act in ACTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_entry_no_{act.lower()}")


def is_protected(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database refuses now."""
    query = (
        "SELECT COUNT(*) FROM pg_trigger WHERE tgname = 'audit_entry_kept'"
        if connection.vendor == "postgresql"
        else f"SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return bool(cursor.fetchone()[0])
