"""Sources of an answer, chosen among what the search finds."""

from collections import defaultdict
from collections.abc import Iterable

from mistok.search.declarations import SearchDocument, source
from mistok.search.queries import search

KINDS = ("service", "guide", "act", "article", "answer")
FOUND = 8
LONGEST = 400
MOST = 12  # sources of one answer


def choices(asked: str, chosen: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(token, what it is called) of the documents found for the words, after those chosen already."""
    found = {token_of(each): _label(each.title, each.kind) for each in documents(chosen)}
    words = " ".join(asked.replace("\0", "").split())[:LONGEST]
    for hit in search(words, kinds=KINDS, limit=FOUND).hits if words else ():
        found.setdefault(f"{hit.kind}:{hit.key}", _label(hit.title, hit.kind))
    return list(found.items())


def documents(tokens: Iterable[str]) -> list[SearchDocument]:
    """The public documents of these tokens, in their order; what is gone or unknown is left out."""
    order = list(dict.fromkeys(tokens))[:MOST]
    keys: dict[str, set[str]] = defaultdict(set)
    for token in order:
        kind, _colon, key = token.partition(":")
        if kind in KINDS and key:
            keys[kind].add(key)
    known = {
        token_of(document): document
        for kind, some in keys.items()
        if (declared := source(kind))
        for document in declared.documents(some)
    }
    return [known[token] for token in order if token in known]


def token_of(document: SearchDocument) -> str:
    """How a document stands in a form."""
    return f"{document.kind}:{document.key}"


def _label(title: str, kind: str) -> str:
    declared = source(kind)
    return f"{title} · {declared.singular}" if declared else title
