"""The piece of a document that shows why it was found, with the words marked in whatever form they stand."""

from collections.abc import Iterator, Set
from functools import lru_cache

from mistok.search import analysis

type Parts = tuple[tuple[str, bool], ...]

LONGEST = 220  # characters
SHORTENED = 140  # of the summary, when a line of the body follows it
BEFORE = 60  # characters kept before the first marked word of a long line


def snippet(title: str, summary: str, body: str, keys: Set[str]) -> Parts:
    """The summary; when neither it nor the title says why, with the line of the body that has the words.

    Parts are (text, is marked); a template prints them itself, so nothing of a document is ever taken for
    HTML.

    >>> snippet("Субсидія", "Держава допоможе.", "Сплатіть рахунок\\nДодайте довідку", {"довідка"})
    (('Держава допоможе. … ', False), ('Додайте ', False), ('довідку', True))
    """
    if places := list(_places(summary, keys)):
        return _parts(summary, places)
    whole = ((_cut(summary), False),) if summary else ()
    if any(_places(title, keys)):
        return whole
    for line in body.split("\n"):
        if places := list(_places(line, keys)):
            # a line alone («Вихід на пенсію») would not say what was found
            before = ((f"{_cut(summary, SHORTENED)} … ", False),) if summary else ()
            return before + _parts(line, places)
    return whole


def _places(line: str, keys: Set[str]) -> Iterator[tuple[int, int]]:
    place = 0
    for start, end, names in _names(line):
        if start >= place and not keys.isdisjoint(names):
            yield start, end
            place = end


@lru_cache(4096)
def _names(line: str) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Where the words of a line stand and what they are found by. The same cards are shown over and over."""
    return tuple((word.start, word.end, (word.form, *word.keys)) for word in analysis.words(line))


def _parts(line: str, places: list[tuple[int, int]]) -> Parts:
    start = _start(line, places[0][0])
    stop = min(len(line), start + LONGEST)
    parts: list[tuple[str, bool]] = []
    at = start
    for begin, end in places:
        if end > stop:
            break
        parts += [(line[at:begin], False), (line[begin:end], True)]
        at = end
    parts.append((_cut(line[at:], stop - at), False))
    if start:
        parts.insert(0, ("… ", False))
    return tuple(part for part in parts if part[0])


def _start(line: str, first: int) -> int:
    """Where to begin so that the first word is seen: at the start if that fits, else at a word."""
    if first < LONGEST - BEFORE:
        return 0
    space = line.rfind(" ", 0, first - BEFORE)
    return space + 1 if space >= 0 else first - BEFORE


def _cut(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning up to a whole word with an ellipsis."""
    if len(text) <= longest:
        return text
    return text[:longest].rpartition(" ")[0].rstrip(" ,;:–—") + " …"
