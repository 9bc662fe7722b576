import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.search import analysis, fallback, snippets, spelling
from mistok.search.snippets import LONGEST, snippet
from mistok.search.spelling import distance, nearest, root, tolerance

WORDS = st.text("абвсуиія", max_size=9)


@pytest.mark.parametrize("module", [analysis, fallback, snippets, spelling])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("", "", 0),
        ("а", "", 1),
        ("абв", "авб", 1),
        ("кіт", "кит", 1),
        ("субсидія", "субсдяі", 2),
        ("аб", "вгд", 3),
    ],
)
def test_distance(one, other, apart):
    assert distance(one, other, 3) == apart


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_never_above_the_limit(one, other):
    assert distance(one, other, 2) == distance(other, one, 2) <= 3
    assert (distance(one, other, 2) == 0) == (one == other)


@given(WORDS, st.integers(0, 8), st.sampled_from("абвгґ"))
def test_one_slip_is_a_distance_of_one_at_most(word, place, letter):
    assert distance(word, word[:place] + letter + word[place + 1 :], 2) <= 1
    assert distance(word, word[:place] + letter + word[place:], 2) <= 1


def test_nearest_takes_the_closest_then_the_most_frequent():
    assert nearest("кот", ["кіт", "кит", "кит", "котик"], 1) == "кит"
    assert nearest("кот", ["паспорт"], 1) is None
    assert nearest("кот", [], 1) is None


def test_short_words_and_numbers_are_not_guessed():
    assert [tolerance(word) for word in ("ВПО", "пенсія", "посвідчення", "ок-5а123")] == [0, 1, 2, 0]


@pytest.mark.parametrize(("word", "begins"), [("усиновити", "усинов"), ("дати", ""), ("паспорт", "")])
def test_root(word, begins):
    assert root(word) == begins


def test_words_keep_places_and_share_them_with_parts():
    found = [(word.form, word.place) for word in analysis.words("Послуга «е-Малятко» тут")]
    assert found == [("послуга", 0), ("е-малятко", 1), ("малятко", 1), ("тут", 2)]


def test_words_spell_electronic_services_one_way():
    keys = [
        set(next(analysis.words(text)).keys) for text in ("єМалятко", "е-Малятко", "є-Малятка", "e-Малятко")
    ]
    assert set.intersection(*keys) == {"ємалятко"}


def test_words_drop_endless_noise():
    assert [word.form for word in analysis.words("а" * 5000 + " довідка")] == ["довідка"]


def test_snippet_is_short_and_ends_at_a_word():
    summary = "Держава допоможе " * 40
    parts = snippet("", summary, "", frozenset({"допомогти"}))
    text = "".join(part for part, _marked in parts)
    assert len(text) <= LONGEST + 2
    assert text.endswith(" …")


def test_snippet_begins_near_a_late_word():
    parts = snippet("", "слово " * 100 + "довідка про доходи", "", frozenset({"довідка"}))
    assert parts[0] == ("… ", False)
    assert ("довідка", True) in parts


def test_snippet_without_any_word_is_the_summary():
    assert snippet("", "Коротко про послугу", "Інше", frozenset({"пенсія"})) == (
        ("Коротко про послугу", False),
    )
    assert snippet("", "", "", frozenset({"пенсія"})) == ()


def test_snippet_is_the_summary_when_the_title_has_the_word():
    parts = snippet("Довідка про доходи", "Коротко про послугу", "Оберіть довідку", frozenset({"довідка"}))
    assert parts == (("Коротко про послугу", False),)


@given(st.text("довідка про’ \n-", max_size=600), st.text("довідка про", max_size=600))
def test_snippet_marks_only_what_is_there(summary, body):
    parts = snippet("", summary, body, frozenset({"довідка"}))
    for text in "".join(part for part, _marked in parts).split("…"):
        assert text.strip() in summary or text.strip() in body
    assert all("довідк" in part.lower().replace("-", "") for part, marked in parts if marked)
