"""What stands above all that is found: the provision of an act that was asked for, and best bets of staff."""

from dataclasses import dataclass
from typing import Any

from tantivy import Query

from mistok.search import index, matching
from mistok.search.bets import best_bets
from mistok.search.filters import Filters, narrowed
from mistok.search.understanding import LONGEST_QUESTION, Understanding, understand
from mistok.ukrainian import act_numbers

NAMED, BET = "named", "bet"
ACT, PROVISION = "act", "article"  # the kinds whose documents stand for an act and for a part of it
LOOKED_THROUGH = 8  # acts of the same name; the first that has the provision is meant


@dataclass(frozen=True, slots=True)
class First:
    """A document that stands first, and why."""

    kind: str
    shown: dict[str, Any]
    why: str
    marks: frozenset[str] = frozenset()


def found_for(question: str, searcher: Any) -> list[First]:
    """The documents that stand first for the question; mostly none."""
    first = _provision(question[:LONGEST_QUESTION], searcher)
    for kind, key in best_bets(question):
        if document := _document(kind, key, searcher):
            first.append(First(*document, BET))
    return first


def _provision(question: str, searcher: Any) -> list[First]:
    """«ст. 20 закону про звернення громадян», «ПКМУ 704 п. 3»: that very provision, if there is one."""
    asked = act_numbers.provision_asked(question)
    if asked is None:
        return []
    anchor = asked[0]
    understood = understand(act_numbers.without_provisions(question), searcher)
    if not understood:
        return []
    for address in _acts(understood, searcher):
        key = index.shown(searcher, address)[1]["key"]
        if document := _document(PROVISION, f"{key}:{anchor}", searcher):
            return [First(*document, NAMED)]
    return []


def _acts(understood: Understanding, searcher: Any) -> list[Any]:
    """The acts named: by number, or by all words in their titles."""
    words = matching.deciding(understood.words)
    named = matching.whole(words, understood.numbers, required=len(words), field=index.HEAD)
    query = matching.ranked(narrowed(named, Filters(kinds=(ACT,))), understood.words, understood.numbers)
    found = searcher.search(query, LOOKED_THROUGH, count=False, weight_by_field="weight")
    return [address for _score, address in found.hits]


def _document(kind: str, key: str, searcher: Any) -> tuple[str, dict[str, Any]] | None:
    """The document with this key, if it is in the index."""
    query = Query.term_query(index.schema(), "id", index.identifier(kind, key))
    hits = searcher.search(query, 1, count=False).hits
    return index.shown(searcher, hits[0][1]) if hits else None
