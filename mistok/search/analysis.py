"""Words as the index knows them: dictionary keys, the form as it was written, and how it sounds."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mistok.ukrainian import morphology, text

ELECTRONIC = re.compile(r"[еєe]-([а-яєіїґ']{3,})")
LONGEST_WORD = 60  # longer runs of letters are noise; the engine itself refuses 65,530 bytes


class Word(NamedTuple):
    """A word at its place in a text: `place` counts words, parts of a compound share it with the whole."""

    form: str
    keys: tuple[str, ...]
    place: int
    start: int
    end: int


def words(source: str) -> Iterator[Word]:
    """The words of the text in order, ready to be indexed, asked for or marked."""
    place = -1
    for token in text.words(source):
        if not token.part:
            place += 1
        if len(token.text) <= LONGEST_WORD:
            yield Word(token.text.lower(), keys(token.text), max(place, 0), token.start, token.end)


def all_keys(source: str) -> Iterator[str]:
    """All dictionary keys of a text, one after another, without their places: quick, for an index."""
    for form in text.forms(source):
        if len(form) <= LONGEST_WORD:
            yield from keys(form)


def all_forms(source: str) -> Iterator[str]:
    """All words of a text as they are written, in small letters."""
    return (form.lower() for form in text.forms(source) if len(form) <= LONGEST_WORD)


@lru_cache(200_000)
def keys(word: str) -> tuple[str, ...]:
    """The dictionary forms under which the word is indexed and found; the word itself when it has none."""
    found = morphology.keys(word) or (word,)
    return tuple(dict.fromkeys(spelling for key in found for spelling in spellings(key.lower())))


def spellings(key: str) -> tuple[str, ...]:
    """A dictionary form in all the ways it is spelt: «е-Малятко», «є-Малятко» and «єМалятко» are one
    service.
    """
    match = ELECTRONIC.fullmatch(key)
    return (key, f"є{match[1]}") if match else (key,)


@lru_cache(50_000)
def sound(word: str) -> str:
    """How the word sounds, for spelling by ear and letters of a Russian keyboard."""
    return text.sound(word)
