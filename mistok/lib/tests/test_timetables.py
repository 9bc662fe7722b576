import csv
import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.opening_hours import is_readable
from mistok.lib.timetables import read

OFFICIAL = settings.BASE.parent.parent / "shared" / "data" / "providers" / "timetables_distinct.csv"

WORKWEEK = "Mo-Fr 09:00-18:00; Sa-Su off"
PAUSED = "Mo-Th 08:00-12:00,12:45-17:15; Fr 08:00-12:00,12:45-16:00; Sa-Su off"

UNDERSTOOD = [
    ("пн: 9:00-18:00; вт: 9.00-18.00; ср: 09-00 до 18-00; чт: 9 до 18; пт: 9,00-18,00; сб: -", WORKWEEK),
    ("пн: 9:00 18:00 вт: 9.00:18.00 ср: 9:0018:00 чт: 900 - 1800 пт: 09-00-18-00 сб: ні", WORKWEEK),
    ("пн: 3 9:00- до 18:00; вт: з9:00-18: 00; ср: 9.00.-.18.00; чт: 9до18; пт: 9:-00 - 18.00 год.", WORKWEEK),
    ("Пн–Пт: 9⁰⁰–18⁰⁰", WORKWEEK),
    ("з понеділка по п’ятницю з 9 до 18 години", WORKWEEK),
    ("У робочі дні з 9.00 до 18.00", WORKWEEK),
    ("Робочі дні: пн-пт 9:00-18:00", WORKWEEK),
    ("Графік роботи: 9:00-18:00, вихідні – субота, неділя", WORKWEEK),
    ("вихідні — сб, нд; пн-пт 9:00—18:00 без перерви", WORKWEEK),
    ("щоденно, крім вихідних, з 9.00 до 18.00", WORKWEEK),
    ("Пн-Пт\n9:00-18:00", WORKWEEK),
    ("пн-пт 9:00-18:00 cб: _ нд: 0", WORKWEEK),
    ("Пн-Чт 8.00-17.15, Пт 8.00-16.00, перерва 12.00-12.45", PAUSED),
    ("Понеділок–четвер: 8⁰⁰–17¹⁵; п’ятниця: 8⁰⁰–16⁰⁰; обідня перерва: 12⁰⁰–12⁴⁵", PAUSED),
    ("Пн-Чт 8-12, 12:45-17:15; Пт 8-16, перерва 12:00-12:45", PAUSED),
    ("Пн., Ср., Пт. з 9 до 13", "Mo 09:00-13:00; Tu off; We 09:00-13:00; Th off; Fr 09:00-13:00; Sa-Su off"),
    ("щоденно крім неділі 9:00-18:00", "Mo-Sa 09:00-18:00; Su off"),
    ("без вихідних з 8:00 до 20:00", "Mo-Su 08:00-20:00"),
    ("цілодобово", "24/7"),
    ("Пн-Пт 8:00-17:00, у четвер до 20:00", "Mo-We 08:00-17:00; Th 08:00-20:00; Fr 08:00-17:00; Sa-Su off"),
    ("Пн-Пт 8-17, чт 8-20", "Mo-We 08:00-17:00; Th 08:00-20:00; Fr 08:00-17:00; Sa-Su off"),
    ("Пн-Пт 8-17 (перерва 12-13), Сб 8-12", "Mo-Fr 08:00-12:00,13:00-17:00; Sa 08:00-12:00; Su off"),
    (
        "Пн-Чт 8-17 перерва 12:00-12:45; Пт 8-16 перерва 12:00-12:30",
        "Mo-Th 08:00-12:00,12:45-17:00; Fr 08:00-12:00,12:30-16:00; Sa-Su off",
    ),
    (
        "Вт: виїзний прийом; пн, ср, чт, пт: 9:00-16:00",
        'Mo 09:00-16:00; Tu "виїзний прийом"; We-Fr 09:00-16:00; Sa-Su off',
    ),
]

DOUBTFUL = [
    ("", "no hours"),
    ("-", "no hours"),
    ("пн: -; вт: -; ср: -; чт: -; пт: -", "no hours"),
    ("9:00-18:00", "without days"),
    ("вихідний пн-пт 9-18", "without days"),
    ("9-18, вихідний п'ятниця", "without days"),
    ("9-18 пн-пт, 10-15 сб", "without days"),
    ("цілодобово, нд 12-13", "without days"),
    ("пт, вт 9-18", "Nothing is said"),
    ("пн-чт 9:00-18:00", "Nothing is said of these days: Пт"),
    ("пн-пт 18:00-16:00", "not understood for sure"),
    ("пн-пт 8:00-70:00", "not understood for sure"),
    ("пн-пт 8.00- 20.0", "not understood for sure"),
    ("пн-пт 8:00-5:00", "not understood for sure"),
    ("пн-пт 8-10 15-20", "not understood for sure"),  # 8:10–15:20, or 8–10 and 15–20?
    ("пн: 8-17; вт: 8-17; ср: 8-17; чт: 8-17; пт: м", "not understood"),
    ("пн-пт за окремим графіком", "another paper"),
    ("Пн-Пт 8-17; прийом громадян: вт 9-12", "More than one kind"),
    ("вул. Садова: пн-пт 8-17; вул. Лісова: пн-пт 9-18", "not understood"),
    ("пн-пт 8-17; пн-пт 9-18", "Different hours"),
    ("Пн-Чт 8-17, перерва 12-13; Пт 8-15:45", "which days the break"),
    ("перерва пн-чт 12-13, пт 12-12:30; пн-чт 8-17, пт 8-16", "The break is not understood"),
    ("пн-пт 8-17, перерва 7:30-8:30", "does not fit"),
    ("тимчасово не працює", "not understood"),
    ("Пн-Пт 8-17 крім середи", "not understood"),
    ("неділя-четвер 9-18", "out of order"),
    ("1-ша субота місяця 9-13, пн-пт 8-17", "not understood"),
    ("Mo-Fr 9:00-18:00", "not understood"),
    ("пн-пт 9:00-18:00" * 200, "too long"),
]


@pytest.mark.parametrize(("text", "hours"), UNDERSTOOD)
def test_timetable_understood(text, hours):
    found = read(text)
    assert not found.problems
    assert found.certain
    assert found.opening_hours == hours
    assert is_readable(hours)
    assert found.verbatim == text


@pytest.mark.parametrize(("text", "reason"), DOUBTFUL)
def test_timetable_doubtful_is_left_to_a_person(text, reason):
    found = read(text)
    assert not found.certain
    assert found.days == found.breaks == ()
    assert found.opening_hours is None
    assert any(reason in _in_english(problem) for problem in found.problems)
    assert found.verbatim == text


def _in_english(problem):
    with override("en"):
        return str(problem)


def test_timetable_keeps_breaks_and_days_off():
    found = read("Пн-Пт 8-12, 13-17; сб 9-13")
    assert found.days[0] == ((480, 720), (780, 1020))
    assert found.breaks == (((720, 780),),) * 5 + ((), ())
    assert found.closed == {6}


def test_timetable_notes_in_the_words_of_the_text():
    found = read("Пн-Пт 8-17; Санітарний день – останній день місяця; Сб 9-13 за попереднім записом")
    assert found.notes == ("Санітарний день – останній день місяця", "за попереднім записом")
    assert found.by_appointment
    assert found.opening_hours == "Mo-Fr 08:00-17:00; Sa 09:00-13:00; Su off"


def test_timetable_day_without_hours_but_with_a_rule_is_not_off():
    found = read("пн-чт 9-16, пт за попереднім записом")
    assert found.rules == ((4, "за попереднім записом"),)
    assert found.closed == {5, 6}


PIECES = st.sampled_from(
    [
        "пн",
        "вт",
        "ср",
        "чт",
        "пт",
        "сб",
        "нд",
        "-",
        "–",
        ":",
        ";",
        ",",
        ".",
        "8",
        "8:00",
        "17.15",
        "12-13",
        "900",
        "20",
        "з",
        "до",
        "по",
        "перерва",
        "без",
        "перерви",
        "вихідний",
        "крім",
        "щодня",
        "\n",
        "цілодобово",
        "прийом",
        "(",
        "",
        ")",
        "за",
        "записом",
        "виїзний",
        "0",
        "_",
        "ні",
        "та",
        "⁰⁰",
        "24:00",
        "робочі",
        "дні",
        "графік",
        "роботи",
        "İ",
        "ß",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES).map("".join)))
def test_timetable_of_any_text(text):
    found = read(text)
    assert found.certain is not bool(found.problems)
    assert len(found.days) == len(found.breaks) == (7 if found.certain else 0)
    for intervals, pauses in zip(found.days, found.breaks, strict=True):
        assert all(0 <= start < end <= 1440 for start, end in (*intervals, *pauses))
        assert all(before[1] <= after[0] for before, after in pairwise(intervals))
    if found.opening_hours:
        assert is_readable(found.opening_hours)


@pytest.mark.skipif(not OFFICIAL.exists(), reason=f"the register of offices is not here: {OFFICIAL.name}")
def test_timetables_of_the_register():
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        found = [read(row["timetable"]) for row in csv.DictReader(file)]
    certain = [each for each in found if each.certain]
    assert len(certain) / len(found) > 0.98
    short = re.compile(r"(пн|вт|ср|чт|пт|сб|нд): (\d\d):(\d\d) ?- ?(\d\d):(\d\d)(?=;|$)")
    for each in certain:  # the plainest spelling, read a second way
        for day, *numbers in short.findall(each.verbatim):
            a, b, c, d = map(int, numbers)
            assert each.days[["пн", "вт", "ср", "чт", "пт", "сб", "нд"].index(day)] == (
                (a * 60 + b, c * 60 + d),
            )
