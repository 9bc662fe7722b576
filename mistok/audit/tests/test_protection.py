"""The journal stays as it was written, whoever tries."""

import sqlite3
from contextlib import closing

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from mistok.audit import actions
from mistok.audit.models import Entry, Event
from mistok.audit.protection import is_protected, protect

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    user = get_user_model().objects.create_user("olena@example.org")
    return actions.record(Event.SIGNED_IN, user, by=user)


@pytest.fixture
def _guarded() -> None:
    """Tests empty all tables of SQLite by DELETE, so its triggers are put back only where they are tested."""
    if not is_protected(connection):
        protect(connection)


def test_record_names_keys_only(entry):
    assert entry.object_type == "accounts.user"
    assert entry.actor == entry.object_key
    assert "@" not in str(entry)


def test_entry_model_refuses_change(entry):
    for act in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(actor="")):
        with pytest.raises(TypeError, match="append-only"):
            act()


@pytest.mark.usefixtures("_guarded")
@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET actor = ''", "DELETE FROM audit_entry"])
def test_entry_database_refuses_change(entry, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.get() == entry


def test_migrations_leave_the_guard_in_place(own_house):
    """All migrations on an empty database: a table rebuilt by one of them would have lost its triggers."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry' ORDER BY name"
    with closing(sqlite3.connect(own_house / "mistok.sqlite3")) as made:
        assert [name for (name,) in made.execute(asked)] == ["audit_entry_no_delete", "audit_entry_no_update"]
