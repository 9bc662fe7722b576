"""Queries typed on the wrong keyboard layout: «gtycsz» is «пенсія», «пьфшд» is «gmail».

Layouts: Ukrainian ЙЦУКЕН with ґ on the backslash and the apostrophe left of the digit one, over US QWERTY.
"""

import functools
import re
from typing import Final

from mistok.ukrainian import lexicon, translit

_LATIN_KEYS: Final = "`qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + 'QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_UKRAINIAN_KEYS: Final = "'йцукенгшщзхїґфівапролджєячсмитьбю." + "ЙЦУКЕНГШЩЗХЇҐФІВАПРОЛДЖЄЯЧСМИТЬБЮ,"

_TO_UKRAINIAN: Final = str.maketrans(_LATIN_KEYS, _UKRAINIAN_KEYS)
_TO_LATIN: Final = str.maketrans(_UKRAINIAN_KEYS, _LATIN_KEYS)
_FROM_RUSSIAN: Final = str.maketrans("ыэъёЫЭЪЁ", "ієї'ІЄЇ'")
_CYRILLIC_WORD = re.compile(r"['а-яєіїґ]+")
_LATIN_WORD = re.compile(r"[a-z]+")
_RUSSIAN_LETTER = re.compile("[ыэъё]", re.IGNORECASE)

_MARGIN: Final = 0.5
_NONSENSE: Final = -4.5
_EDGES: Final = '.,;:!?()«»"[]{}<>/|\\№-–—…'


def to_ukrainian(text: str) -> str:
    """The text as it would be with the Ukrainian layout switched on instead of the Latin.

    >>> to_ukrainian("gtycsz")
    'пенсія'
    """
    return text.translate(_TO_UKRAINIAN)


def to_latin(text: str) -> str:
    """The text as it would be with the Latin layout switched on instead of the Ukrainian.

    >>> to_latin("пьфшд")
    'gmail'
    """
    return text.translate(_TO_LATIN)


def from_russian_layout(text: str) -> str:
    """Ukrainian typed with the Russian layout on: ы, э, ъ, ё are on the keys of і, є, ї and the apostrophe.

    >>> from_russian_layout("сэрвыс")
    'сєрвіс'
    """
    return text.translate(_FROM_RUSSIAN)


def candidates(text: str) -> list[str]:
    """Other readings of a query, the likeliest first, none when it is fine as it stands.

    The whole text in the other layout comes first when that is better on the whole; then the text with only
    those
    words changed that need it («Дія gjckeub»). The text itself is never among them.

    >>> candidates("gtycsz gj dsre"), candidates("android"), candidates("пенсія")
    (['пенсія по віку'], [], [])
    """
    asked = text.strip()
    own = _mean(asked)
    readings = [whole for whole in (to_ukrainian(asked), to_latin(asked)) if _mean(whole) > own + _MARGIN]
    if _RUSSIAN_LETTER.search(asked):
        readings.append(from_russian_layout(asked))
    readings.append("".join(_better(piece) for piece in re.split(r"(\s+)", asked)))
    return [reading for reading in dict.fromkeys(readings) if reading != asked]


def plausibility(word: str) -> float:
    """How much a word looks like a word of its script: 0 for a well-known one, about −2.5 for words, −6 at
    worst.

    >>> plausibility("пенсія") > plausibility("пенсионат") > plausibility("зуцдчж")
    True
    """
    plain = word.lower().strip(_EDGES).replace("’", "'")
    if not plain or plain in lexicon.UKRAINIAN or plain in lexicon.LATIN or plain.isdigit():
        return 0.0
    if _CYRILLIC_WORD.fullmatch(plain):
        return lexicon.ukrainian().score(plain)
    return _latin().score(plain) if _LATIN_WORD.fullmatch(plain) else -6.0


@functools.cache
def _latin() -> lexicon.Model:
    """What Latin-letter words look like here: English, names of services, and Ukrainian in Latin letters."""
    return lexicon.Model(sorted(lexicon.LATIN | {translit.romanise(word) for word in lexicon.UKRAINIAN}))


def _mean(text: str) -> float:
    """The mean plausibility of the words, each by its length."""
    pieces = text.split()
    letters = sum(len(piece) for piece in pieces)
    return sum(plausibility(piece) * len(piece) for piece in pieces) / letters if letters else 0.0


@functools.lru_cache(10_000)
def _better(piece: str) -> str:
    """The likelier reading of one word, or the word itself."""
    own = plausibility(piece)
    if own == 0.0:
        return piece
    options = [to_ukrainian(piece)]
    latin = to_latin(piece)
    if latin.isalpha() and (len(latin) > 3 or latin.lower() in lexicon.LATIN):
        options.append(latin)
    if _RUSSIAN_LETTER.search(piece):
        options.append(from_russian_layout(piece))
    best = max(options, key=plausibility)
    return best if plausibility(best) > max(own + _MARGIN, _NONSENSE) else piece
