"""What apps put into the index. The register knows no app; apps declare to it from their `search.py`."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing to be found.

    `key` never changes and names the thing in the outbox; `slug` is what its address is made of. `part_of` is
    the key under which all parts of a thing are replaced together. `keywords` are all other names people may
    use, `body` the rest of its card; `text` is long writing (an article of a law), found by dictionary words
    alone; `context` what it stands in. `numbers` are official numbers in their one spelling, looked for as
    they are. `weight` (0–1; below 0, down to -1, for what is there by thousands) says how much it is asked
    for, `confirmed` that a person made sure of it: both move a document a little, never past a better match.
    `territory` is a code of the codifier, `day` the date it is known by. `tags` are what lists are narrowed
    by («status:repealed»). `extra` is kept as it is (JSON) and handed back with the hit.
    """

    kind: str
    key: str
    title: str
    slug: str
    summary: str = ""
    body: str = ""
    text: str = ""
    context: str = ""
    part_of: str = ""
    keywords: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    day: date | None = None
    territory: str | None = None
    weight: float = 0.5
    confirmed: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """How to read one kind of documents.

    `documents(keys)` gives the public documents of these keys (of all when None); a key may be the
    document's own or its slug, and one that is not public any more is simply absent. `fallback(text, limit)`
    finds without an index. `address(slug)` is the page in the language of the reader. `label` names many,
    `singular` one.
    """

    label: Any
    singular: Any
    documents: Callable[[Collection[str] | None], Iterator[SearchDocument]]
    fallback: Callable[[str, int], Iterable[SearchDocument]]
    address: Callable[[str], str]


_sources: dict[str, Source] = {}


def declare(kind: str, source: Source) -> None:
    """Register a kind of documents. Declaring it twice replaces it, as on a reload."""
    _sources[kind] = source


def sources() -> dict[str, Source]:
    """All declared kinds in the order in which they are shown."""
    return dict(_sources)


def source(kind: str) -> Source | None:
    """The source of the kind, or None when nobody declared it (an app was taken out)."""
    return _sources.get(kind)


def uuids(keys: Iterable[str]) -> list[UUID]:
    """Those of the keys that are UUIDs; the others may be slugs."""
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found
