"""Who may come through which door. Everything is closed to strangers unless its view is marked here."""

from collections.abc import Callable
from typing import Any


def public[V: Callable[..., Any]](view: V) -> V:
    """Mark a view as open to everybody, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def shared[V: Callable[..., Any]](view: V) -> V:
    """Mark a public view whose page is the same for every anonymous reader: one copy serves them all."""
    view.access = "public"  # type: ignore[attr-defined]
    view.shared = True  # type: ignore[attr-defined]
    return view


def signed_in[V: Callable[..., Any]](view: V) -> V:
    """Mark a view as open to anybody with an account, even without a role (their own data, for instance)."""
    view.access = "signed_in"  # type: ignore[attr-defined]
    return view


def asked_by_program[V: Callable[..., Any]](view: V) -> V:
    """Mark a view that a script asks, not a person: a closed door answers in JSON, not by a page."""
    view.asked_by_program = True  # type: ignore[attr-defined]
    return view


def access_of(view: Callable[..., Any]) -> str:
    """What the view asks of a visitor: `public`, `signed_in`, or `staff` when nothing was said."""
    return getattr(view, "access", "staff")


def is_asked_by_program(view: Callable[..., Any]) -> bool:
    """Whether closed doors of the view answer in JSON."""
    return bool(getattr(view, "asked_by_program", False))
