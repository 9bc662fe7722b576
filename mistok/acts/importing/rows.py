"""A row of a file of acts: what it tells of an act, or why it tells nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mistok.acts.records import ActRecord

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_ADDRESS = 2000, 80, 500
LONGEST_CONTENT = 2000  # characters of a bad row that are kept
_DAMAGED = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row's place in the file, from 1. Without a record `reason` says why; what is skipped
    on purpose (`is_skipped`: a draft that was not adopted) is told from what is wrong. `name`: what a
    person knows the row by."""

    number: int
    record: ActRecord | None = None
    reason: str = ""
    is_skipped: bool = False
    content: str = ""
    name: str = ""


def records_of(rows: Iterable[Row]) -> Iterator[ActRecord]:
    """The acts of the rows that tell of one."""
    return (row.record for row in rows if row.record is not None)


def clean(text: object) -> str:
    """The text without characters that no database keeps: NUL and halves of surrogate pairs."""
    return str(text or "").translate(_DAMAGED)


def line(text: object) -> str:
    """The text as one line with single spaces."""
    return " ".join(clean(text).split())


def shortened(text: str, most: int) -> str:
    """The text no longer than this many characters; what is cut ends with three dots."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def address(said: object) -> str | None:
    """A web address, if it is one and fits; None otherwise."""
    found = line(said)
    is_address = found.startswith(("https://", "http://")) and " " not in found
    return found if is_address and len(found) <= LONGEST_ADDRESS else None
