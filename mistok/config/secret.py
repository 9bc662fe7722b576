"""The signing key that a house makes for itself once."""

import contextlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32  # characters


def kept_in(path: Path) -> str:
    """The key in the file, which is made if there is none; two that start at once take the same key.

    Raises ImproperlyConfigured when the file holds something else: going on with half a key would sign
    sessions that anybody can forge.
    """
    with contextlib.suppress(FileNotFoundError):
        return _read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # unlike a rename, it never replaces a key that has come in between
    finally:
        draft.unlink()
    return _read(path)


def _read(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        key = ""
    if len(key) < SHORTEST or not key.isprintable():
        raise ImproperlyConfigured(
            f"ключ підпису {path} пошкоджено: поверніть його з резервної копії або вилучіть файл "
            "(тоді всім доведеться ввійти знову)"
        )
    return key
