"""One spelling for each word."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mistok.ukrainian import text
from mistok.ukrainian.text import normalise, quoted, sort_key, typographic, words

ODD = st.text(alphabet="абіїйґєяЗАКОНaceioxpTH'’ʼ`\"-‑. ,12/\u00ad\u200b\u0301\u0308\u0306é*", max_size=40)


@pytest.mark.parametrize("mark", list("'’ʼ`‘´′\"*"))
def test_every_apostrophe_is_one(mark):
    assert normalise(f"об{mark}єкт здоров{mark}я") == "об'єкт здоров'я"


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("'слово'", "'слово'"),
        ('він"та"вона', 'він"та"вона'),
        ("ін\u00adфор\u00adма\u200bція", "інформація"),
        ("и\u0306", "й"),
        ("і\u0308жа", "їжа"),
        ("ґанок", "ґанок"),
        ("З А К О Н", "ЗАКОН"),
        ("З А К О Н  У К Р А Ї Н И", "ЗАКОН  УКРАЇНИ"),
        ("з а к о н", "закон"),
        ("і в у з", "і в у з"),
        ("категорії А В С", "категорії А В С"),
        ("пeнciя", "пенсія"),
        ("CУБCИДIЯ", "СУБСИДІЯ"),
        ("Укpaїнa", "Україна"),
        ("сiльсbкий", "сільський"),
        ("ї\u0301жа", "їжа"),
        ("роб\u00f3та", "робота"),
        ("уклaдa\u0301ння", "укладання"),
        ("e-Малятко", "е-Малятко"),
        ("e-mail", "e-mail"),
        ("eHealth", "eHealth"),
        ("Android", "Android"),
        ("COVID-19", "COVID-19"),
        ("café", "café"),
        ("IT-компанія", "IT-компанія"),
        ("SMSку", "SMSку"),
        ("Vоlyn", "Volyn"),
        ("2939-VІ", "2939-VI"),
        ("2939-VI", "2939-VI"),
        ("ХVІІІ", "XVIII"),
        ("220-p", "220-р"),
        ("393/96-вр", "393/96-вр"),
        ("393/96-BP", "393/96-ВР"),
        ("123-AB", "123-AB"),
        ("Щоденник.ua", "Щоденник.ua"),
        ("", ""),
    ],
)
def test_normalise(given_text, expected):
    assert normalise(given_text) == expected


@example("АH*я")
@given(ODD | st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(given_text):
    once = normalise(given_text)
    assert normalise(once) == once


@given(ODD)
def test_words_are_normal_already_and_stand_where_they_say(given_text):
    last = 0
    for token in words(given_text):
        assert 0 <= token.start < token.end <= len(given_text)
        assert normalise(token.text) == token.text
        if not token.part:
            assert token.start >= last
            last = token.end


def spelt(given_text):
    return [token.text for token in words(given_text)]


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Запис до лікаря!", ["Запис", "до", "лікаря"]),
        ("п’ять об'єктів", ["п'ять", "об'єктів"]),
        ("«е-Малятко» та eHealth", ["е-Малятко", "Малятко", "та", "eHealth"]),
        ("Щоденник.ua.", ["Щоденник.ua", "Щоденник", "ua"]),
        ("220-р від 27.01.2010", ["220-р", "220", "від", "27.01.2010"]),
        ("№ 2939-VI, 393/96-вр", ["2939-VI", "2939", "VI", "393/96-вр", "393", "96"]),
        ("внутрішньо-переміщена", ["внутрішньо-переміщена", "внутрішньо", "переміщена"]),
        ("COVID-19", ["COVID-19", "COVID", "19"]),
        ("сума 12,50 грн", ["сума", "12,50", "грн"]),
        ("кінець.Початок", ["кінець", "Початок"]),
        ("2-й 19-му", ["2-й", "2", "19-му", "19"]),
        ("З А К О Н про", ["ЗАКОН", "про"]),
        ("так - ні – -", ["так", "ні"]),
        ("", []),
    ],
)
def test_words(given_text, expected):
    assert spelt(given_text) == expected


def test_positions_survive_soft_hyphens():
    given_text = "Ця по\u00adслу\u00adга є"
    token = list(words(given_text))[1]
    assert token.text == "послуга"
    assert given_text[token.start : token.end] == "по\u00adслу\u00adга"


def test_parts_have_their_own_places():
    given_text = "про е‑послуги тут"
    part = next(token for token in words(given_text) if token.part)
    assert given_text[part.start : part.end] == "послуги" == part.text


def test_typographic():
    assert typographic("п'ять ім`я об’єкт 'лапки'") == "п’ять ім’я об’єкт 'лапки'"


@given(st.text(max_size=40))
def test_typographic_twice_is_once(given_text):
    assert typographic(typographic(given_text)) == typographic(given_text)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('Відділ "Центр надання послуг" ради', "Відділ «Центр надання послуг» ради"),
        ('"ЦНАП" (при "Центрі")', "«ЦНАП» (при «Центрі»)"),
        ("“Прозорий офіс”", "«Прозорий офіс»"),
        ("«Дія» вже так", "«Дія» вже так"),
        ('Центр "Дія', "Центр «Дія"),
        ('відділ"ЦНАП"', "відділ«ЦНАП»"),
        ('Відділ "Центр "Дія"" ради', "Відділ «Центр «Дія»» ради"),
        ('ЦНАП" ради', 'ЦНАП" ради'),
    ],
)
def test_quoted(typed, printed):
    assert quoted(typed) == printed


def test_sort_key_has_a_quick_way_that_is_no_other_way(monkeypatch):
    said = [
        "Філія № 10", "ЦНАП «Об'єднання» (м. Київ)", "З А К О Н про 2", "10-ХІ", "1.02/3", "Дія+", "007 & 7%",
    ]  # fmt: skip
    quick = [sort_key(each) for each in said]
    monkeypatch.setattr(text, "_EVERYDAY", re.compile("(?!)"))
    assert [sort_key(each) for each in said] == quick


def test_sort_key_follows_the_alphabet():
    assert sorted(set(text.ALPHABET), key=sort_key) == list(text.ALPHABET)
    assert sorted(["Ївга", "Іван", "Йосип", "Ирина", "Зоя"], key=sort_key) == [
        "Зоя",
        "Ирина",
        "Іван",
        "Ївга",
        "Йосип",
    ]
    assert sorted(["п'ятниця", "пʼять", "пята", "п’ята"], key=sort_key)[-1] == "пʼять"
    assert sorted(["б 10", "б 9", "б", "Android"], key=sort_key) == ["б", "б 9", "б 10", "Android"]
    assert sorted(["мала школа", "малаш"], key=sort_key) == ["мала школа", "малаш"]


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_compare(one, other):
    assert (sort_key(one) < sort_key(other)) or (sort_key(other) <= sort_key(one))


def test_what_sounds_alike_has_one_key():
    assert text.sound("публичних") == text.sound("публічних")
    assert text.sound("здоровя") == text.sound("здоров’я")
    assert text.sound("законы") == text.sound("закони")
    assert text.sound("рік") != text.sound("рок")


@given(st.text(alphabet="абвгґиіїйеєя'ьнзо"))
def test_sound_of_a_sound_is_itself(given_text):
    assert text.sound(text.sound(given_text)) == text.sound(given_text)


def test_the_mark_of_a_note_is_no_part_of_the_word():
    assert [token.text for token in words("промисловості⁵ та статті 20¹")] == [
        "промисловості",
        "та",
        "статті",
        "20¹",
    ]
