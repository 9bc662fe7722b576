"""Texts cut into provisions: whatever the numbers say, and nothing is ever lost."""

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mistok.acts.cutting.marks import Part
from mistok.acts.structure import LONGEST_BLOCK, contents, provisions

LAWS = Path(__file__).parents[4] / "shared" / "data" / "laws"
LAW = """ЗАКОН УКРАЇНИ
Про звернення громадян

Розділ I
ЗАГАЛЬНІ ПОЛОЖЕННЯ

Стаття 1. Звернення громадян

Громадяни мають право звернутися.

{Стаття 1 із змінами, внесеними згідно із Законом № 1-IX}

Стаття 1-1. Електронні звернення

1. Звернення надсилають листом.

2. Звернення реєструють.

Стаття 2¹. Мова
Мова звернення державна.

Розділ II
ПРИКІНЦЕВІ ПОЛОЖЕННЯ

1. Цей Закон набирає чинності з дня його опублікування.

2. Кабінету Міністрів України:
1) привести акти у відповідність;
2) забезпечити виконання.

Президент України Л.КУЧМА
м. Київ
2 жовтня 1996 року
"""
AMENDING = """ЗАКОН УКРАЇНИ
Верховна Рада України постановляє:

1. Статтю 5 Закону України "Про освіту" викласти в такій редакції:
" Стаття 5. Державна політика
1. Політику визначає Верховна Рада України.
2. Політику здійснюють органи, названі в Законі України "Про освіту";
у частині другій слова "в області" виключити.
2. Доповнити Закон статтею 6-1 такого змісту:
«Стаття 6-1. Мова освіти
Мовою освіти є державна мова.
Стаття 6-2. Інші мови
Права гарантуються».
3. Цей Закон набирає чинності з дня його опублікування.
"""
DECISION = """НОВОБУЗЬКА МІСЬКА РАДА
РІШЕННЯ
від 20.12.2022 № 12-3/VIII
Про місцеві податки
Керуючись законом, міська рада
ВИРІШИЛА:
1. Встановити ставки згідно з додатком.
2. Затвердити:
2.1. Положення про податок.
2.2. Порядок сплати.
3. Рішення оприлюднити.
Міський голова                     Олег ПЕТРЕНКО
Додаток 1
до рішення міської ради
СТАВКИ
1. Ставка для земель.
2. Ставка для будівель.
ЗАТВЕРДЖЕНО
рішенням міської ради
ПОЛОЖЕННЯ
1. ЗАГАЛЬНІ ПОЛОЖЕННЯ
1.1. Це Положення визначає порядок.
1.2. Податок сплачують щороку.
2. ПЛАТНИКИ
2.1. Платниками є власники.
"""


def anchors(text):
    return [part.anchor for part in provisions(text)]


def words(text):
    return "".join(text.split())


def whole(text):
    return "".join(words(part.heading + part.text) for part in provisions(text))


def test_provisions_law():
    parts = {part.anchor: part for part in provisions(LAW)}
    assert list(parts) == [
        "preamble", "sec-1", "art-1", "art-1-1", "art-2-1", "sec-2", "p-1", "p-2", "signatures",
    ]  # fmt: skip
    assert parts["art-1"].heading == "Стаття 1. Звернення громадян"
    assert parts["art-1"].text.startswith("Громадяни мають")
    assert "{Стаття 1 із змінами" in parts["art-1"].text
    assert "2. Звернення реєструють." in parts["art-1-1"].text
    assert (parts["sec-1"].heading, parts["sec-1"].level, parts["art-1"].level) == (
        "Розділ I ЗАГАЛЬНІ ПОЛОЖЕННЯ", 1, 2,
    )  # fmt: skip
    assert parts["p-2"].text.endswith("2) забезпечити виконання.")


def test_provisions_quoted_articles_stay_in_their_point():
    parts = {part.anchor: part for part in provisions(AMENDING)}
    assert list(parts) == ["preamble", "p-1", "p-2", "p-3"]
    assert "2. Політику здійснюють" in parts["p-1"].text
    assert "Стаття 6-2. Інші мови" in parts["p-2"].text


def test_provisions_decision_with_annexes():
    assert anchors(DECISION) == [
        "preamble", "p-1", "p-2", "p-2-1", "p-2-2", "p-3", "signatures", "annex-1", "annex-1-p-1",
        "annex-1-p-2", "annex", "annex-p-1", "annex-p-1-1", "annex-p-1-2", "annex-p-2", "annex-p-2-1",
    ]  # fmt: skip
    parts = {part.anchor: part for part in provisions(DECISION)}
    assert parts["annex-p-1"].heading == "1. ЗАГАЛЬНІ ПОЛОЖЕННЯ"
    assert parts["p-2-1"].level > parts["p-2"].level


@pytest.mark.parametrize("number", ["20-1", "20 -1", "20 - 1", "20¹", "20 1", "20–1"])
def test_provisions_raised_numbers(number):
    assert anchors(f"Стаття 20. Перша\nслово.\nСтаття {number}. Друга\nслово.") == ["art-20", "art-20-1"]


@pytest.mark.parametrize("word", ["Стаття", "СТАТТЯ", "Ст.", "С т а т т я"])
def test_provisions_ways_to_write_article(word):
    assert anchors(f"{word} 5. Назва\nслово.\n{word} 6.\nІнше слово.") == ["art-5", "art-6"]


def test_provisions_points_numbered_anew_in_sections():
    text = "I. Внести зміни:\n1. Одне.\n2. Друге.\nII. Прикінцеві положення\n1. Набирає чинності.\n"
    assert anchors(text) == ["sec-1", "sec-1-p-1", "sec-1-p-2", "sec-2", "sec-2-p-1"]


def test_provisions_second_of_the_same_number():
    text = "Стаття 1. Одна\nслово.\nСтаття 1. Друга\nслово.\nСтаття 1-2. Третя\nслово."
    assert anchors(text) == ["art-1", "art-1-3", "art-1-2"]


def test_provisions_list_inside_a_point_and_dates_are_no_points():
    text = (
        "1. Перше завдання:\n1. вкладене;\n2. вкладене друге;\n2. Друге завдання виконати до\n"
        "12.05.2026 року.\n1.5 відсотка сплачують.\n3. Третє."
    )
    assert anchors(text)[0] == "p-1"
    assert anchors(text)[-1] == "p-3"
    assert "p-12" not in anchors(text)


def test_provisions_glued_points_are_parted():
    text = "Рада постановляє:\n1. Влада належить Гетьманові в межах Держави. 2. Гетьман стверджує закони.\n"
    assert anchors(text) == ["preamble", "p-1", "p-2"]
    assert whole(text) == words(text)


def test_provisions_broken_sentence_is_no_title():
    line = "України для виконання покладених на них обов'язків надається\nправо вимагати від громадян."
    body = "\n".join([line] * 12)
    parts = provisions(
        f"Стаття 11. Військовослужбовцям військ Цивільної оборони\n{body}\nСтаття 12. Назва\nТекст."
    )
    assert [part.heading for part in parts] == ["Стаття 11.", "Стаття 12. Назва"]


def test_provisions_sections_of_another_act():
    text = (
        "I. Внести зміни:\n1. У Програмі: назву викласти:\nРозділ VI\nІНФОРМАЦІЯ\nПро що йдеться.\n"
        "II. Прикінцеві положення\n1. Цей Закон набирає чинності.\n"
    )
    assert anchors(text) == ["sec-1", "sec-1-p-1", "sec-2", "sec-2-p-1"]


def test_provisions_without_structure():
    text = "\n\n".join(f"Абзац {number}. " + "слово " * 200 for number in range(9)) + "\n" + "довго" * 2_000
    parts = provisions(text)
    assert [part.anchor for part in parts] == [f"b-{number}" for number in range(1, len(parts) + 1)]
    assert all(part.kind == Part.BLOCK and len(part.text) <= LONGEST_BLOCK for part in parts)
    assert whole(text) == words(text)


@pytest.mark.parametrize("text", ["", " \n\n ", "\x0c"])
def test_provisions_nothing(text):
    assert provisions(text) == []


def test_contents_titles():
    entries = contents(provisions(DECISION))
    assert entries[0].anchor == "p-1"
    assert entries[0].title == "1. Встановити ставки згідно з додатком."
    long = contents(provisions("1. " + "Дуже довгий пункт " * 20 + "\n2. Короткий."))[0].title
    assert long.endswith("…")
    assert len(long) <= 101


PIECES = st.sampled_from(
    [
        "Стаття 1. Назва", "Стаття 2", "Ст. 3. Слово.", "1. Пункт.", "2. Пункт", "1.1. Підпункт", "I. Розділ",
        "Розділ II", "Глава 1", "НАЗВА РОЗДІЛУ", "Додаток 1", "ЗАТВЕРДЖЕНО", "ПОЛОЖЕННЯ", "Президент України",
        "Л.КУЧМА", '"Стаття 5. Цитата', 'кінець";', "«початок", "кінець».", "{Пункт 2 виключено}", "", "  ",
        "3. Третій. 4. Четвертий пункт стоїть далі на рядку. 5. П’ятий", "слова без кінця " * 30, "а) літера",
        "1) номер", "Частина перша", "ЗАГАЛЬНА ЧАСТИНА", "Книга друга", "§ 1. Параграф", "Стаття 2¹. Нова",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=40), max_size=60))
def test_provisions_lose_nothing(lines):
    text = "\n".join(lines)
    assert whole(text) == words(text)
    found = anchors(text)
    assert len(found) == len(set(found))
    assert all(found)


def test_provisions_hostile_text_is_fast():
    for text in (
        '"' * 200_000,
        "«слово\n" * 30_000,
        '"Стаття 1. Слово\n' * 20_000,
        "1. Слово. " * 30_000,
        " " * 40 + "2. Слово " * 9,
    ):
        assert whole(text) == words(text)


def test_provisions_of_real_laws():
    if not LAWS.is_dir():
        pytest.skip("the real laws are not at hand")
    with gzip.open(LAWS / "laws_small_1200.jsonl.gz", "rt", encoding="utf-8") as file:
        acts = [json.loads(line) for line in file]
    structured = 0
    sample = random.Random(4).sample(acts, 150)
    for act in sample:
        text = "\n".join(piece["text"] for piece in act["provisions"])
        parts = provisions(text)
        assert whole(text) == words(text), act["number"]
        structured += any(part.kind in (Part.ARTICLE, Part.POINT) for part in parts)
    assert structured > len(sample) * 0.5
