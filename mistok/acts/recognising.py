"""What the first and the last lines of an act say of it for certain: kind, number, day, title, adopter.

Only what stands in its place and in its form is taken; the rest is left to a person. Words of the content are
Ukrainian whatever the reader's language is.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from mistok.acts.models import Kind
from mistok.ukrainian.dates import MONTHS_GENITIVE

HEAD, TAIL = 40, 16  # lines that are not blank
LONGEST_LINE, LONGEST_TITLE, LONGEST_ISSUER = 160, 1_000, 200  # characters
FAR = 30_000  # characters from both ends that are looked at
_NOTE = re.compile(
    r"\{[^{}]*\}"
)  # {Із змінами, внесеними згідно із Законом № 1-IX}: not the number of this act
_ASIDE = re.compile(r"\([^()]*\)")  # (Відомості Верховної Ради України (ВВР), 1996, № 47)
_PART_OF_ACT = re.compile(r"(?:Додаток|ДОДАТОК|ЗАТВЕРДЖЕНО|Затверджено)\b")
KINDS = {
    "РІШЕННЯ": Kind.DECISION,
    "ПОСТАНОВА": Kind.RESOLUTION,
    "РОЗПОРЯДЖЕННЯ": Kind.INSTRUCTION,
    "НАКАЗ": Kind.ORDER,
    "УКАЗ": Kind.DECREE,
    "ЗАКОНУКРАЇНИ": Kind.LAW,
    "УКАЗПРЕЗИДЕНТАУКРАЇНИ": Kind.DECREE,
    "ПОСТАНОВАКАБІНЕТУМІНІСТРІВУКРАЇНИ": Kind.RESOLUTION,
    "РОЗПОРЯДЖЕННЯКАБІНЕТУМІНІСТРІВУКРАЇНИ": Kind.INSTRUCTION,
}
_CODE = re.compile(r"[А-ЯІЇЄҐ' ’-]+ КОДЕКС УКРАЇНИ|КОДЕКС [А-ЯІЇЄҐ ,]+")
_ADOPTERS = {
    "КАБІНЕТУМІНІСТРІВУКРАЇНИ": "Кабінет Міністрів України",
    "КАБІНЕТМІНІСТРІВУКРАЇНИ": "Кабінет Міністрів України",
    "ВЕРХОВНАРАДАУКРАЇНИ": "Верховна Рада України",
    "ПРЕЗИДЕНТАУКРАЇНИ": "Президент України",
}
_ADOPTER = re.compile(
    r"\b(?:РАДА|РАДИ|АДМІНІСТРАЦІЯ|АДМІНІСТРАЦІЇ|КОМІТЕТ|МІНІСТЕРСТВО|УПРАВЛІННЯ|ДЕПАРТАМЕНТ|ВІДДІЛ)\b"
)
_NUMBER = re.compile(r"(?:№|\bN)\s?(?P<number>\d[\w/.–-]*(?:\s?[-–/]\s?[IVXLІХ]+)?)")
_PLAIN_DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>(?:19|20)\d\d)(?!\d)")
_WORDS_DAY = re.compile(
    rf"(?<!\d)[«\"“]?(?P<day>\d{{1,2}})[»\"”]?\s+(?P<month>{'|'.join(MONTHS_GENITIVE)})\s+(?P<year>(?:19|20)\d\d)",
    re.I,
)
# A line of its own with the day and the number of the act: «від 20.12.2022 № 12-3/VIII», «м. Київ № 5».
_REQUISITES = re.compile(
    rf"\b(?:від|місто|село|селище|смт|року|{'|'.join(MONTHS_GENITIVE)}|[а-яіїєґ]{{1,3}}|[А-ЯІЇЄҐ][а-яіїєґ'’-]{{2,20}}|"
    r"N|[IVXLІХ]+|[А-ЯІЇЄҐ]{2,3})\b|\d+|[\W_]"
)
_FOREIGN = re.compile(
    r"додаток|додатка|затверджено|змін|редакц|закон|чинн|ВВР|відповідно|ст\.|проєкт|проект", re.I
)
_NOT_TITLE = re.compile(
    r"(?:Керуючись|Відповідно|Розглянувши|З метою|На виконання|На підставі|Враховуючи|Заслухавши|"
    r"Верховна Рада|Кабінет|Згідно|Беручи|У зв|В[иі]ріши|ВИРІШ|НАКАЗУЮ|ПОСТАНОВ|[{(]|1\.|Стаття|Розділ|№|"
    r"N\s?\d|від\s)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What an act says of itself; empty is what it does not say for certain."""

    kind: Kind | None = None
    number: str = ""
    adopted_on: date | None = None
    issuer: str = ""
    title: str = ""


def told_by(text: str) -> Told:
    """Read the head of the act and, where that has no requisites, the lines beneath the signature.

    >>> told = told_by("РІШЕННЯ\\n\\nвід 20.12.2022 № 12-3/VIII\\n\\nПро місцеві податки")
    >>> told.kind, told.number, told.title
    (Kind.DECISION, '12-3/VIII', 'Про місцеві податки')
    """
    ends = text if len(text) <= 2 * FAR else f"{text[:FAR]}\n{text[-FAR:]}"
    ends = _NOTE.sub("", ends)
    lines = [" ".join(line.split()) for line in ends.splitlines()]
    filled = [line for line in lines if line]
    own = [
        " ".join(line.split()) for line in _ASIDE.sub("", _ASIDE.sub("", ends)).splitlines() if line.strip()
    ]
    head = filled[:HEAD]
    kind, at = _kind(head)
    is_annex = any(_PART_OF_ACT.match(line) for line in head[:3])  # the number is that of the whole act
    number, day = ("", None) if is_annex else _requisites(own[: HEAD // 2])
    if not number and not is_annex:
        number, day = _requisites(own[-TAIL:], day)
    title, place = _title(lines, head)
    return Told(kind, number, day, _issuer(head[: place if place >= 0 else at + 1]), title)


def _kind(head: list[str]) -> tuple[Kind | None, int]:
    for place, line in enumerate(head):
        if (found := KINDS.get(re.sub(r"[\s|]", "", line))) is not None:
            return found, place
        if _CODE.fullmatch(line):
            return Kind.CODE, place
        if line.startswith(("Про ", "Стаття ")):
            break
    return None, -1


def _requisites(lines: list[str], day: date | None = None) -> tuple[str, date | None]:
    """The number and the day, each where exactly one stands in lines that say nothing else."""
    numbers: list[str] = []
    days: list[date] = []
    for line in lines:
        if len(line) > LONGEST_LINE or _FOREIGN.search(line) or _REQUISITES.sub("", line):
            continue
        numbers += [_bare(each["number"]) for each in _NUMBER.finditer(line)]
        days += _days(line)
    only = list(dict.fromkeys(numbers))
    dates = list(dict.fromkeys(days))
    return only[0] if len(only) == 1 else "", dates[0] if len(dates) == 1 else day


def _bare(number: str) -> str:
    return re.sub(r"\s", "", number).rstrip(".-–/").replace("–", "-")


def _days(line: str) -> list[date]:
    found: list[date] = []
    for each in (*_PLAIN_DAY.finditer(line), *_WORDS_DAY.finditer(line)):
        said = each["month"].lower()
        month = int(said) if said.isdecimal() else MONTHS_GENITIVE.index(said) + 1
        with suppress(ValueError):  # the 31st of February
            found.append(date(int(each["year"]), month, int(each["day"])))
    return found


def _title(lines: list[str], head: list[str]) -> tuple[str, int]:
    """The words from “Про …” to the end of their paragraph, and the place of their first line in the head."""
    place = next((index for index, line in enumerate(head) if re.match(r"(?:Про|ПРО)\s\S", line)), -1)
    if place < 0:
        code = next((line for line in head[:3] if _CODE.fullmatch(line)), "")
        return code.capitalize().replace(" україни", " України"), head.index(code) if code else -1
    said: list[str] = []
    for line in lines[lines.index(head[place]) :]:
        if not line or (said and _NOT_TITLE.match(line)):
            break
        said.append(line)
        if line[-1] in ".;" or len(" ".join(said)) > LONGEST_TITLE:
            break
    title = " ".join(said).rstrip(" .;|")
    return (title[0] + title[1:].lower() if title.isupper() else title)[:LONGEST_TITLE], place


def _issuer(above: list[str]) -> str:
    """Who adopted the act, out of the lines above its title."""
    for line in above:
        packed = re.sub(r"[\s|]", "", line.upper())
        for name, said in _ADOPTERS.items():
            if packed.endswith(name):
                return said
    found = [
        line for line in above if line.isupper() and _ADOPTER.search(line) and len(line) <= LONGEST_ISSUER
    ]
    return _written(found[0]) if len(found) == 1 else ""


def _written(capitals: str) -> str:
    """НОВОБУЗЬКА МІСЬКА РАДА МИКОЛАЇВСЬКОЇ ОБЛАСТІ as it is written in a sentence."""
    words = capitals.lower().split()
    places = ("області", "району", "громади", "україни")
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else ""
        is_place = after in places and word.endswith(("ої", "ого"))
        if index == 0 or is_place or word == "україни":
            words[index] = word[:1].upper() + word[1:]
    return " ".join(words)
