"""Whole backups in one file: the database as it was at one moment, uploaded files and the signing key.

SQLite is copied through its own online backup, so that a network in use is never caught half-way.
PostgreSQL is dumped with its own `pg_dump`. What is derived (index, static files) is left out and rebuilt.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

KEPT = ("media", "secret_key")
SQLITE, POSTGRES = "database.sqlite3", "database.dump"


class BackupError(Exception):
    """A backup could not be made or restored; the message says why and what to do."""


def make(target: Path | None = None) -> Path:
    """Write a backup and return its path. Raises BackupError."""
    target = target or settings.DATA / "backups" / f"mistok-{datetime.now():%Y-%m-%d-%H%M%S}.tar.gz"
    if target.exists():
        raise BackupError(f"{target} вже є: виберіть інше ім’я")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            database = _dump(Path(folder))
            with tarfile.open(part, "w:gz") as archive:
                archive.add(database, database.name)
                for name in KEPT:
                    if (settings.DATA / name).exists():
                        archive.add(settings.DATA / name, name)
        part.chmod(0o600)
        part.rename(target)  # a half-written backup never bears a backup's name
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupError(f"резервну копію не записано: {error.strerror}") from error
    return target


def restore(source: Path) -> None:
    """Put a backup in the place of the present data, which are kept aside until that has succeeded."""
    if not source.is_file():
        raise BackupError(f"немає файлу {source}")
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
            raise BackupError(f"{source} не є резервною копією Містка або пошкоджений") from error
        _load(Path(folder))
        for name in KEPT:
            _replace(Path(folder) / name, settings.DATA / name)
    shutil.rmtree(settings.SEARCH_INDEX, ignore_errors=True)


def _dump(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        path = folder / SQLITE
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return path
    path = folder / POSTGRES
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={path}", *_postgres_arguments()])
    return path


def _load(folder: Path) -> None:
    wanted = SQLITE if connection.vendor == "sqlite" else POSTGRES
    path = folder / wanted
    if not path.exists():
        if any((folder / name).exists() for name in (SQLITE, POSTGRES)):
            raise BackupError("копію зроблено з іншої бази даних: SQLite і PostgreSQL не взаємозамінні")
        raise BackupError("в архіві немає бази даних: це не резервна копія Містка")
    if connection.vendor != "sqlite":
        arguments = _postgres_arguments()
        _run(
            [
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--single-transaction",
                *arguments,
                str(path),
            ]
        )
        return
    with sqlite3.connect(path) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("база даних у копії пошкоджена; теперішні дані не змінено")
        connection.ensure_connection()
        copy.backup(connection.connection)
    copy.close()


def _postgres_arguments() -> list[str]:
    database: dict[str, Any] = connection.settings_dict
    pairs = (("host", "HOST"), ("port", "PORT"), ("username", "USER"), ("dbname", "NAME"))
    return [f"--{option}={database[key]}" for option, key in pairs if database[key]]


def _run(command: list[str]) -> None:
    environment = {**os.environ, "PGPASSWORD": connection.settings_dict["PASSWORD"]}
    try:
        subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603 - fixed programs
    except FileNotFoundError:
        raise BackupError(f"немає програми {command[0]}: встановіть клієнт PostgreSQL") from None
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(lines[-1] if lines else f"{command[0]} не спрацював") from error


def _replace(new: Path, old: Path) -> None:
    if not new.exists():
        return
    aside = old.with_name(f"{old.name}.before-restore")
    if old.exists():
        shutil.rmtree(aside, ignore_errors=True) if aside.is_dir() else aside.unlink(missing_ok=True)
        old.rename(aside)
    shutil.move(new, old)
    shutil.rmtree(aside, ignore_errors=True) if aside.is_dir() else aside.unlink(missing_ok=True)
