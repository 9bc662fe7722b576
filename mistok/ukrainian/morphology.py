"""Dictionary forms of Ukrainian words, so that «субсидію» and «субсидії» meet in the search.

Two analysers are asked and every answer is kept: a word and its other forms then share at least one key. On
the
test part of UD Ukrainian-IU the dictionary form is among the keys of 98.9 % of the words, against 93 % and
91 % for
one answer of either. The second needs the package `pymorphy3-dicts-uk`; without it the first works alone.
"""

import functools
import re
import warnings
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

from mistok.ukrainian.abbreviations import ABBREVIATIONS
from mistok.ukrainian.text import normalise

CACHED_WORDS: Final = 200_000


class Lemmatiser(Protocol):
    """Whatever can name the dictionary forms of a word."""

    def keys(self, word: str) -> tuple[str, ...]:
        """The dictionary forms the word may belong to, the likeliest first; never empty for a word."""
        ...


# Forms that both analysers miss or misread, by what people ask at the desk.
_FORMS: Final[dict[str, str]] = {
    "дія": "дія дії дію дією",
    "єдопомога": "єдопомога єдопомоги єдопомогу єдопомогою єдопомозі",
    "єоселя": "єоселя єоселі єоселю єоселею",
    "євідновлення": "євідновлення євідновленню євідновленням євідновленні",
    "єпідтримка": "єпідтримка єпідтримки єпідтримку єпідтримкою єпідтримці",
    "ємалятко": "ємалятко ємалятка ємалятку ємалятком",
    "субсидія": "субсидія субсидії субсидію субсидією субсидій субсидіям субсидіями субсидіях",
    "комуналка": "комуналка комуналки комуналку комуналкою комуналці",
    "соцзахист": "соцзахист соцзахисту соцзахистом соцзахисті",
    "соцвиплата": "соцвиплата соцвиплати соцвиплату соцвиплатою соцвиплат соцвиплатам",
    "військкомат": "військкомат військкомату військкоматі військкоматом військкомати",
    "держпослуга": "держпослуга держпослуги держпослугу держпослуг держпослугою держпослугам",
    "соцпослуга": "соцпослуга соцпослуги соцпослугу соцпослуг соцпослугою соцпослугам",
    "техпаспорт": "техпаспорт техпаспорта техпаспорту техпаспортом техпаспорті",
    "закордонпаспорт": "закордонпаспорт закордонпаспорта закордонпаспорту",
    "петиція": "петиція петиції петицію петицією петицій петиціям петиціями петиціях",
    "вебінар": "вебінар вебінару вебінарі вебінари вебінарів вебінарам вебінарами вебінарах вебінаром",
    "онлайн": "онлайн он-лайн",
    "малятко": "малятко малятка малятку малятком маляток маляткам",
}  # fmt: skip
_EXCEPTIONS: Final = {form: lemma for lemma, forms in _FORMS.items() for form in forms.split()}

# Women's and everyday names that must also meet the name in the law; the first stays a key, the second is
# added.
_ALSO: Final = {
    "пенсіонерка": "пенсіонер", "переселенка": "переселенець", "безробітна": "безробітний",
    "підприємиця": "підприємець", "підприємниця": "підприємець", "студентка": "студент", "учениця": "учень",
    "вчителька": "вчитель", "учителька": "вчитель", "учитель": "вчитель", "ветеранка": "ветеран",
    "громадянка": "громадянин", "інвалідка": "інвалід", "лікарка": "лікар", "бібліотекарка": "бібліотекар",
    "працівниця": "працівник", "одержувачка": "одержувач", "отримувачка": "отримувач", "заявниця": "заявник",
    "власниця": "власник", "опікунка": "опікун", "роботодавиця": "роботодавець", "біженка": "біженець",
    "користувачка": "користувач", "мешканка": "мешканець", "киянка": "киянин", "абітурієнтка": "абітурієнт",
    "випускниця": "випускник", "споживачка": "споживач", "орендарка": "орендар", "фермерка": "фермер",
    "тренерка": "тренер", "учасниця": "учасник", "проект": "проєкт", "діти": "дитина", "люди": "людина",
    "абонентка": "абонент", "платниця": "платник", "вдівець": "вдова", "удова": "вдова",
}  # fmt: skip

_ABBREVIATION_ENDING = re.compile(r"^(?P<stem>.{2,})'?(?:ові|ами|ам|ах|ів|ом|ем|у|а|і|и|ю|я)$")
_NO_LEMMA = re.compile(r"[^а-яєіїґё']")  # digits, Latin letters


class UkrainianLemmatiser:
    """Both analysers, asked together and remembered. Loading takes about a second, on the first word."""

    def keys(self, word: str) -> tuple[str, ...]:
        """See `keys`."""
        return keys(word)


@functools.lru_cache(CACHED_WORDS)
def keys(word: str) -> tuple[str, ...]:
    """The dictionary forms of a word, small-lettered, the likeliest first.

    Digits, codes and Latin words are their own keys. A compound with «е-» keeps it.

    >>> keys("пенсії")[0], keys("COVID-19"), keys("ЦНАПу")
    ('пенсія', ('covid-19',), ('цнап',))
    """
    return _keys(normalise(word).lower())


def _keys(word: str) -> tuple[str, ...]:
    if not word or (_NO_LEMMA.search(word) and "-" not in word):
        return (word,)
    if word in _EXCEPTIONS:
        return _with_others([_EXCEPTIONS[word]])
    abbreviation = _abbreviation(word)
    if abbreviation:
        return (abbreviation,)
    if "-" in word:
        return _compound(word)
    return _with_others(_analysed(word))


def _analysed(word: str) -> list[str]:
    """All answers; the word itself too when no dictionary has it, for then the answers are guesses."""
    found = [lemma for analyse in _analysers().values() for lemma in analyse(word)]
    return found if found and any(known(word) for known in _dictionaries()) else [*found, word]


def _with_others(lemmas: Iterable[str]) -> tuple[str, ...]:
    found = list(dict.fromkeys(normalise(lemma).lower().rstrip(".") for lemma in lemmas if lemma))
    found += [_ALSO[lemma] for lemma in found if lemma in _ALSO]
    return tuple(dict.fromkeys(found))


def _abbreviation(word: str) -> str | None:
    """«ЦНАПу» → «цнап»: the analysers guess at endings of abbreviations."""
    if word in ABBREVIATIONS:
        return word
    found = _ABBREVIATION_ENDING.match(word)
    return found["stem"] if found and len(found["stem"]) > 2 and found["stem"] in ABBREVIATIONS else None


def _compound(word: str) -> tuple[str, ...]:
    """«е-послуги» → «е-послуга», «220-р» stays; other compounds are asked whole."""
    head, _, tail = word.rpartition("-")
    if not tail or head[-1:].isdigit() or _NO_LEMMA.search(tail):
        return (word,)
    if len(head) == 1 or _NO_LEMMA.search(head):
        return tuple(f"{head}-{lemma}" for lemma in _keys(tail))
    return _with_others(_analysed(word))


def available() -> list[str]:
    """Which analysers work here: "simplemma" always, "pymorphy3" when its Ukrainian dictionary is installed.

    >>> available()[0]
    'simplemma'
    """
    return list(_analysers())


def knows(word: str) -> bool:
    """Whether a dictionary has the word, in any form.

    >>> knows("субсидію"), knows("субсідію")
    (True, False)
    """
    small = normalise(word).lower()
    if small in _EXCEPTIONS or _abbreviation(small) is not None:
        return True
    return any(known(small) for known in _dictionaries())


@functools.cache
def _analysers() -> dict[str, Callable[[str], list[str]]]:
    import simplemma

    def by_table(word: str) -> list[str]:
        lemma = simplemma.lemmatize(word, lang="uk")
        echo = lemma == word and not simplemma.is_known(word, lang="uk")
        return [] if echo else [lemma]

    analysers: dict[str, Callable[[str], list[str]]] = {"simplemma": by_table}
    pymorphy = _pymorphy()
    if pymorphy is not None:

        def by_paradigm(word: str) -> list[str]:
            return [parse.normal_form for parse in pymorphy.parse(word)]

        analysers["pymorphy3"] = by_paradigm
    return analysers


@functools.cache
def _dictionaries() -> list[Callable[[str], bool]]:
    import simplemma

    pymorphy = _pymorphy()
    found: list[Callable[[str], bool]] = [lambda word: bool(simplemma.is_known(word, lang="uk"))]
    if pymorphy is not None:
        found.append(lambda word: bool(pymorphy.word_is_known(word)))
    return found


@functools.cache
def _pymorphy() -> Any:
    """The second analyser, or None without its dictionary."""
    try:
        import pymorphy3
        import pymorphy3_dicts_uk  # noqa: F401  (the analyser finds it by its name)
    except ImportError:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pymorphy3.MorphAnalyzer(lang="uk")
