"""How an act and its provisions are cited in a document. In Ukrainian, whatever language the screen is in."""

import re

from mistok.acts.models import Act, Kind
from mistok.acts.naming import kind_name

SHORT = {"art": "ст.", "p": "п.", "sec": "розд.", "sub": "підрозд.", "ch": "гл.", "par": "§", "book": "кн.",
         "annex": "дод."}  # fmt: skip
_STEP = re.compile(r"([a-z]+)-(\d+(?:-\d+)*)")
# The first words of kinds in the genitive: what comes after them («України», «сесії ради») stands so already.
GENITIVE = (
    ("конституція", "Конституції"), ("кодекс", "Кодексу"), ("закон", "Закону"), ("постанова", "постанови"),
    ("указ", "Указу"), ("декрет", "Декрету"), ("розпорядження", "розпорядження"), ("наказ", "наказу"),
    ("рішення", "рішення"), ("положення", "Положення"), ("порядок", "Порядку"), ("статут", "Статуту"),
    ("договір", "Договору"), ("угода", "Угоди"), ("програма", "Програми"), ("лист", "листа"), ("акт", "акта"),
)  # fmt: skip
# Nouns that begin the names of authorities, in the genitive; «Верховна Рада», «Виконавчий комітет …».
AUTHORITIES = {
    "рада": "ради", "комітет": "комітету", "виконком": "виконкому", "адміністрація": "адміністрації",
    "міністерство": "міністерства", "служба": "служби", "комісія": "комісії", "агентство": "агентства",
    "фонд": "фонду", "управління": "управління", "департамент": "департаменту", "відділ": "відділу",
    "інспекція": "інспекції", "голова": "голови", "президент": "президента", "кабінет": "кабінету",
    "банк": "банку", "суд": "суду", "центр": "центру", "бюро": "бюро", "палата": "палати",
    "прокуратура": "прокуратури", "президія": "президії", "секретаріат": "секретаріату",
}  # fmt: skip
ADJECTIVES = (("ий", "ого"), ("ій", "ього"), ("а", "ої"), ("я", "ьої"), ("е", "ого"), ("є", "ього"))
MOST_ADJECTIVES = 5


def cite(act: Act, anchor: str = "", point: str = "") -> str:
    """The act, or a provision of it, as one cites it: «ст. 20 Закону України від 02.10.1996 № 393/96-ВР «Про
    звернення громадян»»; `point` is the point in the provision, «п. 3». An issuer whose genitive is not
    certain is left out: the number tells the act.
    """
    part = " ".join(filter(None, (point, cited_part(anchor))))
    kind = kind_name(act)
    parts = [part, _genitive(kind) if part else kind]
    if act.kind == Kind.LAW and "україни" not in kind.lower():
        parts.append("України")
    if act.kind in (Kind.CONSTITUTION, Kind.CODE) and act.title[:1].isupper() and not _is_about(act.title):
        parts = [part, _genitive(act.title) if part else act.title]
    elif "україни" not in kind.lower() and (issuer := issuer_genitive(act.issuer)):
        parts.append(issuer)
    if act.adopted_on:
        parts.append(f"від {act.adopted_on:%d.%m.%Y}")
    if act.number:
        parts.append(f"№ {act.number}")
    if _is_about(act.title):
        parts.append(f"«{_inner(act.title)}»")
    elif act.kind not in (Kind.CONSTITUTION, Kind.CODE):
        parts.append(f"({act.title})")
    return " ".join(each for each in parts if each)


def cited_part(anchor: str) -> str:
    """A provision as a citation begins, the smallest part first; nothing for what has no number of its own.

    >>> cited_part("art-20"), cited_part("annex-1-p-2"), cited_part("art-20-1"), cited_part("preamble")
    ('ст. 20', 'п. 2 дод. 1', 'ст. 20-1', '')
    """
    steps = [f"{SHORT[unit]} {number}" for unit, number in _STEP.findall(anchor) if unit in SHORT]
    return " ".join(reversed(steps))


def _genitive(words: str) -> str:
    low = words.lower()
    for nominative, genitive in GENITIVE:
        if low.startswith(nominative):
            return genitive + words[len(nominative) :]
    first, _space, rest = words.partition(" ")
    if first.endswith("ий") and rest.lower().startswith("кодекс"):
        return f"{first[:-2]}ого {_genitive(rest).replace('Кодексу', 'кодексу')}"
    return words


def issuer_genitive(issuer: str) -> str:
    """The name of an authority in the genitive: adjectives and the noun behind them, the rest is so already.
    Nothing where the noun is not known.

    >>> issuer_genitive("Виконавчий комітет Вознесенської міської ради"), issuer_genitive("Сесія ради")
    ('Виконавчого комітету Вознесенської міської ради', '')
    """
    words = [] if ";" in issuer or issuer.isupper() else issuer.split()
    for place, word in enumerate(words[: MOST_ADJECTIVES + 1]):
        if noun := AUTHORITIES.get(word.lower()):
            return " ".join([*words[:place], word[0] + noun[1:], *words[place + 1 :]])
        ending = next((each for each in ADJECTIVES if word.lower().endswith(each[0])), None)
        if ending is None:
            return ""
        words[place] = word.removesuffix(ending[0]) + ending[1]
    return ""


def _is_about(title: str) -> bool:
    return title.lower().startswith(("про ", "деякі ", "питання "))


def _inner(title: str) -> str:
    """Quotes inside quotes are of the other kind."""
    return title.replace("«", "„").replace("»", "“")
