"""Every sentence agrees with its numbers: checked by a table, as a proof-reader would."""

import doctest
from datetime import date

import pytest

from mistok.planning import periods, sentences
from mistok.planning.figures import Amount, Part
from mistok.planning.periods import Period
from mistok.planning.sentences import Change
from mistok.ukrainian.numbers import NO_BREAK_SPACE

CENTRE, CENTRES = "центру", "центрів"
JULY = Period(date(2012, 7, 1), date(2012, 7, 31))
SEED = Period(date(2012, 7, 1), date(2013, 2, 28))


def plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")


@pytest.mark.parametrize(
    ("people", "services", "sentence"),
    [
        (0, 0, "За липень 2012 року відвідувань не було."),
        (0, 1, "За липень 2012 року надано 1 е-послугу."),
        (1, 0, "За липень 2012 року послугами центрів скористалась 1 особа."),
        (1, 1, "За липень 2012 року послугами центрів скористалась 1 особа, яка отримала 1 е-послугу."),
        (2, 3, "За липень 2012 року послугами центрів скористалися 2 особи, які отримали 3 е-послуги."),
        (5, 5, "За липень 2012 року послугами центрів скористалось 5 осіб, які отримали 5 е-послуг."),
        (11, 11, "За липень 2012 року послугами центрів скористалось 11 осіб, які отримали 11 е-послуг."),
        (12, 14, "За липень 2012 року послугами центрів скористалось 12 осіб, які отримали 14 е-послуг."),
        (21, 21, "За липень 2012 року послугами центрів скористалась 21 особа, яка отримала 21 е-послугу."),
        (22, 24, "За липень 2012 року послугами центрів скористалися 22 особи, які отримали 24 е-послуги."),
        (
            111,
            101,
            "За липень 2012 року послугами центрів скористалось 111 осіб, які отримали 101 е-послугу.",
        ),
        (25000, 0, "За липень 2012 року послугами центрів скористалось 25 000 осіб."),
    ],
)
def test_visits_agree(people, services, sentence):
    assert plain(sentences.visits(JULY, CENTRES, Amount(people), Amount(services))) == sentence


def test_visits_say_over_exactly_when_a_part_is_estimated():
    assert sentences.visits(SEED, CENTRES, Amount(2064, 117), Amount(1607)) == (
        "З липня 2012 по лютий 2013 року послугами центрів скористалось понад 2000 осіб, "
        "які отримали 1607 е-послуг."
    )
    assert "скористалися 2064 особи, які" in sentences.visits(SEED, CENTRES, Amount(2064), Amount(1607))
    assert "скористалась 1 особа, яка" in sentences.visits(SEED, CENTRES, Amount(1, 1), Amount(1))
    assert "скористалось 10 осіб" in sentences.visits(SEED, CENTRES, Amount(10, 2), Amount(0))


def service(label, phrase=""):
    return Part(label, label, Amount(1), phrase)


@pytest.mark.parametrize(
    ("services", "sentence"),
    [
        ([], ""),
        ([service("А", "перевірки рахунків")], "Найбільш затребуваною була послуга перевірки рахунків."),
        (
            [service("А", "перевірки рахунків"), service("Б", "запису до лікаря")],
            "Найбільш затребуваними були послуги перевірки рахунків, запису до лікаря.",
        ),
        ([service("Субсидія")], "Найбільш затребувана послуга: «Субсидія»."),
        (
            [service("А", "перевірки рахунків"), service("Портал «Дія»")],
            "Найбільш затребувані послуги: «А», «Портал „Дія“».",
        ),
    ],
)
def test_most_demanded_uses_phrases_only_when_all_have_one(services, sentence):
    assert sentences.most_demanded(services) == sentence


@pytest.mark.parametrize(
    ("people", "ages", "sentence"),
    [
        (340, (22, 70), "Навчання комп’ютерній грамотності пройшли 340 осіб віком від 22 до 70 років."),
        (1, (34, 34), "Навчання комп’ютерній грамотності пройшла 1 особа віком 34 роки."),
        (2, (21, 61), "Навчання комп’ютерній грамотності пройшли 2 особи віком від 21 до 61 року."),
        (21, (0, 0), "Навчання комп’ютерній грамотності пройшла 21 особа."),
        (5, (14, 22), "Навчання комп’ютерній грамотності пройшли 5 осіб віком від 14 до 22 років."),
    ],
)
def test_taught_agrees(people, ages, sentence):
    topic = Part("3.1.4.3", "Комп’ютерна грамотність", Amount(people), "комп’ютерній грамотності")
    assert sentences.taught(topic, *ages) == sentence


def test_taught_without_a_phrase_names_the_topic():
    topic = Part("x", "Електронна пошта", Amount(3, 1))
    assert sentences.taught(topic, 0, 0) == "Навчання за темою «Електронна пошта» пройшли 3 особи."


CONSULTATION = ("консультація", "консультації", "консультацій")
LESSON = ("заняття", "заняття", "занять")
PRACTICAL = ("практичне заняття", "практичні заняття", "практичних занять")
TRAINING = ("тренінг", "тренінги", "тренінгів")


def test_in_all_agrees_and_leaves_out_what_was_not():
    counts = [(12, CONSULTATION), (2, LESSON), (0, TRAINING), (1, PRACTICAL)]
    assert sentences.in_all([(Amount(n), forms) for n, forms in counts]) == (
        "Усього: 12 консультацій, 2 заняття, 1 практичне заняття."
    )
    assert sentences.in_all([(Amount(0), TRAINING)]) == ""


@pytest.mark.parametrize(
    ("now", "earlier", "told"),
    [
        (15, 12, "осіб – на 3 більше (25 %)"),
        (9, 12, "осіб – на 3 менше (25 %)"),
        (12, 12, "осіб – стільки само"),
    ],
)
def test_compared_tells_the_change(now, earlier, told):
    sentence = sentences.compared(JULY, [Change("осіб", Amount(now), Amount(earlier))])
    assert plain(sentence) == f"Порівняно з попереднім періодом (за липень 2012 року): {told}."


def test_compared_with_nothing_says_so():
    sentence = sentences.compared(JULY, [Change("осіб", Amount(3), Amount(0))])
    assert sentence == "Порівняти немає з чим: за попередній період (за липень 2012 року) записів немає."


def test_compared_leaves_out_what_was_in_neither_period():
    changes = [
        Change("осіб", Amount(3), Amount(0)),
        Change("порад", Amount(0), Amount(0)),
        Change("е", Amount(0), Amount(2)),
    ]
    sentence = plain(sentences.compared(JULY, changes))
    assert sentence.endswith(": осіб – на 3 більше; е – на 2 менше (100 %).")


@pytest.mark.parametrize(
    ("people", "rough", "note"),
    [
        (0, 0, ""),
        (5, 0, "Усі відвідування пораховано, оцінок немає."),
        (5, 5, "Усі відвідування – оцінка."),
        (100, 8, "8 % відвідувань – оцінка, решту пораховано."),
        (1000, 1, "Менше 1 % відвідувань – оцінка, решту пораховано."),
    ],
)
def test_certainty_is_always_told(people, rough, note):
    assert plain(sentences.certainty(Amount(people, rough))) == note


@pytest.mark.parametrize(
    ("libraries", "points", "sentence"),
    [
        (26, 18, "26 бібліотек, з них 18 з пунктом."),
        (1, 1, "1 бібліотека з пунктом."),
        (1, 0, "1 бібліотека без пункту."),
        (2, 2, "2 бібліотеки, усі з пунктом."),
        (21, 1, "21 бібліотека, з них 1 з пунктом."),
        (3, 0, "3 бібліотеки, жодної з пунктом."),
    ],
)
def test_libraries_agree(libraries, points, sentence):
    assert sentences.libraries(libraries, points) == sentence


def test_examples_in_the_docstrings_are_true():
    for module in (sentences, periods):
        assert doctest.testmod(module).failed == 0


def test_empty_period_is_told_honestly():
    assert sentences.nothing_recorded(JULY, CENTRE) == "За липень 2012 року записів про роботу центру немає."
