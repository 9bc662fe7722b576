"""Forms of one word share a key."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.ukrainian import morphology
from mistok.ukrainian.morphology import UkrainianLemmatiser, available, keys, knows
from mistok.ukrainian.text import normalise

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "language"
needs_dictionary = pytest.mark.skipif(
    "pymorphy3" not in available(), reason="pymorphy3-dicts-uk is not installed: only one analyser works"
)


def rows(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no {name} beside the repository: the measured share is not checked")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("субсидію", "субсидія"),
        ("ЦНАПу", "цнап"),
        ("ВПО", "впо"),
        ("ФОПам", "фоп"),
        ("Дії", "дія"),
        ("Дію", "дія"),
        ("е-послуги", "е-послуга"),
        ("e-послугами", "е-послуга"),
        ("здоров’я", "здоров'я"),
        ("довідок", "довідка"),
        ("дітей", "дитина"),
        ("року", "рік"),
        ("ради", "рада"),
        ("роботи", "робота"),
        ("пенсіонерки", "пенсіонер"),
        ("пенсіонерки", "пенсіонерка"),
        ("проекту", "проєкт"),
        ("комуналку", "комуналка"),
        ("пeнсiї", "пенсія"),
    ],
)
def test_lemma_is_among_the_keys(form, lemma):
    assert lemma in keys(form)


@needs_dictionary
@pytest.mark.parametrize(("form", "lemma"), [("переселенку", "переселенець"), ("виплат", "виплата")])
def test_lemma_is_among_the_keys_of_both(form, lemma):
    assert lemma in keys(form)


@pytest.mark.parametrize("word", ["2939-VI", "COVID-19", "eHealth", "2026", "12,50", "diia.gov.ua", "220-р"])
def test_codes_and_latin_words_pass_small(word):
    assert keys(word) == (word.lower(),)


def test_the_port():
    lemmatiser: morphology.Lemmatiser = UkrainianLemmatiser()
    assert lemmatiser.keys("послуг") == keys("послуг")
    assert available()[0] == "simplemma"


def test_without_the_second_dictionary_the_first_works_alone(monkeypatch):
    alone = {"simplemma": morphology._analysers()["simplemma"]}
    monkeypatch.setattr(morphology, "_analysers", lambda: alone)
    keys.cache_clear()
    try:
        assert available() == ["simplemma"]
        assert "довідка" in keys("довідками")
        assert keys("ґґґщ") == ("ґґґщ",)
    finally:
        keys.cache_clear()


def test_a_missing_dictionary_is_no_error(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pymorphy3_dicts_uk", None)
    assert morphology._pymorphy.__wrapped__() is None


def test_knows():
    assert knows("субсидію")
    assert knows("ЦНАПу")
    assert not knows("субсідію")


@given(st.text(max_size=20))
def test_every_word_has_keys_and_they_are_small(word):
    found = keys(word)
    assert found
    assert all(key == key.lower() for key in found)


def test_share_of_real_words_whose_lemma_is_found():
    real = rows("ud_form_lemma.csv")
    total = sum(int(row["count"]) for row in real)
    found = sum(int(row["count"]) for row in real if normalise(row["lemma"]).lower() in keys(row["form"]))
    assert found / total > (0.98 if len(available()) == 2 else 0.92)


def test_real_mistakes_lose_no_word():
    """Of common misspellings the right word is nearly always one the dictionaries know."""
    pairs = [row for row in rows("ua_gec_pairs.csv") if row["error_type"] == "Spelling"]
    right = [row["right"] for row in pairs if row["right"].isalpha() and row["right"].islower()]
    assert len(right) > 1000
    assert sum(map(knows, right)) / len(right) > (0.95 if len(available()) == 2 else 0.85)
