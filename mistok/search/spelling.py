"""How far two words are from each other, and which word of the found documents was meant."""

import re
from collections import Counter
from collections.abc import Iterable


def distance(one: str, other: str, limit: int) -> int:
    """Letters to add, drop, replace or swap with the neighbour between the words; `limit + 1` when more.

    >>> distance("субсидія", "субисдія", 2), distance("паспорт", "пенсія", 2)
    (1, 3)
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, opposite in enumerate(other, start=1):
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (letter != opposite),
            )
            if before and column > 1 and letter == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def nearest(word: str, candidates: Iterable[str], limit: int) -> str | None:
    """The candidate closest to the word within the limit, the more frequent first; None when none is."""
    found = Counter(each for each in candidates if abs(len(each) - len(word)) <= limit)
    near = [(distance(word, each, limit), -times, each) for each, times in found.items()]
    best = min(near, default=None)
    return best[2] if best and best[0] <= limit else None


_DERIVED = re.compile(r"(?:[уюоає]?ва(?:ти|ння|ч)|[иіаяу]?ти|[еаія]?ння|[аія]ція|[уюоа]ваний)(?:с[яь])?$")
_SHORTEST_ROOT = 5


def root(word: str) -> str:
    """The beginning that a verb shares with its noun; empty when nothing is certain.

    >>> root("розмінувати"), root("розмінування"), root("евакуація"), root("пенсія")
    ('розмін', 'розмін', 'еваку', '')
    """
    found = _DERIVED.sub("", word)
    return found if found != word and len(found) >= _SHORTEST_ROOT else ""


def tolerance(word: str) -> int:
    """How many slips a word of this length may have and still be meant: short words differ by a letter."""
    if len(word) < 4 or any(char.isdigit() for char in word):
        return 0
    return 1 if len(word) < 8 else 2
