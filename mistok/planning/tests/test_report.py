"""The report as parts, without a database, and the same parts in Word."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from mistok.planning import word
from mistok.planning.figures import Amount, Figures, Part, Step
from mistok.planning.periods import Period, before
from mistok.planning.report import Line, Report, Subject, Table, build
from mistok.planning.tests.fakes import INDICATORS
from mistok.ukrainian.numbers import NO_BREAK_SPACE

KNOWN = {indicator.code: indicator for indicator in INDICATORS}
PERIOD = Period(date(2026, 10, 1), date(2026, 11, 30))
MADE_ON = date(2026, 12, 1)
SUBJECT = Subject("Бібліотека", "пунктів", 3, 2, [Line(1, "Перший", "Б"), Line(2, "Другий", "Б")])


def made(figures: Figures, subject: Subject = SUBJECT) -> Report:
    return build(figures, subject, KNOWN, made_on=MADE_ON, made_by="Олена Коваль")


def full() -> Figures:
    days = [Step(day, {"people": 3} if day.day == 5 else {}) for day in PERIOD.steps()]
    return Figures(
        period=PERIOD,
        before=before(PERIOD),
        totals={"people": Amount(100, 8), "e_services": Amount(21), "consultations": Amount(12)},
        previous={"people": Amount(80)},
        parts={
            ("people", "category"): [
                Part("p", "Пенсіонери", Amount(60)),
                Part("v", "ВПО", Amount(5)),
                Part("d", "Люди з інвалідністю", Amount(4)),
            ],
            ("e_services", "service"): [Part("s", "Субсидія", Amount(20)), Part("t", "Квитки", Amount(1))],
        },
        by_point={2: {"people": Amount(100, 8), "e_services": Amount(21), "consultations": Amount(12)}},
        steps=days,
    )


def texts(report: Report) -> list[str]:
    found = [
        block.text for section in report.sections for block in section.blocks if not isinstance(block, Table)
    ]
    return [text.replace(NO_BREAK_SPACE, " ") for text in found]


def table(report: Report, caption: str) -> Table:
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    return next(each for each in tables if each.caption == caption)


def test_report_tells_what_happened_in_sentences():
    assert texts(made(full()))[:6] == [
        "З жовтня по листопад 2026 року послугами пунктів скористалось 100 осіб, які отримали 21 е-послугу.",
        "Найбільш затребувані послуги: «Субсидія», «Квитки».",
        "Усього: 12 консультацій.",
        "Порівняно з попереднім періодом (з серпня по вересень 2026 року): "
        "осіб – на 20 більше (25 %); е-послуг – на 21 більше.",
        "8 % відвідувань – оцінка, решту пораховано.",
        "3 бібліотеки, з них 2 з пунктом.",
    ]


def test_points_stand_the_busiest_first_with_their_sum():
    points = table(made(full()), "Робота пунктів")
    assert points.head == ["Пункт", "Осіб", "Е-послуг", "Консультацій"]
    assert points.rows == [["Другий", "100", "21", "12"], ["Перший", "0", "0", "0"]]
    assert points.foot == ["Разом", "100", "21", "12"]


def test_small_groups_of_people_are_not_told():
    categories = table(made(full()), "Відвідувачі за категоріями")
    assert [row[1] for row in categories.rows] == ["60", "5", "менше 5"]
    assert categories.rows[2][2] == ""
    assert any("щоб нікого не можна було впізнати" in text for text in texts(made(full())))


def test_days_without_records_are_left_out_of_the_table():
    assert [row[0] for row in table(made(full()), "Робота за днями").rows] == [
        "5 жовтня 2026",
        "5 листопада 2026",
    ]


def test_empty_report_is_one_honest_sentence():
    report = made(Figures(PERIOD, before(PERIOD)))
    assert texts(report) == [
        "З жовтня по листопад 2026 року записів про роботу пунктів немає.",
        "3 бібліотеки, з них 2 з пунктом.",
    ]


def test_report_says_who_made_it_and_when():
    assert made(full()).made == (
        "Складено 1 грудня 2026 року за записами, що надійшли до цього дня. "
        "Відповідальна особа: Олена Коваль."
    )


@pytest.fixture(scope="module")
def document():
    content = word.render(made(full()), author="Олена Коваль", made_at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    return Document(BytesIO(content))


def test_word_has_real_headings(document):
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == [section.title for section in made(full()).sections]
    assert document.paragraphs[0].style.name == "Title"
    assert document.paragraphs[0].text == "Звіт про роботу пунктів з жовтня по листопад 2026 року"


def test_word_is_on_a4_and_ukrainian(document):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"uk-UA"}
    properties = document.core_properties
    assert (properties.language, properties.author) == ("uk-UA", "Олена Коваль")
    assert properties.title == document.paragraphs[0].text


def test_word_tables_repeat_their_head_and_keep_rows_whole(document):
    for each in document.tables:
        first, *rest = each.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rest)


def test_word_has_no_empty_paragraphs(document):
    assert all(each.text.strip() for each in document.paragraphs)


def test_word_counts_its_pages(document):
    footer = document.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("Сторінка ")
    assert [each.text for each in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_word_turns_the_page_for_many_columns():
    wide = Table("Широка", [str(n) for n in range(9)], [["1"] * 9])
    report = made(full())
    sections = [type(report.sections[0])("Широка", [wide])]
    content = word.render(
        Report(report.title, report.subject, sections, report.made), author="", made_at=datetime.now(UTC)
    )
    section = Document(BytesIO(content)).sections[0]
    assert section.page_width > section.page_height


def test_word_bears_odd_text():
    odd = "Рядок\nз <тегом> & «лапками» \x07" + "довгеслово" * 30
    subject = Subject(odd, "пунктів", 0, 0, [])
    assert word.render(made(full(), subject), author=odd, made_at=datetime.now(UTC))
