"""Numbers of acts, in all the spellings met in acts, registers and questions."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.ukrainian import act_numbers

INDEX = Path(__file__).parents[4] / "shared" / "data" / "laws" / "laws_index.csv"


@pytest.mark.parametrize(
    "written",
    [
        "2939-VI",
        "2939–vi",
        "2939 VI",
        "№ 2939-VІ",
        "закон 2939-VI",
        "Закон № 2939—VI від 13.01.2011",
        "N 2939-VI",
    ],
)
def test_a_law_is_one_in_every_spelling(written):
    assert "2939-vi" in act_numbers.asked(written)[0].keys
    assert "2939-17" in act_numbers.asked(written)[0].keys


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("254к/96-ВР", "254к/96-вр"),
        ("254k/96-BP", "254к/96-вр"),
        ("393/96-вp", "393/96-вр"),
        ("220-p", "220-р"),
        ("704-2019-п", "704-2019-п"),
        ("z1378-06", "z1378-06"),
        ("995_009", "995_009"),
        ("20 - 15/VIII", "20-15/viii"),
        ("61а-01", "61а-01"),
    ],
)
def test_other_numbers_have_one_spelling(written, key):
    assert act_numbers.canonical(written) == key
    assert act_numbers.asked(f"що каже {written}?")[0].keys[0] == key


def test_letters_that_tell_acts_apart_stay():
    assert act_numbers.canonical("704-2019-п") != act_numbers.canonical("704-2019-р")
    assert act_numbers.canonical("61а-01") != act_numbers.canonical("61б-01")


def test_the_same_number_of_two_parliaments_stays_apart():
    assert act_numbers.spellings("2006-VII", "2006-07") == ["2006-vii", "2006-07", "2006"]
    assert "2006-18" in act_numbers.spellings("2006-VII", "2006-18")
    assert "2006-07" not in act_numbers.spellings("2006-VII", "2006-18")


@pytest.mark.parametrize(
    "question",
    [
        "субсидія",
        "ІІ група інвалідності",
        "п'ять і шість",
        "статті 5 і 6 договору",
        "01.06.2010",
        "COVID-19 та я",
        "24/7",
        "",
    ],
)
def test_what_is_no_number_of_an_act(question):
    assert [
        each for each in act_numbers.asked(question) if "vi" in each.keys[0] or "-0" in each.keys[0]
    ] == []


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("ст. 20 закону про звернення громадян", "art-20"),
        ("стаття 20-1 кодексу", "art-20-1"),
        ("ч. 1 статті 18 КЗпП", "art-18"),
        ("статья 20 закона", "art-20"),
        ("ПКМУ 704 п. 3", "p-3"),
        ("пункт 3.1 положення", "p-3-1"),
        ("розділ ІV", "sec-4"),
        ("додаток 2 до порядку", "annex-2"),
    ],
)
def test_a_provision_is_named(question, anchor):
    found = act_numbers.provision_asked(question)
    assert found is not None
    assert found[0] == anchor


def test_without_its_provision_the_question_names_the_act():
    assert act_numbers.without_provisions("ст. 20 закону 393/96-ВР").split() == ["закону", "393/96-ВР"]


def test_old_titles_say_what_an_act_does():
    assert act_numbers.only_changes("Про внесення змін до деяких законів України")
    assert act_numbers.only_changes("  Про визнання таким, що втратив чинність, Закону України")
    assert not act_numbers.only_changes("Про звернення громадян")
    assert act_numbers.orders_changes("I. Внести до Закону України «Про освіту» такі зміни:")
    assert not act_numbers.orders_changes("Цей Закон визначає правові засади освіти.")


@given(st.text(max_size=200))
def test_no_text_makes_an_error_and_places_are_inside(question):
    for each in act_numbers.asked(question):
        assert 0 <= each.start < each.end <= len(question)
        assert each.keys
    act_numbers.provision_asked(question)
    assert len(act_numbers.without_provisions(question)) == len(question)


@pytest.mark.skipif(not INDEX.exists(), reason="the set of laws is not here")
def test_every_law_of_the_set_is_found_by_its_number():
    with INDEX.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lost = []
    for row in rows:
        known = act_numbers.spellings(row["number"], row["nreg"])
        asked = [key for each in act_numbers.asked(f"закон {row['number']}") for key in each.keys]
        if not set(asked) & set(known):
            lost.append(row["number"])
    assert lost == []
