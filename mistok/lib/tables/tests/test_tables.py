"""Any table comes in whole, whatever it is packed, encoded and parted with; anything else says why not."""

import gzip
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from mistok.lib.tables import Reading, TableProblem, open_table
from mistok.lib.tables.writing import csv_pieces, write_xlsx

SAMPLES = Path(__file__).resolve().parents[5] / "shared/data/tables"
TEXT = "Назва;Місто;Код\nЖитлова субсидія;Київ;00034\nДопомога при народженні;Львів;00112\n"
CONTENT = [["Житлова субсидія", "Київ", "00034"], ["Допомога при народженні", "Львів", "00112"]]


def read(path, **reading):
    with open_table(path, reading=Reading(**reading) if reading else None) as table:
        return table, [cells for _number, cells in table.rows()]


def given_file(folder, content, name="table.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-u"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_encoding(tmp_path, encoding, delimiter, end):
    text = TEXT.replace(";", delimiter).replace("\n", end)
    table, rows = read(given_file(tmp_path, text.encode(encoding)))
    assert table.header == ["Назва", "Місто", "Код"]
    assert rows == CONTENT


def test_notes_name_an_unusual_encoding(tmp_path):
    table, _rows = read(given_file(tmp_path, TEXT.encode("cp1251")))
    assert any("Windows-1251" in note for note in table.notes)


def test_a_person_overrules_what_was_found(tmp_path):
    path = given_file(tmp_path, TEXT.encode("cp1251"))
    table, rows = read(path, encoding="koi8-u", delimiter=",", header=0)
    assert table.reading.encoding == "koi8-u"
    assert len(table.header) == 1
    assert len(rows) == 3


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u"])
@pytest.mark.parametrize("word", ["послуга", "ПОСЛУГА", "Київ", "Назва;Надавач", "щоденник"])
def test_short_text_is_taken_for_the_right_alphabet(tmp_path, word, encoding):
    table, _rows = read(given_file(tmp_path, word.encode(encoding)), delimiter="|", header=1)
    assert table.header == [word]


def test_header_stands_below_titles_and_is_named_once_each(tmp_path):
    text = "Перелік послуг;;\n;;\nНазва;;Назва\nСубсидія;1;2\nПенсія;3;4\n"
    table, rows = read(given_file(tmp_path, text))
    assert table.header == ["Назва", "Стовпець 2", "Назва (2)"]
    assert rows == [["Субсидія", "1", "2"], ["Пенсія", "3", "4"]]


def test_rows_have_the_numbers_of_a_spreadsheet(tmp_path):
    with open_table(given_file(tmp_path, 'a,b\n\n"x\ny",1\n,\nz,2\n')) as table:
        assert [(number, cells[0]) for number, cells in table.rows()] == [(3, "x\ny"), (5, "z")]


def test_quotation_mark_that_nobody_closes_spoils_its_own_row(tmp_path):
    rows = "".join(f"{n},row\n" for n in range(1500))
    _table, found = read(given_file(tmp_path, f'id,name\n"open,1\n{rows}'))
    assert len(found) == 1501
    assert found[0] == ['"open', "1"]


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_table_is_taken_out_of_an_archive(tmp_path, pack):
    if pack == "gz":
        content = gzip.compress(TEXT.encode())
    else:
        file = BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("таблиця.csv", TEXT)
        content = file.getvalue()
    assert read(given_file(tmp_path, content))[1] == CONTENT


def test_spreadsheet_is_known_by_its_content(tmp_path):
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Порожній")
    page = book.add_worksheet("Дані")
    page.write_row(0, 0, ["Назва", "Число", "Так?"])
    page.merge_range("A2:A3", "Субсидія")
    page.write_row(1, 1, [12, True])
    page.write_row(2, 1, [0.5, False])
    book.close()
    table, rows = read(given_file(tmp_path, file.getvalue(), "table.csv"))
    assert table.sheets == ["Порожній", "Дані"]
    assert table.reading.sheet == "Дані"
    assert rows == [["Субсидія", "12", "так"], ["Субсидія", "0.5", "ні"]]


def test_web_page_saved_as_xls_is_read(tmp_path):
    page = "<html><meta charset=utf-8><table><tr><th>Назва<th>Місто<tr><td rowspan=2>А<td>1<tr><td>2</table>"
    table, rows = read(given_file(tmp_path, page, "table.xls"))
    assert table.header == ["Назва", "Місто"]
    assert rows == [["А", "1"], ["А", "2"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "порожній"),
        (b"  \n \n", "порожній"),
        (b"%PDF-1.7\n", "не таблиця"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "не таблиця"),
        (bytes(range(256)) * 20, "не таблиця"),
        (b"<html><body>text</body></html>", "немає таблиці"),
        (b"PK\x03\x04 broken", "пошкоджен"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "пошкоджен"),
        (b"\x1f\x8b\x08 broken", "пошкоджен"),
        (b";;;\n;;;\n", "жодної"),
    ],
)
def test_what_is_no_table_says_why(tmp_path, content, said):
    with pytest.raises(TableProblem, match=said):
        read(given_file(tmp_path, content))


def test_file_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("mistok.lib.tables.table.LARGEST", 1024 * 1024)
    with pytest.raises(TableProblem, match="більший за 1"):
        read(given_file(tmp_path, b"a,b\n" * 400_000))
    with pytest.raises(TableProblem, match="більший за 1"):
        read(given_file(tmp_path, gzip.compress(b"a,b\n" * 400_000)))


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("mistok.lib.tables.table.MOST_ROWS", 100)
    with pytest.raises(TableProblem, match="рядків"):
        read(given_file(tmp_path, "a,b\n" + "1,2\n" * 200))


def test_two_cells_at_the_ends_of_the_world_fill_no_memory(tmp_path):
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write(0, 0, "a")
    page.write(1_048_575, 16_383, "b")
    book.close()
    with pytest.raises(TableProblem, match="широкий"):
        read(given_file(tmp_path, file.getvalue()))


cell = st.text(
    st.characters(codec="cp1251", exclude_characters="\r\0", exclude_categories=["Cc", "Cn"]), max_size=12
)
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=8)
)
whole = tables.map(lambda rows: [row for row in rows if any(each.strip() for each in row)])


@given(rows=whole)
def test_what_is_written_as_csv_comes_back(rows, tmp_path_factory):
    header = [f"Поле {n}" for n in range(len(rows[0]) if rows else 2)]
    path = given_file(tmp_path_factory.mktemp("t"), b"".join(csv_pieces(header, rows)))
    table, found = read(path, header=1)
    assert table.header == header
    assert found == rows


@given(rows=whole)
def test_what_is_written_as_xlsx_comes_back(rows, tmp_path_factory):
    header = [f"Поле {n}" for n in range(len(rows[0]) if rows else 2)]
    file = BytesIO()
    write_xlsx(file, sheet="Аркуш", header=header, rows=rows)
    table, found = read(given_file(tmp_path_factory.mktemp("t"), file.getvalue()), header=1)
    assert table.header == header
    assert found == rows


@example(rows=[["", ",\\"]], encoding="utf-8", delimiter=",")
@given(
    rows=whole,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_random_table_comes_through_each_encoding_and_delimiter(rows, encoding, delimiter, tmp_path_factory):
    import csv
    from io import StringIO

    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([["a"] * (len(rows[0]) if rows else 2), *rows])
    path = given_file(tmp_path_factory.mktemp("t"), text.getvalue().encode(encoding))
    _table, found = read(path, encoding=encoding, delimiter=delimiter, header=1)
    assert [[_plain(each) for each in row] for row in found] == [
        [_plain(each) for each in row] for row in rows
    ]


def _plain(text):
    """An apostrophe before a sign of a formula is ours, and is taken off."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in tuple("=+-@\t") else text


STARTS = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\x1f\x8b\x08"]


@given(content=st.binary(max_size=400), start=st.sampled_from(STARTS))
def test_arbitrary_bytes_raise_nothing_but_a_plain_problem(content, start, tmp_path_factory):
    path = given_file(tmp_path_factory.mktemp("t"), start + content)
    with suppress(TableProblem):
        read(path)


@pytest.mark.parametrize("signs", ["=1+1", "+380 44", "-x", "@sum", "'=1", "''+", "-5", "\tx"])
def test_formulas_are_inert_and_come_back(tmp_path, signs):
    content = b"".join(csv_pieces(["a", "b"], [[signs, "x"]]))
    assert signs == "-5" or not content.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith(
        ("=", "+", "-", "@", "\t")
    )
    assert read(given_file(tmp_path, content), header=1)[1] == [[signs, "x"]]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the messy tables are not on this machine")
def test_messy_tables_are_read_or_explained():
    problems = {}
    for path in sorted(SAMPLES.iterdir()):
        try:
            table, rows = read(path)
        except TableProblem as problem:
            problems[path.name] = str(problem)
        else:
            assert table.header, path.name
            assert all(len(cells) >= len(table.header) for cells in rows), path.name
    assert list(problems) == ["encrypted_no_password.xls"]


def _in_koi(text):
    return text.encode("koi8-u", errors="replace").decode("koi8-u")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the messy tables are not on this machine")
def test_one_table_in_six_encodings_is_one_table():
    contents = [read(path)[1] for path in sorted(SAMPLES.glob("cnap_*"))]
    assert len(contents) == 6
    assert len(contents[0]) == 300
    # KOI8-U has no such quotation marks: its file was written with question marks for them
    koi = [[[_in_koi(cell) for cell in row] for row in content] for content in contents]
    assert all(content == koi[0] for content in koi)
    assert sum(content == contents[0] for content in contents) == 5
