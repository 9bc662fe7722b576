"""What waits for a person: apps declare it when the house starts, her first page shows it in one line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """A room where so many things wait for the person."""

    label: Any
    url: str
    count: int


_rooms: dict[str, tuple[int, Callable[[Any], list[Waiting]]]] = {}


def declare(name: str, order: int, waits: Callable[[Any], list[Waiting]]) -> None:
    """Register what may wait in an app; one light query a room. The same name replaces, as on a reload."""
    _rooms[name] = order, waits


def waits_for(user: Any) -> list[Waiting]:
    """All that waits for the person and is not nought, in the order of the rooms."""
    rooms = sorted(_rooms.items(), key=lambda each: (each[1][0], each[0]))
    return [each for _name, (_order, waits) in rooms for each in waits(user) if each.count]
