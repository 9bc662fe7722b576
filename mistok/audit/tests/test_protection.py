"""The journal stays as it was written, whoever tries."""

import os
import subprocess
import sys

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


def test_migrations_leave_the_guard_in_place(tmp_path):
    """All migrations on an empty database: a table rebuilt by one of them would have lost its triggers."""
    environment = {**os.environ, "MISTOK_DATA": str(tmp_path), "DATABASE_URL": ""}
    probe = (
        "import django; django.setup(); "
        "from django.core.management import call_command; from django.db import connection; "
        "call_command('migrate', verbosity=0, skip_checks=True); "
        "from mistok.audit.protection import is_protected; assert is_protected(connection)"
    )
    subprocess.run([sys.executable, "-c", probe], env=environment, check=True)  # noqa: S603
