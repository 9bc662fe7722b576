"""From understood words to the engine's query."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from mistok.search import index

# Where a word stands says how much the document is about it. Within a field every document gets the same:
# cards are short, and a word in a short title would otherwise outweigh two words in a longer one.
WORTH = {"title": 1.0, "keywords": 0.9, "body": 0.35, "text": 0.3, "context": 0.25}
AS_WRITTEN = 0.1  # for the very form that was asked, beside its dictionary form
NUMBER, BARE = 60.0, 6.0  # for a number of an act; for bare digits, which many bear
BESIDE_NUMBER = 3  # words («закон України») beside which a number alone decides
FREQUENCY = 0.02  # of the engine's own score (BM25), to tell apart what is otherwise equal


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


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number of an act: the spellings some document bears, the surest first; bare digits many bear."""

    keys: tuple[str, ...]
    is_bare: bool = False


def whole(words: Sequence[Asked], numbers: Sequence[Numbered] = (), *, required: int) -> Query:
    """Documents with at least `required` of the words, those with more and rarer ones first.

    A number asked for stands above all words: with few words beside it, only its bearers are found.
    """
    if not words:
        return _numbered(numbers)
    each = [Query.boost_query(_word(word), word.weight) for word in words]
    some = Query.boolean_query(
        [(Occur.Should, query) for query in each], minimum_number_should_match=required
    )
    terms = [
        Query.term_query(index.schema(), field, key)
        for word in words
        for key in word.readings[0].keys[0]
        for field in index.CARD_FIELDS
    ]
    finer = Query.boost_query(Query.boolean_query([(Occur.Should, term) for term in terms]), FREQUENCY)
    if not numbers:
        return Query.boolean_query([(Occur.Must, some), (Occur.Should, finer)])
    surest = _numbered(numbers)
    if len(words) <= BESIDE_NUMBER:
        return Query.boolean_query([(Occur.Must, surest), (Occur.Should, some), (Occur.Should, finer)])
    either = Query.boolean_query(
        [(Occur.Should, surest), (Occur.Should, some)], minimum_number_should_match=1
    )
    return Query.boolean_query([(Occur.Must, either), (Occur.Should, finer)])


def _numbered(numbers: Sequence[Numbered]) -> Query:
    """Documents that bear one of the numbers, those with more of them first."""
    each = [
        (
            Occur.Should,
            Query.boost_query(
                _best(
                    [
                        Query.const_score_query(
                            Query.term_query(index.schema(), index.NUMBERS, key), 1.0 - place * 0.1
                        )
                        for place, key in enumerate(number.keys)
                    ]
                ),
                BARE if number.is_bare else NUMBER,
            ),
        )
        for number in numbers
    ]
    return Query.boolean_query(each)


def fuzzy(form: str, field: str, distance: int) -> Query:
    """Documents with a word that differs by so many letters."""
    return Query.fuzzy_term_query(index.schema(), field, form, distance, True)


def frequency(searcher: Any, keys: Iterable[str]) -> int:
    """In how many documents one of the keys stands, roughly: in the field where it is most frequent."""
    return max((searcher.doc_freq(field, key) for key in keys for field in index.LEMMA_FIELDS), default=0)


def is_known(searcher: Any, keys: Iterable[str]) -> bool:
    """Whether any document has one of the keys."""
    return any(searcher.doc_freq(field, key) for key in keys for field in index.LEMMA_FIELDS)


def rarity(searcher: Any, keys: Iterable[str]) -> float:
    """How much a word tells documents apart: 1.7 when each has it, about 6 when one in three hundred has."""
    return 1.0 + math.log(1.0 + searcher.num_docs / (1.0 + frequency(searcher, keys)))


def _word(word: Asked) -> Query:
    return _best([_reading(reading) for reading in word.readings])


def _reading(reading: Reading) -> Query:
    parts = [
        _best([_term(field, key) for field in index.LEMMA_FIELDS for key in keys]) for keys in reading.keys
    ]
    query = parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])
    if reading.form:
        term = Query.term_query(index.schema(), index.FORMS, reading.form)
        written = Query.const_score_query(term, AS_WRITTEN)
        query = Query.boolean_query([(Occur.Should, query), (Occur.Should, written)])
    return query if reading.boost == 1.0 else Query.boost_query(query, reading.boost)


def _best(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


def _term(field: str, key: str) -> Query:
    return Query.const_score_query(Query.term_query(index.schema(), field, key), WORTH[field])
