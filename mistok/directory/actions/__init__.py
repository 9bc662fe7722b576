"""Writes to the catalogue."""

from mistok.directory.actions.cards import (
    add_service,
    confirm_service,
    edit_service,
    retire_service,
    return_service,
)
from mistok.directory.actions.catalogue import load_catalogue
from mistok.directory.actions.revisions import (
    ConflictError,
    DecidedError,
    approve_revision,
    decline_revision,
    propose_change,
    propose_service,
    rewrite_revision,
    send_revision,
    withdraw_revision,
)
from mistok.directory.actions.versions import (
    MovedError,
    note_version,
    remember,
    restorable,
    restore_version,
    tell_search,
)

__all__ = [
    "ConflictError",
    "DecidedError",
    "MovedError",
    "add_service",
    "approve_revision",
    "confirm_service",
    "decline_revision",
    "edit_service",
    "load_catalogue",
    "note_version",
    "propose_change",
    "propose_service",
    "remember",
    "restorable",
    "restore_version",
    "retire_service",
    "return_service",
    "rewrite_revision",
    "send_revision",
    "tell_search",
    "withdraw_revision",
]
