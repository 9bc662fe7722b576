"""The paper sheet: out blank, back filled, counted once."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mistok.desk import indicators
from mistok.desk.actions.sheets import count_sheet, look_at, take_sheet, undo_sheet
from mistok.desk.models import Encounter, SheetImport, Tally, TopicKind
from mistok.desk.personal_data_paper import forget_uncounted
from mistok.desk.sheets.blank import as_pdf, as_xlsx, blank
from mistok.desk.sheets.cells import NotANumber, day_of_heading, number_of
from mistok.desk.sheets.filled import read
from mistok.desk.tests.factories import TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.tables import Reading, TableProblem, open_table
from mistok.network.tests.factories import VisitorCategoryFactory
from mistok.ukrainian.dates import date_long

MONDAY = date(2026, 11, 16)
TODAY = date(2026, 11, 21)


@pytest.fixture
def things(db):
    skills = TopicFactory(code="3.1.4", kind=TopicKind.SKILL, name="Навички", parent=None)
    TopicFactory(code="3.1.4.3", kind=TopicKind.SKILL, name="Комп’ютерна грамотність", parent=skills)
    ServiceFactory(slug="bills", name="Комунальні платежі", short_name="Платежі", demand=90)
    VisitorCategoryFactory(code="pensioner", name="Пенсіонер")
    VisitorCategoryFactory(code="idp", name="Внутрішньо переміщена особа (ВПО)")


@pytest.fixture
def sheet(things, network):
    return blank(network.point, MONDAY, 7, "7K3M-9QXD")


def refilled(sheet, marks, tmp_path=None):
    """The sheet as a librarian fills it: `marks` are (code, column from 0) → what stands in the cell."""
    with BytesIO(as_xlsx(sheet)) as content:
        path = tmp_path / "blank.xlsx"
        path.write_bytes(content.getvalue())
    with open_table(path, reading=Reading(header=0)) as table:
        rows = [cells for _number, cells in table.rows()]
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            page.write_string(number, column, cell)
        for (code, column), mark in marks.items():
            if cells and cells[0] == code:
                page.write(number, 2 + column, mark)
    book.close()
    return out.getvalue()


def upload(content, name="аркуш.xlsx"):
    return SimpleUploadedFile(name, content)


def people(point, day=MONDAY):
    found = {(row.indicator, row.key): row.value for row in indicators.rows({(point.pk, day)})}
    return found.get(("people", ""))


MARKS = {
    ("service:bills", 0): 12,
    ("topic:3.1.4.3", 0): "||||",
    ("category:pensioner", 0): 9,
    ("people", 0): 20,
    ("service:bills", 2): "≈ 5",
}


@pytest.fixture
def filled(sheet, tmp_path):
    return refilled(sheet, MARKS, tmp_path)


def test_blank_sheet_knows_its_point_and_prints_on_a4(sheet, network):
    pdf = PdfReader(BytesIO(as_pdf(sheet)))
    page = pdf.pages[0]
    assert {round(float(page.mediabox.width)), round(float(page.mediabox.height))} == {842, 595}
    text = page.extract_text()
    for said in ("Комунальні платежі", "bills", "7K3M-9QXD", "central-point", "Пенсіонер", "16.11.2026"):
        assert said in text.replace("\n", "").replace("\xad", "-")


def test_filled_sheet_is_counted_day_by_day(cast, network, filled):
    sheet = take_sheet(file=upload(filled), point=network.point, by=cast.librarian)
    assert not Encounter.objects.exists()
    preview = look_at(sheet)
    assert (preview.number, preview.bad) == ("7K3M-9QXD", [])
    assert [(each.counted.day.day, each.state, each.people) for each in preview.days] == [
        (16, "new", 20),
        (18, "new", 5),
    ]
    sheet = count_sheet(sheet, by=cast.librarian)
    assert people(network.point) == 20
    found = {
        (row.indicator, row.key): (row.value, row.rough)
        for row in indicators.rows({(network.point.pk, date(2026, 11, 18))})
    }
    assert found["people", ""] == (5, 5)
    assert sheet.result == {"new": 2, "same": 0, "changed": 0, "people": 25, "bad": []}
    assert sheet.file is None


def test_same_file_and_same_sheet_count_once(cast, network, sheet, filled, tmp_path):
    first = count_sheet(
        take_sheet(file=upload(filled), point=network.point, by=cast.librarian), by=cast.librarian
    )
    assert take_sheet(file=upload(filled), point=network.point, by=cast.librarian) == first
    count_sheet(first, by=cast.librarian)
    again = refilled(sheet, MARKS | {("service:bills", 4): 3}, tmp_path)
    second = take_sheet(file=upload(again), point=network.point, by=cast.librarian)
    assert [each.state for each in look_at(second).days] == ["same", "same", "new"]
    count_sheet(second, by=cast.librarian)
    assert people(network.point) == 20
    assert people(network.point, date(2026, 11, 20)) == 3


def test_changed_day_replaces_what_was_counted(cast, network, sheet, filled, tmp_path):
    count_sheet(take_sheet(file=upload(filled), point=network.point, by=cast.librarian), by=cast.librarian)
    again = refilled(sheet, MARKS | {("people", 0): 22}, tmp_path)
    second = take_sheet(file=upload(again), point=network.point, by=cast.librarian)
    assert [each.state for each in look_at(second).days] == ["changed", "same"]
    count_sheet(second, by=cast.librarian)
    assert people(network.point) == 22
    assert undo_sheet(second, by=cast.librarian) == 1
    assert people(network.point) is None
    assert people(network.point, date(2026, 11, 18)) == 5


def test_changed_day_of_another_day_is_for_the_head(cast, network, sheet, filled, tmp_path):
    count_sheet(take_sheet(file=upload(filled), point=network.point, by=cast.librarian), by=cast.librarian)
    Encounter.objects.update(received_at=timezone.now() - timedelta(days=1))
    again = refilled(sheet, MARKS | {("people", 0): 22, ("people", 3): 1}, tmp_path)
    second = count_sheet(
        take_sheet(file=upload(again), point=network.point, by=cast.librarian), by=cast.librarian
    )
    assert people(network.point) == 20
    assert people(network.point, date(2026, 11, 19)) == 1
    assert "керівник" in second.result["bad"][0]["reason"]


def test_sheet_taken_back_may_come_again(cast, network, filled):
    for _time in range(2):
        sheet = count_sheet(
            take_sheet(file=upload(filled), point=network.point, by=cast.librarian), by=cast.librarian
        )
        assert people(network.point) == 20
        assert undo_sheet(sheet, by=cast.librarian) == 2
        assert undo_sheet(sheet, by=cast.librarian) == 0
        assert people(network.point) is None
    assert Tally.objects.filter(undone_at=None).count() == 0


def lines(*rows):
    return "\r\n".join(rows).encode("cp1251")


def read_bytes(content, network, tmp_path, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return read(path, network.point, TODAY)


def test_own_tables_of_people_are_understood(things, network, tmp_path):
    long = lines("Дата;Послуга;К-сть", "16.11;Платежі;5", "17 листопада;комп'ютерна грамотність;3", ";ВПО;")
    found = read_bytes(long.replace("’".encode("cp1251"), b"'"), network, tmp_path)
    assert [(each.day.day, sum(n for _s, n in each.acts)) for each in found.days] == [(16, 5), (17, 3)]
    assert found.bad == []
    wide = lines(
        "Звіт філії", "", "ЩО;пн 16.11;вт 17.11;Разом", "Платежі;1;2;3", "ВПО;1;;1", "Усього людей:;4;2;6"
    )
    found = read_bytes(wide, network, tmp_path)
    assert [(each.day.day, each.people, len(each.categories)) for each in found.days] == [
        (16, 4, 1),
        (17, 2, 0),
    ]


def test_bad_rows_are_listed_each_with_its_reason(things, network, tmp_path):
    content = lines(
        "Код;Що рахуємо;16.11.2026;17.11.2026;25.11.2026",
        ";Платежі;5;багато;1",
        ";Хтозна-що;2;;",
        ";Платежі;7;;",
        "service:bills;Платежі;;-3;",
        ";Порожній рядок;;;",
    )
    found = read_bytes(content, network, tmp_path)
    assert [(each.number, each.reason) for each in found.bad] == [
        (2, "«багато» – тут потрібне ціле число до 100 000."),
        (2, "Цей день ще не настав: 25.11.2026."),
        (3, "У каталозі немає такої послуги, теми чи категорії."),
        (4, "Те саме за цей день уже стоїть у рядку 2."),
        (5, "«-3» – тут потрібне ціле число до 100 000."),
    ]
    assert [(each.day.day, sum(n for _s, n in each.acts)) for each in found.days] == [(16, 5)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lines("Прізвище;Телефон", "Іваненко;123"), "чистий аркуш"),
        (
            lines("Пункт: other-point · Аркуш № 7K3M-9QXD", "Код;Що рахуємо;16.11", "bills;Платежі;1"),
            "іншого пункту",
        ),
    ],
)
def test_what_is_no_sheet_is_refused(things, network, tmp_path, content, said):
    with pytest.raises(TableProblem) as problem:
        read_bytes(content, network, tmp_path)
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("text", "number", "rough"),
    [
        ("12", 12, False), ("12,0", 12, False), ("12.0", 12, False), ("1 200", 1200, False),
        ("≈40", 40, True),
        ("близько 15 осіб", 15, True), ("3 рази", 3, False), ("|||| ||", 6, False), ("ІІІ", 3, False),
        ("–", None, False), ("0", 0, False),
    ],
)  # fmt: skip
def test_numbers_are_read_however_they_are_written(text, number, rough):
    assert number_of(text) == (number, rough)


@pytest.mark.parametrize("text", ["-3", "12,5", "10–15", "багато", "1000000", "1.000", "=1+1", "²"])
def test_what_is_no_number_is_not_read(text):
    with pytest.raises(NotANumber):
        number_of(text)


@given(st.text(max_size=20))
def test_no_cell_breaks_the_reading(text):
    try:
        value, _rough = number_of(text)
    except NotANumber:
        pass
    else:
        assert value is None or 0 <= value <= 100_000
    day_of_heading(text, TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("пн 16.11.2026", MONDAY), ("16.11", MONDAY), ("16/11/26", MONDAY), ("2026-11-16 00:00:00", MONDAY),
        ("16 листопада", MONDAY), ("25.12", date(2025, 12, 25)), ("31.02.2026", None), ("Разом", None),
    ],
)  # fmt: skip
def test_days_are_read_however_they_are_written(text, day):
    assert day_of_heading(text, TODAY) == day


@pytest.fixture
def address(network):
    return reverse("desk:paper", args=[network.point.slug])


def test_pages_lead_from_a_blank_sheet_to_a_counted_one(cast, sign_in, network, things, address, tmp_path):
    first = timezone.localdate() - timedelta(days=5)  # its last day is tomorrow
    client = sign_in(cast.librarian)
    page = client.get(f"{address}?first={first}&days=7").content.decode()
    assert f"sheet.pdf?first={first}" in page
    answer = client.get(
        reverse("desk:paper-xlsx", args=[network.point.slug]) + f"?first={first}&days=7&number=7K3M-9QXD"
    )
    assert answer.content[:2] == b"PK"
    sheet = blank(network.point, first, 7, "7K3M-9QXD")
    content = refilled(sheet, MARKS | {("service:bills", 6): 4}, tmp_path)
    answer = client.post(address, {"file": upload(content)})
    page = client.get(answer.headers["Location"]).content.decode()
    for said in (date_long(first), "буде пораховано", "Порахувати 2 дні", "ще не настав", "7K3M-9QXD"):
        assert said in page
    key = SheetImport.objects.get().pk
    bad = client.get(reverse("desk:sheet-bad-rows", args=[key]))
    assert "ще не настав" in b"".join(bad.streaming_content).decode()
    client.post(reverse("desk:sheet-count", args=[key]))
    client.post(reverse("desk:sheet-count", args=[key]))
    assert people(network.point, first) == 20
    again = client.post(address, {"file": upload(content)}, follow=True).content.decode()
    assert "уже пораховано" in again
    assert people(network.point, first) == 20
    client.post(reverse("desk:sheet-void", args=[key]))
    assert people(network.point, first) is None
    assert "Забрано" in client.get(reverse("desk:sheet-detail", args=[key])).content.decode()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Виберіть файл"),
        (upload(b""), "порожній"),
        (upload(b"%PDF-1.7 \xff"), "не таблиця"),
    ],
)
def test_page_says_what_is_wrong_with_a_file(cast, sign_in, things, address, file, said):
    answer = sign_in(cast.librarian).post(address, {"file": file} if file else {})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SheetImport.objects.exists()


def test_file_that_is_no_sheet_says_so_and_is_forgotten(cast, sign_in, things, address):
    client = sign_in(cast.librarian)
    answer = client.post(address, {"file": upload(lines("Прізвище;Телефон", "Іваненко;1"), "a.csv")})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "чистий аркуш" in page
    client.post(reverse("desk:sheet-forget", args=[SheetImport.objects.get().pk]))
    assert not SheetImport.objects.exists()


def test_sheet_that_nobody_counted_is_forgotten_in_a_month(cast, network, filled):
    sheet = take_sheet(file=upload(filled), point=network.point, by=cast.librarian)
    now = timezone.now()
    assert forget_uncounted(now + timedelta(days=29)) == 0
    assert forget_uncounted(now + timedelta(days=31)) == 1
    counted = count_sheet(
        take_sheet(file=upload(filled), point=network.point, by=cast.librarian), by=cast.librarian
    )
    assert counted.pk != sheet.pk
    assert forget_uncounted(now + timedelta(days=99)) == 0


def test_sheet_of_another_point_is_not_found(cast, sign_in, network, filled):
    sheet = take_sheet(file=upload(filled), point=network.point, by=cast.librarian)
    client = sign_in(cast.colleague)
    assert client.get(reverse("desk:sheet-detail", args=[sheet.pk])).status_code == 404
    assert client.post(reverse("desk:sheet-count", args=[sheet.pk])).status_code == 404
    assert client.get(reverse("desk:paper", args=[network.point.slug])).status_code == 404


@pytest.mark.parametrize("query", ["?first=x", "?first=2026-11-16&days=40", "?number=ABC"])
def test_blank_sheet_of_no_days_leads_back(cast, sign_in, network, things, query):
    answer = sign_in(cast.librarian).get(reverse("desk:paper-xlsx", args=[network.point.slug]) + query)
    assert answer.status_code == 302
