"""An act on its way into the store, whatever it came from: a file, a register, a set of open data."""

from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import sha256
from typing import Any

from mistok.acts.models import Kind, Level, RelationKind, Status

_NOT_CONTENT = {"source", "source_key"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A provision: a stable anchor («art-20»), the depth of its heading (1 is the highest), its words."""

    anchor: str
    heading: str = ""
    text: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """What the act does to another one, named as the text names it («393/96-ВР», a title)."""

    kind: RelationKind
    reference: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ActRecord:
    """All that a source tells of one act. What it does not tell stays None and leaves the store as it is.

    `registration` is the number of the state site and the key of the act; without one the pair of `source`
    and `source_key` is. `pieces` None: no text came. `since`: the day of this edition.
    """

    title: str
    kind: Kind = Kind.OTHER
    level: Level = Level.STATE
    kind_name: str = ""
    title_source: str = ""
    number: str = ""
    registration: str | None = None
    adopted_on: date | None = None
    in_force_on: date | None = None
    issuer: str | None = None
    territory: str | None = None
    status: Status | None = None
    status_source: str = ""
    status_on: date | None = None
    subjects: tuple[str, ...] | None = None
    url: str | None = None
    pieces: tuple[Piece, ...] | None = None
    text_problem: str = ""
    since: date | None = None
    reason: str = ""
    links: tuple[Link, ...] = field(default=())
    source: str = ""
    source_key: str = ""

    def fingerprint(self) -> str:
        """The checksum of all that is told: the same record is known again without a look at the text."""
        told: list[Any] = [
            (each.name, getattr(self, each.name)) for each in fields(self) if each.name not in _NOT_CONTENT
        ]
        return sha256(repr(told).encode()).hexdigest()


def text_fingerprint(pieces: tuple[Piece, ...]) -> str:
    """The checksum of the words and their order, without a look at how they were cut."""
    text = "\n".join(line for piece in pieces for line in (piece.heading, piece.text) if line)
    return sha256(text.encode()).hexdigest()
