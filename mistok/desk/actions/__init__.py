"""Writing at the desk."""

from mistok.desk.actions.encounters import (
    MOST_PEOPLE,
    SAME_MOMENT,
    SKEW,
    Conflict,
    Item,
    Recorded,
    Refused,
    add_item,
    ages_of,
    correct,
    items_of,
    load_topics,
    record,
    undo,
    void,
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
