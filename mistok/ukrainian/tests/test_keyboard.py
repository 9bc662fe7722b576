"""Wrong layouts are read back; what is right is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.ukrainian import keyboard, lexicon
from mistok.ukrainian.keyboard import candidates, plausibility, to_latin, to_ukrainian

UKRAINIAN_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'"
LATIN_KEYS = "`qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gtycsz", "пенсія"),
        ("gfcgjhn", "паспорт"),
        ("Ctkj", "Село"),
        ("j,", "об"),
        ("]f", "їа"),
        ("\\fyjr", "ґанок"),
        ("pljhjd`z", "здоров'я"),
        ('"DHJGF', "ЄВРОПА"),
        ("26", "26"),
    ],
)
def test_to_ukrainian(typed, meant):
    assert to_ukrainian(typed) == meant
    assert to_latin(meant) == typed


def test_to_latin():
    assert to_latin("пьфшд") == "gmail"


@given(st.text(alphabet=UKRAINIAN_LETTERS + UKRAINIAN_LETTERS.upper() + " 0123456789"))
def test_there_and_back_from_ukrainian(text):
    assert to_ukrainian(to_latin(text)) == text


@given(st.text(alphabet=LATIN_KEYS + LATIN_KEYS.upper() + " 0123456789"))
def test_there_and_back_from_latin(text):
    assert to_latin(to_ukrainian(text)) == text


def test_russian_layout():
    assert (
        keyboard.from_russian_layout("послугы для дитэй з ъжэю, сём'я") == "послугі для дитєй з їжєю, с'м'я"
    )
    assert "сімї" in candidates("сымъ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gtycsz gj dsre", "пенсія по віку"),
        ("ce,cblsz", "субсидія"),
        ("dgj", "впо"),
        ("wyfg", "цнап"),
        ("jnhbvfnb gfcgjhn", "отримати паспорт"),
        ("пьфшд", "gmail"),
        ("нщгегиу", "youtube"),
        ("Дія gslgbc", "Дія підпис"),
    ],
)
def test_wrong_layout_is_read(typed, meant):
    assert candidates(typed)[0] == meant


@pytest.mark.parametrize(
    "fine",
    [
        "пенсія",
        "Дія",
        "android",
        "gmail",
        "як отримати довідку ВПО",
        "",
        "2026",
        "2939-VI",
        "facebook messenger",
        "dovidka vpo",
        "субсидія на газ",
        "?",
    ],
)
def test_what_is_right_is_left_alone(fine):
    assert candidates(fine) == []


@given(st.text(max_size=30))
def test_the_text_itself_is_never_a_candidate(text):
    found = candidates(text)
    assert text.strip() not in found
    assert len(found) == len(set(found))


def test_most_listed_words_are_found_from_the_other_layout():
    long = [word for word in lexicon.UKRAINIAN if len(word) >= 4]
    found = sum(word in candidates(to_latin(word)) for word in long)
    assert found / len(long) > 0.99


def test_words_are_more_plausible_than_noise():
    assert plausibility("мікроавтобус") > plausibility("ьщтфдгз")
    assert plausibility("newspaper") > plausibility("gtycszv")
