"""Words out of text: one spelling for each word whatever the keyboard, the scanner or the pasting did to it.

Inside, the apostrophe is the ASCII one; `typographic` gives readers theirs (’). A dozen other
apostrophes, Latin letters inside Cyrillic words and soft hyphens are all met in acts and catalogues.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

ALPHABET: Final = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
APOSTROPHE: Final = "'"

_APOSTROPHES = "'’ʼ`‘´′‛ʹ＇＇ˈ"
# Only where orthography wants one: between a consonant, or a Latin letter like one, and є, ї, ю, я.
_SLOPPY_APOSTROPHES = '"“”*'
_HYPHENS = "-‐‑"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_STRESS = "\u0300\u0301"

_LETTER = r"[^\W\d_]"
_CYRILLIC = "[а-яёєіїґА-ЯЁЄІЇҐ]"
_MARK = "[\u0300-\u036f]"
_PIECE = rf"(?:[^\W_]|{_MARK})+"
_CONSONANT = "[бвгґджзйклмнпрстфхцчшщБВГҐДЖЗЙКЛМНПРСТФХЦЧШЩBCHKMPTXbckmptxh]"
_SLOPPY = rf"(?<={_CONSONANT})[{_SLOPPY_APOSTROPHES}](?=[єїюяЄЇЮЯ])"
_JOINERS = "|".join(
    [
        rf"(?:(?<={_LETTER})|(?<={_MARK}))[{_APOSTROPHES}](?={_LETTER})",
        _SLOPPY,
        rf"[{_HYPHENS}](?=[^\W_])",
        r"(?<=\d)[.,/](?=\d)",  # 12,50; 393/96-вр
        r"\.(?=[a-zA-Z])",  # Щоденник.ua, diia.gov.ua
    ]
)
_WORD = re.compile(rf"[^\W_]{_MARK}*(?:{_PIECE}|{_JOINERS})*")
_SPACED_OUT = re.compile(
    rf"(?<![\w{_APOSTROPHES}{_HYPHENS}])(?:{_CYRILLIC}[ \u00a0]){{3,}}"
    rf"{_CYRILLIC}(?![\w{_APOSTROPHES}{_HYPHENS}])"
)
_TOKEN = re.compile(rf"{_SPACED_OUT.pattern}|{_WORD.pattern}")

_DROP_INVISIBLE = str.maketrans("", "", _INVISIBLE)
_DROP_STRESS = str.maketrans("", "", _STRESS)
_PLAIN_MARKS = str.maketrans(
    dict.fromkeys(_APOSTROPHES + _SLOPPY_APOSTROPHES, APOSTROPHE) | dict.fromkeys(_HYPHENS, "-")
)

# Latin letters that look like Cyrillic ones. `b` is apart: it looks like «ь», its capital like «В».
_TO_CYRILLIC: Final = str.maketrans("ABCEHIKMOPTXYaceikmoptxyh", "АВСЕНІКМОРТХУасеікмортхун")
_TO_LATIN: Final = str.maketrans("АВСЕНІКМОРТХасеіорхуѕј", "ABCEHIKMOPTXaceiopxysj")
_LOOK_LATIN: Final = frozenset("ABCEHIKMOPTXYabceikmoptxyh")
_LOOK_CYRILLIC: Final = frozenset("АВСЕНІКМОРТХасеіорхуѕј")
_ROMAN = re.compile(r"[IVXLCDM]+")
_LATIN_SUFFIX = re.compile(r"(?<=\d-)(?:p|P|pp|PP|BP|PHK)$")  # letters after the number of an act
_NOTE_MARK = re.compile(
    r"(?<=[^\W\d_])[⁰¹²³⁴-⁹]+$"
)  # «промисловості⁵»: a note of the text, no part of the word
_VOWELS = frozenset("аеєиіїоуюяАЕЄИІЇОУЮЯ")

_CONTAINS_CYRILLIC = re.compile(_CYRILLIC)
_CONTAINS_LATIN = re.compile("[a-zA-Z]")
_QUOTE: Final = re.compile(r"[\"“”„]")
_BETWEEN_LETTERS = re.compile(rf"(?<={_LETTER})[{_APOSTROPHES}](?={_LETTER})")
_PARTS = re.compile(r"[^\W_](?:[^\W_]|['\u0300-\u036f])*")
_ENDING_AFTER_NUMBER = re.compile(r"(?<=\d)-[а-яєіїґ]{1,2}$")


class Token(NamedTuple):
    """A word of a text. `text` is its normalised spelling; the original is the text's own `[start:end]`.

    `part` marks a part of a compound that came just before it as a whole («е-Малятко», then «Малятко»).
    """

    text: str
    start: int
    end: int
    part: bool = False


def normalise(text: str) -> str:
    """The text with every word in its one spelling; spaces and punctuation between words stay.

    Invisible characters go, letters are composed (NFC), stress marks fall off Cyrillic words, spaced-out
    words close up, Latin look-alikes inside Cyrillic words become Cyrillic. Twice is the same as once.

    >>> normalise("З А К О Н про здоров’я")
    "ЗАКОН про здоров'я"
    """
    clean = unicodedata.normalize("NFC", text.translate(_DROP_INVISIBLE))
    return _pattern_for(clean).sub(lambda found: _normal_word(found.group()), clean)


def words(text: str) -> Iterator[Token]:
    """The words of a text in order, compounds first whole and then by parts.

    Numbers of acts (220-р, 2939-VI), names with a dot (Щоденник.ua) and decimals are words. The positions are
    those of the text as given, so that a page can mark the words found.

    >>> [token.text for token in words("Послуга «е-Малятко», 220-р")]
    ['Послуга', 'е-Малятко', 'Малятко', '220-р', '220']
    """
    clean, places = _visible(text)
    for found in _pattern_for(clean).finditer(clean):
        start, end = places[found.start()], places[found.end() - 1] + 1
        whole = _normal_word(found.group())
        yield Token(whole, start, end)
        if "-" in whole or "." in whole or "/" in whole:
            yield from _parts(found, places)


def forms(text: str) -> Iterator[str]:
    """The spellings that `words` would give, in order, without their places: quick, for long texts.

    >>> list(forms("Послуга «е-Малятко»"))
    ['Послуга', 'е-Малятко', 'Малятко']
    """
    clean = text.translate(_DROP_INVISIBLE)
    for found in _pattern_for(clean).findall(clean):
        yield from _forms_of(found)


@functools.lru_cache(200_000)
def _forms_of(surface: str) -> tuple[str, ...]:
    """A word and the parts of it, when it is a compound."""
    return tuple(token.text for token in words(surface))


def _visible(text: str) -> tuple[str, range | list[int]]:
    """The text without invisible characters, and where each of its characters stood."""
    clean = text.translate(_DROP_INVISIBLE)
    if len(clean) == len(text):
        return text, range(len(text))
    return clean, [place for place, char in enumerate(text) if char not in _INVISIBLE]


def _parts(found: re.Match[str], places: range | list[int]) -> Iterator[Token]:
    surface = found.group().translate(_PLAIN_MARKS)
    stem = _ENDING_AFTER_NUMBER.sub("", surface)
    if re.fullmatch(r"[\d.,]+", surface):
        return  # A decimal or a date is one thing.
    whole = _normal_word(found.group())
    for piece in _PARTS.finditer(stem):
        if piece.end() - piece.start() < 2 and not piece.group().isdigit():
            continue
        text = _normal_word(piece.group())
        if text != whole:
            start, end = found.start() + piece.start(), found.start() + piece.end()
            yield Token(text, places[start], places[end - 1] + 1, part=True)


def _pattern_for(text: str) -> re.Pattern[str]:
    """Spaced-out words are rare and dear to look for, so they are looked for once a text, not once a word."""
    return _TOKEN if _SPACED_OUT.search(text) else _WORD


@functools.lru_cache(100_000)
def _normal_word(word: str) -> str:
    if " " in word or "\u00a0" in word:
        return _close_up(word)
    plain = unicodedata.normalize("NFC", word).translate(_PLAIN_MARKS)
    plain = _NOTE_MARK.sub("", plain)
    if plain.isascii():
        return _mend_suffix(plain) if "-" in plain else plain
    if _CONTAINS_CYRILLIC.search(plain):
        decomposed = unicodedata.normalize("NFD", plain)
        if any(mark in decomposed for mark in _STRESS):
            plain = unicodedata.normalize("NFC", decomposed.translate(_DROP_STRESS))
        if _CONTAINS_LATIN.search(plain) or "-" in plain:
            plain = _mend_compound(plain)
    return plain


def _close_up(word: str) -> str:
    """«З А К О Н» → «ЗАКОН»; small words that happen to stand in a row («і в у з») stay as they are."""
    letters = [char for char in word if not char.isspace()]
    small = letters[1:] if letters[0].isupper() else letters
    pronounceable = any(char in _VOWELS for char in letters) and any(char not in _VOWELS for char in letters)
    spelt = all(char.isupper() for char in letters) or (
        len(letters) >= 5 and all(char.islower() for char in small)
    )
    return "".join(letters) if spelt and pronounceable else word


def _mend_compound(word: str) -> str:
    """Look-alikes mended part by part: the lone e of «e-Малятко» is Cyrillic, IT of «IT-компанія» Latin."""
    return ".".join(_mend_hyphened(piece) for piece in word.split("."))


def _mend_hyphened(word: str) -> str:
    parts = [_mend(part) for part in word.split("-")]
    if len(parts) > 1 and _CONTAINS_CYRILLIC.search(word):
        # the letter apostrophe ʼ may cling to a lone letter without making it longer
        parts = [part.translate(_TO_CYRILLIC) if len(part.strip(APOSTROPHE)) == 1 else part for part in parts]
        if parts[0].isdigit() and len(parts) == 2:
            parts[1] = _roman(parts[1])
    return "-".join(parts)


def _mend_suffix(code: str) -> str:
    """«220-p» or «393/96-BP» typed with Latin letters are «220-р», «393/96-ВР»; COVID-19, 2939-VI stay."""
    return _LATIN_SUFFIX.sub(lambda found: found.group().translate(_TO_CYRILLIC), code)


def _mend(word: str) -> str:
    """One word of two scripts in the script it was meant in, or unchanged when that is not clear."""
    latin = {char for char in word if "a" <= char.lower() <= "z"}
    cyrillic = {char for char in word if _CONTAINS_CYRILLIC.match(char)}
    if not latin or not cyrillic:
        return word
    if latin <= _LOOK_LATIN:
        return re.sub(r"b", _soft_sign_or_v, word).translate(_TO_CYRILLIC)
    roman = _roman(word)
    if roman != word:
        return roman
    ends_cyrillic = bool(
        _CONTAINS_CYRILLIC.match(word[-1])
    )  # «SMSку», «PINи»: a foreign word with our ending
    return word.translate(_TO_LATIN) if cyrillic <= _LOOK_CYRILLIC and not ends_cyrillic else word


def _soft_sign_or_v(found: re.Match[str]) -> str:
    before = found.string[: found.start()][-1:]
    return "ь" if before and before not in _VOWELS else "в"


def _roman(word: str) -> str:
    """A Roman numeral that was typed with Cyrillic letters, in Latin ones: «VІІ» → «VII»."""
    latin = word.translate(_TO_LATIN)
    return latin if _ROMAN.fullmatch(latin) else word


def typographic(text: str) -> str:
    """The text with the apostrophe that print uses.

    >>> typographic("п'ять 'слів'")
    "п’ять 'слів'"
    """
    return _BETWEEN_LETTERS.sub("’", text)


def quoted(text: str) -> str:
    """The text with Ukrainian quotation marks instead of those of a typewriter; one without a pair stays.

    >>> quoted('Відділ "ЦНАП" (при "Центрі")')
    'Відділ «ЦНАП» (при «Центрі»)'
    """
    depth = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal depth
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        opens = after.strip() and (not depth or not before.strip() or before in '([«"')
        if not opens and not depth:
            return found[0]
        depth += 1 if opens else -1
        return "«" if opens else "»"

    return _QUOTE.sub(mark, text)


# A sort key is ASCII for the most part: end, space, number, Ukrainian letters, then Latin and all others.
_END, _SPACE, _NUMBER = "\x00", "\x01", "\x02"
_PLACES: Final = {letter: chr(place) for place, letter in enumerate(ALPHABET + "ёъыэ", start=0x3A)}
_IGNORED: Final = "'’«»\"“”„№.,:;()/!?–—+&%-"
_KEY_OF: Final = str.maketrans(
    _PLACES | {letter.upper(): place for letter, place in _PLACES.items()} | dict.fromkeys(_IGNORED)
)
# What `normalise` would leave as it is, but for marks that the key does not have: no Latin, no odd signs.
_EVERYDAY = re.compile(rf"(?:[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ]|[ {re.escape(_IGNORED)}]|\d{{1,20}}(?![\d-]))*")
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")


def sort_key(text: str) -> bytes:
    """The place of a text in Ukrainian alphabetical order, byte by byte.

    Digits come first and count as numbers, then Ukrainian letters (ґ after г, є after е, і after и),
    then all others. Case, apostrophes and quotation marks matter only between texts otherwise equal.
    `lib/alphabet.py` gives the same order to lists that the database sorts.

    >>> sorted(["яма", "ґанок", "їжак", "гора", "дім", "100 міст", "20 міст"], key=sort_key)
    ['20 міст', '100 міст', 'гора', 'ґанок', 'дім', 'їжак', 'яма']
    """
    if _EVERYDAY.fullmatch(text) and not _SPACED_OUT.search(text):
        key = _SPACES.sub(_SPACE, _DIGITS.sub(_number_key, text)).translate(_KEY_OF)
    else:
        pieces = re.findall(r"\d+|\s+|[^\W\d_]", normalise(text).lower())
        key = "".join(map(_piece_key, pieces))
    return f"{key}{_END}{text}".encode("utf-8", "surrogatepass")


def _piece_key(piece: str) -> str:
    if piece.isdecimal():
        return _DIGITS.sub(_number_key, piece)
    return _SPACE if piece.isspace() else _PLACES.get(piece, piece)


def _number_key(found: re.Match[str]) -> str:
    """A longer number is a greater one."""
    digits = str(int(found[0][:4000]))  # Python refuses to read longer ones
    return f"{_NUMBER}{chr(len(digits))}{digits}"


_SOUNDS_ALIKE: Final = str.maketrans("иїйыєёэґ", "ііііееег", "'ьъ")
_DOUBLED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """A rough key for words that sound alike: what people confuse by ear or by a Russian keyboard is one.

    и, і, ї, й, ы are one letter; е, є, ё, э another; ґ is г; the apostrophe, ь, ъ and doubling are not heard.

    >>> sound("законив"), sound("обов’язкове") == sound("обовязкове")
    ('законів', True)
    """
    return _DOUBLED.sub(r"\1", normalise(word).lower().translate(_SOUNDS_ALIKE))
