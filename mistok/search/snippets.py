"""The piece of a document that shows why it was found, with the words marked in whatever form they stand."""

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from mistok.search import analysis

type Parts = tuple[tuple[str, bool], ...]
type Places = list[tuple[int, int, str]]

LONGEST = 220  # characters
SHORTENED = 140  # of the summary, when a line of the body follows it
BEFORE = 60  # characters kept before the first marked word of a long line
MOST_PLACES = 16  # of the words in a text; the best piece is among the first ones
PIECE = 1500  # characters of a text that are looked through at once
LONGEST_LOOKED_INTO = 600  # characters of a text that is analysed when no word begins as asked
_STRANGE = re.compile("[a-zA-Z\u00ad]")
_APOSTROPHES = "'’ʼ`"
_INSIDE = f"_{_APOSTROPHES}"  # stand inside words, beside letters and digits
_WORD = re.compile(rf"[\w{_APOSTROPHES}-]+")


def snippet(title: str, summary: str, body: str, keys: Set[str]) -> Parts:
    """The summary; when neither it nor the title says why, with the line of the body that has the words.

    Parts are (text, is marked); a template prints them itself, so nothing of a document is ever taken for
    HTML.

    >>> snippet("Субсидія", "Держава допоможе.", "Сплатіть рахунок\\nДодайте довідку", {"довідка"})
    (('Держава допоможе. … ', False), ('Додайте ', False), ('довідку', True))
    """
    asked = frozenset(keys)
    if places := _places(summary, asked):
        return _parts(summary, places)
    whole = ((_cut(summary), False),) if summary else ()
    if summary and _places(title, asked, most=1):
        return whole
    line, places = _line(body, asked)
    if places:
        # a line alone («Вихід на пенсію») would not say what was found
        before = ((f"{_cut(summary, SHORTENED)} … ", False),) if summary else ()
        return before + _parts(line, places)
    return whole or (((_cut(body), False),) if body else ())


def _line(body: str, keys: frozenset[str]) -> tuple[str, Places]:
    """The line of the body, or the piece of a long one, that has the most of the words, with their places."""
    found = _places(body, keys, most=MOST_PLACES)
    if not found:
        return "", []
    best = _densest(found)
    start, end = body.rfind("\n", 0, best) + 1, body.find("\n", best)
    end = len(body) if end < 0 else end
    if best - start > LONGEST:
        start = body.find(" ", best - BEFORE, best) + 1 or best
    end = min(end, start + 2 * LONGEST)
    inside = [(at - start, stop - start, name) for at, stop, name in found if start <= at and stop <= end]
    return body[start:end], inside


def _densest(found: Places) -> int:
    """Where the piece begins that has the most different words; the first of equals."""
    best, most = found[0][0], 0
    for number, (at, _stop, _name) in enumerate(found):
        names = {name for other, _end, name in found[number : number + 12] if other - at < LONGEST - BEFORE}
        if len(names) > most:
            best, most = at, len(names)
    return best


def _places(line: str, keys: frozenset[str], *, most: int = 100) -> Places:
    """Where the words stand in a text and by what name each was found, left to right.

    Words are looked for by their beginnings first: to analyse a whole article would take longer than to find
    it. Latin letters inside Cyrillic words hide beginnings, so short texts that have some are analysed.
    """
    found: Places = []
    for at in _begin(line, keys):
        if found and at < found[-1][1]:
            continue  # the second half of a compound
        match = _WORD.match(line, at)
        if match and (name := next((name for name in _word_names(match[0]) if name in keys), "")):
            found.append((at, match.end(), name))
            if len(found) >= most:
                break
    if not found and len(line) < LONGEST_LOOKED_INTO and _STRANGE.search(line):
        for word in analysis.words(line):
            name = next((name for name in (word.form, *word.keys) if name in keys), "")
            if name and (not found or word.start >= found[-1][1]):
                found.append((word.start, word.end, name))
    return found


def _begin(line: str, keys: frozenset[str]) -> Iterator[int]:
    """Where words stand that begin as one of the words does, left to right; a long text piece by piece, since
    the first words are mostly enough.
    """
    beginnings = _beginnings(keys)
    for start in range(0, len(line), PIECE):
        found: set[int] = set()
        end = start + PIECE
        for beginning in beginnings:
            last = end + len(beginning) - 1
            at = line.find(beginning, start, last)
            while at >= 0:
                if not at or not (line[at - 1].isalnum() or line[at - 1] in _INSIDE):
                    found.add(at)
                at = line.find(beginning, at + 1, last)
        yield from sorted(found)


@lru_cache(256)
def _beginnings(keys: frozenset[str]) -> tuple[str, ...]:
    """Two letters of a short word, all but three of a long; small, with a capital, and in capitals. To look
    for each of these is several times faster than to make a pattern of them.
    """
    stems = sorted({key[: max(2, len(key) - 3)] for key in keys if key})
    stems = [stem for stem in stems if not any(stem != other and stem.startswith(other) for other in stems)]
    spelt = {stem.replace("'", sign) for stem in stems for sign in _APOSTROPHES}
    cased = {each for stem in spelt for each in (stem, stem.capitalize(), stem.upper())}
    return tuple(cased)


@lru_cache(50_000)
def _word_names(surface: str) -> tuple[str, ...]:
    """What a word is found by."""
    return tuple(name for word in analysis.words(surface) for name in (*word.keys, word.form))


def _parts(line: str, places: Places) -> Parts:
    start = _start(line, places[0][0])
    stop = min(len(line), start + LONGEST)
    parts: list[tuple[str, bool]] = []
    at = start
    for begin, end, _name in places:
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
