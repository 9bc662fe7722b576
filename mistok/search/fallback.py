"""Finding without an index: slow for much, good enough for a catalogue while the index is being built."""

import heapq
from collections.abc import Iterable

from mistok.search import analysis

MOST_WORDS = 10


def best[Key](text: str, rows: Iterable[tuple[Key, str]], limit: int) -> list[Key]:
    """The keys of the rows that have most of the words, in any of their forms; rows without any are left
    out.
    """
    asked = [{word.form, *word.keys} for word in analysis.words(text[:200])][:MOST_WORDS]
    scored = []
    for place, (key, content) in enumerate(rows):
        known = {each for word in analysis.words(content) for each in word.keys}
        if score := sum(bool(word & known) for word in asked):
            scored.append((-score, place, key))
    return [key for _score, _place, key in heapq.nsmallest(limit, scored, key=lambda row: row[:2])]
