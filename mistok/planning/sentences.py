"""Sentences of a report, in Ukrainian whatever the language of the interface. Pure: amounts in, text out.

An amount with an estimated part is told as «понад …», an exact one is told exactly.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mistok.planning.figures import Amount, Part
from mistok.planning.periods import Period
from mistok.ukrainian import dates
from mistok.ukrainian.numbers import ONE, agree, clear_figure, counted, number, over, percent, plural_form

type Forms = tuple[str, str, str]

PEOPLE: Forms = ("особа", "особи", "осіб")
E_SERVICES_RECEIVED: Forms = ("е-послугу", "е-послуги", "е-послуг")  # accusative, after «отримали»
LIBRARIES: Forms = ("бібліотека", "бібліотеки", "бібліотек")
YEARS: Forms = ("рік", "роки", "років")
YEARS_GENITIVE: Forms = ("року", "років", "років")  # after «від» and «до»
USED: Forms = ("скористалась", "скористалися", "скористалось")
LEARNT: Forms = ("пройшла", "пройшли", "пройшли")


# What the points are called in «послугами …» and «про роботу …»: one, several.
PLACES = {"centre": ("центру", "центрів"), "point": ("пункту", "пунктів"), "hub": ("хабу", "хабів")}


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator beside its value in the equal period before; `noun` is in the genitive plural."""

    noun: str
    now: Amount
    earlier: Amount


def places(kinds: Collection[str], number_of: int) -> str:
    """The genitive of what the points are called; points of several kinds are «пунктів».

    >>> places(["centre"], 18), places(["hub"], 1), places(["hub", "centre"], 2)
    ('центрів', 'хабу', 'пунктів')
    """
    one, many = PLACES[next(iter(kinds))] if len(set(kinds)) == 1 else PLACES["point"]
    return one if number_of == 1 else many


def shown(amount: Amount) -> int:
    """The number a reader sees, with which words agree."""
    return amount.value if amount.is_exact else clear_figure(amount.value)


def told(amount: Amount, forms: Forms) -> str:
    """The amount with its noun.

    >>> told(Amount(21), PEOPLE), told(Amount(2014, 67), PEOPLE)
    ('21 особа', 'понад 2000 осіб')
    """
    figure = number(amount.value) if amount.is_exact else over(amount.value)
    return f"{figure} {agree(shown(amount), *forms)}"


def visits(period: Period, places: str, people: Amount, e_services: Amount) -> str:
    """How many people came and what they received."""
    when = capitalised(dates.period(period.start, period.end))
    if not people.value:
        if not e_services.value:
            return f"{when} відвідувань не було."
        return f"{when} надано {told(e_services, E_SERVICES_RECEIVED)}."
    sentence = f"{when} послугами {places} {agree(shown(people), *USED)} {told(people, PEOPLE)}"
    if not e_services.value:
        return f"{sentence}."
    who = "яка отримала" if plural_form(shown(people)) == ONE else "які отримали"
    return f"{sentence}, {who} {told(e_services, E_SERVICES_RECEIVED)}."


def nothing_recorded(period: Period, places: str) -> str:
    """The honest sentence of an empty period."""
    return f"{capitalised(dates.period(period.start, period.end))} записів про роботу {places} немає."


def most_demanded(services: Sequence[Part]) -> str:
    """The most demanded services in their genitive phrases; when one has none, all stand by their names."""
    if not services:
        return ""
    one = len(services) == 1
    if all(service.phrase for service in services):
        start = "Найбільш затребуваною була послуга" if one else "Найбільш затребуваними були послуги"
        return f"{start} {', '.join(service.phrase for service in services)}."
    start = "Найбільш затребувана послуга" if one else "Найбільш затребувані послуги"
    return f"{start}: {', '.join(quoted(service.label) for service in services)}."


def taught(topic: Part, youngest: int, oldest: int) -> str:
    """Who learnt what; ages are left out when they were not noted (zeros).

    >>> taught(Part("3.1.4.3", "", Amount(340), "комп’ютерній грамотності"), 22, 70)
    'Навчання комп’ютерній грамотності пройшли 340 осіб віком від 22 до 70 років.'
    """
    what = topic.phrase or f"за темою {quoted(topic.label)}"
    verb = agree(shown(topic.amount), *LEARNT)
    return f"Навчання {what} {verb} {told(topic.amount, PEOPLE)}{_aged(youngest, oldest)}."


def _aged(youngest: int, oldest: int) -> str:
    if not youngest and not oldest:
        return ""
    if youngest == oldest:
        return f" віком {counted(oldest, *YEARS)}"
    return f" віком від {youngest} до {oldest} {agree(oldest, *YEARS_GENITIVE)}"


def in_all(amounts: Sequence[tuple[Amount, Forms]]) -> str:
    """The closing sentence of all other counts; empty when there are none.

    >>> in_all([(Amount(12), ("консультація", "консультації", "консультацій"))])
    'Усього: 12 консультацій.'
    """
    some = [told(amount, forms) for amount, forms in amounts if amount.value]
    return f"Усього: {', '.join(some)}." if some else ""


def compared(before: Period, changes: Sequence[Change]) -> str:
    """The comparison with the equal period before."""
    when = dates.period(before.start, before.end)
    if not any(change.earlier.value for change in changes):
        return f"Порівняти немає з чим: за попередній період ({when}) записів немає."
    told_changes = [_change(change) for change in changes if change.now.value or change.earlier.value]
    return f"Порівняно з попереднім періодом ({when}): {'; '.join(told_changes)}."


def _change(change: Change) -> str:
    difference = change.now.value - change.earlier.value
    if not difference:
        return f"{change.noun} – стільки само"
    word = "більше" if difference > 0 else "менше"
    share = f" ({percent(abs(difference), change.earlier.value)})" if change.earlier.value else ""
    return f"{change.noun} – на {number(abs(difference))} {word}{share}"


def certainty(people: Amount) -> str:
    """What part of the visits is an estimate; said also when there is none."""
    if not people.value:
        return ""
    if people.is_exact:
        return "Усі відвідування пораховано, оцінок немає."
    if people.rough == people.value:
        return "Усі відвідування – оцінка."
    return f"{capitalised(percent(people.rough, people.value))} відвідувань – оцінка, решту пораховано."


def libraries(count: int, with_point: int) -> str:
    """How many libraries there were and how many of them had a point.

    >>> libraries(26, 18), libraries(1, 1)
    ('26 бібліотек, з них 18 з пунктом.', '1 бібліотека з пунктом.')
    """
    whole = counted(count, *LIBRARIES)
    if count == 1:
        return f"{whole} {'з пунктом' if with_point else 'без пункту'}."
    if with_point == count:
        return f"{whole}, усі з пунктом."
    return f"{whole}, з них {number(with_point)} з пунктом." if with_point else f"{whole}, жодної з пунктом."


def quoted(text: str) -> str:
    """In «ялинки»; those inside become „лапки“, as the orthography asks (2019, § 167)."""
    return f"«{text.replace('«', '„').replace('»', '“')}»"


def capitalised(text: str) -> str:
    """With the first letter large and the rest as it was."""
    return text[:1].upper() + text[1:]
