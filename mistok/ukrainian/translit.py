"""Ukrainian in Latin letters: the official romanisation, addresses of pages, and reading sloppy Latin back.

Romanisation: resolution of the Cabinet of Ministers of Ukraine No. 55 of 27 January 2010.
"""

import functools
import re
from collections.abc import Callable
from typing import Final

from mistok.ukrainian import lexicon
from mistok.ukrainian.text import normalise

_LETTERS: Final = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch . iu ia .".replace(
            ".", ""
        ).split(" "),
        strict=True,
    )
)
_AT_START: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN: Final = {"ы": "y", "э": "e", "ё": "io", "ъ": ""}

# What a Latin spelling may stand for, the longest first. Among readings the usual comes first.
_READINGS: Final[dict[str, tuple[str, ...]]] = {
    "shch": ("щ",), "sch": ("щ", "ш"), "zgh": ("зг",),
    "zh": ("ж",), "kh": ("х",), "ts": ("ц", "тс"), "tz": ("ц",), "ch": ("ч",), "sh": ("ш", "сг"),
    "gh": ("г",), "ph": ("ф",), "th": ("т",), "ck": ("к",),
    "ye": ("є", "йе", "иє"), "yi": ("ї", "ий", "иї"), "yo": ("йо", "ьо"), "yu": ("ю", "ію"),
    "ya": ("я", "ія"),
    "je": ("є", "ьє"), "ji": ("ї",), "jo": ("йо", "ьо"), "ju": ("ю",), "ja": ("я",),
    "ie": ("є", "іє", "ье", "'є"), "iu": ("ю", "ію", "'ю"), "ia": ("я", "ія", "'я"), "io": ("йо", "ьо", "іо"),
    "iia": ("ія",), "iie": ("іє",), "iiu": ("ію",), "iya": ("ія",), "iye": ("іє",), "iyu": ("ію",),
    "ija": ("ія",), "iju": ("ію",), "yy": ("ий",), "yj": ("ий",), "ii": ("ії", "ій"), "ij": ("ій", "ий"),
    "iy": ("ій", "ий"), "yia": ("ия", "ія"), "yiu": ("ию",),
    "a": ("а",), "b": ("б",), "v": ("в",), "h": ("г", "х"), "g": ("г", "ґ"), "d": ("д", "дь"),
    "e": ("е", "є"),
    "z": ("з", "зь"), "y": ("и", "й", "і"), "i": ("і", "и", "ї", "й"), "j": ("й", "ж", "дж"), "k": ("к",),
    "l": ("л", "ль"), "m": ("м",), "n": ("н", "нь"), "o": ("о",), "p": ("п",), "r": ("р", "рь"),
    "s": ("с", "сь"),
    "t": ("т", "ть"), "u": ("у",), "f": ("ф",), "c": ("ц", "к", "ць"), "x": ("х", "кс"), "q": ("к",),
    "w": ("в", "ш"),
    "'": ("ь", "'"),
}  # fmt: skip
_LONGEST: Final = max(map(len, _READINGS))
_BEAM: Final = 40
_RARER: Final = 0.4
_BREACHES: Final = (
    (
        re.compile(r"(?<=[дтзсцжшчр])і(?=[бвгґджзклмнпрстфхцчшщ])"),
        0.5,
    ),  # «и» by the rule of nine, in loan-words
    (re.compile(r"\bи|и(?=[аеєиіїоуюя])|[іїи][їи]?а"), 2.0),
    (re.compile(r"(?<=[бвгґджзйклмнпрстфхцчшщь])ї"), 3.0),
    (re.compile(r"'(?![яюєї])|(?<![бпвмфрк])'"), 3.0),
    (re.compile(r"\bь|(?<![дтзсцлнр])ь|ь(?=[аеєиіїуюя])"), 2.0),
)

_CYRILLIC_RUN = re.compile(r"[а-яёєіїґА-ЯЁЄІЇҐ']+")
_LATIN_RUN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")


def romanise(text: str) -> str:
    """The text in Latin letters by the official table; everything that is not Ukrainian stays.

    >>> romanise("Згурський, Єнакієве, Знам’янка"), romanise("ЩОДЕННИК")
    ('Zghurskyi, Yenakiieve, Znamianka', 'SHCHODENNYK')
    """
    return _CYRILLIC_RUN.sub(lambda found: _romanise_word(found.group()), normalise(text))


def _romanise_word(word: str) -> str:
    shout = len(word) > 1 and word.isupper()
    small = word.lower()
    letters: list[str] = []
    for place, letter in enumerate(small):
        latin = (_AT_START if place == 0 else {}).get(letter) or _LETTERS.get(
            letter, _RUSSIAN.get(letter, "")
        )
        if letter == "г" and place and small[place - 1] == "з":
            latin = "gh"
        if word[place].isupper():
            latin = latin.upper() if shout else latin.capitalize()
        letters.append(latin)
    return "".join(letters)


def slug(text: str, *, longest: int = 80) -> str:
    """The text as a part of a page's address: small Latin letters, digits, single hyphens; "" when none
    remain.

    Cut at a word's end to at most `longest` characters where there is one.

    >>> slug("Субсидія на оплату ЖКП – 2026!")
    'subsydiia-na-oplatu-zhkp-2026'
    """
    latin = text if text.isascii() else romanise(text)
    plain = re.sub(r"[^a-z0-9]+", "-", latin.replace("'", "").lower()).strip("-")
    if len(plain) <= longest:
        return plain
    cut = plain[: longest + 1].rpartition("-")[0]
    return cut or plain[:longest]


def from_latin(text: str, known: Callable[[str], bool] | None = None) -> str:
    """The likeliest Ukrainian reading of text in Latin letters, official or sloppy; small-lettered.

    `known` tells real words (a dictionary, an index); the best reading it knows wins over likelier strangers.
    Cyrillic words, digits and punctuation stay.

    >>> from_latin("subsydiia"), from_latin("subsidiya"), from_latin("dovidka vpo")
    ('субсидія', 'субсидія', 'довідка впо')
    """

    def read(found: re.Match[str]) -> str:
        options = readings(found.group())
        return next((option for option in options if known and known(option)), options[0])

    return _LATIN_RUN.sub(read, text)


@functools.lru_cache(10_000)
def readings(word: str) -> tuple[str, ...]:
    """Ukrainian readings of one Latin word, the likeliest first; the word itself when it cannot be read.

    >>> readings("pensia")[0]
    'пенсія'
    """
    small = word.lower().replace("’", "'")
    model = lexicon.ukrainian()
    ends: list[dict[str, float]] = [{} for _ in range(len(small) + 1)]
    ends[0][""] = 0.0
    for place in range(len(small)):
        best = sorted(ends[place].items(), key=lambda item: -item[1])[:_BEAM]
        for size in range(1, min(_LONGEST, len(small) - place) + 1):
            for rank, option in enumerate(_READINGS.get(small[place : place + size], ())):
                for begun, score in best:
                    longer = begun + option
                    gained = sum(model.letter(longer, at) for at in range(len(begun), len(longer)))
                    gained -= rank * _RARER
                    ends[place + size].setdefault(longer, score + gained)
    finished = {option: score + model.letter(option + "$", len(option)) for option, score in ends[-1].items()}
    if not finished:
        return (word,)
    return tuple(
        sorted(finished, key=lambda each: (each not in lexicon.UKRAINIAN, -_fit(each, finished[each])))
    )


def _fit(word: str, score: float) -> float:
    """The model's score, less for each breach of spelling."""
    return score - sum(weight * len(breach.findall(word)) for breach, weight in _BREACHES)
