"""The words of timetables: a text taken apart into days, hours, closings, breaks and notes.

Nothing is thrown away: what is not known comes out as `Kind.UNKNOWN`, and makes the whole reading uncertain.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    DAY = auto()
    EVERY_DAY = auto()
    WORKING_DAYS = auto()
    HOURS = auto()
    ROUND_THE_CLOCK = auto()
    CLOSED = auto()
    BREAK = auto()
    NO_BREAK = auto()
    EXCEPT = auto()
    APPOINTMENT = auto()
    VISITING = auto()
    ELSEWHERE = auto()  # «за окремим графіком»: the hours are in another paper
    NOTE = auto()
    WORK = auto()
    RECEPTION = auto()
    STRONG = auto()  # a semicolon, a new line, a full stop before a new thought
    COMMA = auto()
    DASH = auto()
    COLON = auto()
    TO = auto()
    AND = auto()
    WEAK = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str  # as folded: small letters, look-alikes replaced
    start: int
    end: int
    day: int = -1


LETTER = "[а-яіїєґ']"
LOOK_ALIKES = str.maketrans("abceiohkmptxy", "авсеіонкмртху")
SAME_LENGTH = str.maketrans("’ʼ`´‘–—−‐‑\u00a0\u202f\u2009\t", "'''''-----    ")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

DAYS = (
    r"пн|пон|понед|понеділ\w+|щопонеділ\w+|понедельник\w*",
    r"вт|вівт|вівтор\w+|щовівтор\w+|вторник\w*",
    r"ср|серед|серед[аиіуою]{1,2}|щосереди|сред[аыу]",
    r"чт|чет|четв|четвер\w*|щочетвер\w*",
    r"пт|п'ят|п'ятн|п'ятниц\w+|щоп'ятниц\w+|пятниц\w+",
    r"сб|суб|субот\w+|щосубот\w+|суббот\w+",
    r"нд|нед|неділ\w+|щонеділ\w+|воскресень\w+|вс",
)
_ORDER = r"(?:останн\w+|перш\w+|друг\w+|трет\w+)"
_MONTH = r"(?:\s+(?:кожного\s+)?місяця)"
_PLACE = rf"(?:кожн\w+\s+)?{_ORDER}\s+(?:робоч\w+\s+)?{LETTER}+"
_GAP = r"\s*[-:]?\s*"
_NUMBER_JOINT = (
    r"(?:[ .,:\-/+]|(?<![а-яіїєґ'])(?:годин\w*|год|хв|г|до|по|із|зі|з|від|с|та|і|й)(?![а-яіїєґ']))*"
)

# The first that fits is taken, so that longer phrases stand before their parts.
PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.NOTE, rf"{_PLACE}{_MONTH}{_GAP}санітарн\w+(?:\s+день)?"),
    (Kind.NOTE, rf"санітарн\w+\s+день{_GAP}(?:{_PLACE}{_MONTH}?)"),
    (Kind.NO_BREAK, r"без\s+(?:обідньої\s+|технічної\s+)?(?:перерви|обіду|перерв)(?:\s+на\s+обід)?"),
    (Kind.BREAK, r"(?:обідн\w+\s+|технічн\w+\s+)?перерв[аиуі](?:\s+на\s+обід)?|обід|обідня"),
    (Kind.ELSEWHERE, r"(?:за|згідно)\s+(?:\w+\s+)?граф[іи]к\w*"),
    (Kind.VISITING, r"виїзн\w+(?:\s+(?:прийом\w*|обслуговування|день))?"),
    (
        Kind.APPOINTMENT,
        r"(?:лише\s+|тільки\s+)?(?:за|по)\s+(?:попередн\w+\s+)?(?:запис\w+|домовленіст\w+)"
        r"|попередн\w+\s+запис\w*",
    ),
    (Kind.EVERY_DAY, r"щодня|щоденн\w+|кожного\s+дня|кожен\s+день|без\s+вихідних"),
    (Kind.ROUND_THE_CLOCK, r"цілодобов\w+"),
    (Kind.WORKING_DAYS, r"(?:робоч\w+|будн\w+)\s+дн\w+|будн[іія]\w*"),
    (Kind.EXCEPT, r"окрім|крім|за\s+винятком"),
    (
        Kind.CLOSED,
        r"вихідн\w+(?:\s+(?:день|дні))?|вих|зачинен\w+|закрит\w+|не\s+працю\w+|неробоч\w+(?:\s+(?:день|дні))?"
        r"|не\s?прийомн\w+(?:\s+(?:день|дні))?|прийом\w*\s+(?:немає|нема|не\s+(?:ведеться|здійснюється))"
        r"|немає\s+прийому|без\s+прийому|немає|нема|ні",
    ),
    (
        Kind.RECEPTION,
        r"(?:(?:графік|режим|час|години|дні)\s+)?(?:прийом\w*|прийма\w+)"
        r"(?:\s+(?:громадян|відвідувач\w+|суб'єкт\w+(?:\s+звернен\w+)?|заявник\w+|заяв|документ\w+|населення))?",
    ),
    (
        Kind.WORK,
        r"(?:графік|режим|час|години|дні)\s+роботи(?:\s+(?:цнап\w*|центру|установи|закладу))?"
        r"|(?:ми\s+)?працю\w+|відчинен\w+|відкрит\w+",
    ),
    *((Kind.DAY, days) for days in DAYS),
    (Kind.HOURS, rf"(?:(?:з|із|зі|від|с|до|по)\s*)?\d+(?:{_NUMBER_JOINT}\d+)*(?:\s*(?:годин\w*|год|г)\b)?"),
    (Kind.TO, r"до|по"),
    (Kind.AND, r"та|і|й"),
    (Kind.WEAK, r"у|в|во|а|з|із|зі|від|с|о|год|годин\w*"),
    (Kind.UNKNOWN, rf"{LETTER}+|[^\W_]+"),
)
_MONDAY = next(number for number, (kind, _) in enumerate(PATTERNS) if kind is Kind.DAY)
_WORD = re.compile(
    "|".join(
        f"(?P<p{number}>{'' if kind is Kind.HOURS else r'(?<!\w)'}(?:{pattern})"
        f"{r'' if kind is Kind.HOURS else r'(?![а-яіїєґ])'})"
        for number, (kind, pattern) in enumerate(PATTERNS)
    )
)
MARKS = {
    ";": Kind.STRONG,
    "\n": Kind.STRONG,
    "|": Kind.STRONG,
    ",": Kind.COMMA,
    "-": Kind.DASH,
    "_": Kind.DASH,
}
MARKS |= {":": Kind.COLON, ".": Kind.WEAK, "(": Kind.COMMA, ")": Kind.COMMA, "/": Kind.AND, "=": Kind.COLON}


def folded(text: str) -> str:
    """The text in small letters with look-alikes and typographic signs in one form, of the same length."""
    small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    small = small.translate(SAME_LENGTH).replace("\r", "\n")
    return re.sub(r"[a-zа-яіїєґ']+", lambda word: _in_cyrillic(word[0]), small)


def _in_cyrillic(word: str) -> str:
    """A word with Latin letters that only look Cyrillic; a truly Latin word stays as it is."""
    replaced = word.translate(LOOK_ALIKES)
    return word if re.search("[a-z]", replaced) else replaced


def tokens(text: str) -> list[Token]:
    """Everything in the text, in order; blanks are left out."""
    source = folded(text)
    raised = re.sub(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda run: run[0].translate(SUPERSCRIPTS), source)
    found: list[Token] = []
    at = 0
    while at < len(raised):
        mark = raised[at]
        if mark == " ":
            at += 1
            continue
        match = _WORD.match(raised, at)
        if match and match.lastgroup:
            number = int(match.lastgroup[1:])
            kind = PATTERNS[number][0]
            day = number - _MONDAY if kind is Kind.DAY else -1
            found.append(Token(kind, match[0], at, match.end(), day))
            at = match.end()
            if at < len(raised) and raised[at] == "." and kind is Kind.DAY:
                at += 1
            continue
        kind = MARKS.get(mark, Kind.UNKNOWN)
        if (
            mark == "."
            and re.match(r"\.\s+[а-яіїєґ]", raised[at:])
            and found
            and found[-1].kind is not Kind.WEAK
        ):
            kind = Kind.STRONG
        found.append(Token(kind, mark, at, at + 1))
        at += 1
    return found
