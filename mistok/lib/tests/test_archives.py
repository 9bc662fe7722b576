"""Archives as people pack them."""

import zipfile

import pytest

from mistok.lib.archives import NOT_OPENED, UTF8_NAMES, name_of, names_in


def test_a_name_packed_by_windows():
    assert name_of(zipfile.ZipInfo("постанова.txt".encode("cp866").decode("cp437"))) == "постанова.txt"


def test_a_name_in_utf8_stays():
    info = zipfile.ZipInfo("постанова.txt")
    info.flag_bits |= UTF8_NAMES
    assert name_of(info) == "постанова.txt"


def test_what_is_no_archive_is_named_so(tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(NOT_OPENED):
        names_in(tmp_path / "broken.zip")
