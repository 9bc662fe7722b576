"""Writes over several models of the network, each with its entry in the journal."""

from mistok.network.actions.lifecycle import close_point
from mistok.network.actions.people import (
    NotAllowed,
    accept,
    end_all_roles,
    end_role,
    invite,
    send_again,
    withdraw,
)
from mistok.network.actions.points import change_point, open_point
from mistok.network.actions.territory import import_territory

__all__ = [
    "NotAllowed",
    "accept",
    "change_point",
    "close_point",
    "end_all_roles",
    "end_role",
    "import_territory",
    "invite",
    "open_point",
    "send_again",
    "withdraw",
]
