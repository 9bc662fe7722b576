"""The engine, labels and business papers."""

import pytest

from mistok.lib.typesetting import codes, engine
from mistok.lib.typesetting.document import (
    Column,
    Heading,
    Paragraph,
    Points,
    Signature,
    Table,
    document,
)
from mistok.lib.typesetting.labels import SHEET_NAMES, SHEETS, Label, labels
from mistok.lib.typesetting.tests.pdf import (
    assert_accessible,
    codes_seen,
    elements,
    everything_marked,
    millimetres,
    opened,
    text_of,
)

LONG = "Монітор рідкокристалічний 24-дюймовий широкоформатний надзвичайнодовгоназваний «Ґудзик-Їжак»"


def act(rows: int) -> bytes:
    columns = [Column("№", 10, number=True), Column("Назва"), Column("Інв. №", "auto")]
    table = Table(
        columns,
        [[number, f"{LONG} {number}", f"1014{number:05}"] for number in range(1, rows + 1)],
        caption="Розбіжності",
        total=["", "Усього", rows],
    )
    return document(
        "Акт інвентаризації № 4",
        [Heading("Комісія"), Paragraph("#panic() $x$ *не розмітка* [a](b)"), Points(["раз", "два"]), table],
        organisation="Центральна бібліотека",
        subtitle="20 листопада 2026",
        approval=["ЗАТВЕРДЖУЮ", "Директор ____________"],
        signatures=[Signature("Голова комісії", "Олена Коваль"), Signature("Член комісії")],
        footer="Місток",
    )


@pytest.mark.parametrize("rows", [0, 1, 300])
def test_paper_is_accessible(rows):
    made = act(rows)
    assert_accessible(made)
    assert set(millimetres(made)) == {(210.0, 297.0)}


def test_paper_says_words_as_they_are():
    text = text_of(act(1))
    assert "#panic() $x$ *не розмітка* [a](b)" in text
    assert "«Ґудзик-Їжак»" in text
    assert "Олена Коваль" in text


def test_header_of_a_table_stands_on_every_page():
    pages = opened(act(120)).pages
    assert len(pages) > 3
    assert all("Інв. №" in page.extract_text() for page in pages[:-1])
    assert [each["/S"] for each in elements(act(120))].count("/THead") == 1


def test_paper_refuses_a_row_of_another_width():
    with pytest.raises(ValueError, match="cells"):
        document("Акт", [Table([Column("а"), Column("б")], [["один"]])])


def test_column_refuses_a_share_for_millimetres():
    with pytest.raises(ValueError, match="3 mm"):
        Column("Назва", 3)


def test_landscape_paper():
    assert millimetres(document("Перелік", [Paragraph("Слова.")], landscape=True)) == [(297.0, 210.0)]


@pytest.mark.parametrize("code", SHEETS)
def test_labels_are_read_by_a_camera(code):
    sheet = SHEETS[code]
    rows = [
        Label(LONG, f"Інв. № {n}", f"https://mistok.example.org/equipment/{n}/") for n in range(sheet.holds)
    ]
    made = labels(sheet, rows, title="Наліпки", footer="Центральна бібліотека", skip=1)
    assert_accessible(made)
    assert millimetres(made) == [(210.0, 297.0)] * 2
    assert sorted(codes_seen(made)) == sorted(row.code for row in rows)
    assert sorted(codes_seen(made, dpi=150)) == sorted(row.code for row in rows)


def test_sheets_lie_on_the_paper():
    assert SHEETS.keys() == SHEET_NAMES.keys()
    for sheet in SHEETS.values():
        assert sheet.left + sheet.columns * (sheet.width + sheet.gap_x) - sheet.gap_x <= 210
        assert sheet.top + sheet.rows * (sheet.height + sheet.gap_y) - sheet.gap_y <= 297


def test_no_labels_say_so():
    made = labels(SHEETS["70x36"], [], title="Наліпки")
    assert "немає чого друкувати" in text_of(made)


def test_labels_refuse_to_skip_a_whole_sheet():
    with pytest.raises(ValueError, match="labels"):
        labels(SHEETS["70x36"], [], title="Наліпки", skip=24)


def test_code_has_its_quiet_zone_and_width():
    code = codes.code("https://mistok.example.org/", "QR")
    assert code["least"] == code["modules"] * 0.5
    assert code["modules"] % 4 == (17 + 8) % 4  # 17 + 4 × version, and four modules on either side
    assert f'viewBox="0 0 {code["modules"]} {code["modules"]}"' in code["svg"]


def test_same_data_same_bytes():
    assert act(2) == act(2)
    engine.forget()
    first = act(2)
    engine.forget()
    assert act(2) == first


def test_refusal_says_where():
    with pytest.raises(engine.NotTypeset, match=r"document\.typ"):
        engine.pdf("lib/typesetting/document.typ", {"title": "Без решти"})


def test_pictures_are_of_every_page():
    data = {"title": "т", "words": {}}
    with pytest.raises(engine.NotTypeset):
        engine.pictures("lib/typesetting/labels.typ", data)


def test_loose_marks_are_seen():
    """The check itself: what is painted outside of tags and artifacts fails it."""
    stream = opened(act(1)).pages[0].get_contents().get_data()
    assert everything_marked(stream)
    assert not everything_marked(stream + b"\n0 0 10 10 re\nf\n")
    assert not everything_marked(b"BT (words) Tj ET\n" + stream)


def test_slow_sheet_is_given_up(monkeypatch):
    engine.forget()
    monkeypatch.setattr(engine, "LONGEST", 0.001)
    with pytest.raises(engine.NotTypeset, match="longer"):
        act(3)


def test_character_without_letters_is_left_out():
    """A heart in a card would otherwise take its paper away from everybody."""
    made = document('Послуга 💛 «так» "7", 中 👨‍👩‍👧', [Paragraph("Крок 1. 😀 #eval(1) $x$ {}")])
    text = " ".join(text_of(made).split())
    assert 'Послуга «так» "7", ?' in text
    assert "#eval(1) $x$" in text
    assert_accessible(made)


def test_a_row_is_not_divided_between_pages_nor_a_short_word_between_lines():
    columns = [Column("Час", 14), Column("З чим допомогли", 40), Column("Надходження, грн", 25, number=True)]
    said = "Ознайомлення з порядком оформлення субсидії на комунальні послуги"
    rows = [[number, f"{said} {number} кінець", number] for number in range(1, 61)]
    pages = [page.extract_text() for page in opened(document("Щоденник", [Table(columns, rows)])).pages]
    assert len(pages) > 2
    assert all(page.count("Ознайомлення") == page.count("кінець") for page in pages)
    assert "-\n" not in "".join(pages)


def listed(rows: int, signs: int, total: bool = True) -> list[str]:
    columns = [Column("№", 10, number=True), Column("Назва")]
    lines = [[number, f"Рядок {number}"] for number in range(1, rows + 1)]
    table = Table(columns, lines, total=["", "Усього"] if total else ())
    signatures = [Signature("Голова комісії", "Олена Коваль")] * signs
    made = document("Перелік", [table], organisation="Бібліотека", signatures=signatures)
    assert_accessible(made)
    assert [each["/S"] for each in elements(made)].count("/Table") == 1
    return [page.extract_text() for page in opened(made).pages]


@pytest.mark.parametrize(("rows", "signs"), [(34, 8), (41, 5), (43, 2), (44, 0), (300, 8)])
def test_lines_to_sign_and_a_total_have_rows_above_them(rows, signs):
    for some in range(rows, rows + 3):
        last = listed(some, signs)[-1]
        assert f"Рядок {some}" in last
        assert "Усього" in last
        assert last.count("(підпис)") == signs
