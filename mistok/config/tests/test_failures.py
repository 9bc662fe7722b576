"""Expected failures say in one line what to do."""

import errno
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from mistok.config import failures, secret
from mistok.config.failures import explain


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (OperationalError("no such table: search_change"), failures.NOT_READY),
        (OperationalError('relation "search_change" does not exist'), failures.NOT_READY),
        (OperationalError("file is not a database"), failures.DAMAGED),
        (OperationalError("connection failed: connection to server at …"), failures.UNREACHABLE),
        (OperationalError("attempt to write a readonly database"), failures.NOT_ALLOWED),
        (OperationalError("database or disk is full"), failures.NO_SPACE),
        (OSError(errno.ENOSPC, "No space left on device"), failures.NO_SPACE),
        (ImproperlyConfigured("PORT='a': напишіть ціле число"), "PORT='a': напишіть ціле число"),
        (ValueError("a fault of the program"), ""),
        (OperationalError("syntax error"), ""),
    ],
)
def test_failure_is_explained(error, meaning):
    assert explain(error) == meaning


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PORT": "abc"}, "PORT='abc': напишіть ціле число"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: mysql:// невідоме"),
        ({"MISTOK_DATA": __file__}, "а потрібна тека"),
    ],
)
def test_command_says_it_in_one_line(environment, said, tmp_path):
    command = [sys.executable, "-m", "mistok", "check"]
    given = {**os.environ, "MISTOK_DATA": str(tmp_path), **environment}
    done = subprocess.run(command, capture_output=True, text=True, env=given)  # noqa: S603 - our own
    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_secret_is_made_once_and_kept_private(tmp_path):
    path = tmp_path / "data" / "secret_key"
    key = secret.kept_in(path)
    assert secret.kept_in(path) == key
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", [b"", b"short", b"\xb2" * 50, b"\0" * 50])
def test_damaged_secret_is_refused(tmp_path, content):
    path = tmp_path / "secret_key"
    path.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="пошкоджено"):
        secret.kept_in(path)
