"""From understood words to the engine's query."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from mistok.search import index

BOOSTS = {"title": 4.0, "keywords": 3.0, "body": 1.0}
AS_WRITTEN = 0.5  # for the very form that was asked, beside its dictionary form
ALL_WORDS = 1.0  # once more the score of whatever has all the words


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: dictionary keys for each word of it (one, or several for a phrase)."""

    keys: tuple[tuple[str, ...], ...]
    boost: float = 1.0
    form: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question with all its readings; a document has it when it has one of them."""

    form: str
    readings: tuple[Reading, ...]
    weight: float = 1.0


def whole(words: Sequence[Asked], *, required: int) -> Query:
    """Documents with at least `required` of the words; those with all of them come first."""
    each = [Query.boost_query(_word(word), word.weight) for word in words]
    if len(each) == 1:
        return each[0]
    some = Query.boolean_query(
        [(Occur.Should, query) for query in each], minimum_number_should_match=required
    )
    if required == len(each):
        return some
    every = Query.boolean_query([(Occur.Must, query) for query in each])
    return Query.boolean_query([(Occur.Must, some), (Occur.Should, Query.boost_query(every, ALL_WORDS))])


def of_kinds(query: Query, kinds: Collection[str]) -> Query:
    """The same, only among documents of these kinds, with the same scores."""
    chosen = Query.term_set_query(index.schema(), "kind", list(kinds))
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(chosen, 0.0))])


def fuzzy(form: str, field: str, distance: int) -> Query:
    """Documents with a word that differs by so many letters."""
    return Query.fuzzy_term_query(index.schema(), field, form, distance, True)


def is_known(searcher: Any, keys: Iterable[str]) -> bool:
    """Whether any document has one of the keys."""
    return any(searcher.doc_freq(field, key) for key in keys for field in index.LEMMA_FIELDS)


def _word(word: Asked) -> Query:
    return _best([_reading(reading) for reading in word.readings])


def _reading(reading: Reading) -> Query:
    parts = [
        _best([_term(field, key) for field in index.LEMMA_FIELDS for key in keys]) for keys in reading.keys
    ]
    query = parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])
    if reading.form:
        written = Query.boost_query(Query.term_query(index.schema(), index.FORMS, reading.form), AS_WRITTEN)
        query = Query.boolean_query([(Occur.Should, query), (Occur.Should, written)])
    return query if reading.boost == 1.0 else Query.boost_query(query, reading.boost)


def _best(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, 0.1)


def _term(field: str, key: str) -> Query:
    return Query.boost_query(Query.term_query(index.schema(), field, key), BOOSTS[field])
