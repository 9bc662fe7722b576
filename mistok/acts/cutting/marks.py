"""What the beginning of a line says: an article, a point, a section, an annex, a signature.

A mark only proposes. Whether a new part begins is decided by what stands before it (`mistok.acts.structure`):
points go 1, 2, 3, and whatever stands inside the quotes of an amendment belongs to the amendment.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

CAPITAL = "А-ЯІЇЄҐA-Z"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A number with its raised part in every way of writing: 20, 20-1, 20 -1, 20¹, 20 1.
NUMBER = r"\d{1,4}(?:\s?[-–]\s?\d{1,3}|\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\s?[-–]\s?\d{1,3})?|\s\d{1,2}(?=\s?\.))?"
ROMAN = "IVXLІХ"  # the Cyrillic І and Х look the same
NAME = (  # В. ЗЕЛЕНСЬКИЙ, Л.КУЧМА, Іван ПЕТРЕНКО, І. П. Петренко
    r"(?:[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.\s?)?[А-ЯІЇЄҐ][\w'’ʼ-]+|[А-ЯІЇЄҐ][\w'’ʼ]+\s+[А-ЯІЇЄҐ'’ʼ-]{3,})"
)
ARTICLE = re.compile(
    rf"\s*(?:Стаття|СТАТТЯ|С\s?т\s?а\s?т\s?т\s?я|Ст\.)\s*(?P<number>{NUMBER})\s?(?P<dot>[.:]?)\s*(?P<rest>.*)",
    re.S,
)
POINT = re.compile(
    rf"\s*(?:[Пп]ункт\s+|[Пп]\.\s?)?(?P<number>{NUMBER})\s?\.(?!\d)\s*(?P<rest>[^\s\d.,;)].*)", re.S
)
DEEP_POINT = re.compile(
    r"\s*(?:[Пп]ідпункт\s+|[Пп]п?\.\s?)?(?P<number>[1-9]\d{0,2}(?:\.[1-9]\d{0,2}){1,5})(?P<dot>\.?)\s*(?P<rest>[^\s\d.,;)%].*)",
    re.S,
)
SECTION = re.compile(
    r"\s*(?P<word>Розділ|РОЗДІЛ|Р\s?О\s?З\s?Д\s?І\s?Л|Підрозділ|ПІДРОЗДІЛ|Глава|ГЛАВА|Г\s?Л\s?А\s?В\s?А|Параграф|ПАРАГРАФ|§)"
    rf"\s*(?P<number>[{ROMAN}]+(?:\s?[-–]\s?\d+)?\b|{NUMBER}|перший|ПЕРШИЙ)\s?(?P<dot>[.:]?)\s*(?P<rest>.*)",
    re.S,
)
ORDINALS = ("перша", "друга", "третя", "четверта", "п'ята", "шоста", "сьома", "восьма", "дев'ята")
BOOK = re.compile(
    rf"\s*(?P<word>Книга|КНИГА|Частина|ЧАСТИНА)\s+(?P<number>[{ROMAN}]+|\w+['’]?\w*)\s*[.:]?\s*", re.S
)
NAMED_BOOK = re.compile(r"\s*(?P<number>ЗАГАЛЬНА|ОСОБЛИВА|Загальна|Особлива)\s+(?:ЧАСТИНА|частина)\s*", re.S)
ROMAN_SECTION = re.compile(rf"\s*(?P<number>[{ROMAN}]+(?:\s?[-–]\s?\d+)?)\s?\.\s*(?P<rest>\S.*)", re.S)
ANNEX = re.compile(
    rf"\s*(?:Додаток|ДОДАТОК|Д\s?о\s?д\s?а\s?т\s?о\s?к)(?:\s+(?:N|№|No)?\s*(?P<number>\d+(?:\s?-\s?\d+)?|[{CAPITAL}]\b))?"
    r"\s*(?P<rest>|\.|(?:до|ДО)\s.*|\(.*)",
    re.S,
)
AMENDS = re.compile(r"виклас|доповн|замін|виключ|\bдода(?:ти|но)|:\s*$")
APPROVED = re.compile(
    r"\s*(?:ЗАТВЕРДЖЕНО|ЗАТВЕРДЖЕНИЙ|ЗАТВЕРДЖЕНА|ЗАТВЕРДЖЕНІ|Затверджено|СХВАЛЕНО|Схвалено)\b.{0,90}", re.S
)
# A paper of its own behind the signatures of the act that brings it into force.
PAPER = re.compile(
    r"\s*(?:УГОДА|КОНВЕНЦІЯ|ПРОТОКОЛ|МЕМОРАНДУМ|ДОГОВІР|СТАТУТ|ПОЛОЖЕННЯ|ПОРЯДОК|ПРАВИЛА|ПРОГРАМА|РЕГЛАМЕНТ|"
    r"ПЕРЕЛІК|СКЛАД|ІНСТРУКЦІЯ|МЕТОДИКА|КОНЦЕПЦІЯ|СТРАТЕГІЯ|ПЛАН|ХАРТІЯ)\s*"
)
OFFICE = re.compile(
    r"\s*(?:Президент\s+України|Голова\b|В\.\s?о\.|Т\.\s?в\.\s?о\.|Прем['’ʼ]єр-міністр|Міністр\b|"
    r"Державний секретар|(?:Перш\w+ )?[Зз]аступник\b|(?:Міськ|Сільськ|Селищн)\w+ голова|Секретар\b|"
    r"Начальник\b|Директор\b|Керівник\b|Керуюч\w+\b|Виконуюч\w+\b)"
)
ENDS_WITH_NAME = re.compile(rf"{NAME}\s*$")
ONLY_NAME = re.compile(r"\s*[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.\s?)?[А-ЯІЇЄҐ][А-ЯІЇЄҐ'’ʼ-]{2,}\s*")
ANY_NAME = re.compile(rf"\s*{NAME}\s*")
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
MID_SENTENCE = re.compile(r"[:;]\s")  # a list or a clause: no title
LONGEST_SIGNATURE = 160  # characters of a line
LONGEST_TITLE = 300


class Part(StrEnum):
    """What a part of an act is."""

    PREAMBLE = "preamble"
    BOOK = "book"
    SECTION = "section"
    SUBSECTION = "subsection"
    CHAPTER = "chapter"
    PARAGRAPH = "paragraph"
    ARTICLE = "article"
    POINT = "point"
    ANNEX = "annex"
    SIGNATURE = "signatures"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Mark:
    """A proposal: a part of this kind with this number begins here; `rest` is what follows on the line."""

    kind: Part
    number: tuple[int, ...]
    said: str  # the number as an anchor says it: 20-1, 3-1
    rest: str = ""
    is_sure: bool = True  # a dot or the end of the line stands behind the number
    is_roman: bool = False


_WORDS = {
    "РОЗДІЛ": Part.SECTION,
    "ПІДРОЗДІЛ": Part.SUBSECTION,
    "ГЛАВА": Part.CHAPTER,
    "ПАРАГРАФ": Part.PARAGRAPH,
    "§": Part.PARAGRAPH,
}
_DIGITS = frozenset("0123456789")
_SECTIONS = frozenset("РПГ§")


def mark_of(line: str) -> Mark | None:
    """What the line proposes to begin, if anything. Signatures are asked for apart."""
    bare = line.lstrip()
    if not bare:
        return None
    first = bare[0]
    if first in _DIGITS or first in "Пп":
        return _point(bare) or (_section(bare) if first == "П" else None)
    if first in "СсC":
        return _article(bare)
    if first in _SECTIONS:
        return _section(bare)
    if first in "Д":
        return _annex(bare)
    if first in ROMAN:
        return _roman(bare)
    if first in "КЧЗО":
        return _book(bare)
    return None


def opens_paper(line: str) -> bool:
    """Whether a paper that the act approves begins: ЗАТВЕРДЖЕНО, or its name alone in capitals."""
    return bool(APPROVED.fullmatch(line) or PAPER.fullmatch(line))


def is_signature(line: str, after: str) -> bool:
    """Whether the line is signed: an office with a name, on this line or on the next one, or a name alone."""
    if len(line) > LONGEST_SIGNATURE:
        return False
    if ONLY_NAME.fullmatch(line):
        return True
    if not OFFICE.match(line) or line.rstrip()[-1:] in ";:,.":
        return False
    return bool(ENDS_WITH_NAME.search(line) or ANY_NAME.fullmatch(after))


def is_title(text: str) -> bool:
    """Whether the words behind a number read as a title and not as a sentence of the text."""
    bare = text.strip()
    is_short = bool(bare) and len(bare) <= LONGEST_TITLE and bare[-1] not in ".;:,-"
    return is_short and not bare[0].islower() and not MID_SENTENCE.search(bare)


def is_capitals(text: str) -> bool:
    """Whether a line is written in capitals."""
    return text.isupper() and sum(map(str.isalpha, text)) > 2


def roman(text: str) -> int:
    """The value of a Roman number written in Latin or Cyrillic look-alikes; 0 for what is none."""
    values = [ROMAN_VALUES.get(each, 0) for each in text.upper().replace("І", "I").replace("Х", "X")]
    if not values or 0 in values:
        return 0
    total = sum(
        -value if value < next_one else value
        for value, next_one in zip(values, [*values[1:], 0], strict=True)
    )
    return total if _to_roman(total) == text.upper().replace("І", "I").replace("Х", "X") else 0


def _to_roman(value: int) -> str:
    found = ""
    for size, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            found, value = found + sign, value - size
    return found


def _number(text: str) -> tuple[int, ...]:
    """(20, 1) out of 20-1, 20 1 and 20¹; (3, 1) out of 3.1 is told apart by its kind."""
    spaced = re.sub(r"(?<=\d)(?=[⁰¹²³⁴⁵⁶⁷⁸⁹])", " ", text)
    return tuple(int(each) for each in re.findall(r"\d+", spaced.translate(SUPERSCRIPTS)))


def _said(number: tuple[int, ...]) -> str:
    return "-".join(map(str, number))


def _article(line: str) -> Mark | None:
    found = ARTICLE.fullmatch(line)
    if not found:
        return None
    number, rest = _number(found["number"]), found["rest"].strip()
    if not number[0] and rest:
        return None
    is_sure = bool(found["dot"]) or not rest
    if not is_sure and not rest[:1].isupper():
        return None
    return Mark(Part.ARTICLE, number, _said(number), rest, is_sure)


def _point(line: str) -> Mark | None:
    found = POINT.fullmatch(line)
    if found:
        number = _number(found["number"])
        return Mark(Part.POINT, number, _said(number), found["rest"]) if number[0] else None
    found = DEEP_POINT.fullmatch(line)
    if found and (found["dot"] or not found["rest"][0].islower()):  # “1.5 відсотка” is no point
        parts = tuple(map(int, found["number"].split(".")))
        return Mark(Part.POINT, parts, _said(parts), found["rest"], is_sure=False)
    return None


def _section(line: str) -> Mark | None:
    found = SECTION.fullmatch(line)
    if not found:
        return None
    kind = _WORDS[found["word"].upper().replace(" ", "")]
    rest = found["rest"].strip()
    if rest and (rest[0].islower() or len(rest) > LONGEST_TITLE or AMENDS.search(rest)):
        return None
    number = _mixed(found["number"])
    return Mark(kind, number, _said(number), rest, bool(found["dot"]) or not rest) if number else None


def _mixed(text: str) -> tuple[int, ...]:
    if text.lower() == "перший":
        return (1,)
    head, *tail = re.split(r"\s?[-–]\s?", text, maxsplit=1)
    if value := roman(head):
        return (value, *map(int, re.findall(r"\d+", tail[0] if tail else "")))
    return _number(text)


def _roman(line: str) -> Mark | None:
    found = ROMAN_SECTION.fullmatch(line)
    number = _mixed(found["number"]) if found else ()
    if not found or not number or ANY_NAME.fullmatch(line):
        return None
    return Mark(Part.SECTION, number, _said(number), found["rest"].strip(), is_roman=True)


def _book(line: str) -> Mark | None:
    if found := NAMED_BOOK.fullmatch(line):
        which = 1 if found["number"].upper() == "ЗАГАЛЬНА" else 2
        return Mark(Part.BOOK, (which,), str(which))
    found = BOOK.fullmatch(line)
    if not found:
        return None
    word = found["number"].lower().replace("’", "'")
    value = roman(found["number"]) or (ORDINALS.index(word) + 1 if word in ORDINALS else 0)
    if not value and word.isdecimal():
        value = int(word)
    return Mark(Part.BOOK, (value,), str(value)) if value else None


def _annex(line: str) -> Mark | None:
    found = ANNEX.fullmatch(line) if len(line) <= LONGEST_TITLE else None
    if not found or AMENDS.search(found["rest"]):
        return None
    said = found["number"] or ""
    number = _number(said)
    return Mark(Part.ANNEX, number, _said(number) or said.lower(), found["rest"].strip())
