"""What an act says of itself, and what it must not be made to say."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from mistok.acts.models import Kind
from mistok.acts.recognising import told_by

SHARED = Path(__file__).parents[4] / "shared"
SEEDS, LAWS = SHARED / "seeds", SHARED / "data" / "laws" / "laws_small_1200.jsonl.gz"
DECISION = """УКРАЇНА

НОВОБУЗЬКА МІСЬКА РАДА МИКОЛАЇВСЬКОЇ ОБЛАСТІ

Р І Ш Е Н Н Я

від 20.12.2022 № 12-3/VIII

м. Новий Буг

Про встановлення місцевих податків
на 2023 рік

Керуючись Законом України № 280/97-ВР від 21.05.1997, міська рада

ВИРІШИЛА:

1. Встановити ставки.
"""
LAW = """ЗАКОН УКРАЇНИ

Про звернення громадян

(Відомості Верховної Ради України (ВВР), 1996, № 47, ст.256)

{Із змінами, внесеними згідно із Законами

№ 653-XIV від 13.05.99, ВВР, 1999, № 26, ст.220}

Стаття 1. Звернення

Громадяни мають право.

Президент України Л.КУЧМА

м. Київ

2 жовтня 1996 року

№ 393/96-ВР
"""


def test_told_decision():
    told = told_by(DECISION)
    assert (told.kind, told.number, told.adopted_on) == (Kind.DECISION, "12-3/VIII", date(2022, 12, 20))
    assert told.title == "Про встановлення місцевих податків на 2023 рік"
    assert told.issuer == "Новобузька міська рада Миколаївської області"


def test_told_law_by_its_last_lines():
    told = told_by(LAW)
    assert (told.kind, told.number, told.adopted_on) == (Kind.LAW, "393/96-ВР", date(1996, 10, 2))
    assert told.title == "Про звернення громадян"


@pytest.mark.parametrize(
    ("line", "number", "day"),
    [
        ("20 грудня 2022 року № 345-р", "345-р", date(2022, 12, 20)),
        ("від «05» березня 2021 року м. Київ № 220", "220", date(2021, 3, 5)),
        ("05.03.2021 | с. Новоукраїнка | № 43-11/VII", "43-11/VII", date(2021, 3, 5)),
        ("№ 5 від 31.02.2021", "5", None),
        ("Додаток № 2 до рішення від 02.05.2025 № 2", "", None),
        ("відповідно до постанови № 704 від 21.08.2019", "", None),
    ],
)
def test_told_requisites(line, number, day):
    told = told_by(f"РОЗПОРЯДЖЕННЯ\n\n{line}\n\nПро щось\n\n1. Зробити.")
    assert (told.number, told.adopted_on) == (number, day)


def test_told_notes_of_editors_are_not_its_own():
    text = (
        "КРИМІНАЛЬНИЙ КОДЕКС УКРАЇНИ\n\n{Див. Рішення\n\n№ 15-рп/2004 від 02.11.2004}\n\nСтаття 1. Завдання"
    )
    assert told_by(text).number == ""
    assert told_by(text).title == "Кримінальний кодекс України"


def test_told_two_numbers_are_none():
    assert told_by("НАКАЗ\n№ 5\n№ 6\nПро щось").number == ""


@pytest.mark.parametrize("text", ["", "Просто лист про погоду", "Проєкт\n№", "від " * 5_000, "№ 1 " * 9_000])
def test_told_nothing_for_certain(text):
    told = told_by(text)
    assert (told.kind, told.title, told.adopted_on) == (None, "", None)


def test_told_capitals_of_a_title():
    assert told_by("РІШЕННЯ\nПРО МІСЦЕВІ ПОДАТКИ\n\n1. Так.").title == "Про місцеві податки"


def test_told_real_texts_say_nothing_wrong():
    if not SEEDS.is_dir():
        pytest.skip("the real texts are not at hand")
    for path in SEEDS.glob("*.txt"):
        assert told_by(path.read_text()).number == ""


def test_told_real_laws():
    """Numbers before the dash and days, against the register; the register names sessions otherwise."""
    if not LAWS.is_file():
        pytest.skip("the real laws are not at hand")
    right = {"number": 0, "day": 0}
    asked = 0
    with gzip.open(LAWS, "rt", encoding="utf-8") as file:
        for act in map(json.loads, file):
            text = act["provisions"][0]["text"]
            if act["articles"] > 1 or not text.lstrip().startswith(("ЗАКОН УКРАЇНИ", "З А К О Н")):
                continue
            told = told_by(text)
            asked += 1
            right["number"] += told.number.split("-")[0] == act["number"].split("-")[0]
            right["day"] += str(told.adopted_on) == act["date"]
    assert min(right.values()) > asked * 0.93
