"""Spreadsheets of a few kilobytes that would take all the memory are refused before they are opened."""

import struct
import zipfile

import pytest
import xlsxwriter

from mistok.lib.tables import TableProblem, open_table
from mistok.lib.tables.traps import refuse_traps

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def plain(tmp_path):
    """A whole workbook of two cells, at the corners that are given."""

    def make(*corners):
        path = tmp_path / "plain.xlsx"
        book = xlsxwriter.Workbook(path)
        page = book.add_worksheet()
        for row, column in corners or ((0, 0), (1, 1)):
            page.write(row, column, "слово")
        book.close()
        return path

    return make


def changed(path, name, change, under=None):
    """The workbook with one part of it changed, perhaps kept under another name."""
    made = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            content = old.read(each)
            if under and each == "xl/_rels/workbook.xml.rels":
                content = content.replace(
                    name.removeprefix("xl/").encode(), under.removeprefix("xl/").encode()
                )
            new.writestr(
                under if under and each == name else each, change(content) if each == name else content
            )
    return made


def test_traps_far_corner(plain):
    with pytest.raises(TableProblem):
        refuse_traps(plain((0, 0), (1_048_575, 16_383)))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (b'<c r="B2"', b"<c  r='XFD1048576'"),
        (b'<c r="B2"', b'<x:c r="xfd1048576"'),
        (b'<row r="2"', b'<row r="9048576"'),
    ],
)
def test_traps_far_corner_in_other_words(plain, said, meant):
    with pytest.raises(TableProblem):
        refuse_traps(changed(plain(), SHEET, lambda content: content.replace(said, meant)))


def test_traps_sheet_under_another_name(plain):
    far = plain((0, 0), (1_048_575, 16_383))
    with pytest.raises(TableProblem):
        refuse_traps(changed(far, SHEET, lambda content: content, under="xl/media/picture.png"))


def test_traps_size_that_lies(plain):
    path = plain()
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")  # the list at the end says how long each part is
    content[at + 24 : at + 28] = struct.pack("<I", 3)
    path.write_bytes(content)
    with pytest.raises(TableProblem):
        refuse_traps(path)


def test_traps_too_much_unpacked(plain, monkeypatch):
    monkeypatch.setattr("mistok.lib.tables.traps.LARGEST_UNPACKED", 1000)
    with pytest.raises(TableProblem):
        refuse_traps(plain())


def record(kind, content=b""):
    """A record of .xlsb."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(content)]) + content


@pytest.mark.parametrize(("row", "column", "fits"), [(9, 9, True), (1_048_575, 16_383, False)])
def test_traps_binary_workbook(tmp_path, row, column, fits):
    path = tmp_path / "table.xlsb"
    sheet = record(129) + record(145) + record(0, struct.pack("<I", row) + bytes(13))
    sheet += record(5, struct.pack("<I", column) + bytes(12)) + record(146)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    if fits:
        refuse_traps(path)
    else:
        with pytest.raises(TableProblem):
            refuse_traps(path)


ODS = (
    '<o xmlns:table="urn:t" xmlns:office="urn:o"><table:table>'
    '<table:table-row table:number-rows-repeated="{rows}"><table:table-cell {kind}'
    ' table:number-columns-repeated="{columns}"/></table:table-row></table:table></o>'
)


@pytest.mark.parametrize(("kind", "fits"), [("", True), ('office:value-type="float"', False)])
def test_traps_open_document(tmp_path, kind, fits):
    """LibreOffice itself writes a million empty rows at the end; filled ones are a trap."""
    path = tmp_path / "table.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODS.format(rows=1_048_576, columns=16_384, kind=kind))
    if fits:
        refuse_traps(path)
    else:
        with pytest.raises(TableProblem):
            refuse_traps(path)


def test_traps_plain_workbook_opens(plain):
    with open_table(plain((0, 0), (0, 1), (1, 0), (1, 1))) as table:
        assert [cells for _number, cells in table.rows()][-1] == ["слово", "слово"]
