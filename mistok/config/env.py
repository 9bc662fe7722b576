"""Typed reading of environment variables, so that a wrong value is named at start and not at midnight."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable as text; `NAME_FILE` may name a file that holds it (a mounted secret)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ImproperlyConfigured(f"{name}_FILE: файл {path} не читається") from None
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: напишіть yes або no")


def integer(name: str, default: int) -> int:
    """The variable as a whole number. Raises ImproperlyConfigured otherwise."""
    value = os.environ.get(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: напишіть ціле число") from None


def words(name: str, default: list[str] | None = None) -> list[str]:
    """The variable as a list, separated by commas."""
    value = os.environ.get(name)
    if value is None:
        return list(default or [])
    return [word.strip() for word in value.split(",") if word.strip()]


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """The variable as one of the allowed words. Raises ImproperlyConfigured otherwise."""
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: напишіть одне з: {', '.join(allowed)}")
    return value


def database(url: str, data: Path) -> dict[str, object]:
    """Django's database settings from a URL; empty means SQLite in the data directory.

    Accepted: `postgresql://user:password@host:port/name` and `sqlite:///path`.
    SQLite runs in WAL with IMMEDIATE transactions: a writer waits its turn instead of failing half-way.
    """
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 600,
        }
    if parts.scheme not in ("", "sqlite"):
        raise ImproperlyConfigured(f"DATABASE_URL: {parts.scheme}:// невідоме; є postgresql:// і sqlite:///")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path[1:]) if parts.scheme else str(data / "mistok.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        # Opening the file anew for each request reads the whole schema: 3 of 5 ms of a small request.
        "CONN_MAX_AGE": 600,
    }


def origin(address: str) -> str:
    """The origin of an address with placeholders, as a content security policy names it.

    >>> origin("https://{s}.tiles.example.org/{z}/{x}/{y}.png")
    'https://*.tiles.example.org'
    """
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.netloc:
        raise ImproperlyConfigured(f"{address!r}: напишіть повну адресу з https://")
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"
