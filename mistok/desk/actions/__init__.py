"""Writing at the desk."""

from mistok.desk.actions.encounters import (
    add_item,
    ages_of,
    correct,
    load_topics,
    record,
    undo,
    void,
)
from mistok.desk.actions.storing import (
    MOST_PEOPLE,
    SAME_MOMENT,
    SKEW,
    Conflict,
    Item,
    Recorded,
    Refused,
    items_of,
)

__all__ = [
    "MOST_PEOPLE",
    "SAME_MOMENT",
    "SKEW",
    "Conflict",
    "Item",
    "Recorded",
    "Refused",
    "add_item",
    "ages_of",
    "correct",
    "items_of",
    "load_topics",
    "record",
    "undo",
    "void",
]
