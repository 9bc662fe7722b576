"""The demonstration network, built once for a file of tests: it takes as long as a hundred of them."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo_files(settings: Any, demo_folder: Path) -> None:
    """A test that stands on the shared demonstration uses its files and its search index too."""
    settings.MEDIA_ROOT, settings.SEARCH_INDEX = demo_folder / "media", demo_folder / "search"


@pytest.fixture(scope="module")
def demo_undone(django_db_setup: None, django_db_blocker: Any, demo_folder: Path) -> Iterator[None]:
    """The demonstration in a transaction that is taken back after the file; so is what each test changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        _build(demo_folder)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo_kept(django_db_setup: None, django_db_blocker: Any, demo_folder: Path) -> Iterator[None]:
    """The demonstration for tests in a browser, committed: what one test changes, the next ones see."""
    with django_db_blocker.unblock():
        with patch.object(TransactionTestCase, "_fixture_teardown", lambda _: None):
            _build(demo_folder)
            yield
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)
        connection.close()  # Playwright gave this thread a connection that nobody else would close


def _build(folder: Path) -> None:
    with override_settings(
        MEDIA_ROOT=folder / "media",
        SEARCH_INDEX=folder / "search",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        call_command("demo", verbosity=0, stdout=io.StringIO())
