"""From understood words to the engine's query."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from mistok.search import index

# Where a word stands says how much the document is about it: anywhere, and more in its name. That is the same
# for every document: names are short, and a word in a shorter one would otherwise outweigh two in a longer.
ANYWHERE, NAMED = 0.3, 0.6
COMMON, FEW_DOCUMENTS = 0.15, 5_000  # share of documents above which a word decides nothing, if they are many
MOST_DECIDING = 4  # words; each costs a look at all documents that have it
AS_WRITTEN = 0.1  # for the very form that was asked, beside its dictionary form
# Of the engine's own score (BM25: how often, in how long a text), to tell apart what is otherwise equal.
FINER = {index.HEAD: 0.2, index.CONTEXT: 0.25, index.WHOLE: 0.12}
NUMBER, BARE = 60.0, 6.0  # for a number of an act; for bare digits, which many bear
BESIDE_NUMBER = 3  # words («закон України») beside which a number alone decides


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: dictionary keys for each word of it (one, or several for a phrase)."""

    keys: tuple[tuple[str, ...], ...]
    boost: float = 1.0
    form: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question with all its readings; a document has it when it has one of them.

    `weight` is how much the word tells apart, `is_common` that it stands in too many documents to decide.
    `lemmas` are the most frequent keys of its readings: those that were meant, most likely.
    """

    form: str
    readings: tuple[Reading, ...]
    weight: float = 1.0
    is_common: bool = False
    lemmas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number of an act: the spellings some document bears, the surest first; bare digits many bear."""

    keys: tuple[str, ...]
    is_bare: bool = False


def asked(form: str, readings: Iterable[Reading], keys: Iterable[str], searcher: Any) -> Asked:
    """The word with its weight among the documents, by how many of them have one of `keys`."""
    documents, bearing = searcher.num_docs, frequency(searcher, keys)
    given = tuple(readings)
    single = [reading.keys[0] for reading in given if len(reading.keys) == 1]
    lemmas = [
        max(each, key=lambda key: index.frequency(searcher, index.WHOLE, key)) for each in single if each
    ]
    return Asked(
        form, given, rarity(documents, bearing), is_common(documents, bearing), tuple(dict.fromkeys(lemmas))
    )


def is_common(documents: int, bearing: int) -> bool:
    """Whether a word stands in too many of the documents to decide anything."""
    return documents > FEW_DOCUMENTS and bearing > documents * COMMON


def deciding(words: Sequence[Asked]) -> list[Asked]:
    """The words that say which documents are meant: all but those that stand nearly everywhere, of a long
    question the rarest of them. Years and ages («14 років») are rare and say little.
    """
    telling = [word for word in words if not word.is_common] or list(words)
    telling = [word for word in telling if not word.form.isdigit()] or telling
    return sorted(telling, key=lambda word: -word.weight)[:MOST_DECIDING]


def whole(
    words: Sequence[Asked], numbers: Sequence[Numbered] = (), *, required: int, field: str = index.WHOLE
) -> Query:
    """Documents with at least `required` of the words: which they are, without an order.

    A number asked for stands above all words: with few words beside it, only its bearers are found.
    """
    if not words:
        return _numbered(numbers)
    each = [_any([_has(field, reading) for reading in word.readings]) for word in words]
    some = (
        _all(each)
        if required == len(words)
        else Query.boolean_query([(Occur.Should, one) for one in each], minimum_number_should_match=required)
    )
    if not numbers:
        return some
    if len(words) <= BESIDE_NUMBER:
        return _numbered(numbers)
    return Query.boolean_query([(Occur.Should, _numbered(numbers)), (Occur.Should, some)])


def surest(words: Sequence[Asked]) -> Query:
    """Documents that have all of the words, or half of them in their names."""
    named = whole(words, required=math.ceil(len(words) / 2), field=index.HEAD)
    return _any([whole(words, required=len(words)), named])


def ranked(query: Query, words: Sequence[Asked], numbers: Sequence[Numbered] = ()) -> Query:
    """The same documents with scores: those with more and rarer words, and with the words in their names,
    first. One flat sum: the engine is several times slower on nested ones.
    """
    scores: list[Query] = []
    telling = [word for word in deciding(words) if not word.is_common]
    for word in words:
        scores += _steps(word, index.HEAD, NAMED)
    for word in telling:
        scores += _steps(word, index.WHOLE, ANYWHERE)
        scores.append(Query.const_score_query(_is(index.FORMS, word.form), AS_WRITTEN * word.weight))
        scores += [
            Query.boost_query(_is(field, lemma), share)
            for field, share in FINER.items()
            for lemma in word.lemmas
        ]
    if numbers:
        scores.append(_numbered(numbers))
    unscored = Query.const_score_query(query, 0.0)
    return Query.boolean_query([(Occur.Must, unscored), *((Occur.Should, score) for score in scores)])


def _steps(word: Asked, field: str, worth: float) -> Iterator[Query]:
    """The worth of the best reading that a document has in the field, as a sum: what the best is worth more
    than the next goes to those that have it, and so on down to what all have in common.
    """
    readings = sorted(word.readings, key=lambda reading: -reading.boost)
    below = [reading.boost for reading in readings[1:]] + [0.0]
    for number, (reading, next_boost) in enumerate(zip(readings, below, strict=True), start=1):
        if reading.boost - next_boost > 1e-6:
            having = _any([_has(field, each) for each in readings[:number]])
            yield Query.const_score_query(having, worth * (reading.boost - next_boost) * word.weight)


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
    """In how many documents one of the keys stands, roughly: the most frequent of them."""
    return max((index.frequency(searcher, index.WHOLE, key) for key in keys), default=0)


def is_known(searcher: Any, keys: Iterable[str]) -> bool:
    """Whether any document has one of the keys."""
    return any(index.frequency(searcher, index.WHOLE, key) for key in keys)


def rarity(documents: int, bearing: int) -> float:
    """How much a word tells documents apart: 1.7 when each has it, about 6 when one in three hundred has."""
    return 1.0 + math.log(1.0 + documents / (1.0 + bearing))


def _has(field: str, reading: Reading) -> Query:
    """Documents that have each word of the reading under one of its keys."""
    return _all([_any([_is(field, key) for key in keys]) for keys in reading.keys])


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, each) for each in queries])


def _any(queries: list[Query]) -> Query:
    return (
        queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, each) for each in queries])
    )


def _best(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


def _is(field: str, key: str) -> Query:
    return Query.term_query(index.schema(), field, key)
