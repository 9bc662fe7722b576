"""Which encoding a text is in. Ukrainian first: short texts in Windows-1251 and KOI8-U deceive others."""

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from math import log
from pathlib import Path

from charset_normalizer import from_bytes

SAMPLE = 262_144  # bytes that tell the encoding
BLOCK = 1_048_576
# How often a letter stands in Ukrainian text, per mille; letters of Russian alone last.
OFTEN = {
    "о": 94, "а": 84, "н": 68, "и": 61, "і": 57, "т": 54, "в": 53, "е": 49, "р": 48, "с": 41, "л": 36,
    "к": 35, "д": 34, "у": 33, "м": 31, "п": 29, "я": 27, "з": 23, "ь": 18, "б": 17, "г": 16, "й": 14,
    "ч": 14, "х": 11, "ц": 10, "ю": 9, "ж": 9, "ї": 8, "ш": 8, "є": 6, "щ": 5, "ф": 4, "ґ": 2, "ы": 2,
    "э": 1, "ъ": 1, "ё": 1,
}  # fmt: skip
CYRILLIC = ("cp1251", "koi8-u", "cp1125", "iso8859-5", "mac-cyrillic")
SIGNS = frozenset("«»—–…№’‘“”„°§•·\u00a0×€©®²³½")
STRANGE = -4.0
USUAL = 0.2  # Windows-1251 is what such files mostly are
SURE, SURE_WESTERN = 2.6, 1.0  # Ukrainian text is worth about 4
WESTERN = 2.2  # what a letter with an accent inside a Latin word is worth
WORD = re.compile(r"[^\W\d_]+")
UTF16_HIGH = frozenset((0x00, 0x04, 0x20, 0x21))  # Latin, Cyrillic, punctuation, signs such as №


def detect(path: Path) -> tuple[str, int]:
    """The codec of the text and how many characters do not fit it. Reads the file block by block."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", sum(text.count("\ufffd") for text in _decoded(path, "utf-8"))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", 0
    if b"\0" in start and (utf16 := wide(start)):
        return utf16, 0
    wrong = right = 0
    for text in _decoded(path, "utf-8"):
        broken = text.count("\ufffd")
        wrong += broken
        right += sum(map(len, re.findall(r"[^\x00-\x7f]+", text))) - broken
    # one wrong byte must not turn a whole file into another alphabet
    if wrong * 20 <= right or not wrong:
        return "utf-8", wrong
    return narrow(start), 0


def narrow(sample: bytes) -> str:
    """The likeliest one-byte encoding: letters as frequent as in Ukrainian, words of one alphabet."""
    worth = {codec: _worth(sample, codec) for codec in (*CYRILLIC, "cp1252")}
    worth["cp1251"] += USUAL
    best = max(worth, key=lambda codec: worth[codec])
    if worth[best] > (SURE_WESTERN if best == "cp1252" else SURE):
        return best
    guess = from_bytes(sample[:20_000]).best()
    return guess.encoding.replace("_", "-") if guess is not None else best


def _decoded(path: Path, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def wide(start: bytes) -> str:
    """UTF-16 without its mark: every second byte is one of very few."""
    even, odd = start[0:20_000:2], start[1:20_000:2]
    if not odd:
        return ""
    low = sum(byte in UTF16_HIGH for byte in odd) / len(odd)
    high = sum(byte in UTF16_HIGH for byte in even) / len(even)
    if max(low, high) < 0.9:
        return ""
    return "utf-16-le" if low >= high else "utf-16-be"


def _worth(sample: bytes, codec: str) -> float:
    """How much the text looks like a language, a character beyond ASCII on the average."""
    text = sample.decode(codec, errors="replace")
    beyond = [letter for letter in text if letter > "\x7f"]
    found = sum(0.0 if letter in SIGNS else STRANGE for letter in beyond if not letter.isalpha())
    for word in WORD.findall(text):
        if not word.isascii():
            found += _worth_of_word(word)
    return found / max(len(beyond), 1)


def _worth_of_word(word: str) -> float:
    beyond = [letter for letter in word if letter > "\x7f"]
    small = [letter.lower() for letter in beyond]
    if all(letter in OFTEN for letter in small):
        if len(beyond) < len(word):  # two alphabets in a word
            return STRANGE * len(beyond)
        turns = sum(a.islower() and b.isupper() for a, b in pairwise(word))
        return sum(log(OFTEN[letter]) for letter in small) + 0.1 * sum(map(str.islower, word)) - 5 * turns
    if all("\u00c0" <= letter <= "\u024f" for letter in beyond):
        return WESTERN * len(beyond) if len(beyond) * 2 <= len(word) else -1.0 * len(beyond)
    return STRANGE * len(beyond)
