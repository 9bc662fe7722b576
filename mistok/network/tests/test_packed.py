"""An archive is told from a table."""

import bz2
import gzip
import zipfile

import pytest

from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.tables.writing import write_xlsx
from mistok.network.registers.packed import refuse_packed

TABLE = "code,name\n1,так\n".encode()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_table_is_to_be_unpacked(tmp_path, pack):
    path = tmp_path / "register.csv"
    path.write_bytes(pack(TABLE))
    with pytest.raises(ImportProblem, match="запаковано"):
        refuse_packed(path)


def test_zip_of_a_table_is_to_be_unpacked(tmp_path):
    path = tmp_path / "register.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("register.csv", TABLE)
    with pytest.raises(ImportProblem, match="запаковано"):
        refuse_packed(path)


@pytest.mark.parametrize("content", [b"", TABLE, b"PK\x03\x04 is how this line begins", b"%PDF-1.7"])
def test_what_is_no_archive_is_left_to_the_reader(tmp_path, content):
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    refuse_packed(path)


def test_spreadsheet_is_no_archive(tmp_path):
    path = tmp_path / "register.xlsx"
    with path.open("wb") as file:
        write_xlsx(file, sheet="1", header=["code"], rows=[["1"]], widths=[9])
    refuse_packed(path)
