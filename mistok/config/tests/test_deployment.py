"""A network’s own settings pass Django’s deployment checks; a newcomer’s print nothing to wonder about."""

import os
import subprocess
import sys

REAL = {
    "MISTOK_URL": "https://mistok.example",
    "MISTOK_HOSTS": "mistok.example",
    "MISTOK_MAIL_HOST": "smtp.mistok.example",
}


def run(tmp_path, *arguments, **environment):
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("MISTOK_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "mistok", *arguments],
        env={**inherited, "MISTOK_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean_for_a_real_network(tmp_path):
    done = run(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **REAL)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_first_commands_of_a_newcomer_say_nothing_odd(own_house, migrated):
    assert migrated[1] == ""
    done = run(own_house, "check")
    assert (done.returncode, done.stderr) == (0, "")
