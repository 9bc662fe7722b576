"""A small shelf of documents that tests put into the index without any app."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from mistok.search.declarations import SearchDocument, Source
from mistok.search.fallback import best


@dataclass
class Shelf:
    """A source whose documents a test may add, change and take away."""

    kind: str
    documents: dict[str, SearchDocument] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def put(self, key: str, title: str, **fields: Any) -> SearchDocument:
        document = SearchDocument(kind=self.kind, key=key, title=title, slug=f"{key}-slug", **fields)
        self.documents[key] = document
        return document

    def find(self, keys: Collection[str] | None) -> Iterator[SearchDocument]:
        for key, document in list(self.documents.items()):
            if keys is None or key in keys or document.slug in keys:
                self.read.append(key)
                yield document

    def without_index(self, text: str, limit: int) -> list[SearchDocument]:
        keys = best(text, ((key, each.title) for key, each in self.documents.items()), limit)
        return [self.documents[key] for key in keys]

    def source(self) -> Source:
        return Source(
            label=f"{self.kind}s",
            singular=self.kind,
            documents=self.find,
            fallback=self.without_index,
            address=lambda slug: f"/{self.kind}/{slug}/",
        )
