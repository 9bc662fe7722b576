"""Latin letters, there and back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.ukrainian.translit import from_latin, readings, romanise, slug

# The pairs are the examples of names that official documents use.
OFFICIAL = {
    "Алушта": "Alushta", "Борщагівка": "Borshchahivka", "Вінниця": "Vinnytsia", "Гадяч": "Hadiach",
    "Згорани": "Zghorany", "Ґалаґан": "Galagan", "Єнакієве": "Yenakiieve", "Гаєвич": "Haievych", "Житомир":
    "Zhytomyr",
    "Медвин": "Medvyn", "Їжакевич": "Yizhakevych", "Кадиївка": "Kadyivka", "Йосипівка": "Yosypivka",
    "Стрий": "Stryi",
    "Київ": "Kyiv", "Харків": "Kharkiv", "Біла Церква": "Bila Tserkva", "Чернівці": "Chernivtsi",
    "Шостка": "Shostka", "Щербухи": "Shcherbukhy", "Юрій": "Yurii", "Корюківка": "Koriukivka", "Яготин":
    "Yahotyn",
    "Костянтин": "Kostiantyn", "Знам’янка": "Znamianka", "Русь": "Rus", "Івано-Франківськ": "Ivano-Frankivsk",
    "ЩАСТЯ": "SHCHASTIA", "Розгін": "Rozghin",
}  # fmt: skip


@pytest.mark.parametrize(("ukrainian", "latin"), OFFICIAL.items())
def test_romanise(ukrainian, latin):
    assert romanise(ukrainian) == latin


def test_what_is_not_ukrainian_stays():
    assert romanise("Android 14, №5") == "Android 14, №5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Субсидія на оплату ЖКП – 2026!", "subsydiia-na-oplatu-zhkp-2026"),
        ("Об'єкт", "obiekt"),
        ("  ", ""),
        ("е-Малятко", "e-maliatko"),
        ("日本", ""),
    ],
)
def test_slug(text, expected):
    assert slug(text) == expected


def test_a_slug_is_cut_at_a_word():
    assert slug("довідка про доходи", longest=14) == "dovidka-pro"
    assert slug("загальнообов'язкове", longest=10) == "zahalnoobo"


@given(st.text(max_size=60), st.integers(1, 30))
def test_slugs_suit_addresses(text, longest):
    made = slug(text, longest=longest)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert len(made) <= longest
    assert slug(made, longest=longest) == made


@pytest.mark.parametrize(
    ("latin", "ukrainian"),
    [
        ("subsydiia", "субсидія"),
        ("subsidiya", "субсидія"),
        ("subsidia", "субсидія"),
        ("pensia", "пенсія"),
        ("pensiya", "пенсія"),
        ("dovidka vpo", "довідка впо"),
        ("pasport", "паспорт"),
        ("likar", "лікар"),
        ("reiestratsiia", "реєстрація"),
        ("robota", "робота"),
        ("podatky", "податки"),
        ("skarha", "скарга"),
        ("zhytlo", "житло"),
        ("tsnap", "цнап"),
        ("dytyna", "дитина"),
        ("пенсія 2026", "пенсія 2026"),
    ],
)
def test_from_latin(latin, ukrainian):
    assert from_latin(latin) == ukrainian


def test_a_known_word_wins():
    assert "мить" in readings("myt")
    assert from_latin("myt", known={"мить"}.__contains__) == "мить"


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz' 1", max_size=12))
def test_every_latin_text_has_a_reading(text):
    assert from_latin(text) == from_latin(text)
